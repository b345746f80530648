"""Steps of optimisers, by hand and against their recursions."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families.optimizer_steps import OPTIMIZERS, OptimizerSteps
from dldrill.proving.roads import prove


def steps(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(OptimizerSteps, written)


@pytest.mark.parametrize(
    ("given", "update", "w"),
    [
        ({"optimizer": "SGD", "g": "2,2,2"}, 0.2, 0.4),
        ({"optimizer": "SGD", "g": "1,1", "weight_decay": "1/2"}, 0.1425, 0.7075),
        ({"optimizer": "momentum", "g": "1,1,1"}, 0.271, 0.439),
        ({"optimizer": "momentum", "g": "4,-2", "momentum": "1/2"}, 0, 0.6),
        ({"optimizer": "Nesterov", "g": "1,1", "momentum": "1/2"}, 0.175, 0.675),
        ({"optimizer": "AdaGrad", "g": "2,2,2"}, 0.1 / 3**0.5, 0.9 - 0.1 / 2**0.5 - 0.1 / 3**0.5),
        ({"optimizer": "AdaGrad", "g": "3,4"}, 0.08, 0.82),
        ({"optimizer": "RMSprop", "g": "2", "alpha": "3/4"}, 0.2, 0.8),
        ({"optimizer": "RMSprop", "g": "2,2", "alpha": "3/4"}, 0.1 / 0.4375**0.5, 0.8 - 0.1 / 0.4375**0.5),
        ({"optimizer": "Adam", "g": "5,5,5"}, 0.1, 0.7),
        ({"optimizer": "Adam", "g": "-1"}, -0.1, 1.1),
    ],
)
def test_by_hand(given: dict[str, object], update: float, w: float) -> None:
    """The last update and the parameter after it."""
    for answers in (steps(**given).plain(), steps(**given).check()):
        assert [float(answers["update"]), float(answers["w"])] == pytest.approx([update, w])


def test_adam_as_published() -> None:
    """The recursion with bias corrections, two different gradients."""
    m = v = 0.0
    w, problem = 1.0, steps(optimizer="Adam", g="1,-2,4")
    for t, g in enumerate((1, -2, 4), 1):
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        w -= 0.1 * (m / (1 - 0.9**t)) / (v / (1 - 0.99**t)) ** 0.5
    assert float(problem.plain()["w"]) == pytest.approx(w)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_all_roads_meet(optimizer: str) -> None:
    """Steps, sympy and numpy agree for every rule, with ε and weight decay as well."""
    assert prove(steps(optimizer=optimizer, g="1,-2,4", eps="1/10", weight_decay="1/5")).ok


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"optimizer": "Adam", "g": "0,1"}, "first gradient is 0"),
        ({"lr": 0}, "lr must be above 0"),
        ({"momentum": 1}, "below 1"),
        ({"g": "1,1,1,1,1,1,1"}, "from 1 to 6"),
    ],
)
def test_refused(given: dict[str, object], says: str) -> None:
    """Divisors of 0, rates out of range, too many steps."""
    with pytest.raises(Exception, match=says):
        steps(**given)


def lengths(optimizer: str) -> list[float]:
    """The updates under a constant gradient, from the problems themselves."""
    gradients = [", ".join(["-2"] * count) for count in range(1, 6)]
    return [abs(float(steps(optimizer=optimizer, g=g).plain()["update"])) for g in gradients]


@pytest.mark.parametrize(
    ("key", "optimizer", "word"),
    [
        ("adagrad", "AdaGrad", "shorter"),
        ("sgd", "SGD", "same"),
        ("momentum", "momentum", "longer"),
        ("rmsprop", "RMSprop", "shorter"),
        ("adam", "Adam", "same"),
    ],
)
def test_trends_are_those_of_the_steps(key: str, optimizer: str, word: str) -> None:
    """What a statement says of a constant gradient is what five steps show (uw-au24-q2/2.2)."""
    true = [s.says for s in steps(g="-2,-2").statements() if s.key == key and s.true]
    trend = np.sign(np.round(np.diff(lengths(optimizer)), 12))
    assert set(trend) == {{"shorter": -1, "same": 0, "longer": 1}[word]}
    assert len(true) == 1
    assert word in true[0]


def test_momentum_can_be_faster_or_slower() -> None:
    """Both happen, at different curvatures (uw-au24-q2/2.2 A and B)."""
    true = {s.key: s.says for s in steps().statements() if s.true}
    assert "fewer" in true["shallow"]
    assert "more steps" in true["steep"]


def test_every_key_is_said_and_denied() -> None:
    """One true and one false statement a key."""
    truths = Counter((statement.key, statement.true) for statement in steps().statements())
    assert set(truths.values()) == {1}
    assert len(truths) == 2 * len({key for key, _ in truths}) >= 16


@pytest.mark.slow
def test_truth_patterns_are_equally_frequent() -> None:
    """Each of the 64 patterns of six ticks comes as often as another: χ² with 63 degrees of freedom.

    The question has fewer variants than are drawn here, so several seeds are.
    """
    question = load().find("optimisation/constant-gradients")
    sources = [Source(question, f"patterns-{seed}") for seed in range(16)]
    seen = Counter(
        tuple(option.true for option in source.deal(index).options)
        for source in sources
        for index in range(160)
    )
    counts = np.array([seen[pattern] for pattern in seen] + [0] * (64 - len(seen)))
    assert ((counts - 40.0) ** 2 / 40).sum() < 115
