"""Judging part by part: what is kept of each, and how a learner's own values are gone on with."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from dldrill.answer.spec import Spec
from dldrill.bank.question import Compute, DerivationLine, Match, Order
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.problem import with_numbers
from dldrill.dealing.source import Source
from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.faults import Fault
from dldrill.grading.marking import by_position, grade
from dldrill.maths.functions import sign
from dldrill.maths.linear import Matrix, Vector


class Chain(Family):
    """A vector, a matrix of signs, and what comes of both."""

    parts: ClassVar[tuple[str, ...]] = ("scores", "table", "turns", "flat", "rough", "sum")
    x: Vector = given("x", OneOf(Vector(1, 2)), "x", default=Vector(2, -3))
    n: int = given("n", Range(1, 9), "n", default=4)

    def solve(self, work: Working) -> Any:
        """One after the other."""
        scores = work.answer("scores", self.x * 2, "doubled", Asked("scores"))
        table = work.answer("table", Matrix((1, 2), (3, 4)) * scores[0], "a table", Asked("table"))
        turns = work.answer("turns", sign(table - 9), "signs", Asked("turns", kind="signs"))
        flat = work.answer("flat", (self.n, 2), "a shape", Asked("flat"))
        rough: Any = work.answer(
            "rough", flat[0] * Fraction(1, 3), "a third", Asked("rough", points=2, rtol=0.1)
        )
        return work.answer(
            "sum",
            scores[0] * 100 + scores[1] * 10 + turns[0][1] + turns[1][1] * 2 + table[1][0] + rough,
            "all",
            Asked("sum"),
            no_table=(lambda: scores[0] * 100 + scores[1] * 10, "the table belongs to it"),
            over=(lambda: 12 / (rough - rough), "never"),
        )

    def ask(self) -> str:
        """The question."""
        return "x?"


CHAIN = with_numbers(Chain, Chain(), "given", 0)
RIGHT = {"scores": "4, -6", "table": "4 8; 12 16", "turns": "- -; + +", "flat": "4x2"}
RIGHT |= {"rough": "1.33", "sum": "353"}


def test_what_is_kept_of_a_part() -> None:
    """Its name, its kind, what was typed, how it was read, what is right, its weight and its share."""
    verdict = grade(CHAIN, {**RIGHT, "flat": "(4, 3)"})
    flat, rough = verdict.parts[3:5]
    assert tuple(flat) == ("flat", "shape", "wrong", "(4, 3)", (4, 3), (4, 2), None, False, "", 1, 0.0)
    third, typed = Fraction(4, 3), Fraction(133, 100)
    assert tuple(rough) == ("rough", "number", "right", "1.33", typed, third, None, False, "", 2, 1.0)
    assert [part.verdict for part in verdict.parts if part.name != "flat"] == ["right"] * 5


def test_nothing_is_earned_where_a_part_cannot_be_read() -> None:
    """What could be read is judged all the same; what could not says why; neither earns."""
    verdict = grade(CHAIN, {"flat": "4x2", "rough": "many"})
    assert (verdict.verdict, verdict.points) == ("unreadable", 0)
    flat, rough = verdict.parts
    assert tuple(flat) == ("flat", "shape", "right", "4x2", (4, 2), (4, 2), None, False, "", 1, 1.0)
    says = "I do not know 'many'; write numbers, e, pi and functions such as sqrt, exp and ln."
    assert tuple(rough[:5]) == ("rough", "number", "unreadable", "many", None)
    assert (rough.right, rough.says, rough.weight, rough.share) == (Fraction(4, 3), says, 2, 0)


@pytest.mark.parametrize(
    ("answers", "carried"),
    [
        ({"scores": "5, -6", "table": "5 10; 15 20"}, ["table"]),
        ({"scores": "5, -6", "sum": "455"}, ["sum"]),
        ({"turns": "- 0; + -", "sum": "350"}, ["sum"]),
        ({"turns": "- +; + -", "sum": "353"}, []),
        ({"table": "4 8; 100 16", "sum": "441"}, ["sum"]),
        ({"flat": "12x2", "rough": "4"}, ["rough"]),
        ({"flat": "12x2", "rough": "4.3"}, ["rough"]),
        ({"flat": "12x2", "rough": "4.5"}, []),
    ],
)
def test_own_values_are_gone_on_with(answers: dict[str, str], carried: list[str]) -> None:
    """Vectors, matrices, signs and shapes are computed with as given, within the part's tolerance."""
    assert [part.name for part in grade(CHAIN, answers).parts if part.carried] == carried


