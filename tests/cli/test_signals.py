"""Signals, closed and full streams, full disks: no traceback, the documented exit code, a whole record."""

from __future__ import annotations

import os
import random
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from terminals import ASKED, CLAIM, DLDRILL, PAUSED, Terminal, answered, environment, recorded, run

CTRL_C = "\x03"
SHAPES = ["--topic", "convolution", "--seed", "a"]


def drill(home: Path, *more: str, number: int = 3) -> Terminal:
    """A drill at its first question."""
    terminal = Terminal("drill", "-n", str(number), *CLAIM, *more, DLDRILL_HOME=str(home))
    terminal.see(ASKED)
    return terminal


def at_question(home: Path) -> tuple[Terminal, list[str]]:
    """A drill that was asked something; what it has recorded."""
    return drill(home), []


def at_pause(home: Path) -> tuple[Terminal, list[str]]:
    """A drill after a verdict."""
    terminal = drill(home)
    terminal.answer("t")
    return terminal, ["t"]


def at_second(home: Path) -> tuple[Terminal, list[str]]:
    """A drill at its second question."""
    terminal = drill(home)
    terminal.answer("t")
    terminal.answer("", ASKED)
    return terminal, ["t"]


def at_rating(home: Path) -> tuple[Terminal, list[str]]:
    """A drill that asks for a rating."""
    terminal = drill(home)
    terminal.answer("t")
    terminal.answer("g", "leave it > ")
    return terminal, ["t"]


def at_go_on(home: Path) -> tuple[Terminal, list[str]]:
    """A drill that cannot record, and asks whether to go on."""
    home.joinpath("record.db").mkdir(parents=True)
    terminal = Terminal("drill", "-n", "3", *CLAIM, DLDRILL_HOME=str(home))
    terminal.see("(y/n) > ")
    return terminal, []


def at_exam(home: Path) -> tuple[Terminal, list[str]]:
    """An exam."""
    terminal = Terminal("exam", "uw-sp24-q4", "--original", DLDRILL_HOME=str(home))
    terminal.see(ASKED)
    return terminal, []


def at_steps(home: Path) -> tuple[Terminal, list[str]]:
    """A walk through the steps of a solution."""
    terminal = Terminal("solve", "ist-feb23/P1.1", "--step", DLDRILL_HOME=str(home))
    terminal.see(ASKED)
    return terminal, []


