"""A question as it is dealt: what is asked, and what is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from dldrill.answer.spec import Spec
from dldrill.bank.question import Compute, Question

if TYPE_CHECKING:
    from dldrill.derivation.family import Family
    from dldrill.figures.marks import Figure

ORIGINAL = "original"  #: the seed of an exam's own numbers
GIVEN = "given"  #: the seed of a reader's own numbers


class Part(NamedTuple):
    """One thing asked for.

    Attributes:
        name: its name, as in ``name=value``.
        label: what it is called when it is asked for.
        kind: one of the kinds of answers.
        right: the right answer, as the reader of that kind reads it.
        spec: how it is read and judged.
        points: its share, relative to the other parts; 0 for what only its author can judge.
        unit: what stands behind the number, if anything.
    """

    name: str
    label: str
    kind: str
    right: Any
    spec: Spec
    points: float = 1
    unit: str | None = None


class Option(NamedTuple):
    """A lettered line: a statement to tick, an answer to match, a line to order, a point of a rubric.

    Attributes:
        letter: what it is answered by.
        text: Markdown.
        true: whether it is to be ticked; meaningless where options are matched or ordered.
        why: the reason.
        points: what a point of a rubric is worth, relative to the others.
        figure: the picture that is the option, where it is one.
    """

    letter: str
    text: str
    true: bool = True
    why: str = ""
    points: float = 1
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Dealt:
    """A question with its numbers.

    Attributes:
        question: the bank's question; none when a family was asked for directly.
        id: the question's id, or the family's name.
        type: the question's type: claim, compute, choose, match, order or explain.
        seed: what the numbers came from: a seed, ``original``, or ``given``.
        index: the position under the seed.
        ask: the text, Markdown.
        parts: what is asked for, in order; the last is the result.
        options: the lettered lines of a question that has some.
        items: what the options are matched to, numbered from 1.
        problem: the family's problem, if there is one.
    """

    question: Question | None
    id: str
    type: str
    topic: str
    family: str | None
    minutes: float
    points: float
    seed: str
    index: int
    ask: str
    parts: tuple[Part, ...]
    options: tuple[Option, ...] = ()
    items: tuple[str, ...] = ()
    problem: Family | None = None

    @property
    def free(self) -> Mapping[str, str]:
        """The givens that stay letters."""
        return self.question.free if isinstance(self.question, Compute) else {}
