"""The program: its commands by name, and what becomes of everything that can go wrong."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from enum import IntEnum
from importlib import import_module
from types import FrameType
from typing import Annotated, Any, TextIO

import typer
from typer.core import TyperGroup

from dldrill.cli.interrupting import heed
from dldrill.faults import Fault

COMMANDS = (
    *("drill", "exam", "stats", "record", "solve", "check", "draw", "sheet", "verify", "list"),
    *("bank", "new-family"),
)


class Exit(IntEnum):
    """The exit codes that scripts rely on.

    Ended by a signal, it is 128 and the signal's number, as shells tell it: 130 after Ctrl-C, 143 after
    SIGTERM, 129 when the terminal was closed. NEGATIVE also when nobody reads the output any more, USAGE
    when it cannot be written.
    """

    DONE = 0
    NEGATIVE = 1
    USAGE = 2
    INTERRUPTED = 130


class Commands(TyperGroup):
    """The commands, each imported only when it is named or listed."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"dldrill.cli.{cmd_name.replace('-', '_')}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_EXAMPLES = """\b
Examples:
  dldrill drill -n 10
  dldrill solve ist-feb23/P1.1
  dldrill exam uw-au24-q4
  dldrill COMMAND --help
"""


def _version(ctx: typer.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        typer.echo(f"dldrill {version('dldrill')}")
        raise typer.Exit


@app.callback(invoke_without_command=True, epilog=_EXAMPLES)
def start(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A gym for deep-learning exams: fresh numbers, proven answers, named mistakes.

    Questions come from banks; numeric ones are dealt with new numbers each time, and every answer
    is proven by its steps, by sympy and by numpy.
    """
    if ctx.invoked_subcommand is None:
        from dldrill.cli.welcome import welcome

        welcome()


def main(args: list[str] | None = None) -> None:
    """Run a command line, and leave with its exit code and at most one line about what went wrong."""
    _open_streams()
    for ended in _ENDINGS:
        if signal.getsignal(ended) is signal.SIG_DFL:  # nohup has its reasons
            heed(ended, _leave)
    code = _flushed(run(sys.argv[1:] if args is None else args))
    for late in (signal.SIGINT, *_ENDINGS):
        signal.signal(late, signal.SIG_IGN)
    sys.exit(code)


_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _leave(number: int, frame: FrameType | None) -> None:
    """Unwind, so that the terminal and the record are left as they should be."""
    raise SystemExit(128 + number)


def _open_streams() -> None:
    """Give a stream that was closed at the start a place to write to, before a file gets its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _flushed(code: int) -> int:
    """The exit code, once everything is written that can be.

    What cannot is dropped here: the interpreter would try again at its end, and leave with a code of its own.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _of_os(error) if code < 128 else code
        _drop(sys.stdout)
    try:
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)
    return code


def _drop(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def run(args: list[str]) -> int:
    """The exit code of a command line."""
    try:
        result = _called(args)
    except Fault as fault:
        return _said(str(fault))
    except typer.TyperException as error:
        return _said(" ".join(error.format_message().split()))
    except (KeyboardInterrupt, typer.Abort):
        _write("\n")
        return Exit.INTERRUPTED
    except SystemExit as left:
        return _left(left)
    except OSError as error:
        return _of_os(error)
    except Exception as error:  # an installed family can fail in any way, and is told by its name
        code = _of_any(error)
        if code is None:
            raise
        return code
    return result if isinstance(result, int) else Exit.DONE


def _called(args: list[str]) -> Any:
    """What the command returns, or the exit code it leaves with."""
    asked = os.environ.get("_DLDRILL_COMPLETE")
    if asked:
        from dldrill.cli.shells import reply

        return reply(typer.main.get_command(app), asked)
    return app(args, standalone_mode=False, prog_name="dldrill")


def _left(ending: SystemExit) -> int:
    """The exit code of what ended the program; a signal leaves the line it came in."""
    code = ending.code if isinstance(ending.code, int) else Exit.NEGATIVE
    if code > 128:
        _write("\n")
    return code


def _of_any(error: Exception) -> int | None:
    """What becomes of a signal in disguise, or of an error in an installed family; None: it is our own."""
    ending = _ending_behind(error) if isinstance(error, ImportError | RuntimeError) else None
    if ending is not None:
        return _left(ending)
    from dldrill.families._packages import blamed

    says = blamed(error)
    return None if says is None else _said(says)


def _ending_behind(error: BaseException | None) -> SystemExit | None:
    """The signal behind an error: Python 3.11 wraps what is raised while a class is made in an error.

    Where a module is imported, that can be a Ctrl-C.
    """
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return SystemExit(Exit.INTERRUPTED)
        if isinstance(error, SystemExit):
            return error
        error = error.__cause__
    return None


def _of_os(error: OSError) -> int:
    """What becomes of an error of the system: mostly nobody reads the output, or it cannot be written."""
    if isinstance(error, BrokenPipeError):
        _drop(sys.stdout)  # whoever read the output has gone; there is nobody left to tell
        return Exit.NEGATIVE
    if error.filename is not None:
        return _said(f"{error.filename}: {error.strerror}")
    _drop(sys.stdout)
    return _said(f"the output cannot be written: {error.strerror}")


def _said(line: str) -> int:
    from dldrill.maths.text import safe

    _write(f"dldrill: {safe(line)}\n")
    return Exit.USAGE


def _write(line: str) -> None:
    """Write to standard error, which can be gone as well."""
    try:
        sys.stderr.write(line)
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)
