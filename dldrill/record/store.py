"""The record: a log in SQLite that only grows, and the cards that are made from it.

One answer is one transaction, and it is on the disk when the call returns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from time import time
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

from dldrill.record import schema
from dldrill.record.errors import FAILURES, Unrecordable, as_unrecordable
from dldrill.record.log import Amendment, Line, Logged, Standing, line_hash, standing
from dldrill.record.opening import connected
from dldrill.record.schedule import Card, card_of
from dldrill.record.times import SECOND

L = TypeVar("L", Logged, Amendment)
_FIELDS = {Logged: ", ".join(Logged._fields), Amendment: ", ".join(Amendment._fields)}
_TABLES = {Logged: "attempt", Amendment: "amendment"}
_CARD = ", ".join(Card._fields)
# as ``standing`` says, but counted where the rows are: a day of the log can be long
_COUNTED = (
    "INSERT INTO day SELECT day, count(*), sum(verdict = 'right' OR EXISTS"
    "(SELECT 1 FROM amendment WHERE attempt = line.uuid AND does = 'dispute')), sum(ms)"
    " FROM attempt AS line WHERE verdict != 'skipped' AND NOT EXISTS"
    "(SELECT 1 FROM amendment WHERE attempt = line.uuid AND does = 'undo')"
)


def new_name() -> str:
    """A name that no other machine gives."""
    return uuid4().hex


class Record:
    """A learner's record, open.

    Args:
        path: the file; it is made where there is none.
        clock: seconds since 1970, UTC.

    Raises:
        Unrecordable: it is damaged, newer than this program, not ours, or cannot be written.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time) -> None:
        self.path, self._clock = path, clock
        self.db = connected(path)
        try:
            if self.note("cache") != schema.CACHE:
                self.rebuild()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    # writing

    def add(self, attempt: Logged) -> Card | None:
        """Log an attempt, unless one of its name is there; when this returns, it is on the disk.

        Args:
            attempt: its ``clock`` is set here.

        Returns:
            the question's card after it; none where nothing of it was ever judged.

        Raises:
            Unrecordable: it could not be written; nothing was.
        """
        with self._transaction():
            if not self._lines(Logged, "WHERE uuid = ?", (attempt.uuid,)):
                self._append(attempt._replace(clock=self._tick()))
            return self._refresh([attempt.question], [attempt.day])[0]

    def amend(self, attempt: str, does: str, rating: int = 0) -> Card | None:
        """Log what was said about an attempt: ``undo``, ``regrade`` or ``dispute``.

        Raises:
            Unrecordable: it could not be written, or there is no such attempt.
        """
        with self._transaction():
            found = self._lines(Logged, "WHERE uuid = ?", (attempt,))
            if not found:
                raise Unrecordable("there is no such answer in the record", code="attempt")
            self._append(Amendment(new_name(), self._tick(), attempt, does, rating))
            return self._refresh([found[0].question], [found[0].day])[0]

    def merge(self, lines: Iterable[Line]) -> int:
        """Add the lines of another record that are not here yet, and make all cards again.

        Returns:
            how many were added.

        Raises:
            Unrecordable: they could not be written; nothing was.
        """
        lines = list(lines)  # they may come from a slow pipe: nobody waits for the lock meanwhile
        with self._transaction():
            known = self.db.execute("SELECT uuid FROM attempt UNION ALL SELECT uuid FROM amendment")
            here = {uuid for (uuid,) in known}
            latest, added = int(self.note("clock") or 0), 0
            for line in lines:
                if line.uuid not in here:
                    here.add(line.uuid)
                    self._append(line)
                    latest, added = max(latest, line.clock), added + 1
            self._set_note("clock", str(latest))
            self._rebuild()
        return added

    def rebuild(self) -> None:
        """Make the cards again from the log.

        Raises:
            Unrecordable: they could not be written; the old ones stay.
        """
        with self._transaction():
            self._rebuild()

    # reading

    def cards(self) -> dict[str, Card]:
        """Every card by its question."""
        return {row[0]: Card._make(row) for row in self.rows(f"SELECT {_CARD} FROM card")}

    def card(self, question: str) -> Card | None:
        """The card of a question."""
        rows = self.rows(f"SELECT {_CARD} FROM card WHERE question = ?", (question,))
        return next(map(Card._make, rows), None)

    def due(self, day: int, count: int) -> list[Card]:
        """The cards that are due on a study day, the longest overdue first.

        Args:
            day: the day, as an ordinal.
            count: how many at most.
        """
        query = f"SELECT {_CARD} FROM card WHERE due <= ? ORDER BY due, question LIMIT ?"
        return [Card._make(row) for row in self.rows(query, (day, count))]

    def lines(self) -> Iterator[Line]:
        """The whole log in its order: attempts, then amendments."""
        yield from self._each(Logged, "ORDER BY clock, uuid")
        yield from self._each(Amendment, "ORDER BY clock, uuid")

    def damaged(self, last: int | None = None) -> list[str]:
        """The uuids of lines that are not as they were written.

        Args:
            last: look only at so many, the newest.
        """
        tail = f"ORDER BY id DESC LIMIT {last}" if last else ""
        found: chain[tuple[Line, bytes]] = chain(self._hashed(Logged, tail), self._hashed(Amendment, tail))
        return [line.uuid for line, hashed in found if line_hash(line) != hashed]

    def note(self, name: str) -> str | None:
        """What was noted under a name."""
        rows = self.rows("SELECT value FROM note WHERE name = ?", (name,))
        return next((str(value) for (value,) in rows), None)

    def rows(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query.

        Raises:
            Unrecordable: the record is damaged, or held by another.
        """
        try:
            # not ``yield from``: a reader that stops early would close the cursor once more
            for row in self.db.execute(query, values):  # noqa: UP028
                yield row
        except FAILURES as error:
            raise as_unrecordable(error, self.path) from error

    def keep_note(self, name: str, value: str) -> None:
        """Note something about the record itself."""
        with self._transaction():
            self._set_note(name, value)

    # inside a transaction

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing; the lock is taken at once, since one that is asked for later can be refused."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            finally:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
        except FAILURES as error:
            raise as_unrecordable(error, self.path) from error

    def _tick(self) -> int:
        """The next time of the log, later than all before, whatever the clock on the wall says."""
        at = max(int(self._clock() * SECOND), int(self.note("clock") or 0) + 1)
        self._set_note("clock", str(at))
        return at

    def _set_note(self, name: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO note VALUES(?, ?)", (name, value))

    def _append(self, line: Line) -> None:
        marks = ", ".join("?" * (len(line) + 1))
        fields = _FIELDS[type(line)]
        self.db.execute(
            f"INSERT INTO {_TABLES[type(line)]}({fields}, hash) VALUES({marks})", (*line, line_hash(line))
        )

    def _rebuild(self) -> None:
        for table in ("card", "day", "slip"):
            self.db.execute(f"DELETE FROM {table}")
        questions = [row[0] for row in self.db.execute("SELECT DISTINCT question FROM attempt")]
        self._refresh(questions, ())
        self.db.execute(f"{_COUNTED} GROUP BY day")
        self._set_note("cache", schema.CACHE)

    def _refresh(self, questions: Sequence[str], days: Sequence[str]) -> list[Card | None]:
        """Make what depends on these questions and days again from the log."""
        for day in days:
            self._refresh_day(day)
        return [self._refresh_question(question) for question in questions]

    def _refresh_question(self, question: str) -> Card | None:
        judged = [line for line in self.standing("question", question) if line.logged.verdict != "skipped"]
        with self._as_written():
            card = card_of(judged)
        self.db.execute("DELETE FROM card WHERE question = ?", (question,))
        self.db.execute("DELETE FROM slip WHERE question = ?", (question,))
        if card is not None:
            self.db.execute(f"INSERT INTO card VALUES({', '.join('?' * len(card))})", card)
        for attempt in judged:
            for mistake in () if attempt.right else attempt.logged.mistake.split():
                self.db.execute(
                    "INSERT INTO slip VALUES(?, ?, 1, ?) ON CONFLICT DO UPDATE"
                    " SET times = times + 1, last_day = max(last_day, excluded.last_day)",
                    (question, mistake, attempt.logged.day),
                )
        return card

    def _refresh_day(self, day: str) -> None:
        self.db.execute("DELETE FROM day WHERE day = ?", (day,))
        self.db.execute(f"{_COUNTED} AND day = ? GROUP BY day", (day,))

    def standing(self, of: str, value: str) -> list[Standing]:
        """The attempts that stand, with their final ratings, in the order of the log.

        Args:
            of: the column to choose them by: question, day or session.
            value: what it holds.
        """
        attempts = self._lines(Logged, f"WHERE {of} = ? ORDER BY clock, uuid", (value,))
        said: dict[str, list[Amendment]] = {}
        chosen = f"WHERE attempt IN (SELECT uuid FROM attempt WHERE {of} = ?)"
        for amendment in self._lines(Amendment, chosen, (value,)):
            said.setdefault(amendment.attempt, []).append(amendment)
        with self._as_written():
            found = [standing(attempt, said.get(attempt.uuid, ())) for attempt in attempts]
        return [attempt for attempt in found if attempt is not None]

    @contextmanager
    def _as_written(self) -> Iterator[None]:
        """What damage left of a line may be no rating, or no day."""
        try:
            yield
        except (TypeError, ValueError, OverflowError) as error:
            raise as_unrecordable(sqlite3.DatabaseError(str(error)), self.path) from error

    def _lines(self, kind: type[L], chosen: str, values: Sequence[object]) -> list[L]:
        return list(self._each(kind, chosen, values))

    def _each(self, kind: type[L], chosen: str, values: Sequence[object] = ()) -> Iterator[L]:
        for line, _ in self._hashed(kind, chosen, values):
            yield line

    def _hashed(self, kind: type[L], chosen: str, values: Sequence[object] = ()) -> Iterator[tuple[L, bytes]]:
        query = f"SELECT {_FIELDS[kind]}, hash FROM {_TABLES[kind]} {chosen}"
        for row in self.rows(query, values):
            yield kind._make(row[:-1]), row[-1]
