"""Which questions a drill asks, and in which order."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.bank.question import Claim, Compute, Question
from dldrill.derivation.family import Family
from dldrill.session.plan import ALPHABET, new_seed, plan


class Toy(Family):
    """A family to be dealt from directly."""

    topic = "toys"


def claim(topic: str, number: int) -> Claim:
    """A claim."""
    return Claim(id=f"{topic}/c{number}", topic=topic, minutes=1, points=1, claim="c", true=True, why="w")


def compute(topic: str, number: int) -> Compute:
    """A problem."""
    return Compute(id=f"{topic}/p{number}", topic=topic, minutes=1, points=1, family="pool_shape")


def some(topics: int, problems: int, claims: int) -> list[Question]:
    """Questions of several topics."""
    return [
        question
        for topic in "abcdef"[:topics]
        for question in (
            *(compute(topic, i) for i in range(problems)),
            *(claim(topic, i) for i in range(claims)),
        )
    ]


def ids(questions: list[Question], count: int, seed: str) -> list[str]:
    """The planned ids."""
    return [planned.what.id for planned in plan(questions, count, seed) if not isinstance(planned.what, type)]


def test_the_seed_decides() -> None:
    """The same seed gives the same plan, another one another."""
    questions = some(3, 3, 3)
    assert ids(questions, 12, "a") == ids(questions, 12, "a")
    assert len({tuple(ids(questions, 12, seed)) for seed in "abcdefgh"}) == 8


def test_everything_is_asked_before_anything_twice() -> None:
    """A round has each question once; then those with numbers come again."""
    questions = some(2, 2, 3)
    found = ids(questions, 14, "a")
    assert sorted(found[:10]) == sorted(question.id for question in questions)
    assert sorted(found[10:14]) == ["a/p0", "a/p1", "b/p0", "b/p1"]


def test_claims_alone_come_again() -> None:
    """Where there is nothing with numbers, the claims begin again."""
    found = ids(some(1, 0, 2), 5, "a")
    assert sorted(found[:2]) == sorted(found[2:4]) == ["a/c0", "a/c1"]
    assert len(found) == 5


def test_topics_take_turns() -> None:
    """No topic comes twice before each of them has come."""
    found = [name[0] for name in ids(some(3, 2, 2), 12, "a")]
    assert all(sorted(found[at : at + 3]) == ["a", "b", "c"] for at in range(0, 12, 3))


def test_problems_and_claims_alternate() -> None:
    """Within a topic a problem is followed by a claim, as long as there are both."""
    found = ids(some(1, 3, 3), 6, "a")
    assert [name[2] for name in found] == list("pcpcpc")


@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3), st.integers(0, 30), st.text(max_size=5))
def test_a_plan_has_its_length_and_its_indexes(
    topics: int, problems: int, claims: int, count: int, seed: str
) -> None:
    """As many places as asked for, if there is any question, each with an index of its own."""
    questions = some(topics, problems, claims)
    found = plan(questions, count, seed)
    assert len(found) == (count if questions else 0)
    assert [planned.index for planned in found] == list(range(len(found)))
    assert all(planned.what in questions for planned in found)


def test_a_family_can_be_drilled_by_itself() -> None:
    """A family is a problem like any other."""
    found = plan([Toy], 3, "a")
    assert [(planned.what, planned.index) for planned in found] == [(Toy, 0), (Toy, 1), (Toy, 2)]


@pytest.mark.parametrize("letter", "01ilo")
def test_seeds_are_easy_to_type(letter: str) -> None:
    """Four letters and digits, none that look alike, and not always the same."""
    assert letter not in ALPHABET
    seeds = {new_seed(Random(i)) for i in range(50)}
    assert all(len(seed) == 4 and set(seed) <= set(ALPHABET) for seed in seeds)
    assert len(seeds) > 45
