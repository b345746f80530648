"""Signals, and the moments at which they must wait.

Python imports with callbacks of its own. An exception that a signal raises in one of them is printed as
ignored and lost, and one that is raised while a class is made comes out as another error. So a signal
that comes while the main thread imports something is sent again a moment later.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

Handler = Callable[[int, FrameType | None], None]

MOMENT = 0.02  #: seconds
_IMPORTING = "<frozen importlib"


def interrupt(number: int, frame: FrameType | None) -> None:
    """What Ctrl-C does.

    Raises:
        KeyboardInterrupt: always.
    """
    raise KeyboardInterrupt


def heed(number: int, handler: Handler) -> None:
    """Have a signal handled as soon as nothing is being imported."""
    can_wait = hasattr(signal, "pthread_kill")
    signal.signal(number, _patient(handler) if can_wait else handler)


def _patient(handler: Handler) -> Handler:
    def wait_or_handle(number: int, frame: FrameType | None) -> None:
        if not _is_importing(frame):
            handler(number, frame)
            return
        import threading

        # to this thread, since its system calls have to end
        again = threading.Timer(MOMENT, signal.pthread_kill, (threading.get_ident(), number))
        again.daemon = True
        again.start()

    return wait_or_handle


def _is_importing(frame: FrameType | None) -> bool:
    """Whether a frame runs below an import that the program began; one that began the program is over."""
    while frame is not None and frame.f_globals.get("__name__") != "dldrill.__main__":
        if frame.f_code.co_filename.startswith(_IMPORTING):
            return True
        frame = frame.f_back
    return False
