"""The second evaluator: whole numbers stay whole, everything is bounded, and every refusal says why."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from dldrill.derivation.second_formula import TERMS, Number, Sheet, TooLong, evaluated, holds, prepared
from dldrill.maths.formulas import read_formula
from dldrill.maths.linear import Vector
from dldrill.maths.tree import Node

GIVENS = {"n": 4, "x": Fraction(5, 2), "w": Fraction(6, 2), "z": Vector(1, Fraction(1, 2), -3)}


def value_of(formula: str) -> Any:
    """What the second evaluator makes of a formula."""
    return evaluated(prepared(read_formula(formula, GIVENS, bounded=True)), GIVENS)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("12/n", 3),
        ("6/n", 1.5),
        ("-12/n", -3),
        ("5.0/2.5", 2.0),
        ("w + 1", 4),
        ("w*n - n", 8),
        ("x*2", 5.0),
        ("n^3", 64),
        ("n^0", 1),
        ("n^-1", 0.25),
        ("n^1365/n^1364", 4),
        ("(-8)^3", -512),
        ("(-2.0)^2", 4.0),
        ("x^2", 6.25),
        ("floor(x)", 2),
        ("ceil(x)", 3),
        ("floor(-x)", -3),
        ("floor(0.3/0.1)", 3),
        ("ceil(3*0.1*10)", 3),
        ("7 mod 4", 3),
        ("sum(z)", -1.5),
        ("mean(z)", -0.5),
        ("norm(z*2)", math.hypot(2, 1, 6)),
        ("dot(z, z)", 10.25),
        ("sum(2*z)", -3.0),
        ("sum(z*2)", -3.0),
        ("sum(z - z)", 0.0),
        ("sum(relu(z))", 1.5),
        ("sum(|z|)", 4.5),
        ("sum(-z)", 1.5),
        ("z[1]", 1),
        ("z[3]", -3),
        ("z[n - 1]", -3),
        ("max(n, 2, x)", 4),
        ("min(n, 7, x)", 2.5),
        ("max(i, 1, n, i)", 4),
        ("sum(i, n, n, i)", 4),
        ("sum(i, 1, 0, i)", 0),
        ("product(i, 1, 0, i)", 1),
        ("product(i, 1, n, i/2)", 1.5),
        ("count(i, 1, n, i >= 3)", 2),
        ("sum(i, 1, n, sum(j, 1, i, j))", 20),
        ("sum(i, 1, 10000, 1)", 10_000),
        ("sum(i, 1, 10, 0.1)", 1.0),
        ("positive(n) + positive(0) + sign(-n)", 0),
        ("sigmoid(0)", 0.5),
        ("relu(-3)", 0.0),
        ("log10(1000)", math.log10(1000)),
        ("e - pi", math.e - math.pi),
        ("0.5", 0.5),
    ],
)  # fmt: skip
def test_values(formula: str, value: Number) -> None:
    """A quotient that comes out even is whole, a sum of floats is rounded once, ranges have both ends."""
    found = value_of(formula)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("formula", "kind", "says"),
    [
        ("sum(i, 1, 10001, 1)", TooLong, f"it takes more than {TERMS:,} terms"),
        ("sum(i, 1, 100, sum(j, 1, 100, 1))", TooLong, "it takes more than 10,000 terms"),
        ("sum(i, 1/2, 3, i)", ValueError, "a range or a position is no whole number"),
        ("sum(i, 1, 10^9 + 1, i)", IndexError, "a range or a position is out of bounds"),
        ("sum(i, -10^9 - 1, 1, i)", IndexError, "a range or a position is out of bounds"),
        ("z[4]", IndexError, "a range or a position is out of bounds"),
        ("z[n - 4]", IndexError, "a range or a position is out of bounds"),
        ("z[x]", ValueError, "a range or a position is no whole number"),
        ("(-x)^x", ValueError, "a root of a negative number"),
        ("n^1365*n^1365*n^1365*n", OverflowError, "a number is too large"),
        ("10.0^300*10.0^300", OverflowError, "a number is too large"),
        ("product(i, 1, 9999, 10^9)", OverflowError, "a number is too large"),
        ("n^1366", OverflowError, "math range error"),
        ("n/(n - n)", ZeroDivisionError, "division by zero"),
    ],
)
def test_refusals(formula: str, kind: type[Exception], says: str) -> None:
    """What has no value, or too long a way to it, says which it is."""
    with pytest.raises(kind) as caught:
        value_of(formula)
    assert str(caught.value) == says


def test_whole_numbers_multiply_up_to_8192_bits() -> None:
    """The bound lies on the bits of both factors together."""
    assert value_of("n^1365*n^1365*n^1365") == 4**4095


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        (3, 3, 0),
        (2, 3, -1),
        (10**20, 10**20 + 1, -1),
        (0.1 + 0.2, 0.3, 0),
        (0.3, 0.3001, -1),
        (1e-13, 0.0, 0),
        (1e-11, 0.0, 1),
        (2, 2.0 + 1e-10, 0),
        (2.0 + 1e-10, 2, 0),
        (1e12, 1e12 + 1, 0),
        (1e8, 1e8 + 1, -1),
    ],
)
def test_comparisons(a: Number, b: Number, order: int) -> None:
    """Whole numbers are compared exactly, floats up to their rounding, by every sign alike."""
    truth = {
        "=": order == 0,
        "!=": order != 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
    }
    assert {sign: holds(sign, a, b) for sign in truth} == truth


def test_a_comparison_is_a_condition() -> None:
    """A tree that compares gives true or false."""
    compare = Node("compare", (read_formula("n", GIVENS), read_formula("x", GIVENS)), ">")
    assert prepared(compare)(Sheet(GIVENS)) is True
