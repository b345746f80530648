"""Runs a walk through the steps of a solution: shows, reads, and feeds the reducer with what was typed."""

from __future__ import annotations

from typing import TextIO

from dldrill.dealing.dealt import Dealt
from dldrill.session import walk as events
from dldrill.session.prompt import Prompt, prompt_here
from dldrill.session.walk import Effect, Walk
from dldrill.show import walk as screens
from dldrill.show.drill import asking, remark
from dldrill.show.look import console_of, look_of

INTERRUPTED = 130


class Walker:
    """A walk on a terminal or a pipe.

    Args:
        stream: where everything is shown.
        plain: no boxes, no colour, maths in words.
        prompt: who answers; standard input where none is given.
    """

    def __init__(self, stream: TextIO, plain: bool, prompt: Prompt | None = None) -> None:
        self.look = look_of(stream, plain)
        self.console = console_of(stream, self.look)
        self.prompt = prompt or prompt_here(self.console.color_system is not None)

    def run(self, dealt: Dealt) -> int:
        """The exit code when the walk has ended; a question without steps says so in a line."""
        walk = events.walk_through(dealt)
        if walk is None:
            self.console.print(screens.without_steps(dealt), markup=False, highlight=False)
            return 0
        self.console.print(screens.opening(dealt, self.look))
        effects, code = events.begin(walk), 0
        while True:
            try:
                event = self._carry_out(walk, effects)
            except KeyboardInterrupt:
                self.console.print()
                event, code = events.Ended(), INTERRUPTED
            if event is None:
                return code
            walk, effects = events.reduce(walk, event)

    def _carry_out(self, walk: Walk, effects: list[Effect]) -> events.Event | None:
        """Show what the reducer asks for; what was typed then, or None at the end."""
        for effect in effects:
            match effect:
                case events.AskFor(part):
                    return self._ask(asking(part, True, self.look))
                case events.ShowReason(place, count, step):
                    self.console.print(screens.reason(place, count, step, self.look))
                case events.Unread(says):
                    self.console.print(remark(says, self.look, "yellow"))
                case events.Tell(verdict):
                    self.console.print(screens.told(verdict, self.look))
                case events.ShowLine(step):
                    self.console.print(screens.line(step, self.look))
                case events.Summarise(right, reached):
                    count = len(walk.dealt.parts)
                    self.console.print(screens.summary(right, reached, count, self.look))
        return None

    def _ask(self, prompt: str) -> events.Event:
        while True:
            typed = self.prompt.ask(prompt)
            if typed is None:
                return events.Ended()
            if typed.strip() != "?":
                return events.Typed(typed, once=not self.prompt.interactive)
            self.console.print(screens.help_on_keys(self.look))
