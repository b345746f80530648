"""A formula in ASCII: letters by name, scripts behind ^ and _, so that nothing reads as another formula."""

from __future__ import annotations

from dldrill.maths.latex_symbols import GREEK
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Symbol

_LETTERS = {glyph: name.removeprefix("var") for name, glyph in reversed(GREEK.items())}
_WORDS = _LETTERS | {
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
    "∪": "u",
    "∩": "n",
    "∖": "\\",
    "∧": "and",
    "∨": "or",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~=",
    "≡": "==",
    "∼": "~",
    "∝": "prop. to",
    "∈": "in",
    "∉": "not in",
    "⊂": "<",
    "⊆": "<=",
    "⊇": ">=",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "⟹": "=>",
    "⟺": "<=>",
    "↦": "->",
    "⟶": "->",
    "↔": "<->",
    "≪": "<<",
    "≫": ">>",
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
}
_PROSE = {ord(char): word for char, word in _WORDS.items()} | {
    ord(char): word
    for char, word in zip(
        "–—‘’“”•²³⁻¹⁰ᵢⱼₖ₁₂₀½°⏎",
        (
            "-",
            "-",
            "'",
            "'",
            '"',
            '"',
            "-",
            "^2",
            "^3",
            "^-",
            "^1",
            "^0",
            "_i",
            "_j",
            "_k",
            "_1",
            "_2",
            "_0",
            "1/2",
            " deg",
            "Enter",
        ),
        strict=True,
    )
}
_FENCES = {"⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "‖": "||", "⟨": "<", "⟩": ">"}


def ascii_text(text: str) -> str:
    """Prose in ASCII: signs and letters by their usual stand-ins, ``?`` where there is none."""
    return text if text.isascii() else text.translate(_PROSE).encode("ascii", "replace").decode()


def asciified(layout: Layout) -> Layout:
    """The same formula in ASCII characters only."""
    match layout:
        case Symbol():
            return _symbol(layout)
        case Row(items):
            return Row(tuple(map(asciified, items)))
        case Fraction(above, below):
            return Fraction(asciified(above), asciified(below))
        case Root(body, degree):
            name = "sqrt" if degree is None else f"root{_flat(degree)}"
            return Row((Symbol(name, "func"), Fence("(", asciified(body), ")")))
        case Script():
            return _script(layout)
        case Fence(left, body, right):
            inside = asciified(body)
            if left in _FENCES or right in _FENCES:
                opening = Symbol(_FENCES.get(left, left), "open")
                return Row((opening, inside, Symbol(_FENCES.get(right, right), "close")))
            return Fence(left, inside, right)
        case Accent(mark, body):
            return Row((Symbol(mark, "func"), Fence("(", asciified(body), ")")))
        case Grid():
            rows = tuple(tuple(map(asciified, row)) for row in layout.rows)
            return Grid(rows, layout.left, layout.right, layout.kind)
        case _:
            return layout


def _symbol(symbol: Symbol) -> Symbol:
    text = "".join(_WORDS.get(char, char if char.isascii() else "?") for char in symbol.text)
    return Symbol(text, symbol.kind, "rm" if symbol.style in ("cal", "bb") else symbol.style)


def _flat(layout: Layout) -> str:
    from dldrill.maths.unicode_line import squeezed

    return squeezed(asciified(layout))


def _script(script: Script) -> Layout:
    """A base with its scripts on the line; limits stay under and over."""
    base = asciified(script.base)
    if script.limits:
        sub = None if script.sub is None else asciified(script.sub)
        sup = None if script.sup is None else asciified(script.sup)
        return Script(base, sub, sup, True)
    if isinstance(base, Row) and len(base.items) > 1 and not isinstance(script.base, Script):
        base = Fence("(", base, ")")
    items: list[Layout] = [base]
    for mark, part in (("_", script.sub), ("^", script.sup)):
        if part is not None:
            text = _flat(part)
            plain = text if text.isalnum() or text in ("'", "*") else f"({text})"
            items.append(Symbol(text if text.strip("'") == "" else mark + plain, "close"))
    return Row(tuple(items))
