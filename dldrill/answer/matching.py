"""A letter for every number: ``1A 2C 3B``, ``1-A, 2-C, 3-B``, ``ACB``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from dldrill.answer.letters import LIMIT, chosen
from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.text import Clean, clean

_PAIR = re.compile(r"[\s,;()]*(\d{1,2})\s*(?:->|[-:=.)>])?\s*([A-Za-z])(?![A-Za-z])")


def read(text: str, spec: Spec) -> tuple[str, ...]:
    """The letters, in the order of the numbers they belong to.

    Raises:
        Fault: A number has no letter or two, or a letter is not among those to choose from.
    """
    source = clean(text, LIMIT)
    letters = spec.letters or ascii_uppercase
    found = _pairs(source, letters) if source.text[:1].isdigit() else chosen(source, letters)
    if spec.count is not None and len(found) != spec.count:
        raise Fault(f"Write {_form(spec.count)}, a letter for every number.", code="count")
    return tuple(found)


def _pairs(source: Clean, letters: str) -> list[str]:
    pairs: dict[int, str] = {}
    index = 0
    while source.text[index:].strip(" ,;.)"):
        found = _PAIR.match(source.text, index)
        if not found or found[2].upper() not in letters:
            raise Fault(
                f"Write pairs such as 1A 2C 3B, with letters from {letters[0]} to {letters[-1]}.",
                code="pair",
                position=source.column(index),
            )
        if int(found[1]) in pairs:
            raise Fault(
                f"The number {found[1]} has two letters; write one for every number.",
                code="pair",
                position=source.column(index),
            )
        pairs[int(found[1])] = found[2].upper()
        index = found.end()
    if sorted(pairs) != list(range(1, len(pairs) + 1)):
        raise Fault(f"Write {_form(max(pairs))}, a letter for every number.", code="count")
    return [pairs[place] for place in sorted(pairs)]


def _form(count: int) -> str:
    if count > 6:
        return f"1… 2… to {count}…"
    return " ".join(f"{place}…" for place in range(1, count + 1))


def same(right: Sequence[str], given: Sequence[str], spec: Spec) -> bool:
    """Whether every number has the same letter."""
    return tuple(right) == tuple(given)


def show(value: Sequence[str]) -> str:
    """``1A 2C 3B``."""
    return " ".join(f"{place}{letter}" for place, letter in enumerate(value, 1))
