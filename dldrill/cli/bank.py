"""``dldrill bank``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dldrill.cli.options import Json, command_app, examples

app = command_app()


@app.callback(
    invoke_without_command=True,
    epilog=examples("dldrill bank new my-course.toml", "dldrill bank check my-course.toml"),
)
def bank(ctx: typer.Context) -> None:
    """Start a bank of your own, and check it."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(
    epilog=examples(
        "dldrill bank new my-course.toml",
        "dldrill drill --bank my-course.toml --topic my-course",
    )
)
def new(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A new file; its name is the topic.")],
) -> None:
    """Write a bank to start from.

    It holds questions of each type, with comments that say what each key does. Nothing is overwritten.
    """
    from dldrill.checking.starter import start_bank
    from dldrill.maths.text import safe
    from dldrill.show.suggested import NOTHING, command_line

    start_bank(path)
    typer.echo(f"wrote {path}: questions of each type. Change it, and go on with:\n")
    typer.echo(f"  {safe(command_line(NOTHING, 'bank', 'check', str(path)))}")
    typer.echo(f"  {safe(command_line(NOTHING, 'drill', '--bank', str(path), '--topic', path.stem))}")


@app.command(
    epilog=examples("dldrill bank check my-course.toml", "dldrill bank check banks/ --json"),
)
def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Banks: TOML files, or folders of them.")
    ],
    json: Json = False,
) -> None:
    """Find every fault, with file, line and what to write instead.

    Texts and formulas are read; problems are dealt, and their answers compared with the
    check. Exits with 1 if there is a fault.
    """
    from dldrill.bank.library import files_of
    from dldrill.checking.bank import check_banks
    from dldrill.faults import Fault
    from dldrill.maths.text import safe

    files = files_of(paths)
    if not files:
        raise Fault("there is no bank, a .toml file of questions: write where it is", code="bank")
    checked = check_banks(files)
    if json:
        from dldrill.show.data import dumps

        typer.echo(dumps([finding._asdict() for finding in checked.findings]))
    else:
        for finding in checked.findings:
            typer.echo(safe(str(finding)))
        typer.echo(_summary(len(files), checked.questions, len(checked.findings)), err=True)
    if checked.findings:
        raise typer.Exit(1)


def _summary(files: int, questions: int, faults: int) -> str:
    asked = f"{_counted(questions, 'question')} in {_counted(files, 'file')}"
    return f"{asked}: {_counted(faults, 'fault') if faults else 'no faults'}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
