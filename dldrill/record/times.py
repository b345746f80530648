"""Instants and study days: UTC is stored, and beside it the day it was for the learner."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

DAY_TURNS = time(4)  #: local; who studies past midnight still belongs to the evening before
SECOND = 1000  #: the log counts in milliseconds
DAY = timedelta(days=1)


class Moment(NamedTuple):
    """An instant, with what a learner's clock and calendar said.

    Attributes:
        at: milliseconds since 1970, UTC.
        offset: minutes that the local clock was ahead of UTC.
        day: the study day, as in 2026-11-21.
    """

    at: int
    offset: int
    day: str


def moment(seconds: float) -> Moment:
    """The moment of an instant, by the clock and time zone of this machine.

    Args:
        seconds: since 1970, UTC.
    """
    local = datetime.fromtimestamp(seconds, UTC).astimezone()
    offset = local.utcoffset() or timedelta()
    return Moment(int(seconds * SECOND), int(offset.total_seconds() // 60), study_day(seconds).isoformat())


def study_day(seconds: float) -> date:
    """The local day of an instant, which turns over at 4 a.m. as the clock on the wall shows it."""
    local = datetime.fromtimestamp(seconds, UTC).astimezone()
    return local.date() if local.time() >= DAY_TURNS else local.date() - DAY
