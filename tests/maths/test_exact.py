"""Exact evaluation within bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.maths.exact import MAX_BITS, exact, literal, power
from dldrill.maths.program import TooBig, Undefined
from dldrill.maths.reader import read_expression
from dldrill.maths.tree import Node, call, name, number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1/3", Fraction(1, 3)),
        ("0.1+0.2", Fraction(3, 10)),
        ("7*7*64", 3136),
        ("2-5", -3),
        ("-2^2", -4),
        ("2^-2", Fraction(1, 4)),
        ("(2/3)^3", Fraction(8, 27)),
        ("(-1)^3", -1),
        ("(-1)^4", 1),
        ("1^(9^20)", 1),
        ("0^0", 1),
        ("0^3", 0),
        ("5^0", 1),
        ("4^(1/2)", 2),
        ("(4/9)^1.5", Fraction(8, 27)),
        ("sqrt(49/4)", Fraction(7, 2)),
        ("sqrt(0)", 0),
        ("|1/2-1|", Fraction(1, 2)),
        ("max(1,3,2)+min(1,3,2)", 4),
        ("relu(-2)+relu(3)", 3),
        ("sign(-2)+sign(0)*5+10sign(7)", 9),
        ("positive(-2)+positive(0)+positive(7)", 1),
        ("floor(-1/2)", -1),
        ("ceil(-1/2)", 0),
        ("17//5", 3),
        ("-17//5", -4),
        ("50%", Fraction(1, 2)),
    ],
)
def test_rational(typed: str, value: Fraction | int) -> None:
    """Rational arithmetic, its powers, rounding and choices are exact."""
    assert exact(read_expression(typed)) == value


@pytest.mark.parametrize(
    "typed",
    ["x", "e", "pi", "2x", "sqrt(2)", "2^0.5", "8^(1/3)", "ln(2)", "exp(0)", "tanh(0)", "0*x", "0*ln(-1)"],
)
def test_more_than_rational(typed: str) -> None:
    """Names, constants and functions are left to the numeric evaluation."""
    assert exact(read_expression(typed, ["x"])) is None


def quotient(a: str, b: str) -> Node:
    """A division that the reader would refuse."""
    return Node("div", (number(a), number(b)))


@pytest.mark.parametrize(
    ("tree", "error"),
    [
        (quotient("1", "0"), Undefined),
        (Node("add", (name("x"), quotient("1", "0"))), Undefined),
        (Node("floordiv", (number(1), number(0))), Undefined),
        (Node("pow", (number(0), number("-1"))), Undefined),
        (call("sqrt", number("-4")), Undefined),
        (number("1/0"), Undefined),
        (number("x"), Undefined),
        (number(""), Undefined),
        (number("."), Undefined),
        (number("1e99999999999999"), TooBig),
        (number("1e1233"), TooBig),
        (number("9" * 2000), TooBig),
        (Node("pow", (number(2), number(MAX_BITS))), TooBig),
        (Node("pow", (number("1/2"), number(MAX_BITS))), TooBig),
        (Node("pow", (number(9), number("1e30"))), TooBig),
        (Node("mul", (number("1e1000"), number("1e1000"))), TooBig),
        (Node("mul", (name("x"), number("1e9999"))), TooBig),
        (Node("add", (quotient("1", "0"), number("1e9999"))), Undefined),
        (Node("matmul", (number(1), number(1))), Undefined),
    ],
)
def test_refuses(tree: Node, error: type[Exception]) -> None:
    """What is undefined or enormous is refused wherever it stands; undefined goes first."""
    with pytest.raises(error):
        exact(tree)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8224", 8224),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("-1.5", Fraction(-3, 2)),
        ("+2", 2),
        ("1e-3", Fraction(1, 1000)),
        ("2.5E+2", 250),
        ("1/3", Fraction(1, 3)),
        ("-7/14", Fraction(-1, 2)),
        ("0.5/3", Fraction(1, 6)),
    ],
)
def test_literals(text: str, value: Fraction | int) -> None:
    """The digits of a number, however they are written."""
    assert literal(text) == value


def test_the_largest_power() -> None:
    """A power of as many bits as allowed is computed, one more is not."""
    largest = power(Fraction(2), Fraction(MAX_BITS - 1))
    assert largest.numerator.bit_length() == MAX_BITS
    with pytest.raises(TooBig):
        power(Fraction(2), Fraction(MAX_BITS))


@given(st.fractions(), st.fractions())
def test_agrees_with_fractions(a: Fraction, b: Fraction) -> None:
    """The four operations are those of fractions."""
    x, y = number(str(a)), number(str(b))
    assert exact(Node("add", (x, y))) == a + b
    assert exact(Node("sub", (x, y))) == a - b
    assert exact(Node("mul", (x, y))) == a * b
    if b:
        assert exact(Node("div", (x, y))) == a / b
