"""Put a problem's values into a bank's text: ``@{height}``, ``@{x:.3f}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dldrill.derivation.family import Family
from dldrill.faults import Fault
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.trace import digits

SLOT = re.compile(r"@\{\s*(?P<name>\w+)\s*(?::(?P<form>[^{}]{1,12}))?\}")
FORM = re.compile(r"[+]?,?(\.\d{1,2}[feg%]?|d)?")


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The text with every slot filled.

    Raises:
        Fault: a slot names no value, or its format is not one of ``.3f``, ``.4g``, ``,`` and the like.
    """

    def put(slot: re.Match[str]) -> str:
        name, form = slot["name"], slot["form"]
        if name not in values:
            known = ", ".join(values)
            raise Fault(f"@{{{name}}} names no given: write one of {known}", code="slot")
        return latex(values[name]) if form is None else _formed(values[name], form)

    return SLOT.sub(put, template)


def _formed(value: Any, form: str) -> str:
    if not FORM.fullmatch(form) or not isinstance(value, int | float | Fraction):
        raise Fault(f"@{{…:{form}}}: write a number's format, as in @{{x:.3f}}", code="slot")
    return format(float(value) if isinstance(value, Fraction) else value, form)


def latex(value: Any) -> str:
    """A value as it stands in a question's text, fit for LaTeX and for plain text alike."""
    if isinstance(value, Matrix):
        rows = r" \\ ".join(" & ".join(map(latex, row.cells)) for row in value.cells)
        return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"
    if isinstance(value, Vector):
        return f"[{', '.join(map(latex, value.cells))}]"
    if isinstance(value, tuple) and (not value or isinstance(value[0], Family)):
        return "; ".join(map(str, value))
    if isinstance(value, tuple):
        return r"\times ".join(map(latex, value))
    if isinstance(value, Fraction) and value.denominator != 1:
        return decimal(value)
    return digits(value) if isinstance(value, int | float | Fraction) else str(value)


def decimal(value: Fraction) -> str:
    """A fraction as a decimal where that is short and exact, else as a/b."""
    short = format(float(value), ".6g")
    return short if Fraction(short) == value else str(value)
