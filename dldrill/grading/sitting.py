"""An exam as it is being sat."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from dldrill.dealing.dealt import Part
from dldrill.dealing.paper import Placed


class Phase(Enum):
    """What the sitting waits for."""

    SITTING = auto()
    MARKING = auto()  #: the learner ticks the points that the answers of free text make
    REVIEW = auto()
    LEFT = auto()


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where a sitting stands.

    Attributes:
        paper: the questions in order.
        deadline: when the time is up.
        place: the question in front of the learner; the number of questions: none, at the end.
        part: the place of the part that is asked for.
        answers: number → what was typed for its parts.
        marked: numbers to come back to.
        spent: number → seconds in front of it.
        since: when the question in front was shown.
        sure: whether handing in with blanks was already warned of.
        phase: what is waited for.
    """

    paper: tuple[Placed, ...]
    deadline: float
    place: int = 0
    part: int = 0
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    spent: dict[str, float] = field(default_factory=dict)
    since: float = 0
    sure: bool = False
    phase: Phase = Phase.SITTING

    @property
    def current(self) -> Placed | None:
        """The question in front of the learner."""
        return self.paper[self.place] if self.place < len(self.paper) else None

    @property
    def blanks(self) -> int:
        """How many questions have no answer at all."""
        return sum(not self.answers.get(placed.item.number) for placed in self.paper)

    def asked(self) -> list[Part]:
        """The parts of the question in front that are answered in the exam."""
        return parts_of(self.current) if self.current else []

    def to_tick(self) -> list[Placed]:
        """The questions of free text that were answered and whose points are not ticked yet."""
        return [placed for placed in self.paper if self._has_text(placed)]

    def _has_text(self, placed: Placed) -> bool:
        given = self.answers.get(placed.item.number, {})
        return placed.dealt.type == "explain" and "text" in given and "points" not in given


def parts_of(placed: Placed) -> list[Part]:
    """The parts that are asked for while the clock runs; the rubric of free text comes afterwards."""
    return [part for part in placed.dealt.parts if placed.dealt.type != "explain" or part.kind == "text"]
