"""How finely an answer was typed, and whether a value is what it was rounded from.

A question's own tolerance is made to forgive: within it too many numbers lie for a coincidence to
be told from a cause. What explains a wrong answer therefore has to agree with every digit typed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from dldrill.answer.kinds import same
from dldrill.dealing.dealt import Part
from dldrill.maths.linear import Array
from dldrill.maths.text import clean

Number = int | float | Fraction
Cells = tuple[Any, ...]

COUNTED = frozenset(("integer", "shape", "signs"))  #: kinds whose numbers are exact
NUMERIC = frozenset(("number", "vector", "matrix")) | COUNTED
TEN = 10  #: below it every whole number lies near every other

_POWER = re.compile(r"(?: *[x*] *10 *(?:\^|\*\*) *\(?[-+]?\d+\)?|[eE][-+]?\d+)")
_THOUSANDS = re.compile(r"(?<=\d)[ ,](?=\d{3}(?!\d))")
_LITERAL = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_ROUNDING = 0.5001  #: of a unit in the last digit: binary fractions fall beside the half
_EXACT = 1e-9
_MANY = 12  #: digits of a number that was typed as an expression


class TypedAnswer:
    """An answer as it was typed, cell by cell.

    Args:
        part: what was asked for; its kind is numeric.
        given: the answer, as read.
        typed: the same, as typed.
    """

    def __init__(self, part: Part, given: Any, typed: str) -> None:
        self.part, self.typed = part, typed
        self.kind, self.exact = part.kind, part.kind in COUNTED
        self.right, self.cells = cells(part.right), cells(given)

    @cached_property
    def literals(self) -> list[str]:
        """The digits of each cell as they were typed; none where a cell was not a plain number."""
        text = _POWER.sub("", clean(self.typed).text)
        if len(self.cells) == 1:
            text = _THOUSANDS.sub("", text)
        found = _LITERAL.findall(text)
        return [_significant(literal) for literal in found] if len(found) == len(self.cells) else []

    @cached_property
    def units(self) -> Sequence[float]:
        """What one unit in the last digit typed is worth, a cell; 0 for exact cells."""
        if not self.literals or self.kind in ("shape", "signs"):
            return [0] * len(self.cells)
        pairs = zip(self.cells, self.literals, strict=True)
        units = [abs(as_float(cell)) / int(digits or "1") for cell, digits in pairs]
        return [0.0 if unit == math.inf or (self.exact and unit <= 1) else unit for unit in units]

    def tells(self, digits: int) -> bool:
        """Whether so much was typed that agreeing with it is no accident.

        That takes so many significant digits in a cell, or one more cell than that which is not 0.
        """
        if self.kind == "integer" and digits > 1 and abs(self.right[0]) < TEN:
            return False
        several = sum(cell != 0 for cell in self.cells) > digits
        return several or max(map(self._digits, range(len(self.cells))), default=0) >= digits

    def _digits(self, place: int) -> int:
        if self.literals:
            return len(self.literals[place])
        cell = self.cells[place]
        return len(str(abs(int(cell)))) if cell == int(cell) else _MANY

    def agrees(self, value: Any, digits: int) -> bool:
        """Whether a computed value, not the right one, is what was answered.

        Args:
            value: the value; a sequence of cells or as the solution computes it.
            digits: how many significant digits must have been typed; 0 to go by the question's own
                tolerance instead.
        """
        found = cells(value)
        if len(found) != len(self.cells) or not self.tells(digits):
            return False
        near = self.rounds_from(found) if digits else all(map(self._same, found, self.cells))
        return near and not all(map(self._same, self.right, found))

    def rounds_from(self, value: Cells) -> bool:
        """Whether the digits typed are those of the value."""
        return all(
            abs(as_float(a) - as_float(b)) <= max(_ROUNDING * unit, _EXACT * abs(as_float(a)))
            for a, b, unit in zip(value, self.cells, self.units, strict=True)
        )

    def _same(self, right: Number, given: Number) -> bool:
        return right == given if self.exact else same("number", right, given, self.part.spec)


def as_float(value: Number) -> float:
    """The nearest float; whole numbers and fractions can lie beyond all of them."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def cells(value: Any) -> Cells:
    """The numbers of a value in a row, however they are arranged; signs are 1, 0 and −1."""
    return tuple(_flat(value))


def _flat(value: Any) -> Iterator[Number]:
    if isinstance(value, str):
        yield from ((sign == "+") - (sign == "-") for sign in value)
    elif isinstance(value, Array | tuple | list):
        for part in value:
            yield from _flat(part)
    else:
        yield value


def _significant(literal: str) -> str:
    """Its significant digits; the zeros at the end of 281000000 hold their places only."""
    digits = literal.replace(".", "").lstrip("0")
    short = digits.rstrip("0")
    holds_places = "." not in literal and len(short) > 1 and len(digits) - len(short) > 1
    return short if holds_places else digits
