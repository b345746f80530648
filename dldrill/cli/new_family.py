"""``dldrill new-family``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dldrill.cli import completing
from dldrill.cli.options import command_app, examples

app = command_app()


@app.command(
    name="new-family",
    epilog=examples(
        "dldrill new-family lstm_params",
        "dldrill new-family lstm_params --into my-families --topic sequences",
    ),
)
def new_family(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the family, in snake_case.")],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="FOLDER", help="A checkout of dldrill, or the folder of a package."),
    ] = None,
    topic: Annotated[
        str,
        typer.Option(
            "--topic",
            metavar="T",
            help="Of the bank that gets its question.",
            autocompletion=completing.topics,
        ),
    ] = "counting",
) -> None:
    """Start a problem family of your own.

    Writes a small family that works, its test and its question in a bank, with comments that say what
    to replace. In a checkout of dldrill they go where its own families are; elsewhere they become a
    package that dldrill finds once it is installed, or join the package in FOLDER. No file is replaced.
    """
    from dldrill.cli.scaffold import scaffold

    written = scaffold(name, into, topic)
    here = Path.cwd()
    for path in written.files:
        typer.echo(f"wrote {path.relative_to(here) if path.is_relative_to(here) else path}")
    typer.echo("\nIt works as it is. Put your problem into the first file, and go on with:\n")
    for command in written.next:
        typer.echo(f"  {command}")
