"""The marks of a figure set on a sheet of SVG."""

from __future__ import annotations

import math

from dldrill.figures.labels import Box, numbers
from dldrill.figures.marks import Cell, Dash, Dots, Figure, Line, Point, Shape, Text
from dldrill.figures.paper import Taken
from dldrill.figures.scale import Frame, paths
from dldrill.figures.sheet import Sheet, around, text_box, written

DASHES = {Dash.SOLID: "", Dash.DASHED: "5 3", Dash.DOTTED: "1.2 2.4", Dash.MIXED: "7 2.2 1.4 2.2"}
GREYS = ("#fff", "#e4e4e4", "#c8c8c8", "#a8a8a8")
FILL, FAINT = "#666", "#777"
RADIUS = 3.4  #: of a dot
ROUND = 5.0  #: radius of a round corner
HEAD = 6.5  #: length of an arrow head
REACH = 60.0  #: points a text may stand outside the frame


class VectorPen:
    """Sets marks on a sheet, and notes what they take."""

    def __init__(self, figure: Figure, sheet: Sheet, frame: Frame) -> None:
        self.figure, self.sheet, self.frame = figure, sheet, frame
        self.series = numbers(figure)
        self.taken = Taken()
        self._texts: list[Box] = []

    def marks(self) -> None:
        """All marks in order, then the texts."""
        for mark in self.figure.marks:
            match mark:
                case Line():
                    self._line(mark)
                case Dots():
                    for point in mark.points:
                        if self.frame.holds(point):
                            self.taken.boxes.append(self.dot(mark, self.frame.at(point)))
                case Cell():
                    self._cell(mark)
                case Text():
                    pass
        for mark in self.figure.marks:
            if isinstance(mark, Text):
                self._text(mark)

    def _line(self, line: Line) -> None:
        found = paths(line.points, self.frame)
        for path in found:
            self.taken.line(path, self.series.get(line.label, 0))
            is_last = path is found[-1]
            head = _head(path) if line.arrow and is_last and self.frame.holds(line.points[-1]) else None
            self.stroke(line, _shortened(path) if head else path)
            if head:
                self.sheet.add("polygon", around(head), points=written(head))

    def stroke(self, line: Line, path: list[Point]) -> None:
        """A path as its line looks."""
        weight = line.weight if 0.1 <= line.weight <= 6 else 1.0
        path = path if len(path) > 1 else [path[0], (path[0][0] + 0.5, path[0][1])]
        self.sheet.polyline(path, weight, DASHES[line.dash], "#000" if weight >= 0.5 else FAINT)

    def dot(self, dots: Dots, at: Point) -> Box:
        """One dot; the rectangle that it takes."""
        x, y = at
        box = Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
        fill = FILL if dots.filled else "#fff"
        r = RADIUS
        match dots.shape:
            case Shape.CIRCLE:
                self.sheet.add("circle", box, cx=x, cy=y, r=r, fill=fill, stroke="#000", stroke_width=0.9)
            case Shape.SQUARE:
                side = {"x": x - r * 0.92, "y": y - r * 0.92, "width": r * 1.84, "height": r * 1.84}
                self.sheet.add("rect", box, **side, fill=fill, stroke="#000", stroke_width=0.9)
            case Shape.CROSS:
                self._strokes(box, [(x - r, y - r), (x + r, y + r)], [(x - r, y + r), (x + r, y - r)])
            case Shape.PLUS:
                self._strokes(box, [(x - r, y), (x + r, y)], [(x, y - r), (x, y + r)])
        return box

    def _strokes(self, box: Box, *paths: list[Point]) -> None:
        for path in paths:
            self.sheet.polyline(path, 2.6, stroke="#fff")
        for path in paths:
            self.sheet.polyline(path, 1.3)
        self.sheet.include(box)

    def _cell(self, cell: Cell) -> None:
        corners = (cell.x, cell.y), (cell.x + cell.width, cell.y + cell.height)
        if not all(math.isfinite(value) for corner in corners for value in corner):
            return
        box = around(self._near(self.frame.at(corner)) for corner in corners)
        width, height = box.right - box.left, box.bottom - box.top
        self.sheet.add(
            "rect",
            box,
            x=box.left,
            y=box.top,
            width=width,
            height=height,
            **({"rx": min(ROUND, width / 3, height / 3)} if cell.rounded else {}),
            fill=GREYS[max(0, min(cell.shade, 3))],
            stroke="#000",
            stroke_width=0.8,
        )
        self.taken.boxes.append(box)
        if cell.says:
            middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            self.sheet.text(*middle, cell.says)

    def _near(self, point: Point) -> Point:
        """The point, brought back to the edge of the frame where it is outside."""
        x, y = self.frame
        return max(x.start, min(point[0], x.end)), max(y.end, min(point[1], y.start))

    def _text(self, text: Text) -> None:
        if not (text.says and math.isfinite(text.x) and math.isfinite(text.y)):
            return
        x, y = self.frame.at((text.x, text.y))
        across, down = self.frame
        if not (-REACH <= x <= across.end + REACH and -REACH <= y <= down.start + REACH):
            return
        for dx, dy in _around():
            box = text_box(x + dx, y + dy, text.says, text.anchor)
            if not any(box.grown(1.5, 0).meets(other) for other in self._texts):
                x, y = x + dx, y + dy
                break
        box = text_box(x, y, text.says, text.anchor)
        if self.taken.crosses(box):
            self.sheet.blank(box)
        self._texts.append(self.sheet.text(x, y, text.says, text.anchor))
        self.taken.boxes.append(box)


def _head(path: list[Point]) -> list[Point] | None:
    """The corners of an arrow head at the end of a path."""
    end = path[-1]
    before = next((p for p in reversed(path) if math.dist(p, end) > 1), None)
    if before is None:
        return None
    turn = math.atan2(end[1] - before[1], end[0] - before[0])
    sides = [(end[0] - HEAD * math.cos(turn + s), end[1] - HEAD * math.sin(turn + s)) for s in (0.38, -0.38)]
    return [end, *sides]


def _shortened(path: list[Point]) -> list[Point]:
    """The path without the piece that its arrow head covers, so that the head stays sharp."""
    left, kept = HEAD * 0.8, list(path)
    while len(kept) > 2 and math.dist(kept[-2], kept[-1]) <= left:
        left -= math.dist(kept[-2], kept[-1])
        kept.pop()
    start, end = kept[-2:]
    length = math.dist(start, end)
    share = max(0.0, 1 - left / length) if length else 0.0
    return [*kept[:-1], (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))]


def _around() -> list[Point]:
    """Ways to move a text off another, the short ones first."""
    ways = [(dx * 4.0, dy * 4.0) for dx in range(-5, 6) for dy in range(-5, 6)]
    return sorted(ways, key=lambda way: (math.hypot(*way), way))
