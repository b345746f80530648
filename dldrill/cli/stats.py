"""``dldrill stats``."""

from __future__ import annotations

import sys
from time import time
from typing import TYPE_CHECKING, Annotated

import typer

from dldrill.cli.options import Bank, ExamDate, Json, Plain, Record, Topics, command_app, examples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from dldrill.bank.library import Library
    from dldrill.record.statistics import Statistics

app = command_app()


@app.command(
    epilog=examples(
        "dldrill stats",
        "dldrill stats --topic convolution --questions",
        "dldrill stats --exam-date 2026-12-10",
    )
)
def stats(
    topic: Topics = None,
    questions: Annotated[bool, typer.Option("--questions", help="A row for each question as well.")] = False,
    exam_date: ExamDate = None,
    record: Record = None,
    bank: Bank = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Show what you know, what is weak, and what comes due.

    Topics and questions begin with the weakest: the recall predicted for the exam (for now without
    one) times the share that was right.
    """
    from dldrill.cli.target import library
    from dldrill.record.settings import day_of, settings

    exam = settings().exam_date if exam_date is None else day_of(exam_date)
    found = _found(library(bank), topic or (), exam, record)
    if json:
        from dldrill.show.data import dumps
        from dldrill.show.stats_data import stats_data

        typer.echo(dumps(stats_data(found, questions)))
        return
    from dldrill.show.look import console_of, stdout_look
    from dldrill.show.stats import stats_screen
    from dldrill.show.suggested import Carried

    look, carried = stdout_look(plain), Carried(bank or (), record)
    console_of(sys.stdout, look).print(stats_screen(found, topic or (), questions, look, carried))


def _found(library: Library, topics: Sequence[str], exam: date | None, named: Path | None) -> Statistics:
    """What the record tells; nothing was answered yet where there is none, and none is made."""
    from dldrill.faults import Fault
    from dldrill.record.hand import open_record, record_file
    from dldrill.record.queue import today
    from dldrill.record.settings import Settings
    from dldrill.record.statistics import nothing, statistics

    chosen, now = library.chosen(topics), today(time(), Settings(exam))
    if not record_file(named).exists():
        if named is not None:
            raise Fault(f"there is no record {named}: name one that exists", code="record")
        return nothing(chosen, now, exam)
    with open_record(named) as opened:
        return statistics(opened, chosen, now, exam, not topics)
