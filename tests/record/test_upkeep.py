"""Once a day the log is checked and copied."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from attempts import attempt

from dldrill.record import upkeep as module
from dldrill.record.backup import copies
from dldrill.record.errors import Unrecordable
from dldrill.record.store import Record
from dldrill.record.upkeep import upkeep

NOW = datetime(2026, 2, 11, 12, tzinfo=UTC).timestamp()
DAY = 86_400


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A record with one answer."""
    record = Record(tmp_path / "record.db")
    record.add(attempt(uuid="u"))
    return record


def test_once_a_day(record: Record) -> None:
    """A second time on the same study day does nothing; the next day does."""
    made = []
    for days in (0, 0.2, 1, 1.1, 2):
        assert upkeep(record, NOW + days * DAY) == []
        made.append(len(copies(record.path)))
    # all copies are named by the real clock: thinning keeps the newest of that one day
    assert made == [1, 1, 1, 1, 1]
    names = copies(record.path)
    assert upkeep(record, NOW + 2.1 * DAY) == []
    assert copies(record.path) == names
    upkeep(record, NOW + 3 * DAY)
    assert copies(record.path) != names


def test_a_damaged_line_is_told_and_not_copied(record: Record) -> None:
    """The copies stay whole: a record with a line that is not as it was written gives none."""
    record.db.execute("UPDATE attempt SET verdict = 'wrong'")
    assert upkeep(record, NOW) == ["u"]
    assert copies(record.path) == []
    assert upkeep(record, NOW + 60) == ["u"]


def test_a_copy_that_cannot_be_made(record: Record, tmp_path: Path) -> None:
    """It is told in one line, and tried again the next time."""
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(Unrecordable, match="cannot be written"):
        upkeep(record, NOW)
    (tmp_path / "backups").unlink()
    assert upkeep(record, NOW) == []
    assert len(copies(record.path)) == 1


def test_a_page_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage that only the copying meets is told as damage."""
    path = tmp_path / "record.db"
    with Record(path) as record:
        for _ in range(50):
            record.add(attempt())
        page = next(record.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'card_due'"))[0]
    with path.open("r+b") as stream:
        stream.seek((page - 1) * 4096)
        stream.write(b"\xff" * 4096)
    monkeypatch.setattr("dldrill.record.opening.CHECKED", 0)
    with Record(path) as record:
        with pytest.raises(Unrecordable) as caught:
            upkeep(record, NOW)
        assert caught.value.code == "damaged"
        assert record.note(module.CHECKED) is None
