"""The functions of ``from dldrill import …``: what the commands do, without the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dldrill.bank.library import Library, load
from dldrill.bank.question import Question
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.locate import locate
from dldrill.dealing.source import Source, with_givens
from dldrill.derivation.family import Family
from dldrill.grading.marking import grade as _grade
from dldrill.grading.verdict import Verdict
from dldrill.proving.roads import Proof, prove
from dldrill.show.steps import Step, steps_of


@dataclass(frozen=True, slots=True)
class Solution:
    """A worked answer.

    Attributes:
        question: the question with its numbers and right answers.
        steps: the steps, each with its reason, formula, figures and value; none for a claim.
        proof: what the three roads said; None for a claim.
    """

    question: Dealt
    steps: tuple[Step, ...]
    proof: Proof | None


def load_banks(*paths: str | Path) -> Library:
    """The bundled questions, those of ``DLDRILL_BANKS``, and those of more files or folders.

    Raises:
        Fault: a bank cannot be read; the text has its file and line.
    """
    return load([Path(path) for path in paths])


def draw(name: str, n: int = 1, *, seed: str, start: int = 0, banks: Library | None = None) -> list[Dealt]:
    """Variants of a question or a family: the same seed always gives the same.

    Args:
        name: a question's id, an exam's question (``ist-feb23/P1.1``), or a family.
        n: how many.
        seed: any text.
        start: the index of the first.
        banks: where to look; the bundled banks if none are given.

    Raises:
        Fault: there is no such question, or it has fewer variants.
    """
    source = Source(_find(name, banks), seed)
    return [source.deal(index) for index in range(start, start + n)]


def solve(name: str, givens: Mapping[str, object] | None = None, *, banks: Library | None = None) -> Solution:
    """The worked answer: with the exam's own numbers, or with yours.

    Args:
        name: a question's id, an exam's question, or a family.
        givens: given → value, as a number or as text (``"84x84x4"``); the others keep the exam's or
            the family's own.
        banks: where to look; the bundled banks if none are given.

    Raises:
        Fault: there is no such question or given, or the numbers do not fit together.
    """
    dealt = with_givens(_find(name, banks), givens or {})
    proof = prove(dealt.problem) if dealt.problem else None
    return Solution(dealt, tuple(steps_of(dealt)), proof)


def grade(question: Dealt, answers: Mapping[str, str] | str) -> Verdict:
    """Judge answers: part → what was typed, or the result alone.

    Raises:
        Fault: an answer names neither a part nor a step.
    """
    if isinstance(answers, str):
        answers = {question.parts[-1].name: answers}
    return _grade(question, answers)


def verify(question: Dealt | Family) -> Proof:
    """What the three roads say of a question's numbers, or of a problem.

    Raises:
        TypeError: the question has no numbers.
    """
    problem = question if isinstance(question, Family) else question.problem
    if problem is None:
        raise TypeError("a question of words has no numbers to prove")
    return prove(problem)


def _find(name: str, banks: Library | None) -> Question | type[Family]:
    return locate(name, load() if banks is None else banks)
