"""A traced run as instructions: what was computed, and the path that was taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, TracedWorking, Working
from dldrill.maths.functions import absolute, argmax, maximum, relu, sign, vector
from dldrill.maths.linear import Matrix, Vector
from dldrill.proving.recording import Recording, givens_of, record


class Toy(Family):
    """A number, a vector and a matrix."""

    a: int = given("a", Range(1, 9), "a", default=3)
    b: int = given("b", Range(1, 9), "b", default=2)
    x: Vector = given("x", OneOf(Vector(1, 2)), "x", default=Vector(1, 2))
    A: Matrix = given("A", OneOf(Matrix((1, 2))), "A", default=Matrix((1, 2), (3, 4)))

    def solve(self, work: Working) -> None:
        """A few of everything."""
        raise NotImplementedError


def recorded(written: Callable[[Any, Working], Any], **givens: Any) -> tuple[Recording, dict[str, Any]]:
    """The recording of a toy solved by this function."""
    work = TracedWorking()
    written(Toy(**givens).seen(work.tape), work)
    return record(work)


def area(self: Any, work: Working) -> None:
    """A sum of products with a step between."""
    twice = work.step("twice", self.a * 2, "double")
    work.answer("area", twice * self.b + twice, "so", Asked("area"))


def test_instructions_are_what_was_computed() -> None:
    """Each operation stands once, after what it uses; steps leave no trace."""
    recording, givens = recorded(area)
    assert [i.op for i in recording.instructions] == ["given", "constant", "mul", "given", "mul", "add"]
    for place, instruction in enumerate(recording.instructions):
        assert all(arg < place for arg in instruction.args)
    assert recording.answers == (("area", 5),)
    assert recording.path == ()
    assert givens == {"a": 3, "b": 2}


def test_values_do_not_enter_the_recording() -> None:
    """Variants that took the same path share their recording, which can be hashed."""
    recordings = {recorded(area, a=a, b=b)[0] for a in range(1, 5) for b in range(1, 5)}
    assert len(recordings) == 1


def branching(self: Any, work: Working) -> None:
    """A branch on the values."""
    work.answer("more", self.a - self.b if self.a > self.b else self.b, "so", Asked("more"))


def deciding(self: Any, work: Working) -> None:
    """A decision within a function."""
    work.answer("more", relu(self.a - self.b), "so", Asked("more"))


def larger(self: Any, work: Working) -> None:
    """The larger of two."""
    work.answer("more", maximum(self.a, self.b), "so", Asked("more"))


def far(self: Any, work: Working) -> None:
    """A distance."""
    work.answer("more", absolute(self.a - self.b) + sign(self.a - self.b), "so", Asked("more"))


def position(self: Any, work: Working) -> None:
    """A position that won."""
    work.answer("more", argmax(vector(self.a, self.b)), "so", Asked("more"))


def picked(self: Any, work: Working) -> None:
    """A word picked by a position."""
    work.answer("word", ("yes", "no")[argmax(vector(self.a, self.b))], "so", Asked("word"))


def truth(self: Any, work: Working) -> None:
    """A number taken as yes or no."""
    work.answer("more", self.a if self.a - self.b > 0 else 0, "so", Asked("more"))


@pytest.mark.parametrize("written", [branching, deciding, larger, far, position, picked, truth])
def test_what_was_decided_is_part_of_the_recording(written: Callable[[Any, Working], Any]) -> None:
    """Variants on either side of a decision have different recordings, on the same side the same."""
    over, more, under = (recorded(written, a=a, b=b)[0] for a, b in ((5, 2), (9, 3), (2, 5)))
    assert over == more
    assert over != under


def test_a_picked_word_leaves_its_position_on_the_path() -> None:
    """Choosing a word by an arg max is recorded, though the word itself has no formula."""
    recording, _ = recorded(picked, a=2, b=5)
    ((op, left, right, outcome),) = recording.path
    assert (op, outcome) == ("==", True)
    assert recording.instructions[left].op == "argmax"
    assert recording.instructions[left].fixed == 1
    assert recording.instructions[right].fixed == 1
    assert recording.answers == ()


def test_a_word_picked_by_a_named_step_is_on_the_path_too() -> None:
    """A position that was a step first is still recorded when a word is picked by it."""

    def named(self: Any, work: Working) -> None:
        place = work.step("place", argmax(vector(self.a, self.b)), "the largest")
        work.answer("word", ("yes", "no")[place], "so", Asked("word"))

    recording, _ = recorded(named)
    assert [op for op, *_ in recording.path] == ["=="]
    assert any(instruction.op == "argmax" for instruction in recording.instructions)


def test_shapes_vectors_and_components_are_recorded() -> None:
    """A shape is its sides, a component has a plain position, also from behind."""

    def written(self: Any, work: Working) -> None:
        work.answer("shape", (self.a, 7), "so", Asked("shape"))
        work.answer("last", (self.A @ self.x)[-1], "so", Asked("last"))

    recording, givens = recorded(written)
    (index,) = [i for i in recording.instructions if i.op == "index"]
    assert index.fixed == 1
    assert [i.fixed for i in recording.instructions if i.op == "given"] == [
        ("a", ()),
        ("A", (2, 2)),
        ("x", (2,)),
    ]
    assert set(givens) == {"a", "A", "x"}


@pytest.mark.parametrize(
    ("values", "flat"),
    [
        ({"a": 3}, {"a": 3}),
        ({"x": Vector(5, 6)}, {"x_1": 5, "x_2": 6}),
        ({"A": Matrix((1, 2), (3, 4))}, {"A_1_1": 1, "A_1_2": 2, "A_2_1": 3, "A_2_2": 4}),
    ],
)
def test_givens_are_taken_apart(values: dict[str, Any], flat: dict[str, Any]) -> None:
    """Vectors and matrices become their cells, numbered from 1."""
    assert givens_of(values) == flat
