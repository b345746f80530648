"""Closed forms on symbols: the recorded operations, and the decisions they take for granted."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import sympy

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, TracedWorking, Working
from dldrill.maths import functions as fn
from dldrill.maths.linear import Matrix, Vector
from dldrill.proving.algebra import Condition, closed_form
from dldrill.proving.evaluate import Program
from dldrill.proving.recording import givens_of, record

a, b, x1, x2 = sympy.symbols("a b x_1 x_2", real=True)


class Toy(Family):
    """Numbers, two vectors and a matrix."""

    a: float = given("a", Range(1, 9), "a", default=3)
    b: float = given("b", Range(1, 9), "b", default=2)
    x: Vector = given("x", OneOf(Vector(1, 2)), "x", default=Vector(3, -2))
    y: Vector = given("y", OneOf(Vector(1, 2)), "y", default=Vector(1, 4))
    A: Matrix = given("A", OneOf(Matrix((1, 2))), "A", default=Matrix((1, 2), (3, 4)))

    def solve(self, work: Working) -> None:
        """Left to the tests."""
        raise NotImplementedError


def traced(compute: Callable[[Any], Any], **givens: Any) -> TracedWorking:
    """A traced sheet with one answer."""
    work = TracedWorking()
    work.answer("y", compute(Toy(**givens).seen(work.tape)), "so", Asked("y"))
    return work


@pytest.mark.parametrize(
    ("compute", "expected"),
    [
        (lambda p: (p.a + 1) * p.b, (a + 1) * b),
        (lambda p: p.a / p.b - 2**p.a, a / b - 2**a),
        (lambda p: -(p.a**2), -(a**2)),
        (lambda p: (p.a - 1) // p.b, sympy.floor((a - 1) / b)),
        (lambda p: fn.ceil(p.a / p.b), -sympy.floor(-a / b)),
        (lambda p: fn.sqrt(p.a) + fn.exp(p.b), sympy.sqrt(a) + sympy.exp(b)),
        (lambda p: fn.ln(p.a) + fn.log2(p.b), sympy.log(a) + sympy.log(b) / sympy.log(2)),
        (lambda p: fn.sigmoid(p.a), 1 / (1 + sympy.exp(-a))),
        (lambda p: fn.tanh(p.a) * fn.sin(p.b) * fn.cos(p.b), sympy.tanh(a) * sympy.sin(b) * sympy.cos(b)),
        (lambda p: p.x[0] * p.x[-1], x1 * x2),
        (lambda p: (p.a, p.b + 1), [a, b + 1]),
        (lambda p: p.x * p.a, [x1 * a, x2 * a]),
        (lambda p: p.a * p.x + 1, [x1 * a + 1, x2 * a + 1]),
        (lambda p: fn.vector(p.a, 5), [a, sympy.Integer(5)]),
        (lambda p: p.x @ p.x, x1**2 + x2**2),
        (lambda p: fn.added(p.x) + fn.mean(p.x), x1 + x2 + (x1 + x2) / 2),
        (lambda p: fn.norm(p.x), sympy.sqrt(x1**2 + x2**2)),
        (lambda p: fn.relu(p.x), [x1, sympy.Integer(0)]),
        (lambda p: fn.positive(p.x), [sympy.Integer(1), sympy.Integer(0)]),
        (lambda p: fn.sign(p.x), [sympy.Integer(1), sympy.Integer(-1)]),
        (lambda p: fn.absolute(p.x), [x1, -x2]),
        (lambda p: fn.maximum(p.a, p.b) - fn.minimum(p.a, p.b), a - b),
        (lambda p: fn.argmin(p.x), sympy.Integer(1)),
        (lambda p: fn.onehot(fn.argmax(p.x), 3), [sympy.Integer(1), sympy.Integer(0), sympy.Integer(0)]),
        (lambda p: p.a + 0.1, a + sympy.Rational(1, 10)),
    ],
)
def test_closed_forms_are_those_of_the_textbook(compute: Callable[[Any], Any], expected: Any) -> None:
    """Each operation is carried out on symbols along the path of the numbers."""
    recording, _ = record(traced(compute))
    found = closed_form(recording).answers["y"]
    flat, wanted = (value if isinstance(value, list) else [value] for value in (found, expected))
    assert len(flat) == len(wanted)
    assert all(sympy.simplify(one - other) == 0 for one, other in zip(flat, wanted, strict=True))


ENTRIES: dict[str, Callable[[Any], Any]] = {
    "matrix times vector": lambda p: p.A @ p.x,
    "matrix times matrix": lambda p: p.A @ p.A,
    "transpose": lambda p: p.A.T @ p.x,
    "outer": lambda p: fn.outer(p.x, p.y) - p.A,
    "concat": lambda p: fn.concat(p.x, p.y) * 2,
    "softmax": lambda p: fn.softmax(p.x * 0.5),
    "elementwise": lambda p: fn.tanh(p.x) / (fn.exp(p.y * 0.1) + 1) - 2 * p.x,
    "rows": lambda p: p.A[1] @ p.y,
    "total": lambda p: fn.total(v * p.a for v in p.x),
    "gates": lambda p: fn.relu(p.A @ p.x) * fn.positive(p.y) + fn.absolute(p.x) - fn.sign(p.y),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_closed_forms_evaluate_to_the_values(name: str) -> None:
    """On random givens the closed form gives what the numbers gave, cell by cell."""
    stream = Random(name)
    for _ in range(5):
        cells = [stream.randint(-9, 9) for _ in range(8)]
        givens = {
            "x": Vector(*cells[:2]),
            "y": Vector(*cells[2:4]),
            "A": Matrix(cells[4:6], cells[6:]),
        }
        work = traced(ENTRIES[name], **givens)
        recording, used = record(work)
        found = closed_form(recording).answers["y"]
        values = Program(flat(found)).run(givens_of(used))
        expected = flat(work.answers["y"])
        assert len(values) == len(expected)
        for value, right in zip(values, expected, strict=True):
            assert math.isclose(float(value), float(right), rel_tol=1e-12, abs_tol=1e-12)


def flat(value: Any) -> list[Any]:
    """All cells in a row."""
    if isinstance(value, list | Vector | Matrix):
        return [cell for part in value for cell in flat(part)]
    return [value]


@pytest.mark.parametrize(
    ("compute", "conditions"),
    [
        (lambda p: 1 if p.a > p.b else 0, [Condition(a - b, 0b100)]),
        (lambda p: 1 if p.a < p.b else 0, [Condition(a - b, 0b110)]),
        (lambda p: 1 if p.a <= p.b else 0, [Condition(a - b, 0b100)]),
        (lambda p: 1 if p.a >= p.b else 0, [Condition(a - b, 0b110)]),
        (lambda p: 1 if p.a == p.b else 0, [Condition(a - b, 0b101)]),
        (lambda p: 1 if p.a != p.b else 0, [Condition(a - b, 0b101)]),
        (lambda p: 1 if p.a - 3 else 0, [Condition(a - 3, 0b010)]),
        (lambda p: fn.relu(p.x), [Condition(x1, 0b100), Condition(x2, 0b001)]),
        (lambda p: fn.argmax(p.x), [Condition(x1 - x2, 0b100)]),
        (lambda p: fn.argmin(p.x), [Condition(x2 - x1, 0b001)]),
        (lambda p: fn.maximum(p.a, p.b), [Condition(a - b, 0b100)]),
    ],
)
def test_conditions_are_the_sides_that_were_taken(
    compute: Callable[[Any], Any], conditions: list[Condition]
) -> None:
    """Every decision is kept as a difference and the signs (−, 0, +) under which it stays the same."""
    recording, _ = record(traced(compute))
    assert closed_form(recording).conditions == conditions


def test_vectors_are_not_compared_as_a_whole() -> None:
    """A comparison of vectors has no side; the family must compare numbers."""
    recording, _ = record(traced(lambda p: 1 if p.x == p.y else 0))
    with pytest.raises(TypeError, match="whole"):
        closed_form(recording)
