"""Accuracy of simple strategies, by hand, by the exam's numbers, and by chance."""

from fractions import Fraction
from random import Random

import pytest

from dldrill.families.accuracy_baselines import AccuracyBaselines

TENTH, FIFTH, HALF = Fraction(1, 10), Fraction(1, 5), Fraction(1, 2)


@pytest.mark.parametrize(
    ("classes", "accuracy", "strategy", "new"),
    [
        (10, Fraction(0), "other", Fraction(1, 9)),  # uw-sp23-mid/3.1.1b
        (10, Fraction(0), "constant", TENTH),
        (2, FIFTH, "random", HALF),  # uw-sp23-mid/3.1.2a
        (2, FIFTH, "constant", HALF),
        (2, FIFTH, "flip", Fraction(4, 5)),  # uw-sp23-mid/3.1.2b
        (2, HALF, "flip", HALF),
        (2, FIFTH, "other", Fraction(4, 5)),
        (3, Fraction(1), "other", Fraction(0)),
        (4, Fraction(2, 5), "other", FIFTH),
    ],
)
def test_new_accuracy(classes: int, accuracy: Fraction, strategy: str, new: Fraction) -> None:
    """Steps and enumeration give the accuracy worked out by hand, exactly."""
    problem = AccuracyBaselines(classes=classes, accuracy=accuracy, strategy=strategy)
    right = {"chance": Fraction(1, classes), "accuracy": new, "gain": new - accuracy}
    assert problem.check() == right
    assert problem.traced().answers == right
    assert problem.plain() == pytest.approx(right, rel=1e-12)


@pytest.mark.parametrize("strategy", ["constant", "random", "other"])
def test_simulated(strategy: str) -> None:
    """Twenty thousand simulated answers come near the computed accuracy."""
    stream, classes, accuracy = Random(7), 5, Fraction(3, 10)
    right = 0
    for case in range(20_000):
        label = case % classes
        others = [c for c in range(classes) if c != label]
        named = label if stream.random() < accuracy else stream.choice(others)
        choices = {
            "constant": [0],
            "random": list(range(classes)),
            "other": [c for c in range(classes) if c != named],
        }
        right += stream.choice(choices[strategy]) == label
    problem = AccuracyBaselines(classes=classes, accuracy=accuracy, strategy=strategy)
    assert right / 20_000 == pytest.approx(float(problem.plain()["accuracy"]), abs=0.01)


@pytest.mark.parametrize(
    ("classes", "accuracy", "strategy", "word"),
    [
        (1, FIFTH, "random", "from 2"),
        (10**6, FIFTH, "random", "from 2"),
        (4, Fraction(3, 2), "random", "from 0 to 1"),
        (4, Fraction(-1, 2), "random", "from 0 to 1"),
        (4, Fraction(1, 10**12), "random", "short"),
        (3, FIFTH, "flip", "classes 2"),
    ],
)
def test_refused(classes: int, accuracy: Fraction, strategy: str, word: str) -> None:
    """Givens that make no sense are refused with what to change."""
    problem = AccuracyBaselines(classes=classes, accuracy=accuracy, strategy=strategy)
    assert word in (problem.fits() or "")
