"""What a drill's shell does with the record: keeps, takes back, asks for ratings, and goes on without."""

from __future__ import annotations

from rich.console import Console

from dldrill.dealing.dealt import Dealt
from dldrill.grading.attempt import Attempt
from dldrill.record.errors import Unrecordable
from dldrill.record.keeping import Kept
from dldrill.record.rating import Rating, allows
from dldrill.session.events import Regraded
from dldrill.session.prompt import Prompt, go_on_without
from dldrill.session.recorder import Recorder
from dldrill.show import kept as screens
from dldrill.show.drill import remark
from dldrill.show.look import Look

RIGHT = "!"  #: instead of a rating: the answer was right


class Keeper:
    """The record's part in a drill; without a record it keeps nothing.

    Args:
        recorder: what writes; it is given up when it cannot, if the learner agrees.
        prompt: who answers.
        console: where it is said.
        look: how.
    """

    def __init__(self, recorder: Recorder | None, prompt: Prompt, console: Console, look: Look) -> None:
        self.recorder, self.prompt, self.console, self.look = recorder, prompt, console, look

    def target(self, dealt: Dealt) -> float:
        """Seconds that a question should take."""
        if self.recorder is None:
            return dealt.minutes * 60
        return self.recorder.target(dealt.id, dealt.minutes)

    def keep(self, attempt: Attempt, shown: float, idle: float) -> Kept | None:
        """Record an attempt; None where nothing is recorded, as of an answer that cannot be read.

        Raises:
            Unrecordable: it could not be written, and the learner does not go on without.
        """
        if self.recorder is None or not attempt.counts:
            return None
        try:
            return self.recorder.keep(attempt, shown, idle)
        except Unrecordable as fault:
            self._go_on_without(fault)
            return None

    def undo(self) -> None:
        """Take the last attempt back."""
        if self.recorder is not None:
            try:
                self.recorder.undo()
            except Unrecordable as fault:
                self._go_on_without(fault)

    def regrade(self, attempt: Attempt, rating: int, right: bool) -> None:
        """Keep the learner's own rating, or that the answer was right."""
        if self.recorder is None:
            return
        try:
            kept = self.recorder.regrade(rating, right)
        except Unrecordable as fault:
            self._go_on_without(fault)
            return
        if right:
            self.console.print(screens.disputed(attempt, kept, self.look))
        self.tell(kept)

    def ask_rating(self, attempt: Attempt) -> Regraded | None:
        """The learner's own rating by its number; None when the terminal was closed."""
        if self.recorder is None:
            self.console.print(remark("Nothing is recorded: there is no rating to change.", self.look))
            return Regraded(0)
        while True:
            typed = self.prompt.ask(screens.asking_rating(attempt, self.look))
            if typed is None:
                return None
            word = typed.strip()
            if not word or word == RIGHT:
                return Regraded(0, right=word == RIGHT)
            if word in ("1", "2", "3", "4") and allows(attempt.dealt.type, Rating(int(word))):
                return Regraded(int(word))
            self.console.print(remark(screens.NO_RATING, self.look))

    def tell(self, kept: Kept | None) -> None:
        """Say when the question comes again; a pipe has no use for it."""
        if kept is not None and self.prompt.interactive:
            self.console.print(screens.scheduled(kept, self.look))

    def saved(self) -> screens.Saved | None:
        """What the drill left in the record."""
        return None if self.recorder is None else screens.Saved(self.recorder.kept, self.recorder.due_today())

    def _go_on_without(self, fault: Unrecordable) -> None:
        self.recorder = None
        if not go_on_without(fault, self.prompt):
            raise fault
