"""``dldrill stats``, as a learner and a script see it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any, NamedTuple

import pytest
from histories import history, written

from dldrill.bank.library import load
from dldrill.cli.app import run
from dldrill.record.store import Record
from dldrill.record.times import study_day

TODAY = study_day(time())


class Ran(NamedTuple):
    """What became of a command line."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


@pytest.fixture
def stats(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Run the command in this process, with a home of its own."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DLDRILL_BANKS", raising=False)

    def call(*args: str) -> Ran:
        code = run(["stats", *args])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The record of two weeks, up to yesterday."""
    path = tmp_path_factory.mktemp("record") / "ada.db"
    written(path, history(list(load()), TODAY, days=14)).close()
    return str(path)


def test_a_beginner(stats: Any, tmp_path: Path) -> None:
    """Without a record there is a line with the command to begin with, and none is made."""
    ran = stats()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Nothing recorded yet. Begin with five questions: dldrill drill -n 5\n"
    assert not (tmp_path / "home").exists()
    data = stats("--json").data
    assert (data["topics"], data["activity"], data["progress"]["seen"]) == ([], None, 0)


def test_an_empty_record(stats: Any, tmp_path: Path) -> None:
    """A record in which nothing stands is told the same way."""
    Record(tmp_path / "empty.db").close()
    assert stats("--record", str(tmp_path / "empty.db")).out.startswith("Nothing recorded yet.")


def test_the_screen(stats: Any, record: str) -> None:
    """The screen has all the parts, down to the commands to go on with."""
    ran = stats("--record", record, "--exam-date", (TODAY + timedelta(days=10)).isoformat())
    assert (ran.code, ran.err) == (0, "")
    for part in ("answers in the last 14 days", "due in the next 14 days", "week of", "recall", "in 10 days"):
        assert part in ran.out
    assert "dldrill drill --weak" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\x1b" not in ran.out


def test_json(stats: Any, record: str) -> None:
    """JSON has the documented keys, and its sums agree."""
    data = stats("--record", record, "--json").data
    keys = ["day", "progress", "topics", "unseen", "mistakes", "forecast", "activity", "elsewhere"]
    assert list(data) == keys
    assert data["day"] == TODAY.isoformat()
    assert data["activity"]["answers"] == sum(topic["answers"] for topic in data["topics"])
    assert len(data["forecast"]) == 14
    strengths = [topic["strength"] for topic in data["topics"]]
    assert strengths == sorted(strengths)


def test_some_topics(stats: Any, record: str) -> None:
    """Topics that are asked for are the only ones, and are kept in the commands."""
    data = stats(
        "--record", record, "--json", "--questions", "--topic", "attention", "--topic", "losses"
    ).data
    assert {topic["name"] for topic in data["topics"]} == {"attention", "losses"}
    assert {question["topic"] for question in data["questions"]} == {"attention", "losses"}
    assert data["activity"] is None
    assert "dldrill drill --weak --topic losses" in stats("--record", record, "--topic", "losses").out


def test_the_exam_that_was_set(stats: Any, record: str, tmp_path: Path) -> None:
    """The exam's day comes from the settings, unless another one is given."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text("exam-date = 2099-01-31\n", "utf-8")
    assert stats("--record", record, "--json").data["progress"]["exam"] == "2099-01-31"
    given = stats("--record", record, "--json", "--exam-date", "2098-01-31").data
    assert given["progress"]["exam"] == "2098-01-31"


def test_another_bank(stats: Any, record: str, tmp_path: Path) -> None:
    """Questions of a reader's own bank are counted as well, as not begun."""
    bank = tmp_path / "own.toml"
    claim = '[rain]\ntype = "claim"\nclaim = "It rains."\ntrue = true\nwhy = "It does."\n'
    bank.write_text(f'[bank]\ntitle = "Weather"\n\n{claim}', "utf-8")
    assert stats("--record", record, "--json", "--bank", str(bank)).data["unseen"].get("own") == 1


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--record", "nowhere.db"), "there is no record nowhere.db: name one that exists"),
        (("--exam-date", "10.12."), "'10.12.' is no day: write it as 2026-12-10"),
        (("--topic", "gardening"), "there is no topic 'gardening': choose from "),
    ],
)
def test_faults(args: tuple[str, ...], told: str, stats: Any) -> None:
    """What cannot be done is one line that says what to write, with exit code 2."""
    ran = stats(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"dldrill: {told}")
    assert ran.err.count("\n") == 1


def test_a_file_that_is_no_record(stats: Any, tmp_path: Path) -> None:
    """A file of another kind is refused in one line, and left as it is."""
    other = tmp_path / "notes.txt"
    other.write_text("not a record at all\n" * 100, "utf-8")
    ran = stats("--record", str(other))
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert other.read_text("utf-8") == "not a record at all\n" * 100


def test_plain(stats: Any, record: str) -> None:
    """In plain mode there is no box, no bar and no shade."""
    out = stats("--record", record, "--plain").out
    assert not set(out) & set("█▁▂▃▄▅▆▇░▒▓─·×")
    assert "topic: " in out
