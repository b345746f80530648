"""``dldrill sheet``."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated

import typer

from dldrill.cli import completing
from dldrill.cli.options import Bank, Seed, command_app, examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dldrill.bank.library import Library
    from dldrill.sheets.making import Paper

app = command_app()
STDOUT = Path("-")


@app.command(
    epilog=examples(
        "dldrill sheet --exam uw-sp24-q4 -o quiz.pdf --solutions",
        "dldrill sheet --exam uw-au24-q4 --copies 30 --key -o quizzes.pdf",
        "dldrill sheet --topic convolution -n 8 --title 'Week 3' -o week3.html",
        "dldrill sheet ist-feb23/P1.1 ist-feb23/P1.2 --copies 20 -o bank.xml",
    ),
)
def sheet(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help="These very questions, by their ids, with new numbers.",
            autocompletion=completing.questions,
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - for stdout.")
    ] = None,
    exam: Annotated[
        str | None,
        typer.Option("--exam", metavar="E", help="A source exam.", autocompletion=completing.exams),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="New numbers and claims for an exam; copies always have them.")
    ] = False,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            metavar="T",
            help="Questions of a topic. Repeatable.",
            autocompletion=completing.topics,
        ),
    ] = None,
    number: Annotated[int, typer.Option("-n", "--number", metavar="N", min=1, help="How many of them.")] = 10,
    copies: Annotated[
        int, typer.Option("--copies", metavar="N", min=1, help="How many versions, A, B, C, …")
    ] = 1,
    key: Annotated[bool, typer.Option("--key", help="Append the answers, on pages of their own.")] = False,
    key_only: Annotated[bool, typer.Option("--key-only", help="Print only the answers.")] = False,
    solutions: Annotated[bool, typer.Option("--solutions", help="Worked steps under each question.")] = False,
    points: Annotated[bool, typer.Option("--points/--no-points", help="Print points.")] = True,
    minutes: Annotated[
        bool, typer.Option("--minutes/--no-minutes", help="Print recommended minutes.")
    ] = True,
    answer_space: Annotated[
        float,
        typer.Option("--answer-space", metavar="X", min=0, max=10, help="Room for answers, times the usual."),
    ] = 1.0,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Title of the sheet.")] = None,
    name: Annotated[
        str, typer.Option("--name", metavar="COURSE", help="Course, in smaller print above the title.")
    ] = "",
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help="Format, where FILE's ending does not tell it.",
            autocompletion=completing.formats,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
    seed: Seed = None,
    bank: Bank = None,
) -> None:
    """Print practice sheets, or export questions for a class.

    Formats: pdf, html (marks itself in the browser), latex, markdown, moodle (.xml), qti (.zip for
    Canvas), anki (.apkg), gift, jsonl. The same seed gives the same bytes.
    """
    from dldrill.cli.target import library
    from dldrill.faults import Fault
    from dldrill.session.plan import new_seed
    from dldrill.sheets.form import Sheet, Shows
    from dldrill.sheets.formats import format_of, written
    from dldrill.sheets.making import forms

    if out is None:
        raise Fault("say where to write it: -o sheet.pdf, or -o - for stdout with --format", code="usage")
    if isnan(answer_space):
        raise Fault("--answer-space is a number from 0 to 10", code="usage")
    form = format_of(out, format_)
    _must_be_free(out, force)
    questions = library(bank)
    is_fresh = exam is None or fresh or seed is not None or copies > 1
    own_seed = (seed or new_seed(SystemRandom())) if is_fresh else None
    paper = _paper(questions, ids or (), exam, topic or (), number, own_seed, title)
    shows = Shows(key, key_only, solutions, points, minutes, answer_space)
    command = _command(ids or (), exam, topic or (), number, fresh, title, name, bank or ())
    with _bar(copies) as step:
        made = forms(paper, questions, own_seed, copies, command=command, done=step)
        whole = Sheet(title or paper.exam.title, name, paper.exam, made, shows)
        file = written(whole, form, step)
    _save(out, file, force)


def _paper(
    questions: Library,
    ids: Sequence[str],
    exam: str | None,
    topics: Sequence[str],
    number: int,
    seed: str | None,
    title: str | None,
) -> Paper:
    """The questions: of an exam, by their ids, or so many of some topics.

    Raises:
        Fault: none of these was asked for, or more than one.
    """
    from dldrill.bank.exam import exam_named
    from dldrill.faults import Fault
    from dldrill.session.plan import plan
    from dldrill.sheets.form import base_of
    from dldrill.sheets.making import paper_of, paper_of_exam

    if sum(map(bool, (ids, exam, topics))) != 1:
        raise Fault("ask for one of --exam E, --topic T, or ids of questions", code="usage")
    if exam is not None:
        return paper_of_exam(exam_named(exam), questions)
    if ids:
        chosen = [questions.find(name) for name in ids]
        return paper_of(chosen, "sheet", title or "Practice sheet", named=True)
    found = questions.chosen(topics)
    if number > len(found):
        raise Fault(f"there are only {len(found)} such questions: ask for -n {len(found)}", code="usage")
    planned = plan(found, number, base_of(seed or ""))
    chosen = [one.what for one in planned if not isinstance(one.what, type)]
    return paper_of(chosen, "sheet", title or f"Practice: {', '.join(topics)}")


def _command(
    ids: Sequence[str],
    exam: str | None,
    topics: Sequence[str],
    number: int,
    fresh: bool,
    title: str | None,
    course: str,
    banks: Sequence[Path],
) -> str:
    """What makes the same sheet again, but for the seed and for what is printed beside the questions."""
    from dldrill.show.suggested import Carried, command_line

    words = [*ids]
    words += ["--exam", exam] if exam else []
    words += [*(word for topic in topics for word in ("--topic", topic)), "-n", str(number)] if topics else []
    words += ["--fresh"] if fresh and exam else []
    words += ["--title", title] if title else []
    words += ["--name", course] if course else []
    return command_line(Carried(banks), "sheet", *words)


@contextmanager
def _bar(copies: int) -> Iterator[Callable[[], None]]:
    """What to call for each form that is dealt and for each that is written; many show how far it is."""
    from dldrill.sheets.making import IN_ONE_PROCESS

    if copies <= IN_ONE_PROCESS or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("dealing", total=2 * copies)

        def step() -> None:
            progress.advance(task)
            count = progress.tasks[0].completed
            progress.update(task, description="dealing" if count < copies else "writing")

        yield step


def _must_be_free(out: Path, force: bool) -> None:
    from dldrill.faults import Fault

    if out != STDOUT and out.exists() and not force:
        raise Fault(f"{out} exists: name a new file, or add --force", code="exists")


def _save(out: Path, whole: bytes, force: bool) -> None:
    """Write the file; one that is there is replaced in one move, and only if that was asked for."""
    from dldrill.faults import Fault

    if out == STDOUT:
        sys.stdout.buffer.write(whole)
        return
    draft = out.with_name(f".{out.name}.part")
    try:
        if force:
            draft.write_bytes(whole)
            draft.replace(out)
        else:
            with out.open("xb") as stream:
                stream.write(whole)
    except FileExistsError:
        raise Fault(f"{out} exists: name a new file, or add --force", code="exists") from None
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Fault(f"{out} cannot be written: {error.strerror}", code="write") from error
