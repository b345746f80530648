"""Which mistake explains a wrong expression: the closed forms that the mistakes lead to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dldrill.answer.kinds import same
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.problem import symbols_of
from dldrill.derivation.mistakes import mistakes_of
from dldrill.derivation.working import IMPOSSIBLE, DerivationError
from dldrill.faults import Fault
from dldrill.grading.diagnosis import Diagnosis, explain
from dldrill.maths.trace import closed_form
from dldrill.maths.tree import Node


def diagnose_expression(dealt: Dealt, part: Part, given: Node) -> Diagnosis | None:
    """The fewest mistakes whose closed form equals what was answered."""
    problem = dealt.problem
    if problem is None:
        return None
    letters = frozenset(symbols_of(problem, dealt.free))

    def answers(slips: Collection[str]) -> Mapping[str, Any] | None:
        try:
            work = problem.traced(slips)
            return {part.name: closed_form(work.lines[part.name].formula, letters)}
        except (*IMPOSSIBLE, Fault, DerivationError):
            return None

    mistakes = [mistake for mistake in mistakes_of(problem) if len(mistake.slips) == 1]
    return explain(mistakes, answers, lambda found: same("expression", found[part.name], given, part.spec))
