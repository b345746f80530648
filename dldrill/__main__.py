"""``python -m dldrill``, and the program of that name."""

import os
import signal
import sys


def main() -> None:
    """Run the command line.

    A Ctrl-C while it is still loading ends it at once: nothing was opened or written yet, and raised in
    the middle of an import, KeyboardInterrupt can come out as another error.
    """
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:  # a job in the background ignores it
        signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
    from dldrill.cli.app import main as run
    from dldrill.cli.interrupting import heed, interrupt

    try:
        if heeded:
            heed(signal.SIGINT, interrupt)
        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
