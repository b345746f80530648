"""A shape, side by side and exactly: ``4x4x5``, ``4×4×5``, ``(4, 4, 5)``, ``4 by 4 by 5``."""

from __future__ import annotations

import re

from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.reader import unlabelled
from dldrill.maths.text import Clean, clean

LONGEST = 8
LARGEST = 9  # digits

_NAMED = re.compile(r" *(?:(?:torch\.)?size|(?:[a-z]\w*\.)?shape|tensor)\b *[:=]? *", re.I)
_BETWEEN = re.compile(r" *(?:[xX*,;]|by) *| +")
_HOW = "write a shape as whole numbers, 4x4x5 or (4, 4, 5)."


def read(text: str, spec: Spec) -> tuple[int, ...]:
    """The sides of the shape that was typed.

    Raises:
        Fault: It is no shape.
    """
    source = unlabelled(clean(text))
    source = source.cut(found.end()) if (found := _NAMED.match(source.text)) else source
    source = _inside(source.strip(" ."))
    if not source.text.strip():
        return ()
    sides = _BETWEEN.split(source.text)
    if len(sides) > 1 and not sides[-1]:
        sides.pop()  # (5,)
    if len(sides) > LONGEST:
        raise Fault(f"A shape has at most {LONGEST} sides; {_HOW}", code="shape")
    for side in sides:
        if not re.fullmatch(rf"[0-9]{{1,{LARGEST}}}", side):
            raise Fault(f"That is no shape; {_HOW}", code="shape", position=source.column(0))
    return tuple(map(int, sides))


def _inside(source: Clean) -> Clean:
    pairs = {"(": ")", "[": "]", "{": "}"}
    while source.text[:1] in pairs:
        if not source.text.endswith(pairs[source.text[0]]):
            raise Fault(f"The brackets do not match; {_HOW}", code="bracket", position=source.column(0))
        source = source.cut(1, len(source.text) - 1).strip()
    return source


def same(right: tuple[int, ...], given: tuple[int, ...], spec: Spec) -> bool:
    """Whether every side is the same and in the same place."""
    return tuple(right) == tuple(given)


def show(value: tuple[int, ...]) -> str:
    """``16×15×15``."""
    return "×".join(map(str, value)) or "()"
