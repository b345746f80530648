"""Runs the blocks of a document in order, in one folder, as a reader would who follows it."""

from __future__ import annotations

import io
import os
import runpy
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pexpect
import pyte
import pytest
from documents import Block, blocks

from dldrill.cli import app

COLUMNS, ROWS = 80, 1000
PATIENCE = 60
ENTER = "⏎"
PLAIN = {"NO_COLOR": "1", "PYTHONUTF8": "1", "TERM": "xterm", "INPUTRC": os.devnull, "COLUMNS": str(COLUMNS)}
HIDDEN = ("DLDRILL_BANKS", "LINES", "LC_ALL", "XDG_CONFIG_HOME")


class Outcome(NamedTuple):
    """What came of a block.

    Attributes:
        code: the exit code; 0 for what is no command.
        output: what it printed, or what stands on the screen.
    """

    code: int
    output: str


class Reader:
    """Follows documents, each story in a folder of its own.

    Args:
        folder: for the folders.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._outcomes: dict[tuple[Path, int], Outcome] = {}

    def follow(self, path: Path, place: int) -> Outcome:
        """What comes of a block, after those of its story before it."""
        found = blocks(path)
        for at in range(found[place].story, place + 1):
            if (path, at) not in self._outcomes:
                self._outcomes[path, at] = self._done(found[at])
        return self._outcomes[path, place]

    def _done(self, block: Block) -> Outcome:
        place = self.folder / f"{block.document.parent.name}-{block.document.stem}-{block.story}"
        place.mkdir(exist_ok=True)
        with pytest.MonkeyPatch.context() as patch, chdir(place):
            for name in HIDDEN:
                patch.delenv(name, raising=False)
            home = str(self.folder / f"{place.name}-home")
            for name, value in (PLAIN | {"HOME": home, "DLDRILL_HOME": home}).items():
                patch.setenv(name, value)
            if "file" in block.marks:
                Path(block.marks["file"]).write_text(block.text, "utf-8")
            if "not run" in block.marks or block.of is not None:
                return Outcome(0, "")
            if "typed" in block.marks:
                return typed(shlex.split(block.text)[1:], block.marks["typed"].split(" | "))
            if block.language == "python":
                return _python(block.text)
            return _shell(block.text) if block.language == "sh" else Outcome(0, "")


def _python(text: str) -> Outcome:
    source = Path("_block.py")
    source.write_text(text, "utf-8")
    printed = io.StringIO()
    with redirect_stdout(printed):
        runpy.run_path(str(source))
    return Outcome(0, printed.getvalue())


def _shell(text: str) -> Outcome:
    """Commands one after the other; what is more than dldrill and printf is left to a shell."""
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    words = [_words(line) for line in lines]
    if not all(_ours(line) for line in words):
        return _by_bash(text)
    output = ""
    for line in filter(None, words):
        code, printed = _pipeline(line)
        output += printed
        if code:
            return Outcome(code, output)
    return Outcome(0, output)


def _words(line: str) -> list[str]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return list(lexer)


def _ours(words: list[str]) -> bool:
    """Whether a line is made of dldrill, printf, pipes, and one file for the output at its end."""
    tail = [] if ">" not in words else words[words.index(">") :]
    return (
        len(tail) in (0, 2)
        and not any("$" in word or set(word) <= set(";&<()") for word in words)
        and all(stage[:1] in (["dldrill"], ["printf"]) for stage in _stages(words))
    )


def _stages(words: list[str]) -> list[list[str]]:
    stages: list[list[str]] = [[]]
    for word in words[: words.index(">")] if ">" in words else words:
        if word == "|":
            stages.append([])
        else:
            stages[-1].append(word)
    return stages if words else []


def _pipeline(words: list[str]) -> tuple[int, str]:
    code, passed, said = 0, "", ""
    for place, stage in enumerate(stages := _stages(words)):
        if stage[0] == "printf":
            passed = stage[1].encode().decode("unicode_escape")
            continue
        last = place == len(stages) - 1 and ">" not in words
        code, passed, aside = in_process(stage[1:], passed, together=last)
        said += aside
    if ">" in words:
        Path(words[-1]).write_text(passed, "utf-8")
        passed = ""
    return code, said + passed


def in_process(args: list[str], typed: str = "", *, together: bool = False) -> tuple[int, str, str]:
    """A run of dldrill in this process: its code, its output, and what it said aside.

    Args:
        args: what follows ``dldrill``.
        typed: the lines piped in.
        together: what is said aside stands in the output, as on a terminal.
    """
    printed = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    aside = printed if together else io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), redirect_stderr(aside):
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8"))
        code = app.run(args)
    texts = []
    for stream in (printed, aside):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return int(code), texts[0], "" if together else texts[1]


def _by_bash(text: str) -> Outcome:
    tools = Path("_bin")
    tools.mkdir(exist_ok=True)
    program = tools / "dldrill"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m dldrill "$@"\n', "utf-8")
    program.chmod(0o755)
    path = os.pathsep.join((str(tools.absolute()), str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"PATH": path},
        timeout=PATIENCE,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode())


def typed(args: list[str], answers: list[str]) -> Outcome:
    """A run of dldrill on a terminal, typed at whenever it waits; what then stands on the screen."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "dldrill", *args],
        dimensions=(ROWS, COLUMNS),
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"},
        timeout=PATIENCE,
    )
    child.delaybeforesend = None
    for answer in answers:
        _wait(child, screen, stream)
        child.send(("" if answer == ENTER else answer) + "\r")
    _wait(child, screen, stream)
    ended = not child.isalive()
    child.close(force=True)
    shown = "\n".join(row.rstrip() for row in screen.display).strip("\n")
    if not ended:
        return Outcome(-1, f"{shown}\n\n(it still waits: type more)")
    return Outcome(child.exitstatus or 0, shown)


def _wait(child: pexpect.spawn[bytes], screen: pyte.Screen, stream: pyte.ByteStream) -> None:
    """Take what is printed until something is asked for, or the program has ended."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        try:
            stream.feed(child.read_nonblocking(1 << 16, 0.1))
        except pexpect.TIMEOUT:
            if screen.display[screen.cursor.y][: screen.cursor.x].endswith("> "):
                return
        except pexpect.EOF:
            child.wait()
            return
