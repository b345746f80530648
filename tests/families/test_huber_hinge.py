"""The Huber hinge loss: derivatives on every piece, the join, coincidences that are not dealt."""

from fractions import Fraction

import mpmath
import pytest

from dldrill.families._huber import root
from dldrill.families._plain import exact
from dldrill.families.huber_hinge import HuberHinge
from dldrill.families.huber_join import HuberJoin
from dldrill.maths.infix import infix
from dldrill.maths.trace import closed_form


@pytest.mark.parametrize(
    ("s_j", "s_y", "derivative"),
    [
        ("-2", "1", 0),  # the margin is met
        ("-1/2", "1", 0),  # just met
        ("0", "1", 2),  # 2·2·(0 − 1 + 3/2)
        ("1/2", "1", 4),
        ("3/2", "1", 5),  # straight
        ("9", "1", 5),
    ],
)
def test_derivative(s_j: str, s_y: str, derivative: float) -> None:
    """uw-sp23-mid/3.6.1.1: 2a·max(s_j − s_y + Δ, 0) up to s_y, b beyond, by hand and by differences."""
    problem = HuberHinge(s_j=exact(s_j), s_y=exact(s_y))
    assert problem.plain()["derivative"] == derivative
    assert problem.check()["derivative"] == pytest.approx(derivative, abs=1e-9)


def piece_sum(s: mpmath.mpf, problem: HuberHinge) -> mpmath.mpf:
    """The loss of both wrong classes where class j has the score s."""
    a, b, D, y = (mpmath.mpf(float(v)) for v in (problem.a, problem.b, problem.Delta, problem.s_y))
    whole = mpmath.mpf(0)
    for score in (s, mpmath.mpf(float(problem.s_k))):
        u = score - y
        whole += a * max(u + D, 0) ** 2 if u <= 0 else b * (u + D / 2)
    return whole


@pytest.mark.parametrize("s_j", ["-1.7", "0.3", "0.9", "1.6", "4"])
def test_derivative_precise(s_j: str) -> None:
    """Central differences of the sum with forty digits agree away from the joins."""
    problem = HuberHinge(s_j=exact(s_j), s_y=exact(1), s_k=exact(3))
    with mpmath.workdps(40):
        at, h = mpmath.mpf(float(problem.s_j)), mpmath.mpf("1e-15")
        slope = (piece_sum(at + h, problem) - piece_sum(at - h, problem)) / (2 * h)
    assert float(problem.plain()["derivative"]) == pytest.approx(float(slope), abs=1e-9)


@pytest.mark.parametrize(("a", "margin", "b"), [("2", "3/2", 6), ("1", "3", 6), ("1/2", "0.2", 0.2)])
def test_join(a: str, margin: str, b: float) -> None:
    """uw-sp23-mid/3.6.1.2: values and slopes both ask for b = 2aΔ."""
    for problem in (
        HuberJoin(a=exact(a), Delta=exact(margin)),
        HuberHinge(a=exact(a), Delta=exact(margin)),
    ):
        for answers in (problem.plain(), problem.check()):
            assert answers["b_value"] == pytest.approx(b)
            assert answers["b_slope"] == pytest.approx(b)


def test_letters() -> None:
    """In letters: 2a·max(s_j − s_y + Δ, 0), b, and 2aΔ."""
    lines = HuberHinge().traced().lines
    free = frozenset({"s_j", "s_y", "a", "b", "Delta"})
    forms = [infix(closed_form(lines[part].formula, free)) for part in ("left", "right", "b_slope")]
    assert forms == ["2*a*relu(s_j - s_y + Delta)", "b", "2*a*Delta"]


@pytest.mark.parametrize("margin", ["1/2", "1", "2"])
def test_coincidences_are_not_dealt(margin: str) -> None:
    """At these margins a wrong rule (b = a, b = aΔ², a = 2bΔ, b = 2a) would be right."""
    a, D = Fraction(3), Fraction(margin)
    assert 2 * a * D in (a, a * D**2, 2 * a) or a == 2 * (2 * a * D) * D
    assert not HuberJoin(a=exact(3), Delta=exact(margin)).suits()
    assert not HuberHinge(Delta=exact(margin)).suits()


def test_root() -> None:
    """The search finds zeros of straight lines, and of a curve."""
    assert root(lambda b: 3 * b - 12) == pytest.approx(4)
    assert root(lambda b: b) == 0
    assert root(lambda b: b**2 - 2) == pytest.approx(2**0.5, rel=1e-3)


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (HuberHinge(a=exact(0)), "a must"),
        (HuberHinge(Delta=exact(0)), "Delta"),
        (HuberHinge(s_j=exact(2)), "corner"),
        (HuberHinge(s_j=exact(10**6)), "in size"),
        (HuberJoin(a=exact(-1)), "a must"),
        (HuberJoin(Delta=exact(-1)), "Delta"),
        (HuberJoin(Delta=exact(10**6)), "from"),
    ],
)
def test_refusals(problem: HuberHinge | HuberJoin, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")


def test_joined_corner_is_accepted() -> None:
    """With b = 2aΔ there is a derivative at s_j = s_y, and the check finds it."""
    problem = HuberHinge(s_j=exact(2), b=exact(6))
    assert problem.fits() is None
    assert problem.plain()["derivative"] == problem.check()["derivative"] == 6
