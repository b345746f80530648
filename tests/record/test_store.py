"""The record: what is written stays, in its order, in one piece."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attempts import NOON, Tables, attempt, attempts, logs, on_day, replayed
from hypothesis import given, settings
from hypothesis import strategies as st
from records import fresh, tables

from dldrill.record import opening, schema
from dldrill.record.errors import Unrecordable
from dldrill.record.hand import open_record, record_file
from dldrill.record.log import Amendment, Line, Logged
from dldrill.record.schedule import Card
from dldrill.record.store import Record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record's file, in a folder that is not there yet."""
    return tmp_path / "home" / "record.db"


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("attempt", ("id", *Logged._fields, "hash")),
        ("amendment", ("id", *Amendment._fields, "hash")),
        ("card", Card._fields),
    ],
)
def test_tables_have_the_fields(path: Path, table: str, fields: tuple[str, ...]) -> None:
    """The columns are the fields of what is kept in them, in their order."""
    with Record(path) as record:
        assert tuple(row[1] for row in record.rows(f"PRAGMA table_info({table})")) == fields


def test_settings_of_the_file(path: Path) -> None:
    """A record has our mark and format, is a write-ahead log, and is on the disk at each answer."""
    Record(path).close()
    with Record(path) as record:
        found = {
            name: next(record.rows(f"PRAGMA {name}"))[0]
            for name in ("application_id", "user_version", "journal_mode", "synchronous", "trusted_schema")
        }
    assert found == {
        "application_id": schema.APPLICATION,
        "user_version": schema.FORMAT,
        "journal_mode": "wal",
        "synchronous": 2,
        "trusted_schema": 0,
    }


def test_an_answer_survives_reopening(path: Path) -> None:
    """What was added is there with its card, as it was, under the clock of its adding."""
    line = attempt(answers='{"p": "é\\u0000\\udcff"}', session="a\x00b")
    with Record(path, clock=lambda: NOON / 1000) as record:
        card = record.add(line)
    with Record(path) as record:
        assert list(record.lines()) == [line._replace(clock=NOON)]
        assert record.card("q") == card == replayed([line]).cards["q"]
        assert record.card("other") is None
        assert tables(record) == replayed([line])


def test_a_clock_set_back_keeps_the_order(path: Path) -> None:
    """Answers stay in the order in which they were given, whatever the clock on the wall said."""
    times = iter([1000.0, 5000.0, 2000.0, 2000.0, 0.0, 6000.0])
    with Record(path, clock=lambda: next(times)) as record:
        added = [attempt() for _ in range(5)]
        for line in added:
            record.add(line)
        record.amend(added[0].uuid, "undo")
        found = list(record.lines())
        assert [line.uuid for line in found[:-1]] == [line.uuid for line in added]
        assert [line.clock for line in found] == [
            1_000_000,
            5_000_000,
            *range(5_000_001, 5_000_004),
            6_000_000,
        ]


def test_two_connections_share_one_clock(path: Path) -> None:
    """Two drills at once, one of them with a slow clock, still write one order."""
    with Record(path, clock=lambda: 50.0) as fast, Record(path, clock=lambda: 10.0) as slow:
        for record in (fast, slow, fast, slow):
            record.add(attempt())
        clocks = [line.clock for line in fast.lines()]
        assert clocks == [50_000, 50_001, 50_002, 50_003]
        assert slow.cards() == fast.cards()


def test_amending(path: Path) -> None:
    """An answer is rated otherwise, called right, and taken back; the card follows each time."""
    line = attempt(verdict="wrong", rating=1, mistake="no_bias", points=0.0)
    with Record(path) as record:
        before = record.add(line)
        assert before is not None
        assert tables(record).slips == {("q", "no_bias"): (1, line.day)}
        regraded = record.amend(line.uuid, "regrade", 2)
        assert regraded is not None
        assert regraded.stability > before.stability
        disputed = record.amend(line.uuid, "dispute", 3)
        assert disputed is not None
        assert (disputed.rights, disputed.stability > regraded.stability) == (1, True)
        assert tables(record).slips == {}
        assert record.amend(line.uuid, "undo") is None
        assert tables(record) == Tables({}, {}, {})
        assert len(list(record.lines())) == 4


def test_amending_what_is_not_there(path: Path) -> None:
    """It is refused, and nothing is written."""
    with Record(path) as record:
        with pytest.raises(Unrecordable, match="no such answer"):
            record.amend("nobody", "undo")
        assert list(record.lines()) == []


