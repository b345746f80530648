"""What to ask next."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.record.queue import (
    LEECH,
    Facts,
    Today,
    days_until,
    due_at,
    missed,
    new_left,
    queue,
    simpler,
    strength,
    today,
    weakest,
)
from dldrill.record.schedule import Card
from dldrill.record.settings import Settings

NOON = datetime(2026, 11, 21, 12).astimezone().timestamp()
DAY = date(2026, 11, 21).toordinal()
NOW = today(NOON, Settings())
EXAM = today(NOON, Settings(exam_date=date(2026, 11, 25)))


def card(name: str, **facts: Any) -> Card:
    """A card that was reviewed three days ago and is due tomorrow."""
    known: dict[str, Any] = {
        "question": name,
        "topic": "t",
        "stability": 4.0,
        "difficulty": 5.0,
        "reviewed": DAY - 3,
        "due": DAY + 1,
        "reviews": 2,
        "lapses": 0,
        "attempts": 2,
        "rights": 1,
        "last_right": 1,
        "first_day": "2026-11-10",
        "last_day": "2026-11-18",
        "median": 60_000,
        "target": 0,
    }
    return Card(**known | facts)


def asked(*args: Any) -> list[tuple[str, str]]:
    """The ids of a queue, and why each is asked."""
    return [(wanted.question, wanted.why) for wanted in queue(*args)]


def test_due_comes_before_what_can_wait() -> None:
    """Due questions first, then new ones, then the weakest of those that are not due."""
    cards = [card("later"), card("due", due=DAY), card("weak", rights=0)]
    assert asked(["new"], cards, 4, 20, NOW) == [
        ("due", "due"),
        ("new", "new"),
        ("weak", "weak"),
        ("later", "weak"),
    ]


def test_a_question_is_due_on_its_day() -> None:
    """What is due today is due all day long, until 4 a.m.; what is due tomorrow is not."""
    cards = [card("today", due=DAY), card("tomorrow", due=DAY + 1)]
    for hours in (-8, 0, 15):
        at = today(NOON + hours * 3_600, Settings())
        assert at == Today(DAY, None, 20)
        assert asked([], cards, 2, 0, at) == [("today", "due"), ("tomorrow", "weak")]
    late = today(NOON + 16 * 3_600, Settings())
    assert asked([], cards, 2, 0, late) == [("today", "due"), ("tomorrow", "due")]


def test_new_questions_have_a_share_while_others_are_due() -> None:
    """A third of the places at most, spread among the due ones, and no more than the day allows."""
    cards = [card(f"d{i}", due=DAY - 1) for i in range(20)]
    new = [f"n{i}" for i in range(20)]
    whys = [why for _, why in asked(new, cards, 9, 20, NOW)]
    assert whys.count("new") == 3
    assert "new" in whys[:4]
    assert [why for _, why in asked(new, cards, 9, 1, NOW)].count("new") == 1
    assert [why for _, why in asked(new, cards, 9, 0, NOW)].count("new") == 0


def test_nothing_due_is_no_dead_end() -> None:
    """Without anything due or allowed, weak questions come, then more new ones."""
    assert asked(["n1", "n2"], [card("a"), card("b", rights=0)], 4, 0, NOW) == [
        ("b", "weak"),
        ("a", "weak"),
        ("n1", "new"),
        ("n2", "new"),
    ]
    assert asked(["n1", "n2", "n3"], [], 2, 20, NOW) == [("n1", "new"), ("n2", "new")]


def test_due_is_ordered_by_the_recall_on_the_exams_day() -> None:
    """With an exam ahead the one known least then comes first; without, the one known least now."""
    quick = card("quick", stability=1.0, reviewed=DAY, due=DAY)  # known now, forgotten soon
    slow = card("slow", stability=30.0, reviewed=DAY - 20, due=DAY)
    assert [name for name, _ in asked([], [quick, slow], 2, 0, NOW)] == ["slow", "quick"]
    assert [name for name, _ in asked([], [quick, slow], 2, 0, EXAM)] == ["quick", "slow"]


def test_an_exam_caps_the_intervals() -> None:
    """Everything is due again before the day of the exam; an exam that is over counts as none."""
    far = card("far", due=DAY + 90)
    assert due_at(far, NOW) == far.due
    assert (NOW.exam, NOW.judged_at, EXAM.exam, EXAM.judged_at) == (None, DAY, DAY + 4, DAY + 4)
    assert due_at(far, EXAM) == DAY + 3
    assert days_until(due_at(far, EXAM), EXAM) == 3
    assert due_at(card("eve", reviewed=DAY + 3, due=DAY + 90), EXAM._replace(day=DAY + 3)) == DAY + 4
    for past in (20, 21):
        over = today(NOON, Settings(exam_date=date(2026, 11, past)))
        assert due_at(far, over) == far.due


def test_a_review_in_the_future_is_due_now() -> None:
    """A clock that ran ahead for a while must not put a question off for years."""
    ahead = card("ahead", reviewed=DAY + 900, due=DAY + 990)
    crammed = card("crammed", reviewed=0, due=DAY + 900)
    assert asked([], [ahead, crammed], 2, 0, NOW) == [("crammed", "due"), ("ahead", "due")]
    assert [due_at(one, EXAM) for one in (ahead, crammed)] == [DAY, DAY]


def test_who_flies_over_the_date_line_is_not_asked_again() -> None:
    """A review of tomorrow is believed: a learner may be back in a day that was over."""
    tokyo = card("tokyo", reviewed=DAY + 1, due=DAY + 3)
    assert due_at(tokyo, NOW) == DAY + 3
    assert asked([], [tokyo], 1, 0, NOW) == [("tokyo", "weak")]


@pytest.mark.parametrize(("count", "left"), [(0, 20), (5, 15), (25, 0)])
def test_new_questions_of_the_day_are_counted(count: int, left: int) -> None:
    """What was first seen today is taken from the day's share."""
    cards = [card(f"c{i}", first_day="2026-11-21") for i in range(count)] + [card("old")]
    assert new_left(cards, NOW) == left


