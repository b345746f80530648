"""Runs a drill: deals, shows, reads, and feeds the reducer with what happened."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import time
from typing import TextIO

from dldrill.dealing.dealt import Dealt
from dldrill.dealing.source import Source
from dldrill.derivation.family import Family
from dldrill.grading.attempt import Attempt
from dldrill.record.keeping import Kept
from dldrill.session import events
from dldrill.session.drill import Drill, Phase, begin, reduce
from dldrill.session.events import Effect, Key, Planned
from dldrill.session.keeper import Keeper
from dldrill.session.prompt import Prompt, prompt_here
from dldrill.session.recorder import Recorder
from dldrill.show import drill as screens
from dldrill.show import kept as kept_screens
from dldrill.show.look import console_of, look_of
from dldrill.show.question import question
from dldrill.show.suggested import NOTHING, Carried, command_line

INTERRUPTED = 130
COMMANDS = {
    ":h": Key.HINT,
    ":s": Key.SOLUTION,
    ":w": Key.STEPS,
    ":n": Key.SKIP,
    ":r": Key.RETRY,
    ":q": Key.QUIT,
}
PAUSE = {
    "": Key.NEXT,
    "n": Key.NEXT,
    "r": Key.RETRY,
    "w": Key.STEPS,
    "s": Key.STEPS,
    "g": Key.REGRADE,
    "u": Key.UNDO,
    "q": Key.QUIT,
}


def again_with(
    number: int, topics: Sequence[str], exam: str | None, family: str | None, carried: Carried = NOTHING
) -> str:
    """The command that runs a drill of the same kind again."""
    words = ["-n", str(number), *(word for topic in topics for word in ("--topic", topic))]
    words += ["--exam", exam] if exam else []
    words += ["--family", family] if family else []
    return command_line(carried, "drill", *words)


class Shell:
    """A drill on a terminal or a pipe.

    Args:
        stream: where everything is shown.
        plain: no boxes, no colour, maths in words.
        seed: what the numbers come from.
        again: the command that the summary proposes.
        clock: seconds from any start, never backwards.
        prompt: who answers; standard input where none is given.
        recorder: what keeps the answers; none: they are not kept.
        wall: seconds since 1970, UTC.
        carried: the options of this run that the suggested commands need.
    """

    def __init__(  # noqa: PLR0917
        self,
        stream: TextIO,
        plain: bool,
        seed: str,
        again: str,
        clock: Callable[[], float],
        prompt: Prompt | None = None,
        recorder: Recorder | None = None,
        wall: Callable[[], float] = time,
        carried: Carried = NOTHING,
    ) -> None:
        self._stream, self._plain = stream, plain
        self.look = look_of(stream, plain)
        self.console = console_of(stream, self.look)
        self.seed, self.again, self.wall, self.carried = seed, again, wall, carried
        self.prompt = prompt or prompt_here(self.console.color_system is not None)
        self.keeper = Keeper(recorder, self.prompt, self.console, self.look)
        self._clock = clock
        self.count = 0
        self.began = self.clock()
        self._shown = (0.0, 0.0)  # when the question was shown, by the wall; idle seconds until then
        self._loading: threading.Thread | None = None
        self._unproven: Family | None = None

    def clock(self) -> float:
        """Seconds that ran while the program did."""
        return self._clock() - self.prompt.idle

    def run(self, plan: tuple[Planned, ...], seconds: float | None) -> int:
        """The exit code when the drill has ended.

        Raises:
            Unrecordable: an answer cannot be recorded, and the learner does not go on without.
        """
        try:
            return self._run(plan, seconds)
        finally:
            self._settle()

    def _run(self, plan: tuple[Planned, ...], seconds: float | None) -> int:
        deadline = None if seconds is None else self.began + seconds
        drill, effects = begin(plan, deadline)
        code = 0
        while True:
            try:
                event = self._carry_out(drill, effects)
            except KeyboardInterrupt:
                self.console.print()
                event, code = events.Ended(self.clock()), INTERRUPTED
            if event is None:
                return code
            drill, effects = reduce(drill, event)

    def _settle(self) -> None:
        """Let the loading thread end: an interpreter that stops during an import can hang."""
        while self._loading is not None and self._loading.is_alive():
            with suppress(KeyboardInterrupt):  # it ends already
                self._loading.join()

    def _carry_out(self, drill: Drill, effects: list[Effect]) -> events.Event | None:
        """Do what the reducer asks for; the event that follows from it, or None at the end."""
        for effect in effects:
            match effect:
                case events.Deal(planned):
                    return self._pose(planned, drill)
                case events.AskFor(part):
                    return self._ask(screens.asking(part, self._several(drill), self.look))
                case events.AskRating(attempt):
                    return self._ask_rating(attempt)
                case events.Summarise():
                    self._summarise(drill)
                case _:
                    self._show(effect)
        return None if drill.phase is Phase.DONE else self._pause()

    def _typed(self, prompt: str) -> str | None:
        typed = self.prompt.ask(prompt)
        self._fit()
        return typed

    def _fit(self) -> None:
        """Use the width that the window has now."""
        self.look = self.keeper.look = look_of(self._stream, self._plain)
        self.console.width = self.look.width

    def _show(self, effect: Effect) -> None:
        """Do what needs no answer."""
        match effect:
            case events.Unread(says):
                self._say(says, "yellow")
            case events.ShowHint(says):
                self._say(f"hint: {says}")
            case events.ShowModel(dealt):
                self._model(dealt)
            case events.ShowSteps(dealt):
                self._steps(dealt)
            case events.Judged(attempt):
                self._judged(attempt)
            case events.Passed(attempt):
                self._keep(attempt)
            case events.Regrade(attempt, rating, right):
                self.keeper.regrade(attempt, rating, right)
            case events.TakeBack(dealt):
                self._take_back(dealt)

    def _say(self, says: str, style: str = "") -> None:
        self.console.print(screens.remark(says, self.look, style))

    def _summarise(self, drill: Drill) -> None:
        seconds, saved = self.clock() - self.began, self.keeper.saved()
        self.console.print(
            screens.summary(drill.attempts, seconds, self.again, self.look, saved, carried=self.carried)
        )

    def _pose(self, planned: Planned, drill: Drill) -> events.Event:
        dealt = self._dealt(planned)
        if self.count:
            self.console.print()
        self.count += 1
        if planned.study:
            self._study(planned)
        why = self._why(planned, dealt)
        self.console.print(screens.head(dealt, drill.place + 1, len(drill.plan), self.look, why))
        self.console.print()
        self.console.print(question(dealt, self.look))
        self.console.print()
        if self.count == 1:
            # whoever reads a question has no use for a processor: let it load what proofs need
            self._loading = threading.Thread(target=_warm_up, daemon=True)
            self._loading.start()
        self._unproven = dealt.problem
        self._shown = (self.wall(), self.prompt.idle)
        return events.Posed(dealt, self.clock(), planned.study, why.seconds)

    def _why(self, planned: Planned, dealt: Dealt) -> screens.Why:
        """Why a question is asked, and how long it should take."""
        return screens.Why(planned.why, planned.recall, self.keeper.target(dealt))

    def _study(self, planned: Planned) -> None:
        """The solution of another variant, for a question that keeps being forgotten."""
        from dldrill.show.solution import on_demand

        example = Source(planned.what, f"{self.seed}-example").deal(0)
        self._say(kept_screens.STUDY)
        self.console.print(question(example, self.look))
        self.console.print(on_demand(example, self.look))
        if self.prompt.interactive:
            self.prompt.ask(kept_screens.go_on(self.look))

    def _dealt(self, planned: Planned) -> Dealt:
        return Source(planned.what, self.seed).deal(planned.index)

    def _proven(self) -> bool:
        """Whether the question shown stands its proof; judged once, before anything is graded."""
        problem, self._unproven = self._unproven, None
        if problem is None:
            return True
        if self._loading is not None:
            self._loading.join()
        from dldrill.proving.roads import prove_fast

        return prove_fast(problem).ok

    def _several(self, drill: Drill) -> bool:
        return drill.posed is not None and len(drill.posed.parts) > 1

    def _ask(self, prompt: str) -> events.Event:
        typed = self._typed(prompt)
        now = self.clock()
        if typed is None:
            return events.Ended(now)
        word = typed.strip()
        if word == "?":
            self.console.print(screens.help_on_keys(self.look))
            return self._ask(prompt)
        if word in COMMANDS:
            return events.Pressed(COMMANDS[word], now)
        if not self._proven():
            says = "The two ways of computing this answer disagree: it is not counted. Here are new numbers."
            self._say(says, "yellow")
            return events.Pressed(Key.RETRY, now)
        return events.Typed(typed, now, once=not self.prompt.interactive)

    def _pause(self) -> events.Event:
        """What a person wants after a verdict; a pipe always goes on."""
        if not self.prompt.interactive:
            return events.Pressed(Key.NEXT, self.clock())
        while True:
            typed = self._typed(screens.keys(self.look, self.keeper.recorder is not None))
            if typed is None:
                return events.Ended(self.clock())
            word = typed.strip().lower().lstrip(":")
            if word in PAUSE:
                return events.Pressed(PAUSE[word], self.clock())
            self.console.print(screens.help_on_keys(self.look))

    def _judged(self, attempt: Attempt) -> None:
        kept = self._keep(attempt)
        echo = screens.read_as(attempt, self.look)
        if echo is not None:
            self.console.print(echo)
        self.console.print(screens.judged(attempt, self.look))
        self.keeper.tell(kept)

    def _keep(self, attempt: Attempt) -> Kept | None:
        """Record an attempt, before anything is said of it."""
        shown, idle = self._shown
        return self.keeper.keep(attempt, shown, self.prompt.idle - idle)

    def _ask_rating(self, attempt: Attempt) -> events.Event:
        rated = self.keeper.ask_rating(attempt)
        return events.Ended(self.clock()) if rated is None else rated

    def _take_back(self, dealt: Dealt) -> None:
        self.keeper.undo()
        self._shown = (self.wall(), self.prompt.idle)
        self._say(f"Taken back. Answer {dealt.id} again:")

    def _model(self, dealt: Dealt) -> None:
        from dldrill.show.words import shown_answer

        self.console.print(shown_answer(dealt, self.look))

    def _steps(self, dealt: Dealt) -> None:
        from dldrill.show.solution import on_demand

        self.console.print(on_demand(dealt, self.look))


def _warm_up() -> None:
    # numpy starts threads of its own, which inherit this mask: a Ctrl-C that one of them received
    # would not wake the line editor
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGALRM})
    import fsrs  # noqa: F401
    import mpmath  # noqa: F401
    import numpy  # noqa: F401