PLACES = [at_question, at_pause, at_second, at_rating, at_go_on, at_exam, at_steps]
ENDINGS: dict[str, tuple[Callable[[Terminal], object], int]] = {
    "ctrl-c": (lambda terminal: terminal.send(CTRL_C), 130),
    "ctrl-c-twice": (lambda terminal: terminal.send(CTRL_C + CTRL_C), 130),
    "term": (lambda terminal: terminal.child.kill(signal.SIGTERM), 143),
    "hup": (lambda terminal: terminal.child.kill(signal.SIGHUP), 129),
    "kill": (lambda terminal: terminal.child.kill(signal.SIGKILL), 137),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("ending", ["ctrl-c", pytest.param("term", marks=pytest.mark.slow)])
def test_ended_at_a_prompt(
    ending: str, place: Callable[[Path], tuple[Terminal, list[str]]], tmp_path: Path
) -> None:
    """At each prompt it ends with its exit code, and what was acknowledged is in the record."""
    ends(*place(tmp_path / "home"), ending, tmp_path / "home")


@pytest.mark.parametrize("ending", ["ctrl-c-twice", "hup", "kill"])
def test_ended_otherwise(ending: str, tmp_path: Path) -> None:
    """The other ways to end it; the next drill opens the record."""
    ends(*at_second(tmp_path), ending, tmp_path)
    ran = run("drill", "-n", "1", *CLAIM, typed="f\n", DLDRILL_HOME=str(tmp_path))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert answered(tmp_path) == ["t", "f"]


def ends(terminal: Terminal, acknowledged: list[str], ending: str, home: Path) -> None:
    """End a program, and check what it leaves."""
    end, code = ENDINGS[ending]
    end(terminal)
    screen = terminal.end()
    assert terminal.code == code, screen
    if (home / "record.db").is_file():
        assert answered(home) == acknowledged


def test_the_terminal_is_closed(tmp_path: Path) -> None:
    """When its window is closed a drill is gone, and its answers are in the record."""
    terminal, acknowledged = at_second(tmp_path)
    pid = terminal.child.pid
    terminal.child.ptyproc.fileobj.close()
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 129
    assert answered(tmp_path) == acknowledged


def test_modes_after_an_ending(tmp_path: Path) -> None:
    """A terminated drill leaves the terminal as it found it."""
    shell = in_a_shell(tmp_path, 1)
    before = modes(shell)
    shell.send(f"{command(3)}; echo ended $?\n")
    for end, code in ((CTRL_C, 130), ("\x04", 0)):
        shell.see(ASKED)
        shell.send(end)
        shell.see(f"ended {code}")
        assert modes(shell) == before
        shell.send(f"{command(3)}; echo ended $?\n")
    shell.see(ASKED)
    children = Path(f"/proc/{shell.child.pid}/task/{shell.child.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGTERM)
    shell.see("ended 143")
    assert modes(shell) == before
    shell.leave()


def in_a_shell(home: Path, number: int) -> Terminal:
    """A shell with job control, in which nothing was typed yet."""
    shell = Terminal(
        command=["bash", "--norc", "--noediting", "-i"],
        environ=environment(TERM="xterm", PS1=f"shell{number}$ ", DLDRILL_HOME=str(home)),
    )
    shell.see("shell1$ ")
    return shell


def command(number: int) -> str:
    """A drill, as it is typed in a shell."""
    return shlex.join([*DLDRILL, "drill", "-n", str(number), *CLAIM])


def modes(shell: Terminal) -> bytes:
    """The modes of the terminal."""
    shell.send("stty -g; echo asked\n")
    shell.see("\r\nasked")
    found = re.findall(rb"[0-9a-f]+(?::[0-9a-f]+){9,}", shell.child.before)
    return bytes(found[-1])


def test_ctrl_z_and_back(tmp_path: Path) -> None:
    """The line and the terminal's modes come back, and the time between is idle in the record."""
    shell = in_a_shell(tmp_path, 1)
    before = modes(shell)
    shell.send(f"{command(1)}\n")
    shell.see(ASKED)
    shell.send("rue")
    shell.see("rue")
    shell.send("\x1a")
    shell.see("Stopped")
    assert modes(shell) == before
    time.sleep(0.5)
    shell.send("fg\n")
    shell.see(ASKED, "rue")
    shell.send("\x1b[D\x01t\r")
    shell.see(PAUSED)
    shell.send("q\r")
    shell.see("shell1$ ")
    assert modes(shell) == before
    shell.leave()
    (line,) = recorded(tmp_path)
    assert answered(tmp_path) == ["true"]
    assert line["idle"] >= 500
    assert line["ms"] < 5_000 + line["idle"]


def test_ctrl_c_at_any_moment(tmp_path: Path) -> None:
    """Thirty times at random, three at a time, loading or drilling: 130 or done, never a traceback."""
    moments = random.Random(4)
    for _ in range(10):
        drills = [started(tmp_path / str(number)) for number in range(3)]
        for drilling in drills:
            assert drilling.stdin is not None
            drilling.stdin.write(b"1x1x1\nt\n" * 9)
            drilling.stdin.flush()
        for drilling in drills:
            assert drilling.stderr is not None
            assert drilling.stderr.readline() == b"begun\n"
        for drilling in drills:
            time.sleep(moments.uniform(0, 0.2))
            drilling.send_signal(signal.SIGINT)
        for drilling in drills:
            _, told = drilling.communicate(timeout=30)
            assert b"Traceback" not in told, told.decode()
            assert b"Exception" not in told, told.decode()
            assert drilling.returncode in (0, 130), told.decode()
    for number in range(3):
        if (tmp_path / str(number) / "record.db").exists():
            assert all(line["verdict"] for line in recorded(tmp_path / str(number)))


BEGUN = """
import sys
from dldrill.__main__ import main
sys.stderr.write("begun\\n")
sys.stderr.flush()
main()
"""  # before that, it is the interpreter's own start, which no program can guard


def started(home: Path) -> subprocess.Popen[bytes]:
    """A drill that reads a pipe."""
    return subprocess.Popen(
        [sys.executable, "-c", BEGUN, "drill", "-n", "18", *SHAPES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(DLDRILL_HOME=str(home)),
        preexec_fn=heeds_ctrl_c,  # noqa: PLW1509 - there are no threads here
    )


def heeds_ctrl_c() -> None:
    """Do not inherit that the tests are run in the background, where Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def shell_run(line: str, home: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A command line of a shell, which knows how to close streams."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(DLDRILL_HOME=str(home)),
        check=False,
    )


STREAMS = {
    "reader-leaves": ("{} | head -1", 1, ["t", "f"]),
    "no-input": ("{} <&-", 0, []),
    "no-output": ("{} >&-", 0, ["t", "f"]),
    "no-errors": ("{} 2>&-", 0, ["t", "f"]),
    "no-streams": ("{} <&- >&- 2>&-", 0, []),
    "full-output": ("{} >/dev/full", 2, ["t", "f"]),
    "full-errors": ("{} --topic nothing-such 2>/dev/full", 2, []),
    "full-both": ("{} >/dev/full 2>&1", 2, ["t", "f"]),
    "nohup": ("nohup {}", 0, ["t", "f"]),
}


@pytest.mark.parametrize("name", STREAMS)
def test_closed_and_full_streams(name: str, tmp_path: Path) -> None:
    """Each ends with its exit code; what is recorded is what was answered, in its order."""
    line, code, most = STREAMS[name]
    ran = shell_run(line.format(command(2)), tmp_path, "t\nf\n")
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr
    assert ran.returncode == code, ran.stderr
    if name == "full-output":
        assert ran.stderr == "dldrill: the output cannot be written: No space left on device\n"
    if (tmp_path / "record.db").exists():
        assert answered(tmp_path) == most[: len(answered(tmp_path))]
    if code == 0:
        assert (answered(tmp_path) if most else []) == most


def limited() -> None:
    """Let no file grow beyond 40 kB: for a record, the disk is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))


def test_a_full_disk(tmp_path: Path) -> None:
    """It is told in a line, the drill goes on unrecorded, and what was recorded is whole."""
    record = ["drill", "-n", "200", *CLAIM]
    ran = subprocess.run(
        [*DLDRILL, *record],
        input="t\n" * 200,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(DLDRILL_HOME=str(tmp_path)),
        preexec_fn=limited,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.startswith("dldrill: the record ")
    assert ran.stderr.splitlines()[-1] == "dldrill: the drill goes on unrecorded"
    assert "done" in ran.stdout
    again = run("drill", "-n", "1", *CLAIM, typed="f\n", DLDRILL_HOME=str(tmp_path))
    assert (again.returncode, again.stderr) == (0, "")
    assert answered(tmp_path)[-1] == "f"


@pytest.mark.parametrize("home", ["file/home", "/proc/none", "/dev/null"])
def test_a_home_that_cannot_be_written(home: str, tmp_path: Path) -> None:
    """A pipe is told and goes on; a person is asked, and n ends it with exit code 2."""
    (tmp_path / "file").write_text("")
    ran = run("drill", "-n", "1", *CLAIM, typed="f\n", DLDRILL_HOME=str(tmp_path / home))
    assert ran.returncode == 0
    assert ran.stderr.count("\n") == 2
    assert "cannot be" in ran.stderr
    terminal = Terminal("drill", "-n", "1", *CLAIM, DLDRILL_HOME=str(tmp_path / home))
    terminal.see("(y/n) > ")
    terminal.send("n\r")
    terminal.end()
    assert terminal.code == 2


def test_two_drills_at_once(tmp_path: Path) -> None:
    """Two terminals answer in turn; both record."""
    one, two = drill(tmp_path), drill(tmp_path)
    for place in range(3):
        for terminal, line in ((one, "t"), (two, "f")):
            terminal.answer(line)
        for terminal in (one, two):
            terminal.send("\r")
            if place < 2:
                terminal.see(ASKED)
    for terminal in (one, two):
        terminal.end()
        assert terminal.code == 0
    assert answered(tmp_path) == ["t", "f"] * 3
    assert len({line["session"] for line in recorded(tmp_path)}) == 2
