"""L2 regularisation: the three conventions by hand, and in letters."""

import pytest

from dldrill.families._plain import exact
from dldrill.families.l2_gradient import L2Gradient
from dldrill.maths.infix import infix
from dldrill.maths.linear import Vector
from dldrill.maths.trace import closed_form


@pytest.mark.parametrize(
    ("convention", "gradient", "penalty"),
    [
        ("half", "1.3", "0.45"),  # 3/2 − 0.1·2; 0.05·9
        ("whole", "1.1", "0.9"),
        ("half-mean", "1.45", "0.1125"),  # N = 4
    ],
)
def test_conventions(convention: str, gradient: str, penalty: str) -> None:
    """ist-feb23/P1.3 with g = 3/2, θ = −2 beside 1 and 2, λ = 0.1: exact by steps and differences."""
    problem = L2Gradient(convention=convention)
    assert problem.traced().answers == {"gradient": exact(gradient), "penalty": exact(penalty)}
    wanted = {"gradient": float(gradient), "penalty": float(penalty)}
    assert problem.plain() == pytest.approx(wanted, rel=1e-12)
    assert problem.check() == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("convention", "form"),
    [("half", "g + lambda*theta"), ("whole", "g + 2*lambda*theta"), ("half-mean", "g + lambda*theta/N")],
)
def test_letters(convention: str, form: str) -> None:
    """The derivative in letters, for each convention."""
    formula = L2Gradient(convention=convention).traced().lines["gradient"].formula
    assert infix(closed_form(formula, frozenset({"g", "theta", "lambda", "N"}))) == form


def test_other_parameters_do_not_matter() -> None:
    """The derivative by one parameter is the same whatever the others are; the penalty is not."""
    one, other = L2Gradient().plain(), L2Gradient(others=Vector(5, -7, 1)).plain()
    assert one["gradient"] == other["gradient"]
    assert one["penalty"] != other["penalty"]


@pytest.mark.parametrize("others", [Vector(1), Vector(1, 2, 3, 4)])
def test_models_of_any_size(others: Vector) -> None:
    """Steps and differences agree for two parameters, and for five."""
    problem = L2Gradient(others=others)
    assert problem.check() == pytest.approx(problem.plain(), rel=1e-12)


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (L2Gradient(weight_decay=exact(0)), "weight_decay"),
        (L2Gradient(N=0), "N must"),
        (L2Gradient(theta=exact(10**6)), "in size"),
    ],
)
def test_refusals(problem: L2Gradient, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
