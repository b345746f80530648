"""A question that was answered: what a drill shows, and a record would keep."""

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
    """

    dealt: Dealt
    answers: dict[str, str]
    verdict: Verdict | None
    seconds: float
    hints: int = 0

    @property
    def right(self) -> bool:
        """Whether every part was right."""
        return self.verdict is not None and self.verdict.verdict == "right"

    @property
    def counts(self) -> bool:
        """Whether it enters the statistics; an answer that could not be read does not."""
        return self.verdict is None or self.verdict.verdict != "unreadable"
