"""Evaluation at a point, in floats and in many digits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.maths.numeric import FLOAT, arithmetic, evaluate, evaluate_to, many_digits
from dldrill.maths.program import TooBig, Undefined, flatten, run, sides
from dldrill.maths.reader import read_expression
from dldrill.maths.tree import Node, name, number

X = {"x": 0.7, "y": -1.3, "n": 5}
VALUES = [
    ("x+y-n", 0.7 - 1.3 - 5),
    ("x*y/n", 0.7 * -1.3 / 5),
    ("-x^2", -0.49),
    ("y^3", -2.197),
    ("y^-2", 1 / 1.69),
    ("x^y", 0.7**-1.3),
    ("0^0", 1),
    ("0^x", 0),
    ("n//2", 2),
    ("y//1", -2),
    ("e+pi", math.e + math.pi),
    ("exp(y)", math.exp(-1.3)),
    ("ln(x)", math.log(0.7)),
    ("log2(n)", math.log2(5)),
    ("log10(n)", math.log10(5)),
    ("sqrt(x)", math.sqrt(0.7)),
    ("sqrt(x-x)", 0),
    ("sin(x)", math.sin(0.7)),
    ("cos(x)", math.cos(0.7)),
    ("tan(x)", math.tan(0.7)),
    ("sinh(x)", math.sinh(0.7)),
    ("cosh(x)", math.cosh(0.7)),
    ("tanh(x)", math.tanh(0.7)),
    ("sech(x)", 1 / math.cosh(0.7)),
    ("sigmoid(x)", 1 / (1 + math.exp(-0.7))),
    ("sigmoid(y)", 1 / (1 + math.exp(1.3))),
    ("|y|+|x|", 2.0),
    ("max(x,y,n)", 5),
    ("max(y,x)", 0.7),
    ("min(x,y,n)", -1.3),
    ("min(y,x)", -1.3),
    ("relu(x)+relu(y)", 0.7),
    ("sign(y)+sign(x-x)+5sign(x)", 4),
    ("positive(y)+positive(x-x)+5positive(x)", 5),
    ("floor(y)", -2),
    ("ceil(y)", -1),
    ("1e-300", 1e-300),
    ("1/3", 1 / 3),
]


@pytest.mark.parametrize(("typed", "value"), VALUES)
def test_floats(typed: str, value: float) -> None:
    """Every operation and function gives the value of Python's own."""
    assert evaluate(read_expression(typed, X), X) == pytest.approx(value, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize(("typed", "value"), VALUES)
def test_many_digits(typed: str, value: float) -> None:
    """The same at 160 bits, to the last digit of a float."""
    assert float(evaluate_to(read_expression(typed, X), X, 40)) == pytest.approx(value, rel=1e-14, abs=1e-15)


def test_digits_are_right() -> None:
    """pi, e and a logarithm to 40 digits."""
    digits = evaluate_to(read_expression("pi"), {}, 40)
    assert digits == "3.141592653589793238462643383279502884197"
    assert evaluate_to(read_expression("ln(2)"), {}, 30) == "0.693147180559945309417232121458"


UNDEFINED = [
    "1/z",
    "ln(z)",
    "ln(-x)",
    "log2(-x)",
    "log10(z)",
    "sqrt(-x)",
    "z^-1",
    "(-x)^x",
    "n//z",
    "(-x)^0.5",
]


@pytest.mark.parametrize("typed", UNDEFINED)
def test_undefined(typed: str) -> None:
    """Where there is no real value, both evaluations say so."""
    point = {**X, "z": 0.0}
    tree = read_expression(typed, point)
    with pytest.raises(Undefined):
        evaluate(tree, point)
    with pytest.raises(Undefined):
        evaluate_to(tree, point, 30)


@pytest.mark.parametrize(
    "typed", ["exp(t)", "2^t", "t^t^t", "sinh(t)", "cosh(t)", "e^e^e^e^e", "sigmoid(-t)*0+exp(t)"]
)
def test_too_big(typed: str) -> None:
    """What overflows is told apart from what is undefined, in both evaluations."""
    point = {"t": 1e6}
    tree = read_expression(typed, point)
    with pytest.raises(TooBig):
        evaluate(tree, point)
    with pytest.raises(TooBig):
        evaluate_to(tree, point, 30)


@pytest.mark.parametrize(
    ("typed", "t"), [("sin(t)", 1e10), ("tanh(t)", 2e5), ("sech(t)", 2e5), ("2^t", 2e5), ("2^t", -2.1e5)]
)
def test_bounds_of_many_digits(typed: str, t: float) -> None:
    """Arguments beyond the bounds are not computed to many digits."""
    with pytest.raises(TooBig):
        evaluate_to(read_expression(typed, ["t"]), {"t": t}, 30)


@pytest.mark.parametrize(("typed", "t"), [("sin(t)", 1e9), ("tanh(t)", 1e5), ("2^t", 1.9e5), ("1^t", 1e300)])
def test_within_the_bounds(typed: str, t: float) -> None:
    """Arguments at the bounds are."""
    tree = read_expression(typed, ["t"])
    if typed == "1^t":
        with pytest.raises(TooBig):  # the exponent alone is enormous
            evaluate_to(tree, {"t": t}, 30)
    else:
        assert evaluate_to(tree, {"t": t}, 30)


@pytest.mark.parametrize("typed", ["t*t", "t+t", "t/0.1", "-t-t", "t^2", "1e1-t*9e9", "1e308*1e9"])
def test_no_float_is_infinite(typed: str) -> None:
    """An overflow in floats is told, whatever the operation."""
    with pytest.raises(TooBig):
        evaluate(read_expression(typed, ["t"]), {"t": 1.7e308})


def test_saturated_functions_stay_finite() -> None:
    """Sigmoid and sech of large numbers do not overflow."""
    for t in 800.0, -800.0:
        assert evaluate(read_expression("sigmoid(t)+sech(t)", ["t"]), {"t": t}) in {0.0, 1.0}


def test_components_are_names() -> None:
    """The index node s[y] of a traced formula is the variable s_y."""
    tree = Node("mul", (number(2), Node("index", (name("s"), name("y")))))
    assert evaluate(tree, {"s_y": 3}) == 6
    assert flatten(tree).names == {"s_y"}


def test_a_common_part_is_computed_once() -> None:
    """Equal subexpressions become one step, over several trees."""
    program = flatten(read_expression("exp(x)+exp(x)", ["x"]), read_expression("exp(x)", ["x"]))
    assert [step.op for step in program.steps] == ["name", "exp", "add"]
    assert program.results == (2, 1)
    assert program.fixed == (False, False, False)


def test_fixed_steps_are_taken_over() -> None:
    """What depends on no name is not computed again."""
    program = flatten(read_expression("ln(2)x", ["x"]))
    assert program.fixed == (True, True, False, False)
    first = run(program, FLOAT, {"x": 1.0})
    first[1] = 100.0
    assert run(program, FLOAT, {"x": 2.0}, first)[-1] == 200.0


@pytest.mark.parametrize(
    ("typed", "point", "found"),
    [
        ("|x|", 2, {0: 1}),
        ("|x|", -2, {0: 0}),
        ("relu(x)", 2, {0: 1}),
        ("relu(x)", -2, {0: 0}),
        ("max(x,0,1)", -1, {0: 2}),
        ("max(x,0,1)", 3, {0: 0}),
        ("min(x,0,1)", -1, {0: 0}),
        ("min(x,0,1)", 3, {0: 1}),
        ("sign(x)*positive(-x)", 1, {0: 1, 1: 0}),
        ("abs(ln(x))", -1, {}),
    ],
)
def test_sides(typed: str, point: float, found: dict[int, int]) -> None:
    """A run tells on which side of each abs, relu, max and min it was, in both arithmetics."""
    program = flatten(read_expression(typed, ["x"]))
    expected = {(program.kinks[kink], side) for kink, side in found.items()}
    outcomes = run(program, FLOAT, {"x": point})
    assert sides(program, FLOAT, outcomes) == expected
    many = arithmetic(160)
    outcomes = run(program, many, {"x": many_digits(point)})
    assert sides(program, many, outcomes) == expected


@given(st.floats(-20, 20), st.floats(0.01, 20))
def test_both_evaluations_agree(x: float, y: float) -> None:
    """A float and many digits differ only by rounding."""
    tree = read_expression("y^x + exp(tanh(x))*ln(y) - |x|/y", ["x", "y"])
    point = {"x": x, "y": y}
    assert evaluate(tree, point) == pytest.approx(float(evaluate_to(tree, point, 30)), rel=1e-9, abs=1e-9)
