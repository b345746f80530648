"""``dldrill record``, and what ``dldrill drill`` does with a record."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from dldrill.cli.app import run

CLAIMS = ["--topic", "activations", "--seed", "a"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own."""
    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "home"


@pytest.fixture
def dldrill(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command line with some lines piped in: exit code, output, errors."""

    def call(*args: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        code = run(list(args))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def answered(dldrill: Any, *more: str) -> list[dict[str, Any]]:
    """The log after two answers."""
    dldrill("drill", "-n", "2", *CLAIMS, *more, typed=":s\n:s\n")
    return lines(dldrill, *[word for word in more if "record" in word or ".db" in word])


def lines(dldrill: Any, *more: str) -> list[dict[str, Any]]:
    """The exported log."""
    code, out, _ = dldrill("record", "export", *more)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_answers_are_exported(dldrill: Any) -> None:
    """An attempt a line, with what was typed and what became of it."""
    found = answered(dldrill)
    assert [(line["verdict"], line["rating"], line["kind"]) for line in found] == [("shown", 1, "drill")] * 2


def test_another_record_can_be_named(dldrill: Any, tmp_path: Path, own_home: Path) -> None:
    """--record keeps the answers there and nowhere else."""
    assert len(answered(dldrill, "--record", str(tmp_path / "other.db"))) == 2
    assert not (own_home / "record.db").exists()


def test_two_records_are_joined(dldrill: Any, tmp_path: Path) -> None:
    """Import adds what is new, and nothing twice."""
    other = str(tmp_path / "other.db")
    answered(dldrill, "--record", other)
    answered(dldrill)
    file = tmp_path / "other.jsonl"
    assert dldrill("record", "export", "--record", other, "-o", str(file))[0] == 0
    assert dldrill("record", "import", str(file))[1] == "2 of 2 lines were new\n"
    assert dldrill("record", "import", "-", typed=file.read_text())[1] == "0 of 2 lines were new\n"
    assert len(lines(dldrill)) == 4


def test_nothing_is_overwritten(dldrill: Any, tmp_path: Path) -> None:
    """An export to a file that is there says so and leaves it."""
    file = tmp_path / "mine.txt"
    file.write_text("mine")
    code, _, err = dldrill("record", "export", "-o", str(file))
    assert (code, err) == (2, f"dldrill: {file} exists: name a new file\n")
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "says"),
    [(b"hello", "line 1: this is no JSON"), (b"\xff\xfe", "is no text in UTF-8"), (b"{}", "line 1: ")],
)
def test_what_is_no_export_is_told(dldrill: Any, tmp_path: Path, text: bytes, says: str) -> None:
    """One line that names the line, and nothing is added."""
    file = tmp_path / "x.jsonl"
    file.write_bytes(text)
    code, _, err = dldrill("record", "import", str(file))
    assert code == 2
    assert says in err
    assert err.count("\n") == 1
    assert lines(dldrill) == []


def test_the_schedule_is_made_again(dldrill: Any) -> None:
    """Rebuild tells how many questions it is about."""
    answered(dldrill)
    assert dldrill("record", "rebuild")[1] == "the schedule of 2 questions was made again\n"


def test_a_damaged_record_is_told_saved_and_repaired(dldrill: Any, own_home: Path) -> None:
    """What is whole is saved beside it; repair begins a new record and keeps the old file."""
    answered(dldrill)
    record = own_home / "record.db"
    whole = record.read_bytes()
    at = whole.rindex(b"shown")  # the verdict of an answer
    record.write_bytes(whole[:at] + b"SHOWN" + whole[at + 5 :])
    code, _, err = dldrill("record", "export")
    assert code == 2
    assert "is damaged" in err
    assert "dldrill record repair" in err
    code, out, _ = dldrill("record", "repair")
    assert code == 0
    assert "lines are in the new record" in out
    assert list(own_home.glob("record-damaged-*.db"))
    assert len(lines(dldrill)) == 2  # the copy of the day had both


def test_without_a_command_there_is_help(dldrill: Any) -> None:
    """The group alone lists what it can do."""
    code, out, _ = dldrill("record")
    assert code == 0
    assert "export" in out


def test_a_drill_asks_what_was_missed(dldrill: Any) -> None:
    """--missed asks these again; where nothing was missed it says so and goes on by the schedule."""
    code, _, err = dldrill("drill", "-n", "1", "--missed", "--topic", "activations")
    assert code == 0
    assert "nothing here is missed: this is what the schedule asks" in err
    missed = {line["question"] for line in answered(dldrill)}
    out = dldrill("drill", "-n", "5", "--missed", "--topic", "activations", typed=":s\n" * 5)[1]
    asked = {word for word in out.split() if word.startswith("activations/")}
    assert asked & missed == missed


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--missed", "--weak"), "give one of --missed, --weak and --cram"),
        (("--exam-date", "soon"), "'soon' is no day: write it as 2026-12-10"),
    ],
)
def test_what_does_not_fit_is_told(dldrill: Any, args: tuple[str, ...], says: str) -> None:
    """One line, and exit code 2."""
    code, _, err = dldrill("drill", *args)
    assert (code, err) == (2, f"dldrill: {says}\n")


def test_cramming_is_kept_apart(dldrill: Any) -> None:
    """The log says so, and nothing becomes due by it."""
    dldrill("drill", "-n", "1", "--cram", "--topic", "activations", typed=":s\n")
    assert [line["kind"] for line in lines(dldrill)] == ["cram"]
