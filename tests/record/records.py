"""Records for the tests, and the tables in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time

from attempts import Tables

from dldrill.record.store import Record

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of the test's own is made in it
"""Where files need not wait for a disk."""


def tables(record: Record) -> Tables:
    """What a record keeps beside its log."""
    return Tables(
        record.cards(),
        {day: (n, rights, ms) for day, n, rights, ms in record.rows("SELECT * FROM day")},
        {(question, name): (n, last) for question, name, n, last in record.rows("SELECT * FROM slip")},
    )


@contextmanager
def fresh(clock: Callable[[], float] = time) -> Iterator[Record]:
    """An empty record in a folder of its own."""
    with TemporaryDirectory(dir=MEMORY) as folder, Record(Path(folder) / "record.db", clock) as record:
        yield record


def whole(path: Path) -> bool:
    """Whether SQLite finds nothing wrong in a file."""
    db = sqlite3.connect(path)
    try:
        return [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]
    finally:
        db.close()
