"""What a sheet itself says, in every format with the same words."""

from __future__ import annotations

from collections.abc import Sequence

from dldrill.maths.text import safe
from dldrill.sheets.form import Shows
from dldrill.sheets.printed import Printed

INSTRUCTIONS = {
    "claim": "Fill in the circle next to True or False.",
    "one": "Fill in the circle of the one right choice.",
    "many": "Fill in the square of every right choice; there may be none.",
    "open": "Write your answer in the space provided.",
}


def counted(value: float, unit: str) -> str:
    """A number with its unit, as in 1 point and 2.5 points."""
    return f"{value:g} {unit}{'' if value == 1 else 's'}"


def line(text: str) -> str:
    """A title, a unit or a command on one line, without controls and turns of direction."""
    return " ".join(safe(text, keep="\n").split())


def worth(points: float, shows: Shows, *, extra: bool = False) -> str:
    """What a question or a section is worth; empty where that is not printed."""
    return counted(points, "point") + (", extra credit" if extra else "") if shows.points else ""


def time(minutes: float, shows: Shows) -> str:
    """How long a section takes; empty where that is not printed."""
    rounded = round(minutes) if minutes > 10 else round(minutes, 1)
    return f"about {counted(rounded, 'minute')}" if shows.minutes and rounded else ""


def instructions(questions: Sequence[Printed]) -> str:
    """How the questions of a section are answered on paper."""
    return " ".join(INSTRUCTIONS[kind] for kind in dict.fromkeys(map(manner, questions)))


def manner(question: Printed) -> str:
    """How a question is answered: claim, one, many or open."""
    if question.dealt.type == "claim":
        return "claim"
    if question.choices:
        return "one" if question.single else "many"
    return "open"
