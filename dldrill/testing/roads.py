"""A family is proven: its roads meet, and no mistake passes for an answer."""

from __future__ import annotations

from collections.abc import Iterator

from dldrill.derivation.mistakes import answers_after, blocking_mistake, mistakes_of
from dldrill.maths.compare import close
from dldrill.proving.roads import NUMERIC, prove
from dldrill.testing.distinct import same_answers
from dldrill.testing.sample import Sample

OPTIONS = frozenset(("bank", "help", "index", "json", "plain", "seed", "step"))
"""What the commands that take givens as options call their own."""


def declares_itself(sample: Sample) -> Iterator[str]:
    """It has a title, a topic and a sentence on its check, and help for every given."""
    for name in ("title", "topic", "how"):
        if not getattr(sample.family, name):
            yield f"write a {name} for the class"
    for name, field in sample.family.givens().items():
        if not field.metadata["help"]:
            yield f"write the help of the given {name}"
        if name in OPTIONS:
            yield f"the given {name} cannot be told from the option --{name}: give it another name"


def default_is_proven(sample: Sample) -> Iterator[str]:
    """The problem with the default givens fits, and all roads meet on it."""
    problem = sample.family()
    objection = problem.fits()
    if objection is not None:
        yield f"the defaults do not fit: {objection}"
        return
    yield from (f"{problem}: {says}" for says in prove(problem).disagreements)


def variants_are_proven(sample: Sample) -> Iterator[str]:
    """Steps, sympy and numpy meet on dealt variants."""
    for _, problem in sample.problems():
        yield from (f"{problem}: {says}" for says in prove(problem).disagreements)


def variants_are_fair(sample: Sample) -> Iterator[str]:
    """No mistake that arises in a dealt variant leads to the right answers."""
    for _, problem in sample.problems():
        blocking = blocking_mistake(problem)
        if blocking is not None:
            yield f"{problem}: the mistake {blocking.name} gives the right answers"


def check_catches_mistakes(sample: Sample) -> Iterator[str]:
    """The check is a real one: a solution with any mistake in it disagrees with it."""
    arisen, told = False, set()
    for _, problem in sample.problems():
        right, plain = problem.check(), problem.plain()
        for mistake in mistakes_of(problem):
            answers = answers_after(problem, mistake.slips)
            if answers is None:
                continue
            arisen = True
            if mistake.name in told or same_answers(plain, answers):  # the latter is told elsewhere
                continue
            if all(key in right and close(right[key], answers[key], NUMERIC) for key in answers):
                told.add(mistake.name)
                yield f"{problem}: the check agrees with the mistake {mistake.name}"
    if not arisen:
        yield "no mistake ever arises: write beside a step what people get wrong"
