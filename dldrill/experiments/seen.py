"""What an experiment saw."""

from __future__ import annotations

from typing import NamedTuple

from dldrill.figures.marks import Figure, Row


class Seen(NamedTuple):
    """The outcome of an experiment.

    Attributes:
        holds: whether what was measured bears the claim out; computed from the numbers, never stated.
        says: one sentence that tells what was done and what came out, with its figures.
        table: the numbers, the first row the heads; may be empty where a figure shows them.
        figure: a picture of them.
    """

    holds: bool
    says: str
    table: tuple[Row, ...] = ()
    figure: Figure | None = None
