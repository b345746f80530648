"""The LaTeX of a formula as tokens: commands, numbers and characters, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from dldrill.faults import Fault
from dldrill.maths import latex_symbols as tex
from dldrill.maths.layout import Kind

LONGEST = 4_000
_TOKEN = re.compile(
    r"\s+|\\[A-Za-z]+\*?|\\.|[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.\.\.|\.[0-9]+|.",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_ESCAPES = {**{char: char for char in "_%&#${}"}, **dict.fromkeys((" ", ",", ";", ":"), " "), "-": ""}

CLASSES: dict[str, tuple[str, Kind]] = {
    **{glyph: (glyph, "bigop") for glyph in tex.BIG.values()},
    **{glyph: (glyph, "bin") for glyph in tex.BINARY.values() if len(glyph) == 1},
    **{glyph: (glyph, "rel") for glyph in tex.RELATION.values() if glyph not in ("|", ":=")},
    **{glyph: (glyph, "open") for glyph in "([⟨⌊⌈"},
    **{glyph: (glyph, "close") for glyph in ")]⟩⌋⌉"},
    "...": ("…", "ord"),
    "=": ("=", "rel"),
    "+": ("+", "bin"),
    "-": ("−", "bin"),
    "−": ("−", "bin"),
    "*": ("∗", "bin"),
    ",": (",", "punct"),
    ";": (";", "punct"),
}
"""What a character stands for, typed as it is; all others are letters."""


class Token(NamedTuple):
    """A piece of source and the place where it begins."""

    text: str
    place: int


def tokens(source: str) -> list[Token]:
    """The tokens of a formula without its blanks.

    Raises:
        Fault: the formula is too long, or has a character that a terminal cannot show in a column.
    """
    if len(source) > LONGEST:
        raise Fault(
            f"the formula is longer than {LONGEST} characters: split it", code="latex", position=LONGEST
        )
    if not source.isascii():
        source = "".join(_plain(char, place) for place, char in enumerate(source))
    kept = list(_pieces(source, 0))
    for text, place in kept:
        if not text.isprintable():
            raise Fault(_refusal(text[-1], place), code="latex", position=place)
    return kept


def _pieces(source: str, start: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(source):
        if not match.group().isspace():
            yield Token(match.group(), start + match.start())


def split(number: Token) -> list[Token]:
    r"""The first digit of a number and the rest of it: \frac12 is a half."""
    text, place = number
    return [Token(text[0], place), *_pieces(text[1:], place + 1)]


def _plain(char: str, place: int) -> str:
    """A character of one column: 𝔼 becomes E; wide, invisible, combining and raised ones are refused."""
    if unicodedata.decomposition(char).startswith(("<super>", "<sub>")):
        raise Fault(
            f"{char} has no place in a formula: write ^{{…}} or _{{…}} (column {place + 1})",
            code="latex",
            position=place,
        )
    plain = unicodedata.normalize("NFKC", char) if ord(char) > 0xFFFF else char
    shown = plain.isspace() or plain.isprintable()
    narrow = unicodedata.east_asian_width(plain) not in "WF" if len(plain) == 1 else False
    if not shown or not narrow or ord(plain) > 0xFFFF or unicodedata.combining(plain):
        raise Fault(_refusal(char, place), code="latex", position=place)
    return plain


def _refusal(char: str, place: int) -> str:
    return f"the character U+{ord(char):04X} has no place in a formula: write a command (column {place + 1})"


def words(source: str, place: int) -> str:
    r"""The text of ``\text{…}``, its escapes resolved and its blanks folded.

    Raises:
        Fault: it has a command or a formula in it.
    """

    def resolved(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in _ESCAPES:
            at = place + match.start()
            raise Fault(
                f"\\{name} has no place in text: close the text before it (column {at + 1})",
                code="latex",
                position=at,
            )
        return {"{": "\ue000", "}": "\ue001", "$": "\ue002"}.get(name) or _ESCAPES[name]

    text = _ESCAPED.sub(resolved, source)
    if "$" in text:
        raise Fault("a $ inside text: close the text before the formula", code="latex", position=place)
    text = re.sub(r"\s+", " ", text.replace("~", " "))
    return text.translate({0x7B: "", 0x7D: "", 0xE000: "{", 0xE001: "}", 0xE002: "$", 0x5C: ""})
