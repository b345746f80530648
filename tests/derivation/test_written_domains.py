"""Domains and values as banks write them: what they hold, to the last value, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from dldrill.derivation.domain import Domain, OneOf, Range, Vectors
from dldrill.derivation.written_domains import Distinct, Spread, domain_of, value_of
from dldrill.faults import Fault
from dldrill.maths.linear import Vector

HINT = 'write "16..64 by 4", "1, 3, 5" or "3 distinct of -3..3"'
MANY = "that has too many values: write a narrower range"
LENGTH = "a vector has 2 to 12 components: write another number before of"


@pytest.mark.parametrize(
    ("text", "kind", "size", "first", "last"),
    [
        (" 1..3 ", Range, 3, 1, 3),
        ("1..1", Range, 1, 1, 1),
        ("-3..-1", Range, 3, -3, -1),
        ("1 .. 4 by 2", Range, 2, 1, 3),
        ("1..2.4", Range, 2, 1, 2),
        ("1..1000000000", Range, 10**9, 1, 10**9),
        ("1/2..2 by 1/2", Spread, 4, Fraction(1, 2), Fraction(2)),
        ("0.5..2", Spread, 2, Fraction(1, 2), Fraction(3, 2)),
        ("1..2 by 0.5", Spread, 3, Fraction(1), Fraction(2)),
        ("1e-4..1e-3 by 1e-4", Spread, 10, Fraction(1, 10000), Fraction(1, 1000)),
        ("10^6, 2^20", OneOf, 2, 10**6, 2**20),
        ("1, 1/2", OneOf, 2, Fraction(1), Fraction(1, 2)),
        ("2 of 1/2, 1", Vectors, 4, Vector(Fraction(1, 2), Fraction(1, 2)), Vector(Fraction(1), Fraction(1))),
        ("12 of 1..2", Vectors, 4096, Vector(*[1] * 12), Vector(*[2] * 12)),
        ("12 of 1..31", Vectors, 31**12, Vector(*[1] * 12), Vector(*[31] * 12)),
        ("2 distinct of 1, 5", Distinct, 2, Vector(1, 5), Vector(5, 1)),
        ("3 distinct of 1..3", Distinct, 6, Vector(1, 2, 3), Vector(3, 2, 1)),
        ("2 distinct of 1..1000", Distinct, 999_000, Vector(1, 2), Vector(1000, 999)),
    ],
)  # fmt: skip
def test_ends(text: str, kind: type[Domain[Any]], size: int, first: Any, last: Any) -> None:
    """A domain has both of its ends, and numbers of one type: whole ones, or fractions."""
    domain = domain_of(text)
    assert (type(domain), domain.size) == (kind, size)
    for index, value in ((0, first), (size - 1, last)):
        assert domain.at(index) == value
        assert type(domain.at(index)) is type(value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1-5", "for a range write 1..5"),
        ("16 - 64 by 4", "for a range write 16..64 by 4"),
        ("0.1–0.9 by 0.1", "for a range write 0.1..0.9 by 0.1"),
        ("1...5", "for a range write 1..5"),
        ("1, 3-5", "for a range write 3..5"),
        ("2 of 1…4", "for a range write 1..4"),
        ("", HINT),
        ("1,,2", HINT),
        ("1..", HINT),
        ("1..2..3", f"'2..3' is no number: {HINT}"),
        ("3of 1..2", f"'3of 1' is no number: {HINT}"),
        ("1/0", f"'1/0' is no number: {HINT}"),
        ("pi", f"'pi' is no number: {HINT}"),
        ("a" * 30, f"'{'a' * 20}' is no number: {HINT}"),
        ("1, 1/2, 0.5", "a value is listed twice: write each once"),
        ("2..1", "it is empty: write the smaller number first"),
        ("1..2 by 0", "it is empty: write a step above 0 after by"),
        ("1..2 by -1", "it is empty: write a step above 0 after by"),
        ("1..1000000001", MANY),
        ("12 of 1..32", MANY),
        ("7 distinct of 1..1000", MANY),
        ("13 of 1..2", LENGTH),
        ("1 distinct of 1..9", LENGTH),
        ("4 distinct of 1..3", "there are no 4 distinct values among 3: write a wider range"),
        ("2 distinct of 1..1001", "distinct values are drawn from at most 1,000: write a narrower range"),
    ],
)
def test_refusals(text: str, says: str) -> None:
    """What is empty, too large or no domain is refused with what to write."""
    with pytest.raises(Fault) as caught:
        domain_of(text)
    assert (caught.value.code, str(caught.value)) == ("domain", says)


def test_distinct_vectors_are_all_there() -> None:
    """Every arrangement of some of the values stands at one index; draws reach them all."""
    domain = domain_of("2 distinct of 1..3")
    every = [(1, 2), (2, 1), (3, 1), (1, 3), (2, 3), (3, 2)]
    assert [domain.at(index).cells for index in range(domain.size)] == every
    stream = Random(1)
    drawn = {domain.draw(stream).cells for _ in range(100)}
    assert drawn == set(every)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.1", Fraction(1, 10)), ("2/1", 2), ("[1, 1/2]", Vector(1, Fraction(1, 2))), ("[4/2]", Vector(2))],
)
def test_values(text: str, value: Any) -> None:
    """Whole numbers are whole, fractions exact, vectors stand in brackets."""
    found = value_of(text)
    assert (found, type(found)) == (value, type(value))
    if isinstance(value, Vector):
        assert [type(cell) for cell in found.cells] == [type(cell) for cell in value.cells]


@pytest.mark.parametrize("text", ["[1, x]", "[1", "1]", "x", "[]"])
def test_what_is_no_value(text: str) -> None:
    """Anything else is refused."""
    with pytest.raises(Fault) as caught:
        value_of(text)
    assert caught.value.code == "domain"
    assert str(caught.value).endswith(HINT)
