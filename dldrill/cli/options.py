"""The options that several commands share, with one wording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dldrill.cli import completing

Bank = Annotated[
    list[Path] | None,
    typer.Option("--bank", metavar="PATH", help="Add a bank: a TOML file or a folder of them. Repeatable."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON only.")]
Plain = Annotated[bool, typer.Option("--plain", help="No boxes, no colour, maths in words.")]
Seed = Annotated[
    str | None, typer.Option("--seed", metavar="S", help="Deal from this seed; the same seed gives the same.")
]
Record = Annotated[
    Path | None, typer.Option("--record", metavar="FILE", help="Another record than your own.")
]
ExamDate = Annotated[
    str | None, typer.Option("--exam-date", metavar="DATE", help="The day of your exam, like 2026-12-10.")
]
Topics = Annotated[
    list[str] | None,
    typer.Option("--topic", metavar="T", help="Only this. Repeatable.", autocompletion=completing.topics),
]
OfExam = Annotated[
    str | None,
    typer.Option("--exam", metavar="E", help="Only this exam's questions.", autocompletion=completing.exams),
]
Problem = Annotated[
    str,
    typer.Argument(
        metavar="ID|FAMILY",
        help="A question, an exam's question, a family.",
        autocompletion=completing.problems,
    ),
]
Index = Annotated[int, typer.Option("--index", metavar="I", min=0, help="Which variant of the seed.")]


def command_app() -> typer.Typer:
    """An app that holds one command; its help is plain text and its errors are the caller's."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def examples(*commands: str) -> str:
    """The examples under a command's help, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)
