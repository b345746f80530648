"""Loss and accuracy of two models: the map's counterexample, both orders equally often."""

from __future__ import annotations

from collections import Counter
from math import log

import pytest

from dldrill.dealing.dealer import Dealer
from dldrill.derivation.values import problem_of
from dldrill.families.loss_vs_accuracy import LossVsAccuracy
from dldrill.faults import Fault
from dldrill.proving.roads import prove


@pytest.mark.parametrize(
    ("p", "losses", "accuracies", "same"),
    [
        ("[[0.49,0.49,0.49],[0.99,0.55,0.01]]", (0.713350, 1.737690), (0, 2 / 3), "no"),  # uw-sp23-mid/1.1
        ("[[0.9,0.8],[0.6,0.3]]", (-log(0.72) / 2, -log(0.18) / 2), (1, 1 / 2), "yes"),
        ("[[0.6,0.6,0.6,0.02],[0.7,0.4,0.4,0.4]]", (1.361124, 0.776389), (3 / 4, 1 / 4), "no"),
        ("[[0.2],[0.51]]", (-log(0.2), -log(0.51)), (0, 1), "yes"),
    ],
)
def test_known_models(
    p: str, losses: tuple[float, float], accuracies: tuple[float, float], same: str
) -> None:
    """Means of −ln p and shares above one half, by hand."""
    problem = problem_of(LossVsAccuracy, {"p": p})
    answers = problem.plain()
    assert (answers["A.loss"], answers["B.loss"]) == pytest.approx(losses, abs=1e-5)
    assert (answers["A.accuracy"], answers["B.accuracy"]) == pytest.approx(accuracies)
    assert answers["same"] == same
    assert prove(problem).ok


def test_orders_are_equally_often() -> None:
    """Lower loss and higher accuracy fall on each pair of models in a quarter of the variants."""
    dealer, counts = Dealer(LossVsAccuracy, "loss_vs_accuracy", "frequencies"), Counter[tuple[bool, bool]]()
    for index in range(400):
        answers = dealer.variant(index).plain()
        loss, accuracy = (answers[f"A.{what}"] > answers[f"B.{what}"] for what in ("loss", "accuracy"))
        assert answers["same"] == ("no" if loss == accuracy else "yes")
        assert abs(answers["A.loss"] - answers["B.loss"]) >= 0.049
        counts[loss, accuracy] += 1
    assert len(counts) == 4
    assert all(60 <= count <= 140 for count in counts.values()), counts


def test_mistakes() -> None:
    """The accuracy read off the loss, the logarithm of the mean, the share of wrong predictions."""
    problem = problem_of(LossVsAccuracy, {"p": "[[0.49,0.49,0.49],[0.99,0.55,0.01]]"})
    assert problem.altered(["from_the_loss"]).answers["same"] == "yes"
    assert problem.altered(["log_of_mean@B.loss"]).answers["B.loss"] == pytest.approx(-log(1.55 / 3))
    assert problem.altered(["share_wrong@B.accuracy"]).answers["B.accuracy"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("p", "says"),
    [
        ("[[0.9,0.8]]", "two rows"),
        ("[[0.9],[0.8],[0.3]]", "two rows"),
        ("[[0.9,0.5],[0.8,0.1]]", "not be 1/2"),
        ("[[0.9,1],[0.8,0.1]]", "between 0 and 1"),
        ("[[0.9,0],[0.8,0.1]]", "between 0 and 1"),
        ("[[0.9,0.3],[0.8,0.1]]", "the same accuracy"),
        ("[[0.6,0.2,0.6],[0.2,0.4,0.9]]", "the same loss"),
        (f"[{[0.9] * 13},{[0.1] * 13}]", "from 1 to 12"),
    ],
)
def test_models_that_do_not_fit(p: str, says: str) -> None:
    """Ties and what is no probability are refused with a sentence."""
    with pytest.raises(Fault, match=says):
        problem_of(LossVsAccuracy, {"p": p})
