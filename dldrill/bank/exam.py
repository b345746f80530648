"""The source exams: their sections, points, minutes, marking, and what was published about the class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dldrill.bank.places import bank_files, bundled
from dldrill.bank.question import Question
from dldrill.faults import Fault


class Marking(NamedTuple):
    """How a section is marked.

    Attributes:
        wrong: what a wrong answer to a claim earns; a blank one earns 0.
        error: what each wrong or missing tick costs, as a negative number; None: a select-all
            question is right or wrong.
    """

    wrong: float = 0
    error: float | None = None


class Item(NamedTuple):
    """A question's place in an exam.

    Attributes:
        number: its number in the exam, as in ``ist-feb23/P1.1``.
        points: what it is worth there.
        extra: whether it is extra credit, beyond the exam's points.
    """

    number: str
    points: float
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an exam, with the minutes that it recommends."""

    name: str
    minutes: float
    marking: Marking
    items: tuple[Item, ...]

    @property
    def points(self) -> float:
        """What can be earned without extra credit."""
        return sum(item.points for item in self.items if not item.extra)


@dataclass(frozen=True, slots=True)
class Exam:
    """A source exam.

    Attributes:
        name: its short name, as in ``uw-sp24-q4``.
        minutes: how long it lasts.
        points: what can be earned without extra credit.
        rules: what is shown before the start: the marking, and what the exam had left open.
        published: mean, median and sd of the class, where they were published.
    """

    name: str
    title: str
    minutes: float
    points: float
    rules: tuple[str, ...]
    sections: tuple[Section, ...]
    published: dict[str, float]

    @property
    def items(self) -> tuple[Item, ...]:
        """All questions in order."""
        return tuple(item for section in self.sections for item in section.items)


@cache
def exam_names() -> frozenset[str]:
    """The short names of the source exams; none of their files is read."""
    return frozenset(path.stem for path in bank_files(bundled() / "exams"))


def is_of_an_exam(question: Question) -> bool:
    """Whether a question stands for one of a source exam, which has an official key."""
    return any(source.partition("/")[0] in exam_names() for source in question.sources)


@cache
def exams() -> dict[str, Exam]:
    """The source exams by their short names."""
    return {path.stem: _exam(path) for path in bank_files(bundled() / "exams")}


def exam_named(name: str) -> Exam:
    """The exam of a short name.

    Raises:
        Fault: there is none.
    """
    known = exams()
    if name not in known:
        raise Fault(f"there is no exam {name!r}: choose from {', '.join(known)}", code="exam")
    return known[name]


def _exam(path: Path) -> Exam:
    import tomllib  # whoever only asks for the names needs no parser

    data = tomllib.loads(path.read_text("utf-8"))
    exam = data["exam"]
    return Exam(
        name=path.stem,
        title=exam["title"],
        minutes=exam["minutes"],
        points=exam["points"],
        rules=tuple(exam["rules"]),
        sections=tuple(_section(section) for section in data["section"]),
        published=dict(exam.get("class", {})),
    )


def _section(section: dict[str, Any]) -> Section:
    extra = section.get("extra", [])
    return Section(
        name=section["name"],
        minutes=section["minutes"],
        marking=Marking(section.get("wrong", 0), section.get("error")),
        items=tuple(Item(number, points, number in extra) for number, points in section["questions"].items()),
    )
