"""When two values are the same answer."""

from __future__ import annotations

from typing import Any

from dldrill.maths.linear import Array

LISTS = (Array, tuple, list)
TINY = 1e-12  #: two numbers this near each other are equal whatever their size


def close(right: Any, given: Any, rtol: float) -> bool:
    """Whether a value is the right one within a relative tolerance.

    Whole numbers, shapes and words are compared exactly; vectors and matrices cell by cell, each
    cell with the tolerance of its own size.
    """
    if type(right) is int and type(given) is int:
        return right == given
    if isinstance(right, LISTS):
        return _all_close(right, given, rtol)
    if isinstance(right, str) or isinstance(given, str):
        return bool(right == given)
    return bool(abs(given - right) <= max(rtol * abs(right), TINY))


def _all_close(right: Any, given: Any, rtol: float) -> bool:
    if right == given:
        return True
    if not isinstance(given, LISTS) or len(right) != len(given):
        return False
    for a, b in zip(right, given, strict=True):  # noqa: SIM110 - a generator costs as much as the cells
        if not close(a, b, rtol):
            return False
    return True
