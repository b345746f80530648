"""A problem's values in a bank's own text."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dldrill.dealing.template import decimal, fill, latex
from dldrill.faults import Fault
from dldrill.maths.linear import Matrix, Vector

VALUES: dict[str, Any] = {
    "n": 8224,
    "x": 0.123456,
    "half": Fraction(1, 2),
    "third": Fraction(1, 3),
    "pair": (3, 5),
    "v": Vector(1, Fraction(-1, 4)),
    "A": Matrix((1, 2), (3, 4)),
    "word": "seagull",
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("no slots, only $x$ and {n}", "no slots, only $x$ and {n}"),
        ("@{n} and @{ n }", "8224 and 8224"),
        ("@{n:,}", "8,224"),
        ("@{x}", "0.12346"),
        ("@{x:.3f}", "0.123"),
        ("@{x:+.1e}", "+1.2e-01"),
        ("@{half:.0%}", "50%"),
        ("@{half} @{third}", "0.5 1/3"),
        (r"$@{pair}$", r"$3\times 5$"),
        ("$@{v}$", "$[1, -0.25]$"),
        ("$@{A}$", r"$\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$"),
        ("a @{word}", "a seagull"),
        ("mail@{n}", "mail8224"),
    ],
)
def test_slots_are_filled(template: str, text: str) -> None:
    """A slot holds a value, in LaTeX that plain text can show, or in a number's format."""
    assert fill(template, VALUES) == text


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("@{m}", "@{m} names no given: write one of n, x"),
        ("@{n:s}", "@{…:s}: write a number's format, as in @{x:.3f}"),
        ("@{x:.999f}", "write a number's format"),
        ("@{x:>9}", "write a number's format"),
        ("@{word:.3f}", "write a number's format"),
        ("@{pair:.3f}", "write a number's format"),
    ],
)
def test_bad_slots_are_faults(template: str, says: str) -> None:
    """An unknown name, or a format that is none of a number, is refused."""
    with pytest.raises(Fault) as caught:
        fill(template, VALUES)
    assert says in str(caught.value)
    assert caught.value.code == "slot"


@pytest.mark.parametrize("template", ["@{n.real}", "@{n!r}", "@{__class__}", "@{n[0]}", "@{n:{x}}", "@{}"])
def test_nothing_but_values_can_be_reached(template: str) -> None:
    """No attribute, item or nested format gets through: it stays as text, or is a fault."""
    try:
        found = fill(template, VALUES)
    except Fault:
        return
    assert found == template


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(1, 8), "0.125"), (Fraction(2, 3), "2/3"), (Fraction(-7, 2), "-3.5")]
)
def test_fractions_are_decimals_where_short(value: Fraction, text: str) -> None:
    """A fraction that is a short decimal is written as one, exactly."""
    assert decimal(value) == latex(value) == text


def test_what_is_filled_in_is_not_filled_again() -> None:
    """A value that looks like a slot is left alone."""
    assert fill("@{word}", {"word": "@{n}", "n": 3}) == "@{n}"
