"""A figure on a terminal: a plot between axes, or a diagram whose boxes join."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence

from dldrill.figures.canvas import Canvas, Level, Span, columns
from dldrill.figures.ink import Pen
from dldrill.figures.labels import told_apart
from dldrill.figures.margins import COLUMNS_A_TICK, GAP, ROWS_A_TICK, axes, legend, line_ends
from dldrill.figures.marks import Cell, Dots, Figure, Line, Mark
from dldrill.figures.scale import Frame, Scale, limits, number, paths, ticks
from dldrill.maths.ascii import ascii_text
from dldrill.maths.text import safe

POINTS_A_COLUMN, POINTS_A_ROW = 320 / 60, 190 / 16  #: of paper
SUBSCRIPTS = re.compile("[₀-₉]+")
NARROWEST, LOWEST, TALLEST = 20, 6, 60  #: columns and rows of a frame


def draw(figure: Figure, columns: int, level: Level = Level.BRAILLE) -> list[list[Span]] | None:
    """The figure as lines of spans, or None where it cannot be shown in so few columns.

    Args:
        figure: what to draw.
        columns: how wide it may be.
        level: the characters there are.
    """
    said = _said(figure, level)
    return _drawn(said, columns, level, True) or _drawn(told_apart(said), columns, level, False)


def _said(figure: Figure, level: Level) -> Figure:
    """The figure with every text in characters that can be shown."""

    def say(text: str) -> str:
        if level != Level.ASCII:
            return safe(text)
        return ascii_text(SUBSCRIPTS.sub(lambda run: "_" + unicodedata.normalize("NFKC", run[0]), safe(text)))

    def mark(mark: Mark) -> Mark:
        if isinstance(mark, Line | Dots):
            return mark._replace(label=say(mark.label))
        return mark._replace(says=say(mark.says))

    x, y = (axis._replace(label=say(axis.label)) for axis in (figure.x, figure.y))
    return figure._replace(marks=tuple(map(mark, figure.marks)), x=x, y=y)


def _drawn(figure: Figure, width: int, level: Level, has_ends: bool) -> list[list[Span]] | None:
    """The figure with labels at the ends of lines or in the legend, if there is room for them."""
    margin = _margin(figure) if has_ends else 0
    if margin > width // 3:
        return None
    frame = _diagram(figure, width) if figure.unit and not figure.axes else _plot(figure, width, margin)
    while frame is not None:
        canvas = Canvas()
        pen = Pen(figure, canvas, frame, level)
        pen.marks()
        axes(pen, width)
        if has_ends and not line_ends(pen, margin):
            return None
        legend(pen, width, has_ends)
        left, right, _, _ = canvas.extent()
        excess = right - left + 1 - width
        if excess <= 0:
            return canvas.lines(level)
        frame = None if figure.unit and not figure.axes else _narrower(frame, excess)
    return None


def _margin(figure: Figure) -> int:
    """Columns right of the frame for the labels of lines that end there."""
    (x_low, x_high), (y_low, y_high) = limits(figure)
    frame = Frame(Scale(x_low, x_high, 0, 1), Scale(y_low, y_high, 1, 0))
    labels = [m for m in figure.marks if isinstance(m, Line) and m.label]
    found = [(columns(m.label), paths(m.points, frame)) for m in labels]
    return max([width + GAP for width, path in found if path and path[-1][-1][0] > 0.8], default=0)


def _diagram(figure: Figure, width: int) -> Frame | None:
    """The frame of a diagram; a unit takes fewer columns than wanted where its texts still fit."""
    (left, right), (low, high) = limits(figure)
    across, down = figure.unit or (1, 1)
    if (right - left) * across >= width:
        across = math.floor((width - 1) / (right - left))
    if not (_has_room(figure, across) and 0 <= (high - low) * down < TALLEST):
        return None
    x = Scale(left, right, 0.5, (right - left) * across + 0.5)
    return Frame(x, Scale(low, high, (high - low) * down + 0.5, 0.5))


def _has_room(figure: Figure, across: float) -> bool:
    """Whether the texts of all cells fit, where a unit takes so many columns."""
    cells = [mark for mark in figure.marks if isinstance(mark, Cell)]
    needs = [max(1, columns(cell.says) + (1 if cell.says and cell.shade else 0)) for cell in cells]
    rooms = [abs(cell.width) * across - 1 for cell in cells]
    return across > 0 and all(need <= room for need, room in zip(needs, rooms, strict=True))


def _plot(figure: Figure, width: int, margin: int) -> Frame | None:
    """The frame of a plot: as large as on paper, narrower where there is less room."""
    (left, right), (low, high) = limits(figure)

    def y_ticks(rows: int) -> tuple[float, ...]:
        return ticks(figure.y, low, high, max(2, rows // ROWS_A_TICK)) if figure.axes else ()

    def x_ticks(across: int) -> tuple[float, ...]:
        return ticks(figure.x, left, right, max(2, across // COLUMNS_A_TICK)) if figure.axes else ()

    rows = max(LOWEST, min(_whole(figure.size[1] / POINTS_A_ROW) - 2, TALLEST))
    rows = _even(range(rows - 2, rows + 3), rows, Scale(low, high, 0, 1), y_ticks)
    side = max([columns(number(tick)) for tick in y_ticks(rows)], default=0) + 2 if figure.axes else 0
    most = width - side - margin
    across = min(most, max(NARROWEST, _whole(figure.size[0] / POINTS_A_COLUMN) - side - margin))
    if across < NARROWEST:
        return None
    choices = range(max(NARROWEST, across - 7), min(most, across + 4) + 1)
    across = _even(choices, across, Scale(left, right, 0, 1), x_ticks)
    return Frame(Scale(left, right, 0.5, across - 0.5), Scale(low, high, rows - 0.5, 0.5))


def _whole(value: float) -> int:
    return round(value) if math.isfinite(value) else 0


def _even(
    choices: Sequence[int], wanted: int, scale: Scale, ticks_of: Callable[[int], Sequence[float]]
) -> int:
    """The size at which ticks stand on whole places, so that even steps look even."""

    def misfit(size: int) -> float:
        places = [scale.at(tick) * (size - 1) for tick in ticks_of(size)]
        return round(sum(abs(place - round(place)) for place in places), 6)

    return min(choices, key=lambda size: (misfit(size), abs(size - wanted)))


def _narrower(frame: Frame, excess: int) -> Frame | None:
    end = frame.x.end - excess
    return frame._replace(x=frame.x._replace(end=end)) if end + 0.5 >= NARROWEST else None
