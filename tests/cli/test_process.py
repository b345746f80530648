"""The program as a process: pipes, closed streams, signals, terminals."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from terminals import ASKED, CLAIM, DLDRILL, PAUSED, Terminal, environment, run


def test_piped_answers_are_graded() -> None:
    """Answers one a line; what is printed has no escape codes and no prompts."""
    ran = run("drill", "-n", "2", *CLAIM, typed="t\nf\n")
    assert ran.returncode == 0
    assert "done" in ran.stdout
    assert "\x1b" not in ran.stdout
    assert "? for keys" not in ran.stdout
    assert ran.stderr == ""


@pytest.mark.parametrize("typed", ["", None])
def test_closed_input_ends_cleanly(typed: str | None) -> None:
    """Without any answer the drill ends with its summary."""
    ran = run("drill", "-n", "2", *CLAIM, typed=typed)
    assert ran.returncode == 0
    assert "nothing was answered" in ran.stdout
    assert ran.stderr == ""


def test_hostile_answers() -> None:
    """Escape sequences, bidi marks, bytes that are no text and ten megabytes only cost a sentence."""
    hostile = ["\x1b]52;c;AAAA\x07", "\u202e1", "__import__('os')", "9**9**9", "(" * 5000, "x" * 10_000_000]
    ran = run(
        "drill", "-n", str(len(hostile)), "--topic", "convolution", "--seed", "a", typed="\n".join(hostile)
    )
    assert ran.returncode == 0
    assert "\x1b" not in ran.stdout
    assert "\u202e" not in ran.stdout
    assert "Traceback" not in ran.stderr


def test_a_reader_that_leaves() -> None:
    """A closed output is no reason for a traceback."""
    with subprocess.Popen(
        [*DLDRILL, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


def test_ascii_terminals_get_ascii() -> None:
    """With an encoding that has no more, everything is ASCII."""
    ran = subprocess.run(
        [*DLDRILL, "solve", "uw-sp24-q4/3.1"],
        capture_output=True,
        timeout=60,
        env=environment(PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C"),
        check=False,
    )
    assert ran.returncode == 0
    assert ran.stdout.isascii()
    assert b"verified" in ran.stdout


def test_plain_says_formulas_in_words() -> None:
    """--plain has no boxes, no escape codes, and formulas in words."""
    ran = run("solve", "uw-sp24-q4/3.1", "--plain", FORCE_COLOR="1")
    assert "natural log" in ran.stdout
    assert not set(ran.stdout) & set("─│⎛√∑\x1b")


def test_errors_are_one_line() -> None:
    """A mistake on the command line costs one line on stderr and exit code 2."""
    ran = run("solve", "no/such-question")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("\n") == 1


def test_banks_of_ones_own(tmp_path: Path) -> None:
    """--bank adds a file; a fault in it is told with file and line."""
    bank = tmp_path / "mine.toml"
    bank.write_text("[one]\ntype = 'claim'\nclaim = 'It $x$.'\ntrue = true\nwhy = 'So.'\n", "utf-8")
    assert "mine/one" in run("list", "--topic", "mine", "--bank", str(bank)).stdout
    bank.write_text("[one]\ntype = 'claim'\nclaim = 'x'\ntrue = true\nwy = 'So.'\n", "utf-8")
    ran = run("list", "--bank", str(bank))
    assert ran.returncode == 2
    assert ran.stderr.startswith("dldrill: mine.toml:1: mine/one:")


def test_a_drill_on_a_terminal() -> None:
    """Real keys: an answer mended with Ctrl-U and arrows, the steps, the end."""
    terminal = Terminal("drill", "-n", "1", *CLAIM, columns=50)
    terminal.see(ASKED)
    terminal.send("nonsense\x15x\x1b[D\x1b[3~\x15t\r")
    terminal.see(PAUSED)
    terminal.send("\r")
    screen = terminal.end()
    assert terminal.code == 0
    assert "done" in screen


@pytest.mark.parametrize("answered", [False, True])
def test_ctrl_c_ends_with_the_summary(answered: bool) -> None:
    """Ctrl-C at the prompt or after a verdict ends the drill with exit code 130."""
    terminal = Terminal("drill", "-n", "3", *CLAIM)
    terminal.see(ASKED)
    if answered:
        terminal.send("t\r")
        terminal.see(PAUSED)
    terminal.child.sendintr()
    screen = terminal.end()
    assert terminal.code == 130
    assert "done" in screen
    assert "Traceback" not in screen


def test_ctrl_d_ends_cleanly() -> None:
    """Ctrl-D ends the drill with exit code 0."""
    terminal = Terminal("drill", "-n", "3", *CLAIM)
    terminal.see(ASKED)
    terminal.child.sendeof()
    assert "done" in terminal.end()
    assert terminal.code == 0


def test_no_color() -> None:
    """NO_COLOR keeps colours out; what they say is said in words too."""
    terminal = Terminal("drill", "-n", "1", *CLAIM, NO_COLOR="1")
    terminal.see(ASKED)
    terminal.send("t\r")
    terminal.see(PAUSED)
    terminal.send("q\r")
    terminal.end()
    assert not any(
        f"\x1b[{code}".encode() in terminal.raw for code in ("31m", "32m", "33m", "93m", "1;32m", "1;31m")
    )
