"""The layout tree: how a formula is arranged, before any writer draws it.

The LaTeX of a bank and the expression trees of derivations both become this tree; every writer
(two-dimensional and one-line Unicode, ASCII, LaTeX, speech) reads only this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["ord", "num", "op", "bin", "rel", "punct", "open", "close", "func", "funclim", "bigop", "text"]
Style = Literal["", "bold", "cal", "bb", "rm", "it", "tt"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A glyph or a word that stands on one line. ``kind`` is TeX's atom class and sets the spacing."""

    text: str
    kind: Kind = "ord"
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Things side by side."""

    items: tuple[Layout, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """A numerator over a denominator."""

    above: Layout
    below: Layout


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or the root of a degree."""

    body: Layout
    degree: Layout | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A base with a subscript, a superscript, or both; ``limits`` puts them under and over."""

    base: Layout
    sub: Layout | None = None
    sup: Layout | None = None
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """Brackets that grow with what they hold; an empty side has no bracket."""

    left: str
    body: Layout
    right: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells: a matrix, cases, or aligned lines."""

    rows: tuple[tuple[Layout, ...], ...]
    left: str = ""
    right: str = ""
    kind: Literal["matrix", "cases", "align"] = "matrix"


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over its body: hat, bar, tilde, vec, dot, ddot."""

    mark: str
    body: Layout


@dataclass(frozen=True, slots=True)
class Space:
    """Blank columns."""

    columns: int


Layout = Symbol | Row | Fraction | Root | Script | Fence | Grid | Accent | Space
