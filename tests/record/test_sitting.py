"""A sitting on disk: kept line by line, found again, whatever cut it off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dldrill.faults import Fault
from dldrill.record.folder import home
from dldrill.record.sitting import begin, unfinished


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record's folder of the test's own."""
    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_folder_is_named_by_the_environment(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``DLDRILL_HOME`` is the record's folder; without it the system's folder for a user's data."""
    assert home() == own_home
    monkeypatch.delenv("DLDRILL_HOME")
    assert home().name == "dldrill"


def test_what_is_kept_is_found_again() -> None:
    """The latest sitting of an exam that is not in the record yet, with all its lines."""
    first = begin("quiz", None, 100.0)
    first.append({"answer": "1", "part": "p", "typed": "é", "at": 101.0})
    other = begin("midterm", "k7", 300.0)
    found = unfinished("quiz")
    assert found is not None
    assert (found.path, found.header["started"], found.header["seed"]) == (first.path, 100.0, None)
    assert found.entries == first.entries
    later = begin("quiz", "k7", 200.0)
    again = unfinished("quiz")
    assert again is not None
    assert again.path == later.path
    later.append({"submitted": True, "at": 250.0})
    still = unfinished("quiz")
    assert still is not None
    assert still.path == later.path  # it is not marked and recorded yet
    later.append({"recorded": True, "at": 251.0})
    back = unfinished("quiz")
    assert back is not None
    assert back.path == first.path
    assert unfinished("none") is None
    assert other.path.exists()


def test_sittings_of_one_second_do_not_overwrite_each_other() -> None:
    """Each has a file of its own."""
    assert len({begin("quiz", None, 5.0).path for _ in range(3)}) == 3


def test_a_cut_off_line_is_left_out() -> None:
    """A crash in the middle of a line costs that line only, and what is added later stands by itself."""
    kept = begin("quiz", None, 5.0)
    kept.append({"mark": "1", "on": True, "at": 6.0})
    with kept.path.open("ab") as stream:
        stream.write(b'{"answer": "2", "pa')
    found = unfinished("quiz")
    assert found is not None
    assert [entry.get("mark") for entry in found.entries] == ["1"]
    found.append({"mark": "3", "on": True, "at": 7.0})
    again = unfinished("quiz")
    assert again is not None
    assert [entry.get("mark") for entry in again.entries] == ["1", "3"]


def test_foreign_files_are_left_alone(own_home: Path) -> None:
    """A file that is no sitting is passed over; one of a newer format is refused and stays."""
    begin("quiz", None, 5.0)
    (own_home / "sittings" / "quiz-notes.jsonl").write_text("not json\n")
    assert unfinished("quiz") is not None
    newer = own_home / "sittings" / "quiz-9.jsonl"
    text = json.dumps({"dldrill": 99, "exam": "quiz", "seed": None, "started": 9})
    newer.write_text(text)
    with pytest.raises(Fault, match="newer dldrill"):
        unfinished("quiz")
    assert newer.read_text() == text
