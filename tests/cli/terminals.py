"""dldrill as a process: on a pipe, and on a terminal with real keys."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pexpect
import pyte

from dldrill.record.store import Record
from dldrill.record.transfer import exported

DLDRILL = [sys.executable, "-m", "dldrill"]
HERE = Path(__file__).parent
CLAIM = ["--bank", str(HERE / "claims.toml"), "--topic", "claims", "--seed", "a"]
ASKED = "? for keys) > "  #: the end of the prompt of a question
PAUSED = "q quit > "  #: the end of the prompt after a verdict
PATIENCE = 30
_HIDDEN = ("NO_COLOR", "COLUMNS", "LINES", "DLDRILL_BANKS", "PYTHONUTF8", "LC_ALL", "INPUTRC")


def environment(**more: str) -> dict[str, str]:
    """The environment without what would change the screen."""
    kept = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
    return kept | {"PYTHONUTF8": "1", "INPUTRC": os.devnull} | more


def run(*args: str, typed: str | None = "", **more: str) -> subprocess.CompletedProcess[str]:
    """A run with its output, the answers piped in; None closes standard input."""
    stdin = subprocess.DEVNULL if typed is None else None
    return subprocess.run(
        [*DLDRILL, *args],
        input=typed,
        stdin=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env=environment(**more),
        check=False,
    )


def recorded(home: Path) -> list[dict[str, Any]]:
    """The attempts in a record, as ``dldrill record export`` prints them."""
    with Record(home / "record.db") as record:
        lines = [json.loads(line) for line in exported(record.lines())]
    return [line for line in lines if "question" in line]


def answered(home: Path) -> list[str]:
    """What was typed for the last part of each attempt in a record."""
    given = [line["answers"] for line in recorded(home)]
    read = [json.loads(answers) if isinstance(answers, str) else answers for answers in given]
    return [list(answers.values())[-1] if answers else "" for answers in read]


class Terminal:
    """A program on a terminal of some size, typed at.

    Args:
        args: what follows ``dldrill`` on the command line.
        columns: the width.
        command: another program, with its arguments.
        environ: all of the environment.
        more: what is changed in it.
    """

    def __init__(
        self,
        *args: str,
        columns: int = 80,
        rows: int = 60,
        command: list[str] | None = None,
        environ: dict[str, str] | None = None,
        **more: str,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        program, *rest = command or [*DLDRILL, *args]
        self.child = pexpect.spawn(
            program,
            rest,
            dimensions=(rows, columns),
            env=environment(TERM="xterm") | more if environ is None else environ,
            timeout=PATIENCE,
            # whoever runs the tests in the background has SIGINT ignored, and children inherit that
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        self.child.delaybeforesend = None
        self.child.logfile_read = self

    def write(self, printed: bytes) -> None:
        """Take what the program printed."""
        self.raw += printed
        self.stream.feed(printed)

    def flush(self) -> None:
        """There is nothing to flush."""

    def see(self, *texts: str) -> None:
        """Wait for texts, one after the other."""
        for text in texts:
            self.child.expect_exact(text.encode())

    def send(self, keys: str | bytes) -> None:
        """Press keys."""
        self.child.send(keys)

    def answer(self, line: str | bytes = "", then: str = PAUSED) -> None:
        """Type a line and wait for what comes after it."""
        self.send(line)
        self.send("\r")
        self.see(then)

    def resize(self, columns: int, rows: int = 60) -> None:
        """Drag the window to another size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def settle(self, seconds: float = 0.15) -> list[str]:
        """The rows of the screen once nothing has been printed for a while."""
        ends = monotonic() + PATIENCE
        while monotonic() < ends:
            try:
                self.child.read_nonblocking(1 << 16, seconds)
            except (pexpect.TIMEOUT, pexpect.EOF):
                break
        return [row.rstrip() for row in self.screen.display]

    def end(self) -> str:
        """The screen when the program has ended."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        screen = "\n".join(row.rstrip() for row in self.screen.display)
        assert "Traceback" not in screen, screen
        return screen

    @property
    def code(self) -> int | None:
        """The exit code, or that of the signal that ended it as shells tell it."""
        killed: int | None = self.child.signalstatus
        return self.child.exitstatus if killed is None else 128 + killed

    def leave(self) -> None:
        """End the program if it has not ended."""
        self.child.close(force=True)
