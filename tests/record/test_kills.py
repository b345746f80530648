"""Writers are killed at random moments: no acknowledged answer is lost or doubled."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attempts import on_day, replayed
from lengths import at_length
from records import MEMORY, tables, whole
from writer import SLOW

from dldrill.record import opening, schema
from dldrill.record.backup import copies
from dldrill.record.log import Amendment, Logged
from dldrill.record.store import Record

HERE = Path(__file__).parent
PATIENCE = 60.0  #: seconds after which a process that says nothing hangs
ROUND = 100  #: kills of one record, before it is checked line by line
LONGEST = 0.025  #: seconds that a writer may live, and often it is less


class Nursery:
    """A warm process whose children are given orders and killed."""

    def __init__(self) -> None:
        command = [sys.executable, str(HERE / "writer.py")]
        paths = os.pathsep.join([str(HERE.parents[1]), *sys.path])
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": paths}
        )
        self.told: deque[str] = deque()
        self.kept: list[str] = []
        self._part = b""
        self.until("ready")

    def order(self, *words: object) -> int:
        """Start a child with an order; its process id."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{' '.join(map(str, words))}\n".encode())
        self.process.stdin.flush()
        return int(self.until("pid").split()[1])

    def until(self, word: str) -> str:
        """The next line that begins with a word; those before it are kept."""
        ends = time.monotonic() + PATIENCE
        while True:
            while self.told:
                line = self.told.popleft()
                if line.split()[0] == word:
                    return line
                self.kept.append(line)
            assert time.monotonic() < ends, f"no {word!r} came"
            self.listen(0.5)

    def listen(self, seconds: float) -> None:
        """Take what is told within some time, or until something is."""
        assert self.process.stdout is not None
        if select.select([self.process.stdout], [], [], seconds)[0]:
            read = os.read(self.process.stdout.fileno(), 1 << 16)
            assert read, "the nursery is gone"
            *lines, self._part = (self._part + read).split(b"\n")
            self.told.extend(line.decode() for line in lines)

    def let_live(self, seconds: float) -> None:
        """Take what is told for some time."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self.listen(left)

    def kill(self, child: int) -> list[str]:
        """Kill a child at once, and give what it and those before it told until then."""
        os.kill(child, signal.SIGKILL)
        self.until("ended")
        kept, self.kept = self.kept, []
        return kept

    def close(self) -> None:
        """End the process; its last child is gone already."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    """One warm process."""
    found = Nursery()
    yield found
    found.close()


@pytest.fixture
def other() -> Iterator[Nursery]:
    """Another one."""
    found = Nursery()
    yield found
    found.close()


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder where files need not wait for a disk."""
    with TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


def killing(path: Path, nurseries: list[Nursery], kills: int, chance: random.Random) -> list[str]:
    """Two writers on one record, killed in any order and begun anew; what they told."""
    children = [nursery.order("write", path) for nursery in nurseries]
    told: list[str] = []
    for _ in range(kills):
        place = chance.randrange(len(nurseries))
        nurseries[place].let_live(chance.uniform(0, LONGEST))
        told += nurseries[place].kill(children[place])
        children[place] = nurseries[place].order("write", path)
    for nursery, child in zip(nurseries, children, strict=True):
        nursery.let_live(LONGEST)
        told += nursery.kill(child)
    return told


def check(path: Path, told: list[str], killed: int) -> int:
    """All that was acknowledged is in the record once, and at most one more a kill; how many there are."""
    assert [line for line in told if line.startswith("fault")] == []
    added = [line.split()[1] for line in told if line.startswith("added")]
    undone = [line.split()[1] for line in told if line.startswith("undone")]
    with Record(path) as record:
        lines = list(record.lines())
        assert record.damaged() == []
        assert tables(record) == replayed(lines)
    attempts = [line.uuid for line in lines if isinstance(line, Logged)]
    taken_back = [line.attempt for line in lines if isinstance(line, Amendment)]
    for acknowledged, found in ((added, attempts), (undone, taken_back)):
        assert len(set(found)) == len(found)
        assert set(acknowledged) <= set(found)
    assert len(lines) <= len(added) + len(undone) + killed
    assert len({line.clock for line in lines}) == len(lines)
    assert whole(path)
    return len(added)


