"""Which steps an answer is made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dldrill.derivation.working import Line
from dldrill.maths.trace import Traced


def ancestors(lines: Mapping[str, Line], parts: Collection[str]) -> set[str]:
    """The names of the steps that lead to the parts, the parts among them.

    A word is chosen by a position, which leaves no history on it: it counts as made from all steps.

    Args:
        lines: the lines of a traced sheet.
        parts: names of some of them.
    """
    if any(isinstance(lines[part].value, str) for part in parts if part in lines):
        return set(lines)
    found: set[str] = set()
    ahead: list[Any] = [lines[part] for part in parts if part in lines]
    seen: set[int] = set()
    while ahead:
        at = ahead.pop()
        if isinstance(at, Line):
            found.add(at.name)
            ahead.append(at.formula)
        elif isinstance(at, tuple):
            ahead += at
        elif type(at) is Traced and id(at) not in seen:
            seen.add(id(at))
            ahead += [lines[at.name], *at.args] if at.name in lines else at.args
    return found
