"""What `dldrill bank new` writes passes its own check, and each of its questions is of use at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dldrill.bank.question import Question
from dldrill.bank.toml import read_file
from dldrill.bank.types import READERS
from dldrill.checking.starter import STARTER
from dldrill.cli.app import run
from dldrill.dealing.source import Source, original


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A new bank."""
    path = tmp_path / "my-course.toml"
    assert run(["bank", "new", str(path)]) == 0
    return path


QUESTIONS = [question.id.partition("/")[2] for question in read_file(STARTER)]


def test_it_passes_the_check(starter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No faults, and a question of each type that there is."""
    capsys.readouterr()
    assert run(["bank", "check", str(starter)]) == 0
    assert capsys.readouterr().err == f"{len(QUESTIONS)} questions in 1 file: no faults\n"
    assert {question.type for question in read_file(starter)} == READERS.keys()


def test_what_to_do_next_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The commands that follow are printed, with the file's own name."""
    path = tmp_path / "deep-nets.toml"
    assert run(["bank", "new", str(path)]) == 0
    out = capsys.readouterr().out
    assert f"dldrill bank check {path}" in out
    assert f"dldrill drill --bank {path} --topic deep-nets" in out


def of(path: Path, name: str) -> Question:
    """A question of the bank."""
    return next(question for question in read_file(path) if question.id == f"my-course/{name}")


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_deals_and_is_solved(
    name: str, starter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Variants are dealt, and the worked solution names it."""
    question = of(starter, name)
    source = Source(question, "starter")
    dealt = [original(question), source.deal(0)]
    assert all(one.ask for one in dealt)
    capsys.readouterr()
    assert run(["solve", f"my-course/{name}", "--bank", str(starter), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == f"my-course/{name}"


@pytest.mark.parametrize("format_name", ["html", "md", "tex"])
def test_all_stand_on_a_sheet(format_name: str, starter: Path, tmp_path: Path) -> None:
    """A sheet of all its questions is written in every format."""
    sheet = tmp_path / f"sheet.{format_name}"
    ids = [f"my-course/{name}" for name in QUESTIONS]
    assert run(["sheet", *ids, "--bank", str(starter), "-o", str(sheet), "--solutions"]) == 0
    assert "accuracy" in sheet.read_text("utf-8")


def test_nothing_is_overwritten(starter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there stays as it is."""
    starter.write_text("mine", "utf-8")
    capsys.readouterr()
    assert run(["bank", "new", str(starter)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), "name a new file" in err) == ("", 1, True)
    assert starter.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("course", "a bank is a .toml file: write course.toml"),
        ("course.txt", "a bank is a .toml file: write course.toml"),
        ("My Course.toml", "the file's name is the topic: rename it to small letters, digits and hyphens"),
        ("a\x1b[31m.toml", "the file's name is the topic"),
        ("lost/course.toml", "cannot be written: No such file or directory"),
    ],
)
def test_names(name: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that cannot be a bank's is one line of fault, and nothing is written."""
    assert run(["bank", "new", str(tmp_path / name)]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.rstrip("\n").isprintable()
    assert not list(tmp_path.iterdir())
