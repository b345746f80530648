"""Proof of a derivation that is put in order: each line equals the one before, or is as near as it says."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

from dldrill.bank.question import DerivationLine, Order
from dldrill.faults import Fault
from dldrill.maths.domains import sample
from dldrill.maths.equality import equal
from dldrill.maths.numeric import FLOAT
from dldrill.maths.program import NoValue, flatten, run
from dldrill.maths.reader import read_expression
from dldrill.maths.text import quoted
from dldrill.maths.tree import Node

POINTS = 200  #: where an approximation is tried
SLACK = 1e-9


class LineFault(NamedTuple):
    """What is wrong with a line of a derivation; ``place`` counts from 1."""

    place: int
    says: str

    def __str__(self) -> str:
        return f"line {self.place} {self.says}"


def prove_lines(question: Order) -> list[LineFault]:
    """What is wrong with the lines of a derivation; nothing where it stands."""
    found = []
    before: Node | None = None
    stands: Node | None = None  #: the last line with which nothing was wrong
    for place, line in enumerate(question.lines, 1):
        try:
            here = _read(line.equals, question)
            says = _step(before, here, line, question) if before else ""
            if says and stands is not before and stands and not _step(stands, here, line, question):
                says = ""  # the line between is the one at fault
        except Fault as fault:
            here, says = None, str(fault)
        if says:
            found.append(LineFault(place, says))
        else:
            stands = here
        before = here
    return found


def _step(first: Node, second: Node, line: DerivationLine, question: Order) -> str:
    if line.within:
        return _near(first, second, _read(line.within, question), question)
    verdict = equal(first, second, question.names)
    return "" if verdict.equal else f"is not equal to the line before at {_told(dict(verdict.point))}"


def _near(first: Node, second: Node, bound: Node, question: Order) -> str:
    """Whether a line differs from the one before by no more than the bound, at random points."""
    random = Random(question.id)
    program = flatten(first, second, bound)
    outcomes: list[Any] | None = None
    for place in range(POINTS):
        point = sample(question.names, random, place % 2 == 0)
        outcomes = run(program, FLOAT, point, outcomes)  # the numbers in it are read once
        one, other, most = (outcomes[at] for at in program.results)
        if any(isinstance(value, NoValue) for value in (one, other, most)):
            continue
        gap = abs(one - other)
        if gap > most + SLACK:
            return f"is off by {gap:.3g}, not by at most {most:.3g}, at {_told(point)}"
    return ""


def _told(point: Mapping[str, float]) -> str:
    """``p = 0.0781, x = -0.839``."""
    return ", ".join(f"{name} = {value:.3g}" for name, value in point.items()) or "all points"


def _read(formula: str, question: Order) -> Node:
    if not formula:
        raise Fault("has no formula to be proven by", code="line")
    try:
        return read_expression(formula, question.names)
    except Fault as fault:
        raise Fault(f"has the formula {quoted(formula, 60)}: {fault}", code="line") from None
