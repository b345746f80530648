"""A whole number, exactly: ``1693362``, ``1,693,362``, ``7*7*64``, ``1.6e6``."""

from __future__ import annotations

import math

from dldrill.answer import number
from dldrill.answer.number import Number
from dldrill.answer.spec import Spec

read = number.read
show = number.show


def same(right: Number, given: Number, spec: Spec) -> bool:
    """Whether they are the same; a decimal is simply not the right whole number."""
    if isinstance(given, float):
        # log2(8) is 3, whatever the last bit of a float says
        return math.isfinite(given) and math.isclose(given, right, rel_tol=1e-12, abs_tol=1e-12)
    return given == right
