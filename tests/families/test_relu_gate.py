"""One ReLU unit: the counter-example of the exam's claim, and the kink."""

import pytest

from dldrill.families.relu_gate import ReluGate
from dldrill.maths.linear import Vector


@pytest.mark.parametrize(
    ("w", "x", "delta", "z", "dw"),
    [
        ((-1, 2), (1, 1), 1, 1, (1, 1)),  # uw-sp23-mid/1.3: a negative weight with a gradient
        ((1, -2), (1, 1), 1, -1, (0, 0)),  # a positive weight without one
        ((-1, 3, 1), (2, 1, 0), -2, 1, (-4, -2, 0)),
    ],
)
def test_by_hand(w: tuple[int], x: tuple[int], delta: int, z: int, dw: tuple[int]) -> None:
    """The pre-activation opens the gate; the input scales the gradient."""
    problem = ReluGate(w=Vector(*w), x=Vector(*x), delta=delta)
    assert problem.plain() == {"z": z, "dw": Vector(*dw)}
    assert problem.check()["dw"].cells == pytest.approx(dw)


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (ReluGate(w=Vector(1, -1)), "no derivative"),
        (ReluGate(w=Vector(1)), "equally long"),
        (ReluGate(delta=10**6), "at most 1000"),
    ],
)
def test_refusals(problem: ReluGate, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
