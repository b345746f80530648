"""What can still be read of a damaged record, and a new record from it. The damaged one is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from dldrill.record.backup import copies
from dldrill.record.errors import Unrecordable
from dldrill.record.log import Amendment, Line, Logged, line_hash
from dldrill.record.store import Record
from dldrill.record.transfer import exported

_AT_ONCE = 200  #: rows that are given up together where one of them cannot be read


class Repaired(NamedTuple):
    """What came of a repair.

    Attributes:
        lines: how many lines of the log the new record has.
        kept: where the damaged file was moved.
    """

    lines: int
    kept: Path


def save_beside(path: Path) -> tuple[Path, int]:
    """Write the whole lines of a damaged record to a file beside it, once for each damage.

    Returns:
        the file, and how many lines it holds.

    Raises:
        OSError: it cannot be written.
    """
    found = list(whole_lines(path))
    saved = path.with_name(f"{path.stem}-saved-{path.stat().st_mtime_ns // 1_000_000_000}.jsonl")
    if not saved.exists():
        saved.write_text("".join(f"{line}\n" for line in exported(found)), "utf-8")
    return saved, len(found)


def repair(path: Path) -> Repaired:
    """A new record from what is whole in the old one and in its newest readable copy.

    Raises:
        Unrecordable: the new record cannot be written.
        OSError: the old one cannot be moved aside.
    """
    lines = {line.uuid: line for source in (*copies(path)[-1:], path) for line in whole_lines(source)}
    kept = _free_name(path)
    path.replace(kept)
    for extra in ("-wal", "-shm"):
        beside = path.with_name(path.name + extra)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + extra))
    with Record(path) as record:
        added = record.merge(lines.values())
    return Repaired(added, kept)


def whole_lines(path: Path) -> Iterator[Line]:
    """The lines of a record that are as they were written, as far as the file can be read."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            for line, found in (*_rows(db, "attempt", Logged), *_rows(db, "amendment", Amendment)):
                if line_hash(line) == found:
                    yield line
    except sqlite3.Error:
        return


def _rows(
    db: sqlite3.Connection, table: str, kind: type[Logged] | type[Amendment]
) -> Iterator[tuple[Line, bytes]]:
    """Rows in pieces by their ids, so that a page that cannot be read costs only its own rows."""
    fields = ", ".join(kind._fields)
    for first in range(1, _last_id(db, table) + 1, _AT_ONCE):
        for start, stop in _pieces(db, table, first):
            chosen = f"SELECT {fields}, hash FROM {table} WHERE id >= ? AND id < ?"
            try:
                rows = db.execute(chosen, (start, stop)).fetchall()
            except sqlite3.Error:
                continue
            for *row, found in rows:
                if all(isinstance(value, (str, int, float)) for value in row):
                    yield kind._make(row), found


def _pieces(db: sqlite3.Connection, table: str, first: int) -> Iterator[tuple[int, int]]:
    """A range of ids whole, or id by id where it cannot be read whole."""
    try:
        db.execute(f"SELECT * FROM {table} WHERE id >= ? AND id < ?", (first, first + _AT_ONCE)).fetchall()
    except sqlite3.Error:
        yield from ((at, at + 1) for at in range(first, first + _AT_ONCE))
    else:
        yield first, first + _AT_ONCE


def _last_id(db: sqlite3.Connection, table: str) -> int:
    """The last id of a table; where the path to it cannot be read, as far as reading it would be quick."""
    try:
        return int(db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])
    except sqlite3.Error:
        return 100_000


def _free_name(path: Path) -> Path:
    for number in range(1, 10_000):
        name = path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")
        if not name.exists():
            return name
    raise Unrecordable(f"too many damaged records beside {path}: move some away", code="damaged")
