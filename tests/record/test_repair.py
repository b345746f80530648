"""Damage: it is found, told in one line, what is whole is saved, and nothing is ever overwritten."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attempts import attempt, on_day, replayed
from hypothesis import given, settings
from hypothesis import strategies as st
from lengths import in_parts
from records import MEMORY, fresh, tables, whole

from dldrill.record import schema
from dldrill.record.backup import backup
from dldrill.record.errors import Unrecordable
from dldrill.record.hand import open_record
from dldrill.record.log import Line
from dldrill.record.repair import Repaired, repair, save_beside, whole_lines
from dldrill.record.store import Record
from dldrill.record.transfer import imported
from dldrill.record.upkeep import upkeep

COUNT = 400


def lines_of(path: Path) -> list[Line]:
    """The log of a record."""
    with Record(path) as record:
        return list(record.lines())


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of some hundred lines."""
    path = tmp_path_factory.mktemp("base") / "record.db"
    with Record(path) as record:
        record.merge(on_day(n % 30, question=f"q{n % 20}", clock=n + 1) for n in range(COUNT))
        for line in list(record.lines())[:10]:
            record.amend(line.uuid, "regrade", 2)
    return path


@pytest.fixture
def path(base: Path) -> Iterator[Path]:
    """A copy of it, to damage."""
    with TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(shutil.copy(base, Path(folder) / "record.db"))


def overwrite(path: Path, at: int, text: bytes) -> None:
    """Other bytes somewhere in a file."""
    with path.open("r+b") as stream:
        stream.seek(at)
        stream.write(text)


def pages(path: Path, name: str) -> list[int]:
    """Where in the file the leaves of a table are."""
    with closing(sqlite3.connect(path)) as db:
        found = db.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path", (name,)
        )
        return [(page - 1) * 4096 for (page,) in found]


def test_a_changed_row_is_found(path: Path) -> None:
    """A row that SQLite thinks whole, but that is not as it was written, is told; the rest is saved."""
    with Record(path) as record:
        record.db.execute("UPDATE attempt SET rating = 4 WHERE id = ?", (COUNT,))
    with pytest.raises(Unrecordable, match=f"{COUNT + 9} whole lines .* were saved") as caught:
        open_record(path)
    assert caught.value.code == "damaged"
    [saved] = path.parent.glob("record-saved-*.jsonl")
    assert len(list(imported(saved.read_text("utf-8").splitlines()))) == COUNT + 9


def test_an_old_changed_row_is_found_within_a_day(path: Path) -> None:
    """At a start only the newest rows are compared; once a day it is all of them."""
    with Record(path) as record:
        [(uuid,)] = record.rows("UPDATE attempt SET ms = 7 WHERE id = 3 RETURNING uuid")
    with open_record(path) as record:
        assert upkeep(record) == [uuid]


