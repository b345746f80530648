"""Keeps a drill's answers in the record, and tells what follows for the schedule."""

from __future__ import annotations

from collections.abc import Callable

from dldrill.grading.attempt import Attempt
from dldrill.record.keeping import Circumstances, Kept, logged, target_of
from dldrill.record.queue import Today, days_until, due_at, due_count, today
from dldrill.record.rating import Rating
from dldrill.record.schedule import Card
from dldrill.record.settings import Settings
from dldrill.record.store import Record, new_name


class Recorder:
    """Keeps the attempts of one drill.

    Args:
        record: the learner's record, open.
        settings: with the day of the exam.
        clock: seconds since 1970, UTC.
        kind: ``drill``, ``cram`` or ``exam``.
        session: the name of the sitting; a new one if it has none.
    """

    def __init__(
        self,
        record: Record,
        settings: Settings,
        clock: Callable[[], float],
        kind: str = "drill",
        session: str = "",
    ) -> None:
        self.record, self.settings, self.clock, self.kind = record, settings, clock, kind
        self.session = session or new_name()
        self.kept: list[Kept] = []
        self._cards = record.cards()

    def today(self) -> Today:
        """What holds now."""
        return today(self.clock(), self.settings)

    def cards(self) -> dict[str, Card]:
        """Every card, as it was when the drill began."""
        return self._cards

    def target(self, question: str, minutes: float) -> float:
        """Seconds that a question should take this learner."""
        return target_of(minutes, self.record.card(question)) / 1000

    def keep(self, attempt: Attempt, shown: float, idle: float = 0, number: str = "") -> Kept:
        """Record an attempt; it is on the disk when this returns.

        Args:
            attempt: what was answered.
            shown: when the question was shown; seconds since 1970, UTC.
            idle: seconds of them in which the program was stopped.
            number: the question's in an exam: one that is recorded already is not recorded again.

        Raises:
            Unrecordable: it could not be written.
        """
        before = self.record.card(attempt.dealt.id)
        line = logged(attempt, Circumstances(self.session, self.kind, shown, idle, number), before)
        card = self.record.add(line)
        reviewed = card is not None and card.reviews > (before.reviews if before else 0)
        self.kept.append(Kept(line, Rating(line.rating), self._days(card), not reviewed))
        return self.kept[-1]

    def undo(self) -> None:
        """Take the last attempt back.

        Raises:
            Unrecordable: that could not be written.
        """
        if self.kept:
            self.record.amend(self.kept[-1].logged.uuid, "undo")
            del self.kept[-1]

    def regrade(self, rating: int, right: bool) -> Kept:
        """Set the learner's own rating of the last attempt, or say that it was right.

        Raises:
            Unrecordable: that could not be written.
        """
        last = self.kept[-1]
        final = Rating(rating) if rating else Rating.GOOD
        card = self.record.amend(last.logged.uuid, "dispute" if right else "regrade", final)
        self.kept[-1] = last._replace(rating=final, days=self._days(card))
        return self.kept[-1]

    def due_today(self) -> int:
        """How many questions are still due today."""
        return due_count(self.record.cards().values(), self.today())

    def _days(self, card: Card | None) -> int:
        now = self.today()
        return 0 if card is None else days_until(due_at(card, now), now)
