"""Text from outside: plain before it is read, harmless before it is shown."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from dldrill.faults import Fault

LIMIT = 400

# fmt: off
_GREEK = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi",
    "psi", "omega",
)
# fmt: on
LETTERS = {chr(0x3B1 + i): word for i, word in enumerate(_GREEK)}
LETTERS |= {chr(0x391 + i): word.capitalize() for i, word in enumerate(_GREEK)}
LETTERS["∆"] = "Delta"
GREEK_WORDS = frozenset(LETTERS.values())
"""The names that Greek letters are read as: ``Delta``, ``lambda``."""

_SIGNS = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("×·⋅∙∗•⨯✕✖", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("‘’′ʹ", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("\t\r\n", " "),
    "≈": "=",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "⟶": "->",
    "∣": "|",
    "⟨": "(",
    "⟩": ")",
    "、": ",",
    "。": ".",
    "⊤": "T",
    "∅": "{}",
    "∂": "d",
}
_SIGNS |= {bracket: bracket for bracket in "⌊⌋⌈⌉"}  # ASCII has none; the tokenizer knows these

# Ranges are written out, not looked up, so that every Python version shows the same bytes.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def safe(text: str, keep: str = "") -> str:
    r"""The text with every control, escape, bidi, zero-width and surrogate character spelt out.

    Args:
        text: Anything from outside.
        keep: Characters to leave alone, such as ``"\n\t"``.
    """

    def spell(found: re.Match[str]) -> str:
        char = found.group()
        if char in keep:
            return char
        code = ord(char)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"

    return _HARMFUL.sub(spell, text)


def quoted(text: str, limit: int = 24) -> str:
    """A short harmless quotation of what was typed, for the text of a fault."""
    return "'" + safe(text if len(text) <= limit else text[: limit - 1] + "…") + "'"


class Clean(NamedTuple):
    """Plain ASCII (and ⌊⌋⌈⌉), with the column every character had when it was typed."""

    text: str
    columns: tuple[int, ...] | range

    def column(self, index: int) -> int:
        """Where the character at ``index`` was typed."""
        if index < len(self.columns):
            return self.columns[index]
        return self.columns[-1] + 1 if self.columns else 0

    def cut(self, start: int, end: int | None = None) -> Clean:
        """A part of it."""
        return Clean(self.text[start:end], self.columns[start:end])

    def strip(self, chars: str = " ") -> Clean:
        """Without these characters at either end."""
        start = len(self.text) - len(self.text.lstrip(chars))
        return self.cut(start, max(start, len(self.text.rstrip(chars))))


def clean(text: str, limit: int = LIMIT) -> Clean:
    """What was typed, in the few characters that the readers know.

    Full-width forms, superscripts (``x²`` → ``x^(2)``), subscripts, vulgar fractions, Greek letters
    (``Δ`` → ``Delta``) and the usual signs (``×·√π−≤``) become ASCII.

    Raises:
        Fault: Nothing was typed, too much was, or a character is invisible or unknown.
    """
    if len(text) > limit:
        raise Fault(f"That is longer than {limit} characters; write less.", code="long")
    if not text.strip():
        raise Fault("Nothing was typed; write an answer.", code="empty")
    if text.isascii() and text.isprintable():
        return Clean(text, range(len(text))).strip()
    plain = _Plain()
    for column, char in enumerate(text):
        plain.take(char, column)
    plain.close(len(text) - 1)
    return Clean("".join(plain.chars), tuple(plain.columns)).strip()


def normalise(text: str, limit: int = LIMIT) -> str:
    """The text of :func:`clean`."""
    return clean(text, limit).text


_OPEN = {"<super>": "^(", "<sub>": "_", "": ""}
_CLOSE = {"<super>": ")", "<sub>": " ", "": ""}


class _Plain:
    """Characters on their way to ASCII: scripts are gathered, Greek words kept apart."""

    def __init__(self) -> None:
        self.chars: list[str] = []
        self.columns: list[int] = []
        self.script = ""
        self.greek = False

    def put(self, text: str, column: int) -> None:
        self.chars += text
        self.columns += [column] * len(text)

    def take(self, char: str, column: int) -> None:
        form, _, parts = unicodedata.decomposition(char).partition(" ")
        script = form if form in {"<super>", "<sub>"} else ""
        if script != self.script:
            self.close(column)
            self.script, self.greek = script, False
            self.put(_OPEN[script], column)
        if form == "<fraction>":
            self.fraction(char, column)
            return
        plain = "".join(chr(int(code, 16)) for code in parts.split()) if script else char
        for part in plain:
            self.letter(part, char, column)

    def close(self, column: int) -> None:
        self.put(_CLOSE[self.script], column)

    def letter(self, part: str, char: str, column: int) -> None:
        folded = unicodedata.normalize("NFKC", part)
        word = LETTERS.get(part) or LETTERS.get(folded)
        if word or part == "√":
            # Δx is a product and aΔ too, but s_Δ and Δ_t and β1 are names.
            apart = self.chars and self.chars[-1].isalnum()
            self.put(f"{' ' if apart else ''}{word or 'sqrt '}", column)
        elif part in _SIGNS:
            self.put(_SIGNS[part], column)
        elif len(folded) <= 4 and folded.isascii() and folded.isprintable():
            self.put(f" {folded}" if self.greek and folded[:1].isalpha() else folded, column)
        elif unicodedata.category(part) == "Nd":
            self.put(str(unicodedata.decimal(part)), column)
        else:
            raise _unreadable(char, column)
        self.greek = bool(word)

    def fraction(self, char: str, column: int) -> None:
        above, _, below = unicodedata.normalize("NFKC", char).partition("⁄")
        if not (above.isdigit() and below.isdigit()):
            raise _unreadable(char, column)
        if self.chars and self.chars[-1].isdigit():
            raise Fault(
                "Write a mixed number as a decimal or as one fraction: 2.5 or 5/2.",
                code="mixed",
                position=column,
            )
        self.put(f"({above}/{below})", column)
        self.greek = False


def _unreadable(char: str, column: int) -> Fault:
    code = f"U+{ord(char):04X}"
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return Fault(
            f"There is an invisible or control character ({code}) in that; type it again.",
            code="control",
            position=column,
        )
    return Fault(
        f"I cannot read the character {quoted(char)} ({code}); use letters, digits and + - * / ^.",
        code="character",
        position=column,
    )
