"""The search for the mistakes that explain an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from operator import add, mul
from typing import Any

import pytest

from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.mistakes import Mistake
from dldrill.derivation.working import Asked, Working
from dldrill.grading.diagnosis import Diagnosis, Search, diagnose, explain


class Layers(Family):
    """Two layers with biases, counted together."""

    n: int = given("n", Range(2, 20), "inputs", default=7)
    m: int = given("m", Range(2, 20), "outputs", default=5)

    def solve(self, work: Working) -> int:
        """Weights and biases of both layers."""
        counts = [
            work.part(name).answer(
                "params",
                (a + 1) * b,
                "a bias each",
                Asked(name),
                no_bias=(partial(mul, a, b), "every unit has a bias"),
                added=(partial(add, a, b), "weights are multiplied"),
                by_zero=(lambda: 1 // 0, "never"),
            )
            for name, a, b in (("one", self.n, self.m), ("two", self.m, 3))
        ]
        return work.answer(
            "all", counts[0] + counts[1], "both", Asked("all"), twice=(lambda: 2 * counts[0], "both layers")
        )


def named(value: int, name: str = "all") -> tuple[str, str] | None:
    """What is said to an answer."""
    problem = Layers()
    found = diagnose(problem, lambda values: values.get(name) == value, problem.altered())
    return (found.name, found.says) if found else None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (35 + 15, ("no-bias", "every unit has a bias")),
        (35 + 18, ("no-bias", "at one.params: every unit has a bias")),
        (40 + 15, ("no-bias", "at two.params: every unit has a bias")),
        (12 + 8, ("added", "weights are multiplied")),
        (80, ("twice", "both layers")),
        (70, ("no-bias+twice", "every unit has a bias And both layers")),
        (35 + 8, ("no-bias+added", "every unit has a bias And at two.params: weights are multiplied")),
        (9999, None),
    ],
)
def test_the_fewest_mistakes_explain(value: int, expected: tuple[str, str] | None) -> None:
    """One mistake made everywhere, then at one step, then two together; else nothing."""
    assert named(value) == expected


def test_steps_before_the_answer_are_explained_too() -> None:
    """Any value of the solution can be what a learner wrote."""
    assert named(35, "one.params") == ("no-bias", "every unit has a bias")
    assert named(8, "two.params") == ("added", "weights are multiplied")


def mistakes(count: int) -> list[Mistake]:
    """Some mistakes, each at a step of its own."""
    return [Mistake(f"m{i}", (f"m{i}",), (f"s{i}",), f"says {i}") for i in range(count)]


def test_candidates_are_tried_from_the_likeliest() -> None:
    """All single mistakes come before any pair."""
    tried: list[Collection[str]] = []

    def answers(slips: Collection[str]) -> Mapping[str, Any] | None:
        tried.append(slips)
        return {}

    assert explain(mistakes(3), answers, lambda found: False) is None
    assert tried == [("m0",), ("m1",), ("m2",), ("m0", "m1"), ("m0", "m2"), ("m1", "m2")]


def test_the_search_is_bounded() -> None:
    """However many mistakes there are, only so many pairs are tried."""
    tried: list[Collection[str]] = []

    def answers(slips: Collection[str]) -> None:
        tried.append(slips)

    explain(mistakes(50), answers, lambda found: True, Search(most=10))
    assert len(tried) == 50 + 10


def test_the_same_mistake_at_the_same_step_is_no_pair() -> None:
    """A mistake everywhere and again at one of its steps is not tried together."""
    everywhere = Mistake("m", ("m",), ("a", "b"), "m")
    once = Mistake("m", ("m@a",), ("a",), "m")
    other = Mistake("m", ("m@b",), ("b",), "m")
    tried: list[Collection[str]] = []

    def answers(slips: Collection[str]) -> None:
        tried.append(slips)

    explain([everywhere, once, other], answers, lambda found: True)
    assert tried == [("m",), ("m@a",), ("m@b",), ("m@a", "m@b")]


def test_where_two_mistakes_meet_the_second_is_made() -> None:
    """The explanation does not hang on the order of a set, which differs from process to process."""
    orders: list[Collection[str]] = []

    def pairs(values: Mapping[str, Any]) -> bool:
        if len(values["slips"]) == 2:
            orders.append(values["slips"])
        return len(values["slips"]) == 2

    for _ in range(2):
        found = explain(
            [Mistake("z", ("z",), ("s",), "z"), Mistake("a", ("a",), ("s", "t"), "a")],
            lambda slips: {"slips": slips},
            pairs,
        )
        assert found is not None
        assert found.name == "z+a"
    assert orders == [("z", "a")] * 2
    assert Layers().altered(("no_bias", "added")).answers == Layers().altered(("added",)).answers
    assert Layers().altered(("added", "no_bias")).answers == Layers().altered(("no_bias",)).answers


def test_what_cannot_be_made_explains_nothing() -> None:
    """A mistake without an answer is passed over."""
    found = explain(
        mistakes(2), lambda slips: None if "m0" in slips else {"y": 1}, lambda values: values["y"] == 1
    )
    assert found is not None
    assert (found.name, found.says, found.steps) == ("m1", "says 1", ("s1",))


def test_a_slip_stands_between_one_mistake_and_two() -> None:
    """A single declared mistake comes before a slip, the slip before a pair."""
    slip = Diagnosis("sign", "Right but for the sign.", ())
    search = Search(lambda: slip)
    once = explain(mistakes(2), lambda slips: {"y": slips}, lambda found: found["y"] == ("m1",), search)
    twice = explain(mistakes(2), lambda slips: {"y": slips}, lambda found: len(found["y"]) == 2, search)
    assert (once and once.name, twice) == ("m1", slip)


def test_pairs_have_to_match_strictly_and_at_their_steps() -> None:
    """A pair that only comes near is none, nor is one with a mistake that the answer is not made from."""
    assert explain(mistakes(2), lambda slips: {}, lambda found: False, Search(strictly=lambda found: True))
    assert explain(mistakes(2), lambda slips: {}, lambda found: False, Search()) is None
    at_one_step = Search(strictly=lambda found: True, steps=lambda: {"s0"})
    assert explain(mistakes(2), lambda slips: {}, lambda found: False, at_one_step) is None


def test_pairs_made_everywhere_come_first() -> None:
    """Where not all pairs are tried, those of mistakes that are made wherever they can be are."""
    sited = Mistake("a", ("a@s",), ("s",), "a")
    tried: list[Collection[str]] = []

    def answers(slips: Collection[str]) -> None:
        tried.append(slips)

    explain([sited, *mistakes(2)], answers, lambda found: True, Search(most=1))
    assert tried[3:] == [("m0", "m1")]
