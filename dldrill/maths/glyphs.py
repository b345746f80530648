"""Characters: how wide they are, their small forms and styles, and drawn frames in ASCII."""

from __future__ import annotations

import unicodedata

from dldrill.maths.layout import Symbol

SUPERSCRIPTS = dict(
    zip(
        "0123456789+−-=()×abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ′⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ˣᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ′ᵀ",
        strict=True,
    )
)
SUBSCRIPTS = dict(
    zip("0123456789+−-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
CALLIGRAPHIC = dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True))
BLACKBOARD = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
MARKS = {"hat": "̂", "tilde": "̃", "bar": "̄", "vec": "⃗", "dot": "̇", "ddot": "̈"}

_FRAMES = dict(zip("─│║‾┌╲╴√∛∜⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭⎰⎱", "-||~+\\-VVV/|\\\\|/[[[]]]/<\\|\\>//\\", strict=True))
_TABLE = str.maketrans(_FRAMES)


def glyph(symbol: Symbol) -> str:
    """A symbol's characters in its style, as far as the Basic Multilingual Plane has them."""
    table = {"cal": CALLIGRAPHIC, "bb": BLACKBOARD}.get(symbol.style)
    return "".join(table.get(char, char) for char in symbol.text) if table else symbol.text


def marked(letter: str, mark: str) -> str:
    """A letter with an accent: one character where there is one, for terminals draw that best."""
    return unicodedata.normalize("NFC", letter + MARKS[mark])


def width(text: str) -> int:
    """Columns of a text: combining marks take none, all else one."""
    if text.isascii():
        return len(text)
    return sum(not ("\u0300" <= char <= "\u036f" or "\u20d0" <= char <= "\u20f0") for char in text)


def small(text: str, table: dict[str, str]) -> str | None:
    """The text in small characters, if all of it has some."""
    return "".join(table[char] for char in text) if text and all(char in table for char in text) else None


def in_ascii(text: str) -> str:
    """A drawn formula with its bars and brackets in ASCII, and ``?`` for what has no stand-in."""
    plain = text.translate(_TABLE)
    return plain if plain.isascii() else "".join(char if char.isascii() else "?" for char in plain)


def padded(text: str, columns: int) -> str:
    """The text with blanks up to a width."""
    return text + " " * (columns - width(text))


def centred(text: str, columns: int) -> str:
    """The text in the middle of a width."""
    left = (columns - width(text)) // 2
    return padded(" " * left + text, columns)
