"""A drill as a pure reducer: an event comes in, the new state and what is to be done go out.

Nothing here reads a clock, a key or a file. The shell deals the questions, shows the effects, keeps
the record and feeds the events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from dldrill.dealing.dealt import Dealt, Part
from dldrill.faults import Fault
from dldrill.grading.attempt import Attempt
from dldrill.session.events import (
    AskFor,
    AskRating,
    Deal,
    Effect,
    Ended,
    Event,
    Judged,
    Key,
    Passed,
    Planned,
    Posed,
    Pressed,
    Regrade,
    Regraded,
    ShowHint,
    ShowModel,
    ShowSteps,
    Summarise,
    TakeBack,
    Typed,
    Unread,
)


class Phase(Enum):
    """What the drill waits for."""

    DEALING = auto()
    ANSWERING = auto()
    JUDGED = auto()
    REGRADING = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Drill:
    """Where a drill stands.

    Attributes:
        plan: the questions, in order.
        place: the position of the current one.
        phase: what is waited for.
        deadline: no question is begun after this time; none without ``--minutes``.
        attempts: what has been answered.
        posed: the current question.
        shown: when it was shown.
        answers: what has been typed for its parts.
        hints: hints taken for it.
        target: seconds that it should take; 0: what the bank says.
        fresh: how often new numbers were asked for, so that an index is never dealt twice.
    """

    plan: tuple[Planned, ...]
    place: int = 0
    phase: Phase = Phase.DEALING
    deadline: float | None = None
    attempts: tuple[Attempt, ...] = ()
    posed: Dealt | None = None
    shown: float = 0
    answers: tuple[tuple[str, str], ...] = ()
    hints: int = 0
    target: float = 0
    fresh: int = 0

    def left(self) -> list[Part]:
        """The parts of the current question that are still to be answered."""
        given = {name for name, _ in self.answers}
        return [part for part in self.posed.parts if part.name not in given] if self.posed else []


def begin(plan: tuple[Planned, ...], deadline: float | None = None) -> tuple[Drill, list[Effect]]:
    """A drill at its first question."""
    drill = Drill(plan, deadline=deadline)
    return (drill, [Deal(plan[0])]) if plan else (replace(drill, phase=Phase.DONE), [Summarise()])


def reduce(drill: Drill, event: Event) -> tuple[Drill, list[Effect]]:
    """The next state, and what is to be done.

    An event that the phase does not wait for changes nothing.
    """
    match event:
        case Posed() if drill.phase is Phase.DEALING:
            return _posed(drill, event)
        case Typed() if drill.phase is Phase.ANSWERING:
            return _typed(drill, event)
        case Pressed() if drill.phase in (Phase.ANSWERING, Phase.JUDGED):
            return _pressed(drill, event)
        case Regraded() if drill.phase is Phase.REGRADING:
            return _regraded(drill, event)
        case Ended() if drill.phase is not Phase.DONE:
            return replace(drill, phase=Phase.DONE), [Summarise()]
    return drill, []


def _posed(drill: Drill, event: Posed) -> tuple[Drill, list[Effect]]:
    asked = replace(
        drill,
        phase=Phase.ANSWERING,
        posed=event.dealt,
        shown=event.at,
        answers=(),
        hints=int(event.studied),
        target=event.target,
    )
    return asked, [AskFor(event.dealt.parts[0])]


def _typed(drill: Drill, event: Typed) -> tuple[Drill, list[Effect]]:
    from dldrill.grading.marking import by_position, grade  # a first question is shown without it

    dealt, left = _current(drill), drill.left()
    try:
        named = by_position(dealt, [event.text])
        name, text = next(iter(named.items()))
        if event.text.strip() == text.strip():  # nothing was named: it answers what was asked for
            name = left[0].name
        verdict = grade(dealt, {name: text})
    except Fault as fault:
        return _unread(drill, str(fault), event, left[0].name)
    if verdict.verdict == "unreadable":
        return _unread(drill, verdict.parts[0].says, event, name)
    answered = replace(drill, answers=(*drill.answers, (name, text)))
    if not answered.left():
        return _judge(answered, event.at)
    model = [ShowModel(dealt)] if dealt.type == "explain" else []
    return answered, [*model, AskFor(answered.left()[0])]


def _unread(drill: Drill, says: str, event: Typed, name: str) -> tuple[Drill, list[Effect]]:
    if not event.once:
        return drill, [Unread(says), AskFor(drill.left()[0])]
    given = replace(drill, answers=(*drill.answers, (name, event.text)))
    return (given, [Unread(says), AskFor(given.left()[0])]) if given.left() else _judge(given, event.at)


def _judge(drill: Drill, at: float) -> tuple[Drill, list[Effect]]:
    from dldrill.grading.marking import grade

    dealt, answers = _current(drill), dict(drill.answers)
    verdict = grade(dealt, answers)
    attempt = Attempt(dealt, answers, verdict, at - drill.shown, drill.hints, target=drill.target)
    judged = replace(drill, phase=Phase.JUDGED, attempts=(*drill.attempts, attempt))
    return judged, [Judged(attempt)]


def _pressed(drill: Drill, event: Pressed) -> tuple[Drill, list[Effect]]:
    key = event.key
    if key is Key.QUIT:
        return replace(drill, phase=Phase.DONE), [Summarise()]
    if key is Key.RETRY:
        fresh = drill.fresh + 1
        again = Planned(drill.plan[drill.place].what, len(drill.plan) + fresh)
        return replace(drill, phase=Phase.DEALING, fresh=fresh), [Deal(again)]
    if drill.phase is Phase.JUDGED:
        return _after_verdict(drill, event)
    if key is Key.HINT:
        return _hint(drill)
    if key in (Key.SOLUTION, Key.STEPS, Key.SKIP):
        return _given_up(drill, event)
    return drill, [AskFor(drill.left()[0])]


def _after_verdict(drill: Drill, event: Pressed) -> tuple[Drill, list[Effect]]:
    match event.key:
        case Key.NEXT:
            return _next(drill, event.at)
        case Key.STEPS:
            return drill, [ShowSteps(_current(drill))]
        case Key.REGRADE:
            return replace(drill, phase=Phase.REGRADING), [AskRating(drill.attempts[-1])]
        case Key.UNDO:
            again = replace(
                drill, phase=Phase.ANSWERING, attempts=drill.attempts[:-1], answers=(), shown=event.at
            )
            return again, [TakeBack(_current(drill)), AskFor(_current(drill).parts[0])]
    return drill, []


def _given_up(drill: Drill, event: Pressed) -> tuple[Drill, list[Effect]]:
    dealt, skipped = _current(drill), event.key is Key.SKIP
    left = "skipped" if skipped else "shown"
    seconds = event.at - drill.shown
    attempt = Attempt(dealt, dict(drill.answers), None, seconds, drill.hints, left, target=drill.target)
    given_up = replace(drill, phase=Phase.JUDGED, attempts=(*drill.attempts, attempt))
    if skipped:
        moved, effects = _next(given_up, event.at)
        return moved, [Passed(attempt), *effects]
    return given_up, [ShowSteps(dealt), Judged(attempt)]


def _regraded(drill: Drill, event: Regraded) -> tuple[Drill, list[Effect]]:
    judged = replace(drill, phase=Phase.JUDGED)
    if not event.rating and not event.right:
        return judged, []
    attempt = drill.attempts[-1]
    amended = attempt._replace(disputed=attempt.disputed or event.right)
    kept = replace(judged, attempts=(*drill.attempts[:-1], amended))
    return kept, [Regrade(amended, event.rating, event.right)]


def _next(drill: Drill, at: float) -> tuple[Drill, list[Effect]]:
    late = drill.deadline is not None and at >= drill.deadline
    if late or drill.place + 1 >= len(drill.plan):
        return replace(drill, phase=Phase.DONE), [Summarise()]
    moved = replace(drill, place=drill.place + 1, phase=Phase.DEALING)
    return moved, [Deal(moved.plan[moved.place])]


def _hint(drill: Drill) -> tuple[Drill, list[Effect]]:
    """The reason of the next step that was not hinted at yet."""
    dealt = _current(drill)
    reasons = [line.why for line in dealt.problem.traced().lines.values()] if dealt.problem else []
    says = reasons[drill.hints] if drill.hints < len(reasons) else "there is no further hint"
    return replace(drill, hints=drill.hints + 1), [ShowHint(says), AskFor(drill.left()[0])]


def _current(drill: Drill) -> Dealt:
    if drill.posed is None:
        raise TypeError("no question was posed")
    return drill.posed
