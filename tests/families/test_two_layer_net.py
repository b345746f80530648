"""The two-layer network: the exam's points, its ties and kinks, and what must not change its answers."""

from itertools import permutations

import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import original
from dldrill.families._net import EXAM_W1, OWN_W2
from dldrill.families.two_layer_net import TwoLayerNet
from dldrill.maths.linear import Matrix, Vector


@pytest.mark.parametrize(
    ("x", "z", "h", "s", "prediction"),
    [
        ((0, 1, -2), (1, 3, -3), (1, 3, 0), (1, 7, -1), "Flom"),
        ((-1, 0, 1), (-1, -2, 2), (0, 0, 2), (4, -2, -2), "Zom"),
    ],
)
def test_exam_by_hand(x: tuple[int], z: tuple[int], h: tuple[int], s: tuple[int], prediction: str) -> None:
    """uw-sp23-mid/3.5.1: the pre-activations of SEEDS and the scores worked by hand, on both roads."""
    problem = TwoLayerNet(x=Vector(*x))
    for answers in (problem.plain(), problem.check()):
        assert answers == {"z": Vector(*z), "h": Vector(*h), "s": Vector(*s), "prediction": prediction}


@pytest.mark.parametrize(
    ("activation", "h", "s", "prediction"),
    [
        ("leaky", (-0.1, -0.2, 2), (4, -2.5, -1.9), "Zom"),
        ("abs", (1, 2, 2), (4, 3, -3), "Zom"),
    ],
)
def test_other_activations(activation: str, h: tuple[float], s: tuple[float], prediction: str) -> None:
    """The exam's (−1, 0, 1) with z = (−1, −2, 2) through the activations the lost figure may have had."""
    problem = TwoLayerNet(activation=activation)
    for answers in (problem.plain(), problem.check()):
        assert answers["h"].cells == pytest.approx(h)
        assert answers["s"].cells == pytest.approx(s)
        assert answers["prediction"] == prediction


@pytest.mark.parametrize("source", ["uw-sp23-mid/3.5.1.1", "uw-sp23-mid/3.5.1.2"])
def test_bank_has_the_exam(source: str) -> None:
    """The bank's original numbers are well posed, with the exam's first layer."""
    problem = original(load().find(source)).problem
    assert isinstance(problem, TwoLayerNet)
    assert problem.fits() is None
    assert problem.suits()
    assert problem.W1 == EXAM_W1


@pytest.mark.parametrize("W1", [EXAM_W1, EXAM_W1.T])
def test_exam_point_is_a_tie(W1: Matrix) -> None:
    """At the exam's (0, 1, 1) no unit is on, by rows or by columns, so every second layer ties."""
    problem = TwoLayerNet(W1=W1, x=Vector(0, 1, 1))
    assert max(problem.W1 @ problem.x) <= 0
    assert "share the highest" in (problem.fits() or "")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_hidden_units_have_no_order(order: tuple[int, ...]) -> None:
    """Exchanging hidden units, in both layers alike, changes neither scores nor prediction."""
    W1 = Matrix(*(EXAM_W1[j] for j in order))
    W2 = Matrix(*([row[j] for j in order] for row in OWN_W2))
    first, again = (TwoLayerNet(x=Vector(0, 1, -2)), TwoLayerNet(W1=W1, W2=W2, x=Vector(0, 1, -2)))
    assert [first.plain()[part] for part in ("s", "prediction")] == [
        again.plain()[part] for part in ("s", "prediction")
    ]


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (TwoLayerNet(x=Vector(1, 2)), "x needs 3"),
        (TwoLayerNet(W2=Matrix((1, 2), (3, 4))), "W2 needs 3 columns"),
        (TwoLayerNet(W2=Matrix((1, 2, 3))), "two classes"),
        (TwoLayerNet(W1=Matrix()), "W1 needs 1 to"),
        (TwoLayerNet(W1=Matrix((1, 2), (1,))), "equally long"),
        (TwoLayerNet(W1=EXAM_W1 * 1000), "at most 100"),
        (TwoLayerNet(activation="gelu"), "activation must be one of relu, leaky, abs"),
        (TwoLayerNet(classes=("a", "b")), "classes needs 3"),
        (TwoLayerNet(classes=("a", "A", "b")), "different"),
        (TwoLayerNet(classes=("a", "b", "c d")), "single words"),
    ],
)
def test_refusals(problem: TwoLayerNet, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
