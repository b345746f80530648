"""Exact evaluation: fractions as long as it goes, then fifty digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from dldrill.proving.evaluate import CONTEXT, Program, Undecided, exact, side

x, y = sympy.symbols("x y", real=True)
HALF = Fraction(1, 2)


def value(expression: Any, **givens: Any) -> Any:
    """The value of one expression."""
    (found,) = Program([sympy.sympify(expression)]).run(givens)
    return found


@pytest.mark.parametrize(
    ("expression", "givens", "expected"),
    [
        (x / 3 + y, {"x": 1, "y": 1}, Fraction(4, 3)),
        (x * y - 1, {"x": 0.1, "y": 3}, Fraction(-7, 10)),
        (x**3, {"x": Fraction(2, 3)}, Fraction(8, 27)),
        (x**-2, {"x": 4}, Fraction(1, 16)),
        (sympy.floor(x / y), {"x": 7, "y": 2}, Fraction(3)),
        (sympy.floor(x / y), {"x": -7, "y": 2}, Fraction(-4)),
        (sympy.floor(x / y), {"x": 0.3, "y": 0.1}, Fraction(3)),
        (sympy.ceiling(x / y), {"x": 7, "y": 2}, Fraction(4)),
        (sympy.Abs(x), {"x": -3}, Fraction(3)),
        (sympy.Max(x, y), {"x": 1, "y": 2}, Fraction(2)),
        (sympy.Min(x, y), {"x": 1, "y": 2}, Fraction(1)),
        (sympy.Rational(1, 7), {}, Fraction(1, 7)),
        (x * sympy.exp(y), {"x": 0, "y": 3}, Fraction(0)),
    ],
)
def test_fractions_stay_fractions(expression: Any, givens: dict[str, Any], expected: Fraction) -> None:
    """Rational arithmetic is exact; a float stands for the decimal it is written as."""
    found = value(expression, **givens)
    assert type(found) is Fraction
    assert found == expected


@given(st.fractions(), st.fractions(), st.integers(1, 50))
def test_arithmetic_is_that_of_fractions(a: Fraction, b: Fraction, n: int) -> None:
    """Sums, products, powers and floors are the ones of Python's fractions."""
    found = Program([x + y, x * y - y, x**2 / sympy.Integer(n), sympy.floor(x / n)]).run({"x": a, "y": b})
    assert found == [a + b, a * b - b, a**2 / n, Fraction(a // n)]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (sympy.sqrt(x), "1.4142135623730950488016887242096980785696718753769"),
        (sympy.exp(x) / sympy.exp(1), "2.7182818284590452353602874713526624977572470937000"),
        (sympy.log(x), "0.69314718055994530941723212145817656807550013436026"),
        (sympy.tanh(x), "0.96402758007581688394641372410092315025502997624093"),
        (sympy.sin(x), "0.90929742682568169539601986591174484270225497144789"),
        (sympy.cos(x), "-0.41614683654714238699756822950076218976600077107554"),
        (sympy.pi * x / 2, "3.1415926535897932384626433832795028841971693993751"),
    ],
)
def test_other_functions_have_fifty_digits(expression: Any, expected: str) -> None:
    """What is not rational is known to fifty digits (written here from published tables)."""
    found = value(expression, x=2)
    assert abs(found - CONTEXT.mpf(expected)) < CONTEXT.mpf(10) ** -47


@pytest.mark.parametrize(
    ("number", "sign"),
    [(Fraction(0), 0), (Fraction(1, 10**60), 1), (Fraction(-1, 10**60), -1), (CONTEXT.mpf("1e-30"), 1)],
)
def test_the_side_of_a_value(number: Any, sign: int) -> None:
    """Fractions are on their side however small, other numbers where their digits tell."""
    assert side(number) == sign


def test_what_fifty_digits_do_not_tell_is_undecided() -> None:
    """A difference that is 0 up to rounding is on neither side."""
    nothing = value(sympy.sqrt(x) * sympy.sqrt(y) - sympy.sqrt(x * y), x=2, y=3)
    with pytest.raises(Undecided):
        side(nothing)


def test_a_floor_at_a_jump_is_undecided() -> None:
    """The floor of a number that is whole up to rounding is not guessed."""
    with pytest.raises(Undecided):
        value(sympy.floor(sympy.sqrt(x) * sympy.sqrt(y)), x=8, y=2)
    assert value(sympy.floor(sympy.sqrt(x)), x=10) == 3


def test_equal_subexpressions_are_computed_once() -> None:
    """A program shares what its expressions share, and runs on any givens."""
    program = Program([sympy.exp(x) + 1, sympy.exp(x) * 2])
    alone = Program([sympy.exp(x) + 1])
    assert len(program._steps) <= len(alone._steps) + 2
    first, second = program.run({"x": 0})
    assert (first, second) == (2, 2)
    assert program.run({"x": 0}) == [first, second]


def test_an_unknown_function_is_refused() -> None:
    """What cannot be evaluated exactly is not approximated silently."""
    with pytest.raises(TypeError, match="gamma"):
        Program([sympy.gamma(x)])


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [(0.1, Fraction(1, 10)), (3, Fraction(3)), (HALF, HALF), (1e-9, Fraction(1, 10**9))],
)
def test_givens_are_exact(given_value: Any, expected: Fraction) -> None:
    """A given float is the decimal it is written as, not its binary neighbour."""
    assert exact(given_value) == expected
