"""Which questions a drill asks, and in which order."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.bank.question import Claim, Compute, Question
from dldrill.derivation.family import Family
from dldrill.record.queue import LEECH, Today, today
from dldrill.record.schedule import Card
from dldrill.record.settings import Settings
from dldrill.session.plan import ALPHABET, Mode, by_record, new_seed, plan


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


NOON = 1_795_262_400  # 2026-11-21, 12:00 UTC
NOW = today(NOON, Settings())
DAY = date(2026, 11, 21).toordinal()


def card(name: str, days: int, rights: int = 1, last_right: int = 1, lapses: int = 0) -> Card:
    """A card that is due in some days."""
    memory = (4.0, 5.0, DAY - 3, DAY + days)
    counts = (2, lapses, 2, rights, last_right)
    return Card(name, name.partition("/")[0], *memory, *counts, "2026-11-10", "2026-11-18", 60_000, 0)


def planned(
    questions: list[Question], cards: list[Card], count: int, mode: Mode = Mode.SCHEDULE, now: Today = NOW
) -> list[tuple[str, str]]:
    """The ids that are planned, and why."""
    by_question = {known.question: known for known in cards}
    found = by_record(questions, by_question, count, "seed", mode, now)
    assert [one.index for one in found] == list(range(len(found)))
    return [(one.what.id, one.why) for one in found if not isinstance(one.what, type)]


def test_the_record_decides_what_is_asked() -> None:
    """What is due comes, then what is new; topics take turns."""
    cards = [card(f"a/c{i}", -1) for i in range(3)] + [card("b/c0", -1)]
    found = planned(some(2, 0, 4), cards, 6)
    assert {name for name, why in found if why == "due"} == {"a/c0", "a/c1", "a/c2", "b/c0"}
    assert len([name for name, why in found if why == "new"]) == 2
    assert [name[0] for name, _ in found[:4]] in (list("abab"), list("baba"))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.MISSED, [("a/c1", "again")]),
        (Mode.WEAK, [("a/c1", "weak"), ("a/c0", "weak")]),
        (Mode.CRAM, [("a/c2", "new"), ("a/c1", "weak"), ("a/c0", "weak")]),
    ],
)
def test_modes(mode: Mode, expected: list[tuple[str, str]]) -> None:
    """Missed: not right the last time. Weak: seen, the weakest first. Cram: the unseen, then the weak."""
    cards = [card("a/c0", 5, rights=2), card("a/c1", 5, rights=0, last_right=0)]
    assert planned(some(1, 0, 3), cards, 3, mode) == expected


def test_practice_fills_a_drill() -> None:
    """When there are fewer questions than places, those with numbers come again."""
    found = planned(some(1, 1, 1), [], 5)
    assert [why for _, why in found] == ["new", "new", "practice", "practice", "practice"]
    assert len(planned(some(1, 1, 1), [], 5, Mode.WEAK)) == 0


def test_a_leech_comes_behind_a_simpler_question() -> None:
    """What keeps being forgotten is studied first, after an easier question of its kind."""
    questions = some(1, 2, 1)
    simpler, leech = by_record(questions, {"a/p0": card("a/p0", -1, lapses=LEECH)}, 2, "seed", Mode.WEAK, NOW)
    assert (leech.what, leech.why, leech.study) == (questions[0], "weak", True)
    assert (simpler.what, simpler.why, simpler.study) == (questions[1], "simpler", False)


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 12), st.sampled_from(Mode), st.data())
def test_a_plan_by_the_record_is_never_too_long(
    problems: int, claims: int, count: int, mode: Mode, data: st.DataObject
) -> None:
    """As many questions as were asked for, or fewer only where the mode has no more."""
    questions = some(2, problems, claims)
    seen = data.draw(st.lists(st.sampled_from(questions), unique_by=id) if questions else st.just([]))
    cards = [card(question.id, data.draw(st.integers(-3, 3))) for question in seen]
    found = planned(questions, cards, count, mode)
    assert len(found) <= count
    if mode in (Mode.SCHEDULE, Mode.CRAM) and questions:
        assert len(found) == count
