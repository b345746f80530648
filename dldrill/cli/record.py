"""``dldrill record``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dldrill.cli.options import Record, command_app, examples

if TYPE_CHECKING:
    from collections.abc import Iterator

app = command_app()


@app.callback(
    invoke_without_command=True,
    epilog=examples("dldrill record export -o answers.jsonl", "dldrill record import answers.jsonl"),
)
def record(ctx: typer.Context) -> None:
    """Move, join, and mend the record of your answers."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(
    epilog=examples("dldrill record export > answers.jsonl", "dldrill record export -o answers.jsonl")
)
def export(
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a new file.")
    ] = None,
    record: Record = None,
) -> None:
    """Print the log as JSON Lines.

    An attempt a line, then what was said about attempts later: taken back, rated anew, disputed.
    """
    from dldrill.faults import Fault
    from dldrill.record.hand import open_record
    from dldrill.record.transfer import exported

    with open_record(record) as opened:
        lines = (f"{line}\n" for line in exported(opened.lines()))
        if out is None:
            sys.stdout.writelines(lines)
            return
        try:
            with out.open("x", encoding="utf-8") as stream:
                stream.writelines(lines)
        except FileExistsError:
            raise Fault(f"{out} exists: name a new file", code="exists") from None
        except OSError as error:
            raise Fault(f"{out} cannot be written: {error.strerror}", code="write") from error


@app.command(
    "import",
    epilog=examples(
        "dldrill record import answers.jsonl", "ssh desk dldrill record export | dldrill record import -"
    ),
)
def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="What `dldrill record export` wrote; - for standard input.")
    ],
    record: Record = None,
) -> None:
    """Add the log of another record.

    What is here already is passed over: nothing is doubled, and nothing is lost.
    """
    from dldrill.record.hand import open_record
    from dldrill.record.transfer import imported

    lines = list(imported(_texts(file)))
    with open_record(record) as opened:
        added = opened.merge(lines)
    typer.echo(f"{added} of {len(lines)} lines were new")


def _texts(file: str) -> Iterator[str]:
    from dldrill.faults import Fault

    if file == "-":
        yield from sys.stdin
        return
    try:
        with Path(file).open(encoding="utf-8") as stream:
            yield from stream
    except OSError as error:
        raise Fault(f"{file} cannot be read: {error.strerror}", code="read") from error
    except UnicodeDecodeError as error:
        raise Fault(
            f"{file} is no text in UTF-8: give what `dldrill record export` wrote", code="read"
        ) from error


@app.command(epilog=examples("dldrill record rebuild"))
def rebuild(record: Record = None) -> None:
    """Make the schedule again from the log."""
    from dldrill.maths.text import safe
    from dldrill.record.hand import open_record
    from dldrill.show.suggested import Carried, command_line

    with open_record(record) as opened:
        opened.rebuild()
        damaged, cards = len(opened.damaged()), len(opened.cards())
    typer.echo(f"the schedule of {cards} question{'' if cards == 1 else 's'} was made again")
    if damaged:
        repair = command_line(Carried(record=record), "record", "repair")
        typer.echo(f"{damaged} lines of the log are damaged: {safe(repair)}", err=True)
        raise typer.Exit(1)


@app.command(epilog=examples("dldrill record repair"))
def repair(record: Record = None) -> None:
    """Begin a new record from a damaged one.

    It holds what is whole in the damaged one and in its last copy; the damaged one is kept.
    """
    from dldrill.faults import Fault
    from dldrill.record.hand import record_file
    from dldrill.record.repair import repair

    path = record_file(record)
    if not path.is_file():
        raise Fault(f"there is no record {path}", code="record")
    repaired = repair(path)
    typer.echo(f"{repaired.lines} lines are in the new record; the old one is {repaired.kept.name} beside it")
