"""Whether two expressions are equal: by exact fractions where possible, else at random points.

At every point both sides are computed with a bound on their error. Values farther apart than that
differ; values that are not must agree to many digits, at some points to very many, so that a small
difference is seen however large the numbers are that it hides behind. What is not known well enough
says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any, Literal

from dldrill.maths.balls import Ball, ball, balls, size, together
from dldrill.maths.domains import check_domain, sample, sample_edges
from dldrill.maths.exact import EXACT, Irrational
from dldrill.maths.numeric import FLOAT
from dldrill.maths.program import (
    PIECEWISE,
    TRANSCENDENTAL,
    NoValue,
    Program,
    TooBig,
    Undefined,
    flatten,
    run,
    sides,
)
from dldrill.maths.tree import Node

POINTS = 8
WORK = 15_000
"""What a comparison may cost, in microseconds of the machine it was tuned on. It counts operations,
not time, so that a verdict is the same everywhere."""

LOW, HIGH = 224, 1200  # bits; 1e-308 beside 1 is still seen with the higher
AGREEING = 128  # bits that must be known for two values to count as agreeing
CHECKED = 2  # points compared with the higher precision before two expressions are equal
HUNTED = 400  # points looked at with floats, for the other side of a relu, abs, max or min
SUSPICIONS = 16  # of them looked at closely because the floats differ, or the sides are new together
SKIPPED = 120  # points that may say nothing

_COST = dict.fromkeys((*TRANSCENDENTAL, "pow"), 12) | {"sqrt": 4, "number": 6, "name": 0}
_USUAL_COST, _FLOAT_COST = 3, 2
_HIGH_COST = 5  # times that of the lower precision

How = Literal["same", "exact", "points", "undefined", "undecided"]


@dataclass(frozen=True, slots=True)
class Equality:
    """A verdict on two expressions.

    ``equal`` is None where it could not be decided. ``how`` is ``same`` (one tree), ``exact``
    (fractions), ``points``, ``undefined`` (on one side only) or ``undecided``; ``point`` is where
    they differ.
    """

    equal: bool | None
    how: How
    points: int = 0
    point: Mapping[str, float] = field(default_factory=dict)


def equal(
    right: Node,
    given: Node,
    domains: Mapping[str, str] | None = None,
    *,
    points: int = POINTS,
    work: int = WORK,
) -> Equality:
    """Compare a given expression with the right one.

    Args:
        right: The right expression.
        given: The one to judge.
        domains: The domain of every name, as in :data:`dldrill.maths.domains.DOMAINS`; names that
            are missing are real.
        points: At how many points they must agree.
        work: The cost at which the comparison ends.

    Raises:
        Fault: A domain is not known.
    """
    if right == given:
        return Equality(True, "same")
    program = flatten(right, given)
    fractions = run(program, EXACT, dict.fromkeys(program.names, Irrational()))
    verdict = _by_fractions(*(fractions[i] for i in program.results))
    if verdict:
        return verdict
    known = dict(domains or {})
    for domain in known.values():
        check_domain(domain)
    used = {name: known.get(name, "real") for name in program.names}
    return _Comparison(program, used, work, fractions).verdict(points if used else 1)


def _by_fractions(right: Any, given: Any) -> Equality | None:
    if isinstance(right, Undefined) or isinstance(given, Undefined):
        return Equality(False, "undefined")
    if isinstance(right, TooBig) or isinstance(given, TooBig):
        return Equality(None, "undecided")
    if isinstance(right, NoValue) or isinstance(given, NoValue):
        return None
    return Equality(right == given, "exact")


class _Comparison:
    """Two expressions on their way to a verdict, point by point, within the work allowed."""

    def __init__(self, program: Program, domains: Mapping[str, str], work: int, fractions: list[Any]) -> None:
        self.program, self.domains, self.work = program, domains, work
        self.fractions = fractions
        self.random = Random("equality")  # the same points for the same names, on every machine
        self.cost = sum(
            _COST.get(step.op, _USUAL_COST)
            for step, fixed in zip(program.steps, program.fixed, strict=True)
            if not fixed
        )
        self.fixed: dict[int, list[Any]] = {}
        self.unseen = _all_sides(program)
        whole = {"integer", "count", "size"} & set(domains.values())
        self.pieces = whole or any(step.op in PIECEWISE for step in program.steps)
        self.tried: set[tuple[float, ...]] = set()
        self.agreed = self.checked = 0

    def fixed_steps(self, precision: int) -> list[Any]:
        """The steps without names, computed once; those that are fractions, from these."""
        if precision not in self.fixed:
            found = run(self.program, balls(precision), dict.fromkeys(self.program.names, Irrational()))
            for i, value in enumerate(self.fractions):
                if isinstance(value, Fraction):
                    found[i] = ball(value, precision)
            self.fixed[precision] = found
        return self.fixed[precision]

    def verdict(self, points: int) -> Equality:
        for attempt in range(points + SKIPPED):
            if self.agreed == points or self.work < self.cost:
                break
            difference = self.at(sample(self.domains, self.random, attempt % 2 == 0))
            if difference:
                return difference
            if not self.domains:
                break
        difference = self.hunt() if self.agreed >= min(points, 3) else None
        if difference:
            return difference
        if self.agreed >= min(points, 3):
            return Equality(True, "points", self.agreed)
        return Equality(None, "undecided", self.agreed)

    def hunt(self) -> Equality | None:
        """Look for a point where they differ, at the cost of floats.

        Only formulas that are put together from pieces are worth it, or whose names are whole
        numbers: others that agree at several points agree everywhere. Looked at closely are points
        where the floats differ, and the first on every side of relu, abs, max and min, and on
        every combination of these.
        """
        if not self.pieces:
            return None
        met: set[frozenset[tuple[int, int]]] = set()
        suspicions = 0
        for attempt in range(HUNTED if self.domains else 0):
            self.work -= _FLOAT_COST * len(self.program.steps)
            if self.work < self.cost:
                return None
            if attempt % 2:
                point = sample_edges(self.domains, self.random)
            else:
                point = sample(self.domains, self.random, attempt % 4 == 0)
            outcomes = run(self.program, FLOAT, point)
            here = frozenset(sides(self.program, FLOAT, outcomes))
            unlike = suspicions < SUSPICIONS and _unlike(*(outcomes[i] for i in self.program.results))
            suspicions += unlike
            if unlike or here & self.unseen or (here not in met and len(met) < SUSPICIONS):
                met.add(here)
                difference = self.at(point)
                if difference:
                    return difference
        return None

    def at(self, point: dict[str, float]) -> Equality | None:
        """The verdict if the two sides differ at this point; else what was seen is kept."""
        values = tuple(point.values())
        self.work -= _USUAL_COST
        if values in self.tried:
            return None
        self.tried.add(values)
        right, given, outcomes = self.values(point, LOW)
        equal = _agree(right, given)
        new = sides(self.program, balls(LOW), outcomes) & self.unseen
        unsure = equal is None or (equal and (new or self.checked < CHECKED))
        if unsure and self.work >= _HIGH_COST * self.cost:
            right, given, outcomes = self.values(point, HIGH)
            equal = _agree(right, given)
            self.checked += equal is True
        if equal is None:
            return None
        if not equal:
            undefined = isinstance(right, Undefined) or isinstance(given, Undefined)
            how: How = "undefined" if undefined else "points"
            return Equality(False, how, self.agreed, point)
        self.agreed += 1
        self.unseen -= new
        return None

    def values(self, point: Mapping[str, float], precision: int) -> tuple[Any, Any, list[Any]]:
        """Both values at a point, and the outcomes of all steps."""
        self.work -= self.cost * (1 if precision == LOW else _HIGH_COST)
        exactly = {name: ball(value, precision) for name, value in point.items()}
        outcomes = run(self.program, balls(precision), exactly, self.fixed_steps(precision))
        right, given = (outcomes[i] for i in self.program.results)
        return right, given, outcomes


def _unlike(right: Any, given: Any) -> bool:
    """Whether two floats are apart by more than their last digits, or one of them is missing."""
    if isinstance(right, NoValue) or isinstance(given, NoValue):
        return isinstance(right, Undefined) != isinstance(given, Undefined)
    return not math.isclose(right, given, rel_tol=1e-12, abs_tol=1e-15)


def _agree(right: Any, given: Any) -> bool | None:
    """Whether two values are equal; None where unclear."""
    if isinstance(right, TooBig) or isinstance(given, TooBig):
        return None
    if isinstance(right, NoValue) or isinstance(given, NoValue):
        return None if isinstance(right, Undefined) and isinstance(given, Undefined) else False
    return _overlap(right, given)


def _overlap(right: Ball, given: Ball) -> bool | None:
    from mpmath.libmp import mpf_sub

    error = together(right.error, given.error)
    if size(mpf_sub(right.mid, given.mid, LOW, "n")) > error:
        return False
    known = max(size(right.mid), size(given.mid), 0.0) - error
    return True if known >= AGREEING else None


def _all_sides(program: Program) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for i in program.kinks:
        if not program.fixed[i]:
            found |= {(i, side) for side in range(max(2, len(program.steps[i].args)))}
    return found
