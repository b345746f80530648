"""A formula question as its bank says it: strings only, before anything of it is read."""

from __future__ import annotations

from typing import NamedTuple


class WrittenMistake(NamedTuple):
    """What people write instead of a step's formula, and what to tell them."""

    name: str
    formula: str
    says: str


class WrittenStep(NamedTuple):
    """A step: its name, its formula, the reason for it, its usual mistakes."""

    name: str
    formula: str
    why: str
    mistakes: tuple[WrittenMistake, ...] = ()


class WrittenAnswer(NamedTuple):
    """A step that is asked for, what it is called then, and how it is judged."""

    step: str
    label: str = ""
    unit: str = ""
    points: float = 1
    within: str = ""


class Written(NamedTuple):
    """A formula question.

    Attributes:
        id: the question's id.
        where: file:line of its header.
        topic: the bank file it stands in.
        minutes: a fair time for one variant.
        ask: the text, a template.
        given: each given with its domain.
        require: comparisons that have to hold.
        steps: in order; each uses the givens and the steps before it.
        answers: the steps that are asked for.
        checks: answer → a second formula for it, of the givens alone.
        how: what the second formulas do, in the words of "verified: …".
        tests: known cases: givens and values of steps, as numbers in text.
    """

    id: str
    where: str
    topic: str
    minutes: float
    ask: str
    given: tuple[tuple[str, str], ...]
    require: tuple[str, ...]
    steps: tuple[WrittenStep, ...]
    answers: tuple[WrittenAnswer, ...]
    checks: tuple[tuple[str, str], ...]
    how: str = ""
    tests: tuple[tuple[tuple[str, str], ...], ...] = ()
