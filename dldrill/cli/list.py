"""``dldrill list``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dldrill.cli import completing
from dldrill.cli.options import Bank, Json, OfExam, Plain, Topics, command_app, examples
from dldrill.cli.target import library

if TYPE_CHECKING:
    from dldrill.bank.question import Question

app = command_app()


@app.command(
    name="list",
    epilog=examples(
        "dldrill list --exam ist-feb23",
        "dldrill list --family conv_params",
    ),
)
def list_(
    topic: Topics = None,
    exam: OfExam = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="T",
            help="Only this type of question, as claim or compute.",
            autocompletion=completing.types,
        ),
    ] = None,
    family: Annotated[
        str | None,
        typer.Option(
            "--family",
            metavar="F",
            help="A family: its givens, its answers and its questions.",
            autocompletion=completing.families,
        ),
    ] = None,
    bank: Bank = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """List the questions and the families they come from."""
    from dldrill.bank.types import READERS
    from dldrill.faults import Fault

    if type_ is not None and type_ not in READERS:
        raise Fault(f"there is no type {type_!r}: choose from {', '.join(READERS)}", code="usage")
    name = family.replace("-", "_") if family else ""
    found = library(bank).chosen(tuple(topic or ()), exam, (type_,) if type_ else (), name)
    if json:
        from dldrill.show.data import dumps

        typer.echo(dumps([_row(question) for question in found]))
        return
    from dldrill.show.listing import family_givens, listing, of_exam
    from dldrill.show.look import console_of, stdout_look

    look = stdout_look(plain)
    console = console_of(sys.stdout, look)
    if family:
        from dldrill.families import family as family_named

        console.print(family_givens(family_named(family), name, look))
    if exam is not None:
        from dldrill.bank.exam import exam_named

        console.print(of_exam(exam_named(exam), found, look))
        return
    console.print(listing(found, look))


def _row(question: Question) -> dict[str, Any]:
    from dldrill.bank.question import Compute
    from dldrill.dealing.counts import variants

    return {
        "id": question.id,
        "type": question.type,
        "topic": question.topic,
        "sources": list(question.sources),
        "family": (question.family or None) if isinstance(question, Compute) else None,
        "points": question.points,
        "minutes": question.minutes,
        "variants": variants(question),
    }