@pytest.mark.parametrize("value", ["NULL", "x'ff00'", "'text'", "1.5"])
def test_a_row_that_holds_anything(path: Path, value: str) -> None:
    """A value of a wrong kind, as damage may leave it, is told like any other damage."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        loose = "sql = replace(replace(sql, ' STRICT', ''), 'ms INTEGER NOT NULL', 'ms')"
        db.execute(f"UPDATE sqlite_schema SET {loose} WHERE name = 'attempt'")  # noqa: S608
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"UPDATE attempt SET ms = {value} WHERE id = {COUNT}")  # noqa: S608
    with pytest.raises(Unrecordable) as caught:
        open_record(path)
    assert caught.value.code == "damaged"
    assert repair(path).lines == COUNT + 9


def test_text_that_is_none(path: Path) -> None:
    """Bytes that are no UTF-8 in a text cost only their own row."""
    with Record(path) as record:
        record.db.execute("UPDATE attempt SET session = CAST(x'ff' AS TEXT) WHERE id = ?", (COUNT,))
    with pytest.raises(Unrecordable) as caught:
        open_record(path)
    assert caught.value.code == "damaged"
    assert repair(path).lines == COUNT + 9


def test_a_lost_page(path: Path) -> None:
    """A page of the log that cannot be read costs only its own rows, and the old file is kept."""
    leaf = pages(path, "attempt")[3]
    overwrite(path, leaf, b"\xee" * 4096)
    before = path.read_bytes()
    with pytest.raises(Unrecordable, match="dldrill record repair"):
        open_record(path)
    repaired = repair(path)
    assert COUNT - 30 < repaired.lines < COUNT + 10
    assert repaired.kept.name == "record-damaged-1.db"
    assert repaired.kept.read_bytes() == before
    assert whole(path)
    with open_record(path) as record:
        lines = list(record.lines())
        assert len(lines) == repaired.lines
        assert tables(record) == replayed(lines)


def test_what_the_copy_has_is_not_lost(path: Path, base: Path) -> None:
    """Lines that cannot be read any more come from the newest copy that can."""
    with Record(path) as record:
        good = backup(record.db, path, "daily")
        later = attempt()
        record.add(later)
        bad = backup(record.db, path, "daily")
        written = list(record.lines())
    bad.write_bytes(b"nothing" * 999)
    assert good < bad
    overwrite(path, pages(path, "attempt")[2], b"\x00" * 4096)
    assert repair(path).lines == COUNT + 11
    assert lines_of(path) == written
    assert {line.uuid for line in lines_of(base)} < {line.uuid for line in written}


def test_a_header_that_is_gone(path: Path) -> None:
    """With a copy even a file that is no database any more is repaired; without one, it is left alone."""
    overwrite(path, 0, b"\x00" * 4096)
    before = path.read_bytes()
    with pytest.raises(Unrecordable) as caught:
        repair(path)
    assert (caught.value.code, path.read_bytes()) == ("foreign", before)
    path.unlink()
    with Record(path) as record:
        record.add(attempt(uuid="u"))
        backup(record.db, path, "daily")
    overwrite(path, 0, b"\x00" * 4096)
    with pytest.raises(Unrecordable) as caught:
        open_record(path)
    assert caught.value.code == "damaged"
    assert repair(path).lines == 1
    assert [line.uuid for line in lines_of(path)] == ["u"]


@pytest.mark.parametrize("change", ["PRAGMA user_version = 99", "PRAGMA application_id = 7"])
def test_only_ours_is_repaired(path: Path, change: str) -> None:
    """A record of a newer program, and another program's file, stay where they are."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(change)
    before = path.read_bytes()
    with pytest.raises(Unrecordable):
        repair(path)
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} == {path.name}


def test_a_whole_record_stays_what_it_is(path: Path) -> None:
    """To repair what is not damaged loses nothing; the log left by a kill is worked in."""
    with Record(path) as record:
        record.add(attempt())
        written = list(record.lines())
        killed = path.with_name("killed.db")
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{killed}{end}")
    assert len(list(whole_lines(killed))) == COUNT + 11
    assert repair(killed).lines == COUNT + 11
    assert lines_of(killed) == written
    assert not killed.with_name("killed.db-wal").exists()


def test_repairs_do_not_overwrite_each_other(path: Path) -> None:
    """Every damaged file is kept under a name of its own."""
    kept = [repair(path).kept for _ in range(3)]
    assert [file.name for file in kept] == [f"record-damaged-{n}.db" for n in (1, 2, 3)]
    assert all(len(list(whole_lines(file))) == COUNT + 10 for file in kept)


