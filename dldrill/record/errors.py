"""Why a record cannot be used, in words that say what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from dldrill.faults import Fault


class Unrecordable(Fault):
    """An answer cannot be recorded; the drill can go on without."""


_REASONS = (
    ("locked", "locked", "another program holds it: close that, or use another with --record FILE"),
    ("readonly", "readonly", "it cannot be written: allow that, or use another with --record FILE"),
    ("unable to open", "readonly", "it cannot be opened: allow that, or use another with --record FILE"),
    ("full", "full", "the disk is full: make room, then go on"),
    ("not a database", "damaged", "it is no record: move it away, or use another with --record FILE"),
    ("malformed", "damaged", "it is damaged: dldrill record repair saves what is whole and begins a new one"),
    ("disk i/o", "io", "the disk does not answer as it should"),
)


def as_unrecordable(error: Exception, path: Path) -> Unrecordable:
    """An error of SQLite or of the file system as a line for the learner."""
    told = str(error).lower()
    for sign, code, says in _REASONS:
        if sign in told:
            return Unrecordable(f"the record {path}: {says}", code=code)
    if isinstance(error, OSError):
        return Unrecordable(f"the record {path} cannot be written ({error.strerror})", code="readonly")
    kind = "damaged" if isinstance(error, sqlite3.DatabaseError) else "io"
    return Unrecordable(f"the record {path} cannot be used ({error})", code=kind)
