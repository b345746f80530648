"""Domains: indexed finite sets."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.derivation.domain import (
    Domain,
    Matrices,
    OneOf,
    Product,
    Range,
    Squares,
    Tuples,
    Vectors,
    mixed,
)
from dldrill.maths.linear import Matrix, Vector

DOMAINS: dict[str, tuple[Domain[Any], list[Any]]] = {
    "range": (Range(2, 5), [2, 3, 4, 5]),
    "step": (Range(6, 14, 3), [6, 9, 12]),
    "single": (Range(4, 4), [4]),
    "negative": (Range(-1, 1), [-1, 0, 1]),
    "one of": (OneOf("a", "b"), ["a", "b"]),
    "tuples": (Tuples(Range(1, 2), OneOf(7, 9)), [(1, 7), (1, 9), (2, 7), (2, 9)]),
    "squares": (Squares(Range(1, 3)), [(1, 1), (2, 2), (3, 3)]),
    "vectors": (Vectors(2, Range(0, 1)), [Vector(0, 0), Vector(0, 1), Vector(1, 0), Vector(1, 1)]),
    "matrices": (
        Matrices(2, 1, Range(0, 1)),
        [Matrix((0,), (0,)), Matrix((0,), (1,)), Matrix((1,), (0,)), Matrix((1,), (1,))],
    ),
    "product": (
        Product({"a": Range(0, 1), "b": OneOf("x", "y")}),
        [{"a": 0, "b": "x"}, {"a": 0, "b": "y"}, {"a": 1, "b": "x"}, {"a": 1, "b": "y"}],
    ),
}


@pytest.mark.parametrize("name", DOMAINS)
def test_values_stand_in_order(name: str) -> None:
    """``at`` lists every value once, and the size is their number."""
    domain, values = DOMAINS[name]
    assert domain.size == len(values)
    assert [domain.at(i) for i in range(domain.size)] == values


@pytest.mark.parametrize("name", DOMAINS)
def test_draws_are_members_and_reach_all(name: str) -> None:
    """Draws come from the domain, and every value is drawn sooner or later."""
    domain, values = DOMAINS[name]
    stream = Random(name)
    drawn = [domain.draw(stream) for _ in range(200)]
    assert all(value in values for value in drawn)
    assert all(value in drawn for value in values)


@pytest.mark.parametrize("name", DOMAINS)
def test_draws_follow_the_stream(name: str) -> None:
    """The same stream draws the same values."""
    domain, _ = DOMAINS[name]
    assert [domain.draw(Random(5)) for _ in range(3)] == [domain.draw(Random(5)) for _ in range(3)]


@pytest.mark.parametrize("name", DOMAINS)
def test_reading_is_left_to_the_readers(name: str) -> None:
    """No ordinary domain reads values of its own."""
    with pytest.raises(NotImplementedError):
        DOMAINS[name][0].read("1")


@given(st.lists(st.integers(1, 7), min_size=1, max_size=5), st.data())
def test_mixed_base_is_one_to_one(sizes: list[int], data: st.DataObject) -> None:
    """The digits of an index in the mixed base give the index back."""
    parts = [Range(0, size - 1) for size in sizes]
    whole = 1
    for size in sizes:
        whole *= size
    index = data.draw(st.integers(0, whole - 1))
    digits = mixed(parts, index)
    back = 0
    for digit, size in zip(digits, sizes, strict=True):
        assert 0 <= digit < size
        back = back * size + digit
    assert back == index


def test_a_bare_domain_has_no_values() -> None:
    """The base class leaves ``at`` to the others."""
    with pytest.raises(NotImplementedError):
        Domain[int]().at(0)
