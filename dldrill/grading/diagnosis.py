"""Which mistake explains a wrong answer: a declared one, a slip of any calculation, or two combined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations, islice
from typing import Any, NamedTuple

from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import Mistake, mistakes_of
from dldrill.derivation.working import IMPOSSIBLE, AlteredWorking

LARGEST_SEARCH = 3_000  #: steps written again in search of a pair of mistakes
Matches = Callable[[Mapping[str, Any]], bool]
Answers = Callable[[Collection[str]], Mapping[str, Any] | None]
Chosen = tuple[Mistake, ...]


class Diagnosis(NamedTuple):
    """The explanation of a wrong answer."""

    name: str
    says: str
    steps: tuple[str, ...]


General = Callable[[], Diagnosis | None]


class Search(NamedTuple):
    """What is looked at beyond single mistakes.

    Attributes:
        slip: a slip that any calculation can have, where one explains the answer; it is likelier
            than two mistakes at once, and less likely than one that was foreseen.
        strictly: what a pair of mistakes has to match, since there are so many that some come near
            anything; none: the same as a single one.
        steps: the steps whose mistakes are paired; none: all.
        most: how many pairs are tried.
    """

    slip: General = lambda: None
    strictly: Matches | None = None
    steps: Callable[[], Collection[str]] | None = None
    most: int = LARGEST_SEARCH


SIMPLE = Search()


def diagnose(
    problem: Family, matches: Matches, right: AlteredWorking, search: Search = SIMPLE
) -> Diagnosis | None:
    """The fewest mistakes that lead to what was answered.

    Args:
        problem: the problem.
        matches: whether these values of steps are the ones that were given.
        right: the problem, solved rightly.
        search: what is tried beside single mistakes; its pairs are fewer, the longer the solution.
    """
    bounded = search._replace(most=search.most // max(1, len(right.values)))
    return explain(mistakes_of(problem, right), lambda slips: values_after(problem, slips), matches, bounded)


def values_after(
    problem: Family, slips: Collection[str], put: Mapping[str, Any] | None = None
) -> dict[str, Any] | None:
    """Every step after some mistakes, since a learner can name any; None where they cannot be made."""
    work = AlteredWorking(slips, put)
    try:
        problem.solve(work)
    except IMPOSSIBLE:
        return None
    return work.values


def explain(
    mistakes: list[Mistake], answers: Answers, matches: Matches, search: Search = SIMPLE
) -> Diagnosis | None:
    """The first explanation that matches: single mistakes, a slip, then pairs of mistakes.

    Args:
        mistakes: the declared mistakes.
        answers: what mistakes lead to, or None where they cannot be made.
        matches: whether that is what was answered.
        search: what is tried beside single mistakes.
    """
    singles = ((mistake,) for mistake in mistakes)
    found = _first(singles, answers, matches) or search.slip()
    if found or not search.most:
        return found
    steps = None if search.steps is None else set(search.steps())
    paired = [mistake for mistake in mistakes if steps is None or steps & set(mistake.steps)]
    return _first(islice(_pairs(paired), search.most), answers, search.strictly or matches)


def _first(candidates: Iterable[Chosen], answers: Answers, matches: Matches) -> Diagnosis | None:
    for candidate in candidates:
        # in order: where two mistakes meet at a step, the second is made there, in every process
        slips = tuple(slip for mistake in candidate for slip in mistake.slips)
        led_to = answers(slips)
        if led_to is not None and matches(led_to):
            return _told(candidate)
    return None


def _pairs(mistakes: list[Mistake]) -> Iterator[Chosen]:
    """Two mistakes at a time, those that were made wherever they can be before the others."""
    pairs = list(combinations(mistakes, 2))
    pairs.sort(key=lambda pair: sum("@" in mistake.slips[0] for mistake in pair))
    for first, second in pairs:
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
