"""Study days: they turn over at four in the morning, in every zone, whatever the clocks do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from dldrill.record.times import moment, study_day

ZONES = (
    *("UTC", "Europe/Lisbon", "Europe/Helsinki", "America/New_York", "America/St_Johns", "Asia/Kolkata"),
    *("Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "America/Nuuk"),
)
HOUR = 3_600


@pytest.fixture(autouse=True)
def in_zone() -> Iterator[Callable[[str], None]]:
    """Sets the time zone of this process, and sets it back after the test."""
    with pytest.MonkeyPatch.context() as patch:

        def to(zone: str) -> None:
            patch.setenv("TZ", zone)
            time.tzset()

        yield to
    time.tzset()


def at(zone: str, wall: str) -> float:
    """The instant when a clock on the wall shows this, for the first time or again."""
    text, _, again = wall.partition(" ")
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=bool(again)).timestamp()


@pytest.mark.parametrize(
    ("zone", "wall", "day", "offset"),
    [
        ("Europe/Lisbon", "2026-02-11T12:00:00", "2026-02-11", 0),
        ("Europe/Lisbon", "2026-02-11T03:59:59.999", "2026-02-10", 0),
        ("Europe/Lisbon", "2026-02-11T04:00:00", "2026-02-11", 0),
        ("Europe/Lisbon", "2026-02-11T23:59:59", "2026-02-11", 0),
        ("Europe/Lisbon", "2026-02-12T00:00:00", "2026-02-11", 0),
        ("Europe/Lisbon", "2026-03-29T02:00:00", "2026-03-28", 60),
        ("Europe/Lisbon", "2026-10-25T01:30:00", "2026-10-24", 60),
        ("Europe/Lisbon", "2026-10-25T01:30:00 again", "2026-10-24", 0),
        ("Europe/Helsinki", "2026-10-25T03:59:59", "2026-10-24", 180),
        ("Europe/Helsinki", "2026-10-25T03:00:00 again", "2026-10-24", 120),
        ("Europe/Helsinki", "2026-10-25T04:00:00", "2026-10-25", 120),
        ("Asia/Kolkata", "2026-01-01T01:00:00", "2025-12-31", 330),
        ("America/St_Johns", "2024-02-29T12:00:00", "2024-02-29", -210),
        ("America/New_York", "2024-03-01T03:00:00", "2024-02-29", -300),
    ],
)
def test_the_day_turns_at_four(
    in_zone: Callable[[str], None], zone: str, wall: str, day: str, offset: int
) -> None:
    """Who studies past midnight still belongs to the evening before, by the clock on the wall."""
    in_zone(zone)
    seconds = at(zone, wall)
    assert moment(seconds) == (int(seconds * 1000), offset, day)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Lisbon", date(2026, 3, 28), 23),
        ("Europe/Lisbon", date(2026, 10, 24), 25),
        ("Europe/Lisbon", date(2026, 6, 1), 24),
        ("Europe/Helsinki", date(2026, 10, 24), 25),
        ("Australia/Lord_Howe", date(2026, 4, 4), 24.5),
        ("Pacific/Chatham", date(2026, 9, 26), 23),
    ],
)
def test_days_where_clocks_change(in_zone: Callable[[str], None], zone: str, day: date, hours: float) -> None:
    """A day lasts from four to four on the wall, which may be 23, 24½ or 25 hours."""
    in_zone(zone)
    begins, ends = (at(zone, f"{day + timedelta(days=later)}T04:00:00") for later in (0, 1))
    assert ends - begins == hours * HOUR
    assert [study_day(begins), study_day(ends - 1)] == [day, day]
    assert [study_day(begins - 1), study_day(ends)] == [day - timedelta(days=1), day + timedelta(days=1)]


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_two_years(in_zone: Callable[[str], None], zone: str) -> None:
    """Days never run backwards nor leave one out, and each begins at four."""
    in_zone(zone)
    start = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    days = [study_day(start + 1800 * half) for half in range(2 * 24 * 730)]
    assert all(after - before in (timedelta(), timedelta(days=1)) for before, after in pairwise(days))
    for half, (before, after) in enumerate(pairwise(days), 1):
        if before != after:
            assert start + 1800 * (half - 1) < at(zone, f"{after}T04:00:00") <= start + 1800 * half


def test_the_zone_is_asked_anew(in_zone: Callable[[str], None]) -> None:
    """A learner who flies has the day of where they are; the instant is the same."""
    instant = datetime(2026, 2, 11, 2, 30, tzinfo=UTC).timestamp()
    told = []
    for zone in ("Europe/Lisbon", "Asia/Kolkata", "America/New_York"):
        in_zone(zone)
        told.append(moment(instant))
    assert [kept.day for kept in told] == ["2026-02-10", "2026-02-11", "2026-02-10"]
    assert [kept.offset for kept in told] == [0, 330, -300]
    assert len({kept.at for kept in told}) == 1
