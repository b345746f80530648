"""What stands around the marks of a figure on a terminal: axes, labels of lines, the legend."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

from dldrill.figures import labels
from dldrill.figures.canvas import DOWN, LEFT, RIGHT, UP, Level, columns, cut
from dldrill.figures.ink import Pen, glyph_of
from dldrill.figures.labels import Box, End, Place
from dldrill.figures.marks import Dots, Line
from dldrill.figures.scale import number, paths, ticks

GAP = 2  #: columns between a line and its label
BETWEEN = 3  #: columns between the entries of a legend
SAMPLE = 7  #: columns of the sample of a line in a legend
COLUMNS_A_TICK, ROWS_A_TICK = 7, 3  #: room for a tick


class _Entry(NamedTuple):
    label: str
    series: int
    line: Line | None
    dots: Dots | None

    def width(self) -> int:
        return (SAMPLE if self.line else 1) + 1 + columns(self.label)


def axes(pen: Pen, width: int) -> None:
    """Both axes with their ticks and names."""
    if not pen.figure.axes:
        return
    across, rows = _size(pen)
    for row in range(rows):
        pen.canvas.frame((-1, row), UP | DOWN)
    pen.canvas.frame((-1, rows), UP | RIGHT)
    for column in range(across):
        pen.canvas.frame((column, rows), LEFT | RIGHT)
    _y_ticks(pen, rows)
    last = _x_ticks(pen, across, rows)
    left, right, _, _ = pen.canvas.extent()
    if name := cut(pen.figure.y.label, right - left + 1, _more(pen)):
        pen.canvas.put(left, -1, name)
    if name := cut(pen.figure.x.label, right - left + 1, _more(pen)):
        start = max(left, across - columns(name))
        beside = max(start, last + GAP)
        fits = beside + columns(name) - left <= width
        pen.canvas.put(beside if fits else start, rows + (1 if fits else 2), name)


def _size(pen: Pen) -> tuple[int, int]:
    """Columns and rows of the frame."""
    return round(pen.frame.x.end + 0.5), round(pen.frame.y.start + 0.5)


def _y_ticks(pen: Pen, rows: int) -> None:
    scale, taken = pen.frame.y, set[int]()
    for tick in ticks(pen.figure.y, scale.low, scale.high, max(2, rows // ROWS_A_TICK)):
        row, text = math.floor(scale.at(tick)), _written(tick, pen.level)
        if row not in taken:
            taken.add(row)
            pen.canvas.frame((-1, row), LEFT)
            pen.canvas.put(-2 - columns(text), row, text)


def _x_ticks(pen: Pen, across: int, rows: int) -> int:
    """The ticks under the plot, as many as stand apart; the last column in use."""
    scale = pen.frame.x
    wanted = ticks(pen.figure.x, scale.low, scale.high, max(2, across // COLUMNS_A_TICK))
    placed = [(math.floor(scale.at(tick)), _written(tick, pen.level)) for tick in wanted]
    for stride in range(1, len(placed) + 1):
        some = placed[::stride]
        starts = [(at - columns(text) // 2, text) for at, text in some]
        if all(a + columns(text) + 1 <= b for (a, text), (b, _) in pairwise(starts)):
            break
    else:
        return 0
    for (at, _), (start, text) in zip(some, starts, strict=True):
        pen.canvas.frame((at, rows), DOWN)
        pen.canvas.put(start, rows + 1, text)
    return starts[-1][0] + columns(starts[-1][1])


def _written(tick: float, level: Level) -> str:
    text = number(tick)
    return text.replace("−", "-") if level == Level.ASCII else text


def line_ends(pen: Pen, margin: int) -> bool:
    """Write each label at the end of its line; False where one has no room."""
    ends, names = list[End](), list[str]()
    for mark in pen.figure.marks:
        if isinstance(mark, Line) and mark.label and mark.label not in names:
            found = paths(mark.points, pen.frame)
            if found:
                x, y = found[-1][-1]
                ends.append(
                    End(math.floor(x + 1e-9) + 0.5, y, columns(mark.label), 1, pen.series[mark.label])
                )
                names.append(mark.label)
    across, rows = _size(pen)
    paper = Box(0, 0, across + margin, rows)
    places = labels.settle(ends, GAP - 0.5, paper, lambda end, place: _is_free(pen, end, place, paper))
    if places is None:
        return False
    for name, place in zip(names, places, strict=True):
        pen.canvas.put(*_corner(place), name, place.series)
    return True


def _corner(place: Place) -> tuple[int, int]:
    """The first column of a label, and its row."""
    return math.floor(place.box.left), math.floor((place.box.top + place.box.bottom) / 2 + 1e-9)


def _is_free(pen: Pen, end: End, place: Place, paper: Box) -> bool:
    """Whether a label there would touch no mark, and could not be taken for another line's."""
    left, row = _corner(place)
    right = left + int(end.width)
    if left < paper.left or right > paper.right or not paper.top <= row < paper.bottom:
        return False
    canvas = pen.canvas
    if any(canvas.is_used((column, row)) for column in range(left - 1, right + 1)):
        return False
    level = math.floor(end.y + 1e-9)
    if row == level:
        return True
    beyond = row + (1 if row > level else -1)
    near = range(min(left - 1, math.floor(end.x)), right + 1)
    return all(
        canvas.ink[column, r].series in (0, place.series)
        for column in near
        for r in (row, beyond)
        if (column, r) in canvas.ink
    )


def legend(pen: Pen, width: int, has_ends: bool) -> None:
    """Under the figure: what dots mean, and lines where they have no label at their end."""
    entries = _entries(pen, has_ends)
    if not entries:
        return
    left, _, _, bottom = pen.canvas.extent()
    entries = [e._replace(label=cut(e.label, width - SAMPLE - 1, _more(pen))) for e in entries]
    in_one_row = sum(entry.width() + BETWEEN for entry in entries) - BETWEEN <= width
    widest = max(entry.width() for entry in entries)
    column, row = 0, bottom + (1 if pen.figure.axes else 2)
    for entry in entries:
        if column > 0 and column + entry.width() > width:
            column, row = 0, row + 1
        _write(pen, entry, left + column, row)
        column += (entry.width() if in_one_row else widest) + BETWEEN


def _more(pen: Pen) -> str:
    return "..." if pen.level == Level.ASCII else "…"


def _entries(pen: Pen, has_ends: bool) -> list[_Entry]:
    lines = {m.label: m for m in pen.figure.marks if isinstance(m, Line)}
    dots = {m.label: m for m in pen.figure.marks if isinstance(m, Dots)}
    if has_ends:
        return [_Entry(name, n, None, dots[name]) for name, n in pen.series.items() if name not in lines]
    return [_Entry(name, n, lines.get(name), dots.get(name)) for name, n in pen.series.items()]


def _write(pen: Pen, entry: _Entry, column: int, row: int) -> None:
    if entry.line:
        path = [(column, row + 0.5), (column + SAMPLE - 0.1, row + 0.5)]
        pen.stroke(path, entry.series, entry.line.dash, pen.signs[entry.line.label])
    if entry.dots:
        at = column + (SAMPLE // 2 if entry.line else 0)
        pen.canvas.put(at, row, glyph_of(entry.dots, pen.level), entry.series)
    pen.canvas.put(column + (SAMPLE if entry.line else 1) + 1, row, entry.label, entry.series)
