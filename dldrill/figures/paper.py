"""The sizes of text on paper, estimated, and what of a figure already takes room there."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from dldrill.figures.labels import Box
from dldrill.figures.marks import Point

FONT = 10.0  #: points
_WIDTHS = {
    **dict.fromkeys("ijltfr.,:;|!'’ ()[]·", 0.31),
    **dict.fromkeys("mM—→←%", 0.9),
    **dict.fromkeys("wQOW", 0.76),
    **dict.fromkeys("ABCDEGHKNRUVXY", 0.7),
    **dict.fromkeys("FLPSTZ−+=<>≤≥≈×", 0.6),
    **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹ᵢⱼₖₙₜ", 0.36),
}


def text_width(text: str, size: float = FONT) -> float:
    """About how wide a text is in a serif type: rather too wide than too narrow."""
    return size * sum(_width(char) for char in text)


def _width(char: str) -> float:
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1
    return _WIDTHS.get(char, 0.52)


class Taken:
    """The rectangles and lines that a label must not touch."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.lines: list[tuple[int, Point, Point]] = []

    def line(self, path: list[Point], series: int) -> None:
        """Note a line."""
        self.lines += [(series, start, end) for start, end in pairwise(path)]

    def touches(self, box: Box) -> bool:
        """Whether a rectangle meets anything."""
        return any(box.meets(other) for other in self.boxes) or self.crosses(box)

    def crosses(self, box: Box, but: int = -1) -> bool:
        """Whether a line of another series goes through a rectangle."""
        return any(series != but and _meets(start, end, box) for series, start, end in self.lines)


def _meets(start: Point, end: Point, box: Box) -> bool:
    """Whether a segment goes through a rectangle."""
    enters, leaves = 0.0, 1.0
    sides = ((start[0], end[0], box.left, box.right), (start[1], end[1], box.top, box.bottom))
    for begin, finish, near, far in sides:
        run = finish - begin
        if abs(run) < 1e-12:
            if not near < begin < far:
                return False
            continue
        first, second = sorted(((near - begin) / run, (far - begin) / run))
        enters, leaves = max(enters, first), min(leaves, second)
    return enters < leaves
