"""What to ask next: what is due, what is new, what is weak."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from typing import NamedTuple, TypeVar

from dldrill.record.schedule import Card, recall
from dldrill.record.settings import Settings
from dldrill.record.times import study_day

LEECH = 8  #: lapses after which a question is studied before it is asked
NEW_SHARE = 3  #: one in so many places of a drill is kept for new questions while others are due
T = TypeVar("T")


class Today(NamedTuple):
    """What the queue depends on beside the cards.

    Attributes:
        day: this study day, as an ordinal.
        exam: the day of the exam, as an ordinal; None without one ahead.
        new_a_day: how many new questions a day may bring while others are due.
    """

    day: int
    exam: int | None
    new_a_day: int

    @property
    def judged_at(self) -> int:
        """The day whose recall counts: that of the exam, or this one."""
        return self.day if self.exam is None else self.exam


def today(seconds: float, settings: Settings) -> Today:
    """What holds at an instant.

    Args:
        seconds: since 1970, UTC.
        settings: with the day of the exam; one that is over counts as none.
    """
    day, exam = study_day(seconds), settings.exam_date
    ahead = exam.toordinal() if exam and exam > day else None
    return Today(day.toordinal(), ahead, settings.new_a_day)


def due_at(card: Card, today: Today) -> int:
    """The day on which a question is due, as an ordinal: what FSRS says, but before the exam.

    What was never reviewed is due at once. A review that lies in the future was made while the clock
    was wrong: its question is due today. One of tomorrow is believed, since who flies west over the
    date line has a day twice.
    """
    if not card.reviewed or card.reviewed > today.day + 1:
        return min(card.due, today.day)
    if today.exam is None:
        return card.due
    return min(card.due, max(today.exam - 1, card.reviewed + 1))  # what was answered on the eve is done


def due_count(cards: Iterable[Card], today: Today) -> int:
    """How many questions are due today."""
    return sum(due_at(card, today) <= today.day for card in cards)


def days_until(due: int, today: Today) -> int:
    """Study days from today to another; 0 for what is due today."""
    return max(0, due - today.day)


def strength(card: Card, day: int) -> float:
    """How well a question is known: the predicted recall times the share that was right.

    The share is (r + 1)/(n + 2), the mean of a uniform prior after r right answers of n.
    """
    return recall(card, day) * (card.rights + 1) / (card.attempts + 2)


class Wanted(NamedTuple):
    """A question to ask.

    Attributes:
        question: its id.
        why: ``due``, ``new``, ``weak`` (not due, but the least known), or ``again``.
        recall: the predicted recall today; None for a new one.
        leech: whether it keeps being forgotten.
    """

    question: str
    why: str
    recall: float | None = None
    leech: bool = False


def new_left(cards: Iterable[Card], today: Today) -> int:
    """How many new questions this day may still bring."""
    day = date.fromordinal(today.day).isoformat()
    return max(0, today.new_a_day - sum(card.first_day == day for card in cards))


def queue(
    unseen: Sequence[str], cards: Iterable[Card], count: int, allowed: int, today: Today
) -> list[Wanted]:
    """The questions of a drill, the most urgent first: due ones with some new ones, then weak ones.

    What is due is ordered by the recall that is predicted for the exam, or for today. When nothing is
    due and the day has brought its share of new questions, the weakest come, then more new ones.

    Args:
        unseen: ids of questions without a card, in the order in which they are introduced.
        cards: those of all other questions that may be asked.
        count: how many are wanted; fewer where there are not so many questions.
        allowed: how many new ones this day may still bring.
        today: when it is.
    """
    at = today.judged_at
    due: list[Card] = []
    later: list[Card] = []
    for card in cards:
        (due if due_at(card, today) <= today.day else later).append(card)
    # of many cards only as many are ordered as are wanted
    urgent = nsmallest(count, due, key=lambda card: (recall(card, at), card.due, card.question))
    new = [Wanted(question, "new") for question in unseen[: 2 * count]]
    few = min(allowed, max(count // NEW_SHARE, count - len(due)))
    found = _spread([_wanted(card, "due", today) for card in urgent], new[:few], count)
    missing = count - len(found)
    weak = nsmallest(missing, later, key=lambda card: (strength(card, at), card.due, card.question))
    return (found + [_wanted(card, "weak", today) for card in weak] + new[few:])[:count]


def weakest(cards: Iterable[Card], today: Today) -> list[Wanted]:
    """Questions by how little they are known."""
    ordered = sorted(cards, key=lambda card: (strength(card, today.judged_at), card.question))
    return [_wanted(card, "weak", today) for card in ordered]


def missed(cards: Iterable[Card], today: Today) -> list[Wanted]:
    """Questions whose last answer was not right, the latest first."""
    found = [card for card in cards if not card.last_right]
    ordered = sorted(found, key=lambda card: (card.last_day, card.question), reverse=True)
    return [_wanted(card, "again", today) for card in ordered]


def simpler(
    leech: T, others: Iterable[T], facts: Callable[[T], Facts], cards: Mapping[str, Card]
) -> T | None:
    """A related question that is easier than a leech: of its family or at least its topic."""
    own = facts(leech)
    related = [
        (what, about)
        for what in others
        if (about := facts(what)).topic == own.topic
        and about.question != own.question
        and about.minutes <= own.minutes
        and not (about.question in cards and cards[about.question].lapses >= LEECH)
    ]
    best = min(related, key=lambda pair: _distance(pair[1], own), default=None)
    return best[0] if best else None


class Facts(NamedTuple):
    """What relates one question to another."""

    question: str
    topic: str
    family: str
    minutes: float


def _distance(about: Facts, own: Facts) -> tuple[bool, float, str]:
    return (about.family != own.family, about.minutes, about.question)


def _wanted(card: Card, why: str, today: Today) -> Wanted:
    return Wanted(card.question, why, recall(card, today.day), card.lapses >= LEECH)


def _spread(due: list[Wanted], new: list[Wanted], count: int) -> list[Wanted]:
    """Due questions with the new ones spread among them, as many as are wanted."""
    due = due[: max(0, count - len(new))]
    found = list(due)
    for place, wanted in enumerate(new):
        found.insert((place + 1) * (len(due) + len(new)) // (len(new) + 1), wanted)
    return found[:count]
