"""The smooth hinge: identities at fifty digits, the bounds of the gap, the letters of the exams."""

import math

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.answer.kinds import read, same
from dldrill.answer.spec import Spec
from dldrill.families._plain import exact
from dldrill.families.lse_relaxation import LseRelaxation
from dldrill.maths.linear import Vector
from dldrill.maths.trace import closed_form

CASES = [
    (Vector(1, 0, 2, -1), 1, "0"),
    (Vector(3, 0, 2, -1), 1, "0"),
    (Vector(3, 2, -1), 2, "1/2"),
    (Vector(0, 0), 2, "3"),
]


@pytest.mark.parametrize(("s", "y", "margin"), CASES)
def test_precise(s: Vector, y: int, margin: str) -> None:
    """uw-sp23-mid/3.6.2: ln(1 + Σ e^(s_j − s_y + Δ)), a cross-entropy with s_y − Δ, above the hinge."""
    problem = LseRelaxation(s=s, y=y, Delta=exact(margin))
    with mpmath.workdps(50):
        D = mpmath.mpf(problem.Delta.numerator) / problem.Delta.denominator  # type: ignore[attr-defined]
        wrong = [score - s[y - 1] + D for j, score in enumerate(s, 1) if j != y]
        loss = mpmath.log(1 + mpmath.fsum(map(mpmath.exp, wrong)))
        own = mpmath.exp(s[y - 1] - D)
        rest = mpmath.fsum(mpmath.exp(score) for j, score in enumerate(s, 1) if j != y)
        assert mpmath.almosteq(loss, -mpmath.log(own / (own + rest)))
        hinge = max(mpmath.mpf(0), *wrong)
    right = {"loss": loss, "cross_entropy": loss, "hinge": hinge, "gap": loss - hinge}
    wanted = {name: float(value) for name, value in right.items()}
    for answers in (problem.plain(), problem.check()):
        assert answers == pytest.approx(wanted, rel=1e-12)


def test_two_equal_scores() -> None:
    """By hand: equal scores without margin have hinge 0 and loss ln 2, the largest gap of two."""
    answers = LseRelaxation(s=Vector(5, 5)).plain()
    assert answers["hinge"] == 0
    assert answers["gap"] == answers["loss"] == pytest.approx(math.log(2))


scores = st.lists(st.integers(-8, 8), min_size=2, max_size=6)


@given(scores, st.data(), st.sampled_from(["0", "1/2", "2"]))
def test_gap_is_bounded(cells: list[int], data: st.DataObject, margin: str) -> None:
    """uw-sp24-q4/3.3: the smooth loss lies above the hinge by more than 0 and at most ln n."""
    y = data.draw(st.integers(1, len(cells)))
    gap = LseRelaxation(s=Vector(*cells), y=y, Delta=exact(margin)).plain()["gap"]
    assert 0 < gap <= math.log(len(cells)) + 1e-12


LETTERS = frozenset({"s", "s_1", "s_2", "s_3", "Delta"})
SPEC = Spec(names=dict.fromkeys(LETTERS - {"s"}, "real"))


@pytest.mark.parametrize(
    ("margin", "part", "typed", "right"),
    [
        ("0", "loss", "ln(1 + e^(s_2-s_1) + e^(s_3-s_1))", True),
        ("0", "loss", "-ln(e^s_1/(e^s_1 + e^s_2 + e^s_3))", True),
        ("0", "cross_entropy", "ln(1 + e^(s_2-s_1) + e^(s_3-s_1))", True),
        ("0", "loss", "ln(e^(s_2-s_1) + e^(s_3-s_1))", False),
        ("0", "loss", "-ln(e^s_1 + e^s_2 + e^s_3)", False),
        ("1/2", "loss", "ln(1 + e^(s_2-s_1+Delta) + e^(s_3-s_1+Delta))", True),
        ("1/2", "loss", "-ln(e^(s_1-Delta)/(e^(s_1-Delta) + e^s_2 + e^s_3))", True),
        ("1/2", "loss", "ln(1 + e^(s_2-s_1) + e^(s_3-s_1)) + Delta", False),
        ("1/2", "loss", "-ln(e^(s_1+Delta)/(e^(s_1+Delta) + e^s_2 + e^s_3))", False),
        ("0", "hinge", "max(0, max(s_3, s_2) - s_1)", True),
        ("0", "hinge", "max(0, s_1 - max(s_3, s_2))", False),
        ("0", "hinge", "max(s_2, s_3) - s_1", False),
    ],
)
def test_in_letters(margin: str, part: str, typed: str, right: bool) -> None:
    """The closed form in the scores equals what the exams want, and not their usual slips."""
    work = LseRelaxation(s=Vector(1, 0, 2), Delta=exact(margin)).traced()
    tree = closed_form(work.lines[part].formula, LETTERS)
    assert same("expression", tree, read("expression", typed, SPEC), SPEC) == right


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (LseRelaxation(s=Vector(1)), "2 to"),
        (LseRelaxation(y=5), "from 1 to 4"),
        (LseRelaxation(Delta=exact(-1)), "Delta"),
        (LseRelaxation(s=Vector(1, 500)), "in size"),
    ],
)
def test_refusals(problem: LseRelaxation, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
