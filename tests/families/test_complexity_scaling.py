"""How cost grows: counts done by hand, powers against counts, and statements of both verdicts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families.complexity_scaling import COSTS, POWERS, ComplexityScaling
from dldrill.faults import Fault
from dldrill.proving.roads import prove


def cost(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(ComplexityScaling, written)


@pytest.mark.parametrize(
    ("given", "before", "factor"),
    [
        ({"cost": "lstm", "grown": "n", "factor": 2, "n": 8, "d": 4}, 8 * 8 * 16, 2),
        ({"cost": "lstm", "grown": "n", "factor": 10, "n": 5, "d": 3}, 5 * 8 * 9, 10),
        ({"cost": "scores", "grown": "n", "factor": 3, "n": 4, "d": 8}, 16 * 8, 9),
        ({"cost": "attention", "grown": "n", "factor": 2, "n": 8, "d": 4}, 512 + 512, 3),
        ({"cost": "map", "grown": "k", "factor": 4, "n": 5, "k": 2}, 50, 4),
        ({"cost": "conv", "grown": "k", "factor": 2, "n": 6, "d": 2, "k": 3}, 36 * 4 * 9, 4),
        ({"cost": "filters", "grown": "n", "factor": 5, "n": 6, "d": 2, "k": 3}, 36, 1),
        ({"cost": "dense", "grown": "n", "factor": 3, "n": 4, "d": 6}, 96, 9),
        ({"cost": "neighbours", "grown": "d", "factor": 2, "n": 10, "d": 3}, 30, 2),
    ],
)
def test_known_counts(given: dict[str, object], before: int, factor: float) -> None:
    """Hand-counted costs; the time of an LSTM is linear in the length (uw-sp23-mid/1.5)."""
    problem = cost(**given)
    assert problem.plain() == {"before": before, "factor": factor}
    assert prove(problem).ok


@pytest.mark.parametrize(("what", "grown"), POWERS)
@pytest.mark.parametrize("factor", [2, 3, 10])
def test_powers_are_those_of_the_counts(what: str, grown: str, factor: int) -> None:
    """The power that a statement names is the one that the simulated count grows by."""
    problem = cost(cost=what, grown=grown, factor=factor, n=6, d=3, k=2)
    assert problem.check()["factor"] == factor ** POWERS[what, grown]


def test_every_size_has_a_power() -> None:
    """All sizes of all costs have one, but for attention as a whole, which is a sum of two."""
    sizes = {(name, grown) for name, what in COSTS.items() for grown in what.sizes}
    assert sizes - set(POWERS) == {("attention", "n"), ("attention", "d")}
    assert set(POWERS) <= sizes


@pytest.mark.parametrize("factor", [2, 3, 4, 5, 10])
def test_statements_come_in_pairs(factor: int) -> None:
    """Under every key one statement is true and one is false."""
    statements = cost(factor=factor).statements()
    assert Counter((s.key, s.true) for s in statements) == Counter(
        {(f"{what} {grown}", true): 1 for what, grown in POWERS for true in (True, False)}
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"cost": "gru"}, "write one of lstm"),
        ({"cost": "lstm", "grown": "k"}, "grown must be one of n, d"),
        ({"n": 0}, "at least 1"),
        ({"n": 4000}, "at most 3000"),
    ],
)
def test_refusals(given: dict[str, object], says: str) -> None:
    """Unknown words, sizes that play no part, and sizes that cannot be listed are refused."""
    with pytest.raises(Fault, match=says):
        cost(**given)


@pytest.mark.slow
def test_truth_patterns_are_equally_frequent() -> None:
    """Each pattern of six verdicts is dealt about once in 64 times."""
    question = load().find("counting/growth-statements")
    patterns = Counter(
        tuple(o.true for o in Source(question, f"s{seed}").deal(seed % 9).options) for seed in range(1280)
    )
    assert len(patterns) == 64
    assert min(patterns.values()) >= 5
    assert max(patterns.values()) <= 40


def test_costs_are_about_equally_frequent() -> None:
    """No cost is dealt more than three times as often as another."""
    source = Source(ComplexityScaling, "tests")
    dealt: list[Any] = [source.deal(index).problem for index in range(400)]
    found = Counter(problem.cost for problem in dealt)
    assert set(found) == set(COSTS)
    assert max(found.values()) <= 3 * min(found.values())
