"""What a figure shows, as rows of text."""

from __future__ import annotations

from collections.abc import Sequence

from dldrill.figures.marks import Dots, Figure, Line, Point, Row
from dldrill.figures.scale import number

MOST = 12  #: rows of one line: a table is read, not measured
DIGITS = 4


def rows(figure: Figure) -> tuple[Row, ...]:
    """The figure's table, or one made from its labelled lines and dots; the first row has the heads."""
    if figure.table:
        return figure.table
    named = [mark for mark in figure.marks if isinstance(mark, Line | Dots) and mark.label]
    if not named:
        return ()
    x, y = figure.x.label or "x", figure.y.label or "y"
    if _side_by_side(named):
        return _columns(named, x)
    body = [(mark.label, *_written(point)) for mark in named for point in _some(mark)]
    return (("series", x, y), *body) if body else ()


def _side_by_side(marks: Sequence[Line | Dots]) -> bool:
    """Whether all are lines over the same values, so that each can have a column."""
    over = [tuple(x for x, _ in mark.points) for mark in marks]
    return all(isinstance(mark, Line) for mark in marks) and len(set(over)) == 1 and bool(over[0])


def _columns(marks: Sequence[Line | Dots], x: str) -> tuple[Row, ...]:
    points = [_some(mark) for mark in marks]
    body = [
        (number(across[0][0], DIGITS), *(number(y, DIGITS) for _, y in across))
        for across in zip(*points, strict=True)
    ]
    return ((x, *(mark.label for mark in marks)), *body)


def _some(mark: Line | Dots) -> list[Point]:
    """All dots; of a line its ends and points at even distances between them."""
    last = len(mark.points) - 1
    if isinstance(mark, Dots) or last < MOST:
        return list(mark.points)
    return [mark.points[round(place * last / (MOST - 1))] for place in range(MOST)]


def _written(point: Point) -> tuple[str, str]:
    return number(point[0], DIGITS), number(point[1], DIGITS)
