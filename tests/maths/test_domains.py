"""The points that expressions are compared at."""

from __future__ import annotations

from random import Random

import pytest

from dldrill.faults import Fault
from dldrill.maths.domains import DOMAINS, check_domain, sample, sample_edges

LIMITS = {
    "positive": (0, 20),
    "real": (-12, 12),
    "integer": (-60, 60),
    "count": (1, 512),
    "size": (2, 512),
    "probability": (0, 1),
    "unit": (-1, 1),
}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("small", [True, False])
def test_values_lie_in_the_domain(domain: str, small: bool) -> None:
    """Every value is inside, whole where it must be, and short in binary."""
    random = Random(1)
    low, high = LIMITS[domain]
    values = [DOMAINS[domain](random, small) for _ in range(2000)]
    if domain in {"integer", "count", "size"}:
        assert all(isinstance(value, int) and low <= value <= high for value in values)
    else:
        assert all(low < value < high or domain == "real" for value in values)
        assert all((value * 1024).is_integer() and value for value in map(float, values) if value)
    if small:
        assert max(map(abs, values)) < 6.5
    spread = sorted(values)
    assert spread[200] < spread[1800]


@pytest.mark.parametrize("domain", DOMAINS)
def test_edges_lie_in_the_domain(domain: str) -> None:
    """Values near the ends are inside still, and come nearer than the others do."""
    random = Random(4)
    low, high = LIMITS[domain]
    values = [sample_edges({"a": domain}, random)["a"] for _ in range(2000)]
    assert all(low <= value <= high and (value or domain in {"integer", "unit"}) for value in values)
    if domain in {"positive", "real", "probability"}:
        assert min(map(abs, values)) < 0.005
    if domain in {"probability", "unit"}:
        assert all(low < value < high for value in values)
        assert max(values) > 0.995


@pytest.mark.parametrize(("domain", "least"), [("count", 1), ("size", 2)])
def test_the_least_whole_number_is_met(domain: str, least: int) -> None:
    """Small samples hold the least value, where formulas go wrong first."""
    random = Random(2)
    assert min(DOMAINS[domain](random, True) for _ in range(100)) == least


def test_signs_are_mixed() -> None:
    """Real numbers, integers and cosines are met on both sides of 0."""
    random = Random(3)
    for domain in "real", "integer", "unit":
        values = [DOMAINS[domain](random, True) for _ in range(50)]
        assert min(values) < 0 < max(values)


def test_points_repeat() -> None:
    """The same seed gives the same point whatever the order of the names."""
    one = sample({"a": "real", "b": "count"}, Random(5), True)
    other = sample({"b": "count", "a": "real"}, Random(5), True)
    assert one == other


def test_an_unknown_domain_is_refused() -> None:
    """A bank that misspells a domain is told which there are."""
    check_domain("size")
    with pytest.raises(Fault, match="use one of positive, real"):
        check_domain("sizes")
