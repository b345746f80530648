"""What a line means in an exam: an answer, or a command."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from dldrill.dealing.dealt import Part

FREE = ("text", "expression")  #: kinds of answer that a bare letter could be


class Does(Enum):
    """What a command does."""

    NEXT = "n"
    PREVIOUS = "p"
    GO = "g"
    MARK = "m"
    LIST = "l"
    SUBMIT = "s"
    HELP = "?"


class Command(NamedTuple):
    """A command, with the question's number where it has one."""

    does: Does
    number: str = ""


WORDS = {
    "n": Does.NEXT,
    "next": Does.NEXT,
    "p": Does.PREVIOUS,
    "previous": Does.PREVIOUS,
    "m": Does.MARK,
    "mark": Does.MARK,
    "l": Does.LIST,
    "list": Does.LIST,
    "s": Does.SUBMIT,
    "submit": Does.SUBMIT,
}
GO = re.compile(r"(?:g|go)\s*(?P<number>[\w.]+)")


def command(text: str, part: Part | None) -> Command | None:
    """The command that a line is, or None for an answer.

    A colon always makes a command of it. Without one it is an answer wherever it could be one: in
    free text, and in an expression that has such a letter.
    """
    word = text.strip().lower()
    if word == "?":
        return Command(Does.HELP)
    bare = word.lstrip(":")
    if bare == word and part is not None and part.kind in FREE:
        return None
    if bare in WORDS:
        return Command(WORDS[bare])
    found = GO.fullmatch(bare)
    return Command(Does.GO, found["number"]) if found else None
