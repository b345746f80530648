"""Loss curves of four rates: the recursion, what it settles at, and what is said of the curves."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families._descent import expected_losses
from dldrill.families.lr_curves import SHOWN, LrCurves
from dldrill.figures.marks import Line


def rates(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(LrCurves, written)


@pytest.mark.parametrize(
    ("given", "limit", "plateau"),
    [
        ({"h": 1, "lr": "11/5, 4/5, 1/5, 1/50"}, 2, 1 / 3),
        ({"h": 2, "lr": "1.1, 0.4, 0.1, 0.01", "variance": 2}, 1, 1 / 3),
        ({"h": 4, "lr": "0.6, 0.15, 0.05, 0.005"}, 0.5, 0.15 / 2.8),
    ],
)
def test_by_hand(given: dict[str, object], limit: float, plateau: float) -> None:
    """The bound is 2/h, the plateau ηV/(2(2 − ηh))."""
    for answers in (rates(**given).plain(), rates(**given).check()):
        assert answers["curves"] == "QRPS"
        assert [float(answers["limit"]), float(answers["plateau"])] == pytest.approx([limit, plateau])


@pytest.mark.parametrize(("lr", "h", "variance"), [(0.8, 1.0, 1.0), (0.05, 2.0, 2.0), (2.2, 1.0, 1.0)])
def test_losses_are_those_of_the_closed_form(lr: float, h: float, variance: float) -> None:
    """L_t = L_∞ + (1 − ηh)^(2t)·(L_0 − L_∞), growing or falling."""
    rest = lr * variance / (2 * (2 - lr * h))
    closed = [rest + (1 - lr * h) ** (2 * t) * (h * 9 / 2 - rest) for t in range(41)]
    assert expected_losses(lr, h, variance, 3, 40) == pytest.approx(closed)


def test_losses_are_the_mean_of_many_runs() -> None:
    """The expected loss is what noisy descent gives on average."""
    stream = np.random.default_rng(7)
    w, means = np.full(40_000, 3.0), [4.5]
    for _ in range(20):
        w -= 0.8 * (w + stream.normal(size=w.size))
        means.append(float((w**2).mean() / 2))
    assert expected_losses(0.8, 1, 1, 3, 20) == pytest.approx(means, rel=0.04)


@pytest.mark.parametrize("order", ["PQRS", "SRQP", "RPSQ"])
def test_figure_shows_the_curves_that_are_asked(order: str) -> None:
    """The letters go to the rates in the order given; the growing curve leaves the picture."""
    problem = rates(order=order)
    drawn = {mark.label: mark.points for mark in problem.figure().marks if isinstance(mark, Line)}
    first_falls = {letter: drawn[letter][0][1] - drawn[letter][1][1] for letter in order[1:]}
    assert sorted(first_falls, key=first_falls.__getitem__, reverse=True) == list(order[1:])
    leaves, edge = drawn[order[0]][-1]
    assert edge == problem.figure().y.high
    assert leaves < SHOWN
    assert problem.figure().with_table
    assert problem.plain()["curves"] == problem.check()["curves"] == order
    assert problem.figure().table[0] == ("step", "P", "Q", "R", "S")


def test_statements_of_the_exam() -> None:
    """The right order is true, and that of who takes growth for a low rate is false (uw-sp23-mid/2.8)."""
    says = {s.says: s.true for s in rates().statements() if s.key == "order"}
    start = "From the highest learning rate to the lowest, the curves are"
    assert says == {f"{start} Q > R > P > S.": True, f"{start} R > P > S > Q.": False}


@pytest.mark.parametrize("given", [{}, {"order": "SPQR"}, {"h": 4, "lr": "0.6, 0.15, 0.05, 0.0025"}])
def test_every_key_is_said_and_denied(given: dict[str, object]) -> None:
    """One true and one false statement a key, and no text twice."""
    statements = rates(**given).statements()
    truths = Counter((statement.key, statement.true) for statement in statements)
    assert set(truths.values()) == {1}
    assert len(truths) == 2 * len({key for key, _ in truths}) >= 16
    assert len({statement.says for statement in statements}) == len(statements)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"lr": "2.2, 0.2, 0.8, 0.02"}, "highest first"),
        ({"lr": "1.5, 0.8, 0.2, 0.02"}, "above 2/h"),
        ({"lr": "5, 0.8, 0.2, 0.02"}, "at most 4/h"),
        ({"variance": 0}, "above 0"),
    ],
)
def test_refused(given: dict[str, object], says: str) -> None:
    """Rates out of order, no curve that grows, no noise."""
    with pytest.raises(Exception, match=says):
        rates(**given)


@pytest.mark.slow
def test_truth_patterns_are_equally_frequent() -> None:
    """Each of the 64 patterns of six ticks comes as often as another: χ² with 63 degrees of freedom."""
    source = Source(load().find("optimisation/rates-of-curves"), "patterns")
    seen = Counter(tuple(option.true for option in source.deal(index).options) for index in range(64 * 40))
    counts = np.array([seen[pattern] for pattern in seen] + [0] * (64 - len(seen)))
    assert ((counts - 40.0) ** 2 / 40).sum() < 115
