"""A figure as SVG 1.1: black and grey, lines told apart by their dashes, no references, no ids."""

from __future__ import annotations

import math

from dldrill.figures.canvas import cut
from dldrill.figures.labels import Box, End, Place, settle, told_apart
from dldrill.figures.marks import Dots, Figure, Line, Mark
from dldrill.figures.paper import FONT, text_width
from dldrill.figures.scale import Frame, Scale, limits, number, paths, ticks
from dldrill.figures.sheet import EDGE, Sheet
from dldrill.figures.vector import VectorPen
from dldrill.maths.text import safe

LINE = 12.0  #: points from one line of text to the next
GAP = 5.0  #: between a line and its label
SAMPLE = 24.0  #: length of the sample of a line in a legend
BETWEEN = 14.0  #: between the entries of a legend
LEAST, MOST = 60.0, 4000.0  #: points that a side of a frame may have
TICK_ROOM = 45.0, 32.0  #: points for a tick, across and down
LONGEST = 60  #: letters of a label


def svg(figure: Figure) -> str:
    """The figure as a standalone document; the same figure gives the same bytes."""
    said = _said(figure)
    return _drawn(said, True) or _drawn(told_apart(said), False) or ""


def _said(figure: Figure) -> Figure:
    """The figure with every text in characters that XML and a page can hold."""

    def say(text: str) -> str:
        return "".join("?" if ord(char) & 0xFFFE == 0xFFFE else char for char in safe(text))

    def mark(mark: Mark) -> Mark:
        if isinstance(mark, Line | Dots):
            return mark._replace(label=cut(say(mark.label), LONGEST))
        return mark._replace(says=say(mark.says))

    x, y = (axis._replace(label=say(axis.label)) for axis in (figure.x, figure.y))
    return figure._replace(marks=tuple(map(mark, figure.marks)), x=x, y=y, alt=say(figure.alt))


def _drawn(figure: Figure, has_ends: bool) -> str | None:
    """The document with labels at the ends of lines or in the legend; None where ends are crowded."""
    margin = _margin(figure) if has_ends else 0.0
    if margin and not margin <= figure.size[0] / 3:  # also where the size is not a number
        return None
    frame = _frame(figure, margin)
    pen = VectorPen(figure, Sheet(), frame)
    pen.sheet.include(Box(0, 0, frame.x.end, frame.y.start))
    if figure.axes:
        _axes(pen)
    pen.marks()
    if has_ends and not _line_ends(pen, margin):
        return None
    _legend(pen, has_ends)
    return pen.sheet.document(figure.alt)


def _margin(figure: Figure) -> float:
    """Points right of the frame for the labels of lines that end there."""
    (left, right), (low, high) = limits(figure)
    frame = Frame(Scale(left, right, 0, 1), Scale(low, high, 1, 0))
    labels = [mark for mark in figure.marks if isinstance(mark, Line) and mark.label]
    found = [(text_width(mark.label), paths(mark.points, frame)) for mark in labels]
    return max([width + GAP for width, path in found if path and path[-1][-1][0] > 0.8], default=0.0)


def _frame(figure: Figure, margin: float) -> Frame:
    """What is left of the paper; in a diagram both directions keep their proportion."""
    (left, right), (low, high) = limits(figure)
    width, height = (side if math.isfinite(side) else LEAST for side in figure.size)
    if figure.axes:
        y_ticks = ticks(figure.y, low, high, 5)
        width -= max([text_width(number(tick)) for tick in y_ticks], default=0) + 5 + max(margin, FONT)
        height -= LINE * (2 + bool(figure.x.label) + bool(figure.y.label))
    width, height = (max(LEAST, min(side - 2 * EDGE, MOST)) for side in (width, height))
    if figure.unit and not figure.axes:
        # a row of a terminal is about as high as two columns are wide
        across, down = (right - left) * figure.unit[0], (high - low) * figure.unit[1] * 2
        scale = min(width / across, height / down) if across > 0 and down > 0 else 0.0
        if scale > 0 and math.isfinite(scale * across) and math.isfinite(scale * down):
            width, height = scale * across, scale * down
    return Frame(Scale(left, right, 0, width), Scale(low, high, height, 0))


