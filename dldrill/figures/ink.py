"""The marks of a figure set on a canvas of characters."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from dldrill.figures.canvas import DOWN, LEFT, RIGHT, UP, Canvas, Level, Place, columns, cut, steps
from dldrill.figures.labels import numbers
from dldrill.figures.marks import Cell, Dash, Dots, Figure, Line, Point, Shape, Text
from dldrill.figures.scale import Frame, paths

PATTERNS = {Dash.SOLID: "1", Dash.DASHED: "1111110000", Dash.DOTTED: "100", Dash.MIXED: "11111100100"}
"""Which dots along a line are inked."""
GLYPHS = {
    (Shape.CIRCLE, True): ("●", "@"),
    (Shape.CIRCLE, False): ("○", "o"),
    (Shape.SQUARE, True): ("■", "#"),
    (Shape.SQUARE, False): ("□", "%"),
    (Shape.CROSS, True): ("×", "x"),
    (Shape.PLUS, True): ("+", "+"),
}
SIGNS = {Dash.SOLID: "*", Dash.DASHED: "-", Dash.DOTTED: ".", Dash.MIXED: "~"}
MORE_SIGNS = "*-.~=:^\"&$'"
ARROWS, ARROWS_ASCII = "→↗↑↖←↙↓↘", ">>^<<<v>"
REACH = 8  #: columns a text may stand outside the frame


class Pen:
    """Sets marks on a canvas."""

    def __init__(self, figure: Figure, canvas: Canvas, frame: Frame, level: Level) -> None:
        self.figure, self.canvas, self.frame, self.level = figure, canvas, frame, level
        self.series = numbers(figure)
        self.signs = _signs(figure)

    def marks(self) -> None:
        """All marks: texts last, where they find room, arrow heads before them."""
        for mark in self.figure.marks:
            match mark:
                case Line():
                    self.line(mark)
                case Dots():
                    self._dots(mark)
                case Cell():
                    self._cell(mark)
                case Text():
                    pass
        for mark in self.figure.marks:
            if isinstance(mark, Line) and mark.arrow:
                self._arrow(mark)
        for mark in self.figure.marks:
            if isinstance(mark, Text):
                self._text(mark)

    def line(self, line: Line) -> None:
        """A line, or what of it is inside."""
        series = self.series.get(line.label, 0)
        for path in paths(line.points, self.frame):
            if not self.figure.axes and not line.label and line.dash == Dash.SOLID and _is_square(path):
                for start, end in pairwise(path):
                    self._rule(start, end)
            else:
                self.stroke(path, series, line.dash, self.signs.get(line.label, ""))

    def stroke(self, path: list[Point], series: int, dash: Dash, sign: str = "") -> None:
        """Dots along a path, as its dash has them."""
        pattern = "1" if sign and self.level == Level.ASCII else PATTERNS[dash]
        mark = sign or ("" if dash == Dash.SOLID else ".")
        count, last = 0, None
        points = [(x * 2, y * 4) for x, y in path]
        for start, end in pairwise(points) if len(points) > 1 else [(points[0], points[0])]:
            for dot in steps(start, end):
                if dot == last:
                    continue
                if pattern[count % len(pattern)] == "1":
                    self.canvas.dot(*dot, series, mark)
                count, last = count + 1, dot

    def _rule(self, start: Point, end: Point) -> None:
        """A level or upright line of a diagram, in the characters of frames so that it joins them."""
        (left, top), (right, bottom) = sorted((_cell_of(start), _cell_of(end)))
        if top == bottom:
            for column in range(left, right + 1):
                arms = (LEFT if column > left else 0) | (RIGHT if column < right else 0)
                self.canvas.frame((column, top), arms or LEFT | RIGHT)
        else:
            top, bottom = sorted((top, bottom))
            for row in range(top, bottom + 1):
                arms = (UP if row > top else 0) | (DOWN if row < bottom else 0)
                self.canvas.frame((left, row), arms)

    def _dots(self, dots: Dots) -> None:
        glyph = glyph_of(dots, self.level)
        for point in dots.points:
            if self.frame.holds(point):
                column, row = _cell_of(self.frame.at(point))
                self.canvas.clear([(column, row)])
                self.canvas.put(column, row, glyph, self.series.get(dots.label, 0))

    def _cell(self, cell: Cell) -> None:
        corners = (cell.x, cell.y), (cell.x + cell.width, cell.y + cell.height)
        if not all(math.isfinite(value) for corner in corners for value in corner):
            return
        (left, bottom), (right, top) = (self._near(self.frame.at(corner)) for corner in corners)
        left, right = sorted((left, right))
        top, bottom = sorted((top, bottom))
        inside = [(c, r) for c in range(left + 1, right) for r in range(top + 1, bottom)]
        self.canvas.clear(inside)
        self.canvas.shades.update(dict.fromkeys(inside, max(0, min(cell.shade, 3))))
        for column in range(left, right):
            for row in {top, bottom}:
                self.canvas.frame((column, row), RIGHT)
                self.canvas.frame((column + 1, row), LEFT)
        for row in range(top, bottom):
            for column in {left, right}:
                self.canvas.frame((column, row), DOWN)
                self.canvas.frame((column, row + 1), UP)
        if cell.rounded:
            self.canvas.rounded.update({(left, top), (right, top), (left, bottom), (right, bottom)})
        self._inscribe(cell.says, left, right, (top + bottom) // 2)

    def _inscribe(self, says: str, left: int, right: int, row: int) -> None:
        """A text in the middle of a cell, set off from its shade."""
        says = cut(says, right - left - 1, "")
        room = right - left - 1 - columns(says)
        if says and room >= 2:
            says, room = f" {says} ", room - 2
        self.canvas.put(left + 1 + room // 2, row, says)

    def _near(self, point: Point) -> Place:
        """The place of a point, brought back to the edge of the frame where it is outside."""
        x = max(self.frame.x.start - 1, min(point[0], self.frame.x.end + 1))
        y = max(self.frame.y.end - 1, min(point[1], self.frame.y.start + 1))
        return _cell_of((x, y))

    def _text(self, text: Text) -> None:
        if not (text.says and math.isfinite(text.x) and math.isfinite(text.y)):
            return
        x, y = self.frame.at((text.x, text.y))
        scale = self.frame.x
        if not scale.start - REACH <= x <= scale.end + REACH or not -REACH <= y <= self.frame.y.start + REACH:
            return
        column, row = _cell_of((x, y))
        width = columns(text.says)
        column -= {"left": 0, "right": width - 1}.get(text.anchor, width // 2)
        tries = ((column + right, row + down) for right, down in _around())
        place = next((at for at in tries if self._has_room(*at, width)), (column, row))
        self.canvas.put(*place, text.says)

    def _has_room(self, column: int, row: int, width: int) -> bool:
        """Whether a text there would hide no frame and touch no other text."""
        across = range(column, column + width)
        if any((c, row) in self.canvas.frames and not self._is_rule((c, row)) for c in across):
            return False
        return not any((c, row) in self.canvas.text for c in range(column - 1, column + width + 1))

    def _is_rule(self, place: Place) -> bool:
        """Whether a straight line passes there: a text may interrupt it."""
        return self.canvas.frames[place][0] in (LEFT | RIGHT, UP | DOWN) and not self.figure.axes

    def _arrow(self, line: Line) -> None:
        """A head on the last place of a line, or before it where a frame stands there."""
        found = paths(line.points, self.frame)
        if not found or len(found[-1]) < 2 or not self.frame.holds(line.points[-1]):
            return
        end = found[-1][-1]
        before = next((p for p in reversed(found[-1]) if _cell_of(p) != _cell_of(end)), None)
        if before is None:
            return
        turn = math.atan2((before[1] - end[1]) * 2, end[0] - before[0])
        along = LEFT | RIGHT if end[1] == before[1] else UP | DOWN if end[0] == before[0] else 0
        own = (0, LEFT, RIGHT, UP, DOWN, along)
        heads = ARROWS_ASCII if self.level == Level.ASCII else ARROWS
        head = heads[round(turn / (math.pi / 4)) % 8]
        for x, y in steps((end[0] * 2, end[1] * 4), (before[0] * 2, before[1] * 4)):
            place = x // 2, y // 4
            arms = self.canvas.frames.get(place, (0, 0))[0]
            if place not in self.canvas.text and arms in own:
                self.canvas.put(*place, head, self.series.get(line.label, 0))
                self._part(place, _cell_of(end))
                return

    def _part(self, head: Place, box: Place) -> None:
        """Take the arm of a box's frame that would grow into an arrow head."""
        arm = {(1, 0): LEFT, (-1, 0): RIGHT, (0, 1): UP, (0, -1): DOWN}.get(
            (box[0] - head[0], box[1] - head[1]), 0
        )
        arms, series = self.canvas.frames.get(box, (0, 0))
        if arms & ~arm:
            self.canvas.frames[box] = arms & ~arm, series


