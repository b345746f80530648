"""From the data to the paper: ranges, ticks, the text of numbers, and what of a line is inside."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dldrill.figures.marks import Axis, Cell, Dots, Figure, Line, Point, Text

FAR = 1e6  #: nothing is drawn farther out than this many frames
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)  #: what steps between ticks begin with
MOST_TICKS = 40


class Scale(NamedTuple):
    """Where the values of an axis stand: ``low`` at ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a finite value; one far outside stays far outside."""
        # halves first: the difference of two huge numbers overflows
        share = (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return self.start + max(-FAR, min(share, FAR)) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Whether a value is in the range, ends included."""
        if not math.isfinite(value):
            return False
        slack = 1e-9 * abs(self.end - self.start)
        return min(self.start, self.end) - slack <= self.at(value) <= max(self.start, self.end) + slack


class Frame(NamedTuple):
    """Where both axes put the data."""

    x: Scale
    y: Scale

    def at(self, point: Point) -> Point:
        """The place of a finite point."""
        return self.x.at(point[0]), self.y.at(point[1])

    def holds(self, point: Point) -> bool:
        """Whether a point is inside."""
        return self.x.holds(point[0]) and self.y.holds(point[1])


def limits(figure: Figure) -> tuple[tuple[float, float], tuple[float, float]]:
    """The ranges of both axes, finite and not empty, whatever the figure says."""
    return _limits(figure.x, _coordinates(figure, 0)), _limits(figure.y, _coordinates(figure, 1))


def _limits(axis: Axis, values: Sequence[float]) -> tuple[float, float]:
    low, high = axis.low, axis.high
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if low > high:
        low, high = high, low
    if high / 2 - low / 2 <= 1e-12 * max(abs(low), abs(high)):
        room = abs(low) * 1e-3 or 0.5
        low, high = low - room, high + room
    most = 1.7e308
    return max(low, -most), min(high, most)


def _coordinates(figure: Figure, side: int) -> list[float]:
    found: list[float] = []
    for mark in figure.marks:
        match mark:
            case Line() | Dots():
                found += [point[side] for point in mark.points]
            case Text():
                found.append((mark.x, mark.y)[side])
            case Cell():
                corner, size = (mark.x, mark.y)[side], (mark.width, mark.height)[side]
                found += [corner, corner + size]
    return [value for value in found if math.isfinite(value)]


def ticks(axis: Axis, low: float, high: float, count: int) -> tuple[float, ...]:
    """The ticks of an axis inside a range: its own, else about ``count`` nice ones."""
    if axis.ticks is None:
        return nice_ticks(low, high, count)
    scale = Scale(low, high, 0, 1)
    return tuple(sorted({tick for tick in axis.ticks if scale.holds(tick)}))


def nice_ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """About ``count`` round numbers at even distances inside a range."""
    raw = (high / max(1, count)) - (low / max(1, count))
    if not (math.isfinite(raw) and raw > 0):
        return ()
    power = 10.0 ** math.floor(math.log10(raw))
    step = min((nice * power for nice in NICE), key=lambda step: abs(step - raw))
    if not (math.isfinite(step) and step > 0):
        return ()
    first = math.ceil(low / step - 1e-9)
    found = dict.fromkeys(_rounded((first + place) * step, step) for place in range(MOST_TICKS))
    return tuple(tick for tick in found if low - 1e-9 * step <= tick <= high + 1e-9 * step)


def _rounded(value: float, step: float) -> float:
    """The value without the noise below its step; no negative zero."""
    digits = 2 - math.floor(math.log10(step))
    return (round(value, digits) if digits < 300 else value) + 0.0


def number(value: float, digits: int = 6) -> str:
    """A number as people write it: a real minus, no trailing zeros, powers as ``e``."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else ""
    text = f"{value + 0.0:.{digits}g}"
    if "e" in text:
        mantissa, power = text.split("e")
        text = f"{mantissa}e{int(power)}"
    return text.replace("-", "−")


def paths(points: Iterable[Point], frame: Frame) -> list[list[Point]]:
    """The parts of a line that are inside the frame, in the coordinates of the paper."""
    found: list[list[Point]] = []
    for run in _finite_runs(points):
        placed = [frame.at(point) for point in run]
        if len(placed) == 1 and frame.holds(run[0]):
            found.append(placed)
        last: Point | None = None
        for start, end in pairwise(placed):
            piece = _inside(start, end, frame)
            if piece is None:
                last = None
                continue
            if last is not None and last == piece[0]:
                found[-1].append(piece[1])
            else:
                found.append(list(piece))
            last = piece[1]
    return found


def _finite_runs(points: Iterable[Point]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if math.isfinite(point[0]) and math.isfinite(point[1]):
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _inside(start: Point, end: Point, frame: Frame) -> tuple[Point, Point] | None:
    """The part of a segment in the frame (Liang and Barsky's way)."""
    enters, leaves = 0.0, 1.0
    for side, scale in enumerate((frame.x, frame.y)):
        near, far = sorted((scale.start, scale.end))
        run = end[side] - start[side]
        for slope, room in ((-run, start[side] - near), (run, far - start[side])):
            if abs(slope) < 1e-12:
                if room < -1e-9:
                    return None
            elif slope < 0:
                enters = max(enters, room / slope)
            else:
                leaves = min(leaves, room / slope)
    if enters > leaves:
        return None
    return _along(start, end, enters), _along(start, end, leaves)


def _along(start: Point, end: Point, share: float) -> Point:
    if share in (0.0, 1.0):  # exactly, so that parts join
        return end if share else start
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
