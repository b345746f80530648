"""How a formula is written on one line, in the characters that its layout has."""

from __future__ import annotations

import re

from dldrill.maths.glyphs import SUBSCRIPTS, SUPERSCRIPTS, glyph, marked, small, width
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.spacing import APPLIED, Classed, classed, fenced, gap, kind_of

LONGEST_SMALL = 3  #: columns of a script in small letters; whole numbers may be longer
SHORTEST_WORD = 3  #: letters that make a subscript a word, which is easier to read at full size
_BLANKS = re.compile(r" +(?![\w{\[])|(?<!\w) +|(?<![A-Za-z]{2}) +(?=[{\[])")
_LONE_LETTER = re.compile(r"(?<![^\W\d_])(?!d)[^\W\d_]$")
_LETTER_WITH_LOW_LINE = re.compile(r"[^\W\d_]_")
_SCRIPT_END = re.compile(r"[_^][^\W_]+$")
_BARS = ("|", "‖")
_STARTS = frozenset({None, "bin", "rel", "op", "sign", "punct", "open", "text", "space"})
_ENDS = frozenset({None, "bin", "rel", "punct", "close", "text", "space"})
_TIMES = (Symbol("·", "bin"), Symbol("×", "bin"), Symbol("*", "bin"), Symbol("x", "bin"))


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
            return marked(inside, mark) if width(inside) == 1 else f"{mark}({inside})"
        case Grid():
            return _grid(layout)


def squeezed(layout: Layout) -> str:
    """The formula on one line, blanks only between words: so scripts are written."""
    return _BLANKS.sub("", written(layout))


def lowered(sub: Layout) -> str:
    """A subscript on the line: in small letters, or behind a low line."""
    text = squeezed(sub)
    tiny = None if len(text) >= SHORTEST_WORD and text.isalpha() else small(text, SUBSCRIPTS)
    if tiny and (width(tiny) <= LONGEST_SMALL or text.lstrip("−").isdigit()):
        return tiny
    holds = bool(text) and all(char.isalnum() or char in "_⟨⟩₀₁₂₃₄₅₆₇₈₉" for char in text)
    return f"_{text}" if holds else f"_{{{text}}}"


def raised(sup: Layout) -> str | None:
    """A superscript on the line in small letters, if it has them."""
    return _tiny(squeezed(sup))


def _tiny(text: str) -> str | None:
    tiny = small(text, SUPERSCRIPTS)
    return tiny if tiny and (width(tiny) <= LONGEST_SMALL or text.lstrip("−").isdigit()) else None


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
    """Whether two parts would be misread: W_yh h, b s_y (no word bs), |x| |y|."""
    if right[:1].isalnum() and _SCRIPT_END.search(left):
        return True
    if _LETTER_WITH_LOW_LINE.match(right):
        return _LONE_LETTER.search(left) is not None
    return left.endswith(_BARS) and right.startswith(_BARS)


def _row(items: tuple[Layout, ...]) -> str:
    row = classed(fenced(items))
    parts: list[str] = []
    before: str | None = None
    for place, (item, left, right) in enumerate(row):
        text = written(item)
        if isinstance(item, Fraction) and _is_joined(row, place, before):
            text, left, right = f"({text})", "open", "close"  # noqa: PLW2901 - the brackets are its edges
        space = gap(before, left)
        if parts and not space:
            after_limits = text[:1] == "(" and parts[-1][-1:] == "}" and before in APPLIED
            space = int(after_limits or merges("".join(parts[-2:]), text))
        parts += [" " * space, text] if space else [text]
        before = right
    return "".join(parts)


def _is_joined(row: list[Classed], place: int, before: str | None) -> bool:
    """Whether a fraction stands right beside a factor or a function, so that a/b x could be misread."""
    if _is_derivative(row[place][0]):
        return before in APPLIED
    after = row[place + 1] if place + 1 < len(row) else (None, None)
    is_divisor = place > 0 and row[place - 1][0] == Symbol("/")
    return is_divisor or before not in _STARTS or after[1] not in _ENDS or after[0] in _TIMES


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
        case Grid(_, left, right):
            return bool(left and right)
        case Script(base):
            return not layout.limits and is_atom(base)
        case Row(items) if items:
            return _is_differential(layout) or _is_call(fenced(items))
        case _:
            return False


def _is_call(items: list[Layout]) -> bool:
    """A head with scripts, a bracket or both: f(x), exp(x), f_theta(x)."""
    last = len(items) - 1
    while last and kind_of(items[last]) == "script":
        last -= 1
    closing = items[last]
    while isinstance(closing, Script):
        closing = closing.base
    if last and isinstance(closing, Fence) and closing.left == "(":
        return _is_call(items[:last])
    return last == 0 and is_atom(items[0])


def _is_product(layout: Layout) -> bool:
    """Factors side by side: above a bar they need no brackets."""
    if not isinstance(layout, Row):
        return False
    factors = ("ord", "num", "op", "open", "script")
    return all(kind_of(item) in factors and is_atom(item) for item in fenced(layout.items))


def _is_differential(layout: Layout) -> bool:
    """∂L, dx: read as one thing in ∂L/∂w."""
    if not isinstance(layout, Row):
        return False
    items = [item for item in layout.items if kind_of(item) != "script"]
    return len(items) == 2 and items[0] in (Symbol("∂"), Symbol("d")) and kind_of(items[1]) == "ord"


def _is_derivative(layout: Layout) -> bool:
    if not isinstance(layout, Fraction) or not _is_differential(layout.below):
        return False
    return _is_differential(layout.above) or layout.above in (Symbol("∂"), Symbol("d"))


def _script(script: Script) -> str:
    base = script.base
    text = written(base)
    if isinstance(base, Fraction | Root) or (isinstance(base, Row) and base.items):
        text = f"({text})"
    if not script.limits:
        low = "" if script.sub is None else lowered(script.sub)
        above = "" if script.sup is None else squeezed(script.sup)
        return with_scripts(text, low, _tiny(above) or behind("^", above) if above else "")
    if script.sub is not None:
        text += behind("_", squeezed(script.sub), "{}")
    return text if script.sup is None else text + behind("^", squeezed(script.sup), "{}")


def behind(mark: str, text: str, brackets: str = "()") -> str:
    """A script at full size behind its mark, in brackets unless it is one character."""
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
