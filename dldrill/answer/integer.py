"""A whole number, exactly: ``1693362``, ``1,693,362``, ``7*7*64``, ``1.6e6``."""

from __future__ import annotations

from fractions import Fraction

from dldrill.answer import number
from dldrill.answer.number import Number
from dldrill.answer.spec import Spec

read = number.read
show = number.show

_LAST_BITS = Fraction(1, 10**12)


def same(right: Number, given: Number, spec: Spec) -> bool:
    """Whether they are the same; a decimal is simply not the right whole number."""
    if isinstance(given, float):
        # log2(8) is 3, whatever the last bit of a float says
        if not number.finite(given):
            return False
        wanted = Fraction(right)
        return abs(Fraction(given) - wanted) <= _LAST_BITS * max(Fraction(1), abs(wanted))
    return given == right
