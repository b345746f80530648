"""A disk that cannot be written or is full: told in one line, nothing is lost, and later it goes on."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attempts import attempt, replayed
from records import tables, whole

from dldrill.record.errors import Unrecordable, as_unrecordable
from dldrill.record.hand import open_record
from dldrill.record.store import Record
from dldrill.record.upkeep import upkeep

NOBODY = 65534
posix = pytest.mark.skipif(os.name != "posix", reason="permissions and limits of POSIX")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can reach: those of pytest are for their owner only."""
    with TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o777)
        yield path
        path.chmod(0o777)


def told_in_child(work: Callable[[], object], own_rights: bool = False) -> str:
    """What is told when a child does this, who has no special rights: a code, or ``done``."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        told = ""
        try:
            if os.geteuid() == 0 and not own_rights:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            work()
            told = "done"
        except Unrecordable as fault:
            told = fault.code
        except BaseException as error:  # noqa: BLE001 - it is told, and fails the test
            told = f"{type(error).__name__}: {error}"
        finally:
            os.write(send, told.encode())
            os._exit(0)
    os.close(send)
    os.waitpid(child, 0)
    with os.fdopen(receive) as stream:
        return stream.read()


def add(path: Path) -> None:
    """Open a record and add an answer."""
    with open_record(path) as record:
        record.add(attempt())


@posix
@pytest.mark.parametrize("there", [False, True], ids=["new", "old"])
def test_a_folder_that_cannot_be_written(folder: Path, there: bool) -> None:
    """Neither a new record nor an old one; the old one is untouched."""
    path = folder / "record.db"
    if there:
        add(path)
        path.chmod(0o444)
    before = path.read_bytes() if there else b""
    folder.chmod(0o555)
    assert told_in_child(lambda: add(path)) == "readonly"
    assert (path.read_bytes() if there else b"") == before
    assert [file.name for file in folder.iterdir()] == [path.name] * there


@posix
def test_a_file_that_cannot_be_written(folder: Path) -> None:
    """The folder may be written, the record itself not."""
    path = folder / "record.db"
    add(path)
    path.chmod(0o444)
    assert told_in_child(lambda: add(path)) == "readonly"
    assert whole(path)


@posix
def test_a_file_that_cannot_be_read(folder: Path) -> None:
    """The record of somebody else, who keeps it private."""
    path = folder / "record.db"
    add(path)
    path.chmod(0o000)
    assert told_in_child(lambda: add(path)) == "readonly"


@posix
def test_a_home_that_cannot_be_made(folder: Path) -> None:
    """The folder of the record is not there and cannot be made."""
    folder.chmod(0o555)
    assert told_in_child(lambda: add(folder / "locked" / "full" / "record.db")) == "readonly"


def test_a_record_that_is_full(folder: Path) -> None:
    """An answer for which there is no room is told and not there; the others are; with room it goes in."""
    with Record(folder / "record.db") as record:
        pages = next(record.rows("PRAGMA page_count"))[0]
        next(record.rows(f"PRAGMA max_page_count = {pages + 8}"))
        added = []
        with pytest.raises(Unrecordable, match="disk is full") as caught:  # noqa: PT012 - at some answer
            for _ in range(500):
                line = attempt()
                record.add(line)
                added.append(line.uuid)
        assert caught.value.code == "full"
        assert len(added) > 5
        assert [line.uuid for line in record.lines()] == added
        assert tables(record) == replayed(record.lines())
        next(record.rows("PRAGMA max_page_count = 1000000"))
        record.add(line)
        assert [line.uuid for line in record.lines()] == [*added, line.uuid]
    assert whole(folder / "record.db")


@posix
@pytest.mark.parametrize("room", [0, 1_000, 5_000, 40_000, 70_000, 200_000])
def test_a_disk_that_is_full(folder: Path, room: int) -> None:
    """Wherever the room ends, in the making of the record, its log or its copies: a line of text."""
    path = folder / "record.db"

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        with open_record(path) as record:
            for _ in range(1_000):
                record.add(attempt())
                upkeep(record)

    assert told_in_child(fill, own_rights=True) in ("full", "io", "readonly")
    with open_record(path) as record:
        before = list(record.lines())
        assert tables(record) == replayed(before)
        record.add(attempt(uuid="later"))
        assert len(list(record.lines())) == len(before) + 1
    assert whole(path)


@posix
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a small file system for this test only")
@pytest.mark.parametrize("size", [8, 48, 96, 256])
def test_a_small_file_system(tmp_path: Path, size: int) -> None:
    """A real disk of a few kilobytes: what was acknowledged is there afterwards, and nothing else is told."""
    script = (
        "import sys; from pathlib import Path; from attempts import attempt;"
        "from dldrill.record.hand import open_record; from dldrill.record.errors import Unrecordable\n"
        "try:\n"
        "    with open_record(Path(sys.argv[1])) as record:\n"
        "        for _ in range(500): record.add(attempt()); print('added')\n"
        "except Unrecordable as fault: print(fault.code)\n"
        "with open(Path(sys.argv[1]).parent / 'x', 'w'): pass\n"
        "import sqlite3\n"
        "try: print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM attempt').fetchone()[0])\n"
        "except sqlite3.Error: print(0)\n"
    )
    mount = (
        f'mount -t tmpfs -o size={size}k tmpfs {tmp_path} && exec {sys.executable} -c "$0" {tmp_path}/r.db'
    )
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2]), *sys.path])
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mount, script],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
        timeout=60,
        check=False,
    )
    if "unshare" in ran.stderr or "mount" in ran.stderr:
        pytest.skip("no rights to mount")
    assert ran.stderr == ""
    *added, code, count = ran.stdout.split()
    assert code in ("full", "io")
    assert set(added) <= {"added"}
    assert int(count) == len(added)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(13, "Permission denied", "/home/full/locked"), "readonly"),
        (OSError(28, "No space left on device"), "full"),
        (OSError(122, "Disk quota exceeded"), "full"),
        (OSError(30, "Read-only file system"), "readonly"),
    ],
)
def test_errors_of_the_file_system(error: OSError, code: str) -> None:
    """What the system says is told by its number, whatever the path is called."""
    fault = as_unrecordable(error, Path("record.db"))
    assert fault.code == code
    assert str(fault).startswith("the record record.db")
    assert "\n" not in str(fault)