def test_due(path: Path) -> None:
    """What is due by a day, the longest overdue first, as many as asked for."""
    with Record(path) as record:
        for number in range(5):
            record.add(on_day(4 - number, question=f"q{number}"))
        cards = record.cards()
        assert [card.question for card in record.due(2**60, 3)] == ["q4", "q3", "q2"]
        record.add(on_day(1, question="another"))
        assert [card.question for card in record.due(cards["q3"].due, 9)] == ["q4", "another", "q3"]
        assert record.due(cards["q4"].due - 1, 9) == []


@settings(deadline=None, max_examples=50)
@given(logs())
def test_any_log_makes_the_tables_of_its_replay(log: list[Line]) -> None:
    """Cards, days and slips after merging are those of a plain replay."""
    with fresh() as record:
        record.merge(log)
        assert tables(record) == replayed(log)
        assert record.damaged() == []


@pytest.mark.parametrize(
    "wrong", [{"variant": 2**63}, {"session": "\udcff"}, {"points": float("nan")}], ids=min
)
def test_an_answer_is_whole_or_not_there(path: Path, wrong: dict[str, Any]) -> None:
    """What cannot be written leaves nothing behind, not even the time, and the next answer is added."""
    with Record(path, clock=lambda: 1.0) as record:
        record.add(attempt())
        before = (list(record.lines()), tables(record), record.note("clock"))
        with pytest.raises(Unrecordable):
            record.add(attempt()._replace(**wrong))
        assert (list(record.lines()), tables(record), record.note("clock")) == before
        assert record.add(attempt()) is not None


def test_the_same_answer_twice(path: Path) -> None:
    """An answer is logged once, as it was at first: who does not know may try again."""
    with Record(path) as record:
        line = attempt()
        assert record.add(line) == record.add(line._replace(ms=1)) == replayed([line]).cards["q"]
        assert [kept.logged.ms for kept in record.standing("question", "q")] == [line.ms]


def test_a_failure_halfway_takes_all_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Log, card, day and clock are one transaction: if the last of them fails, none is written."""
    with Record(path) as record:
        record.add(attempt())
        before = (list(record.lines()), tables(record), record.note("clock"))

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(Record, "_refresh_question", interrupt)
            with pytest.raises(KeyboardInterrupt):
                record.add(attempt())
        assert (list(record.lines()), tables(record), record.note("clock")) == before


def test_cards_are_made_again_when_they_are_computed_otherwise(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new way to compute them is applied to the whole log when the record is opened."""
    with Record(path) as record:
        record.add(attempt())
        cards = record.cards()
        record.db.execute("UPDATE card SET stability = 99")
        record.db.execute("DELETE FROM day")
    with Record(path) as record:
        assert record.cards()["q"].stability == 99
    monkeypatch.setattr(schema, "CACHE", "next")
    with Record(path) as record:
        assert record.cards() == cards
        assert tables(record).days == {"2026-02-11": (1, 1, 20_000)}


def test_notes(path: Path) -> None:
    """What is noted is found again, the last of it."""
    with Record(path) as record:
        assert record.note("checked") is None
        record.keep_note("checked", "2026-02-11")
        record.keep_note("checked", "2026-02-12")
    with Record(path) as record:
        assert record.note("checked") == "2026-02-12"


def test_locked_by_another(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer waits for the lock for a while, then it is said who holds it; later it goes in."""
    monkeypatch.setattr(opening, "PATIENCE", 0.05)
    with Record(path) as record, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unrecordable, match="another program holds it") as caught:
            record.add(attempt())
        assert caught.value.code == "locked"
        assert record.cards() == {}
        other.execute("ROLLBACK")
        assert record.add(attempt()) is not None


def test_merging_reads_before_it_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the lines of another record still come in, a drill goes on recording."""
    monkeypatch.setattr(opening, "PATIENCE", 0.05)
    with Record(path) as record, Record(path) as drill:

        def slow() -> Iterator[Line]:
            for question in ("a", "b"):
                yield attempt(question=question)
                drill.add(attempt(question=f"{question} meanwhile"))

        assert record.merge(slow()) == 2
        assert record.cards().keys() == {"a", "a meanwhile", "b", "b meanwhile"}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE attempt SET day = '2026-02-3~'",
        "UPDATE attempt SET day = '9999-12-31'",
        "UPDATE attempt SET rating = 77",
    ],
)
def test_a_line_that_is_no_line_any_more(path: Path, damage: str) -> None:
    """What cannot be replayed is told as damage, and nothing is written."""
    with Record(path) as record:
        record.add(attempt())
        record.db.execute(damage)
        before = tables(record)
        works: tuple[Callable[[], object], ...] = (lambda: record.add(attempt()), record.rebuild)
        for work in works:
            with pytest.raises(Unrecordable, match="record repair") as caught:
                work()
            assert caught.value.code == "damaged"
            assert (len(list(record.lines())), tables(record)) == (1, before)


