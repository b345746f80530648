"""What explains a wrong expression: a mistake, by the closed form it leads to, a sign or a factor of 2."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dldrill.answer.kinds import same
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.problem import symbols_of
from dldrill.derivation.mistakes import mistakes_of
from dldrill.derivation.working import IMPOSSIBLE, DerivationError
from dldrill.faults import Fault
from dldrill.grading.diagnosis import Diagnosis, Search, explain
from dldrill.maths.trace import closed_form
from dldrill.maths.tree import Node

PAIRS = 60  #: of mistakes that are tried; every expression takes a while to compare


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
    return explain(
        mistakes,
        answers,
        lambda found: same("expression", found[part.name], given, part.spec),
        Search(lambda: _slip(part, given), most=PAIRS),
    )


def _slip(part: Part, given: Node) -> Diagnosis | None:
    """A sign or a factor of 2 in front of all of it."""
    two = Node("number", (), "2")
    for name, tree, says in (
        ("sign", Node("neg", (part.right,)), "Right but for the sign."),
        ("factor-2", Node("mul", (two, part.right)), "That is twice the right expression."),
        ("factor-2", Node("div", (part.right, two)), "That is half the right expression."),
    ):
        if same("expression", tree, given, part.spec):
            return Diagnosis(name, says, (part.name,))
    return None
