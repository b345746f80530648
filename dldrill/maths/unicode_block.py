"""A formula in two dimensions: stacked fractions, growing brackets, limits under and over sums."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dldrill.maths.ascii import asciified
from dldrill.maths.glyphs import MARKS, centred, in_ascii, padded, width
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.spacing import classed, fenced, gap
from dldrill.maths.unicode_line import glyph, is_small, line, lowered, raised, squeezed

INDENT = 4  #: columns by which the lines of a broken formula are moved in
TALL = {
    "(": "⎛⎜⎝",
    ")": "⎞⎟⎠",
    "[": "⎡⎢⎣",
    "]": "⎤⎥⎦",
    "|": "│││",
    "‖": "║║║",
    "⌊": "⎢⎢⎣",
    "⌋": "⎥⎥⎦",
    "⌈": "⎡⎢⎢",
    "⌉": "⎤⎥⎥",
}
BRACES = {"{": "⎧⎨⎩⎪", "}": "⎫⎬⎭⎪"}
SHORT_BRACES = {"{": ("⎰", "⎱"), "}": ("⎱", "⎰")}


class Box(NamedTuple):
    """Lines of equal width; ``base`` is the one that stands on the line of writing."""

    lines: list[str]
    base: int

    @property
    def columns(self) -> int:
        """The width."""
        return max(map(width, self.lines), default=0)

    @property
    def rows(self) -> int:
        """The height."""
        return len(self.lines)


def block(layout: Layout, columns: int = 76, ascii: bool = False) -> list[str]:  # noqa: A002
    """The formula as lines of at most a width.

    In two dimensions if that fits; else broken before relations and operators; else on one line,
    wrapped.
    """
    lines = _fitted(asciified(layout) if ascii else layout, columns)
    return [in_ascii(row.rstrip()) if ascii else row.rstrip() for row in lines]


def _fitted(layout: Layout, columns: int) -> list[str]:
    whole = box(layout)
    if whole.columns <= columns:
        return whole.lines
    if isinstance(layout, Grid) and layout.kind == "align":
        return _separated([_fitted(_joined(row), columns) for row in layout.rows])
    return _broken(layout, columns) or _wrapped(line(layout), columns)


def _joined(cells: tuple[Layout, ...]) -> Layout:
    return Row(tuple(item for cell in cells for item in (cell.items if isinstance(cell, Row) else (cell,))))


def _separated(groups: Iterable[list[str]]) -> list[str]:
    lines: list[str] = []
    for group in groups:
        lines += ["", *group] if lines else group
    return lines


def _broken(layout: Layout, columns: int) -> list[str]:
    """The formula broken before relations and operators of its top level; [] if that is not enough."""
    if not isinstance(layout, Row):
        return []
    rows: list[Box] = []
    for segment in _segments(layout.items):
        joined = beside([rows[-1], _text(" "), segment]) if rows else segment
        if rows and joined.columns <= columns - (INDENT if len(rows) > 1 else 0):
            rows[-1] = joined
        else:
            rows.append(segment)
    if len(rows) == 1 or any(row.columns > columns - (INDENT if i else 0) for i, row in enumerate(rows)):
        return []
    indented = [[" " * (INDENT if i else 0) + text for text in row.lines] for i, row in enumerate(rows)]
    if all(row.rows == 1 for row in rows):
        return [text for lines in indented for text in lines]
    return _separated(indented)


def _segments(items: Sequence[Layout]) -> list[Box]:
    """What may stand on a line of its own: each begins with a relation or operator, but the first."""
    segments: list[list[Box]] = [[]]
    before: str | None = None
    for item, left, right in classed(fenced(items)):
        if left in ("rel", "bin") and segments[-1]:
            segments.append([box(item)])
        else:
            segments[-1] += [_text(" " * gap(before, left)), box(item)]
        before = right
    return [beside(part for part in segment if part.columns) for segment in segments]


def _wrapped(text: str, columns: int) -> list[str]:
    indent = " " * min(INDENT, columns // 4)
    return textwrap.wrap(text, columns, subsequent_indent=indent, break_on_hyphens=False) or [""]


def box(layout: Layout) -> Box:
    """The formula in two dimensions, however wide."""
    match layout:
        case Symbol():
            return _text(glyph(layout))
        case Space(columns):
            return _text(" " * columns)
        case Row(items):
            return _row(items)
        case Fraction(above, below):
            return _fraction(above, below)
        case Root(body, degree):
            return _root(body, degree)
        case Script():
            return _limits(layout) if layout.limits else _scripts(layout)
        case Fence(left, body, right):
            return between(left, box(body), right)
        case Accent(mark, body):
            return _accented(mark, box(body))
        case Grid():
            return _grid(layout)


def _text(text: str) -> Box:
    return Box([text], 0)


def beside(boxes: Iterable[Box]) -> Box:
    """Boxes side by side, their lines of writing level."""
    boxes = [one for one in boxes if one.lines]
    if not boxes:
        return _text("")
    up = max(one.base for one in boxes)
    down = max(one.rows - one.base for one in boxes)
    lines = []
    for row in range(-up, down):
        parts = []
        for one in boxes:
            at = row + one.base
            parts.append(padded(one.lines[at] if 0 <= at < one.rows else "", one.columns))
        lines.append("".join(parts))
    return Box(lines, up)


def _above(boxes: list[Box], base: int) -> Box:
    """Boxes on top of each other, centred; the line of writing is that of one of them."""
    columns = max(one.columns for one in boxes)
    lines: list[str] = []
    level = 0
    for place, one in enumerate(boxes):
        if place == base:
            level = len(lines) + one.base
        lines += [centred(padded(text, one.columns), columns) for text in one.lines]
    return Box(lines, level)


def _row(items: tuple[Layout, ...]) -> Box:
    parts: list[Box] = []
    before: str | None = None
    for item, left, right in classed(fenced(items)):
        parts += [_text(" " * gap(before, left)), box(item)]
        before = right
    return beside(part for part in parts if part.columns)


def _fraction(above: Layout, below: Layout) -> Box:
    top, bottom = box(above), box(below)
    nested = any(isinstance(part, Fraction) for part in (above, below))
    bar = max(top.columns, bottom.columns) + (2 if nested else 0)
    return _above([top, _text("─" * bar), bottom], 1)


def _root(body: Layout, degree: Layout | None) -> Box:
    inside = box(body)
    sign = {"3": "∛", "4": "∜"}.get(squeezed(degree), "√") if degree else "√"
    if inside.rows == 1:
        return beside([_text(sign), inside] if is_small(body) else [_text(sign), between("(", inside, ")")])
    lines = [" ┌" + "─" * inside.columns + "╴"]
    lines += [" │" + padded(text, inside.columns) + " " for text in inside.lines]
    lines[-1] = "╲" + lines[-1][1:]
    return Box(lines, inside.base + 1)


def _limits(script: Script) -> Box:
    parts = [] if script.sup is None else [_text(squeezed(script.sup))]
    parts.append(box(script.base))
    base = len(parts) - 1
    if script.sub is not None:
        parts.append(_text(squeezed(script.sub)))
    return _above(parts, base)


def _scripts(script: Script) -> Box:
    base = box(script.base)
    low = "" if script.sub is None else lowered(script.sub)
    high = "" if script.sup is None else raised(script.sup)
    if base.rows == 1 and low is not None and high is not None and not (low[:1] == "_" and high):
        return beside([base, _text(low + high)])
    if base.rows == 1 and low and script.sup is not None:
        return beside([base, _text(low), _stacked(None, script.sup, 1, 0)])
    return beside([base, _stacked(script.sub, script.sup, base.rows, base.base)])


def _stacked(sub: Layout | None, sup: Layout | None, rows: int, level: int) -> Box:
    """Scripts above and below a base of some rows, in the column beside it."""
    over = [] if sup is None else _small(sup).lines
    under = [] if sub is None else _small(sub).lines
    columns = max(map(width, (*over, *under)))
    lines = [padded(text, columns) for text in (*over, *[""] * rows, *under)]
    return Box(lines, len(over) + level)


def _small(layout: Layout) -> Box:
    """A script: without blanks where it stands on one line."""
    inside = box(layout)
    return _text(squeezed(layout)) if inside.rows == 1 else inside


def between(left: str, inside: Box, right: str) -> Box:
    """A box between brackets that grow with it."""
    return beside([_tall(left, inside), inside, _tall(right, inside)])


def _tall(mark: str, beside_box: Box) -> Box:
    rows, base = beside_box.rows, beside_box.base
    if not mark:
        return Box([], 0)
    if rows == 1 or mark not in TALL.keys() | BRACES.keys():
        return _text(mark)
    if mark in TALL:
        first, middle, last = tuple(TALL[mark])
        return Box([first, *[middle] * (rows - 2), last], base)
    if rows == 2:
        return Box(list(SHORT_BRACES[mark]), base)
    first, tip, last, rest = tuple(BRACES[mark])
    lines = [first, *[rest] * (rows - 2), last]
    lines[base if 0 < base < rows - 1 else rows // 2] = tip
    return Box(lines, base)


def _accented(mark: str, inside: Box) -> Box:
    if inside.rows == 1 and inside.columns == 1:
        return _text(inside.lines[0] + MARKS[mark])
    over = "‾" * inside.columns if mark == "bar" else {"hat": "^", "tilde": "~", "vec": "→"}.get(mark, "·")
    return Box([centred(over, inside.columns), *inside.lines], inside.base + 1)


def _grid(grid: Grid) -> Box:
    count = max(map(len, grid.rows))
    cells = [[box(cell) for cell in row] + [_text("")] * (count - len(row)) for row in grid.rows]
    widths = [max(row[j].columns for row in cells) for j in range(count)]
    numeric = [grid.kind == "matrix" and all(_is_number(row[j]) for row in cells) for j in range(count)]
    rows = [_grid_row(grid, row, widths, numeric) for row in cells]
    airy = any(row.rows > 1 for row in rows) or (grid.kind == "cases" and len(rows) == 2)
    groups = [row.lines for row in rows]
    lines = _separated(groups) if airy else [text for group in groups for text in group]
    columns = max(map(width, lines))
    body = Box([padded(text, columns) for text in lines], (len(lines) - 1) // 2)
    blank = Box([" "] * body.rows, body.base)
    if grid.left or grid.right:
        body = beside([blank, body, blank] if grid.right else [blank, body])
    return between(grid.left, body, grid.right)


def _grid_row(grid: Grid, row: list[Box], widths: list[int], numeric: list[bool]) -> Box:
    parts: list[Box] = []
    for j, cell in enumerate(row):
        free = widths[j] - cell.columns
        if numeric[j] or (grid.kind == "align" and j % 2 == 0):
            left = free
        else:
            left = 0 if grid.kind in ("cases", "align") else free // 2
        if j:
            parts.append(_text(" " if grid.kind == "align" else "  "))
        parts += [_text(" " * left), cell, _text(" " * (free - left))]
    return beside(parts)


def _is_number(one: Box) -> bool:
    if one.rows > 1:
        return False
    return one.lines[0].lstrip("−-").replace(".", "", 1).isdigit() or not one.lines[0]
