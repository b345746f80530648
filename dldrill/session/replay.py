"""From the lines that a sitting left on disk back to where it stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dldrill.dealing.paper import Placed
from dldrill.grading.sitting import Sitting
from dldrill.session.exam import Effect, HandedIn, Keep, Mark, Moved


def entry_of(effect: Effect, at: float) -> dict[str, Any] | None:
    """The line that keeps an effect, or None for what is only shown."""
    match effect:
        case Keep(number, part, typed):
            return {"answer": number, "part": part, "typed": typed, "at": at}
        case Mark(number, on):
            return {"mark": number, "on": on, "at": at}
        case Moved(number):
            return {"front": number, "at": at}
        case HandedIn():
            return {"submitted": True, "at": at}
    return None


def replay(paper: tuple[Placed, ...], deadline: float, entries: Iterable[Mapping[str, Any]]) -> Sitting:
    """The sitting that the lines tell of: answers, marks, seconds, and the question in front.

    The deadline of one that was handed in is the time at which it was.

    The time between two runs of the program is given to no question.
    """
    answers: dict[str, dict[str, str]] = {}
    marked: set[str] = set()
    clock = _Clock()
    for entry in entries:
        clock.see(entry)
        if "submitted" in entry:
            deadline = min(deadline, float(entry["at"]))  # it is over, whatever the clock says
        if "answer" in entry:
            given = answers.setdefault(entry["answer"], {})
            if entry["typed"] is None:
                given.pop(entry["part"], None)
            else:
                given[entry["part"]] = entry["typed"]
        elif "mark" in entry:
            (marked.add if entry["on"] else marked.discard)(entry["mark"])
    numbers = [placed.item.number for placed in paper]
    place = numbers.index(clock.front) if clock.front else len(paper) if clock.front == "" else 0
    return Sitting(paper, deadline, place, answers=answers, marked=frozenset(marked), spent=dict(clock.spent))


class _Clock:
    """Adds up the seconds in front of each question."""

    def __init__(self) -> None:
        self.front: str | None = None  # none yet; empty behind the last question
        self.last = 0.0
        self.spent: dict[str, float] = {}

    def see(self, entry: Mapping[str, Any]) -> None:
        """Give the time since the last line to the question in front."""
        at = float(entry.get("at", self.last))
        if self.front and not entry.get("began"):
            self.spent[self.front] = self.spent.get(self.front, 0) + max(0.0, at - self.last)
        if "front" in entry:
            self.front = str(entry["front"])
        self.last = at
