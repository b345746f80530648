"""Paths of optimisers: the drawn ones, what is read off them, and what is said of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families._descent import Rule, coordinate, descend, mean_angle
from dldrill.families.optimizer_paths import RIVALS, OptimizerPaths
from dldrill.figures.marks import Line


def paths(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(OptimizerPaths, written)


def test_by_hand() -> None:
    """Rate 0.1 on x² + 16 y²: factors 0.9 and −0.6; AdaGrad first steps along the diagonal."""
    problem = paths(k=16, start="-5,1", lr="1/10", rival="AdaGrad", rival_lr="4/5", steps=3)
    answers = problem.plain()
    assert answers["gd"] == "O1"
    assert float(answers["loss"]) == pytest.approx((0.9**6 * 25 + 16 * 0.6**6) / 2)
    assert list(answers["aim"]) == pytest.approx([41 / (281 * 26) ** 0.5, 6 / (2 * 26) ** 0.5])


@pytest.mark.parametrize("rival", RIVALS)
@pytest.mark.parametrize("first", ["true", "false"])
def test_figure_shows_the_paths_that_are_asked(rival: str, first: str) -> None:
    """The labelled lines are the simulated paths; the check finds gradient descent among them."""
    problem = paths(rival=rival, first=first, rival_lr="1/100" if rival == "momentum" else "1/5")
    drawn = {mark.label: mark.points for mark in problem.figure().marks if isinstance(mark, Line)}
    gd = problem.plain()["gd"]
    assert gd == problem.check()["gd"] == ("O1" if first == "true" else "O2")
    x, y = np.array(drawn[gd]).T
    assert x[1:] == pytest.approx(0.9 * x[:-1])
    assert y[1:] == pytest.approx(-0.6 * y[:-1])
    assert {"O1", "O2"} <= set(drawn)
    assert problem.figure().table[0] == ("step", "O1", "O2")


@pytest.mark.parametrize(
    ("optimizer", "path"),
    [
        ("SGD", [1, 0.8, 0.64]),
        ("momentum", [1, 0.8, 0.46]),
        ("AdaGrad", [1, 0.9, 0.9 - 0.1 * 0.9 / (1 + 0.81) ** 0.5]),
        ("Adam", [1, 0.9, 0.9 - 0.1 * ((0.09 + 0.09) / 0.19) / ((0.0099 + 0.0081) / 0.0199) ** 0.5]),
        ("RMSprop", [1, 1 - 0.1 / 0.1**0.5]),
    ],
)
def test_rules(optimizer: str, path: list[float]) -> None:
    """Two steps of every rule on w²/2 (SGD and momentum with rate 0.2, the others 0.1)."""
    rate = 0.2 if optimizer in ("SGD", "momentum") else 0.1
    assert coordinate(Rule(optimizer, rate), 1, 1, len(path) - 1) == pytest.approx(path)


def test_adagrad_aims_straighter_only_along_the_axes() -> None:
    """The mean angle of AdaGrad is smaller on this bowl (uw-sp23-mid/2.7)."""
    bowl, start = (1.0, 16.0), (-5.0, 1.0)
    plain, rival = (descend(Rule(*rule), bowl, start, 8) for rule in (("SGD", 0.1), ("AdaGrad", 0.8)))
    assert mean_angle(rival) + 15 < mean_angle(plain)


def walked(rival: str, bowl: Any, w: Any) -> Any:
    """Eight steps on a bowl that may lie askew."""
    m, s, path = np.zeros(2), np.zeros(2), []
    for t in range(1, 9):
        g = bowl @ w
        if rival == "momentum":
            step = m = 0.9 * m + g
        elif rival == "AdaGrad":
            s = s + g * g
            step = g / s**0.5
        elif rival == "RMSprop":
            s = 0.9 * s + 0.1 * g * g
            step = g / s**0.5
        else:
            m, s = 0.9 * m + 0.1 * g, 0.99 * s + 0.01 * g * g
            step = m / (1 - 0.9**t) / (s / (1 - 0.99**t)) ** 0.5
        w = w - 0.01 * step
        path.append(w)
    return np.array(path)


@pytest.mark.parametrize("rival", RIVALS)
def test_turning_the_bowl(rival: str) -> None:
    """What is said of a bowl turned by 45° is what happens: momentum's path turns, the others change."""
    turn = np.array([[1, -1], [1, 1]]) / 2**0.5
    bowl, start = np.diag([1.0, 16.0]), np.array([-5.0, 1.0])
    straight, turned = walked(rival, bowl, start), walked(rival, turn @ bowl @ turn.T, turn @ start)
    keeps = np.allclose(turned, straight @ turn.T)
    true = {s.key: s.says for s in paths(rival=rival, rival_lr="1/100").statements() if s.true}
    assert ("stay as it is" in true["turned-other"]) == keeps == (rival == "momentum")
    assert "stay as it is" in true["turned-gd"]
    assert straight == pytest.approx(np.array(descend(Rule(rival, 0.01), (1.0, 16.0), (-5.0, 1.0), 8)[1:]))


@pytest.mark.parametrize(("first", "gd", "other"), [("true", "O1", "O2"), ("false", "O2", "O1")])
def test_statements_of_the_exam(first: str, gd: str, other: str) -> None:
    """Either A and C or B and D hold (uw-sp23-mid/2.7)."""
    true = {s.key: s.says for s in paths(first=first).statements() if s.true}
    assert true["which"].startswith(f"{gd} is the path of gradient descent")
    assert f"the steps of {other} point more directly" in true["aim"]
    assert f"{gd} crosses the line" in true["flips"]


@pytest.mark.parametrize("rival", RIVALS)
def test_every_key_has_as_many_true_as_false(rival: str) -> None:
    """At least six keys, each with true and false statements in equal number."""
    problem = paths(rival=rival, rival_lr="1/100" if rival == "momentum" else "1/5")
    truths = Counter((statement.key, statement.true) for statement in problem.statements())
    keys = {key for key, _ in truths}
    assert len(keys) >= 6
    assert all(truths[key, True] == truths[key, False] > 0 for key in keys)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"start": "0,1"}, "neither of them 0"),
        ({"lr": "1/4"}, "diverges"),
        ({"rival": "momentum", "rival_lr": 1}, "momentum diverges"),
        ({"steps": 0}, "from 1"),
        ({"k": -2}, "above 0"),
        ({"k": "1/2"}, "at least 1"),
        ({"start": "1,2,3"}, "two coordinates"),
    ],
)
def test_refused(given: dict[str, object], says: str) -> None:
    """Starts on an axis, rates that diverge, bowls that are none."""
    with pytest.raises(Exception, match=says):
        paths(**given)


@pytest.mark.slow
def test_truth_patterns_are_equally_frequent() -> None:
    """Each of the 64 patterns of six ticks comes as often as another: χ² with 63 degrees of freedom."""
    source = Source(load().find("optimisation/two-paths"), "patterns")
    seen = Counter(tuple(option.true for option in source.deal(index).options) for index in range(64 * 40))
    counts = np.array([seen[pattern] for pattern in seen] + [0] * (64 - len(seen)))
    assert ((counts - 40.0) ** 2 / 40).sum() < 115
