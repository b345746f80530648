"""Copies of the record: whole, on the disk, and fewer the older they are."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from attempts import attempt
from hypothesis import given
from hypothesis import strategies as st
from records import whole

from dldrill.record import backup as backups
from dldrill.record.backup import DAYS, MONTHS, WEEKS, backup, copies, kept_of, thin
from dldrill.record.store import Record

START = date(2025, 1, 1)


def days_kept(made: list[date]) -> list[date]:
    """The days whose copies are kept."""
    return sorted(made[int(copy.name)] for copy in kept_of({Path(str(n)): day for n, day in enumerate(made)}))


def test_two_years_of_days() -> None:
    """After each day of two years: the last week day by day, five weeks, twelve months, and no more."""
    kept: list[date] = []
    for number in range(730):
        today = START + timedelta(days=number)
        kept = days_kept([*kept, today])
        assert len(kept) <= DAYS + WEEKS + MONTHS
        wanted = {today - timedelta(days=back) for back in range(min(DAYS, number + 1))}
        assert wanted <= set(kept)
    assert kept == [
        *(
            date(2026, month, 28 if month == 2 else 30 + (month in (1, 3, 5, 7, 8, 10)))
            for month in range(1, 12)
        ),
        *(date(2026, 12, 6), date(2026, 12, 13), date(2026, 12, 20)),
        *(date(2026, 12, day) for day in range(25, 32)),
    ]


@given(st.lists(st.dates(date(2024, 1, 1), date(2026, 12, 31)), min_size=1, max_size=60))
def test_the_newest_is_always_kept(days: list[date]) -> None:
    """Whatever pauses there were: the newest copies stay, thinning again changes nothing."""
    kept = days_kept(days)
    assert kept[-1] == max(days)
    assert days_kept(kept) == kept
    assert set(sorted(set(days))[-DAYS:]) <= set(kept)


def test_of_one_day_the_last_copy_is_kept(tmp_path: Path) -> None:
    """Copies of the same day give way to the latest; files that are no copies are left alone."""
    folder = tmp_path / "backups"
    folder.mkdir()
    others = ["record-notes.db", "record-20261301T000000000000-x.db", "rec-20260101T000000000000-daily.db"]
    others += ["record-2-20260101T000000000000-daily.db", "record-20260101T000000000000-daily.txt"]
    names = [f"record-2026010{day}T{hour:02}0000000000-daily.db" for day in (1, 2) for hour in (1, 9, 23)]
    for name in others + names:
        (folder / name).touch()
    path = tmp_path / "record.db"
    assert [copy.name for copy in copies(path)] == names
    thin(path)
    assert [copy.name for copy in copies(path)] == [names[2], names[5]]
    assert {file.name for file in folder.iterdir()} == {names[2], names[5], *others}


def test_no_folder_no_copies(tmp_path: Path) -> None:
    """A record that was never copied has none, and thinning them is nothing."""
    assert copies(tmp_path / "record.db") == []
    thin(tmp_path / "record.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["record.db", "my.record.v2", "é[1] #?.db"])
def test_a_copy_is_a_record(tmp_path: Path, name: str) -> None:
    """A copy that is made while another writes is whole, opens by itself, and holds every line."""
    path = tmp_path / name
    with Record(path) as record, Record(path) as other:
        lines = [attempt(), attempt()]
        for line in lines:
            other.add(line)
        copy = backup(record.db, path, "daily")
        other.add(attempt())
    assert copies(path) == [copy]
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    assert whole(copy)
    with Record(copy) as restored:
        assert [line.uuid for line in restored.lines()] == [line.uuid for line in lines]


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the copy cannot be put in its place there is none, and no part of one."""
    path = tmp_path / "record.db"

    def full(_: Path) -> None:
        raise OSError(28, os.strerror(28))

    with Record(path) as record:
        monkeypatch.setattr(backups, "_on_disk", full)
        with pytest.raises(OSError, match="No space"):
            backup(record.db, path, "daily")
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_killed_copies_left_is_removed(tmp_path: Path) -> None:
    """Parts older than a day go with the next copy; a copying that may still run, and other files, stay."""
    path, folder = tmp_path / "record.db", tmp_path / "backups"
    folder.mkdir()
    now = datetime.now(UTC)
    old, young = ((now - timedelta(hours=hours)).strftime(backups.FORM) for hours in (25, 23))
    gone = {
        f"record-{old}-{end}" for end in ("daily.7.part", "daily.7.part-journal", "before-upgrade.81.part")
    }
    stays = {f"record-{young}-daily.7.part", f"record-{old}-daily.db", f"my-record-{old}-daily.7.part"}
    stays |= {"record-20251301T000000000000-daily.7.part", f"record-{old}-notes.part", "mine.part"}
    for name in gone | stays:
        (folder / name).touch()
    with Record(path) as record:
        copy = backup(record.db, path, "daily")
    assert {file.name for file in folder.iterdir()} == stays | {copy.name}


def test_a_damaged_record_is_not_copied(tmp_path: Path) -> None:
    """A copy is checked before it takes its place."""
    path = tmp_path / "record.db"
    with Record(path) as record:
        record.add(attempt())
        record.db.execute("PRAGMA writable_schema = ON")
        record.db.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'attempt_day'")
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError):
        backup(db, path, "daily")
    db.close()
    assert copies(path) == []
