"""Prove the answers in letters: put the numbers into the expression, and the steps' answer comes out."""

from __future__ import annotations

from collections.abc import Iterator

from dldrill.bank.question import Compute
from dldrill.dealing.problem import with_numbers
from dldrill.derivation.family import Family
from dldrill.faults import Fault
from dldrill.maths.compare import close
from dldrill.maths.linear import Vector
from dldrill.maths.numeric import evaluate

NUMERIC = 1e-9  #: the relative error of an evaluation in floating point


def in_letters(question: Compute | None, problem: Family) -> Iterator[str]:
    """Where the expression that is the answer of a question disagrees with the steps.

    Args:
        question: the question; one whose givens are all numbers has no such answer.
        problem: one of its variants.
    """
    if question is None or not question.free:
        return
    try:
        parts = with_numbers(question, problem, "proof", 0).parts
    except Fault as fault:
        yield str(fault)
        return
    steps, values = problem.plain(), _values(question, problem)
    for part in parts:
        if part.kind != "expression":
            continue
        value = evaluate(part.right, values)
        if not close(steps[part.name], value, NUMERIC):
            yield f"{part.name}: steps say {steps[part.name]!r}, the expression in letters says {value!r}"


def _values(question: Compute, problem: Family) -> dict[str, float]:
    values: dict[str, float] = {}
    for given in question.free:
        symbol, value = problem.givens()[given].metadata["symbol"], getattr(problem, given)
        if isinstance(value, Vector):
            values |= {f"{symbol}_{place}": float(cell) for place, cell in enumerate(value.cells, 1)}
        else:
            values[symbol] = float(value)
    return values
