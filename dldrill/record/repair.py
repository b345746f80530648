"""What can still be read of a damaged record, and a new record from it. The damaged one is kept."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from dldrill.record.backup import copies
from dldrill.record.errors import FAILURES, Unrecordable
from dldrill.record.log import Amendment, Line, Logged, line_hash
from dldrill.record.opening import connected
from dldrill.record.store import Record
from dldrill.record.transfer import exported

_AT_ONCE = 200  #: rows that are given up together where one of them cannot be read
_SMALLEST = 64  #: bytes that any line takes in the file
_BESIDE = ("-wal", "-shm")  #: what SQLite keeps beside a record that is open or was killed


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
    found = {line.uuid: line for line in whole_lines(path)}
    saved = path.with_name(f"{path.stem}-saved-{path.stat().st_mtime_ns // 1_000_000_000}.jsonl")
    if not saved.exists():
        draft = saved.with_suffix(f".{os.getpid()}.part")
        try:
            draft.write_text("".join(f"{line}\n" for line in exported(found.values())), "utf-8")
            draft.replace(saved)
        finally:
            draft.unlink(missing_ok=True)
    return saved, len(found)


def repair(path: Path) -> Repaired:
    """A new record from what is whole in the old one and in its newest readable copy.

    The new one is finished before the old one is moved, so that a repair that is cut off leaves
    everything where it was.

    Raises:
        Unrecordable: the file is newer or no record, or the new record cannot be written.
        OSError: the old one cannot be moved aside.
    """
    try:
        connected(path).close()
    except Unrecordable as fault:
        if fault.code != "damaged":
            raise
    lines = {line.uuid: line for line in _newest_copy(path)}
    lines |= {line.uuid: line for line in whole_lines(path)}
    kept, draft = _free_name(path), path.with_name(f"{path.stem}-repaired-{os.getpid()}.part")
    try:
        with Record(draft) as record:
            added = record.merge(lines.values())
        path.replace(kept)
        for extra in _BESIDE:
            beside = path.with_name(path.name + extra)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + extra))
        draft.replace(path)
    finally:
        for name in (draft.name, *(draft.name + extra for extra in _BESIDE)):
            draft.with_name(name).unlink(missing_ok=True)
    return Repaired(added, kept)


def _newest_copy(path: Path) -> list[Line]:
    for copy in reversed(copies(path)):
        found = list(whole_lines(copy))
        if found:
            return found
    return []


def whole_lines(path: Path) -> Iterator[Line]:
    """The lines of a record that are as they were written, as far as the file can be read."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            most = _most(path)
            attempts, amendments = _rows(db, "attempt", Logged, most), _rows(db, "amendment", Amendment, most)
            for line, found in chain(attempts, amendments):
                if line_hash(line) == found:
                    yield line
    except FAILURES:
        return


def _most(path: Path) -> int:
    """More lines than these files can hold."""
    files = (path, path.with_name(path.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists()) // _SMALLEST


def _rows(
    db: sqlite3.Connection, table: str, kind: type[Logged] | type[Amendment], most: int
) -> Iterator[tuple[Line, bytes]]:
    """Rows in pieces by their ids, so that a page that cannot be read costs only its own rows."""
    chosen = f"SELECT {', '.join(kind._fields)}, hash FROM {table} WHERE id >= ? AND id < ?"
    try:
        db.execute(f"EXPLAIN {chosen}", (0, 0))
    except FAILURES:
        return  # the table itself is not known any more
    for first in range(1, _last_id(db, table, most) + 1, _AT_ONCE):
        for start, stop in _pieces(db, table, first):
            try:
                rows = db.execute(chosen, (start, stop)).fetchall()
            except FAILURES:
                continue
            for *row, found in rows:
                if all(isinstance(value, (str, int, float)) for value in row):
                    yield kind._make(row), found


def _pieces(db: sqlite3.Connection, table: str, first: int) -> Iterator[tuple[int, int]]:
    """A range of ids whole, or id by id where it cannot be read whole."""
    try:
        db.execute(f"SELECT * FROM {table} WHERE id >= ? AND id < ?", (first, first + _AT_ONCE)).fetchall()
    except FAILURES:
        yield from ((at, at + 1) for at in range(first, first + _AT_ONCE))
    else:
        yield first, first + _AT_ONCE


def _last_id(db: sqlite3.Connection, table: str, most: int) -> int:
    """The last id of a table; as many as there can be where it cannot be read, or not be believed."""
    try:
        return min(most, int(db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]))
    except (*FAILURES, ValueError):
        return most


def _free_name(path: Path) -> Path:
    for number in range(1, 10_000):
        name = path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")
        if not name.exists():
            return name
    raise Unrecordable(f"too many damaged records beside {path}: move some away", code="damaged")
