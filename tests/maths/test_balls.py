"""Numbers with a bound on their error."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from mpmath.libmp import from_int, mpf_sub

from dldrill.maths.balls import EXACTLY, Ball, Unclear, ball, balls, size, together
from dldrill.maths.program import NoValue, Undefined, flatten, run
from dldrill.maths.reader import read_expression

X = {"x": 0.7, "y": -1.3, "n": 5}


def outcome(typed: str, precision: int, point: dict[str, float] = X) -> Any:
    """The ball of what was typed, or why there is none."""
    program = flatten(read_expression(typed, point))
    values = {name: ball(value, precision) for name, value in point.items()}
    return run(program, balls(precision), values)[program.results[0]]


LEAVES = ("x", "y", "n", "1", "2", "1/3", "0.1", "e", "pi", "3", "1e-20")
FORMS = (
    *(
        "({0}+{1})",
        "({0}-{1})",
        "({0}*{1})",
        "({0}/{1})",
        "({0})^2",
        "({0})^-3",
        "|{0}|^({1})",
        "({0}+1)-({0})",
    ),
    *(
        "exp({0})",
        "ln(|{0}|+{1}^2)",
        "log2(1+{0}^2)",
        "log10(1+{0}^2)",
        "sqrt(|{0}|)",
        "sin({0})",
        "cos({0})",
    ),
    *(
        "tan({0})",
        "sinh({0})",
        "cosh({0})",
        "tanh({0})",
        "sech({0})",
        "sigmoid({0})",
        "max({0},{1})",
        "min({0},{1})",
    ),
    *(
        "relu({0})",
        "floor({0})",
        "ceil({0})",
        "({0})//({1})",
        "sign({0})*({1})",
        "positive({0})+({1})",
        "-({0})",
    ),
)


def formula(random: Random, deep: int) -> str:
    """Any formula of this depth."""
    if not deep:
        return random.choice(LEAVES)
    return random.choice(FORMS).format(formula(random, deep - 1), formula(random, deep - 1))


@pytest.mark.parametrize("seed", range(5))
def test_the_true_value_is_within_the_error(seed: int) -> None:
    """With many more digits every value stays within the error that was promised for it."""
    random, met = Random(seed), 0
    while met < 200:
        typed = formula(random, random.randint(1, 3))
        try:
            rough, fine = (outcome(typed, precision) for precision in (80, 1500))
        except ValueError:
            continue  # it holds a division by zero
        if isinstance(rough, Undefined):
            assert isinstance(fine, NoValue), typed
        elif isinstance(rough, Ball) and isinstance(fine, Ball):
            met += 1
            apart = size(mpf_sub(rough.mid, fine.mid, 300, "n"))
            assert apart <= together(rough.error, fine.error), typed
            assert rough.error == EXACTLY or rough.error > -1400, typed


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *(("x*0+n*n-25", 0), ("n/5", 1), ("2^n", 32), ("sqrt(n*n)", 5), ("exp(x-x)", 1), ("ln(n/5)", 0)),
        *(
            ("log2(2^n)", 5),
            ("floor(n/2)", 2),
            ("ceil(-n/2)", -2),
            ("sign(y)", -1),
            ("(x-x)*ln(n)", 0),
            ("n//3", 1),
        ),
        *(
            ("cos(n-5)", 1),
            ("tan(n-5)+sin(n-5)+tanh(n-5)", 0),
            ("0^n", 0),
            ("ln(n)^0", 1),
            ("ln(x)-ln(x)", 0),
        ),
    ],
)
def test_exact_steps_have_no_error(typed: str, value: int) -> None:
    """What the bits are enough for is known exactly."""
    assert outcome(typed, 120) == Ball(from_int(value), EXACTLY)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "1/(e^ln(n)-n)",
            "floor(e^ln(n))",
            "sign(e^ln(n)-n)",
            "sqrt(e^ln(n)-n)",
            "ln(e^ln(n)-n)",
            "y^(e^ln(n))",
        ),
        *("(e^ln(n)-n)^-1", "(e^ln(n)-n)^0.5", "0^(e^ln(n)-n)", "(1e30+e^ln(n)-1e30-n)^x", "ln(1-tanh(99n))"),
    ],
)
def test_edges_are_unclear(typed: str) -> None:
    """Where rounding would decide, nothing is said."""
    assert isinstance(outcome(typed, 120), Unclear)


@pytest.mark.parametrize(
    "typed", ["1/(n-5)", "ln(n-5)", "ln(-e^n)", "sqrt(-ln(n))", "y^0.5", "y^ln(n)", "(n-5)^-2"]
)
def test_undefined_is_certain(typed: str) -> None:
    """What has no value whatever the digits is undefined."""
    assert isinstance(outcome(typed, 120), Undefined)


@pytest.mark.parametrize(
    "value", [0, 5, -0.375, Fraction(1, 3), Fraction(-7, 8), Fraction(1, 10**40), 10**60]
)
def test_fractions(value: Fraction) -> None:
    """A fraction is exact if it is one of a power of two within the bits."""
    whole = Fraction(value)
    short = whole.denominator & (whole.denominator - 1) == 0 and abs(whole.numerator) < 2**120
    assert (ball(value, 120).error == EXACTLY) is short
    assert size(ball(4, 120).mid) == 2
