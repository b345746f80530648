"""Reading a line from whoever is there: a person with a line editor, or a pipe."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

from dldrill.faults import Fault
from dldrill.maths.text import safe

STOPPED = 3.0  #: seconds without a wake after which the program must have been stopped (Ctrl-Z, a closed lid)
NOTICE = 0.3  #: seconds after which a Ctrl-C that readline missed is noticed
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


class Terminal:
    """A person at a terminal: readline edits the line, and knows how wide the prompt is."""

    interactive = True

    def __init__(self, colour: bool) -> None:
        try:
            import readline  # importing it is what gives input() its line editor
        except ImportError:
            colour = False
            self._buffer: Callable[[], str] = str
        else:
            self._buffer = readline.get_line_buffer
        self._colour = colour
        self.idle = 0.0
        self._awake_at = 0.0
        self.on_wake: Callable[[], str | None] = lambda: None  #: called while waiting; what it says is shown
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="surrogateescape")

    def ask(self, prompt: str) -> str | None:
        """The line typed, or None at Ctrl-D."""
        sys.stdout.flush()
        self._awake_at = monotonic()
        plain = prompt
        if self._colour:
            # between \x01 and \x02 readline counts no columns
            prompt = f"\x01\x1b[1m\x02{prompt}\x01\x1b[0m\x02"
        try:
            with _awake(lambda: self._interject(plain)):
                return input(prompt)
        except EOFError:
            sys.stdout.write("\n")
            return None
        except SystemError as error:
            # input() runs the handler of a wake that is due while a Ctrl-C is on its way up, and the
            # interpreter then takes what the handler calls for broken
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise KeyboardInterrupt from error
            raise

    def _interject(self, prompt: str) -> None:
        """Say something above the line that is being typed; notice how long the program was stopped."""
        before, self._awake_at = self._awake_at, monotonic()
        if self._awake_at - before > STOPPED:
            self.idle += self._awake_at - before
        says = self.on_wake()
        if says:
            sys.stdout.write(f"\r\n{says}\r\n{prompt}{self._buffer()}")
            sys.stdout.flush()


@contextmanager
def _awake(then: Callable[[], None]) -> Iterator[None]:
    """Wake readline now and then: a signal that came just before it began to wait would go unseen."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, lambda *_: then())
    signal.setitimer(signal.ITIMER_REAL, NOTICE, NOTICE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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
