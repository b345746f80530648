"""``dldrill exam``."""

from __future__ import annotations

import sys
from random import SystemRandom
from time import time
from typing import TYPE_CHECKING, Annotated

import typer

from dldrill.cli import completing
from dldrill.cli.options import Bank, Plain, Record, Seed, command_app, examples
from dldrill.cli.recording import keep_up, recorder_of
from dldrill.cli.target import library

if TYPE_CHECKING:
    from dldrill.record.sitting import SittingFile
    from dldrill.show.suggested import Carried

app = command_app()


@app.command(
    epilog=examples(
        "dldrill exam uw-au24-q4",
        "dldrill exam ist-feb23 --original",
        "dldrill exam uw-sp23-mid --resume",
    ),
)
def exam(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[EXAM]",
            help="ist-feb23, uw-au24-q2, uw-au24-q4, uw-sp23-mid or uw-sp24-q4; without one they are listed.",
            autocompletion=completing.exams,
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="New numbers and claims; this is the default.")
    ] = False,
    original: Annotated[bool, typer.Option("--original", help="The exam's own questions.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the last one that was not handed in.")
    ] = False,
    seed: Seed = None,
    record: Record = None,
    bank: Bank = None,
    plain: Plain = False,
) -> None:
    """Sit a source exam under its own clock and marking.

    Every answer is kept as it is given. The clock goes on when the terminal is closed, as it would
    in a hall; --resume brings the answers back. After handing in come the score and, by their
    numbers, the worked solutions. What was handed in enters your record.
    """
    from dldrill.bank.exam import exam_named
    from dldrill.dealing.paper import paper
    from dldrill.faults import Fault
    from dldrill.record.settings import settings
    from dldrill.session.hall import Hall
    from dldrill.session.plan import new_seed
    from dldrill.show.exam import before
    from dldrill.show.look import console_of, stdout_look
    from dldrill.show.suggested import Carried

    if name is None:
        if fresh or original or resume or seed is not None:
            raise Fault("say which exam: dldrill exam without options lists them", code="usage")
        _list(plain)
        return
    chosen, carried = exam_named(name), Carried(bank or (), record)
    if resume and (fresh or original or seed is not None):
        raise Fault(
            "--resume goes on as it was begun: leave out --fresh, --original and --seed", code="usage"
        )
    if original and (fresh or seed is not None):
        raise Fault("--original has the exam's own numbers: leave out --fresh and --seed", code="usage")
    if resume:
        kept: SittingFile | None = _unfinished(name, carried)
        own_seed = kept.header["seed"] if kept else None
    else:
        own_seed = None if original else seed or new_seed(SystemRandom())
        kept = None
    placed = paper(chosen, library(bank), own_seed)
    look = stdout_look(plain)
    console_of(sys.stdout, look).print(before(chosen, own_seed, look))
    if not resume:
        kept = _begin(name, own_seed)
    session = f"{kept.path.stem}-{own_seed}" if kept else ""
    recorder = recorder_of(record, settings(), "exam", session)
    code = Hall(chosen, placed, kept, sys.stdout, plain, time, recorder=recorder, carried=carried).run()
    keep_up(recorder, carried)
    raise typer.Exit(code)


def _list(plain: bool) -> None:
    from dldrill.bank.exam import exams
    from dldrill.show.listing import all_exams
    from dldrill.show.look import console_of, stdout_look

    look = stdout_look(plain)
    console_of(sys.stdout, look).print(all_exams(list(exams().values()), look))


def _unfinished(name: str, carried: Carried) -> SittingFile:
    from dldrill.faults import Fault
    from dldrill.record.sitting import unfinished
    from dldrill.show.suggested import command_line

    kept = unfinished(name)
    if kept is None:
        begins = command_line(carried, "exam", name)
        raise Fault(f"no sitting of {name} is open: {begins} begins one", code="resume")
    return kept


def _begin(name: str, seed: str | None) -> SittingFile | None:
    from dldrill.record.sitting import begin

    try:
        return begin(name, seed, time())
    except OSError as error:
        sys.stderr.write(f"dldrill: answers will not be kept: {error.strerror}\n")
        return None
