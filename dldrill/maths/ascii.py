"""A formula in ASCII: letters by name, scripts behind ^ and _, so that nothing reads as another formula.

One character for one would keep the columns, but then ≤ would be read as <, and λ as l; so signs get
their usual spelling (``<=``), Greek letters their name (``lambda``, the name that answers are typed
with), floors and roots are functions, and a script longer than a character stands in brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dldrill.maths.latex_symbols import GREEK
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Kind, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.one_line import merges, squeezed, written
from dldrill.maths.spacing import fenced, kind_of

_LETTERS = {glyph: name.removeprefix("var") for name, glyph in reversed(GREEK.items())}
_SIGNS = _LETTERS | {
    "−": "-",
    "×": "x",
    "·": "*",
    "∗": "*",
    "÷": "/",
    "±": "+-",
    "∓": "-+",
    "⋆": "*",
    "⊙": "(.)",
    "⊕": "(+)",
    "⊗": "(x)",
    "⨁": "(+)",
    "⨂": "(x)",
    "∪": "union",
    "∩": "cut",
    "∖": "\\",
    "∧": "and",
    "∨": "or",
    "¬": "not ",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~=",
    "≃": "~=",
    "≍": "~=",
    "≲": "<~",
    "≳": ">~",
    "≡": "==",
    "≢": "!==",
    "≜": ":=",
    "∼": "~",
    "∝": "prop. to",
    "∈": "in",
    "∋": "has",
    "∉": "not in",
    "⊂": "part of",
    "⊊": "part of",
    "⊆": "part of",
    "⊃": "has part",
    "⊇": "has part",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "⇐": "<==",
    "⇔": "<=>",
    "⟹": "=>",
    "⟺": "<=>",
    "↦": "|->",
    "⟶": "->",
    "↔": "<->",
    "↑": "^",
    "↓": "v",
    "≪": "<<",
    "≫": ">>",
    "∤": "!|",
    "⊢": "|-",
    "⊨": "|=",
    "⊥": "_|_",
    "∥": "||",
    "≅": "~=",
    "∞": "inf",
    "∂": "d",
    "∇": "grad",
    "ℓ": "l",
    "ℏ": "h",
    "∀": "for all",
    "∃": "exists",
    "∅": "{}",
    "⊤": "T",
    "†": "+",
    "′": "'",
    "∘": "o",
    "…": "...",
    "⋯": "...",
    "⋮": ":",
    "⋱": "...",
    "□": "[]",
    "■": "[#]",
    "●": "*",
    "○": "o",
    "△": "/\\",
    "✓": "ok",
    "∠": "angle",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "⋃": "union",
    "⋂": "cut",
    "‖": "||",
    "⟨": "<",
    "⟩": ">",
    "⌊": "floor(",
    "⌋": ")",
    "⌈": "ceil(",
    "⌉": ")",
}
_PROSE = {ord(char): word for char, word in _SIGNS.items()} | {
    **{
        ord(char): word
        for char, word in zip("–—‘’“”•⏎", ["-", "-", "'", "'", '"', '"', "-", "Enter"], strict=True)
    },
    **{ord(char): f"^{digit}" for char, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ", "0123456789-T", strict=True)},
    ord("½"): "1/2",
    ord("°"): " deg",
    ord("√"): "sqrt",
}
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₜ", "0123456789ijknt", strict=True))
_SUBSCRIPT = re.compile(f"[{''.join(_LOWERED)}]+")
_FUNCTIONS = {"⌊": "floor", "⌈": "ceil"}
_ENDS_IN_WORD = re.compile(r"[A-Za-z]{2,}$")
_STARTS_WITH_WORD = re.compile(r"[A-Za-z]{2,}")


def ascii_text(text: str) -> str:
    """Prose in ASCII: signs and letters by their usual stand-ins, ``?`` where there is none."""
    if text.isascii():
        return text
    lowered = _SUBSCRIPT.sub(lambda run: "_" + "".join(_LOWERED[sign] for sign in run[0]), text)
    return "".join(map(_unaccented, lowered.translate(_PROSE)))


def asciified(layout: Layout) -> Layout:
    """The same formula in ASCII characters only."""
    match layout:
        case Symbol():
            return _symbol(layout)
        case Row(items):
            return _row(items)
        case Fraction(above, below):
            return Fraction(asciified(above), asciified(below))
        case Root(body, degree):
            name = "sqrt" if degree is None else f"root{squeezed(asciified(degree))}"
            return _function(name, asciified(body))
        case Script():
            return _script(layout)
        case Fence(left, body, right):
            return _fence(left, asciified(body), right)
        case Accent(mark, body):
            return _function(mark, asciified(body))
        case Grid():
            rows = tuple(tuple(map(asciified, row)) for row in layout.rows)
            return Grid(rows, _mark(layout.left), _mark(layout.right), layout.kind)
        case Space():
            return layout


def _mark(char: str) -> str:
    return _SIGNS.get(char, char)


def _symbol(symbol: Symbol) -> Symbol:
    text = "".join(_SIGNS.get(char) or _unaccented(char) for char in symbol.text)
    return Symbol(text, symbol.kind, "rm" if symbol.style in ("cal", "bb") else symbol.style)


def _unaccented(char: str) -> str:
    if char.isascii():
        return char
    plain = unicodedata.normalize("NFKD", char)[0]
    return plain if plain.isascii() else "?"


def _function(name: str, body: Layout) -> Layout:
    return Row((Symbol(name), Fence("(", body, ")")))


def _fence(left: str, body: Layout, right: str) -> Layout:
    if left in _FUNCTIONS:
        return _function(_FUNCTIONS[left], body)
    return Fence(_mark(left), body, _mark(right))


def _row(items: Sequence[Layout]) -> Layout:
    """Items with a blank wherever a spelt-out letter would run into its neighbour."""
    row: list[Layout] = []
    before: Layout | None = None
    for item in fenced(items):
        after = asciified(item)
        if before not in (None, Symbol("∂")) and _run_together(row, after):
            row.append(Space(1))
        before = item
        if isinstance(item, Script) and isinstance(after, Row):  # laid out flat, the base keeps its class
            row += after.items
        else:
            row.append(after)
    return Row(tuple(row))


def _run_together(row: list[Layout], right: Layout) -> bool:
    left = row[-1]
    if isinstance(left, Space | Fraction) or isinstance(right, Space | Fraction):
        return False
    if not {kind_of(left), kind_of(right)} <= {"ord", "num", "open", "script"}:
        return False
    before, after = "".join(map(written, row[-3:])), written(right)
    if before[-1:].isalnum() and after[:1].isalnum():
        is_word = _ENDS_IN_WORD.search(written(left)) or _STARTS_WITH_WORD.match(after)
        return is_word is not None or merges(before, after)
    return False


def _script(script: Script) -> Layout:
    """A base with its scripts on the line; limits stay under and over."""
    base = asciified(script.base)
    if script.limits:
        sub = None if script.sub is None else asciified(script.sub)
        sup = None if script.sup is None else asciified(script.sup)
        return Script(base, sub, sup, True)
    if isinstance(base, Fraction) or (isinstance(base, Row) and not _is_whole(script)):
        base = Fence("(", base, ")")
    scripts: list[Layout] = []
    if script.sub is not None:
        text = squeezed(asciified(script.sub))
        scripts.append(_behind("_", text, text.isalnum() or len(text) == 1))
    if script.sup is not None:
        text = squeezed(asciified(script.sup))
        single = isinstance(script.sup, Symbol) or len(text) == 1
        scripts.append(_behind("^", text, single and (text.isalnum() or text == "*")))
    return Row((base, *scripts))


def _is_whole(script: Script) -> bool:
    """Whether the base needs no brackets: √x, ŷ, ⌊x⌋ are names with a bracket; h_1^T is plain."""
    base = script.base
    if isinstance(base, Script):
        return base.sup is None and script.sub is None
    return not isinstance(base, Row) or len(base.items) < 2


def _behind(mark: str, text: str, is_plain: bool) -> Symbol:
    kind: Kind = "script"
    if text and not text.strip("'"):
        return Symbol(text, kind)
    in_brackets = text[:1] == "(" and text.find(")") == len(text) - 1
    return Symbol(mark + (text if is_plain or in_brackets else f"({text})"), kind)