def test_signs_are_put_in_as_numbers() -> None:
    """Plus is 1, minus −1, nought 0, each in its place."""

    class Turned(Chain):
        parts: ClassVar[tuple[str, ...]] = ("turns", "sum")

        def solve(self, work: Working) -> Any:
            """Every sign has a weight of its own."""
            turns = work.answer("turns", Matrix((1, -1), (0, 1)), "signs", Asked("turns", kind="signs"))
            weights = turns[0][0] + turns[0][1] * 10 + turns[1][0] * 100 + turns[1][1] * 1000
            return work.answer("sum", weights, "weighed", Asked("sum"))

    dealt = with_numbers(Turned, Turned(), "given", 0)
    for typed, total in (("+ +; - 0", "-89"), ("0 -; + -", "-910"), ("- 0; 0 0", "-1")):
        assert grade(dealt, {"turns": typed, "sum": total}).parts[1].carried


def test_a_mistake_after_a_slip_is_told_with_the_slips() -> None:
    """The values that were given before are named, and the mistake is made with them."""
    verdict = grade(CHAIN, {"scores": "7, -6", "flat": "12x2", "sum": "640"})
    part = verdict.parts[-1]
    says = "the table belongs to it (given your scores and flat)"
    assert (part.mistake, part.says) == ("no-table", says)


def test_a_matching_says_why() -> None:
    """A matching names the wrong pairs, then says why it is so."""
    match = Match(id="t/m", topic="t", minutes=1, points=2, ask="?", pairs=(("a", "b"), ("c", "d")), why="so")
    dealt = Source(match, "s").deal(0)
    (part,) = dealt.parts
    turned = "".join(reversed(part.right))
    first, second = part.right
    says = f"1 is {first}, not {second}; 2 is {second}, not {first}. so"
    assert grade(dealt, {part.name: turned}).parts[0].says == says
    assert grade(dealt, {part.name: first * 2}).parts[0].says == f"2 is {second}, not {first}. so"
    assert not grade(dealt, {part.name: "".join(part.right)}).parts[0].says


@pytest.mark.parametrize(
    ("kind", "typed", "named"),
    [
        ("matching", ["1A", "2E"], {"p": "1A 2E"}),
        ("letters", ["A", "B"], {"p": "A B"}),
        ("vector", ["1,", "-2"], {"p": "1, -2"}),
        ("matching", ["1A 2E"], {"p": "1A 2E"}),
        ("matching", ["p=1A 2E"], {"p": "1A 2E"}),
        ("matching", [], {}),
    ],
)
def test_words_are_one_answer_to_the_only_part(kind: str, typed: list[str], named: dict[str, str]) -> None:
    """What a shell took apart at its blanks is joined where one answer of words is asked for."""
    part = Part("p", "p", kind, None, Spec())
    dealt = replace(compute("sum"), parts=(part,), problem=None)
    assert by_position(dealt, typed) == named
    with pytest.raises(Fault, match=r"^2 answers for 1 part: give one for p$"):
        by_position(replace(dealt, parts=(part._replace(kind="number"),)), ["1", "2"])


def compute(*parts: str) -> Dealt:
    """A bank question on the chain."""
    question = Compute(id="t/c", topic="t", minutes=1, points=1, family="chain", parts=parts)
    return with_numbers(question, Chain(), "given", 0)


def test_steps_that_are_named_stand_in_their_order() -> None:
    """Parts and steps that are answered come in the order of the solution, whatever was typed first."""
    verdict = grade(compute("sum"), {"sum": "353", "flat": "4x2", "scores": "4, -6"})
    assert [part.name for part in verdict.parts] == ["scores", "flat", "sum"]


def test_unknown_names_are_refused_whole() -> None:
    """The fault has every name that there is, and a code."""
    with pytest.raises(Fault) as caught:
        grade(compute("sum"), {"plums": "1"})
    says = "there is no part 'plums': the parts are flat, result, rough, scores, sum, table, total, turns"
    assert (caught.value.code, str(caught.value)) == ("part", says)
    with pytest.raises(Fault) as caught:
        grade(compute("sum"), {"sum": "1", "total": "1"})
    assert (caught.value.code, str(caught.value)) == ("usage", "sum is answered twice: give it once")
    with pytest.raises(Fault) as caught:
        by_position(compute("flat", "sum"), ["1", "2", "sum=3"])
    says = "2 answers for 1 part: give one for each of flat, sum"
    assert (caught.value.code, str(caught.value)) == ("usage", says)


def test_an_order_says_where_it_differs() -> None:
    """The first place, with what belongs there and what stood there."""
    lines = tuple(DerivationLine(says, "so", says) for says in ("x", "2*x/2", "x + 0", "3*x - 2*x"))
    order = Order(id="t/o", topic="t", minutes=1, points=2, ask="?", lines=lines, names={"x": "real"})
    dealt = Source(order, "s").deal(0)
    (part,) = dealt.parts
    first, second, third, last = part.right
    (found,) = grade(dealt, {part.name: first + third + second + last}).parts
    says = f"The first difference is at place 2: {second}, not {third}."
    assert (found.verdict, found.says) == ("wrong", says)
