"""The schedule is a plain replay of the log through py-fsrs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from attempts import NOON, attempts, on_day, replayed
from hypothesis import given
from hypothesis import strategies as st

from dldrill.record.log import Logged, Standing
from dldrill.record.rating import Rating
from dldrill.record.schedule import Card, card_of, recall, reviews

FIRST = date(2026, 2, 11).toordinal()  #: of the lines in attempts.py
PY_FSRS = fsrs.Scheduler(learning_steps=[], relearning_steps=[], enable_fuzzing=False)


def stands(*lines: Logged) -> list[Standing]:
    """Attempts to which nothing was said."""
    return [Standing(line, Rating(line.rating), line.verdict == "right") for line in lines]


def made(*lines: Logged) -> Card:
    """The card of some attempts."""
    card = card_of(stands(*lines))
    assert card is not None
    return card


@pytest.mark.parametrize(
    ("log", "counted"),
    [
        ([(0, 3, "drill")], [0]),
        ([(0, 1, "drill"), (0, 3, "drill"), (1, 3, "drill")], [0, 2]),
        ([(0, 3, "cram"), (0, 1, "drill")], [1]),
        ([(0, 3, "cram")], []),
        ([(0, 0, "drill"), (0, 2, "drill")], [1]),
        ([(0, 3, "exam"), (0, 3, "drill")], [0]),
        ([(3, 3, "drill"), (1, 3, "drill"), (3, 1, "drill")], [0, 1]),
    ],
)
def test_what_counts(log: list[tuple[int, int, str]], counted: list[int]) -> None:
    """The first rated attempt of each day, without cramming, in the order of the log."""
    lines = [on_day(day, rating=rating, kind=kind) for day, rating, kind in log]
    assert [review.logged for review in reviews(stands(*lines))] == [lines[place] for place in counted]


def test_a_first_review() -> None:
    """The default parameters of FSRS-6: a Good one is stable for 2.3065 days, so due after two."""
    card = made(on_day(0))
    assert (round(card.stability, 4), card.reviewed, card.due) == (2.3065, FIRST, FIRST + 2)
    assert (card.reviews, card.lapses, card.attempts, card.rights, card.last_right) == (1, 0, 1, 1, 1)


def test_practice_leaves_the_schedule() -> None:
    """A second attempt of the day is counted as an attempt and moves nothing else of the memory."""
    first, second = on_day(0), on_day(0, shown=NOON + 60_000, verdict="wrong", rating=1)
    once, twice = made(first), made(first, second)
    assert twice[2:8] == once[2:8]
    assert (twice.attempts, twice.rights, twice.last_right) == (2, 1, 0)


def test_what_was_only_crammed_is_due() -> None:
    """Without a review nothing is known of the memory: it is due from its last day on."""
    card = made(on_day(0, kind="cram"), on_day(3, kind="cram"))
    assert (card.stability, card.difficulty, card.reviewed, card.due) == (0, 0, 0, FIRST + 3)
    assert recall(card, FIRST + 3) == 0


def test_lapses() -> None:
    """Forgetting counts from the second review on."""
    card = made(*(on_day(day, rating=1) for day in range(9)))
    assert (card.reviews, card.lapses) == (9, 8)


@pytest.mark.parametrize(
    ("times", "median", "target"),
    [
        ([10], 10, 0),
        ([10, 20, 30, 40], 25, 0),
        ([50, 10, 40, 20, 30], 30, 30),
        ([50, 10, 40, 20, 30, 31], 30, 30),
    ],
)
def test_times(times: list[int], median: int, target: int) -> None:
    """After five right answers the learner's own median is the target; wrong ones say nothing."""
    wrong = [on_day(0, ms=999_999, verdict="wrong", rating=1)]
    card = made(*wrong, *(on_day(day, ms=ms) for day, ms in enumerate(times)))
    assert (card.median, card.target) == (median, target)


def test_nothing_judged_is_no_card() -> None:
    """A question that was only passed over stays new."""
    assert card_of(stands(on_day(0, verdict="skipped", rating=0))) is None
    assert card_of([]) is None


@given(st.lists(attempts(), min_size=1, max_size=30))
def test_the_schedule_is_a_plain_replay(lines: list[Logged]) -> None:
    """Over any history, on days in any order, the card is what py-fsrs gives for one question."""
    named = [line._replace(question="q", uuid=f"{n:03}-{line.uuid}", clock=n) for n, line in enumerate(lines)]
    card = card_of(stands(*named))
    assert ({} if card is None else {"q": card}) == replayed(named).cards


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 4)), min_size=1, max_size=12),
    st.integers(-400, 40_000),
)
def test_recall_is_that_of_py_fsrs(history: list[tuple[int, int]], later: int) -> None:
    """The forgetting curve without py-fsrs, which a start need not load, is py-fsrs's own."""
    lines, day, card = [], 0, fsrs.Card(card_id=1)
    for pause, rating in history:
        day += pause
        lines.append(on_day(day, rating=rating))
        at = datetime.fromtimestamp(lines[-1].shown / 1000, UTC)
        card, _ = PY_FSRS.review_card(card, fsrs.Rating(rating), at)
    expected = PY_FSRS.get_card_retrievability(card, at + timedelta(days=later))
    assert recall(made(*lines), FIRST + day + later) == pytest.approx(expected, rel=1e-12)


def test_recall_after_the_stability() -> None:
    """After as many days as the stability says, recall is 90 %."""
    card = made(on_day(0))._replace(stability=20.0)
    assert recall(card, card.reviewed + 20) == pytest.approx(0.9)
    assert recall(card, card.reviewed) == 1


HOUR = 3_600_000


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        (23, 1),  # Monday 10:00, Tuesday 9:00
        (2, 1),  # 3:00 and 5:00, between which the day turns
        (47, 1),  # Monday 5:00, Wednesday 3:00, which is still Tuesday
        (27, 0),  # a day that a flight to the west made longer
        (17, 2),  # a day that a flight to the east left out
    ],
)
def test_reviews_are_as_far_apart_as_their_days(hours: int, days: int) -> None:
    """However many hours lie between two answers, the study days count; none: the second is practice."""
    first, last = on_day(0), on_day(days, shown=NOON + hours * HOUR)
    card, at = fsrs.Card(card_id=1), datetime(2026, 2, 11, 12, tzinfo=UTC)
    for review in sorted({at, at + timedelta(days=days)}):
        card, _ = PY_FSRS.review_card(card, fsrs.Rating.Good, review)
    found = made(first, last)
    assert (found.reviews, found.reviewed) == (1 + (days > 0), FIRST + days)
    assert (found.stability, found.due) == (card.stability, card.due.date().toordinal())


def test_a_review_before_the_last_one() -> None:
    """Where the clock was set back the order of the log counts, and py-fsrs sees no time go by."""
    ahead, back = on_day(400, clock=1), on_day(0, clock=2)
    card = made(ahead, back)
    at_once = PY_FSRS.review_card(
        PY_FSRS.review_card(fsrs.Card(card_id=1), fsrs.Rating.Good, datetime(2026, 2, 11, 12, tzinfo=UTC))[0],
        fsrs.Rating.Good,
        datetime(2026, 2, 11, 12, tzinfo=UTC),
    )[0]
    assert (card.reviews, card.reviewed, card.stability) == (2, FIRST, at_once.stability)
    assert FIRST < card.due == at_once.due.date().toordinal()