def glyph_of(dots: Dots, level: Level) -> str:
    """The character for a dot."""
    is_open = dots.shape in (Shape.CIRCLE, Shape.SQUARE) and not dots.filled
    return GLYPHS[dots.shape, not is_open][level == Level.ASCII]


def _signs(figure: Figure) -> dict[str, str]:
    """A character for each labelled line, different from the others as far as there are any."""
    found: dict[str, str] = {}
    for mark in figure.marks:
        if isinstance(mark, Line) and mark.label and mark.label not in found:
            wanted = SIGNS[mark.dash] + MORE_SIGNS
            found[mark.label] = next((s for s in wanted if s not in found.values()), SIGNS[mark.dash])
    return found


def _is_square(path: list[Point]) -> bool:
    """Whether a path runs only along rows and columns, and somewhere."""
    return len(path) > 1 and all(
        (start[0] == end[0]) != (start[1] == end[1]) for start, end in pairwise(path)
    )


def _cell_of(point: Point) -> Place:
    return math.floor(point[0] + 1e-9), math.floor(point[1] + 1e-9)


def _around() -> Iterator[Place]:
    """Ways to move a text, the short ones first; a row is about two columns high."""
    ways = ((right, down) for down in range(-3, 4) for right in range(-6, 7))
    yield from sorted(ways, key=lambda way: (abs(way[0]) + 2 * abs(way[1]), way))
