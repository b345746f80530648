"""Signs of the first layer's gradient: by hand, by real differences, at the exam's kink."""

import math
from random import Random

import pytest

from dldrill.families._net import EXAM_W1, OWN_W2
from dldrill.families.sign_gradient import SignGradient
from dldrill.maths.functions import relu
from dldrill.maths.linear import Matrix, Vector

SIGNS = Matrix((1, 1, 0), (0, 0, 0), (-1, -1, 0))


def test_hinge_by_hand() -> None:
    """uw-sp23-mid/3.5.3.5 at our point: Zom beats Flom, Nom is beaten by more than the margin."""
    answers = SignGradient(loss="hinge").plain()
    assert answers == {"s": Vector(2, -1, -3), "ds": Vector(1, -1, 0), "signs": SIGNS}


def test_entropy_by_hand() -> None:
    """uw-sp23-mid/3.5.3.6 at our point: p − e_y with p = e^s over the sum."""
    answers = SignGradient(loss="cross-entropy").plain()
    whole = math.exp(2) + math.exp(-1) + math.exp(-3)
    wanted = [math.exp(2) / whole, math.exp(-1) / whole - 1, math.exp(-3) / whole]
    assert answers["ds"].cells == pytest.approx(wanted)
    assert answers["signs"] == SIGNS


def loss_at(problem: SignGradient, W1: Matrix) -> float:
    """The loss, retold with plain loops."""
    s = problem.W2 @ relu(W1 @ problem.x)
    s_y = s[problem.y - 1]
    if problem.loss == "hinge":
        return sum(max(0, score - s_y + 1) for j, score in enumerate(s) if j != problem.y - 1)
    return math.log(sum(math.exp(score - s_y) for score in s))


def test_real_differences_agree() -> None:
    """On 300 drawn problems every sign is that of a central difference."""
    stream, space, tried = Random("signs"), SignGradient.space(), 0
    while tried < 300:
        problem = SignGradient(**space.draw(stream))
        if problem.fits() or not problem.suits():
            continue
        tried += 1
        for i, row in enumerate(problem.plain()["signs"]):
            for j, expected in enumerate(row):
                step = Matrix(*([1e-5 * ((i, j) == (k, m)) for m in range(3)] for k in range(3)))
                slope = loss_at(problem, problem.W1 + step) - loss_at(problem, problem.W1 - step)
                found = 0 if abs(slope) < 1e-13 else math.copysign(1, slope)
                assert found == expected, (problem, i, j)


@pytest.mark.parametrize("loss", ["hinge", "cross-entropy"])
def test_exam_point_is_a_kink(loss: str) -> None:
    """At the exam's (−1, 1, 0) two pre-activations are 0: refused, whatever the second layer."""
    problem = SignGradient(x=Vector(-1, 1, 0), loss=loss)
    assert list(EXAM_W1 @ problem.x) == [-1, 0, 0]
    assert "no derivative" in (problem.fits() or "")


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (SignGradient(y=4), "from 1 to 3"),
        (SignGradient(x=Vector(1)), "x needs 3"),
        (SignGradient(W2=Matrix((0, 0, 0), (-1, 0, 0), (2, 2, 2)), y=1), "margin is met"),
        (SignGradient(W2=OWN_W2 * 20, loss="cross-entropy"), "within 20"),
        (SignGradient(W2=Matrix((1, 0, 2), (1, 2, 0), (1, 0, 1)), loss="cross-entropy"), "uncertain"),
    ],
)
def test_refusals(problem: SignGradient, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
