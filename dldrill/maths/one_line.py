"""How a formula is written on one line, in the characters that its layout has."""

from __future__ import annotations

import re

from dldrill.maths.glyphs import MARKS, SUBSCRIPTS, SUPERSCRIPTS, glyph, small, width
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.spacing import APPLIED, Classed, classed, fenced, gap, kind_of

LONGEST_SMALL = 3  #: columns of a script in small letters; whole numbers may be longer
SHORTEST_WORD = 3  #: letters that make a subscript a word, which is easier to read at full size
_BLANKS = re.compile(r" +(?!\w)|(?<!\w) +")
_LOW_END = re.compile(r"_[^\W_]+$")
_STARTS = frozenset({None, "bin", "rel", "op", "sign", "punct", "open", "space"})
_ENDS = frozenset({None, "bin", "rel", "op", "punct", "close", "space"})


def written(layout: Layout) -> str:
    """The formula on one line."""
    match layout:
        case Symbol():
            return glyph(layout)
        case Space(columns):
            return " " * columns
        case Row(items):
            return _row(items)
        case Fraction(above, below):
            return _fraction(above, below)
        case Root(body, degree):
            inside = written(body)
            return root_sign(degree) + (inside if is_small(body) else f"({inside})")
        case Script():
            return _script(layout)
        case Fence(left, body, right):
            return f"{left}{written(body)}{right}"
        case Accent(mark, body):
            inside = written(body)
            return inside + MARKS[mark] if width(inside) == 1 else f"{mark}({inside})"
        case Grid():
            return _grid(layout)


def squeezed(layout: Layout) -> str:
    """The formula on one line, blanks only between words: so scripts are written."""
    return _BLANKS.sub("", written(layout))


def lowered(sub: Layout) -> str:
    """A subscript on the line: in small letters, or behind a low line."""
    text = squeezed(sub)
    tiny = None if len(text) >= SHORTEST_WORD and text.isalpha() else small(text, SUBSCRIPTS)
    if tiny and (width(tiny) <= LONGEST_SMALL or text.isdigit()):
        return tiny
    holds = bool(text) and all(char.isalnum() or char in "_⟨⟩₀₁₂₃₄₅₆₇₈₉" for char in text)
    return f"_{text}" if holds else f"_{{{text}}}"


def raised(sup: Layout) -> str | None:
    """A superscript on the line in small letters, if it has them."""
    return _tiny(squeezed(sup))


def _tiny(text: str) -> str | None:
    tiny = small(text, SUPERSCRIPTS)
    return tiny if tiny and (width(tiny) <= LONGEST_SMALL or text.isdigit()) else None


def with_scripts(base: str, low: str, high: str) -> str:
    """A base with its scripts; a subscript behind a low line stands last: f²_θ, for f_θ² is f to θ²."""
    return base + (high + low if low[:1] == "_" and low[-1:] != "}" else low + high)


def root_sign(degree: Layout | None) -> str:
    """The sign of a root, its degree before it."""
    if degree is None:
        return "√"
    text = squeezed(degree)
    return {"2": "√", "3": "∛", "4": "∜"}.get(text) or f"{_tiny(text) or f'^({text})'}√"


def is_small(layout: Layout) -> bool:
    """A letter or number, with a subscript at most: a root over it needs no brackets."""
    if isinstance(layout, Script):
        return isinstance(layout.base, Symbol) and layout.sup is None
    return isinstance(layout, Symbol)


def merges(left: str, right: str) -> bool:
    """Whether a letter behind a low line would swallow what follows: W_yh h is not W_yhh."""
    return right[:1].isalnum() and _LOW_END.search(left) is not None


def _row(items: tuple[Layout, ...]) -> str:
    row = classed(fenced(items))
    parts: list[str] = []
    before: str | None = None
    for place, (item, left, right) in enumerate(row):
        text = written(item)
        space = gap(before, left)
        if isinstance(item, Fraction) and _is_joined(row, place, before):
            text = f"({text})"
            space = 0 if before in APPLIED else space
        if parts and not space and merges(parts[-1], text):
            space = 1
        parts += [" " * space, text] if space else [text]
        before = right
    return "".join(parts)


