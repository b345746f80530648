"""``dldrill`` by itself: what there is, and what to go on with."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.cli.target import library
from dldrill.show.look import QUIET, STRONG, WARN, Look, console_of, stdout_look
from dldrill.show.markdown import indented, said, wrapped

COMMANDS = (
    ("dldrill drill", "what is due, and some new questions"),
    ("dldrill stats", "what you know, what is weak, what comes due"),
    ("dldrill exam uw-au24-q4", "an exam under its own clock, with fresh numbers"),
    ("dldrill solve ist-feb23/P1.1", "the worked answer of an exam's question"),
    ("dldrill --help", "everything else"),
)
COLUMN = 31


def welcome() -> None:
    """Print what the banks hold, what is due, and the commands to go on with."""
    questions = library(None)
    look = stdout_look()
    topics = questions.topics()
    count = f"{len(questions.questions)} questions in {len(topics)} topics: {', '.join(topics)}"
    console_of(sys.stdout, look).print(
        Group(
            Text("dldrill: a gym for deep-learning exams", STRONG),
            wrapped(Text(count, QUIET), look.width),
            Text(""),
            *_standing(look),
            *_commands(look),
        )
    )


def _standing(look: Look) -> Iterator[RenderableType]:
    """What is due, where there is a record."""
    from time import time

    from dldrill.faults import Fault
    from dldrill.record.hand import open_record, record_file
    from dldrill.record.queue import due_count, today
    from dldrill.record.settings import settings

    try:
        if not record_file().is_file():
            return
        now = today(time(), settings())
        with open_record() as record:
            cards = record.cards().values()
    except Fault as fault:
        yield wrapped(Text(f"Your record cannot be used: {said(str(fault), look)}", WARN), look.width)
        yield Text("")
        return
    due = due_count(cards, now)
    told = f"{due} question{'' if due == 1 else 's'} due today" if due else "Nothing is due today"
    yield wrapped(Text(f"{told}; {len(cards)} seen so far.", STRONG), look.width)
    yield Text("")


def _commands(look: Look) -> Iterator[RenderableType]:
    for command, does in COMMANDS:
        if look.width >= COLUMN + max(len(does) for _, does in COMMANDS):
            yield Text(f"{command:<{COLUMN}}{does}")
        else:
            yield Text(command)
            yield indented(wrapped(Text(does, QUIET), look.width - 4), 4)
