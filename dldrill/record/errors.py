"""Why a record cannot be used, in words that say what to do."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from dldrill.faults import Fault


class Unrecordable(Fault):
    """An answer cannot be recorded; the drill can go on without."""


_LOCKED = ("locked", "another program holds it: close that, or use another with --record FILE")
_READONLY = ("readonly", "it cannot be written: allow that, or use another with --record FILE")
_FULL = ("full", "the disk is full: make room, then go on")
_DAMAGED = ("damaged", "it is damaged: dldrill record repair saves what is whole and begins a new one")
_REASONS = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_READONLY: _READONLY,
    sqlite3.SQLITE_PERM: _READONLY,
    sqlite3.SQLITE_CANTOPEN: (
        "readonly",
        "it cannot be opened: allow that, or use another with --record FILE",
    ),
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: ("damaged", "it is no record: move it away, or use another with --record FILE"),
    sqlite3.SQLITE_IOERR: ("io", "the disk does not answer as it should"),
    sqlite3.SQLITE_CONSTRAINT: ("twice", "it holds this line already"),
}
FAILURES = (sqlite3.Error, UnicodeError, OverflowError)
"""What SQLite's module raises: of a damaged file even the message may be no text."""
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


def as_unrecordable(error: Exception, path: Path) -> Unrecordable:
    """An error of SQLite or of the file system as a line for the learner."""
    if isinstance(error, OSError):
        if error.errno in _DISK_FULL:
            return Unrecordable(f"the record {path}: {_FULL[1]}", code=_FULL[0])
        return Unrecordable(f"the record {path} cannot be written ({error.strerror})", code="readonly")
    # errors that Python's module finds itself have no code: a text that is no UTF-8, a row too long
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary in _REASONS:
        code, says = _REASONS[primary]
        return Unrecordable(f"the record {path}: {says}", code=code)
    damaged = isinstance(error, (sqlite3.DatabaseError, UnicodeDecodeError))
    if damaged and not isinstance(error, sqlite3.ProgrammingError):
        return Unrecordable(f"the record {path}: {_DAMAGED[1]}", code=_DAMAGED[0])
    return Unrecordable(f"the record {path} cannot hold this ({error})", code="io")
