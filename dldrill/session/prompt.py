"""Reading a line from whoever is there: a person with a line editor, or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Protocol

from dldrill.faults import Fault
from dldrill.maths.text import safe
from dldrill.session.keyboard import pause, typed_early, watched

STOPPED = 3.0  #: seconds without a wake after which the program must have been stopped (a closed lid)
LEFT_OUT = "What was typed before this was asked is left out."
LONGEST = 100_000  #: characters of a piped line that are kept; no answer is nearly as long


class Prompt(Protocol):
    """Something that answers when asked."""

    on_wake: Callable[[], str | None]
    idle: float  #: seconds so far in which the program was stopped

    @property
    def interactive(self) -> bool:
        """Whether a person is there, who can be asked again."""

    def ask(self, prompt: str) -> str | None:
        """A line without its end, or None when there are no more."""


class _Aside(Exception):
    """Breaks off a line that is being typed; it is gone on with afterwards.

    Attributes:
        typed: the line so far.
        says: what to say in between; None: the program is to stop.
    """

    def __init__(self, typed: str, says: str | None) -> None:
        super().__init__(says)
        self.typed, self.says = typed, says


class Terminal:
    """A person at a terminal: readline edits the line, and knows how wide the prompt is."""

    interactive = True

    def __init__(self, colour: bool) -> None:
        try:
            import readline  # importing it is what gives input() its line editor
        except ImportError:
            colour = False
            self._editor = None
        else:
            self._editor = readline
            # where the locale knows only ASCII, the bytes of other letters would be taken for Meta keys
            for setting in ("input-meta on", "convert-meta off", "output-meta on"):
                readline.parse_and_bind(f"set {setting}")
        self._colour = colour
        self.idle = 0.0
        self._awake_at = 0.0
        self.on_wake: Callable[[], str | None] = lambda: None  #: called while waiting; what it says is shown
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="surrogateescape")

    def ask(self, prompt: str) -> str | None:
        """The line typed, or None at Ctrl-D.

        What was typed before is no answer to it, and what is pasted in several lines is one.
        """
        if typed_early().strip():
            sys.stdout.write(f"{LEFT_OUT}\n")
        if self._colour:
            # between \x01 and \x02 readline counts no columns
            prompt = f"\x01\x1b[1m\x02{prompt}\x01\x1b[0m\x02"
        typed = ""
        while True:
            sys.stdout.flush()
            self._awake_at = monotonic()
            try:
                return self._line(prompt, typed).replace("\r", " ").replace("\n", " ")
            except EOFError:
                sys.stdout.write("\n")
                return None
            except _Aside as aside:
                typed = aside.typed
                if aside.says is None:
                    self.idle += pause()
                else:
                    sys.stdout.write(f"\r\n{aside.says}\n")

    def _line(self, prompt: str, typed: str) -> str:
        """A line, begun with what was typed of it before."""
        if self._editor is not None:
            # a hook in Python would swallow a Ctrl-C that comes while it runs
            self._editor.set_startup_hook(partial(self._editor.insert_text, typed) if typed else None)
        try:
            with watched(self._wake, self._stop):
                return input(prompt)
        except SystemError as error:
            # input() runs the handler of a signal that is due while another is on its way up, and the
            # interpreter then takes what the handler calls for broken
            if error.__cause__ is None:
                raise
            raise error.__cause__ from error

    def _typed(self) -> str:
        return "" if self._editor is None else self._editor.get_line_buffer()

    def _wake(self) -> None:
        """Say something above the line that is being typed; notice how long the program was stopped."""
        before, self._awake_at = self._awake_at, monotonic()
        if self._awake_at - before > STOPPED:
            self.idle += self._awake_at - before
        says = self.on_wake()
        if says:
            raise _Aside(self._typed(), says)

    def _stop(self) -> None:
        raise _Aside(self._typed(), None)


class Pipe:
    """A stream of answers, one a line; nothing is prompted."""

    interactive = False
    idle = 0.0

    def __init__(self) -> None:
        self.on_wake: Callable[[], str | None] = lambda: None  # a pipe is never waited for
        if sys.stdin is not None and hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="surrogateescape")

    def ask(self, prompt: str) -> str | None:
        """The next line, or None at the end."""
        if sys.stdin is None or sys.stdin.closed:
            return None
        line = sys.stdin.readline(LONGEST)
        if not line:
            return None
        rest = line
        while rest and not rest.endswith("\n"):
            rest = sys.stdin.readline(LONGEST)
        return line.rstrip("\r\n")


def prompt_here(colour: bool) -> Prompt:
    """A prompt that suits standard input."""
    if sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty():
        return Terminal(colour)
    return Pipe()


def go_on_without(fault: Fault, prompt: Prompt) -> bool:
    """Whether to go on although nothing can be recorded; answers from a pipe always do."""
    sys.stdout.flush()
    sys.stderr.write(f"dldrill: {safe(str(fault))}\n")
    if not prompt.interactive:
        sys.stderr.write("dldrill: the drill goes on unrecorded\n")
        return True
    while True:
        typed = prompt.ask("Go on without recording the answers? (y/n) > ")
        word = "n" if typed is None else typed.strip().lower()
        if word in ("y", "yes", "n", "no"):
            return word.startswith("y")
