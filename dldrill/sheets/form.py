"""What a sheet is, before any format writes it: forms of the same questions with other numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from dldrill.bank.exam import Exam, Section
from dldrill.dealing.paper import Placed

FORM_OF_SEED = re.compile(r"(?P<base>.+)-(?P<letter>[A-Z]{1,2})")


class Shows(NamedTuple):
    """What is printed beside the questions.

    Attributes:
        key: the answers, on pages of their own at the end.
        only_key: nothing but these.
        solutions: the worked solution under each question.
        points: what each question is worth.
        minutes: the recommended minutes of each section.
        space: how much room there is for answers, in times the usual; 0: none.
    """

    key: bool = False
    only_key: bool = False
    solutions: bool = False
    points: bool = True
    minutes: bool = True
    space: float = 1.0


class Form(NamedTuple):
    """One version of a sheet.

    Attributes:
        letter: A, B, C, …; empty where there is only one.
        seed: what its numbers came from; None: the exam's own.
        placed: its questions in order.
        command: what makes it again.
    """

    letter: str
    seed: str | None
    placed: tuple[Placed, ...]
    command: str

    def of(self, section: Section) -> tuple[Placed, ...]:
        """The questions of a section."""
        return tuple(placed for placed in self.placed if placed.section is section)


class Sheet(NamedTuple):
    """Forms with what stands above them.

    Attributes:
        title: of the sheet.
        course: in smaller print above the title; may be empty.
        exam: its sections, rules and minutes.
        forms: the versions.
        shows: what is printed beside the questions.
    """

    title: str
    course: str
    exam: Exam
    forms: tuple[Form, ...]
    shows: Shows


def letter(number: int) -> str:
    """The letter of a form: A to Z, then AA to ZZ."""
    first, last = divmod(number, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def letter_of(seed: str | None) -> str:
    """The letter of a form that is made again by its seed."""
    found = FORM_OF_SEED.fullmatch(seed or "")
    return found["letter"] if found else ""


def base_of(seed: str) -> str:
    """The seed that all the forms of a sheet have in common."""
    found = FORM_OF_SEED.fullmatch(seed)
    return found["base"] if found else seed
