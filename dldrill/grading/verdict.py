"""What grading says: a verdict for the question and one for each part."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Judgement = Literal["right", "partly", "wrong", "unreadable"]


class PartVerdict(NamedTuple):
    """What became of one answer.

    Attributes:
        name: the part.
        kind: its kind of answer.
        verdict: right, wrong or unreadable; partly for some of the points of a rubric.
        given: what was typed.
        read: how it was read; None if it could not be.
        right: the right answer.
        mistake: the name of the mistake that explains it, if one does.
        carried: right given an earlier slip of the learner's own.
        says: one sentence to the learner.
        weight: its share of the points, relative to the other parts.
        share: the part of its points that was earned, from 0 to 1.
    """

    name: str
    kind: str
    verdict: Judgement
    given: str
    read: Any
    right: Any
    mistake: str | None = None
    carried: bool = False
    says: str = ""
    weight: float = 1
    share: float = 0


class Verdict(NamedTuple):
    """What became of an attempt at a question.

    Attributes:
        verdict: right; partly (some points, or right only given a slip); wrong; unreadable (not
            counted: at least one answer could not be read).
        points: what was earned.
        of: what could have been earned.
    """

    verdict: Literal["right", "partly", "wrong", "unreadable"]
    points: float
    of: float
    parts: tuple[PartVerdict, ...]


def summed(parts: tuple[PartVerdict, ...], of: float) -> Verdict:
    """The verdict of a question from those of its parts."""
    if any(part.verdict == "unreadable" for part in parts):
        return Verdict("unreadable", 0, of, parts)
    whole = sum(part.weight for part in parts)
    earned = sum(part.weight * part.share for part in parts)
    points = round(of * earned / whole, 4) if whole else 0
    if earned == whole and not any(part.carried for part in parts):
        return Verdict("right", points, of, parts)
    return Verdict("partly" if earned else "wrong", points, of, parts)
