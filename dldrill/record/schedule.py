"""From the log of a question to when it is asked next: a plain replay through FSRS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dldrill.record import rating as ratings
from dldrill.record.log import Standing
from dldrill.record.rating import Rating

if TYPE_CHECKING:
    import fsrs

RETENTION = 0.9  #: the recall at which a question is due
NOON = time(12, tzinfo=UTC)  #: py-fsrs counts spans of 24 hours: noons are as far apart as their days
# FSRS-6's default parameters that recall depends on: https://github.com/open-spaced-repetition/py-fsrs
DECAY = -0.1542
FACTOR = RETENTION ** (1 / DECAY) - 1


class Card(NamedTuple):
    """What is known of a learner and a question.

    Attributes:
        question: its id.
        topic: its topic.
        stability: days until recall falls to 90 %; 0 before the first review.
        difficulty: from 1 to 10; 0 before the first review.
        reviewed: the study day of the last review, as an ordinal; 0 before the first.
        due: the study day on which the recall will have fallen to 90 %, as an ordinal; before the
            first review that of the last attempt.
        reviews: the attempts that counted for the schedule.
        lapses: how many of them were rated Again, the first one left out.
        attempts: all attempts that were judged.
        rights: how many of them were right.
        last_right: whether the last one was.
        first_day: the study day of the first attempt.
        last_day: that of the last one.
        median: milliseconds that right answers took; of all answers, where none was right.
        target: milliseconds that the next answer should take; 0: what the bank says.
    """

    question: str
    topic: str
    stability: float
    difficulty: float
    reviewed: int
    due: int
    reviews: int
    lapses: int
    attempts: int
    rights: int
    last_right: int
    first_day: str
    last_day: str
    median: int
    target: int


def recall(card: Card, day: int) -> float:
    """The probability that a question is answered rightly on a study day, as FSRS predicts it.

    The forgetting curve of FSRS-6, (1 + F·t/S)^D with whole days t and F such that recall is 90 %
    after S days (https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm). 0 before
    the first review.
    """
    if not card.reviewed:
        return 0.0
    days = day - card.reviewed
    return float((1 + FACTOR * days / card.stability) ** DECAY) if days > 0 else 1.0


def reviews(log: Iterable[Standing]) -> Iterator[Standing]:
    """The attempts that count: the first of a day, as the log orders them; the rest is practice."""
    days = set()
    for attempt in log:
        counts = attempt.rating is not Rating.NONE and attempt.logged.kind != "cram"
        if counts and attempt.logged.day not in days:
            days.add(attempt.logged.day)
            yield attempt


def card_of(log: Sequence[Standing]) -> Card | None:
    """The card of one question, from its attempts in the order of the log; None without any."""
    judged = [attempt for attempt in log if attempt.logged.verdict != "skipped"]
    if not judged:
        return None
    state, lapses, count = None, 0, 0
    for review in reviews(judged):
        lapses += count > 0 and review.rating is Rating.AGAIN
        count += 1
        state = reviewed(state, review.rating, review.logged.day)
    last = judged[-1]
    right_times = [attempt.logged.ms for attempt in judged if attempt.right]
    times = right_times or [attempt.logged.ms for attempt in judged]
    return Card(
        last.logged.question,
        last.logged.topic,
        *_memory(state, last),
        count,
        lapses,
        len(judged),
        len(right_times),
        int(last.right),
        judged[0].logged.day,
        last.logged.day,
        ratings.median(times),
        ratings.median(right_times) if len(right_times) >= ratings.OWN_TIMES else 0,
    )


def _memory(state: fsrs.Card | None, last: Standing) -> tuple[float, float, int, int]:
    """Stability, difficulty, last review and due; due at once for what was only practised."""
    if state is None or state.last_review is None:
        return 0.0, 0.0, 0, date.fromisoformat(last.logged.day).toordinal()
    return (
        state.stability or 0.0,
        state.difficulty or 0.0,
        state.last_review.toordinal(),
        state.due.toordinal(),
    )


def reviewed(state: fsrs.Card | None, rating: Rating, day: str) -> fsrs.Card:
    """The state of a question after one more review, dated by its study day."""
    import fsrs

    at = datetime.combine(date.fromisoformat(day), NOON)
    # without an id of its own a card would wait a millisecond to make one from the clock
    before = fsrs.Card(card_id=1, due=at) if state is None else state
    return _scheduler().review_card(before, fsrs.Rating(rating), at)[0]


@cache
def _scheduler() -> fsrs.Scheduler:
    """FSRS in whole days: only the first attempt of a day counts, so steps of minutes have no place.

    Intervals are not blurred at random, so that the same log always gives the same schedule.
    """
    import fsrs

    return fsrs.Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
