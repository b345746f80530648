"""``dldrill check``."""

from __future__ import annotations

import sys

import typer

from dldrill.cli.options import Bank, Index, Json, Plain, Problem, Seed, command_app, examples
from dldrill.cli.target import EXTRA, TakesGivens, dealt_of, library, split_givens

app = command_app()


@app.command(
    cls=TakesGivens,
    context_settings=EXTRA,
    epilog=examples(
        "dldrill check ist-feb23/P1.1 1693344",
        "dldrill check ist-feb23/P1.1 conv1=8192 params=1693330",
        "dldrill check conv_shape --kernel-size 8 --stride 4 7x7x16",
    ),
)
def check(
    ctx: typer.Context,
    name: Problem,
    seed: Seed = None,
    index: Index = 0,
    bank: Bank = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Grade an answer and name the mistake in it.

    The verdict is right, partly, wrong or unreadable.
    Arguments after the ID are answers, one a part, or name=value; a single one is the result. Any
    step may be answered by name, and what follows from a slip is accepted as carried. Exits with 0
    if all is right, 1 if not, 2 if an answer cannot be read.
    """
    from dldrill.dealing.locate import locate
    from dldrill.faults import Fault
    from dldrill.grading.marking import by_position, grade

    what = locate(name, library(bank))
    givens, answers = split_givens(ctx.args, what)
    if not answers:
        raise Fault("give an answer: dldrill check ID ANSWER", code="usage")
    dealt = dealt_of(what, givens, seed, index)
    verdict = grade(dealt, by_position(dealt, answers))
    if json:
        from dldrill.show.data import dumps
        from dldrill.show.data import verdict as as_data

        typer.echo(dumps(as_data(verdict)))
    else:
        from dldrill.show.drill import verdict_of
        from dldrill.show.look import console_of, stdout_look

        look = stdout_look(plain)
        console_of(sys.stdout, look).print(verdict_of(verdict, look))
    raise typer.Exit({"right": 0, "unreadable": 2}.get(verdict.verdict, 1))
