"""Zero-shot classification: cosines by hand, exact ties, and prompts that mislead."""

from fractions import Fraction

import pytest

from dldrill.dealing.dealer import Dealer
from dldrill.derivation.domain import Matrices, Range
from dldrill.families._plain import Either
from dldrill.families.clip_zero_shot import ClipZeroShot
from dldrill.maths.linear import Matrix, Vector


@pytest.mark.parametrize(
    ("image", "prompts", "cosines", "predicted"),
    [
        (Vector(1, 2, 2), Matrix([0, 1, 1], [3, 3, 0]), [4 / 18**0.5, 9 / 162**0.5], "c_0"),
        (Vector(3, 4), Matrix([3, 0], [0, 2], [-6, -8]), [0.6, 0.8, -1.0], "c_1"),
        (Vector(1, 0), Matrix([5, 5], [1, 1], [1, Fraction(1, 2)]), [0.5**0.5, 0.5**0.5, 0.8**0.5], "c_2"),
        (Vector(1, 1), Matrix([-1, 0], [-3, -3]), [-(0.5**0.5), -1.0], "c_0"),
    ],
)
def test_by_hand(image: Vector, prompts: Matrix, cosines: list[float], predicted: str) -> None:
    """Steps and check give the cosines and the class worked out by hand."""
    problem = ClipZeroShot(image=image, prompts=prompts)
    for answers in (problem.plain(), problem.check()):
        assert list(answers["cosines"]) == pytest.approx(cosines)
        assert answers["predicted"] == predicted


def test_a_long_prompt_misleads() -> None:
    """The default's third prompt has the largest dot product, but not the largest cosine."""
    problem = ClipZeroShot()
    assert problem.altered(["largest_product"]).answers["predicted"] == "c_2"
    assert problem.plain()["predicted"] == "c_0"


def test_half_of_the_variants_mislead() -> None:
    """In about half of the dealt variants the largest dot product names another class."""
    dealer, misled, winners = Dealer(ClipZeroShot, "clip_zero_shot", "half"), 0, set()
    for index in range(120):
        problem = dealer.variant(index)
        right, wrong = problem.plain(), problem.altered(["largest_product"]).answers
        misled += right["predicted"] != wrong["predicted"]
        winners.add(right["predicted"])
    assert 36 <= misled <= 84
    assert {"c_0", "c_1", "c_2", "c_3"} <= winners


def test_exact_tie_is_refused() -> None:
    """Two prompts in the same direction tie, although rounding may rank them."""
    problem = ClipZeroShot(image=Vector(1, 2), prompts=Matrix([1, 3], [3, 9], [0, -1]))
    assert "equally near" in (problem.fits() or "")


@pytest.mark.parametrize(
    ("image", "prompts", "word"),
    [
        (Vector(1, 2), Matrix([1, 3]), "rows"),
        (Vector(1, 2, 3), Matrix([1, 3], [2, 1]), "3 numbers"),
        (Vector(0, 0), Matrix([1, 3], [2, 1]), "zeros"),
        (Vector(1, 2), Matrix([1, 3], [0, 0]), "zeros"),
        (Vector(1, 2), Matrix([1, 3], [10**9, 0]), "in size"),
    ],
)
def test_refusals(image: Vector, prompts: Matrix, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (ClipZeroShot(image=image, prompts=prompts).fits() or "")


def test_either_lists_every_value_once() -> None:
    """A domain of several sizes is indexed through all its parts."""
    both = Either(Matrices(1, 2, Range(0, 1)), Matrices(2, 2, Range(0, 1)))
    values = [both.at(i) for i in range(both.size)]
    assert len(set(values)) == both.size == 4 + 16
    with pytest.raises(IndexError):
        both.at(both.size)
