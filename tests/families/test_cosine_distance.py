"""Distance from cosine: the exam's formula, known triangles, random vectors."""

import mpmath
import numpy as np
import pytest

from dldrill.families._plain import exact
from dldrill.families.cosine_distance import CosineDistance
from dldrill.maths.infix import infix
from dldrill.maths.trace import closed_form


@pytest.mark.parametrize(
    ("cosine", "a", "b", "distance"),
    [
        ("0", 1, 1, 2**0.5),
        ("-1", 1, 1, 2),
        ("1", 1, 1, 0),
        ("0", 3, 4, 5),
        ("1/2", 2, 2, 2),  # an equilateral triangle
        ("1", 7, 3, 4),
        ("-1", 7, 3, 10),
        ("1/2", 3, 8, 7),  # sides 3, 7, 8 with 60° between 3 and 8
    ],
)
def test_triangles(cosine: str, a: int, b: int, distance: float) -> None:
    """Steps and measured vectors give the third side of known triangles."""
    problem = CosineDistance(cosine=exact(cosine), norm_x=a, norm_y=b)
    assert problem.plain()["distance"] == pytest.approx(distance)
    assert problem.check()["distance"] == pytest.approx(distance, abs=1e-12)


@pytest.mark.parametrize("cosine", ["0.6", "-0.34", "0.999999999999", "-0.999999999999"])
def test_precise(cosine: str) -> None:
    """uw-sp23-mid/3.2: √(2 − 2c) for unit vectors, to fifty digits, also near ±1."""
    problem = CosineDistance(cosine=exact(cosine))
    with mpmath.workdps(50):
        wanted = float(mpmath.sqrt(2 - 2 * mpmath.mpf(cosine)))
    assert problem.plain()["distance"] == pytest.approx(wanted, rel=1e-12)
    assert problem.check()["distance"] == pytest.approx(wanted, rel=1e-9)


def test_random_vectors() -> None:
    """The formula gives the distances of random vectors from their lengths and cosines."""
    stream = np.random.default_rng(3)
    for _ in range(50):
        x, y = stream.normal(size=(2, 6))
        a, b = np.linalg.norm(x), np.linalg.norm(y)
        problem = CosineDistance(cosine=float(x @ y / a / b), norm_x=a, norm_y=b)  # type: ignore[arg-type]
        assert problem.plain()["distance"] == pytest.approx(np.linalg.norm(x - y))


def test_closed_form() -> None:
    """With the cosine left as a letter, unit vectors give √(2 − 2c)."""
    formula = CosineDistance().traced().lines["distance"].formula
    assert infix(closed_form(formula, frozenset("c"))) == "sqrt(2 - 2*c)"


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (CosineDistance(cosine=exact("1.1")), "from −1 to 1"),
        (CosineDistance(norm_x=0), "above 0"),
        (CosineDistance(norm_y=-2), "above 0"),
    ],
)
def test_refusals(problem: CosineDistance, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
