"""How well a question was recalled, in FSRS's four grades, from what happened."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

GUESSABLE = frozenset({"claim", "choose", "match", "order"})
"""Types of questions that luck can answer: being right tells less there."""
MOSTLY = 0.75  #: the share of the points from which on a partly right answer was recalled, if hardly
SLOW = 2.0  #: times the target from which on a right answer was hard
OWN_TIMES = 5  #: right answers after which a learner's own median is the target


class Rating(IntEnum):
    """FSRS's grades; NONE for what says nothing about recall, as a question that was passed over."""

    NONE = 0
    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


def automatic(verdict: str, share: float, hints: int, ms: int, target: int) -> Rating:
    """The rating that follows from an attempt.

    Args:
        verdict: right, partly, wrong; shown (the solution was asked for), blank (time ran out), or
            skipped.
        share: the part of the points that was earned, from 0 to 1.
        hints: how many were taken.
        ms: milliseconds at the question.
        target: milliseconds that it should take.
    """
    if verdict == "skipped":
        return Rating.NONE
    if verdict != "right" and (verdict != "partly" or share < MOSTLY):
        return Rating.AGAIN
    hard = verdict == "partly" or hints > 0 or ms > SLOW * target
    return Rating.HARD if hard else Rating.GOOD


def allows(kind: str, rating: Rating) -> bool:
    """Whether a learner may rate a question of this type so."""
    return rating is not Rating.NONE and (rating is not Rating.EASY or kind not in GUESSABLE)


def median(times: Sequence[int]) -> int:
    """The middle one of some times."""
    ordered = sorted(times)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
