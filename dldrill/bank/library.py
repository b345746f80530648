"""All questions at hand, found by id, by exam question, by topic or by exam."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dldrill.bank.places import bank_files, bundled, packaged
from dldrill.bank.question import Question
from dldrill.bank.toml import read_file
from dldrill.faults import BankFault, Fault

OWN = "banks of your own are added by --bank PATH or DLDRILL_BANKS"
"""What to say of a name that is like none that is known."""


class Library:
    """Questions in the order of their files."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        self.questions = questions

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def topics(self) -> tuple[str, ...]:
        """Every topic, once."""
        return tuple(dict.fromkeys(question.topic for question in self))

    def find(self, name: str) -> Question:
        """The question of an id or of an exam's question (``ist-feb23/P1.1``).

        Where several questions stand for the same exam question, the one that names it first in
        its ``sources`` is it, and among those the one that stands first.

        Raises:
            Fault: there is no such question.
        """
        by_id = {question.id: question for question in self}
        if name in by_id:
            return by_id[name]
        standing = [question for question in self if name in question.sources]
        if standing:
            return min(standing, key=lambda question: question.sources.index(name))
        from difflib import get_close_matches

        known = [*by_id, *(source for question in self for source in question.sources)]
        near = get_close_matches(name, known, 1, 0.6)
        hint = f"did you mean {near[0]}?" if near else f"see `dldrill list`; {OWN}"
        raise Fault(f"there is no question {name!r}: {hint}", code="question")

    def chosen(
        self, topics: Sequence[str] = (), exam: str | None = None, kinds: Sequence[str] = (), family: str = ""
    ) -> list[Question]:
        """The questions of some topics, of an exam, of some types, of a family.

        Raises:
            Fault: a topic or exam that no question belongs to.
        """
        for topic in topics:
            if topic not in self.topics():
                raise Fault(f"there is no topic {topic!r}: {_list(topic, self.topics())}", code="topic")
        standing = self if exam is None else self._of_exam(exam)
        return [
            question
            for question in standing
            if (not topics or question.topic in topics)
            and (not kinds or question.type in kinds)
            and (not family or getattr(question, "family", "") == family)
        ]

    def _of_exam(self, name: str) -> list[Question]:
        """The questions of an exam, in its order."""
        from dldrill.bank.exam import exam_named  # few commands need the exams

        place = {f"{name}/{item.number}": at for at, item in enumerate(exam_named(name).items)}
        found = [
            (min(place[source] for source in question.sources if source in place), question)
            for question in self
            if any(source in place for source in question.sources)
        ]
        return [question for _, question in sorted(found, key=lambda pair: pair[0])]


def _list(wrong: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    own = "" if get_close_matches(wrong, names, 1) else f"; {OWN}"
    return f"choose from {', '.join(names)}{own}"


def load(extra: Sequence[Path] = ()) -> Library:
    """The bundled banks, those of installed packages, those named by ``DLDRILL_BANKS``, and more.

    Args:
        extra: more files, or folders of them.

    Raises:
        Fault: a bank cannot be read, or two questions have the same id.
    """
    questions: dict[str, Question] = {}
    for path in (*named_files(), *files_of(extra)):
        for question in read_file(path):
            if question.id in questions:
                other = questions[question.id].where
                says = f"the id is taken ({other}): rename it"
                raise BankFault(question.where, question.id, says)
            questions[question.id] = question
    return Library(tuple(questions.values()))


def named_files() -> list[Path]:
    """The files of the banks that are there without being asked for.

    Raises:
        Fault: an installed package cannot be found, or ``DLDRILL_BANKS`` names what is not there.
    """
    named = [Path(part) for part in os.environ.get("DLDRILL_BANKS", "").split(os.pathsep) if part]
    return [*bank_files(bundled()), *files_of(packaged()), *files_of(named)]


def files_of(places: Iterable[Path]) -> list[Path]:
    """The bank files of some files and folders.

    Raises:
        Fault: one of them is not there.
    """
    found: list[Path] = []
    for place in places:
        if not place.exists():
            raise Fault(f"{place}: there is no such file or folder: write where the bank is", code="bank")
        found += bank_files(place) if place.is_dir() else [place]
    return found
