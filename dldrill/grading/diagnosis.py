"""Which mistake explains a wrong answer: a known one, or two of them combined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import Mistake, mistakes_of
from dldrill.derivation.working import IMPOSSIBLE, AlteredWorking

LARGEST_SEARCH = 4_000  #: problems solved again in search of an explanation
Matches = Callable[[Mapping[str, Any]], bool]
Chosen = tuple[Mistake, ...]


class Diagnosis(NamedTuple):
    """The explanation of a wrong answer."""

    name: str
    says: str
    steps: tuple[str, ...]


def diagnose(problem: Family, matches: Matches, right: AlteredWorking) -> Diagnosis | None:
    """The fewest mistakes that lead to what was answered.

    Args:
        problem: the problem.
        matches: whether these values of steps are the ones that were given.
        right: the problem, solved rightly.
    """
    return explain(mistakes_of(problem, right), lambda slips: _values_after(problem, slips), matches)


def _values_after(problem: Family, slips: Collection[str]) -> dict[str, Any] | None:
    """Every step after some mistakes, since a learner can name any; None where they cannot be made."""
    work = AlteredWorking(slips)
    try:
        problem.solve(work)
    except IMPOSSIBLE:
        return None
    return work.values


def explain(
    mistakes: list[Mistake], answers: Callable[[Collection[str]], Mapping[str, Any] | None], matches: Matches
) -> Diagnosis | None:
    """The first of the candidates, the likeliest before the others, whose answers match."""
    for candidate in _candidates(mistakes):
        # in order: where two mistakes meet at a step, the second is made there, in every process
        slips = tuple(slip for mistake in candidate for slip in mistake.slips)
        led_to = answers(slips)
        if led_to is not None and matches(led_to):
            return _told(candidate)
    return None


def _candidates(mistakes: list[Mistake]) -> Iterator[Chosen]:
    """Single mistakes, then pairs, as many as there is time for."""
    yield from ((mistake,) for mistake in mistakes)
    for count, (first, second) in enumerate(combinations(mistakes, 2)):
        if count >= LARGEST_SEARCH:
            return
        if first.name != second.name or not set(first.steps) & set(second.steps):
            yield first, second


def _sentence(mistake: Mistake) -> str:
    """What to tell the learner: with the step, where the mistake was made at only one of several."""
    at = mistake.slips[0].partition("@")[2]
    return f"at {at}: {mistake.says}" if at else mistake.says


def _told(candidate: Chosen) -> Diagnosis:
    return Diagnosis(
        "+".join(dict.fromkeys(mistake.name for mistake in candidate)),
        " And ".join(dict.fromkeys(map(_sentence, candidate))),
        tuple(step for mistake in candidate for step in mistake.steps),
    )
