"""``dldrill draw``."""

from __future__ import annotations

import sys
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated

import typer

from dldrill.cli.options import Bank, Json, Plain, Problem, Seed, command_app, examples
from dldrill.cli.target import library

if TYPE_CHECKING:
    from dldrill.dealing.source import Source

app = command_app()


@app.command(
    epilog=examples(
        "dldrill draw conv_shape -n 3",
        "dldrill draw ist-feb23/P1.1 -n 100 --seed week7 --json > variants.jsonl",
    ),
)
def draw(
    name: Problem,
    number: Annotated[int, typer.Option("-n", "--number", metavar="N", min=1, help="How many variants.")] = 1,
    seed: Seed = None,
    start: Annotated[
        int, typer.Option("--start", metavar="I", min=0, help="Index of the first variant.")
    ] = 0,
    bank: Bank = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Deal variants with answers and steps.

    With --json one variant a line, with all that is needed to build it again.
    """
    from dldrill.dealing.locate import locate
    from dldrill.dealing.source import Source
    from dldrill.proving.roads import prove
    from dldrill.session.plan import new_seed

    source = Source(locate(name, library(bank)), seed or new_seed(SystemRandom()))
    _must_have(source, start, number)
    failed = False
    for index in range(start, start + number):
        dealt = source.deal(index)
        proof = prove(dealt.problem) if dealt.problem else None
        failed = failed or (proof is not None and not proof.ok)
        if json:
            from dldrill.show.data import dumps, variant

            typer.echo(dumps(variant(dealt, proof)))
        else:
            from dldrill.show.look import console_of, stdout_look
            from dldrill.show.solution import worked

            look = stdout_look(plain)
            console = console_of(sys.stdout, look)
            if index > start:
                console.print()
            console.print(worked(dealt, proof, look))
    if failed:
        raise typer.Exit(1)


def _must_have(source: Source, start: int, number: int) -> None:
    """Refuse to begin with more variants than there are."""
    from dldrill.faults import Fault

    try:
        source.deal(start + number - 1)
    except Fault as fault:
        known = source.exhausted
        if fault.code != "index" or known is None:
            raise
        least = f"-n {known - start} or less" if start < known else f"a --start below {known}"
        raise Fault(f"{source.name} has {known:,} variants: give {least}", code="index") from fault
