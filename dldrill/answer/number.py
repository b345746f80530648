"""A number within a tolerance: ``0.25``, ``1/3``, ``50%``, ``1.7 x 10^6``, ``3.2k``, ``ln(2)``."""

from __future__ import annotations

import math
import re
from decimal import Context, Decimal
from fractions import Fraction

from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.exact import exact
from dldrill.maths.numeric import evaluate
from dldrill.maths.program import TooBig, Undefined
from dldrill.maths.reader import Note, parse
from dldrill.maths.text import Clean, clean
from dldrill.maths.tree import Node
from dldrill.maths.vocabulary import Vocabulary

Number = int | Fraction | float

AT_ZERO = 1e-9
"""How far from 0 an answer may be where 0 is right."""

_MAGNITUDES = {
    "k": 3, "thousand": 3, "M": 6, "million": 6, "mio": 6,
    "G": 9, "B": 9, "bn": 9, "billion": 9, "T": 12, "trillion": 12,
}  # fmt: skip
_MAGNITUDE = re.compile(rf"(?<=[\d.)]) *({'|'.join(_MAGNITUDES)}|K)$")
_FACTOR = re.compile(r"(?<=[\d.)]) *[xX*]$")
_TIMES = re.compile(r"(?<=[\d.)]) *([xX]) *(?=[\d.(])")
_SPACED = re.compile(r"[+-]? *\d{1,3}(?: \d{3})+(?:\.\d*)?")
_NOTHING = Vocabulary()


def read(text: str, spec: Spec) -> Number:
    """The number that was typed, or the value of the expression that was.

    Raises:
        Fault: It is no number, or it is undefined or too large.
    """
    return read_number(text, spec)[0]


def read_number(text: str, spec: Spec) -> tuple[Number, tuple[Note, ...]]:
    """The same with the notes on how it was read."""
    source, power = _undressed(clean(text), spec.unit)
    reading = parse(source, _NOTHING)
    value = _value_of(reading.node)
    if power:
        value *= 10**power
    return _plain(value), reading.notes


def read_cell(source: Clean) -> Number:
    """A number inside a vector or a matrix."""
    return _plain(_value_of(parse(source, _NOTHING).node))


def same(right: Number, given: Number, spec: Spec) -> bool:
    """Whether the given number is within the tolerance of the right one."""
    if not (finite(right) and finite(given)):
        return False
    tolerance = max(_decimal(spec.rtol) * abs(Fraction(right)), _decimal(spec.atol))
    if right == 0:
        tolerance = max(tolerance, _decimal(AT_ZERO))
    return abs(Fraction(given) - Fraction(right)) <= tolerance


def finite(value: Number) -> bool:
    """Whether it is a number at all; an integer is, also beyond the largest float."""
    return not isinstance(value, float) or math.isfinite(value)


def show(value: Number) -> str:
    """``1,693,362``, ``1/3``, ``0.268941``."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return _show_fraction(value)
    return _show_decimal(value)


def _undressed(source: Clean, unit: str) -> tuple[Clean, int]:
    """Without what may stand around a number, and the power of ten that its suffix stands for."""
    source = source.cut(1).strip() if source.text.startswith("~") else source
    source = source.cut(0, -1) if source.text.endswith(".") else source
    text = source.text
    if unit and text.lower().endswith(unit.lower()):
        return source.cut(0, len(text) - len(unit)).strip(), 0
    if found := _FACTOR.search(text):
        return source.cut(0, found.start()), 0
    power = 0
    if found := _MAGNITUDE.search(text):
        source, power = source.cut(0, found.start()), _MAGNITUDES[found[1].replace("K", "k")]
    if _SPACED.fullmatch(source.text):
        return Clean(source.text.replace(" ", ""), source.columns), power
    times = _TIMES.sub(lambda found: found[0].lower().replace("x", "*"), source.text)
    return Clean(times, source.columns), power


def _value_of(node: Node) -> Fraction | float:
    try:
        value = exact(node)
        return evaluate(node) if value is None else value
    except TooBig:
        raise Fault("That number is too large; write a smaller one.", code="size") from None
    except Undefined as reason:
        raise Fault(f"That has no value: {reason}.", code="undefined") from None


def _plain(value: Fraction | float) -> Number:
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def _decimal(tolerance: float) -> Fraction:
    """The decimal that was written: 0.03, not the binary fraction next to it."""
    return Fraction(str(tolerance))


def _show_fraction(value: Fraction) -> str:
    rest = value.denominator
    for prime in 2, 5:
        while rest % prime == 0:
            rest //= prime
    if rest == 1 and len(str(value.denominator)) <= 7:
        short = _show_decimal(value)
        if Fraction(short.replace(",", "")) == value:
            return short
    if max(abs(value.numerator), value.denominator) < 10_000:
        return f"{value.numerator}/{value.denominator}"
    return _show_decimal(value)


def _show_decimal(value: Number) -> str:
    """Six digits, or all of the whole part and two decimals."""
    above, below = value.as_integer_ratio()
    size = (Decimal(above) / Decimal(below)).adjusted()
    digits = max(6, size + 3) if size < 15 else 6
    rounded = Context(prec=digits).divide(Decimal(above), Decimal(below)).normalize()
    if -4 <= size < 15:
        return f"{rounded:,f}"
    return f"{rounded:e}".replace("e+", "e")
