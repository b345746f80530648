"""Whether two expressions are equal: by exact fractions where possible, else at random points.

At every point both sides are computed at two precisions. A true difference stays as it is when
digits are added; the noise of rounding shrinks with them. So neither a tolerance nor the size of
the values enters into a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from dldrill.maths.domains import check_domain, sample
from dldrill.maths.exact import EXACT, Irrational
from dldrill.maths.numeric import FLOAT, arithmetic, many_digits
from dldrill.maths.program import (
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

LOW, HIGH = 160, 224  # bits
HUNTED = 400  # points looked at for the other side of a relu, abs, max or min
SKIPPED = 120  # points that may say nothing

_COST = dict.fromkeys((*TRANSCENDENTAL, "pow"), 12) | {"sqrt": 4, "number": 6, "name": 0}
_USUAL_COST, _FLOAT_COST = 3, 2

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
    verdict = _by_fractions(program)
    if verdict:
        return verdict
    known = dict(domains or {})
    for domain in known.values():
        check_domain(domain)
    used = {name: known.get(name, "real") for name in program.names}
    return _Comparison(program, used, work).verdict(points if used else 1)


def _by_fractions(program: Program) -> Equality | None:
    outcomes = run(program, EXACT, dict.fromkeys(program.names, Irrational()))
    right, given = (outcomes[i] for i in program.results)
    if isinstance(right, Undefined) or isinstance(given, Undefined):
        return Equality(False, "undefined")
    if isinstance(right, TooBig) or isinstance(given, TooBig):
        return Equality(None, "undecided")
    if isinstance(right, NoValue) or isinstance(given, NoValue):
        return None
    return Equality(right == given, "exact")


class _Comparison:
    """Two expressions on their way to a verdict, point by point, within the work allowed."""

    def __init__(self, program: Program, domains: Mapping[str, str], work: int) -> None:
        self.program, self.domains, self.work = program, domains, work
        self.random = Random("equality")  # the same points for the same names, on every machine
        self.low, self.high = arithmetic(LOW), arithmetic(HIGH)
        self.fixed_low, self.fixed_high = self.fixed()
        self.cost = 2 * sum(
            _COST.get(step.op, _USUAL_COST)
            for step, fixed in zip(program.steps, program.fixed, strict=True)
            if not fixed
        )
        self.unseen = _all_sides(program)
        self.tried: set[tuple[float, ...]] = set()
        self.agreed = 0

    def fixed(self) -> tuple[list[Any], list[Any]]:
        """The steps without names, computed once."""
        nowhere = dict.fromkeys(self.program.names, Irrational())
        return run(self.program, self.low, nowhere), run(self.program, self.high, nowhere)

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
        """Compare at points on those sides of relu, abs, max and min that were not met yet."""
        for attempt in range(HUNTED if self.domains else 0):
            self.work -= _FLOAT_COST * len(self.program.steps)
            if not self.unseen or self.work < self.cost:
                return None
            point = sample(self.domains, self.random, attempt % 2 == 0)
            if sides(self.program, FLOAT, run(self.program, FLOAT, point)) & self.unseen:
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
        self.work -= self.cost
        exactly = {name: many_digits(value) for name, value in point.items()}
        low = run(self.program, self.low, exactly, self.fixed_low)
        high = run(self.program, self.high, exactly, self.fixed_high)
        right, given = ((low[i], high[i]) for i in self.program.results)
        equal = _agree(right, given)
        if equal is None:
            return None
        if not equal:
            undefined = isinstance(right[1], Undefined) or isinstance(given[1], Undefined)
            how: How = "undefined" if undefined else "points"
            return Equality(False, how, self.agreed, point)
        self.agreed += 1
        self.unseen -= sides(self.program, self.high, high)
        return None


def _agree(right: tuple[Any, Any], given: tuple[Any, Any]) -> bool | None:
    """Whether two values, each at a low and a high precision, are equal; None where unclear."""
    if any(isinstance(value, TooBig) for value in (*right, *given)):
        return None
    lost = [all(isinstance(value, Undefined) for value in side) for side in (right, given)]
    if any(lost):
        return None if all(lost) else False
    if any(isinstance(value, NoValue) for value in (*right, *given)):
        return None
    from mpmath.libmp import fzero, mpf_abs, mpf_sub

    coarse, fine = (mpf_abs(mpf_sub(a, b, HIGH, "n")) for a, b in zip(right, given, strict=True))
    if fine == fzero:
        return True
    sizes = [value[2] + value[3] for value in (right[1], given[1]) if value != fzero]
    size = fine[2] + fine[3]
    if sizes and size < max(sizes) - (LOW + 20):
        return True
    if coarse == fzero:
        return None
    shrunk = coarse[2] + coarse[3] - size
    if shrunk >= 32:
        return True
    return False if abs(shrunk) <= 1 else None


def _all_sides(program: Program) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for i in program.kinks:
        if not program.fixed[i]:
            found |= {(i, side) for side in range(max(2, len(program.steps[i].args)))}
    return found
