"""Runs a sitting of an exam: shows, reads, keeps every answer on disk, and watches the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from rich.console import RenderableType

from dldrill.bank.exam import Exam
from dldrill.dealing.dealt import Part
from dldrill.dealing.paper import Placed
from dldrill.grading.sitting import Sitting
from dldrill.record.errors import Unrecordable
from dldrill.record.sitting import SittingFile
from dldrill.session import exam as events
from dldrill.session.handed_in import attempts
from dldrill.session.prompt import Prompt, prompt_here
from dldrill.session.recorder import Recorder
from dldrill.session.replay import entry_of, replay
from dldrill.show import exam as screens
from dldrill.show.drill import remark
from dldrill.show.look import console_of, look_of
from dldrill.show.suggested import NOTHING, Carried

WARNINGS = (300, 60)  #: seconds before the end
INTERRUPTED = 130


class TimeIsUp(Exception):
    """Raised into a prompt when the deadline has passed."""


class Hall:
    """A sitting on a terminal or a pipe.

    Args:
        exam: the exam.
        paper: its questions with their numbers.
        kept: the file of the sitting; None where it is not to be kept.
        stream: where everything is shown.
        plain: no boxes, no colour, maths in words.
        clock: seconds since 1970.
        prompt: who answers; standard input where none is given.
        recorder: what keeps the attempts when all is handed in; none: they are not kept.
        carried: the options of this run that the suggested command needs.
    """

    def __init__(  # noqa: PLR0917
        self,
        exam: Exam,
        paper: tuple[Placed, ...],
        kept: SittingFile | None,
        stream: TextIO,
        plain: bool,
        clock: Callable[[], float],
        prompt: Prompt | None = None,
        recorder: Recorder | None = None,
        carried: Carried = NOTHING,
    ) -> None:
        self.exam, self.paper, self.kept, self.clock = exam, paper, kept, clock
        self._stream, self._plain = stream, plain
        self.look = look_of(stream, plain)
        self.console = console_of(stream, self.look)
        self.prompt = prompt or prompt_here(self.console.color_system is not None)
        self.prompt.on_wake = self._on_wake
        started = kept.header["started"] if kept else clock()
        self.deadline = started + exam.minutes * 60
        self.recorder, self.carried = recorder, carried
        self._warned = {left for left in WARNINGS if self.deadline - clock() <= left}

    def run(self) -> int:
        """The exit code when the sitting has ended."""
        sitting = replay(self.paper, self.deadline, self.kept.entries if self.kept else ())
        self._keep({"began": True, "at": self.clock()})
        sitting, effects = events.reduce(sitting, events.Began(self.clock()))
        code = 0
        while True:
            try:
                event = self._carry_out(sitting, effects)
            except TimeIsUp:
                self.console.print()
                event = events.TimeUp(self.clock())
            except KeyboardInterrupt:
                self.console.print()
                event, code = events.Gone(self.clock()), INTERRUPTED
            if event is None:
                return code
            sitting, effects = events.reduce(sitting, event)

    def _carry_out(self, sitting: Sitting, effects: list[events.Effect]) -> events.Event | None:
        """Do what the reducer asks for; the event that follows from it, or None at the end."""
        self.look = look_of(self._stream, self._plain)  # the window may have another width now
        self.console.width = self.look.width
        for effect in effects:
            entry = entry_of(effect, self.clock())
            if entry is not None:
                self._keep(entry)
                continue
            if isinstance(effect, events.Result):
                self._record(sitting)
            match effect:
                case events.Ask(part):
                    return self._ask(sitting, part)
                case events.Leave(submitted):
                    self._leave(submitted)
                    return None
                case _:
                    self.console.print(self._shown(sitting, effect))
        return None

    def _shown(self, sitting: Sitting, effect: events.Effect) -> RenderableType:
        match effect:
            case events.Show(placed):
                left = self.deadline - self.clock()
                return screens.posed(self.exam, sitting, placed, left, self.look)
            case events.Overview():
                return screens.overview(sitting, self.look)
            case events.ShowModel(placed):
                return screens.model(placed, self.look)
            case events.Result():
                return screens.result(self.exam, sitting, self.look)
            case events.Solve(placed):
                return screens.solution(placed, self.look)
            case events.Say(says):
                return remark(says, self.look)
        raise TypeError(f"{effect!r} is not shown")

    def _ask(self, sitting: Sitting, part: Part | None) -> events.Event:
        prompt = screens.prompt(sitting, part, self.look)
        typed = self.prompt.ask(prompt)
        now = self.clock()
        if typed is not None:
            return events.Typed(typed, now)
        return events.Gone(now) if self.prompt.interactive else events.RanOut(now)

    def _on_wake(self) -> str | None:
        """What the clock has to say while an answer is awaited."""
        if self._over():
            return None
        left = self.deadline - self.clock()
        if left <= 0:
            self._warned.add(0)
            raise TimeIsUp
        due = [limit for limit in WARNINGS if left <= limit and limit not in self._warned]
        if not due:
            return None
        self._warned.update(due)
        return screens.warning(min(due))

    def _over(self) -> bool:
        return 0 in self._warned

    def _keep(self, entry: dict[str, object]) -> None:
        if "submitted" in entry or "recorded" in entry:
            self._warned.add(0)  # the clock has nothing to say any more
        if self.kept is None:
            return
        try:
            self.kept.append(entry)
        except OSError as error:
            self.kept = None
            says = f"Answers cannot be kept any more ({error.strerror}): finish without closing the terminal."
            self.console.print(remark(says, self.look))

    def _record(self, sitting: Sitting) -> None:
        """Record what was handed in, before anything is said of it."""
        shown = self.clock() - sum(sitting.spent.values())
        try:
            for number, attempt in attempts(sitting) if self.recorder else ():
                self.recorder.keep(attempt, shown, number=number)  # type: ignore[union-attr]
                shown += attempt.seconds
        except Unrecordable as fault:
            self.console.print(remark(f"These answers are not in your record: {fault}", self.look))
        self._keep({"recorded": True, "at": self.clock()})

    def _leave(self, submitted: bool) -> None:
        if not submitted:
            self.console.print(screens.left(self.exam, self.kept is not None, self.look, self.carried))
