"""Letters put in order: ``CABD``, ``C > A > B > D``, ``3 1 2 4``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from dldrill.answer.letters import LIMIT, chosen
from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.text import Clean, clean

_BETWEEN = re.compile(r"->|[<>=-]")


def read(text: str, spec: Spec) -> tuple[str, ...]:
    """All the letters, in the order typed; 1 stands for the first letter.

    Raises:
        Fault: A letter is unknown, missing or there twice.
    """
    source = clean(text, LIMIT)
    plain = _BETWEEN.sub(lambda sign: " " * len(sign[0]), source.text)
    source = Clean(plain, source.columns).strip()
    letters = spec.letters or ascii_uppercase[: spec.count or None]
    numbered = re.sub(r"[\s,;.()\[\]]", "", source.text).isdigit()
    found = _numbers(source, letters) if numbered else chosen(source, letters)
    wanted = spec.letters or letters[: spec.count or len(found)]
    if sorted(found) != sorted(wanted):
        raise Fault(
            f"Write every letter from {wanted[0]} to {wanted[-1]} once, first to last, "
            f"such as {wanted[::-1]}.",
            code="count",
        )
    return tuple(found)


def _numbers(source: Clean, letters: str) -> list[str]:
    places = re.findall(r"\d+", source.text)
    if len(places) == 1:
        places = list(places[0])
    found = []
    for place in places:
        if len(place) > 2 or not 1 <= int(place) <= len(letters):
            raise Fault(f"Write the numbers 1 to {len(letters)}, each once.", code="count")
        found.append(letters[int(place) - 1])
    return found


def same(right: Sequence[str], given: Sequence[str], spec: Spec) -> bool:
    """Whether every letter is in its place."""
    return tuple(right) == tuple(given)


def show(value: Sequence[str]) -> str:
    """``CABD``."""
    return "".join(value)
