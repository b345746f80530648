"""What a blank of Canvas accepts: it compares texts, so each way to write the answer is listed.

A number with a tolerance is asked for with so many decimals that a few decimals lie within the
tolerance; all of these are listed.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from dldrill.answer.number import Number
from dldrill.sheets.lms import Asked, Field, decimal

SHORT = 3  #: decimals that nobody rounds
FEWEST = 3  #: decimals within the tolerance, so that a last digit may differ
MOST = 60  #: texts of a blank
FINEST = 12  #: places after the point
SIGNS = {"+": ("+", "1", "+1"), "−": ("-", "−", "-1"), "0": ("0",)}


def places(asked: Asked) -> int | None:
    """How many decimals to ask for; None where the numbers are short decimals or no numbers at all."""
    numbers = [
        (Fraction(field.right), field.tolerance)
        for field in asked.fields
        if not isinstance(field.right, tuple)
    ]
    if all((value * 10**SHORT).denominator == 1 for value, _ in numbers):
        return None
    return max(_coarsest(value, tolerance) for value, tolerance in numbers)


def accepted(field: Field, decimals: int | None) -> tuple[str, ...]:
    """The texts that are right, the usual one first.

    Args:
        field: the blank.
        decimals: how many decimals were asked for, if any were.
    """
    if isinstance(field.right, tuple):
        found = [form for right in field.right for form in SIGNS.get(right, (right,))]
        return tuple(dict.fromkeys(found if field.options else field.right))
    if decimals is None:
        return tuple(dict.fromkeys(_short(field.right)))
    value = Fraction(field.right)
    texts = [*_near(value, field.tolerance, decimals)]
    finer = [*_near(value, field.tolerance, decimals + 1)]
    if len(texts) + len(finer) <= MOST:
        texts += finer
    right = [_fixed(round(value * 10**more), more) for more in range(decimals, decimals + 4)]
    return tuple(dict.fromkeys(form for text in [*right, *texts] for form in _forms(text)))


def _coarsest(value: Fraction, tolerance: Fraction) -> int:
    """The fewest decimals that write the number, or of which some lie within the tolerance."""
    for decimals in range(FINEST):
        low, high = _bounds(value, tolerance, decimals)
        if (value * 10**decimals).denominator == 1 or high - low + 1 >= FEWEST:
            return decimals
    return FINEST


def _bounds(value: Fraction, tolerance: Fraction, decimals: int) -> tuple[int, int]:
    unit = 10**decimals
    return ceil((value - tolerance) * unit), floor((value + tolerance) * unit)


def _near(value: Fraction, tolerance: Fraction, decimals: int) -> list[str]:
    low, high = _bounds(value, tolerance, decimals)
    return [_fixed(count, decimals) for count in range(low, min(high, low + MOST) + 1)]


def _fixed(count: int, decimals: int) -> str:
    """So many units of the last decimal, as a decimal."""
    digits = f"{abs(count):0{decimals + 1}d}"
    sign = "-" if count < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def _forms(text: str) -> list[str]:
    """A decimal also without zeros at its ends."""
    found = [text]
    if "." in text:
        found.append(text.rstrip("0").rstrip("."))
    return found + [form.replace("0.", ".", 1) for form in found if form.lstrip("-").startswith("0.")]


def _short(value: Number) -> list[str]:
    exact = Fraction(value)
    text = decimal(exact if exact.denominator > 1 else exact.numerator)
    found = _forms(text)
    if exact.denominator > 1:
        return [*found, text + "0", str(exact)]
    if abs(exact) >= 1000:
        found.append(f"{exact.numerator:,}")
    return [*found, f"{text}.0", *(["+" + text] if exact > 0 else [])]