def test_strength_is_recall_times_the_share_right() -> None:
    """Both a low recall and many wrong answers make a question weak."""
    assert strength(card("a", reviewed=0), DAY) == 0
    assert strength(card("a", rights=2), DAY) == pytest.approx(3 * strength(card("a", rights=0), DAY))
    assert [w.question for w in weakest([card("a"), card("b", rights=0)], NOW)] == ["b", "a"]


def test_missed_is_what_was_not_right_the_last_time() -> None:
    """The latest first."""
    cards = [
        card("right"),
        card("old", last_right=0, last_day="2026-11-01"),
        card("new", last_right=0, last_day="2026-11-20"),
    ]
    assert [wanted.question for wanted in missed(cards, NOW)] == ["new", "old"]


def facts(name: str) -> Facts:
    """Names like ``topic-family-minutes``."""
    topic, family, minutes = name.split("-")
    return Facts(name, topic, family, float(minutes))


@pytest.mark.parametrize(
    ("others", "found"),
    [
        (["a-f-2", "a-g-1"], "a-f-2"),  # of its family rather than the quickest
        (["a-g-1", "a-g-2"], "a-g-1"),
        (["a-f-9", "a-g-9"], None),  # none is easier
        (["b-f-1"], None),  # another topic
        (["a-f-3"], None),  # itself
        (["a-f-1", "a-f-2"], "a-f-2"),  # a-f-1 is a leech itself
    ],
)
def test_a_simpler_question_is_related(others: list[str], found: str | None) -> None:
    """Of the same topic, rather of the same family, not longer, and no leech itself."""
    cards = {"a-f-1": card("a-f-1", lapses=LEECH)}
    chosen = simpler("a-f-3", others, facts, {} if "a-g-1" in others else cards)
    assert chosen == found


@given(
    new=st.lists(st.integers(0, 30).map(lambda i: f"n{i}"), unique=True),
    dues=st.lists(st.integers(-40, 40), max_size=12),
    count=st.integers(0, 20),
    allowed=st.integers(0, 10),
    moment=st.sampled_from([NOW, EXAM]),
)
def test_a_queue_is_as_long_as_there_are_questions(
    new: list[str], dues: list[int], count: int, allowed: int, moment: Today
) -> None:
    """Never a question twice, never fewer than there are, the due ones before the weak ones."""
    cards = [card(f"c{i}", due=DAY + days) for i, days in enumerate(dues)]
    found = asked(new, cards, count, allowed, moment)
    assert len(found) == min(count, len(new) + len(cards))
    assert len({name for name, _ in found}) == len(found)
    whys = [why for _, why in found]
    if "weak" in whys:
        assert whys.count("due") == sum(due_at(c, moment) <= DAY for c in cards)
        assert "due" not in whys[whys.index("weak") :]
