"""When a learner studied: answers and time by study day, and the days in a row."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from dldrill.record.store import Record
from dldrill.record.times import DAY

WEEK = 7


class Studied(NamedTuple):
    """A study day.

    Attributes:
        day: which.
        answers: the attempts that were judged.
        rights: how many of them were right.
        ms: milliseconds spent on them.
    """

    day: date
    answers: int = 0
    rights: int = 0
    ms: int = 0


class Activity(NamedTuple):
    """All that was answered, whatever the question.

    Attributes:
        answers: the attempts that were judged.
        rights: how many of them were right.
        ms: milliseconds spent on them.
        streak: study days in a row up to today, or up to yesterday as long as today has none.
        first: the first study day.
        days: every day from the Monday that begins the calendar to today.
    """

    answers: int
    rights: int
    ms: int
    streak: int
    first: date | None
    days: tuple[Studied, ...]


def activity(record: Record, today: date, weeks: int) -> Activity:
    """What the record's days add up to.

    Args:
        record: the record, of which one row a day is read.
        today: the study day; days after it, left by a clock that was wrong, only enter the totals.
        weeks: how many weeks the calendar has at most, this one included.
    """
    rows = record.rows("SELECT day, attempts, rights, ms FROM day ORDER BY day")
    found = {studied.day: studied for studied in (_studied(*row) for row in rows)}
    first = min(found, default=None)
    return Activity(
        sum(studied.answers for studied in found.values()),
        sum(studied.rights for studied in found.values()),
        sum(studied.ms for studied in found.values()),
        streak(set(found), today),
        first,
        tuple(found.get(day, Studied(day)) for day in _calendar(first or today, today, weeks)),
    )


def streak(days: set[date], today: date) -> int:
    """How many days in a row were studied; today is not missed before it is over."""
    day = today if today in days else today - DAY
    count = 0
    while day in days:
        count, day = count + 1, day - DAY
    return count


def _studied(day: str, answers: int, rights: int, ms: int) -> Studied:
    return Studied(date.fromisoformat(day), answers, rights, ms)


def _calendar(first: date, today: date, weeks: int) -> list[date]:
    """The days of the last weeks, from a Monday on; no weeks before the first day."""
    monday = today - today.weekday() * DAY
    since = max(monday - (weeks - 1) * WEEK * DAY, min(first, today) - min(first, today).weekday() * DAY)
    return [since + DAY * place for place in range((today - since).days + 1)]