def test_opening_waits_for_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program holds whole is tried again until patience ends."""
    path.parent.mkdir()
    monkeypatch.setattr(opening, "PATIENCE", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        with pytest.raises(Unrecordable) as caught:
            Record(path)
        assert caught.value.code == "locked"
        other.execute("ROLLBACK")
    Record(path).close()


@pytest.mark.parametrize("left_open", [False, True])
def test_a_newer_format_is_left_as_it_is(path: Path, left_open: bool) -> None:
    """A record of a newer program is refused, and not a byte of it changes."""
    with Record(path) as record:
        record.add(attempt())
        record.db.execute(f"PRAGMA user_version = {schema.FORMAT + 1}")
        if left_open:
            _must_refuse(path, "newer")
    _must_refuse(path, "newer")


def test_a_newer_format_that_was_killed(path: Path, tmp_path: Path) -> None:
    """Not even the write-ahead log that a killed newer program left is worked into the file."""
    with Record(path) as record:
        record.add(attempt())
        record.db.execute(f"PRAGMA user_version = {schema.FORMAT + 1}")
        copy = tmp_path / "killed.db"
        for end in ("", "-wal"):
            copy.with_name(copy.name + end).write_bytes(path.with_name(path.name + end).read_bytes())
    _must_refuse(copy, "newer")
    assert copy.with_name("killed.db-wal").exists()


def _must_refuse(path: Path, code: str) -> None:
    before = path.read_bytes()
    with pytest.raises(Unrecordable) as caught:
        open_record(path)
    assert caught.value.code == code
    assert path.read_bytes() == before


def test_another_programs_database(path: Path) -> None:
    """A database that is not ours is refused and left as it is."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE notes(text)")
        db.commit()
    _must_refuse(path, "foreign")


@pytest.mark.parametrize("text", [b"my notes\n" * 999, b"x"])
def test_a_file_that_is_no_database(path: Path, text: bytes) -> None:
    """It is refused and left as it is, and nothing is written beside it."""
    path.parent.mkdir()
    path.write_bytes(text)
    _must_refuse(path, "foreign")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_empty_file_becomes_a_record(path: Path) -> None:
    """A file that was only touched is taken."""
    path.parent.mkdir()
    path.touch()
    with open_record(path) as record:
        assert record.add(attempt()) is not None


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "what?.db", "#1.db", "é[1].db", "record"])
def test_names_of_files(tmp_path: Path, name: str) -> None:
    """Any name will do."""
    with open_record(tmp_path / name) as record:
        record.add(attempt())
    assert (tmp_path / name).exists()


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    """A folder in the record's place is a line of text."""
    with pytest.raises(Unrecordable, match="cannot be opened"):
        open_record(tmp_path)


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    """So is a file in place of the folder."""
    (tmp_path / "locked full").write_text("x")
    with pytest.raises(Unrecordable) as caught:
        open_record(tmp_path / "locked full" / "record.db")
    assert caught.value.code == "readonly"


def test_where_the_record_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the learner's folder, unless it is named."""
    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path))
    assert record_file() == tmp_path / "record.db"
    assert record_file(Path("x.db")) == Path("x.db")


@settings(deadline=None, max_examples=50)
@given(st.lists(attempts(), max_size=6, unique_by=lambda line: line.uuid))
def test_adding_is_merging(lines: list[Logged]) -> None:
    """Answers added one by one make the same tables as all at once."""
    with fresh() as one, fresh() as other:
        for line in lines:
            one.add(line)
        added = list(one.lines())
        assert all(before.clock < after.clock for before, after in pairwise(added))
        assert other.merge(added) == len(lines)
        assert tables(one) == tables(other) == replayed(added)