def _is_joined(row: list[Classed], place: int, before: str | None) -> bool:
    """Whether a fraction stands right beside a factor or a function, so that a/b x could be misread."""
    if _is_derivative(row[place][0]):
        return before in APPLIED
    after = row[place + 1][1] if place + 1 < len(row) else None
    if isinstance(row[place - 1][0], Space):
        before = None
    return before not in _STARTS or (after not in _ENDS and not _is_alone(row, place))


def _is_alone(row: list[Classed], place: int) -> bool:
    """Whether all that follows is a sum or a product sign: 1/2 ∑ … cannot be misread."""
    return place + 1 < len(row) and row[place + 1][1] == "bigop"


def _fraction(above: Layout, below: Layout) -> str:
    top, bottom = written(above), written(below)
    if not (is_atom(above) or _is_product(above)):
        top = f"({top})"
    return f"{top}/{bottom}" if is_atom(below) else f"{top}/({bottom})"


def is_atom(layout: Layout) -> bool:
    """Whether the formula holds together by itself over or under a bar, or with a script."""
    match layout:
        case Symbol() | Fence() | Root() | Accent():
            return True
        case Script(base):
            return not layout.limits and is_atom(base)
        case Row(items):
            return _is_differential(layout) or _is_call(items)
        case _:
            return False


def _is_call(items: tuple[Layout, ...]) -> bool:
    """f(x), exp(x), f_θ(x): a head and one bracket."""
    parts = fenced(items)
    if len(parts) != 2 or not is_atom(parts[0]):
        return False
    last = parts[1].base if isinstance(parts[1], Script) else parts[1]
    if isinstance(last, Symbol):
        return last.kind == "script"
    return isinstance(last, Fence) and last.left == "(" and kind_of(parts[0]) in ("ord", "func", "text")


def _is_product(layout: Layout) -> bool:
    """Factors side by side: above a bar they need no brackets."""
    if not isinstance(layout, Row):
        return False
    return all(kind_of(item) in ("ord", "num", "op", "script") for item in fenced(layout.items))


def _is_differential(layout: Layout) -> bool:
    """∂L, dx: read as one thing in ∂L/∂w."""
    if not isinstance(layout, Row) or not layout.items:
        return False
    first = layout.items[0]
    starts = isinstance(first, Symbol) and first.text in ("d", "∂")
    return starts and len(layout.items) == 2 and kind_of(layout.items[1]) == "ord"


def _is_derivative(layout: Layout) -> bool:
    return isinstance(layout, Fraction) and _is_differential(layout.above) and _is_differential(layout.below)


def _script(script: Script) -> str:
    base = script.base
    text = written(base)
    if isinstance(base, Fraction | Root) or (isinstance(base, Row) and base.items):
        text = f"({text})"
    if not script.limits:
        low = "" if script.sub is None else lowered(script.sub)
        above = "" if script.sup is None else squeezed(script.sup)
        return with_scripts(text, low, (_tiny(above) or _behind("^", above, "()")) if above else "")
    if script.sub is not None:
        text += _behind("_", squeezed(script.sub), "{}")
    return text if script.sup is None else text + _behind("^", squeezed(script.sup), "{}")


def _behind(mark: str, text: str, brackets: str) -> str:
    return f"{mark}{text}" if width(text) == 1 else f"{mark}{brackets[0]}{text}{brackets[1]}"


def _grid(grid: Grid) -> str:
    if grid.kind == "align":
        return "; ".join(written(joined(row)) for row in grid.rows)
    cells = [[written(cell).strip() for cell in row] for row in grid.rows]
    if grid.kind == "cases":
        return "{ " + "; ".join("  ".join(filter(None, row)) for row in cells) + " }"
    return grid.left + "; ".join(" ".join(filter(None, row)) for row in cells) + grid.right


def joined(cells: tuple[Layout, ...]) -> Row:
    """The cells of an aligned line as one row."""
    return Row(tuple(item for cell in cells for item in (cell.items if isinstance(cell, Row) else (cell,))))
