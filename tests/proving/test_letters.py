"""Answers in letters."""

from __future__ import annotations

from typing import Any

import pytest

from dldrill import families
from dldrill.bank.library import load
from dldrill.bank.question import Compute
from dldrill.dealing.source import Source
from dldrill.derivation.domain import Range, Vectors
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.maths.linear import Vector
from dldrill.maths.tree import Node
from dldrill.proving.letters import in_letters


class Scaled(Family):
    """A number times the first cell of a vector."""

    a: int = given("a", Range(1, 9), "number", default=4)
    x: Vector = given("x", Vectors(2, Range(1, 3)), "vector", default=Vector(3, 2))

    def ask(self) -> str:
        """The question."""
        return "times?"

    def solve(self, work: Working) -> Any:
        """Times."""
        return work.answer("product", self.a * self.x[0], "times", Asked("product"))


def question(**more: Any) -> Compute:
    """A question on the toy."""
    return Compute(id="toys/p", topic="toys", minutes=1, points=1, family="scaled", **more)


@pytest.fixture
def scaled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the question find the toy."""
    monkeypatch.setattr(families, "family", {"scaled": Scaled}.__getitem__)
    monkeypatch.setattr("dldrill.dealing.problem.name_of", lambda _: "scaled")


@pytest.mark.parametrize("free", [{}, {"a": "positive"}, {"x": "real"}, {"a": "real", "x": "real"}])
@pytest.mark.usefixtures("scaled")
def test_the_numbers_put_in(free: dict[str, str]) -> None:
    """Whatever stays a letter, scalar or cell, its number gives the answer of the steps."""
    assert list(in_letters(question(free=free), Scaled())) == []


@pytest.mark.usefixtures("scaled")
def test_an_expression_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that gives another number is told with both."""
    monkeypatch.setattr("dldrill.dealing.problem.closed_form", lambda *_: Node("name", (), "a"))
    (said,) = in_letters(question(free={"a": "real"}), Scaled())
    assert said == "product: steps say 12, the expression in letters says 4.0"


@pytest.mark.usefixtures("scaled")
def test_a_letter_that_is_no_given() -> None:
    """What cannot be dealt is told, and ends nothing."""
    (said,) = in_letters(question(free={"q": "real"}), Scaled())
    assert "no given 'q'" in said


def test_bundled_questions_in_letters() -> None:
    """A variant of each bundled question in letters stands the proof."""
    found = [one for one in load() if isinstance(one, Compute) and one.free]
    assert found
    for one in found:
        problem = Source(one, "a").deal(0).problem
        assert problem is not None
        assert list(in_letters(one, problem)) == []
