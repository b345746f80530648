"""``dldrill verify``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from dldrill.cli import completing
from dldrill.cli.options import Bank, Json, Plain, Seed, command_app, examples
from dldrill.cli.target import library

if TYPE_CHECKING:
    from dldrill.bank.library import Library
    from dldrill.bank.question import Compute
    from dldrill.derivation.family import Family
    from dldrill.proving.whole import Findings, Piece
    from dldrill.show.suggested import Carried

app = command_app()


@app.command(
    epilog=examples(
        "dldrill verify conv_params -n 1000",
        "dldrill verify --all",
    ),
)
def verify(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID|FAMILY]...", help="All, if none is named.", autocompletion=completing.provable
        ),
    ] = None,
    number: Annotated[
        int, typer.Option("-n", "--number", metavar="N", min=1, help="Sample of what is not proven whole.")
    ] = 200,
    every: Annotated[
        bool, typer.Option("--all", help="Prove every family whole that can be listed.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", metavar="J", min=0, help="Processes; 0: one a core.")] = 0,
    seed: Seed = None,
    bank: Bank = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Prove variants by three independent roads.

    The roads are the steps, sympy, and a different algorithm in numpy; they must meet, and every
    known mistake must lead to another answer. Of a question the variants are proven that it deals:
    with its own numbers and parts. Exits with 1 on any disagreement, with the command that shows
    the variant.
    """
    from dldrill.proving.whole import Findings, pieces, prove_pieces
    from dldrill.show.suggested import Carried

    questions = library(bank)
    named = _named(ids or [], questions)
    work = [
        piece
        for name, question in named.items()
        for piece in pieces(name, seed or "proof", number, every, question)
    ]
    found = {name: Findings() for name in named}
    with _progress(len(work), plain) as advance:
        for piece, findings in prove_pieces(work, jobs or os.cpu_count() or 1):
            found[piece.family].add(findings)
            advance()
    originals = _originals(named, questions)
    if json:
        from dldrill.show.data import dumps

        typer.echo(dumps([_row(name, work, findings) for name, findings in found.items()]))
    else:
        _print(work, found, len(originals), plain)
    failures = [
        Case(name, problem, says)
        for name, findings in found.items()
        for problem, says in findings.disagreements
    ]
    failures += [case for case in originals if case.says]
    for case in failures:
        typer.echo(f"{_rebuild(case, Carried(bank or ()))}\n  {case.says}", err=True)
    if failures:
        raise typer.Exit(1)


class Case(NamedTuple):
    """A problem that was proven.

    Attributes:
        name: the family or question that it is a variant of.
        problem: its numbers.
        says: what the roads said; empty where they met.
    """

    name: str
    problem: Family
    says: str


def _named(ids: list[str], questions: Library) -> dict[str, Compute | None]:
    """The families and questions that were named, or all families and all questions of formulas."""
    from dldrill.bank.question import Compute, FormulaQuestion
    from dldrill.dealing.locate import locate
    from dldrill.dealing.problem import family_name
    from dldrill.families import names
    from dldrill.faults import Fault

    if not ids:
        own = {question.id: question for question in questions if isinstance(question, FormulaQuestion)}
        return dict.fromkeys(names()) | own
    found: dict[str, Compute | None] = {}
    for name in ids:
        what = locate(name, questions)
        if isinstance(what, type):
            found[family_name(what)] = None
        elif isinstance(what, Compute):
            found[what.id] = what
        else:
            raise Fault(f"{name} is a {what.type} question: there are no numbers to prove", code="usage")
    return found


def _originals(named: Mapping[str, Compute | None], questions: Library) -> list[Case]:
    """The exams' own numbers of these questions, and of all questions of these families."""
    from dldrill.bank.question import Compute
    from dldrill.dealing.source import original
    from dldrill.proving.letters import in_letters
    from dldrill.proving.roads import prove

    found = []
    for question in questions:
        if not isinstance(question, Compute) or not question.original:
            continue
        if question.id in named or question.family in named:
            problem = original(question).problem
            if problem is not None:
                said = [*prove(problem).disagreements, *in_letters(question, problem)]
                found.append(Case(question.id, problem, "; ".join(said)))
    return found


def _rebuild(case: Case, carried: Carried) -> str:
    """The command that shows a problem."""
    from dataclasses import fields

    from dldrill.derivation.values import option
    from dldrill.show.listing import written
    from dldrill.show.suggested import command_line

    given = [
        f"{option(f.name)}={written(getattr(case.problem, f.name))}"
        for f in fields(case.problem)  # type: ignore[arg-type]
    ]
    return command_line(carried, "solve", case.name, *given)


def _row(name: str, work: list[Piece], found: Findings) -> dict[str, Any]:
    sampled = any(piece.sampled for piece in work if piece.family == name)
    return {
        "family": name,
        "variants": None if sampled else len(found.valid),
        "proven": found.proven,
        "disagreements": len(found.disagreements),
        "seconds": round(found.seconds, 3),
    }


def _print(work: list[Piece], found: dict[str, Findings], originals: int, plain: bool) -> None:
    from rich.text import Text

    from dldrill.show.look import console_of, stdout_look
    from dldrill.show.markdown import grid, wrapped

    look = stdout_look(plain)
    sampled = {piece.family for piece in work if piece.sampled}
    rows = [
        (
            name,
            look.mark("∞", "many") if name in sampled else f"{len(findings.valid):,}",
            f"{findings.proven:,}",
            f"{len(findings.mistakes)}",
            f"{findings.seconds:.1f} s",
        )
        for name, findings in found.items()
    ]
    console = console_of(sys.stdout, look)
    console.print(grid(("family", "valid variants", "proven", "mistakes told apart", "time"), rows, look))
    proven = sum(findings.proven for findings in found.values())
    valid = sum(len(findings.valid) for findings in found.values())
    exams = f"{originals} exam problem{'' if originals == 1 else 's'} with the exam's own numbers"
    console.print(wrapped(Text(f"{proven:,} of {valid:,} variants proven; {exams}"), look.width))


@contextmanager
def _progress(total: int, plain: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error, where that is a terminal."""
    if plain or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("proving", total=total)
        yield lambda: bar.advance(task)
