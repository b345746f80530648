"""A terminal as paper: braille dots, frames that join, shades and texts, each in its layer."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from dldrill.figures.marks import Point

Place = tuple[int, int]  #: column and row; both may be negative until the canvas is cropped


class Level(StrEnum):
    """Which characters a terminal can show."""

    BRAILLE = "braille"
    BLOCKS = "blocks"
    ASCII = "ascii"


class Span(NamedTuple):
    """A piece of a line; ``series`` is 0 for plain ink."""

    text: str
    series: int


class _Ink(NamedTuple):
    bits: int
    series: int
    sign: str


LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
_FRAMES = " ╴╶─╵┘└┴╷┐┌┬│┤├┼"
_FRAMES_ASCII = " ---|+++|+++|+++"
_ROUND = {"┌": "╭", "┐": "╮", "└": "╰", "┘": "╯"}
_ROUND_ASCII = {"┌": ".", "┐": ".", "└": "'", "┘": "'"}
_SHADES, _SHADES_ASCII = " ░▒▓", " .:#"
_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
_QUARTERS = (0x01 | 0x02, 0x08 | 0x10, 0x04 | 0x40, 0x20 | 0x80)


class Canvas:
    """Characters at places. What stands in front: text, frames, ink, shade."""

    def __init__(self) -> None:
        self.ink: dict[Place, _Ink] = {}
        self.frames: dict[Place, tuple[int, int]] = {}
        self.rounded: set[Place] = set()
        self.shades: dict[Place, int] = {}
        self.text: dict[Place, tuple[str, int]] = {}

    def dot(self, x: int, y: int, series: int = 0, sign: str = "") -> None:
        """Ink one of the two by four dots of a place; ``sign`` is what ASCII has for it."""
        place = x // 2, y // 4
        bits, before, old = self.ink.get(place, _Ink(0, 0, ""))
        bit = _BRAILLE[y % 4][x % 2]
        self.ink[place] = _Ink(bits | bit, series or before, sign if series or not before else old)

    def frame(self, place: Place, arms: int, series: int = 0) -> None:
        """Add arms of a frame, joined to those that are there."""
        before, old = self.frames.get(place, (0, 0))
        self.frames[place] = before | arms, series or old
        self.text.pop(place, None)
        self.ink.pop(place, None)

    def put(self, column: int, row: int, text: str, series: int = 0) -> None:
        """Write a text from a column on."""
        for cluster in clusters(text):
            self.text[column, row] = cluster, series
            if columns(cluster) == 2:
                self.text[column + 1, row] = "", series
            column += columns(cluster)

    def clear(self, places: Iterable[Place]) -> None:
        """Take away all that stands at the places."""
        for place in places:
            for layer in (self.ink, self.frames, self.shades, self.text):
                layer.pop(place, None)

    def is_used(self, place: Place) -> bool:
        """Whether a line, a frame or a text is there; a shade can stand behind a text."""
        return place in self.ink or place in self.frames or place in self.text

    def extent(self) -> tuple[int, int, int, int]:
        """The first and last column and row in use."""
        used = [*self.ink, *self.frames, *self.shades, *self.text] or [(0, 0)]
        across, down = [column for column, _ in used], [row for _, row in used]
        return min(across), max(across), min(down), max(down)

    def lines(self, level: Level) -> list[list[Span]]:
        """The canvas as lines of text, cropped to what is in use, without blanks at their ends."""
        left, right, top, bottom = self.extent()
        return [
            _joined([self._shown((column, row), level) for column in range(left, right + 1)])
            for row in range(top, bottom + 1)
        ]

    def _shown(self, place: Place, level: Level) -> Span:
        if place in self.text:
            return self._letter(place)
        if place in self.frames:
            arms, series = self.frames[place]
            return Span(self._frame(place, arms, level), series)
        if place in self.ink:
            ink = self.ink[place]
            return Span(_inked(ink, level), ink.series)
        shades = _SHADES_ASCII if level == Level.ASCII else _SHADES
        return Span(shades[self.shades.get(place, 0)], 0)

    def _letter(self, place: Place) -> Span:
        """The letter there; half of a wide one, the rest of which was written over, is blank."""
        cluster, series = self.text[place]
        after, before = (self.text.get((place[0] + step, place[1]), (" ", 0))[0] for step in (1, -1))
        is_torn = columns(before) < 2 if cluster == "" else columns(cluster) == 2 and after != ""
        return Span(" ", 0) if is_torn else Span(cluster, series)

    def _frame(self, place: Place, arms: int, level: Level) -> str:
        char = _FRAMES[arms]
        if level == Level.ASCII:
            is_round = place in self.rounded and char in _ROUND_ASCII
            return _ROUND_ASCII[char] if is_round else _FRAMES_ASCII[arms]
        return _ROUND.get(char, char) if place in self.rounded else char


def _inked(ink: _Ink, level: Level) -> str:
    if level == Level.BRAILLE:
        return chr(0x2800 + ink.bits)
    if level == Level.BLOCKS:
        return _QUADRANTS[sum(1 << place for place, part in enumerate(_QUARTERS) if ink.bits & part)]
    return ink.sign or _stroke(ink.bits)


def _stroke(bits: int) -> str:
    """The ASCII character that runs as the dots do."""
    left = [row for row in range(4) if bits & _BRAILLE[row][0]]
    right = [row for row in range(4) if bits & _BRAILLE[row][1]]
    used = sorted({*left, *right})
    if len(used) > 2 and not (left and right):
        return "|"
    if len(used) == 1:
        return "'--."[used[0]] if used[0] in (0, 3) else "-"
    slope = sum(left) / len(left) - sum(right) / len(right) if left and right else 0.0
    return "/" if slope > 0.4 else "\\" if slope < -0.4 else "|" if len(used) > 2 else "-"


def _joined(spans: list[Span]) -> list[Span]:
    """Neighbours of one series as one span; blanks are plain."""
    while spans and spans[-1].text == " ":
        spans.pop()
    found: list[Span] = []
    for text, series in spans:
        here = 0 if text == " " else series
        if found and found[-1].series == here:
            found[-1] = Span(found[-1].text + text, here)
        else:
            found.append(Span(text, here))
    return found


def clusters(text: str) -> list[str]:
    """The letters of a text, each with its accents."""
    found: list[str] = []
    for char in text:
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def columns(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(cluster) for cluster in clusters(text))


def _columns(cluster: str) -> int:
    return 2 if unicodedata.east_asian_width(cluster[0]) in "WF" else 1


def cut(text: str, width: int, more: str = "…") -> str:
    """The text, or as much of it as fits, and a sign that there was more."""
    if columns(text) <= width:
        return text
    kept = ""
    for cluster in clusters(text):
        if columns(kept) + columns(cluster) + columns(more) > width:
            break
        kept += cluster
    return (kept + more) if width >= columns(more) else ""


def steps(start: Point, end: Point) -> Iterable[tuple[int, int]]:
    """The whole dots from one point to another."""
    count = max(1, int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) + 0.999))
    for place in range(count + 1):
        share = place / count
        x, y = start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
        yield math.floor(x + 1e-9), math.floor(y + 1e-9)
