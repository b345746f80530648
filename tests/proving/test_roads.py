"""The three roads meet on right solutions, and part on wrong ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

import pytest

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.maths.functions import argmax, ln, relu, softmax, sqrt, vector
from dldrill.maths.linear import Vector
from dldrill.maths.trace import Traced
from dldrill.proving.roads import prove, prove_fast


class Sound(Family):
    """Right on all roads: a loss, a shape, a vector and a word."""

    x: Vector = given("x", OneOf(Vector(1, 2, 3)), "scores", default=Vector(1.0, 2.5, -0.5))
    n: int = given("n", Range(1, 9), "number", default=7)

    def solve(self, work: Working) -> None:
        """The loss of a softmax, and a few more."""
        p = work.answer("p", softmax(self.x), "softmax", Asked("p"))
        work.answer("loss", -ln(p[0]), "of the first", Asked("loss"))
        work.answer("gated", relu(self.x) * self.n, "gated", Asked("gated"))
        work.answer("shape", ((self.n - 2) // 2 + 1, self.n), "sides", Asked("shape"))
        work.answer("word", ("a", "b", "c")[argmax(self.x)], "the largest", Asked("word"))

    def check(self) -> dict[str, Any]:
        """The same by numpy."""
        import numpy as np

        x = np.array(self.x.cells, float)
        p = 1 / np.exp(x[None, :] - x[:, None]).sum(1)
        return {
            "p": tuple(p),
            "loss": float(np.logaddexp.reduce(x) - x[0]),
            "gated": tuple(np.where(x > 0, x, 0) * self.n),
            "shape": (len(range(0, self.n - 1, 2)), self.n),
            "word": "abc"[int(np.argsort(x)[-1])],
        }


def test_the_roads_meet() -> None:
    """A right solution is proven on all three roads."""
    proof = prove(Sound())
    assert proof.ok
    assert proof.roads == ("steps", "sympy", "numpy")
    assert proof.disagreements == ()
    fast = prove_fast(Sound())
    assert (fast.roads, fast.ok) == (("steps", "numpy"), True)


class Changed(Sound):
    """The same with one answer of the check changed."""

    changed: ClassVar[tuple[str, Any]] = ("", None)

    def check(self) -> dict[str, Any]:
        """One answer is not what it should be."""
        name, value = self.changed
        return super().check() | {name: value}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("loss", 1.0),
        ("shape", (7, 3)),
        ("shape", (3,)),
        ("word", "a"),
        ("gated", (7, 17.5, -3.5)),
        ("p", (0.2, 0.8)),
        ("loss", float("nan")),
    ],
)
def test_a_wrong_check_is_caught(name: str, value: Any) -> None:
    """Where numpy says something else, the proof fails and names the answer."""
    problem = type("Wrong", (Changed,), {"changed": (name, value), "__module__": __name__})()
    for proof in (prove(problem), prove_fast(problem)):
        assert not proof.ok
        assert any(says.startswith(f"{name}: steps say") for says in proof.disagreements)


def test_a_check_must_answer_the_same() -> None:
    """An answer that is not checked, or checked without being asked, is a disagreement."""
    problem = type("More", (Changed,), {"changed": ("more", 3), "__module__": __name__})()
    assert "more" in prove(problem).disagreements[0]

    class Less(Sound):
        def check(self) -> dict[str, Any]:
            return {name: value for name, value in super().check().items() if name != "word"}

    assert "word" in prove(Less()).disagreements[0]


class Shifty(Family):
    """Plain and traced runs differ, as they would if a function escaped the trace."""

    n: int = given("n", Range(1, 9), "number", default=7)

    def solve(self, work: Working) -> Any:
        """One more on paper than in numbers."""
        more = 1 if isinstance(self.n, Traced) else 0
        return work.answer("n", self.n + more, "so", Asked("n"))

    def check(self) -> dict[str, Any]:
        """As the plain run says."""
        return {"n": self.n}


def test_a_difference_between_plain_and_traced_is_caught() -> None:
    """The formulas must be those of the numbers."""
    assert prove_fast(Shifty()).ok
    assert any("traced steps" in says for says in prove(Shifty()).disagreements)


class Escaped(Family):
    """A value is smuggled past the trace, so that the formula says something else."""

    n: int = given("n", Range(1, 9), "number", default=7)

    def solve(self, work: Working) -> Any:
        """The traced value is right, its history is not."""
        if isinstance(self.n, Traced):
            wrong = Traced(self.n.value + 1, "sub", (self.n, 1), self.n.tape)
            return work.answer("n", wrong, "so", Asked("n"))
        return work.answer("n", self.n + 1, "so", Asked("n"))

    def check(self) -> dict[str, Any]:
        """One more."""
        return {"n": len(range(-1, self.n))}


def test_a_formula_that_is_not_the_value_is_caught() -> None:
    """Sympy computes the formulas again, and finds one that does not give its value."""
    assert prove_fast(Escaped()).ok
    assert prove(Escaped()).disagreements == ("n: steps say 8, sympy says [6.0]",)


class Tie(Family):
    """Whether a sum of decimals is above another: floats say yes, exactly they are equal."""

    a: float = given("a", OneOf(0.1), "a", default=0.1)
    b: float = given("b", OneOf(0.2), "b", default=0.2)
    c: float = given("c", OneOf(0.3), "c", default=0.3)
    way: str = given("way", OneOf("if", "relu", "argmax", "word", "floor"), "how", default="if")

    def solve(self, work: Working) -> Any:
        """Decided by a float's last bit."""
        high = self.a + self.b
        found: Any
        if self.way == "if":
            found = 1 if high > self.c else 0
        elif self.way == "relu":
            found = relu(high - self.c) * 10**16 + 1
        elif self.way == "argmax":
            found = argmax(vector(self.c, high))
        elif self.way == "word":
            found = ("c", "sum")[argmax(vector(self.c, high))]
        else:
            found = self.c // self.a
        return work.answer("found", found, "so", Asked("found"))

    def check(self) -> dict[str, Any]:
        """As the floats decide."""
        return {"found": self.plain()["found"]}


