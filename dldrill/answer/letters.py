"""Letters of options: ``A, C``, ``ac``, ``none``; ``t`` or ``false`` where the letters are T and F."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_uppercase

from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.text import Clean, clean

LIMIT = 120
TRUE_FALSE = "TF"

_NONE = {"NONE", "NONE OF THE ABOVE", "NONE OF THEM", "NO LETTER", "-", "{}", "()", "[]"}
_SPOKEN = {
    **dict.fromkeys(("T", "TRUE", "Y", "YES", "RIGHT", "CORRECT"), "T"),
    **dict.fromkeys(("F", "FALSE", "N", "NO", "WRONG", "INCORRECT"), "F"),
}


def read(text: str, spec: Spec) -> frozenset[str]:
    """The letters that were typed.

    Raises:
        Fault: Something is not among the letters to choose from.
    """
    source = clean(text, LIMIT)
    letters = spec.letters or ascii_uppercase
    plain = source.text.upper().strip(" .")
    if letters == TRUE_FALSE:
        if plain in _SPOKEN:
            return frozenset(_SPOKEN[plain])
        raise Fault("Write t for true or f for false.", code="letter")
    if plain in _NONE:
        return frozenset()
    if plain == "ALL" and not set(plain) <= set(letters):
        return frozenset(letters)
    found = frozenset(chosen(source, letters))
    if spec.count is not None and len(found) != spec.count:
        raise Fault("Write one letter." if spec.count == 1 else f"Write {spec.count} letters.", code="count")
    return found


def chosen(source: Clean, letters: str) -> list[str]:
    """Every letter in the order typed; ``and``, commas and brackets may stand between them."""
    found: list[str] = []
    for word in re.finditer(r"[^\s,;&+/(){}\[\].'\"]+", source.text):
        if word.group().lower() == "and" and not set("AND") <= set(letters):
            continue
        for index, letter in enumerate(word.group().upper()):
            if letter not in letters:
                raise Fault(
                    f"Write letters from {letters[0]} to {letters[-1]}, such as AC, or none.",
                    code="letter",
                    position=source.column(word.start() + index),
                )
            found.append(letter)
    if not found:
        raise Fault("There is no letter in that; write letters such as AC, or none.", code="empty")
    return found


def same(right: Iterable[str], given: Iterable[str], spec: Spec) -> bool:
    """Whether the same letters were chosen."""
    return frozenset(right) == frozenset(given)


def show(value: Iterable[str]) -> str:
    """``A, C``, or ``none``."""
    return ", ".join(sorted(value)) or "none"
