"""A matrix, number by number: ``1 2; 3 4``, ``[[1, 2], [3, 4]]``."""

from __future__ import annotations

from collections.abc import Sequence

from dldrill.answer import number, vector
from dldrill.answer.cells import cells, rows
from dldrill.answer.number import Number
from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.text import clean


def read(text: str, spec: Spec) -> tuple[tuple[Number, ...], ...]:
    """The rows that were typed.

    Raises:
        Fault: A cell is no number, the rows differ in length, or it is not of the size asked for.
    """
    table = [cells(row) for row in rows(clean(text))]
    check_size([len(row) for row in table], spec, "numbers")
    return tuple(tuple(number.read_cell(cell) for cell in row) for row in table)


def check_size(lengths: Sequence[int], spec: Spec, things: str) -> None:
    """Refuse rows that are not of the size asked for, or not of one length."""
    if spec.size:
        height, width = spec.size
        if list(lengths) != [width] * height:
            many = "1 row" if height == 1 else f"{height} rows"
            raise Fault(
                f"The answer has {many} of {width} {things}; write a ; between the rows.",
                code="size",
            )
    elif len(set(lengths)) > 1:
        raise Fault(
            "The rows are not of one length; write as many in each, a ; between the rows.",
            code="ragged",
        )


def same(right: Sequence[Sequence[Number]], given: Sequence[Sequence[Number]], spec: Spec) -> bool:
    """Whether it is of the same size and every number right within the tolerance."""
    if len(right) != len(given):
        return False
    return all(vector.same(a, b, spec) for a, b in zip(right, given, strict=True))


def show(value: Sequence[Sequence[Number]]) -> str:
    """``[[1, 2], [3, 4]]``."""
    return f"[{', '.join(map(vector.show, value))}]"
