"""Values that are built of computed ones keep their history, and nothing loses it in silence."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from dldrill.derivation.domain import Range, Vectors
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Working
from dldrill.faults import Fault
from dldrill.maths.functions import floor, softmax, vector
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.trace import Tape, Traced, formula
from dldrill.maths.typeset import layout_of
from dldrill.maths.unicode_line import line
from dldrill.proving.roads import prove


class Built(Family):
    """Vectors and matrices of computed cells, every way that one would write them."""

    v: Vector = given("v", Vectors(2, Range(1, 5)), "a vector", default=Vector(1, 2))
    k: int = given("k", Range(2, 5), "a number", default=3)

    def solve(self, work: Working) -> Any:
        """One step each."""
        k = self.k
        a = work.step("a", Vector(self.v[0] * k, self.v[1] ** 2), "cells", same=(lambda: Vector(k, 1), "no"))
        work.step("b", Vector(*(cell + 1 for cell in a)), "from a loop")
        work.step("c", Matrix(a, (k, 1)), "rows")
        work.step("d", Vector(1, 2) * k + a + Vector(k, 1), "arithmetic with what is not yet a step")
        work.step("e", Vector(3, 4) @ a, "a product")
        work.step("f", softmax(Vector(k / 10, a[0] / 10)), "a function")
        work.step("g", vector(k, 1), "the function")
        return work.answer("h", abs(k - 7) + math.ceil(k / 2) + math.floor(k / 2) + floor(k / 3), "numbers")

    def check(self) -> dict[str, Any]:
        """In words."""
        return {"h": 7 - self.k + self.k + self.k // 3}


@pytest.mark.parametrize(
    ("step", "symbols", "figures"),
    [
        ("a", "[v₁·k, v₂²]", "[1·3, 2²]"),
        ("b", "[a₁ + 1, a₂ + 1]", "[3 + 1, 4 + 1]"),
        ("c", "[a₁ a₂; k 1]", "[3 4; 3 1]"),
        ("d", "[1, 2]·k + a + [k, 1]", "[1, 2]·3 + [3, 4] + [3, 1]"),
        ("e", "[3, 4]·a", "[3, 4]·[3, 4]"),
        ("f", "softmax([k/10, a₁/10])", "softmax([3/10, 3/10])"),
        ("g", "[k, 1]", "[3, 1]"),
        ("h", "|k − 7| + ⌈k/2⌉ + ⌊k/2⌋ + ⌊k/3⌋", "|3 − 7| + ⌈3/2⌉ + ⌊3/2⌋ + ⌊3/3⌋"),
    ],
)
def test_a_built_value_is_written_out(step: str, symbols: str, figures: str) -> None:
    """Its formula shows the cells as they were computed."""
    made = Built().traced().lines[step].formula
    assert line(layout_of(formula(made))) == symbols
    assert line(layout_of(formula(made, figures=True))) == figures


def test_a_built_value_has_the_same_value_on_every_road() -> None:
    """Plain and traced runs agree step by step, and sympy with both."""
    problem = Built()
    assert {name: at.value for name, at in problem.traced().lines.items()} == problem.altered().values
    assert prove(problem).ok


class Answers(Built):
    """A vector and a matrix of computed cells that are asked for."""

    def solve(self, work: Working) -> Any:
        """Both."""
        row = work.answer("row", Vector(self.k * self.v[0], self.k), "a row")
        return work.answer("both", Matrix(row, (self.k**2, 1)) * self.k, "two rows, times k")

    def check(self) -> dict[str, Any]:
        """By hand, of the default."""
        return {"row": Vector(3, 3), "both": Matrix((9, 9), (27, 3))}


def test_built_answers_are_proven_on_every_road() -> None:
    """Closed forms of vectors and matrices meet the numbers."""
    proof = prove(Answers())
    assert proof.ok, proof.disagreements
    assert not prove(Answers(k=4)).ok


NUMBER = Traced(2.5, "given", (), Tape(), "x")


def by_numpy(value: Any) -> Any:
    """A function of numpy."""
    import numpy as np

    return np.exp(value)


def as_array(value: Any) -> Any:
    """An array of numpy."""
    import numpy as np

    return np.array([value, value])


@pytest.mark.parametrize(
    ("lose", "instead"),
    [
        (float, "dldrill.maths.functions has exp, ln, log2, sqrt"),
        (math.sqrt, "dldrill.maths.functions has exp, ln, log2, sqrt"),
        (math.log2, "dldrill.maths.functions has exp, ln, log2, sqrt"),
        (by_numpy, "numpy would lose how the value was made: dldrill.maths.functions has exp"),
        (as_array, "numpy would lose how the value was made: dldrill.maths.functions has exp"),
        (int, "write x // 1"),
        (math.trunc, "write x // 1"),
        (round, "it is rounded where it is shown"),
        (lambda x: round(x, 2), "it is rounded where it is shown"),
        (lambda x: x % 2, "write a - a // b * b"),
        (lambda x: 7 % x, "write a - a // b * b"),
    ],
)
def test_what_would_lose_the_history_is_refused(lose: Callable[[Any], Any], instead: str) -> None:
    """The error says what to write instead."""
    with pytest.raises(TypeError, match="would lose how the value was made") as error:
        lose(NUMBER)
    assert instead in str(error.value)


def test_a_traced_value_in_a_text_is_its_number() -> None:
    """The reason of a step can tell a number."""
    assert f"{NUMBER} is {NUMBER:.2f}" == "2.5 is 2.50"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"check": 1}, "Wrong.check: every family has a check of its own: give the given another name"),
        ({"parts": 1}, "Wrong.parts: every family has a parts of its own"),
        ({"traced": 1}, "Wrong.traced: every family has a traced of its own"),
    ],
)
def test_a_given_with_the_name_of_a_method_is_refused(body: dict[str, int], says: str) -> None:
    """When the class is made, not when the method is missed."""
    space: dict[str, Any] = {
        name: given("x", Range(1, 3), "x", default=value) for name, value in body.items()
    }
    with pytest.raises(Fault, match=says):
        type("Wrong", (Family,), space | {"__annotations__": dict.fromkeys(body, int)})


def test_a_field_that_is_no_given_is_refused() -> None:
    """A class attribute with a type would be a field."""
    with pytest.raises(Fault, match="size has a type, but is no given"):
        type("Wrong", (Family,), {"size": 3, "__annotations__": {"size": int}})
