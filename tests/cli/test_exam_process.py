"""An exam in a real terminal: keys, a killed process, the answers that come back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

PROGRAM = [sys.executable, "-m", "dldrill", "exam"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A record's folder of the test's own, and a plain terminal."""
    return {**os.environ, "DLDRILL_HOME": str(tmp_path), "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "1"}


def spawn(environment: dict[str, str], *args: str) -> pexpect.spawn:
    """An exam on a terminal."""
    return pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], *args],
        env=environment,
        dimensions=(50, 80),
        timeout=30,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def piped(environment: dict[str, str], typed: str, *args: str) -> subprocess.CompletedProcess[str]:
    """An exam with piped answers."""
    return subprocess.run(
        [*PROGRAM, *args], input=typed, env=environment, capture_output=True, text=True, check=False
    )


def test_answers_survive_a_killed_process(environment: dict[str, str]) -> None:
    """Every answer is on disk when the next question is shown; --resume brings it back."""
    child = spawn(environment, "uw-sp24-q4", "--original")
    child.expect_exact("question 1/9")
    child.sendline("t")
    child.expect_exact("question 2/9")
    child.sendline("m")
    child.expect_exact("1.2 is marked.")
    child.kill(signal.SIGKILL)
    child.expect(pexpect.EOF)
    again = spawn(environment, "uw-sp24-q4", "--resume")
    again.expect_exact("question 2/9")
    again.expect_exact("marked")
    again.sendline("p")
    again.expect_exact("your answer so far: verdict t")
    again.sendline(":s")
    again.expect_exact("8 questions without an answer")
    again.sendline(":s")
    again.expect_exact("1 / 20 (5 %)")
    again.sendline("1.4")
    again.expect_exact("False.")
    again.sendline("q")
    again.expect(pexpect.EOF)
    again.close()
    assert again.exitstatus == 0
    done = piped(environment, "", "uw-sp24-q4", "--resume")
    assert done.returncode == 2
    assert done.stderr == "dldrill: no sitting of uw-sp24-q4 is open: dldrill exam uw-sp24-q4 begins one\n"


@pytest.mark.parametrize("leave", ["intr", "eof"])
def test_leaving_hands_nothing_in(environment: dict[str, str], leave: str) -> None:
    """Ctrl-C and Ctrl-D keep the sitting open and say how to go on."""
    child = spawn(environment, "uw-sp24-q4", "--original")
    child.expect_exact("- blank, ? for keys")
    (child.sendintr if leave == "intr" else child.sendeof)()
    child.expect_exact("exam uw-sp24-q4 --resume")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == (130 if leave == "intr" else 0)


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
