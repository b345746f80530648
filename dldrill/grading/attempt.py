"""A question that was answered: what a drill shows, and a record keeps."""

from __future__ import annotations

from typing import NamedTuple

from dldrill.dealing.dealt import Dealt
from dldrill.grading.verdict import Verdict


class Attempt(NamedTuple):
    """A question that was answered, or given up.

    Attributes:
        dealt: the question with its numbers.
        answers: part → what was typed.
        verdict: what became of it; none if the solution was asked for, or the question left.
        seconds: from showing the question to the last answer.
        hints: how many hints were taken before.
        left: why there is no verdict: ``shown`` (the solution was asked for), ``blank`` (the time
            was over) or ``skipped``.
        disputed: whether the learner says that the answer was right all the same.
        target: seconds that it should have taken, as was told; 0: what the bank says.
    """

    dealt: Dealt
    answers: dict[str, str]
    verdict: Verdict | None
    seconds: float
    hints: int = 0
    left: str = ""
    disputed: bool = False
    target: float = 0

    @property
    def due(self) -> float:
        """Seconds that it should have taken."""
        return self.target or self.dealt.minutes * 60

    @property
    def right(self) -> bool:
        """Whether every part was right, by the verdict or by the learner's word."""
        return self.disputed or (self.verdict is not None and self.verdict.verdict == "right")

    @property
    def points(self) -> float:
        """What was earned."""
        if self.disputed:
            return self.dealt.points
        return self.verdict.points if self.verdict else 0.0

    @property
    def counts(self) -> bool:
        """Whether it enters the statistics; an answer that could not be read does not."""
        return self.verdict is None or self.verdict.verdict != "unreadable"
