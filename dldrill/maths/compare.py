"""When two values are the same answer."""

from __future__ import annotations

from typing import Any

from dldrill.maths.linear import Array

TINY = 1e-12  #: two numbers this near each other are equal whatever their size


def close(right: Any, given: Any, rtol: float) -> bool:
    """Whether a value is the right one within a relative tolerance.

    Whole numbers, shapes and words are compared exactly; vectors and matrices cell by cell, each
    cell with the tolerance of its own size.
    """
    if isinstance(right, Array | tuple | list):
        if not isinstance(given, Array | tuple | list) or len(right) != len(given):
            return False
        return all(close(a, b, rtol) for a, b in zip(right, given, strict=True))
    if isinstance(right, str) or isinstance(given, str):
        return bool(right == given)
    if isinstance(right, int) and isinstance(given, int):
        return right == given
    return bool(abs(given - right) <= max(rtol * abs(right), TINY))
