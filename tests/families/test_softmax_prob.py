"""Softmax over two sizes of logits: the exam's numbers, cases by hand, refusals."""

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.families._plain import exact
from dldrill.families.softmax_prob import SHARP, SoftmaxProb
from dldrill.maths.compare import close


def precise(n: int, m: int, low: int, high: int, tau: str) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Both probabilities to fifty digits, from the definition of softmax."""
    with mpmath.workdps(50):
        heat = mpmath.mpf(tau)
        a, b = mpmath.exp(low / heat), mpmath.exp(high / heat)
        Z = (n - m) * a + m * b
        return a / Z, b / Z


@pytest.mark.parametrize(
    ("n", "m", "low", "high", "tau"),
    [
        (10_000, 9_999, 0, 1, "1"),  # ist-feb23/1.5
        (200, 199, -1, 1, "1"),
        (6, 2, -2, 1, "0.5"),
        (5, 1, 0, 4, "2"),
    ],
)
def test_probabilities(n: int, m: int, low: int, high: int, tau: str) -> None:
    """Steps and the long row agree with fifty digits."""
    problem = SoftmaxProb(n=n, m=m, low=low, high=high, tau=exact(tau))
    p_low, p_high = precise(n, m, low, high, tau)
    for answers in (problem.plain(), problem.check()):
        assert answers == pytest.approx({"p_low": float(p_low), "p_high": float(p_high)}, rel=1e-11)


def test_exam() -> None:
    """ist-feb23/1.5: 1/(1 + 9999e), which is none of the options 0, 1 and 1/10000."""
    found = SoftmaxProb().plain()["p_low"]
    assert found == pytest.approx(3.67903e-5, rel=1e-5)
    assert not any(close(found, option, SHARP) for option in (0, 1, 1e-4))


def test_tolerance_tells_n_from_one_fewer() -> None:
    """Even with 10,000 logits, counting one too many is outside the tolerance."""
    problem = SoftmaxProb()
    wrong = problem.altered(["counted_all@high_terms"]).answers["p_low"]
    assert not close(problem.plain()["p_low"], wrong, SHARP)


@given(st.integers(2, 500), st.data())
def test_probabilities_add_up(n: int, data: st.DataObject) -> None:
    """All n probabilities together are 1."""
    m = data.draw(st.integers(1, n - 1))
    p = SoftmaxProb(n=n, m=m).plain()
    assert (n - m) * p["p_low"] + m * p["p_high"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (SoftmaxProb(n=1, m=1), "n must"),
        (SoftmaxProb(n=4, m=4), "below n"),
        (SoftmaxProb(n=4, m=0), "at least 1"),
        (SoftmaxProb(n=4, m=2, low=1, high=1), "above low"),
        (SoftmaxProb(n=4, m=2, tau=exact(0)), "tau"),
        (SoftmaxProb(n=4, m=2, high=900), "gap"),
    ],
)
def test_refusals(problem: SoftmaxProb, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
