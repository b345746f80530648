"""Copies of the record beside it, fewer the older they are."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

DAYS, WEEKS, MONTHS = 7, 5, 12  #: how many days, weeks and months keep a copy
FORM = "%Y%m%dT%H%M%S%f"
KILLED = timedelta(days=1)  #: the age from which a part of a copy belongs to no copying any more
_COPY, _PART = r"\.db", r"\.\d+\.part(-journal|-wal|-shm)?"


def folder(path: Path) -> Path:
    """Where the copies of a record are kept."""
    return path.parent / "backups"


def backup(db: sqlite3.Connection, path: Path, why: str) -> Path:
    """Copy a record while others may write to it; the copy is checked and on the disk.

    What copies that were killed more than a day ago left is removed.

    Args:
        db: the record, open.
        path: its file.
        why: a word for the name of the copy.

    Raises:
        OSError, sqlite3.Error: it could not be made; there is none then.
    """
    folder(path).mkdir(exist_ok=True)
    now = datetime.now(UTC)
    _clear(path, now - KILLED)
    copy = folder(path) / f"{path.stem}-{now.strftime(FORM)}-{why}.db"
    draft = copy.with_suffix(f".{os.getpid()}.part")
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as target:
            db.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            told = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if told != "ok":
            raise sqlite3.DatabaseError(f"malformed: {told}")
        _on_disk(draft)
        draft.replace(copy)
        _on_disk(copy.parent)
    finally:
        draft.unlink(missing_ok=True)
    return copy


def copies(path: Path) -> list[Path]:
    """The copies of a record, the oldest first."""
    if not folder(path).is_dir():
        return []
    return sorted(copy for copy in folder(path).iterdir() if _made(copy, path) is not None)


def _clear(path: Path, before: datetime) -> None:
    """Remove the parts of copies that were begun before an instant."""
    for file in folder(path).iterdir():
        begun = _begun(file, path, _PART)
        if begun is not None and begun < before:
            file.unlink(missing_ok=True)


def thin(path: Path) -> None:
    """Keep the newest copy of each of the last days, weeks and months; delete the others."""
    found = copies(path)
    kept = kept_of({copy: made for copy in found if (made := _made(copy, path)) is not None})
    for copy in found:
        if copy not in kept:
            copy.unlink(missing_ok=True)


def kept_of(made: dict[Path, date]) -> set[Path]:
    """Which copies are kept, by the day on which each was made."""
    newest_first = sorted(made, key=lambda copy: (made[copy], copy.name), reverse=True)
    kept: set[Path] = set()
    for count, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        kept |= _newest_of_each(newest_first, count, [period(made[copy]) for copy in newest_first])
    return kept


def _newest_of_each(copies: list[Path], count: int, periods: Iterable[tuple[int, ...]]) -> set[Path]:
    first: dict[tuple[int, ...], Path] = {}
    for copy, period in zip(copies, periods, strict=True):
        first.setdefault(period, copy)
    return set(list(first.values())[:count])


def _day(made: date) -> tuple[int, ...]:
    return (made.toordinal(),)


def _week(made: date) -> tuple[int, ...]:
    return made.isocalendar()[:2]


def _month(made: date) -> tuple[int, ...]:
    return (made.year, made.month)


def _made(copy: Path, path: Path) -> date | None:
    """The day of a copy of a record, by its name; None for a file that is none."""
    begun = _begun(copy, path, _COPY)
    return None if begun is None else begun.date()


def _begun(file: Path, path: Path, end: str) -> datetime | None:
    """When the copying of a record to a file began, by its name; None where the name is no such one."""
    found = re.fullmatch(rf"{re.escape(path.stem)}-(\d{{8}}T\d{{12}})-[a-z-]+{end}", file.name, re.ASCII)
    try:
        return datetime.strptime(found[1], FORM).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def _on_disk(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return  # other systems cannot open a folder
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
