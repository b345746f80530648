"""Signs in a row or in rows: ``+ 0 -``, ``+ 0 -; 0 0 0``, ``pos, neg, zero``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dldrill.answer.cells import bare, rows
from dldrill.answer.matrix import check_size
from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.text import Clean, clean

_SIGN = re.compile(
    r"(?:(?P<plus>\+1(?!\d)|\+(?!1)|1(?!\d)|pos(?:itive)?\b)"
    r"|(?P<minus>-1(?!\d)|-(?!1)|neg(?:ative)?\b)"
    r"|(?P<zero>0|zero\b))(?!\.\d)",
    re.I,
)


def read(text: str, spec: Spec) -> tuple[str, ...]:
    """The rows that were typed, each a string of ``+``, ``-`` and ``0``.

    Raises:
        Fault: There is something else, or it is not of the size asked for.
    """
    table = tuple(_row(bare(row)) for row in rows(clean(text)))
    check_size([len(row) for row in table], spec, "signs")
    return table


def _row(row: Clean) -> str:
    signs, index = "", 0
    while rest := row.text[index:].lstrip():
        index = len(row.text) - len(rest)
        found = _SIGN.match(row.text, index)
        if not found:
            raise Fault(
                "Write only the signs + 0 -, and a ; between rows.",
                code="sign",
                position=row.column(index),
            )
        signs += "+" if found["plus"] else "-" if found["minus"] else "0"
        index = found.end()
    return signs


def same(right: Sequence[str], given: Sequence[str], spec: Spec) -> bool:
    """Whether every sign is the same."""
    return tuple(map("".join, right)) == tuple(map("".join, given))


def show(value: Sequence[str]) -> str:
    """``+ 0 -; 0 0 0``."""
    return "; ".join(" ".join(row) for row in value)
