"""Commands that the program suggests go on with the banks and the record of the run that suggests them."""

from __future__ import annotations

import io
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from dldrill.cli.app import run

BANK = """
[odd]
type = "claim"
claim = "Three is odd."
true = true
why = "It is one more than two."
"""
GIVEN = ("--bank", "my banks/mine.toml", "--record", "my record.db")
COMMAND = re.compile(r"dldrill [a-z]+ .*?(?= {3}|$)", re.MULTILINE)


@pytest.fixture
def dldrill(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Run a command line in a folder with a bank, with answers that are piped in; what it prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DLDRILL_BANKS", raising=False)
    (tmp_path / "my banks").mkdir()
    (tmp_path / "my banks/mine.toml").write_text(BANK)

    def call(*args: str, typed: str = "", code: int = 0) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        assert run(list(args)) == code
        captured = capsys.readouterr()
        return captured.out + captured.err

    return call


def suggested(printed: str) -> list[list[str]]:
    """The arguments of the commands in an output."""
    return [shlex.split(found[0])[1:] for found in COMMAND.finditer(printed)]


def test_a_drill(dldrill: Any) -> None:
    """What follows a drill of one's own bank finds its question, and the one that was missed."""
    printed = dldrill("drill", "-n", "1", "--topic", "mine", *GIVEN, typed="f\n")
    solve, missed, again = suggested(printed)
    assert "It is one more than two." in dldrill(*solve)
    assert "Three is odd." in dldrill(*missed, typed="f\n")
    assert missed[:2] == ["drill", "--missed"]
    assert "Three is odd." in dldrill(*again, typed="f\n")


def test_statistics(dldrill: Any) -> None:
    """All that statistics lead on to asks what they tell of."""
    only = ("--topic", "mine")
    dldrill("drill", "-n", "1", *only, *GIVEN, typed="f\n")
    lines = suggested(dldrill("stats", *only, *GIVEN))
    assert [line[:2] for line in lines] == [["drill", "--topic"], ["drill", "--weak"], ["drill", "--missed"]]
    for line in lines:
        assert line[-4:] == [*GIVEN]
        assert "Three is odd." in dldrill(*line, typed="f\n")


def test_before_anything_is_recorded(dldrill: Any) -> None:
    """The first command of all keeps the bank as well."""
    (begin,) = suggested(dldrill("stats", "--topic", "mine", "--bank", "my banks/mine.toml"))
    assert begin == ["drill", "-n", "5", "--topic", "mine", *GIVEN[:2]]


def test_an_exam_that_is_not_open(dldrill: Any) -> None:
    """The command that begins it keeps what was given."""
    printed = dldrill("exam", "uw-sp24-q4", "--resume", *GIVEN, code=2)
    assert f"dldrill {shlex.join(['exam', 'uw-sp24-q4', *GIVEN])} begins one" in printed


def test_a_sheet(dldrill: Any) -> None:
    """The command in the footer makes the sheet again."""
    asked = ("sheet", "mine/odd", "--seed", "a", "--bank", "my banks/mine.toml")
    file = ("--format", "markdown", "-o", "-")
    printed = dldrill(*asked, *file)
    (again,) = re.findall("`(dldrill sheet .*)`", printed)
    assert dldrill(*shlex.split(again)[1:], *file) == printed


def test_a_new_bank(dldrill: Any) -> None:
    """What comes after a new bank can be pasted, whatever the name of the folder."""
    for words in suggested(dldrill("bank", "new", "my banks/new.toml")):
        dldrill(*words, typed="\n")
