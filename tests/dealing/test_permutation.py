"""The seeded order: a bijection of every size."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.dealing.permutation import Permutation


def listed(size: int, seed: object) -> list[int]:
    """The whole order."""
    order = Permutation(size, Random(str(seed)))
    return [order[position] for position in range(size)]


@pytest.mark.parametrize("size", [*range(1, 70), 127, 128, 129, 255, 256, 257, 1000, 1024, 4095, 4097])
def test_is_a_bijection(size: int) -> None:
    """Every element comes exactly once, whatever the size."""
    assert sorted(listed(size, "a")) == list(range(size))


@given(st.integers(1, 3000), st.text(max_size=8))
def test_is_a_bijection_for_every_seed(size: int, seed: str) -> None:
    """And whatever the seed."""
    assert len(set(listed(size, seed))) == size


@given(st.integers(1, 10**12), st.integers(0, 2**32), st.data())
def test_large_orders_stay_inside(size: int, seed: int, data: st.DataObject) -> None:
    """Positions of an order that nobody could store are elements, different ones for different places."""
    order = Permutation(size, Random(seed))
    places = data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=5, unique=True))
    elements = [order[place] for place in places]
    assert all(0 <= element < size for element in elements)
    assert len(set(elements)) == len(places)


def test_depends_on_the_seed() -> None:
    """Different seeds give different orders, equal seeds the same."""
    orders = [tuple(listed(50, seed)) for seed in range(40)]
    assert len(set(orders)) == 40
    assert listed(50, 7) == list(orders[7])


def test_is_no_mere_shift() -> None:
    """Neighbours do not stay neighbours: variants that follow each other differ."""
    for seed in range(10):
        order = listed(1000, seed)
        steps = {(b - a) % 1000 for a, b in pairwise(order)}
        assert len(steps) > 300


def test_first_places_are_spread() -> None:
    """Over many seeds each element comes first about equally often."""
    firsts = [Permutation(8, Random(f"family/{seed}"))[0] for seed in range(1600)]
    counts = [firsts.count(element) for element in range(8)]
    assert min(counts) > 120
    assert max(counts) < 280


@pytest.mark.parametrize("position", [-1, 5, 6])
def test_positions_outside_are_refused(position: int) -> None:
    """There is no element before the first or behind the last."""
    with pytest.raises(IndexError):
        Permutation(5, Random(0))[position]
