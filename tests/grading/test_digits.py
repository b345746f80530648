"""How finely an answer was typed, and what it takes for a value to be what it was rounded from."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from dldrill.answer.spec import Spec
from dldrill.dealing.dealt import Part
from dldrill.grading.digits import TypedAnswer, as_float, cells
from dldrill.maths.linear import Matrix, Vector


def answer(kind: str, typed: str, given: Any, right: Any = None, rtol: float = 0.01) -> TypedAnswer:
    """An answer, whose right one is itself unless another is given."""
    return TypedAnswer(Part("y", "y", kind, given if right is None else right, Spec(rtol=rtol)), given, typed)


@pytest.mark.parametrize(
    ("kind", "typed", "given", "literals"),
    [
        ("number", "0.0350", 0.035, ["350"]),
        ("number", "35.", 35, ["35"]),
        ("number", ".35", 0.35, ["35"]),
        ("number", "1,234,567", 1234567, ["1234567"]),
        ("number", "1 234", 1234, ["1234"]),
        ("number", "1.5 x 10^(-3)", 0.0015, ["15"]),
        ("number", "1.5*10**3", 1500, ["15"]),
        ("number", "1.5E-3", 0.0015, ["15"]),
        ("number", "2*3", 6, []),
        ("number", "281000000", 281_000_000, ["281"]),
        ("number", "28100", 28100, ["281"]),
        ("number", "2810", 2810, ["2810"]),
        ("number", "1000", 1000, ["1000"]),
        ("number", "1200.00", 1200, ["120000"]),
        ("number", "0", 0, [""]),
        ("vector", "1,200 3", (1, 200, 3), ["1", "200", "3"]),
        ("vector", "1,234", (1, 234), ["1", "234"]),
        ("vector", "1, 2*3", (1, 6), []),
    ],
)
def test_literals(kind: str, typed: str, given: Any, literals: list[str]) -> None:
    """The digits that were typed, without a power of ten and without zeros that only hold a place."""
    assert answer(kind, typed, given).literals == literals


@pytest.mark.parametrize(
    ("kind", "typed", "given", "digits"),
    [
        ("number", "0.35", 0.35, 2),
        ("number", "3", 3, 1),
        ("number", "1/3", Fraction(1, 3), 12),
        ("number", "30*40", 1200, 4),
        ("integer", "1234", 1234, 4),
        ("vector", "0.5 2 3", (0.5, 2, 3), 2),
        ("vector", "0.5 0 3", (0.5, 0, 3), 1),
        ("vector", "1.234 0 3", (1.234, 0, 3), 4),
        ("matrix", "1 2; 3 4", ((1, 2), (3, 4)), 3),
        ("signs", "+ - 0", ("+-0",), 1),
    ],
)
def test_digits_that_tell(kind: str, typed: str, given: Any, digits: int) -> None:
    """So many significant digits in one cell, or one more cell than that which is not 0, are no accident."""
    found = answer(kind, typed, given)
    assert [wanted for wanted in range(15) if found.tells(wanted)] == list(range(digits + 1))


@pytest.mark.parametrize(("right", "tells"), [(9, False), (-9, False), (10, True), (-10, True)])
def test_small_whole_numbers_tell_nothing(right: int, tells: bool) -> None:
    """Every whole number lies near one below 10."""
    assert answer("integer", "123", 123, right).tells(2) is tells
    assert answer("integer", "123", 123, right).tells(1)


@pytest.mark.parametrize(
    ("value", "digits", "agrees"),
    [
        (0.3549, 2, True),
        (0.3451, 2, True),
        (0.356, 2, False),
        (0.344, 2, False),
        (0.3549, 3, False),
        (0.3516, 0, True),
        (0.354, 0, False),
        ((0.35, 0.35), 2, False),
        (0.5001, 2, False),
    ],
)
def test_agreeing(value: Any, digits: int, agrees: bool) -> None:
    """To the digits typed, or within the tolerance where no digits are asked for; never the right value."""
    assert answer("number", "0.35", 0.35, 0.5).agrees(value, digits) is agrees


def test_what_is_right_agrees_with_nothing() -> None:
    """A value that would be accepted as right explains no wrong answer."""
    assert not answer("number", "0.51", 0.51, 0.509).agrees(0.51, 2)
    assert answer("number", "0.51", 0.51, 0.509, rtol=0.0001).agrees(0.51, 2)
    assert not answer("integer", "51", 51, 51).agrees(51, 2)


def test_rounding_has_an_edge() -> None:
    """Half a unit of the last digit and a trifle, or a billionth where nothing was rounded."""
    typed = answer("number", "0.35", 0.35)
    assert [typed.rounds_from((x,)) for x in (0.355, 0.3551, 0.345, 0.3449)] == [True, False, True, False]
    exact = answer("number", "7/20", Fraction(7, 20))
    assert [exact.rounds_from((x,)) for x in (0.35 + 3e-10, 0.35 + 4e-10)] == [True, False]


@pytest.mark.parametrize(
    ("value", "row"),
    [
        (3, (3,)),
        ("+0-", (1, 0, -1)),
        (("+0", "--"), (1, 0, -1, -1)),
        (Vector(1, 2), (1, 2)),
        (Matrix((1, 2), (3, 4)), (1, 2, 3, 4)),
        ([(1, 2), [3]], (1, 2, 3)),
    ],
)
def test_cells(value: Any, row: tuple[Any, ...]) -> None:
    """The numbers in a row, signs as numbers."""
    assert cells(value) == row


def test_numbers_beyond_all_floats() -> None:
    """They count as infinite, and a unit of theirs as nothing."""
    assert as_float(10**400) == math.inf
    assert as_float(Fraction(1, 4)) == 0.25
    assert answer("integer", "9^400", 9**400).units == [0]
    assert answer("number", "1.5e400", 15 * 10**399).units == [0]
