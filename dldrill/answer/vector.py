"""A vector, number by number: ``(1, 0)``, ``[1 0]^T``, ``1 0``, ``[1; 0]``."""

from __future__ import annotations

from collections.abc import Sequence

from dldrill.answer import number
from dldrill.answer.cells import cells, rows
from dldrill.answer.number import Number
from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.text import clean


def read(text: str, spec: Spec) -> tuple[Number, ...]:
    """The numbers that were typed, in a row or in a column.

    Raises:
        Fault: A cell is no number, or there are more or fewer than asked for.
    """
    table = [cells(row) for row in rows(clean(text))]
    if len(table) > 1 and any(len(row) != 1 for row in table):
        raise Fault("That is a matrix; write a vector as (1, 0) or 1 0.", code="vector")
    wanted = spec.size[0] * spec.size[1] if spec.size else None
    found = sum(map(len, table))
    if wanted is not None and found != wanted:
        form = ", ".join("abcdefgh"[:wanted]) if wanted <= 8 else "a, b, …"
        raise Fault(f"The answer has {wanted} numbers, not {found}; write them as ({form}).", code="size")
    return tuple(number.read_cell(cell) for row in table for cell in row)


def same(right: Sequence[Number], given: Sequence[Number], spec: Spec) -> bool:
    """Whether every number is right within the tolerance."""
    if len(right) != len(given):
        return False
    return all(number.same(a, b, spec) for a, b in zip(right, given, strict=True))


def show(value: Sequence[Number]) -> str:
    """``[1, 0]``."""
    return f"[{', '.join(map(show_cell, value))}]"


def show_cell(value: Number) -> str:
    """A number without commas between thousands."""
    return number.show(value).replace(",", "")
