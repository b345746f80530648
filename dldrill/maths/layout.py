"""The layout tree: how a formula is arranged, before any writer draws it.

The LaTeX of a bank and the expression trees of derivations both become this tree; every writer
(two-dimensional and one-line Unicode, ASCII, LaTeX, speech) reads only this. The nodes are tuples,
made quickly; to compare two trees with their kinds, compare what they print as (``repr``).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "ord", "num", "bin", "rel", "punct", "open", "close", "func", "funclim", "bigop", "text", "op", "script"
]  # fmt: skip
"""TeX's classes; ``op``, a product's sign set tight (2·padding); ``script``, one that ASCII writes as ^2."""
Style = Literal["", "bold", "cal", "bb", "rm", "it", "tt"]


class Symbol(NamedTuple):
    """A glyph or a word that stands on one line. ``kind`` is TeX's atom class and sets the spacing."""

    text: str
    kind: Kind = "ord"
    style: Style = ""


class Row(NamedTuple):
    """Things side by side."""

    items: tuple[Layout, ...]


class Fraction(NamedTuple):
    """A numerator over a denominator."""

    above: Layout
    below: Layout


class Root(NamedTuple):
    """A square root, or the root of a degree."""

    body: Layout
    degree: Layout | None = None


class Script(NamedTuple):
    """A base with a subscript, a superscript, or both; ``limits`` puts them under and over."""

    base: Layout
    sub: Layout | None = None
    sup: Layout | None = None
    limits: bool = False


class Fence(NamedTuple):
    """Brackets that grow with what they hold; an empty side has no bracket."""

    left: str
    body: Layout
    right: str


class Grid(NamedTuple):
    """Rows of cells: a matrix, cases, or aligned lines."""

    rows: tuple[tuple[Layout, ...], ...]
    left: str = ""
    right: str = ""
    kind: Literal["matrix", "cases", "align"] = "matrix"


class Accent(NamedTuple):
    """A mark over its body: hat, bar, tilde, vec, dot, ddot."""

    mark: str
    body: Layout


class Space(NamedTuple):
    """Blank columns."""

    columns: int


Layout = Symbol | Row | Fraction | Root | Script | Fence | Grid | Accent | Space
