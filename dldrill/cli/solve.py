"""``dldrill solve``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dldrill.cli.options import Bank, Index, Json, Plain, Problem, Seed, command_app, examples
from dldrill.cli.target import EXTRA, TakesGivens, dealt_of, library, split_givens

if TYPE_CHECKING:
    from dldrill.dealing.dealt import Dealt
    from dldrill.proving.roads import Proof

app = command_app()


@app.command(
    cls=TakesGivens,
    context_settings=EXTRA,
    epilog=examples(
        "dldrill solve ist-feb23/P1.1",
        "dldrill solve conv_shape --height 84 --width 84 --kernel-size 8 --stride 4",
        "dldrill solve contrastive/perfect-encoders --seed k3f9 --json",
        "dldrill solve ist-feb23/P1.2 --step",
    ),
)
def solve(
    ctx: typer.Context,
    name: Problem,
    seed: Seed = None,
    index: Index = 0,
    bank: Bank = None,
    json: Json = False,
    plain: Plain = False,
    step: Annotated[
        bool, typer.Option("--step", help="Ask for the value of every step before it is shown.")
    ] = False,
) -> None:
    """Work an answer out, step by step.

    The solution ends with how it was verified. An exam's question is solved with the exam's own
    numbers; a family with yours: each of its givens is an option (dldrill list --family NAME lists
    them).
    """
    from dldrill.dealing.locate import locate
    from dldrill.faults import Fault
    from dldrill.proving.roads import prove

    what = locate(name, library(bank))
    givens, rest = split_givens(ctx.args, what)
    if rest:
        raise Fault(f"{rest[0]!r} is not expected: give numbers as --given value", code="usage")
    dealt = dealt_of(what, givens, seed, index)
    if step and json:
        raise Fault("--step asks for values and prints no JSON: leave one of the two out", code="usage")
    if step:
        raise typer.Exit(_walk(dealt, plain))
    proof = prove(dealt.problem) if dealt.problem else None
    if json:
        typer.echo(_as_json(dealt, proof))
    else:
        from dldrill.show.look import console_of, stdout_look
        from dldrill.show.solution import worked

        look = stdout_look(plain)
        console_of(sys.stdout, look).print(worked(dealt, proof, look))
    if proof and not proof.ok:
        raise typer.Exit(1)


def _walk(dealt: Dealt, plain: bool) -> int:
    """Take the steps one by one; the exit code."""
    from dldrill.faults import Fault
    from dldrill.proving.roads import prove_fast
    from dldrill.session.walking import Walker

    if dealt.problem is not None and not prove_fast(dealt.problem).ok:
        says = f"the ways of computing {dealt.id} disagree: try it without --step, or another --seed"
        raise Fault(says, code="unproven")
    return Walker(sys.stdout, plain).run(dealt)


def _as_json(dealt: Dealt, proof: Proof | None) -> str:
    """The variant, and for a claim what its experiment measured."""
    from dldrill.bank.question import Claim
    from dldrill.experiments import experiment as named
    from dldrill.show.data import dumps, experiment, variant

    found = variant(dealt, proof)
    if isinstance(dealt.question, Claim) and dealt.question.experiment:
        found["experiment"] = experiment(named(dealt.question.experiment)())
    return dumps(found)
