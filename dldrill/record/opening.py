"""Opening a record: its settings, its health, and the steps from an older format."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

from dldrill.record import schema
from dldrill.record.errors import FAILURES, Unrecordable, as_unrecordable

PATIENCE = 30.0  #: seconds that others may hold the lock
PAUSE = 0.02
_MAGIC = b"SQLite format 3\0"
CHECKED = 8_000_000  #: bytes up to which a record is checked at every start; larger ones once a day


def connected(path: Path, migrations: Sequence[Sequence[str]] = schema.MIGRATIONS) -> sqlite3.Connection:
    """A record, made or brought to this format where needed.

    Raises:
        Unrecordable: it is damaged, newer than this program, not ours, or cannot be written.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            return _connected(path, migrations)
        except (*FAILURES, OSError) as error:
            # while another process recovers or closes the log, SQLite refuses at once, without waiting
            fault = as_unrecordable(error, path)
            if fault.code != "locked" or monotonic() > until:
                raise fault from error
        sleep(PAUSE)


def _connected(path: Path, migrations: Sequence[Sequence[str]]) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    _must_be_a_database(path)
    _peek(path, len(migrations))
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db, path, migrations)
    except BaseException:
        db.close()
        raise
    return db


def _must_be_a_database(path: Path) -> None:
    """SQLite would take a short text for an empty database, and write over it."""
    if not path.is_file() or path.stat().st_size == 0 or path.with_name(f"{path.name}-journal").exists():
        return  # with a journal, another process is making it, or was killed while it did
    with path.open("rb") as stream:
        head = stream.read(len(_MAGIC))
    # another process may just have taken back what a killed one began: then it is empty once more
    if head in (b"", _MAGIC):
        return
    from dldrill.record.backup import copies

    if copies(path):
        raise sqlite3.DatabaseError("no database any more")
    raise Unrecordable(f"{path} is no record of dldrill: name another file", code="foreign")


def _peek(path: Path, newest: int) -> None:
    """Look at what a killed program left without working it into the file, as an ordinary opening does."""
    if not path.with_name(f"{path.name}-wal").exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            _must_be_ours(db, path, newest)
    except FAILURES:
        return  # the ordinary opening waits, or tells what is wrong


def _prepare(db: sqlite3.Connection, path: Path, migrations: Sequence[Sequence[str]]) -> None:
    size = path.stat().st_size
    if size:
        _must_be_ours(db, path, len(migrations))
    db.execute("PRAGMA trusted_schema = OFF")
    # the folder's entry for a new file has to be on the disk as well
    db.execute(f"PRAGMA synchronous = {'FULL' if size else 'EXTRA'}")
    db.execute("PRAGMA journal_mode = WAL")
    if 0 < size <= CHECKED:
        _must_be_whole(db, path)
    if _format(db) < len(migrations):
        if size and _format(db):
            from dldrill.record.backup import backup

            backup(db, path, "before-upgrade")
        _migrate(db, path, migrations)


def _must_be_ours(db: sqlite3.Connection, path: Path, newest: int) -> None:
    # in this order: another process may be making the tables, which has our mark when it has them
    tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application != schema.APPLICATION and tables:
        raise Unrecordable(f"{path} is no record of dldrill: name another file", code="foreign")
    _must_be_known(db, path, newest)


def _must_be_known(db: sqlite3.Connection, path: Path, newest: int) -> None:
    if _format(db) > newest:
        raise Unrecordable(
            f"the record {path} was written by a newer dldrill: update this one; nothing was changed",
            code="newer",
        )


def _must_be_whole(db: sqlite3.Connection, path: Path) -> None:
    told = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if told != "ok":
        raise sqlite3.DatabaseError(f"malformed: {told}")


def _format(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _migrate(db: sqlite3.Connection, path: Path, migrations: Sequence[Sequence[str]]) -> None:
    """From the file's format to the newest, in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    try:
        # read again under the lock: another process may have done it meanwhile, or more than that
        _must_be_known(db, path, len(migrations))
        for statements in migrations[_format(db) :]:
            for statement in statements:
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        db.execute(f"PRAGMA user_version = {len(migrations)}")
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
