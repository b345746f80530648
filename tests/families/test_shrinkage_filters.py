"""Early stopping and weight decay on a parabola: the map's numbers, limits, what does not fit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dldrill.derivation.values import problem_of
from dldrill.families._plain import exact
from dldrill.families.shrinkage_filters import ShrinkageFilters
from dldrill.faults import Fault
from dldrill.proving.roads import prove


@pytest.mark.parametrize(
    ("given", "stopped", "decayed", "matching"),
    [
        ({}, 0.871488, 2 / 3, 0.147463),  # uw-sp23-mid/1.8: h = 1, eta = 0.05, tau = 40
        ({"h": "2", "eta": "1/4", "tau": "2"}, 3 / 4, 1 / 2, 2 / 3),  # half of the way twice
        ({"h": "1/2", "eta": "1", "tau": "1"}, 1 / 2, 1 / 3, 1 / 2),
        ({"h": "1", "eta": "1/2", "tau": "3"}, 7 / 8, 3 / 5, 1 / 7),
    ],
)
def test_known_shares(given: dict[str, object], stopped: float, decayed: float, matching: float) -> None:
    """Powers of what a step leaves, the ridge solution, and the strength that makes them equal."""
    problem = problem_of(ShrinkageFilters, given)
    answers = problem.plain()
    assert answers["stopped"] == pytest.approx(stopped, rel=1e-5)
    assert answers["decayed"] == pytest.approx(decayed)
    assert answers["matching"] == pytest.approx(matching, rel=1e-5)
    assert prove(problem).ok


@pytest.mark.parametrize("h", ["1/2", "1", "3"])
@pytest.mark.parametrize("tau", [3, 17, 40])
def test_matching_strength_matches(h: str, tau: int) -> None:
    """Weight decay of the strength found leads to exactly the weight of early stopping."""
    answers = ShrinkageFilters(h=exact(h), eta=exact("1/20"), tau=tau).plain()
    assert exact(h) / (exact(h) + answers["matching"]) == answers["stopped"]


def test_one_strength_does_not_match_two_curvatures() -> None:
    """The strength that matches depends on the curvature: no weight decay equals early stopping."""
    flat, steep = (ShrinkageFilters(h=exact(h)).plain()["matching"] for h in (1, 2))
    assert flat / steep > 4
    assert isinstance(flat, Fraction)


@pytest.mark.parametrize(
    ("slip", "part", "value"),
    [
        ("left_over", "stopped", 1 / 4),
        ("straight_line", "stopped", 1),
        ("inverted", "decayed", 4 / 5),
        ("penalty_share", "decayed", 1 / 2),
        ("upside_down", "matching", 6),
        ("not_scaled", "matching", 1 / 3),
    ],
)
def test_mistakes(slip: str, part: str, value: float) -> None:
    """What each mistake leads to for h = 2, eta = 1/4, tau = 2."""
    problem = ShrinkageFilters(h=exact(2), eta=exact("1/4"), tau=2)
    assert problem.altered([slip]).answers[part] == pytest.approx(value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"h": "0"}, "above 0"),
        ({"eta": "-0.1"}, "above 0"),
        ({"tau": "0"}, "from 1 to 1000"),
        ({"tau": "1001"}, "from 1 to 1000"),
        ({"h": "20"}, "overshoot"),
        ({"h": "4", "eta": "0.2"}, "nothing is shrunk"),
        ({"h": "1e-7"}, "make them larger"),
    ],
)
def test_bowls_that_do_not_fit(given: dict[str, object], says: str) -> None:
    """Steps that overshoot, and training that leaves nothing to shrink, are refused."""
    with pytest.raises(Fault, match=says):
        problem_of(ShrinkageFilters, given)


@pytest.mark.parametrize(
    "given", [{"h": "1e-6", "eta": "1e-3", "tau": "1000"}, {"h": "100", "eta": "0.001", "tau": "131"}]
)
def test_edges_are_proven(given: dict[str, object]) -> None:
    """Nearly nothing learnt, and nearly all: the roads still meet."""
    assert prove(problem_of(ShrinkageFilters, given)).disagreements == ()
