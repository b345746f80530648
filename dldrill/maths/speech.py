"""A formula in words: for screen readers, plain terminals and alternative texts."""

from __future__ import annotations

import re

from dldrill.maths.latex_symbols import GREEK
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.spacing import classed, fenced

_NAMES = {glyph: name.removeprefix("var") for name, glyph in reversed(GREEK.items())}
_WORDS = _NAMES | {
    "+": "plus",
    "−": "minus",
    "·": "times",
    "×": "by",
    "∗": "times",
    "÷": "divided by",
    "±": "plus or minus",
    "=": "equals",
    ":=": "is defined as",
    "≤": "is at most",
    "≥": "is at least",
    "≠": "is not equal to",
    "<": "is less than",
    ">": "is greater than",
    "≈": "is about",
    "∈": "in",
    "∉": "not in",
    "→": "to",
    "≡": "is identical to",
    "∼": "is distributed as",
    "∝": "is proportional to",
    "←": "becomes",
    "⇒": "implies",
    "⟹": "implies",
    "⟺": "if and only if",
    "↦": "maps to",
    "⟶": "to",
    "↔": "and back",
    "≪": "is much less than",
    "≫": "is much greater than",
    "⊂": "within",
    "⊆": "within",
    "⊇": "containing",
    "∞": "infinity",
    "∂": "partial",
    "∇": "nabla",
    "ℓ": "ell",
    "⊤": "transposed",
    "′": "prime",
    "∘": "after",
    "∑": "the sum",
    "∏": "the product",
    "∫": "the integral",
    "…": "and so on",
    "⋯": "and so on",
    "⊙": "elementwise times",
    "⊕": "plus",
    "⊗": "tensor",
    "∀": "for all",
    "∃": "there is",
    "%": "percent",
    "∪": "union",
    "∩": "intersected with",
    "∧": "and",
    "∨": "or",
    "|": "given",
    "‖": "norm bar",
    "∅": "nothing",
    "exp": "exp of",
    "ln": "the natural log of",
    "log": "log of",
    "arg max": "arg max",
    "ReLU": "ReLU of",
    "σ": "sigma",
    "ℏ": "h bar",
    "⋮": "and so on",
    "⋱": "and so on",
    "●": "dot",
    "✓": "check",
    "/": "over",
    "&": "and",
    "⋆": "star",
    "∖": "without",
    "⊥": "is orthogonal to",
    "∥": "is parallel to",
    "≅": "is congruent to",
    "□": "box",
    "■": "filled box",
    "○": "circle",
    "∠": "angle",
    "∓": "minus or plus",
    "#": "number",
    "$": "dollar",
}
_FENCES = {
    ("⌊", "⌋"): "the floor of {}",
    ("⌈", "⌉"): "the ceiling of {}",
    ("|", "|"): "the absolute value of {}",
    ("‖", "‖"): "the norm of {}",
    ("[", "]"): "the vector {}",
}
_POWERS = {"2": "squared", "3": "cubed", "⊤": "transposed", "T": "transposed", "′": "prime", "∗": "star"}
_UNSPOKEN = re.compile(r"[^A-Za-z0-9 .,;:'()-]")


def speak(layout: Layout) -> str:
    """The formula in plain English words: letters, digits and the simplest punctuation."""
    said = " ".join(_say(layout).replace("_", " ").split())
    return _UNSPOKEN.sub("", said).replace(" ,", ",").replace("( ", "(").replace(" )", ")")


def _say(layout: Layout) -> str:
    match layout:
        case Symbol():
            return _symbol(layout)
        case Space():
            return ""
        case Row(items):
            return " ".join(_say_item(item, left) for item, left, _ in classed(fenced(items)))
        case Fraction(above, below):
            return _fraction(above, below)
        case Root(body, degree):
            kind = "square" if degree is None else f"{_say(degree)}-th"
            return f"the {kind} root of {_grouped(body)}"
        case Script():
            return _limits(layout) if layout.limits else _scripts(layout)
        case Fence(left, body, right):
            return _FENCES.get((left, right), "({})").format(_say(body))
        case Accent(mark, body):
            return f"{_say(body)} {mark}"
        case Grid():
            return _grid(layout)


def _symbol(symbol: Symbol) -> str:
    if symbol.kind == "num":
        return symbol.text
    if set(symbol.text) == {"′"}:
        return " ".join(["prime"] * len(symbol.text))
    return _WORDS.get(symbol.text, symbol.text)


def _say_item(item: Layout, left: str) -> str:
    if left == "sign" and isinstance(item, Symbol) and item.text == "−":
        return "minus"
    if left in ("func", "funclim") and isinstance(item, Symbol) and item.text not in _WORDS:
        return f"{item.text} of"
    return _say(item)


def _grouped(layout: Layout) -> str:
    """What stands under a root or over a bar, closed off where its end could be missed."""
    said = _say(layout)
    return said if isinstance(layout, Symbol | Fence | Script) else f"({said})"


def _fraction(above: Layout, below: Layout) -> str:
    if isinstance(above, Symbol) and isinstance(below, Symbol):
        return f"{_say(above)} over {_say(below)}"
    return f"the fraction {_say(above)} over {_say(below)}, end of fraction,"


def _limits(script: Script) -> str:
    said = _say(script.base)
    if script.sub is not None:
        said += (" from " if script.sup is not None else " over ") + _say(script.sub)
    if script.sup is not None:
        said += f" to {_say(script.sup)}"
    return f"{said} of"


def _scripts(script: Script) -> str:
    said = _grouped(script.base) if isinstance(script.base, Row) and script.base.items else _say(script.base)
    if script.sub is not None:
        said += f" sub {_say(script.sub)}"
    if script.sup is None:
        return said
    if isinstance(script.sup, Symbol) and script.sup.text in _POWERS:
        return f"{said} {_POWERS[script.sup.text]}"
    return f"{said} to the power {_grouped(script.sup)}"


def _grid(grid: Grid) -> str:
    rows = ["; ".join(filter(None, [", ".join(filter(None, map(_say, row)))])) for row in grid.rows]
    if grid.kind == "cases":
        return "cases: " + "; ".join(rows) + "; end of cases"
    if grid.kind == "align":
        return "; ".join(rows)
    return f"the matrix with rows {'; '.join(rows)}; end of matrix"
