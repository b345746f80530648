"""Write docs/commands.md: the help of every command, as it stands in a terminal of 80 columns.

python docs/make_commands.py
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import typer

from dldrill.cli.app import app, run

HERE = Path(__file__).parent
COLUMNS = "80"
HEAD = """# Commands

The help of every command; [the index](README.md) leads to the pages that explain them. This page is made by
`python docs/make_commands.py`.
"""


def commands(group: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of the program itself and of every command below it, in the order of the help."""
    yield words
    if hasattr(group, "list_commands"):
        context = typer.Context(group)
        for name in group.list_commands(context):
            yield from commands(group.get_command(context, name), (*words, name))


def help_of(words: tuple[str, ...]) -> str:
    """What a command's ``--help`` prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        run([*words, "--help"])
    return "\n".join(line.rstrip() for line in printed.getvalue().strip().splitlines())


def page() -> str:
    """The text of the page."""
    parts = [HEAD]
    for words in commands(typer.main.get_command(app)):
        command = " ".join(("dldrill", *words))
        parts.append(f"## {command}\n\n```sh\n{command} --help\n```\n\n```text\n{help_of(words)}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page, into another folder when one is named."""
    os.environ["COLUMNS"] = COLUMNS
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    (folder / "commands.md").write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
