"""A walk through the steps of a solution as a pure reducer: what was typed goes in, what to show comes out.

Nothing here reads a key or prints. Every step is asked for by its name and its reason; once it was
answered or given up its line is shown, and the next step is asked for with the right value in hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from dldrill.answer.kinds import read, same, show
from dldrill.answer.spec import Spec
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.problem import part_of, symbols_of
from dldrill.faults import Fault
from dldrill.grading.verdict import PartVerdict
from dldrill.maths.trace import closed_form
from dldrill.show.steps import Step, steps_of

if TYPE_CHECKING:
    from dldrill.derivation.family import Family

QUIT = ":q"


class Typed(NamedTuple):
    """A line was typed; an empty one asks to see the step."""

    text: str
    once: bool = False  #: nobody is there to ask again


class Ended(NamedTuple):
    """The terminal was closed, or the learner interrupted."""


Event = Typed | Ended


class ShowReason(NamedTuple):
    """Show which step comes, and why it is taken."""

    place: int
    of: int
    step: Step


class AskFor(NamedTuple):
    """Ask for the value of a step."""

    part: Part


class Unread(NamedTuple):
    """Say why what was typed could not be used."""

    says: str


class Tell(NamedTuple):
    """Say whether a step was right, and what explains it if it was not."""

    verdict: PartVerdict


class ShowLine(NamedTuple):
    """Show the step with its formula, its figures and its value."""

    step: Step


class Summarise(NamedTuple):
    """Show how many of the steps that were reached were right the first time."""

    right: int
    reached: int


Effect = ShowReason | AskFor | Unread | Tell | ShowLine | Summarise


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a walk stands.

    Attributes:
        dealt: the problem, every step of it a part.
        steps: the steps in order.
        place: the position of the current one.
        right: how many were right the first time.
        reached: how many were answered or given up.
        stumbled: whether the current one was answered with something that could not be read.
    """

    dealt: Dealt
    steps: tuple[Step, ...]
    place: int = 0
    right: int = 0
    reached: int = 0
    stumbled: bool = False

    @property
    def step(self) -> Step | None:
        """The current step; None at the end."""
        return self.steps[self.place] if self.place < len(self.steps) else None

    @property
    def part(self) -> Part | None:
        """The current step as something asked for; None where it can only be shown."""
        step = self.step
        return next((part for part in self.dealt.parts if step and part.name == step.name), None)


def walk_through(dealt: Dealt) -> Walk | None:
    """A walk at its start, or None where a question has no steps to ask for.

    A question that is answered in letters is walked through in letters.
    """
    if dealt.problem is None:
        return None
    asked = _in_letters if dealt.free else _in_figures
    parts = {part.name: part for part in asked(dealt, dealt.problem)}
    # the closed form of an answer stands at the end under the same name: one of both is asked for
    steps = tuple({step.name: step for step in reversed(steps_of(dealt))}.values())[::-1]
    if not any(step.name in parts for step in steps):
        return None
    question = dealt.question if dealt.free else None
    named = tuple(parts[step.name] for step in steps if step.name in parts)
    return Walk(replace(dealt, question=question, options=(), items=(), parts=named), steps)


def _in_figures(dealt: Dealt, problem: Family) -> Iterator[Part]:
    """The steps whose values can be typed, which a word of no vocabulary cannot."""
    work = problem.altered()
    for name in work.values:
        part = part_of(work, name)._replace(label=name)
        if (part.kind != "text" or part.spec.words) and _reads_back(part):
            yield part


def _in_letters(dealt: Dealt, problem: Family) -> Iterator[Part]:
    """The steps that have a closed form."""
    symbols = symbols_of(problem, dealt.free)
    for name, written in problem.traced().lines.items():
        try:
            tree = closed_form(written.formula, frozenset(symbols))
        except Fault:
            continue
        part = Part(name, name, "expression", tree, Spec(names=symbols))
        if _reads_back(part):
            yield part


def _reads_back(part: Part) -> bool:
    """Whether the right value, typed as it is shown, is right."""
    try:
        typed = read(part.kind, show(part.kind, part.right), part.spec)
    except Fault:
        return False
    return same(part.kind, part.right, typed, part.spec)


def begin(walk: Walk) -> list[Effect]:
    """What is shown first."""
    return _reached(walk)[1]


def reduce(walk: Walk, event: Event) -> tuple[Walk, list[Effect]]:
    """The next state, and what is to be shown; after the end nothing happens."""
    if walk.step is None:
        return walk, []
    if isinstance(event, Ended) or event.text.strip() == QUIT:
        return _ended(walk)
    if not event.text.strip():
        return _on(walk, [], right=False)
    return _typed(walk, event)


def _typed(walk: Walk, event: Typed) -> tuple[Walk, list[Effect]]:
    from dldrill.grading.marking import grade  # the first step is shown without it

    part = walk.part
    if part is None:
        raise TypeError("no step was asked for")
    name, _, value = event.text.partition("=")
    text = value if name.strip() == part.name else event.text
    (verdict,) = grade(walk.dealt, {part.name: text}).parts
    if verdict.verdict != "unreadable":
        first = verdict.verdict == "right" and not walk.stumbled
        return _on(walk, [Tell(verdict)], right=first)
    if event.once:
        return _on(walk, [Unread(verdict.says)], right=False)
    return replace(walk, stumbled=True), [Unread(verdict.says), AskFor(part)]


def _on(walk: Walk, told: list[Effect], right: bool) -> tuple[Walk, list[Effect]]:
    """Show the current step, and go on to the next."""
    step = walk.step
    if step is None:
        raise TypeError("the walk has ended")
    moved = replace(
        walk,
        place=walk.place + 1,
        right=walk.right + right,
        reached=walk.reached + 1,
        stumbled=False,
    )
    after, effects = _reached(moved)
    return after, [*told, ShowLine(step), *effects]


def _reached(walk: Walk) -> tuple[Walk, list[Effect]]:
    """Ask for the current step, past those that can only be shown."""
    effects: list[Effect] = []
    while (step := walk.step) is not None:
        effects.append(ShowReason(walk.place + 1, len(walk.steps), step))
        if walk.part is not None:
            return walk, [*effects, AskFor(walk.part)]
        effects.append(ShowLine(step))
        walk = replace(walk, place=walk.place + 1)
    return walk, [*effects, Summarise(walk.right, walk.reached)]


def _ended(walk: Walk) -> tuple[Walk, list[Effect]]:
    return replace(walk, place=len(walk.steps)), [Summarise(walk.right, walk.reached)]
