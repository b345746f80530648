"""Which steps an answer is made from."""

from __future__ import annotations

import pytest

from dldrill.derivation.ancestry import ancestors
from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.maths.functions import argmax, relu, vector
from dldrill.maths.linear import Vector


class Web(Family):
    """Steps that hang together through sums, vectors, shapes and a word."""

    x: Vector = given("x", OneOf(Vector(1, 2)), "input", default=Vector(1, -2))
    n: int = given("n", Range(1, 9), "number", default=4)

    def solve(self, work: Working) -> None:
        """Two strands and a word."""
        gate = work.step("gate", relu(self.x), "drop what is negative")
        first = work.step("first", gate[0] * 2, "twice")
        side = work.step("side", self.n + 1, "one more")
        work.step("idle", self.n - 1, "nobody needs it")
        work.answer("pair", vector(first, 3), "together", Asked("pair"))
        shape = work.answer("shape", (side, first), "both sides", Asked("shape"))
        work.answer("area", shape[0] * 2, "of one side", Asked("area"))
        work.answer("word", ("a", "b")[argmax(gate)], "the largest", Asked("word"))
        work.answer("constant", 7, "always", Asked("constant"))


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (["pair"], {"pair", "first", "gate"}),
        (["shape"], {"shape", "side", "first", "gate"}),
        (["area"], {"area", "side"}),
        (["constant"], {"constant"}),
        (["constant", "area"], {"constant", "area", "side"}),
        (["nothing"], set()),
        ([], set()),
    ],
)
def test_ancestors_are_what_the_parts_are_made_from(parts: list[str], names: set[str]) -> None:
    """The steps on the way to the parts are found through every kind of value, and no others."""
    assert ancestors(Web().traced().lines, parts) == names


def test_a_word_counts_as_made_from_everything() -> None:
    """A word leaves no history, so nothing is left out for it."""
    lines = Web().traced().lines
    assert ancestors(lines, ["word"]) == set(lines)


class Stack(Family):
    """The same named steps in two parts."""

    n: int = given("n", Range(1, 9), "number", default=4)

    def solve(self, work: Working) -> None:
        """Two chains side by side."""
        for name in ("one", "two"):
            part = work.part(name)
            inner = part.step("inner", self.n + 1, "one more")
            part.answer("outer", inner * inner, "square", Asked("outer"))


def test_names_of_parts_are_kept_apart() -> None:
    """A chain in one part is not taken for that in another."""
    assert ancestors(Stack().traced().lines, ["two.outer"]) == {"two.outer", "two.inner"}