def _axes(pen: VectorPen) -> None:
    """Both axes with their ticks and names, and light rules at the ticks."""
    figure, sheet, (x, y) = pen.figure, pen.sheet, pen.frame
    width, height = x.end, y.start
    above = math.inf
    for tick in ticks(figure.y, y.low, y.high, max(2, round(height / TICK_ROOM[1]))):
        at = y.at(tick)
        sheet.polyline([(0, at), (width, at)], 0.4, stroke="#ccc")
        if above - at >= FONT:
            box = sheet.text(-4, at, number(tick), "right")
            pen.taken.boxes.append(box)
            above = at
    last = -math.inf
    for tick in ticks(figure.x, x.low, x.high, max(2, round(width / TICK_ROOM[0]))):
        at, half = x.at(tick), text_width(number(tick)) / 2
        sheet.polyline([(at, 0), (at, height)], 0.4, stroke="#ccc")
        if at - half > last + 3:
            box = sheet.text(at, height + LINE * 0.75, number(tick))
            pen.taken.boxes.append(box)
            last = box.right
    sheet.polyline([(0, 0), (0, height), (width, height)], 0.9)
    if figure.y.label:
        left = sheet.reach.left if sheet.reach else 0.0
        pen.taken.boxes.append(sheet.text(left, -LINE, figure.y.label, "left", is_italic=True))
    if figure.x.label:
        sheet.text(width / 2, height + LINE * 1.85, figure.x.label, is_italic=True)


def _line_ends(pen: VectorPen, margin: float) -> bool:
    """Write each label at the end of its line; False where one has no room."""
    ends: dict[str, End] = {}
    for mark in pen.figure.marks:
        if isinstance(mark, Line) and mark.label and mark.label not in ends:
            found = paths(mark.points, pen.frame)
            if found:
                x, y = found[-1][-1]
                ends[mark.label] = End(x, y, text_width(mark.label), FONT * 0.95, pen.series[mark.label])
    paper = Box(0, -FONT / 2, pen.frame.x.end + max(margin, FONT), pen.frame.y.start + 2)
    places = settle(list(ends.values()), GAP, paper, lambda end, place: _is_free(pen, end, place, paper))
    if places is None:
        return False
    for place in places:
        if place.box.left < pen.frame.x.end:
            pen.sheet.blank(place.box)  # a rule of the grid may pass there
    for name, place in zip(ends, places, strict=True):
        pen.sheet.text(place.box.left, (place.box.top + place.box.bottom) / 2, name, "left")
        pen.taken.boxes.append(place.box)
    return True


def _is_free(pen: VectorPen, end: End, place: Place, paper: Box) -> bool:
    """Whether a label there would touch no mark, and could not be taken for another line's."""
    box = place.box
    if box.left < paper.left or box.right > paper.right + 0.01:
        return False
    if (
        box.top < paper.top - 0.01
        or box.bottom > paper.bottom + FONT / 2
        or pen.taken.touches(box.grown(1, 0))
    ):
        return False
    if not place.moved:
        return True
    middle = (box.top + box.bottom) / 2
    between = Box(
        min(end.x + 0.5, box.left), min(middle, end.y), max(end.x - 0.5, box.left), max(middle, end.y)
    )
    return not pen.taken.crosses(between, place.series)


def _legend(pen: VectorPen, has_ends: bool) -> None:
    """Under the figure: what dots mean, and lines where they have no label at their end."""
    lines = {m.label: m for m in pen.figure.marks if isinstance(m, Line) and m.label}
    dots = {m.label: m for m in pen.figure.marks if isinstance(m, Dots) and m.label}
    entries = [name for name in pen.series if not (has_ends and name in lines)]
    reach = pen.sheet.reach
    if not entries or reach is None:
        return
    rooms = {name: SAMPLE if name in lines else FONT for name in entries}
    widths = {name: rooms[name] + 4 + text_width(name) for name in entries}
    most, widest = max(pen.frame.x.end, pen.figure.size[0] * 0.9), max(widths.values())
    in_one_row = sum(widths.values()) + BETWEEN * (len(entries) - 1) <= most
    x, y = 0.0, reach.bottom + LINE
    for name in entries:
        if x > 0 and x + widths[name] > most:
            x, y = 0.0, y + LINE + 1
        if name in lines:
            pen.stroke(lines[name], [(x, y), (x + SAMPLE, y)])
        if name in dots:
            pen.dot(dots[name], (x + rooms[name] / 2, y))
        pen.sheet.text(x + rooms[name] + 4, y, name, "left")
        x += (widths[name] if in_one_row else widest) + BETWEEN