@pytest.mark.parametrize("way", ["if", "relu", "argmax", "word", "floor"])
def test_what_only_floats_decide_is_caught(way: str) -> None:
    """A branch, a ReLU, an arg max, a word or a floor that hangs on rounding is no proof."""
    assert prove_fast(Tie(way=way)).ok
    assert not prove(Tie(way=way)).ok


@pytest.mark.parametrize("way", ["if", "relu", "argmax", "word", "floor"])
def test_what_is_decided_clearly_is_proven(way: str) -> None:
    """The same solution away from the tie is proven."""
    assert prove(Tie(a=0.25, b=0.5, c=0.3, way=way)).disagreements == ()


class Close(Family):
    """A comparison of two roots that are equal, and no digits can show it."""

    n: int = given("n", OneOf(2), "n", default=2)

    def solve(self, work: Working) -> Any:
        """√n·√(n + 1) against √(n² + n)."""
        above = sqrt(self.n) * sqrt(self.n + 1) > sqrt(self.n * self.n + self.n)
        return work.answer("above", 1 if above else 0, "so", Asked("above"))

    def check(self) -> dict[str, Any]:
        """As the floats decide."""
        return {"above": self.plain()["above"]}


def test_an_undecidable_comparison_is_no_proof() -> None:
    """A tie between numbers that are not rational is not proven either way."""
    assert prove(Close()).disagreements == ("sympy: a comparison is too close to call",)


def test_exact_fractions_are_proven_exactly() -> None:
    """Fractions go through all roads without rounding."""

    class Share(Family):
        a: Fraction = given("a", OneOf(Fraction(1, 3)), "a", default=Fraction(1, 3))

        def solve(self, work: Working) -> Any:
            return work.answer("floor", (self.a * 3) // 1, "so", Asked("floor"))

        def check(self) -> dict[str, Any]:
            return {"floor": self.a.numerator * 3 // self.a.denominator}

    assert prove(Share()).ok
