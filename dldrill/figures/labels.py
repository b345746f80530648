"""Names of series: their numbers, a place at the end of each line, or a legend for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum
from typing import NamedTuple

from dldrill.figures.marks import Dash, Dots, Figure, Line

SHIFTS = (0, 1, -1)  #: heights of a label that it may move up or down to keep off marks
FARTHEST = 2.5  #: heights that it may move to keep off other labels
DASHES = tuple(Dash)


class Box(NamedTuple):
    """A rectangle of the paper, ``top`` above ``bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def grown(self, x: float, y: float) -> Box:
        """The rectangle with more room on each side."""
        return Box(self.left - x, self.top - y, self.right + x, self.bottom + y)


class End(NamedTuple):
    """Where a line ends, and the size of the label to set there.

    Attributes:
        x: across.
        y: down; labels keep the order of their lines.
        width: of the label.
        height: of the label, with room to the next.
        series: the number of the line.
    """

    x: float
    y: float
    width: float
    height: float
    series: int


class Place(NamedTuple):
    """A place for a label; ``moved`` where it is not level with the end of its line."""

    box: Box
    series: int
    moved: bool


def numbers(figure: Figure) -> dict[str, int]:
    """The number of each label, from 1, in the order of the marks."""
    found: dict[str, int] = {}
    for mark in figure.marks:
        if isinstance(mark, Line | Dots) and mark.label:
            found.setdefault(mark.label, len(found) + 1)
    return found


def settle(
    ends: Sequence[End], gap: float, paper: Box, is_free: Callable[[End, Place], bool]
) -> list[Place] | None:
    """A place for every label near the end of its line, in order of the ends; None if one has none.

    Either all labels stand at their lines or all stand in the legend: a reader should not have to
    look in two places.
    """
    found: dict[End, Place] = {}
    for end, stacked in _stacked(ends, gap, paper):
        for place in _places(end, gap, stacked):
            if is_free(end, place) and all(_get_on(end, place, *other) for other in found.items()):
                found[end] = place
                break
        else:
            return None
    return [found[end] for end in ends]


def _stacked(ends: Sequence[End], gap: float, paper: Box) -> list[tuple[End, float]]:
    """The ends from the highest, and the height of each label when set right of its line.

    Labels over the same columns are spread just enough to stand apart, in the order of their lines:
    the least squares way, by pooling neighbours that are too close.
    """
    found: list[tuple[End, float]] = []
    for group in _groups(sorted(ends, key=lambda end: (end.y, end.series)), gap):
        height = group[0].height
        pools: list[list[float]] = []
        for place, end in enumerate(group):
            pools.append([end.y - place * height])
            while len(pools) > 1 and _mean(pools[-2]) >= _mean(pools[-1]):
                last = pools.pop()
                pools[-1] += last
        heights = [_mean(pool) for pool in pools for _ in pool]
        least = paper.top + height / 2
        most = paper.bottom - height * (len(group) - 0.5)
        for place, (end, free) in enumerate(zip(group, heights, strict=True)):
            found.append((end, max(least, min(free, most)) + place * height))
    return sorted(found, key=lambda pair: (pair[0].y, pair[0].series))


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _groups(ends: Sequence[End], gap: float) -> list[list[End]]:
    """The ends whose labels would share columns."""
    groups: list[list[End]] = []
    for end in ends:
        near = [group for group in groups if any(_share_columns(end, other, gap) for other in group)]
        groups = [group for group in groups if group not in near]
        joined = [end, *(other for group in near for other in group)]
        groups.append(sorted(joined, key=lambda end: (end.y, end.series)))
    return groups


def _share_columns(one: End, other: End, gap: float) -> bool:
    return one.x < other.x + other.width + gap and other.x < one.x + one.width + gap


def _get_on(end: End, place: Place, other_end: End, other: Place) -> bool:
    """Whether two labels stand apart, and in the order of their lines where one is over the other."""
    if place.box.meets(other.box.grown(0.5, 0)):
        return False
    side_by_side = place.box.left >= other.box.right or other.box.left >= place.box.right
    return side_by_side or (place.box.top > other.box.top) == ((end.y, end.series) > other_end[1::3])


def _places(end: End, gap: float, stacked: float) -> Iterator[Place]:
    """Right of the end, then left of it, then over and under it."""
    if abs(stacked - end.y) <= FARTHEST * end.height:
        yield _place(end, end.x + gap, stacked)
    for shift in SHIFTS:
        yield _place(end, end.x + gap, end.y + shift * end.height)
    for shift in SHIFTS:
        yield _place(end, end.x - gap - end.width, end.y + shift * end.height)
    for shift in (-1, 1):
        yield _place(end, end.x - end.width / 2, end.y + shift * end.height)


def _place(end: End, left: float, middle: float) -> Place:
    box = Box(left, middle - end.height / 2, left + end.width, middle + end.height / 2)
    return Place(box, end.series, abs(middle - end.y) > end.height / 2)


def told_apart(figure: Figure) -> Figure:
    """The figure with a dash of its own for each series, as a legend needs."""
    names = list(dict.fromkeys(m.label for m in figure.marks if isinstance(m, Line) and m.label))
    dashes = {m.label: m.dash for m in reversed(figure.marks) if isinstance(m, Line) and m.label}
    if len(set(dashes.values())) == len(names):
        return figure
    chosen = {name: DASHES[place % len(DASHES)] for place, name in enumerate(names)}
    marks = (m._replace(dash=chosen[m.label]) if isinstance(m, Line) and m.label else m for m in figure.marks)
    return figure._replace(marks=tuple(marks))
