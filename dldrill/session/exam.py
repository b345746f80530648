"""Sitting an exam as a pure reducer: an event comes in, the new state and what is to be done go out.

Every time is seconds since 1970, so that a sitting that is taken up again goes on by the same clock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from dldrill.dealing.dealt import Part
from dldrill.dealing.paper import Placed
from dldrill.grading.sitting import Phase, Sitting
from dldrill.session.commands import Command, Does, command

BLANK = "-"


class Began(NamedTuple):
    """The sitting began, or was taken up again."""

    at: float


class Typed(NamedTuple):
    """A line was typed."""

    text: str
    at: float


class TimeUp(NamedTuple):
    """The deadline has passed."""

    at: float


class Gone(NamedTuple):
    """The terminal was closed or the learner interrupted; nothing is handed in."""

    at: float


class RanOut(NamedTuple):
    """The answers that were piped in have ended; they are handed in."""

    at: float


Event = Began | Typed | TimeUp | Gone | RanOut


class Show(NamedTuple):
    """Show the question in front."""

    placed: Placed


class Ask(NamedTuple):
    """Ask for a part, or for a command at the end of the paper."""

    part: Part | None


class Keep(NamedTuple):
    """Keep what was typed, as it was typed; None takes it back."""

    number: str
    part: str
    typed: str | None


class Mark(NamedTuple):
    """Keep that a question was marked, or not any more."""

    number: str
    on: bool


class Moved(NamedTuple):
    """Keep that a question came to the front."""

    number: str


class Say(NamedTuple):
    """Say something to the learner."""

    says: str


class Overview(NamedTuple):
    """Show the list of all questions."""


class ShowModel(NamedTuple):
    """Show a model answer before its points are ticked."""

    placed: Placed


class HandedIn(NamedTuple):
    """Keep that the sitting was handed in."""


class Result(NamedTuple):
    """The sitting is over: show the score."""


class Solve(NamedTuple):
    """Show the worked solution of a question."""

    placed: Placed


class Leave(NamedTuple):
    """Nothing is left to do."""

    submitted: bool


Effect = Show | Ask | Keep | Mark | Moved | Say | Overview | ShowModel | HandedIn | Result | Solve | Leave
Step = tuple[Sitting, list[Effect]]


def reduce(sitting: Sitting, event: Event) -> Step:
    """The next state, and what is to be done."""
    match event, sitting.phase:
        case (Gone(), _):
            return _stop(sitting, event.at, submitted=sitting.phase is not Phase.SITTING)
        case (Began(at), Phase.SITTING):
            return (submit(sitting, at)) if at >= sitting.deadline else _to(sitting, sitting.place, at)
        case (TimeUp(at), Phase.SITTING):
            return _said("Time is up.", submit(sitting, at))
        case (RanOut(at), Phase.SITTING):
            return submit(sitting, at)
        case (RanOut(at), _):
            return _stop(sitting, at, submitted=True)
        case (Typed(text, at), Phase.SITTING):
            return (
                _said("Time is up.", submit(sitting, at))
                if at >= sitting.deadline
                else _typed(sitting, text, at)
            )
        case (Typed(text, _), Phase.MARKING):
            return _ticked(sitting, text)
        case (Typed(text, at), Phase.REVIEW):
            return _reviewed(sitting, text, at)
    return sitting, []


def _typed(sitting: Sitting, text: str, at: float) -> Step:
    parts = sitting.asked()
    part = parts[sitting.part] if sitting.part < len(parts) else None
    found = command(text, part)
    if found is not None:
        return _command(sitting, found, at)
    if sitting.current is None or part is None:
        return sitting, [Say("Write s to hand in, l for the list, or a question's number."), Ask(None)]
    return _answered(replace(sitting, sure=False), sitting.current, part, text, at)


def _answered(sitting: Sitting, placed: Placed, part: Part, text: str, at: float) -> Step:
    """Keep an answer that can be read, nothing for an empty line; the last part leads on."""
    number, typed = placed.item.number, text.strip()
    kept = dict(sitting.answers.get(number, {}))
    effects: list[Effect] = []
    if typed == BLANK:
        kept.pop(part.name, None)
        effects = [Keep(number, part.name, None)]
    elif typed:
        says = unreadable(part, typed)
        if says:
            return sitting, [Say(says), Ask(part)]
        kept[part.name] = typed
        effects = [Keep(number, part.name, typed)]
    answered = replace(sitting, answers={**sitting.answers, number: kept})
    parts = answered.asked()
    if sitting.part + 1 < len(parts):
        asked = replace(answered, part=sitting.part + 1)
        return asked, [*effects, Ask(parts[asked.part])]
    moved, then = _to(answered, sitting.place + 1, at)
    return moved, effects + then


def unreadable(part: Part, typed: str) -> str:
    """Why an answer cannot be read, or nothing."""
    from dldrill.answer.kinds import read
    from dldrill.faults import Fault

    try:
        read(part.kind, typed, part.spec)
    except Fault as fault:
        return str(fault)
    return ""


def _command(sitting: Sitting, found: Command, at: float) -> Step:
    match found.does:
        case Does.NEXT:
            return _to(sitting, min(sitting.place + 1, len(sitting.paper)), at)
        case Does.PREVIOUS:
            return _to(sitting, max(sitting.place - 1, 0), at)
        case Does.GO:
            return _go(sitting, found.number, at)
        case Does.MARK:
            return _mark(sitting)
        case Does.LIST:
            return sitting, [Overview(), Ask(_next_part(sitting))]
        case Does.SUBMIT:
            if sitting.blanks and not sitting.sure:
                count = f"{sitting.blanks} question{'' if sitting.blanks == 1 else 's'}"
                says = f"{count} without an answer. Write s again to hand in, or go on."
                return replace(sitting, sure=True), [Say(says), Ask(_next_part(sitting))]
            return submit(sitting, at)
    return sitting, [Say(HELP), Ask(_next_part(sitting))]


HELP = (
    "n next, p previous, g NUMBER go to a question, m mark it, l list, s hand in, - take the answer back. "
    "Where an answer could be meant, put a colon before: :n"
)


def _next_part(sitting: Sitting) -> Part | None:
    parts = sitting.asked()
    return parts[sitting.part] if sitting.part < len(parts) else None


def _go(sitting: Sitting, number: str, at: float) -> Step:
    places = {placed.item.number.lower(): place for place, placed in enumerate(sitting.paper)}
    places |= {
        str(place): place - 1 for place in range(1, len(sitting.paper) + 1) if str(place) not in places
    }
    if number not in places:
        return sitting, [Say(f"There is no question {number!r}: l lists them."), Ask(_next_part(sitting))]
    return _to(sitting, places[number], at)


def _mark(sitting: Sitting) -> Step:
    if sitting.current is None:
        return sitting, [Say("There is no question here to mark."), Ask(None)]
    number = sitting.current.item.number
    on = number not in sitting.marked
    marked = sitting.marked | {number} if on else sitting.marked - {number}
    says = f"{number} is {'marked' if on else 'not marked any more'}."
    return replace(sitting, marked=marked), [Mark(number, on), Say(says), Ask(_next_part(sitting))]


def _to(sitting: Sitting, place: int, at: float) -> Step:
    """Bring a question to the front; behind the last one comes the list."""
    moved = replace(_timed(sitting, at), place=place, part=0)
    if moved.current is None:
        return moved, [Moved(""), Overview(), Ask(None)]
    parts = moved.asked()
    return moved, [Moved(moved.current.item.number), Show(moved.current), Ask(parts[0])]


def _timed(sitting: Sitting, at: float) -> Sitting:
    """The sitting with the seconds added to the question that was in front."""
    if sitting.current is None or not sitting.since:
        return replace(sitting, since=at)
    number = sitting.current.item.number
    seconds = sitting.spent.get(number, 0) + max(0.0, at - sitting.since)
    return replace(sitting, spent={**sitting.spent, number: seconds}, since=at)


def submit(sitting: Sitting, at: float) -> Step:
    """Hand in: answers of free text are marked by their author first, then comes the result."""
    closed = replace(_timed(sitting, at), phase=Phase.MARKING, place=len(sitting.paper))
    marking, effects = _mark_next(closed)
    return marking, [HandedIn(), *effects]


def _mark_next(sitting: Sitting) -> Step:
    left = sitting.to_tick()
    if left:
        return sitting, [ShowModel(left[0]), Ask(left[0].dealt.parts[-1])]
    return replace(sitting, phase=Phase.REVIEW), [Result(), Ask(None)]


def _ticked(sitting: Sitting, text: str) -> Step:
    placed = sitting.to_tick()[0]
    part, number = placed.dealt.parts[-1], placed.item.number
    typed = "none" if text.strip() in ("", BLANK) else text.strip()
    says = unreadable(part, typed)
    if says:
        return sitting, [Say(says), Ask(part)]
    kept = {**sitting.answers[number], part.name: typed}
    ticked, effects = _mark_next(replace(sitting, answers={**sitting.answers, number: kept}))
    return ticked, [Keep(number, part.name, typed), *effects]


def _reviewed(sitting: Sitting, text: str, at: float) -> Step:
    word = text.strip().lower().lstrip(":")
    places = {placed.item.number.lower(): placed for placed in sitting.paper}
    if word in places:
        return sitting, [Solve(places[word]), Ask(None)]
    if word in ("", "q", "quit"):
        return _stop(sitting, at, submitted=True)
    return sitting, [Say("Write a question's number to see its solution, or q to leave."), Ask(None)]


def _stop(sitting: Sitting, at: float, submitted: bool) -> Step:
    return replace(_timed(sitting, at), phase=Phase.LEFT), [Leave(submitted)]


def _said(says: str, step: Step) -> Step:
    return step[0], [Say(says), *step[1]]
