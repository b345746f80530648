"""A formula on one line of Unicode, or of ASCII with the same columns."""

from __future__ import annotations

from dldrill.maths.ascii import asciified
from dldrill.maths.glyphs import (
    BLACKBOARD,
    CALLIGRAPHIC,
    MARKS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    in_ascii,
    small,
    width,
)
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.spacing import classed, fenced, gap, kind_of

LONGEST_SMALL = 3  #: columns of a script in small letters; whole numbers may be longer
LONGEST_LOWERED = 8  #: columns of a subscript that is written behind a low line


def line(layout: Layout, ascii: bool = False) -> str:  # noqa: A002 - the name says it best
    """The formula on one line."""
    return in_ascii(_line(asciified(layout))) if ascii else _line(layout)


def glyph(symbol: Symbol) -> str:
    """A symbol's characters in its style, as far as the Basic Multilingual Plane has them."""
    table = {"cal": CALLIGRAPHIC, "bb": BLACKBOARD}.get(symbol.style)
    return "".join(table.get(char, char) for char in symbol.text) if table else symbol.text


def squeezed(layout: Layout) -> str:
    """The formula on one line without blanks, as scripts are written."""
    return _line(layout).replace(" ", "")


def lowered(sub: Layout) -> str | None:
    """A subscript on the line: in small letters, or behind a low line; None if it has to be stacked."""
    text = squeezed(sub)
    is_word = isinstance(sub, Symbol) and sub.kind == "text"
    tiny = None if is_word else small(text, SUBSCRIPTS)
    if tiny and (width(tiny) <= LONGEST_SMALL or text.isdigit()):
        return tiny
    fits = width(text) <= LONGEST_LOWERED and all(char.isalnum() or char in "_⟨⟩₀₁₂₃₄₅₆₇₈₉" for char in text)
    return "_" + text if fits else None


def raised(sup: Layout) -> str | None:
    """A superscript on the line, in small letters; None if it has to be stacked."""
    text = squeezed(sup)
    tiny = small(text, SUPERSCRIPTS)
    return tiny if tiny and (width(tiny) <= LONGEST_SMALL or text.isdigit()) else None


def _line(layout: Layout) -> str:
    match layout:
        case Symbol():
            return glyph(layout)
        case Space(columns):
            return " " * columns
        case Row(items):
            return _row(items)
        case Fraction(above, below):
            return f"{operand(above)}/{operand(below)}"
        case Root(body, degree):
            sign = {"3": "∛", "4": "∜"}.get(squeezed(degree), "√") if degree else "√"
            return f"{sign}{_line(body)}" if is_small(body) else f"{sign}({_line(body)})"
        case Script():
            return _script(layout)
        case Fence(left, body, right):
            return f"{left}{_line(body)}{right}"
        case Accent(mark, body):
            inside = _line(body)
            return inside + MARKS[mark] if width(inside) == 1 else f"{mark}({inside})"
        case Grid():
            return _grid(layout)


def is_small(layout: Layout) -> bool:
    """A letter, with a subscript at most: a root over it needs no brackets."""
    if isinstance(layout, Script):
        return isinstance(layout.base, Symbol) and layout.sup is None
    return isinstance(layout, Symbol)


def _row(items: tuple[Layout, ...]) -> str:
    written, before = "", None
    for item, left, right in classed(fenced(items)):
        written += " " * gap(before, left) + _line(item)
        before = right
    return written


def _script(script: Script) -> str:
    base = script.base
    written = _line(base)
    if isinstance(base, Fraction | Root) or (isinstance(base, Row) and base.items):
        written = f"({written})"
    if script.sub is not None:
        below = squeezed(script.sub)
        plain = f"_{below}" if width(below) == 1 else f"_{{{below}}}"
        written += (None if script.limits else lowered(script.sub)) or plain
    if script.sup is not None:
        above = squeezed(script.sup)
        plain = f"^{above}" if width(above) == 1 else f"^({above})"
        written += (None if script.limits else raised(script.sup)) or plain
    return written


def _grid(grid: Grid) -> str:
    cells = [[_line(cell).strip() for cell in row] for row in grid.rows]
    if grid.kind == "cases":
        return "{ " + "; ".join("  ".join(row) for row in cells) + " }"
    if grid.kind == "align":
        return "; ".join(" ".join(filter(None, row)) for row in cells)
    return (grid.left or "[") + "; ".join(" ".join(row) for row in cells) + (grid.right or "]")


def operand(layout: Layout) -> str:
    """A numerator or denominator: in brackets unless it holds together by itself."""
    written = _line(layout)
    if isinstance(layout, Symbol | Fence | Root | Accent) or _is_differential(layout):
        return written
    if isinstance(layout, Script) and not isinstance(layout.base, Row | Fraction):
        return written
    return written if written.isalnum() else f"({written})"


def _is_differential(layout: Layout) -> bool:
    """∂L, dx: read as one thing in ∂L/∂w."""
    if not isinstance(layout, Row) or not layout.items:
        return False
    first = layout.items[0]
    starts = isinstance(first, Symbol) and first.text in ("d", "∂")
    return starts and all(kind_of(item) == "ord" for item in layout.items)
