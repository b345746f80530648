"""The mistakes that a learner makes most often, counted by name whatever the question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from dldrill.bank.question import Compute, Question
from dldrill.faults import Fault
from dldrill.record.store import Record

if TYPE_CHECKING:
    from dldrill.derivation.family import Family

SHOWN = 5
GENERAL = {
    "sign": "right but for a sign",
    "few-digits": "right, but with too few digits",
    "early-rounding": "a step was rounded before it was used",
    "swapped-sides": "height and width exchanged",
    "sides-order": "the sides of a shape in another order",
    "transposed": "rows and columns exchanged",
    "reversed": "the right numbers in reverse order",
    "percent": "a percentage for a fraction, or the other way round",
    "earlier-step": "the value of a step before the answer",
    "batch-factor": "the sum over the batch for its mean, or the other way round",
    "factor-2": "a factor of 2 too much or too little",
    "power-of-ten": "the decimal point in the wrong place",
    "given-factor": "a number of the question once too often, or left out",
    "off-by-one": "one too many or too few",
    "log-base": "a logarithm to another base",
}
"""The slips of any calculation, which grading looks for by itself; a family may declare one as well."""
TRIED = 4  #: variants in which a mistake is looked for, since it does not arise with all numbers


class Slipped(NamedTuple):
    """A mistake.

    Attributes:
        name: as it is told after a wrong answer.
        times: how often it was made.
        last_day: the study day when it was made last.
        question: one that it was made in, the last one at hand; nothing if there is none.
        says: what it is, in Markdown: as the family declares it, or for any calculation; nothing
            where neither is known.
    """

    name: str
    times: int
    last_day: str
    question: str
    says: str


def slipped(
    record: Record, questions: Mapping[str, Question], whole: bool, most: int = SHOWN
) -> tuple[Slipped, ...]:
    """The mistakes made most often, the latest first among equals.

    Args:
        record: the record, of which one row a question and mistake is read.
        questions: those at hand, by id.
        whole: whether mistakes in questions that are not at hand count as well.
        most: how many are wanted.
    """
    times: Counter[str] = Counter()
    latest: dict[str, tuple[str, str]] = {}
    last: dict[str, str] = {}
    for question, found, count, day in record.rows("SELECT question, mistake, times, last_day FROM slip"):
        if not whole and question not in questions:
            continue
        for name in filter(None, found.split("+")):  # two that were made at once
            times[name] += count
            last[name] = max(day, last.get(name, ""))
            if question in questions:
                latest[name] = max((day, question), latest.get(name, ("", "")))
    names = sorted(times)
    names.sort(key=lambda name: (times[name], last[name]), reverse=True)
    return tuple(
        Slipped(name, times[name], last[name], *_example(name, questions.get(latest.get(name, ("", ""))[1])))
        for name in names[:most]
    )


def _example(name: str, question: Question | None) -> tuple[str, str]:
    if question is None:
        return "", GENERAL.get(name, "")
    return question.id, sentence(name, question)


def sentence(name: str, question: Question) -> str:
    """What a mistake in a question is; nothing if neither its family nor any calculation knows it."""
    if not isinstance(question, Compute):
        return GENERAL.get(name, "")
    from dldrill.derivation.mistakes import mistakes_of

    for problem in _problems(question, 1 if name in GENERAL else TRIED):
        for mistake in mistakes_of(problem):
            if mistake.name == name:
                return mistake.says
    return GENERAL.get(name, "")


def _problems(question: Compute, most: int) -> Iterator[Family]:
    """The exam's own problem, then variants."""
    from dldrill.dealing.source import Source, original

    source = Source(question, "stats")
    for place in range(most):
        try:
            dealt = source.deal(place - 1) if place else original(question)
        except Fault:  # there are no more variants
            return
        if dealt.problem is not None:
            yield dealt.problem
