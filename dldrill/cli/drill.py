"""``dldrill drill``."""

from __future__ import annotations

import sys
from random import SystemRandom
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from dldrill.cli.options import Bank, Plain, Seed, command_app, examples

if TYPE_CHECKING:
    from dldrill.bank.library import Library
    from dldrill.bank.question import Question
    from dldrill.derivation.family import Family

app = command_app()


@app.command(
    epilog=examples(
        "dldrill drill -n 5",
        "dldrill drill --topic convolution --minutes 20",
        r"printf 't\nf\n' | dldrill drill --topic activations -n 2 --seed k3f9",
    ),
)
def drill(
    number: Annotated[int, typer.Option("-n", "--number", min=1, help="How many questions.")] = 10,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", metavar="T", help="Only this. Repeatable.")
    ] = None,
    exam: Annotated[
        str | None, typer.Option("--exam", metavar="E", help="Only this exam's questions.")
    ] = None,
    family: Annotated[str | None, typer.Option("--family", metavar="F", help="Only this family.")] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", metavar="M", min=0, help="Begin no question after this time.")
    ] = None,
    seed: Seed = None,
    bank: Bank = None,
    plain: Plain = False,
) -> None:
    """Answer questions against the clock; each has new numbers.

    Topics take turns. Answers can also be piped in, one a line. Type ? instead of an answer to see
    the keys.
    """
    from dldrill.bank.library import load
    from dldrill.faults import Fault
    from dldrill.session.plan import new_seed, plan
    from dldrill.session.shell import Shell, again_with

    chosen = _chosen(load(bank or ()), tuple(topic or ()), exam, family)
    if not chosen:
        raise Fault("no question is left: ask for fewer conditions", code="usage")
    own_seed = seed or new_seed(SystemRandom())
    again = again_with(number, topic or (), exam, family)
    shell = Shell(sys.stdout, plain, own_seed, again, monotonic)
    code = shell.run(plan(chosen, number, own_seed), None if minutes is None else minutes * 60)
    raise typer.Exit(code)


def _chosen(
    library: Library, topics: tuple[str, ...], exam: str | None, family: str | None
) -> list[Question | type[Family]]:
    from dldrill.families import family as family_named

    name = family.replace("-", "_") if family else ""
    found: list[Question | type[Family]] = list(library.chosen(topics, exam, family=name))
    if family and not found and not topics and exam is None:
        return [family_named(family)]
    return found
