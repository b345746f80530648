"""Where the variables of an expression live: points to compare two expressions at."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from dldrill.faults import Fault

Sampler = Callable[[Random, bool], float]


def _spread(random: Random, small: bool, largest: float) -> float:
    """Positive, even in its logarithm, and a short binary fraction."""
    size = math.exp(random.uniform(-2.5, 0.6 if small else math.log(largest)))
    return max(1, round(size * 1024)) / 1024


def _real(random: Random, small: bool) -> float:
    return random.choice((-1, 1)) * _spread(random, small, 12)


def _whole(least: int) -> Sampler:
    def sample(random: Random, small: bool) -> int:
        if small:
            return random.randint(least, least + 4)
        return round(math.exp(random.uniform(math.log(least + 1), math.log(512))))

    return sample


DOMAINS: Mapping[str, Sampler] = MappingProxyType(
    {
        "positive": lambda random, small: _spread(random, small, 20),
        "real": _real,
        "integer": lambda random, small: random.randint(-4, 4) if small else random.randint(-60, 60),
        "count": _whole(1),
        "size": _whole(2),
        "probability": lambda random, small: random.randint(16, 1008) / 1024,
        "unit": lambda random, small: random.randint(-1008, 1008) / 1024,
    }
)
"""By name: positive numbers, real numbers, integers, counts (≥ 1), sizes (≥ 2), probabilities
between 0 and 1, and cosines between −1 and 1; each sampled small or over its whole range."""

_FINE = 1 << 20


def _wide(random: Random, largest: float) -> float:
    """Positive, from a thousandth, even in its logarithm."""
    return round(math.exp(random.uniform(-7, math.log(largest))) * _FINE) / _FINE


def _inner(random: Random) -> float:
    """Between 0 and 1, and often near them."""
    return round(_FINE / (1 + math.exp(random.uniform(-7, 7)))) / _FINE


_EDGES: Mapping[str, Callable[[Random], float]] = MappingProxyType(
    {
        "positive": lambda random: _wide(random, 20),
        "real": lambda random: random.choice((-1, 1)) * _wide(random, 12),
        "probability": _inner,
        "unit": lambda random: 2 * _inner(random) - 1,
    }
)


def check_domain(domain: str) -> None:
    """Refuse a domain that is not known."""
    if domain not in DOMAINS:
        raise Fault(f"There is no domain {domain!r}; use one of {', '.join(DOMAINS)}.", code="domain")


def sample(domains: Mapping[str, str], random: Random, small: bool) -> dict[str, float]:
    """A point: a value for every name, in the order of the names."""
    return {name: DOMAINS[domains[name]](random, small) for name in sorted(domains)}


def sample_edges(domains: Mapping[str, str], random: Random) -> dict[str, float]:
    """A point with values near 0 and near the ends of the domains, where formulas in pieces change."""
    point = sample(domains, random, random.random() < 0.5)
    for name in point:
        if domains[name] in _EDGES and random.random() < 0.75:
            point[name] = _EDGES[domains[name]](random)
    return point
