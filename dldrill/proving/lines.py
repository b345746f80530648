"""Proof of a derivation that is put in order: each line equals the one before, or is as near as it says."""

from __future__ import annotations

from random import Random

from dldrill.bank.question import DerivationLine, Order
from dldrill.faults import Fault
from dldrill.maths.domains import sample
from dldrill.maths.equality import equal
from dldrill.maths.numeric import evaluate
from dldrill.maths.program import NoValue
from dldrill.maths.reader import read_expression
from dldrill.maths.tree import Node

POINTS = 200  #: where an approximation is tried
SLACK = 1e-9


def prove_lines(question: Order) -> list[str]:
    """What is wrong with the lines of a derivation, a sentence each; nothing where it stands.

    Raises:
        Fault: a formula cannot be read.
    """
    found = []
    for place, (before, line) in enumerate(zip(question.lines, question.lines[1:], strict=False), 2):
        says = _step(before, line, question)
        if says:
            found.append(f"line {place} {says}")
    return found


def _step(before: DerivationLine, line: DerivationLine, question: Order) -> str:
    if not before.equals or not line.equals:
        return "has no formula to be proven by"
    first, second = _read(before.equals, question), _read(line.equals, question)
    if line.within:
        return _near(first, second, _read(line.within, question), question)
    verdict = equal(first, second, question.names)
    return "" if verdict.equal else f"is not equal to the line before at {dict(verdict.point)}"


def _near(first: Node, second: Node, bound: Node, question: Order) -> str:
    """Whether a line differs from the one before by no more than the bound, at random points."""
    random = Random(question.id)
    for place in range(POINTS):
        point = sample(question.names, random, place % 2 == 0)
        try:
            gap = abs(evaluate(first, point) - evaluate(second, point))
            most = evaluate(bound, point)
        except NoValue:
            continue
        if gap > most + SLACK:
            return f"is off by {gap:.3g}, not by at most {most:.3g}, at {point}"
    return ""


def _read(formula: str, question: Order) -> Node:
    try:
        return read_expression(formula, question.names)
    except Fault as fault:
        raise Fault(f"{question.where}: {question.id}: {formula!r}: {fault}", code="bank") from None