def test_a_repair_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new record cannot be written, the old one is still in its place."""

    def full(*_: object) -> int:
        raise Unrecordable("the disk is full", code="full")

    before = path.read_bytes()
    monkeypatch.setattr(Record, "merge", full)
    with pytest.raises(Unrecordable):
        repair(path)
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} <= {path.name, "record.db-wal", "record.db-shm"}


def test_saved_once_for_each_damage(path: Path) -> None:
    """A second start with the same damage finds what was saved; a new damage is saved anew."""
    saved, count = save_beside(path)
    saved.write_text("kept")
    assert save_beside(path) == (saved, count)
    assert saved.read_text() == "kept"
    assert [file.name for file in path.parent.glob("*.part")] == []


def zeros(chance: random.Random, path: Path) -> None:
    """A page that was never written."""
    overwrite(path, 4096 * chance.randrange(path.stat().st_size // 4096), b"\x00" * 4096)


def flips(chance: random.Random, path: Path) -> None:
    """A few bytes anywhere."""
    for _ in range(chance.choice((1, 3, 30, 300))):
        overwrite(path, chance.randrange(path.stat().st_size), chance.randbytes(1))


def noise(chance: random.Random, path: Path) -> None:
    """A stretch of other bytes."""
    overwrite(path, chance.randrange(path.stat().st_size), chance.randbytes(chance.choice((8, 600, 9_000))))


def cut(chance: random.Random, path: Path) -> None:
    """A file that ends too early."""
    with path.open("r+b") as stream:
        stream.truncate(chance.randrange(1, path.stat().st_size))


def swapped(chance: random.Random, path: Path) -> None:
    """A page in the place of another."""
    text, places = path.read_bytes(), path.stat().st_size // 4096
    one, other = chance.randrange(places), chance.randrange(places)
    overwrite(path, one * 4096, text[other * 4096 : (other + 1) * 4096])


DAMAGES: tuple[Callable[[random.Random, Path], None], ...] = (zeros, flips, noise, cut, swapped)


@pytest.mark.parametrize("seed", [*range(20), *in_parts(120, range(20, 500))])
def test_random_damage(path: Path, base: Path, seed: int) -> None:
    """Whatever the damage: faults of ours and no others, no false line, and the file as it was is kept."""
    chance = random.Random(seed)
    DAMAGES[seed % len(DAMAGES)](chance, path)
    damaged, written = path.read_bytes(), {line.uuid: line for line in whole_lines(base)}
    found = use(path)
    # opening may have worked a line in; what cannot be read is never written over
    assert found or path.read_bytes()[:16] == damaged[:16]
    repaired = repaired_or_told(path)
    if isinstance(repaired, str):
        assert repaired in ("foreign", "newer")
        assert path.read_bytes() == damaged
        return
    assert repaired.kept.exists()
    assert whole(path)
    saved = {line.uuid: line for line in lines_of(path)}
    assert saved.keys() - written.keys() <= {"added"}
    assert all(line == written[uuid] for uuid, line in saved.items() if uuid != "added")
    assert repaired.lines == len(saved)


def repaired_or_told(path: Path) -> Repaired | str:
    """A repair, or the code of the fault that says why there was none."""
    try:
        return repair(path)
    except Unrecordable as fault:
        return fault.code


def use(path: Path) -> list[str]:
    """What is told when a record is used in all ways: codes of our own faults."""
    told = []
    try:
        with open_record(path) as record:
            uses: tuple[Callable[[], object], ...] = (
                record.cards,
                record.damaged,
                lambda: list(record.lines()),
                lambda: record.due(2**60, 5),
                lambda: record.add(attempt(uuid="added", question="q1")),
                lambda: record.standing("question", "q3"),
                record.rebuild,
                lambda: upkeep(record),
            )
            for work in uses:
                try:
                    work()
                except Unrecordable as fault:
                    told.append(fault.code)
    except Unrecordable as fault:
        told.append(fault.code)
    return told


@given(st.integers(-(2**63), 2**63 - 1))
@settings(deadline=None, max_examples=20)
def test_a_hostile_id(number: int) -> None:
    """A row number that damage made huge does not make the search for rows endless."""
    with fresh() as record:
        record.add(attempt(uuid="u"))
        record.db.execute("UPDATE attempt SET id = ?", (number,))
        record.add(attempt(uuid="v")) if number < 2**62 else None
        assert {line.uuid for line in whole_lines(record.path)} <= {"u", "v"}


def test_the_schema_is_ours(path: Path) -> None:
    """A repaired record has the mark and the format of a new one."""
    repair(path)
    with Record(path) as record:
        assert next(record.rows("PRAGMA user_version"))[0] == schema.FORMAT
