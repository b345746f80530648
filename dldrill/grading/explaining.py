"""Why a number is wrong: everything that is tried, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dldrill.dealing.dealt import Part
from dldrill.derivation.family import Family
from dldrill.derivation.working import AlteredWorking
from dldrill.grading import midway, slips
from dldrill.grading.diagnosis import SIMPLE, Diagnosis, Matches, Search, diagnose
from dldrill.grading.slips import first_of, wrong_answer

WORDS = frozenset(("text", "matching"))  #: so few answers that pairs of mistakes lead to all of them


def explain_answer(  # noqa: PLR0917
    problem: Family, part: Part, given: Any, typed: str, right: AlteredWorking, matches: Matches
) -> Diagnosis | None:
    """The most likely single explanation of a wrong answer, or None where there is none.

    Args:
        problem: the problem.
        part: what was asked for.
        given: the answer, as read.
        typed: the answer, as typed.
        right: the problem, solved rightly.
        matches: whether these values of steps are what was answered, within the tolerance.
    """
    wrong = wrong_answer(problem, part, given, typed, right)
    if wrong is None:
        return diagnose(problem, matches, right, Search(most=0) if part.kind in WORDS else SIMPLE)
    answer = wrong.answer

    def slip() -> Diagnosis | None:
        return slips.coarse(wrong) or first_of(wrong, *slips.AT_THE_ANSWER, *midway.ON_THE_WAY)

    def strictly(values: Mapping[str, Any]) -> bool:
        return part.name in values and answer.agrees(values[part.name], 2)

    def foreseen(values: Mapping[str, Any]) -> bool:
        """Within the tolerance, or to the digits typed where the tolerance asks for more of them."""
        return matches(values) or (part.name in values and answer.agrees(values[part.name], 3))

    def before() -> Collection[str]:
        return {*wrong.before, part.name}

    found = diagnose(problem, foreseen, right, Search(slip, strictly, before))
    return found or first_of(wrong, *slips.LESS_LIKELY)
