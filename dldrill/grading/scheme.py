"""What an answer earns in an exam, by the marking of its section."""

from __future__ import annotations

from dldrill.bank.exam import Marking
from dldrill.dealing.dealt import Dealt
from dldrill.grading.verdict import Verdict


def earned(dealt: Dealt, verdict: Verdict | None, points: float, marking: Marking) -> float:
    """The points of an answer.

    Args:
        dealt: the question.
        verdict: what became of it; None where it was left blank.
        points: what it is worth in this exam.
        marking: how its section is marked.

    Returns:
        A claim earns all, or what a wrong one costs. A select-all question loses for every wrong or
        missing tick, down to 0, where the section says so. A matching earns the share of its right
        pairs; everything else the share of its right parts.
    """
    if verdict is None or verdict.verdict == "unreadable":
        return 0
    if dealt.type == "claim":
        return points if verdict.verdict == "right" else marking.wrong
    last = verdict.parts[-1]
    if dealt.type == "choose" and marking.error is not None:
        errors: int = len(frozenset(last.right) ^ frozenset(last.read))
        left: float = points + marking.error * errors
        return max(0.0, left)
    if last.kind == "matching" and len(verdict.parts) == 1:
        hits = sum(a == b for a, b in zip(last.right, last.read, strict=True))
        share: float = hits / len(last.right)
        return round(points * share, 4)
    # parts that were left out earn nothing
    whole = sum(part.points for part in dealt.parts)
    got = sum(part.weight * part.share for part in verdict.parts)
    return round(points * got / whole, 4)
