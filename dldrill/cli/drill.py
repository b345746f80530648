"""``dldrill drill``."""

from __future__ import annotations

import sys
from random import SystemRandom
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from dldrill.cli import completing
from dldrill.cli.options import (
    Bank,
    ExamDate,
    OfExam,
    Plain,
    Record,
    Seed,
    Topics,
    command_app,
    examples,
)
from dldrill.cli.recording import keep_up, recorder_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dldrill.bank.library import Library
    from dldrill.bank.question import Question
    from dldrill.derivation.family import Family
    from dldrill.session.events import Planned
    from dldrill.session.plan import Mode
    from dldrill.session.recorder import Recorder

app = command_app()


@app.command(
    epilog=examples(
        "dldrill drill -n 5",
        "dldrill drill --topic convolution --minutes 20",
        "dldrill drill --missed",
        "dldrill drill --exam-date 2026-12-10",
        r"printf '99x5\n' | dldrill drill --family conv_shape -n 1 --seed k3f9",
    ),
)
def drill(
    number: Annotated[
        int, typer.Option("-n", "--number", metavar="N", min=1, help="How many questions.")
    ] = 10,
    topic: Topics = None,
    exam: OfExam = None,
    family: Annotated[
        str | None,
        typer.Option("--family", metavar="F", help="Only this family.", autocompletion=completing.families),
    ] = None,
    missed: Annotated[bool, typer.Option("--missed", help="What was not right the last time.")] = False,
    weak: Annotated[bool, typer.Option("--weak", help="What you know least.")] = False,
    cram: Annotated[
        bool, typer.Option("--cram", help="Everything, the weakest first; the schedule stays as it is.")
    ] = False,
    minutes: Annotated[
        float | None, typer.Option("--minutes", metavar="M", min=0, help="Begin no question after this time.")
    ] = None,
    exam_date: ExamDate = None,
    seed: Seed = None,
    record: Record = None,
    bank: Bank = None,
    plain: Plain = False,
) -> None:
    """Answer questions against the clock; each has new numbers.

    What is due comes first, with some new questions; topics take turns. Every answer is recorded
    before its verdict is shown, and decides when the question comes again. With --seed the seed
    alone decides what is asked. Answers can also be piped in, one a line. Type ? instead of an
    answer to see the keys.
    """
    from dldrill.bank.library import load
    from dldrill.faults import Fault
    from dldrill.record.settings import day_of, settings
    from dldrill.session.plan import new_seed
    from dldrill.session.shell import Shell, again_with
    from dldrill.show.suggested import Carried

    chosen = _chosen(load(bank or ()), tuple(topic or ()), exam, family)
    if not chosen:
        raise Fault("no question is left: ask for fewer conditions", code="usage")
    mode = _mode(missed, weak, cram)
    set_to = settings()
    if exam_date is not None:
        set_to = set_to._replace(exam_date=day_of(exam_date))
    own_seed = seed or new_seed(SystemRandom())
    kept = Carried(bank or (), record)
    again = again_with(number, topic or (), exam, family, kept)
    recorder = recorder_of(record, set_to, "cram" if cram else "drill")
    planned = _plan(chosen, recorder, mode, number, own_seed, seed is not None)
    shell = Shell(sys.stdout, plain, own_seed, again, monotonic, recorder=recorder, carried=kept)
    code = shell.run(planned, None if minutes is None else minutes * 60)
    keep_up(recorder, kept)
    raise typer.Exit(code)


def _mode(missed: bool, weak: bool, cram: bool) -> Mode:
    from dldrill.faults import Fault
    from dldrill.session.plan import Mode

    asked = [mode for mode, on in ((Mode.MISSED, missed), (Mode.WEAK, weak), (Mode.CRAM, cram)) if on]
    if len(asked) > 1:
        raise Fault("give one of --missed, --weak and --cram", code="usage")
    return asked[0] if asked else Mode.SCHEDULE


def _plan(
    chosen: Sequence[Question | type[Family]],
    recorder: Recorder | None,
    mode: Mode,
    number: int,
    seed: str,
    seeded: bool,
) -> tuple[Planned, ...]:
    """The questions: by the seed alone where one was given, else by what the record knows."""
    from dldrill.session.plan import Mode, by_record, plan

    if recorder is None or (seeded and mode is Mode.SCHEDULE):
        if mode in (Mode.MISSED, Mode.WEAK):
            sys.stderr.write(f"dldrill: without a record nothing is known to be {mode.value}\n")
        return plan(chosen, number, seed)
    cards, now = recorder.cards(), recorder.today()
    planned = by_record(chosen, cards, number, seed, mode, now)
    if not planned:
        sys.stderr.write(f"dldrill: nothing here is {mode.value}: this is what the schedule asks\n")
        planned = by_record(chosen, cards, number, seed, Mode.SCHEDULE, now)
    return planned


def _chosen(
    library: Library, topics: tuple[str, ...], exam: str | None, family: str | None
) -> list[Question | type[Family]]:
    from dldrill.families import family as family_named

    name = family.replace("-", "_") if family else ""
    found: list[Question | type[Family]] = list(library.chosen(topics, exam, family=name))
    if family and not found and not topics and exam is None:
        return [family_named(family)]
    return found
