"""An exam as it is sat: its questions in order, with the exam's own numbers or with fresh ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random
from typing import NamedTuple

from dldrill.bank.exam import Exam, Item, Section
from dldrill.bank.library import Library
from dldrill.bank.question import Claim, Question
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.source import Source, original


class Placed(NamedTuple):
    """A question in its place.

    Attributes:
        section: the section it stands in.
        item: its number and points.
        dealt: the question with its numbers.
    """

    section: Section
    item: Item
    dealt: Dealt


def paper(exam: Exam, library: Library, seed: str | None) -> tuple[Placed, ...]:
    """The questions of an exam.

    Args:
        exam: the exam.
        library: where its questions are.
        seed: what fresh numbers and claims come from; None: the exam's own.

    Raises:
        Fault: a question of the exam is in no bank.
    """
    questions = {item.number: library.find(f"{exam.name}/{item.number}") for item in exam.items}
    return dealt_paper(exam, questions, library, seed)


def dealt_paper(
    exam: Exam,
    questions: Mapping[str, Question],
    library: Library,
    seed: str | None,
    *,
    named: bool = False,
) -> tuple[Placed, ...]:
    """A paper of questions that were chosen before.

    Args:
        exam: its sections.
        questions: by number.
        library: where claims find others of their pool.
        seed: what fresh numbers and claims come from; None: the questions' own.
        named: whether each question was asked for by name; no other claim then takes its place.
    """
    posed: list[Placed] = []
    used: set[str] = set()
    for section in exam.sections:
        for item in section.items:
            question = questions[item.number]
            if seed is None:
                dealt = original(question)
            else:
                if not named:
                    stream = Random(f"{exam.name}/{item.number}/{seed}")
                    question = _fresh(question, library, stream, used)
                dealt = Source(question, seed).deal(0)
            used.add(dealt.id)
            posed.append(Placed(section, item, dealt))
    return tuple(posed)


def _fresh(question: Question, library: Library, stream: Random, used: Collection[str]) -> Question:
    """The question itself, which is dealt anew; for a claim another one of its pool."""
    if not isinstance(question, Claim) or not question.pool:
        return question
    mates = [
        other
        for other in library
        if isinstance(other, Claim) and other.pool == question.pool and other.id not in used
    ]
    return stream.choice(mates) if mates else question