@pytest.mark.parametrize("kills", [60, *at_length(300, 1_200)])
def test_killed_writers(kills: int, nursery: Nursery, other: Nursery, tmp_path: Path, memory: Path) -> None:
    """Whatever the moment: acknowledged answers are there, once, and the record opens and is whole."""
    chance, acknowledged = random.Random(kills), 0
    size = min(ROUND, kills // 2)
    for number in range(kills // size):
        # on a disk most of the time goes by in writing through; in memory, everywhere else
        path = (tmp_path, memory)[number % 2] / f"{number}.db"
        told = killing(path, [nursery, other], size, chance)
        acknowledged += check(path, told, size + 2)
    assert acknowledged > kills / 2  # the writers did live


@pytest.mark.parametrize("kills", [8, *at_length(60, 220)])
def test_killed_while_migrating(kills: int, nursery: Nursery, memory: Path, tmp_path: Path) -> None:
    """A record is of the old format or of the new one, whole and with all its lines; never between."""
    base = tmp_path / "base.db"
    with Record(base) as record:
        record.merge(on_day(n % 30, question=f"q{n % 50}", clock=n) for n in range(3_000))
    path, formats, cut = memory / "record.db", [], 0
    started = time.monotonic()
    shutil.copy(base, path)
    child = nursery.order("migrate", path)
    nursery.until("migrated")
    nursery.kill(child)
    lasts = time.monotonic() - started
    chance = random.Random(kills)
    for _ in range(kills):
        for file in memory.glob("**/record*"):
            file.unlink()
        shutil.copy(base, path)
        child = nursery.order("migrate", path)
        nursery.let_live(chance.uniform(0, lasts))
        told = nursery.kill(child)
        assert [line for line in told if line.startswith("fault")] == []
        cut += "migrated" not in told
        formats.append(state(path))
        assert all(whole(copy) for copy in copies(path))
    assert cut > kills / 4
    assert schema.FORMAT in formats
    child = nursery.order("migrate", path)
    nursery.until("migrated")
    nursery.kill(child)
    assert state(path) == len(SLOW)


def state(path: Path) -> int:
    """The format of a record, after everything that belongs to it was found to be there and nothing else."""
    assert whole(path)
    with closing(sqlite3.connect(path)) as db:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        columns = [row[1] for row in db.execute("PRAGMA table_info(attempt)")]
        remarks = db.execute("SELECT name FROM sqlite_schema WHERE name LIKE '%remark'").fetchall()
        assert db.execute("SELECT count(*) FROM attempt").fetchone()[0] == 3_000
        if version == len(SLOW):
            assert columns[-1] == "remark"
            assert len(remarks) == 2
            assert db.execute("SELECT count(*) FROM attempt WHERE remark = ''").fetchone()[0] == 0
            assert db.execute("SELECT count(*) FROM remark").fetchone()[0] == 3_000
        else:
            assert version == schema.FORMAT
            assert (columns[-1], remarks) == ("hash", [])
    return version


@pytest.mark.parametrize("number", [20, pytest.param(150, marks=pytest.mark.slow)])
def test_many_at_once(number: int, nursery: Nursery, tmp_path: Path) -> None:
    """So many processes that open a record which is not there yet, at the same moment, all record."""
    path = tmp_path / "record.db"
    nursery.order("at-once", path, number)
    nursery.until("ended")
    assert check(path, nursery.kept, 0) == number


def test_a_migration_that_another_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a newer program was first, after the look at the format, the record stays newer."""
    path = tmp_path / "record.db"
    Record(path).close()
    second = (*schema.MIGRATIONS, ("CREATE TABLE second(x)",))
    third = (*second, ("CREATE TABLE third(x)",))
    migrate = opening._migrate

    def after_another(*args: object) -> None:
        monkeypatch.setattr(opening, "_migrate", migrate)
        opening.connected(path, third).close()
        migrate(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "_migrate", after_another)
    with pytest.raises(ValueError, match="newer dldrill"):
        opening.connected(path, second)
    opening.connected(path, third).close()


def test_a_record_that_another_is_making(tmp_path: Path) -> None:
    """Where the tables and our mark come between two looks at them, the record is ours."""
    path, looks = tmp_path / "record.db", []
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")

        def another(statement: str) -> None:
            looks.append(statement)
            if len(looks) == 2:
                opening.connected(path).close()

        db.set_trace_callback(another)
        opening._must_be_ours(db, path, schema.FORMAT)
    assert len(looks) > 2
    assert whole(path)


def test_a_beginning_that_another_takes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file of a killed program is emptied between two looks at it, it becomes a record."""
    path = tmp_path / "record.db"
    path.write_bytes(b"\0" * 4096)

    def taken_back(_: Path) -> bool:
        path.write_bytes(b"")
        return False

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", taken_back)
        opening._must_be_a_database(path)
    opening.connected(path).close()
    assert whole(path)
