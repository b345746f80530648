"""``dldrill`` by itself: what there is, and what to go on with."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.cli.target import library
from dldrill.show.look import QUIET, STRONG, Look, console_of, stdout_look
from dldrill.show.markdown import indented, wrapped

COMMANDS = (
    ("dldrill drill -n 5", "five questions, topics in turn"),
    ("dldrill exam uw-au24-q4", "an exam under its own clock, with fresh numbers"),
    ("dldrill solve ist-feb23/P1.1", "the worked answer of an exam's question"),
    ("dldrill --help", "everything else"),
)
COLUMN = 31


def welcome() -> None:
    """Print what the banks hold and the commands to go on with."""
    questions = library(None)
    look = stdout_look()
    topics = questions.topics()
    count = f"{len(questions.questions)} questions in {len(topics)} topics: {', '.join(topics)}"
    console_of(sys.stdout, look).print(
        Group(
            Text("dldrill: a gym for deep-learning exams", STRONG),
            wrapped(Text(count, QUIET), look.width),
            Text(""),
            *_commands(look),
        )
    )


def _commands(look: Look) -> Iterator[RenderableType]:
    for command, does in COMMANDS:
        if look.width >= COLUMN + max(len(does) for _, does in COMMANDS):
            yield Text(f"{command:<{COLUMN}}{does}")
        else:
            yield Text(command)
            yield indented(wrapped(Text(does, QUIET), look.width - 4), 4)
