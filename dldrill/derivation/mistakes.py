"""The mistakes that can be made in one problem, and the answers that each leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from dldrill.derivation.ancestry import ancestors
from dldrill.derivation.family import Family
from dldrill.derivation.working import IMPOSSIBLE, AlteredWorking, MistakenWorking
from dldrill.maths.compare import close


class Mistake(NamedTuple):
    """A known mistake as it arises in one problem.

    Attributes:
        name: its name, with hyphens (``no-bias``).
        slips: what to switch on to make it.
        steps: the steps where it makes a difference.
        says: what to tell the learner.
    """

    name: str
    slips: tuple[str, ...]
    steps: tuple[str, ...]
    says: str


def mistakes_of(
    problem: Family, right: AlteredWorking | None = None, asked: Collection[str] = ()
) -> list[Mistake]:
    """Every mistake that arises: made wherever it can be, then made at one step only.

    A mistake whose value at a step is the right one there (forgetting a padding of 0) does not
    arise at that step; nor does one at a step that comes after all that is asked for.

    Args:
        problem: the problem.
        right: the problem, solved rightly, where the caller has it.
        asked: the answers asked for; none: all.
    """
    work = problem.altered() if right is None else right
    arising: dict[str, dict[str, str]] = {}
    for step in _steps_before(work, asked):
        for kind, says in work.arising.get(step, {}).items():
            arising.setdefault(kind, {})[step] = says
    return [mistake for kind, steps in arising.items() for mistake in _made(kind, steps)]


def _steps_before(work: AlteredWorking, asked: Collection[str]) -> Iterator[str]:
    """The steps up to the last one that is asked for."""
    left = set(asked) or {""}
    for step in work.values:
        yield step
        left.discard(step)
        if not left:
            return


def _made(kind: str, steps: Mapping[str, str]) -> Iterator[Mistake]:
    name = kind.replace("_", "-")
    yield Mistake(name, (kind,), tuple(steps), next(iter(steps.values())))
    if len(steps) > 1:
        for step, says in steps.items():
            yield Mistake(name, (f"{kind}@{step}",), (step,), says)


def answers_after(problem: Family, slips: Collection[str]) -> dict[str, Any] | None:
    """The answers with mistakes made, or None where they cannot all be made."""
    work = MistakenWorking(*slips) if len(slips) == 1 else AlteredWorking(slips)
    try:
        problem.solve(work)
    except IMPOSSIBLE:
        return None
    return work.answers


def blocking_mistake(problem: Family, parts: Collection[str] = ()) -> Mistake | None:
    """A mistake that leads to the right answers, within their tolerances, to all the parts asked.

    Such a problem is not fair: it cannot tell who made the mistake from who did not. Mistakes at
    steps that the parts are not made from do not count.
    """
    right = problem.altered()
    made_from: set[str] = set()
    asked = parts or problem.parts or list(right.answers)[-1:]
    for mistake in mistakes_of(problem, right, asked):
        answers = answers_after(problem, mistake.slips)
        if answers is not None and all(
            close(right.answers[part], answers.get(part), right.asked[part].rtol) for part in asked
        ):
            made_from = made_from or ancestors(problem.traced().lines, asked)
            if made_from & set(mistake.steps):
                return mistake
    return None
