"""A family: givens, the space of its variants, and how the traced run sees the givens."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import pytest

from dldrill.derivation.domain import OneOf, Range, Squares
from dldrill.derivation.family import Family, Statement, given, see
from dldrill.derivation.working import Asked, Working
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.trace import GIVEN, Tape, Traced


class Box(Family):
    """Givens of every type."""

    side: int = given("a", Range(1, 4), "side", default=2)
    kernel: tuple[int, int] = given("k_h k_w", Squares(Range(1, 3)), "kernel", default=(2, 2))
    rate: Fraction = given("eta", OneOf(Fraction(1, 2)), "rate", default=Fraction(1, 2))
    x: Vector = given("x", OneOf(Vector(1, 2)), "input", default=Vector(1, 2))
    A: Matrix = given("A", OneOf(Matrix((1, 2))), "weights", default=Matrix((1, 2)))
    mode: str = given("mode", OneOf("same", "valid"), "mode", default="same")
    flag: bool = given("flag", OneOf(False, True), "flag", default=False)

    def solve(self, work: Working) -> int:
        """The area, plus one if the flag is set."""
        area = work.answer("area", self.side * self.kernel[0], "so", Asked("area"))
        return work.answer("more", area + 1 if self.flag else area, "so", Asked("more"))


class Pile(Family):
    """A family whose givens are families."""

    layers: tuple[Box, ...] = given(
        "boxes", OneOf((Box(), Box(side=3))), "boxes", default=(Box(), Box(side=3))
    )

    def solve(self, work: Working) -> int:
        """The sum of the sides."""
        first, second = self.layers
        return work.answer("sum", first.side + second.side, "both", Asked("sum"))


def test_a_problem_is_frozen_and_hashable() -> None:
    """Problems are values: equal by their givens, and nothing changes them."""
    assert Box(side=3) == Box(side=3) != Box(side=2)
    assert len({Box(side=3), Box(side=3), Box()}) == 2
    assert hash(Box(side=3)) == hash(Box(side=3)) != hash(Box())
    with pytest.raises(dataclasses.FrozenInstanceError):
        Box().side = 4  # type: ignore[misc]
    with pytest.raises(TypeError):
        Box(3)  # type: ignore[call-arg]


def test_givens_are_declared_with_symbol_domain_and_help() -> None:
    """A given knows its symbol, where variants take it from, and what it is."""
    givens = Box.givens()
    assert list(givens) == ["side", "kernel", "rate", "x", "A", "mode", "flag"]
    assert givens["rate"].metadata["symbol"] == "eta"
    assert givens["rate"].metadata["help"] == "rate"
    assert givens["rate"].default == Fraction(1, 2)


def test_the_space_is_the_product_of_the_domains() -> None:
    """Every combination is a candidate; a bank's narrower domains replace the family's."""
    assert Box.space().size == 4 * 3 * 2 * 2
    narrow = Box.space({"side": OneOf(7)})
    assert narrow.size == 3 * 2 * 2
    assert {narrow.at(i)["side"] for i in range(narrow.size)} == {7}
    assert Box(**Box.space().at(0)) == Box(side=1, kernel=(1, 1))


@pytest.mark.parametrize("value", [True, "same", ("red", "blue"), (), (1, 2, 3)])
def test_words_and_flags_are_not_traced(value: Any) -> None:
    """What is no number, and a tuple whose sides have no symbols, is seen as it is."""
    assert see(value, "s", Tape()) is value


@pytest.mark.parametrize("value", [3, 0.5, Fraction(1, 3), Vector(1, 2), Matrix((1, 2))])
def test_numbers_are_traced_under_their_symbols(value: Any) -> None:
    """Numbers, vectors and matrices carry their symbols."""
    found = see(value, "s", Tape())
    assert type(found) is Traced
    assert (found.value, found.op, found.name) == (value, GIVEN, "s")


def test_sides_are_traced_one_by_one() -> None:
    """A pair with two symbols is traced side by side."""
    height, width = see((3, 5), "k_h k_w", Tape())
    assert (height.name, height.value, width.name, width.value) == ("k_h", 3, "k_w", 5)


def test_inner_families_are_numbered() -> None:
    """The givens of a family within a family have its place behind their symbols."""
    assert [line.name for line in Pile().traced().lines.values()] == ["sum"]
    first, second = Pile().seen(Tape()).layers
    names = [given.name for given in (first.side, second.side)]  # type: ignore[attr-defined]
    assert names == ["a_1", "a_2"]
    assert Pile().plain() == Pile().traced().answers == {"sum": 5}


def test_hooks_have_harmless_defaults() -> None:
    """A family fits, suits and states nothing unless it says so; solve, check and ask are needed."""
    problem = Box()
    assert problem.fits() is None
    assert problem.suits()
    assert problem.statements() == []
    for needed in (problem.check, problem.ask):
        with pytest.raises(NotImplementedError):
            needed()
    with pytest.raises(NotImplementedError):
        Family().solve(Working())


def test_a_statement_has_no_key_unless_given() -> None:
    """Statements of one key say or deny the same thing; most have none."""
    assert Statement("A", True, "so").key == ""
