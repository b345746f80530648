"""Compute budgets: the best split against a search over sizes, and a plot whose dots decide statements."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families._isoflop_plot import Plot
from dldrill.families.isoflop import Isoflop
from dldrill.faults import Fault
from dldrill.proving.roads import prove


def law(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(Isoflop, written)


def drawn(count: int) -> list[Any]:
    """Problems from the domains of the family."""
    stream = Random("isoflop")
    return [Isoflop(**Isoflop.space().draw(stream)) for _ in range(count)]


@pytest.mark.parametrize(("budget", "millions"), [(6, 181), (1000, 1824)])
def test_published_fit(budget: int, millions: float) -> None:
    """The published three-term fit is lowest at 181 million and 1.82 billion parameters."""
    problem = law(E="1.69", A=406, B=411, alpha="0.34", beta="0.28", budget=budget)
    assert problem.plain()["N"] / 1e6 == pytest.approx(millions, rel=0.01)
    assert prove(problem).ok


def test_exams_verdicts_hold() -> None:
    """In the rebuilt plot of uw-au24-q4/2.1 the exam's B, C and E are true, and A, D and F false."""
    plot = Plot(Isoflop())
    A, B, C = (plot.marked[letter] for letter in "ABC")
    assert A.size != B.size
    assert B.size == C.size
    assert 200e6 < plot.best(6e18) < 300e6
    assert plot.best(1e21) < 3e9
    assert plot.loss(1e21, 1e9) < plot.loss(6e18, 1e9)
    for dots in plot.curves:
        assert dots[-1].loss > min(dot.loss for dot in dots)


def test_split_is_the_best() -> None:
    """Moving the budget between parameters and tokens raises the loss, and the budget is spent."""
    for problem in drawn(40):
        answers, plot = problem.plain(), Plot(problem)
        budget = problem.budget * 1e18
        assert 6 * answers["N"] * answers["D"] == pytest.approx(budget)
        lowest = plot.loss(budget, answers["N"])
        assert all(plot.loss(budget, answers["N"] * move) > lowest for move in (0.8, 0.99, 1.01, 1.25))


def test_statements_are_what_the_dots_say() -> None:
    """What is stated of every plot holds on its dots: growth, longer training, the largest, tokens."""
    for problem in drawn(40):
        plot = Plot(problem)
        assert all(low < high for low, high in pairwise(map(plot.best, plot.budgets)))
        for dots in plot.curves:
            assert dots[0].loss > min(dot.loss for dot in dots) < dots[-1].loss
        for lower, upper in pairwise(plot.curves):
            losses = {dot.size: dot.loss for dot in lower}
            assert all(dot.loss < losses[dot.size] for dot in upper if dot.size in losses)


def test_statements_come_in_pairs() -> None:
    """Under every key as many statements are true as false, and there are ten keys."""
    for problem in drawn(40):
        keys: dict[str, list[bool]] = {}
        for statement in problem.statements():
            keys.setdefault(statement.key, []).append(statement.true)
        assert len(keys) == 10
        assert all(2 * sum(truths) == len(truths) for truths in keys.values())


@pytest.mark.slow
def test_which_points_are_equal_varies() -> None:
    """Each two of the three marked points are of equal size about equally often."""
    equal: Counter[str] = Counter()
    for problem in drawn(300):
        sizes = {letter: dot.size for letter, dot in Plot(problem).marked.items()}
        equal["".join(a for a in "ABC" if list(sizes.values()).count(sizes[a]) == 2)] += 1
    assert set(equal) == {"AB", "BC", "AC"}
    assert min(equal.values()) >= 60


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"A": 0}, "positive"),
        ({"budget": 10**13}, "at most"),
        ({"alpha": "3"}, "between 0.05 and 2"),
        ({"A": 10**8}, "best sizes"),
    ],
)
def test_refusals(given: dict[str, object], says: str) -> None:
    """Constants that no plot can show are refused with what to change."""
    with pytest.raises(Fault, match=says):
        law(**given)


def test_figure_holds_all_dots() -> None:
    """Every trained model is a dot within the axes, and the table has its loss."""
    for problem in drawn(10):
        figure, plot = problem.figure(), Plot(problem)
        table = " ".join(cell for row in figure.table for cell in row)
        for dot in (dot for dots in plot.curves for dot in dots):
            assert figure.y.low < dot.loss < figure.y.high
            assert f"{dot.loss:.3f}" in table


@pytest.mark.slow
def test_truth_patterns_are_equally_frequent() -> None:
    """Each pattern of six verdicts is dealt about once in 64 times."""
    question = load().find("language-models/isoflop-plot")
    patterns = Counter(
        tuple(o.true for o in Source(question, f"s{seed}").deal(seed % 7).options) for seed in range(1280)
    )
    assert len(patterns) == 64
    assert min(patterns.values()) >= 5
    assert max(patterns.values()) <= 40
