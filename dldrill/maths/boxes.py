"""Blocks of text that are set side by side, on top of each other, and between brackets that grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dldrill.maths.glyphs import centred, padded, width

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
    "||": ("||", "||", "||"),
}
BRACES = {"{": "⎧⎨⎩⎪", "}": "⎫⎬⎭⎪"}
SHORT_BRACES = {"{": "⎰⎱", "}": "⎱⎰"}
BAR = "─"
_DASHES = frozenset("─−-")


class Box(NamedTuple):
    """Lines of text; ``base`` is the one that stands on the line of writing."""

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


def text(line: str) -> Box:
    """One line."""
    return Box([line], 0)


def beside(boxes: Iterable[Box]) -> Box:
    """Boxes side by side, their lines of writing level."""
    boxes = [one for one in boxes if one.lines]
    if not boxes:
        return text("")
    up = max(one.base for one in boxes)
    down = max(one.rows - one.base for one in boxes)
    widths = [one.columns for one in boxes]
    lines = []
    for row in range(-up, down):
        parts = []
        for one, columns in zip(boxes, widths, strict=True):
            at = row + one.base
            parts.append(padded(one.lines[at] if 0 <= at < one.rows else "", columns))
        lines.append("".join(parts))
    return Box(lines, up)


def above(boxes: Sequence[Box], base: int) -> Box:
    """Boxes on top of each other, centred; the line of writing is that of one of them."""
    columns = max(one.columns for one in boxes)
    level = sum(one.rows for one in boxes[:base]) + boxes[base].base
    return Box([centred(padded(line, one.columns), columns) for one in boxes for line in one.lines], level)


def separated(groups: Iterable[list[str]]) -> list[str]:
    """Groups of lines with a blank line between them."""
    lines: list[str] = []
    for group in groups:
        lines += ["", *group] if lines else group
    return lines


def collide(left: Box, right: Box) -> bool:
    """Whether a minus sign or a bar would run into a fraction's bar."""
    before, after = left.lines[left.base][-1:], right.lines[right.base][:1]
    return before in _DASHES and after in _DASHES and BAR in (before, after)


def between(left: str, inside: Box, right: str) -> Box:
    """A box between brackets that grow with it."""
    return beside([bracket(left, inside), inside, bracket(right, inside)])


def bracket(mark: str, inside: Box) -> Box:
    """A bracket as tall as a box."""
    rows, base = inside.rows, inside.base
    if not mark:
        return Box([], 0)
    if rows == 1:
        return text(mark)
    if mark in BRACES:
        return Box(_brace(mark, rows, base), base)
    if mark in TALL:
        first, middle, last = tuple(TALL[mark])
        return Box([first, *[middle] * (rows - 2), last], base)
    return text(mark)


def _brace(mark: str, rows: int, base: int) -> list[str]:
    if rows == 2:
        return list(SHORT_BRACES[mark])
    first, tip, last, rest = tuple(BRACES[mark])
    lines = [first, *[rest] * (rows - 2), last]
    lines[base if 0 < base < rows - 1 else rows // 2] = tip
    return lines
