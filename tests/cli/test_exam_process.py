"""An exam in a real terminal: keys, a killed process, the answers that come back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import time

import pytest
from terminals import ASKED, Terminal

from dldrill.record.sitting import begin

PROGRAM = [sys.executable, "-m", "dldrill", "exam"]
LEAVE = "q to leave > "  #: the end of the prompt under a score


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A record's folder of the test's own, and a plain terminal."""
    return {**os.environ, "DLDRILL_HOME": str(tmp_path), "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "1"}


def spawn(environment: dict[str, str], *args: str) -> Terminal:
    """An exam on a terminal."""
    return Terminal("exam", *args, environ=environment)


def piped(environment: dict[str, str], typed: str, *args: str) -> subprocess.CompletedProcess[str]:
    """An exam with piped answers."""
    return subprocess.run(
        [*PROGRAM, *args], input=typed, env=environment, capture_output=True, text=True, check=False
    )


def test_answers_survive_a_killed_process(environment: dict[str, str]) -> None:
    """Every answer is on disk when the next question is shown; --resume brings it back."""
    terminal = spawn(environment, "uw-sp24-q4", "--original")
    terminal.see("question 1/9", ASKED)
    terminal.answer("t", "question 2/9")
    terminal.see(ASKED)
    terminal.answer("m", "1.2 is marked.")
    terminal.child.kill(signal.SIGKILL)
    terminal.end()
    again = spawn(environment, "uw-sp24-q4", "--resume")
    again.see("question 2/9", "marked", ASKED)
    again.answer("p", "your answer so far: verdict t")
    again.see(ASKED)
    again.answer(":s", "8 questions without an answer")
    again.see(ASKED)
    again.answer(":s", "1 / 20 (5 %)")
    again.see(LEAVE)
    again.answer("1.4", "False.")
    again.see(LEAVE)
    again.send("q\r")
    again.end()
    assert again.code == 0
    done = piped(environment, "", "uw-sp24-q4", "--resume")
    assert done.returncode == 2
    assert done.stderr == "dldrill: no sitting of uw-sp24-q4 is open: dldrill exam uw-sp24-q4 begins one\n"


@pytest.mark.parametrize("leave", ["\x03", "\x04"])
def test_leaving_hands_nothing_in(environment: dict[str, str], leave: str) -> None:
    """Ctrl-C and Ctrl-D keep the sitting open and say how to go on."""
    terminal = spawn(environment, "uw-sp24-q4", "--original")
    terminal.see(ASKED)
    terminal.send(leave)
    assert "exam uw-sp24-q4 --resume" in terminal.end()
    assert terminal.code == (130 if leave == "\x03" else 0)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["quiz"], "there is no exam 'quiz': choose from"),
        (["ist-feb23", "--original", "--seed", "a"], "--original has the exam's own numbers"),
        (["ist-feb23", "--original", "--fresh"], "--original has the exam's own numbers"),
        (["ist-feb23", "--resume", "--seed", "a"], "--resume goes on as it was begun"),
        (["ist-feb23", "--resume"], "no sitting of ist-feb23 is open"),
    ],
)
def test_misuse_is_told_in_a_line(environment: dict[str, str], args: list[str], says: str) -> None:
    """One line on stderr, exit code 2."""
    done = piped(environment, "", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"dldrill: {says}")
    assert done.stderr.count("\n") == 1


def test_the_same_seed_prints_the_same_paper(environment: dict[str, str]) -> None:
    """Fresh numbers repeat byte for byte."""
    first, second = (piped(environment, "t\n", "uw-sp24-q4", "--seed", "k3").stdout for _ in range(2))
    assert first == second
    assert "seed k3" in first


def test_a_record_that_cannot_be_written_is_told(environment: dict[str, str], tmp_path: Path) -> None:
    """The sitting goes on, unrecorded."""
    (tmp_path / "file").write_text("")
    done = piped(environment | {"DLDRILL_HOME": str(tmp_path / "file")}, "t\n", "uw-sp24-q4", "--original")
    assert done.returncode == 0
    assert done.stderr.startswith("dldrill: answers will not be kept: ")
    assert "1 / 20 (5 %)" in done.stdout


def begun(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, left: float) -> None:
    """A sitting of twenty minutes that has so many seconds left."""
    monkeypatch.setenv("DLDRILL_HOME", environment["DLDRILL_HOME"])
    begin("uw-sp24-q4", None, time() - 20 * 60 + left)


def test_the_clock_warns_while_a_line_is_typed(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One minute before the end it is said above the line, which can be gone on with."""
    begun(environment, monkeypatch, 62)
    terminal = spawn(environment, "uw-sp24-q4", "--resume")
    terminal.see(ASKED)
    terminal.send("alse\x1b[D")
    terminal.see("1 minute left", "alse")
    terminal.send("\x01f\r")
    terminal.see("question 2/9")
    terminal.leave()


def test_the_end_of_the_time_hands_in(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time is up the prompt is left by itself, and the score is shown."""
    begun(environment, monkeypatch, 2)
    terminal = spawn(environment, "uw-sp24-q4", "--resume")
    terminal.see("question 1/9", ASKED)
    terminal.send("t")
    terminal.see("Time is up.", "0 / 20 (0 %)", LEAVE)
    terminal.send("q\r")
    terminal.end()
    assert terminal.code == 0
