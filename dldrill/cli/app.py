"""The program: its commands by name, and what becomes of everything that can go wrong."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dldrill.faults import Fault

COMMANDS = ("drill", "exam", "stats", "record", "solve", "check", "draw", "verify", "list")


class Exit(IntEnum):
    """The exit codes that scripts rely on."""

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
        module = import_module(f"dldrill.cli.{cmd_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"dldrill {version('dldrill')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
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
    code = run(sys.argv[1:] if args is None else args)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read the output has gone; there is nobody left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.NEGATIVE
    sys.exit(code)


def run(args: list[str]) -> int:
    """The exit code of a command line."""
    try:
        result = app(args, standalone_mode=False, prog_name="dldrill")
    except Fault as fault:
        return _said(str(fault))
    except typer.TyperException as error:
        return _said(" ".join(error.format_message().split()))
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("\n")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.NEGATIVE
    return result if isinstance(result, int) else Exit.DONE


def _said(line: str) -> int:
    from dldrill.maths.text import safe

    sys.stderr.write(f"dldrill: {safe(line)}\n")
    return Exit.USAGE
