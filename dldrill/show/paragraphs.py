r"""Texts of words, formulas and code in paragraphs, read without a Markdown parser.

Nine texts in ten have nothing else in them, and the parser takes longer to load than all the rest of
a question. Whatever might mean more to CommonMark is left to the parser.
"""

from __future__ import annotations

import re
from itertools import cycle
from typing import NamedTuple

MARKUP = re.compile(r"[\\`*\[<&$]|(?<![a-zA-Z0-9])_|_(?![a-zA-Z0-9])|  $", re.MULTILINE)
"""What CommonMark may read as anything but words, wherever it stands; within a word ``_`` is no mark."""
BLOCK = re.compile(r"$|[\s\-+=*_#>|~:\[]|```|\d+[.)]")
"""How a line may begin that does not go on with a paragraph: a list, a table, code."""
PIECE = re.compile(r"\$\$([^$]*[^$\\])\$\$|\$(?!\s)([^$]*[^\s$\\])\$|(?<!`)`(?!\s)([^`\n]*[^`\s])`(?!`)")
"""A displayed formula, one within a line, code."""
KINDS = ("math_inline_double", "math_inline", "code_inline")


class Piece(NamedTuple):
    """A part of a paragraph, with the type that the parser's token of it has."""

    type: str
    content: str


def paragraphs(text: str) -> list[list[Piece]] | None:
    """The paragraphs, formulas displayed between them included; None: only the parser can tell."""
    found = []
    for part in re.split(r" *\n(?: *\n)+", text.strip("\n").rstrip(" ")):
        pieces = _displayed(part) if part.startswith("$$") else paragraph(part)
        if pieces is None:
            return None
        found.append(pieces)
    return found


def paragraph(text: str) -> list[Piece] | None:
    """The pieces of one paragraph; None: only the parser can tell."""
    if any(BLOCK.match(line) for line in text.split("\n")):
        return None
    # words, then a formula or code as the one group of PIECE that has matched, and so on
    parts = zip(cycle(("text", *KINDS)), PIECE.split(text), strict=False)
    pieces = [Piece(kind, content) for kind, content in parts if content]
    if any(piece.type == "text" and MARKUP.search(piece.content) for piece in pieces):
        return None
    return [Piece(kind, re.sub(" *\n", " ", said) if kind == "text" else said) for kind, said in pieces]


def _displayed(text: str) -> list[Piece] | None:
    """A displayed formula by itself; a label behind it is left to the parser."""
    content, first = text[2:-2], text.partition("\n")[0]
    alone = len(text) > 4 and text.endswith("$$") and "$" not in content
    return [Piece(KINDS[0], content)] if alone and not first.rstrip().endswith(")") else None
