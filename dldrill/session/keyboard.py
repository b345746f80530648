"""A terminal's keyboard beside the line that is edited: what is typed too early, and Ctrl-Z."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

PASTE = 0.05  #: seconds of silence after which a paste has ended
BLOCK = 1 << 16
NOTICE = 0.3  #: seconds after which a signal that readline missed is noticed


def typed_early() -> str:
    """Take what was typed before anything was asked; without a terminal that is nothing.

    The rest of a paste and an Enter too many would otherwise answer a question that nobody has seen.
    """
    try:
        import termios
        import tty
    except ImportError:
        return ""
    early = b""
    try:
        keyboard = sys.stdin.fileno()
        before = termios.tcgetattr(keyboard)
        # a line that was not ended yet can only be seen where lines are not gathered
        tty.setcbreak(keyboard, termios.TCSANOW)
        try:
            while select.select([keyboard], [], [], PASTE if early else 0)[0]:
                read = os.read(keyboard, BLOCK)
                if not read:
                    break
                early += read
        finally:
            termios.tcsetattr(keyboard, termios.TCSANOW, before)
    except (termios.error, OSError, ValueError):
        return ""
    return early.decode("utf-8", "replace").replace("\x00", "")


@contextmanager
def watched(wake: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    """Wake readline now and then, and tell when Ctrl-Z is pressed.

    A signal that came just before readline began to wait would go unseen until the next key.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    woken = signal.signal(signal.SIGALRM, lambda *_: wake())
    stopping = signal.signal(signal.SIGTSTP, lambda *_: stop())
    signal.setitimer(signal.ITIMER_REAL, NOTICE, NOTICE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, woken)
        signal.signal(signal.SIGTSTP, stopping)


def pause() -> float:
    """Stop the program, as Ctrl-Z asks; when it goes on, the seconds that it was stopped."""
    since, before = monotonic(), signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, before)
    return monotonic() - since
