"""The three roads catch what each of them can."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
import sympy
from toys import Choice, Rectangle, Sum

from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Working
from dldrill.maths.functions import positive, sqrt
from dldrill.maths.linear import Vector
from dldrill.proving.evaluate import Program, Undecided, side
from dldrill.proving.recording import record
from dldrill.proving.roads import prove, prove_fast


@pytest.mark.parametrize("problem", [Rectangle(), Sum(), Choice(), Choice(s=Vector(1, -2, 7))])
def test_roads_meet(problem: Family) -> None:
    """Right families are proven."""
    assert prove(problem).disagreements == ()
    assert prove(problem).roads == ("steps", "sympy", "numpy")
    assert prove_fast(problem).ok


class WrongCheck(Rectangle):
    """Its check forgets a row."""

    def check(self) -> dict[str, Any]:
        """One row too few."""
        return {"area": self.width * (self.height - 1), "price": 1}


class MissingCheck(Rectangle):
    """Its check leaves an answer out."""

    def check(self) -> dict[str, Any]:
        """Only the area."""
        return {"area": self.width * self.height}


def test_numpy_disagrees() -> None:
    """A check with another answer, or without one, is a disagreement that names it."""
    assert "area" in prove(WrongCheck()).disagreements[0]
    assert "price" in prove(MissingCheck()).disagreements[0]
    assert not prove_fast(WrongCheck()).ok


class Dust(Family):
    """Decides the sign of √2·√2 − 2, which is 0 but not for floats."""

    n: int = given("n", OneOf(2), "a number", default=2)

    def solve(self, work: Working) -> float:
        """1 where √n·√n is above n."""
        return work.answer("above", positive(sqrt(self.n) * sqrt(self.n) - self.n) * 1, "float dust")

    def check(self) -> dict[str, Any]:
        """The same mistake on floats."""
        return {"above": int(2**0.5 * 2**0.5 > 2)}


def test_ties_are_decided_exactly() -> None:
    """Two float roads agree on dust; the exact road does not."""
    assert prove_fast(Dust()).ok
    assert not prove(Dust()).ok


def test_equal_paths_share_a_recording() -> None:
    """Variants that took the same path have the same recording; another path has another."""
    first, second, third = (
        record(Choice(s=scores).traced())[0]
        for scores in (Vector(-1, 2, 0), Vector(-3, 5, 0), Vector(4, 2, 1))
    )
    assert first == second
    assert first != third


def test_programs_are_exact() -> None:
    """Rational arithmetic stays in fractions, floors are exact, the rest has fifty digits."""
    x, y = sympy.symbols("x y", real=True)
    program = Program([sympy.floor((x + 2) / y) + 1, x / y, sympy.exp(x), x * 0 + sympy.sqrt(y)])
    floor, ratio, power, root = program.run({"x": 1, "y": Fraction(3)})
    assert (floor, ratio) == (2, Fraction(1, 3))
    assert isinstance(ratio, Fraction)
    with mpmath.workdps(60):
        assert abs(mpmath.mpf(power) - mpmath.e) < mpmath.mpf(10) ** -48
    assert abs(root**2 - 3) < 1e-45


def test_side_of_nothing_is_undecided() -> None:
    """A number too near 0 for its digits has no sign."""
    x = sympy.symbols("x", real=True)
    (dust,) = Program([sympy.sqrt(x) * sympy.sqrt(x) + sympy.exp(-sympy.exp(x + 5)) - x]).run({"x": 2})
    with pytest.raises(Undecided):
        side(dust)
    assert side(Fraction(-1, 10**60)) == -1
