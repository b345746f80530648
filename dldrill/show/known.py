"""The tables of ``dldrill stats``: how well topics or questions are known, the weakest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from rich.text import Text

from dldrill.record.statistics import Measure
from dldrill.record.times import SECOND
from dldrill.show.charts import percent
from dldrill.show.drill import minutes
from dldrill.show.look import BAD, QUIET, WARN, Look
from dldrill.show.markdown import GAPS, GLUE, MARGIN, grid, indented, said, wrapped

LOW, LOWISH = 0.7, 0.85  #: recall below which it is coloured
LEAST = 4  #: columns that a table must keep, or each row becomes two lines


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        head: its name.
        cell: what stands in it.
        rank: the higher, the sooner it is left out where there is no room for all.
    """

    head: str
    cell: Callable[[Measure], str]
    rank: int


def known(head: str, measures: Sequence[Measure], today: date, look: Look) -> Text:
    """A row a topic or question; where it is narrow the least telling columns are left out.

    Args:
        head: what the rows are: topic or question.
        measures: the rows, in order.
        today: the study day.
        look: what can be shown.
    """
    columns = _columns(head, today, look)
    if not look.plain:
        columns = _fitting(columns, measures, look)
        if len(columns) < LEAST:
            return Text("\n", no_wrap=True).join(_two_lines(row, today, look) for row in measures)
    rows = [[_cell(column, measure, look) for column in columns] for measure in measures]
    return grid([Text(column.head.replace(" ", GLUE)) for column in columns], rows, look)


def _cell(column: Column, measure: Measure, look: Look) -> Text:
    """A cell that is not broken at its blanks; a number in a table never is, and is known by its own."""
    text = said(column.cell(measure), look)
    if column.head == "due" or look.plain:
        text = text.replace(" ", GLUE)
    return Text(text, _colour(measure.recall) if column.head == "recall" else "")


def _columns(head: str, today: date, look: Look) -> list[Column]:
    seen = [Column("seen", lambda m: f"{m.seen}/{m.questions}", 7)] if head == "topic" else []
    return [
        Column(head, lambda m: m.name, 0),
        *seen,
        Column("n", lambda m: str(m.answers), 4),
        Column("right", lambda m: percent(m.share), 2),
        Column("95 %", lambda m: interval(m, look), 3),
        Column("time", lambda m: minutes(m.ms / SECOND), 6),
        Column("of target", lambda m: percent(m.pace), 5),
        Column("recall", lambda m: percent(m.recall), 1),
        Column("due", lambda m: due(m, today), 0),
    ]


def interval(measure: Measure, look: Look) -> str:
    """The interval of the share that was right, in percent."""
    low, high = measure.interval
    return f"{100 * low:.0f}{look.mark('–', '-')}{100 * high:.0f}"


def due(measure: Measure, today: date) -> str:
    """How many are due today, or how many days until the first is."""
    if measure.due_today:
        return f"{measure.due_today} now" if measure.questions > 1 else "now"
    return f"{measure.due - today.toordinal()} d"


def _colour(recall: float) -> str:
    return BAD if recall < LOW else WARN if recall < LOWISH else ""


def _fitting(columns: list[Column], measures: Sequence[Measure], look: Look) -> list[Column]:
    """As many columns as there is room for."""
    left = list(columns)
    while _width(left, measures) > look.width:
        left.remove(max(left, key=lambda column: column.rank))
        if len(left) < LEAST:
            break
    return left


def _width(columns: Sequence[Column], measures: Sequence[Measure]) -> int:
    cells = ([column.head, *(column.cell(measure) for measure in measures)] for column in columns)
    return MARGIN + sum(max(map(len, column)) for column in cells) + GAPS[-1] * (len(columns) - 1)


def _two_lines(measure: Measure, today: date, look: Look) -> Text:
    """A name too long for a table, and under it what is known."""
    told = (
        f"{measure.rights}/{measure.answers} right",
        f"({interval(measure, look)} %)",
        minutes(measure.ms / SECOND),
        f"{percent(measure.pace)} of target",
        f"recall {percent(measure.recall)}",
        f"due {'' if measure.due_today else 'in '}{due(measure, today)}",
    )
    width = look.width - 3
    body = "  ".join(part.replace(" ", GLUE) if len(part) <= width else part for part in told)
    name = wrapped(Text(said(measure.name, look)), look.width)
    return Text("\n").join([name, indented(wrapped(Text(body, QUIET), width), 3)])
