"""A bank's narrower domains."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dldrill.dealing.domains import narrowed
from dldrill.derivation.domain import OneOf, Range, Squares
from dldrill.derivation.family import Family, given
from dldrill.faults import Fault
from dldrill.maths.linear import Vector


class Toy(Family):
    """Givens of several types."""

    n: int = given("n", Range(1, 9), "n", default=4)
    rate: Fraction = given("r", OneOf(Fraction(1, 2)), "rate", default=Fraction(1, 2))
    pair_of: tuple[int, int] = given("k_h k_w", Squares(Range(1, 3)), "pair", default=(3, 3))
    x: Vector = given("x", OneOf(Vector(1, 2)), "x", default=Vector(1, 2))
    mode: str = given("m", OneOf("same", "valid"), "mode", default="same")
    flag: bool = given("f", OneOf(True, False), "flag", default=False)


@pytest.mark.parametrize(
    ("name", "written", "values"),
    [
        ("n", "2..5", [2, 3, 4, 5]),
        ("n", " 16 .. 64 by 16 ", [16, 32, 48, 64]),
        ("n", "-2..0", [-2, -1, 0]),
        ("n", "7..7", [7]),
        ("n", "1, 3, 5", [1, 3, 5]),
        ("n", [1, "3"], [1, 3]),
        ("n", 6, [6]),
        ("rate", "1/3, 0.25", [Fraction(1, 3), Fraction(1, 4)]),
        ("pair_of", "3,5", [(3, 5)]),
        ("pair_of", ["3x5", 4], [(3, 5), (4, 4)]),
        ("x", "1, 2, 3", [Vector(1, 2, 3)]),
        ("x", ["1, 2", [3, 4]], [Vector(1, 2), Vector(3, 4)]),
        ("mode", "valid", ["valid"]),
        ("flag", True, [True]),
        ("flag", ["true", False], [True, False]),
    ],
)
def test_domains_are_read(name: str, written: object, values: list[Any]) -> None:
    """A span, a list, or a value; what is in a vector or pair is no list of values."""
    domain = narrowed(Toy, {name: written})[name]
    assert [domain.at(i) for i in range(domain.size)] == values


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ({"m": "3"}, "given", "there is no given 'm': write one of n, rate, pair_of, x, mode, flag"),
        ({"pair-of": "3"}, "given", "there is no given 'pair-of': did you mean pair_of?"),
        ({"pair_of": "3,a"}, "shape", "pair_of '3,a': "),
        ({"n": "5..2"}, "domain", "n = '5..2' is empty: write the smaller number first"),
        ({"n": "1..5 by 0"}, "domain", "is empty"),
        ({"n": "1, 2.5"}, "given", "write a whole number"),
        ({"mode": "other"}, "given", "write one of same, valid"),
    ],
)
def test_what_is_no_domain_is_a_fault(written: dict[str, object], code: str, says: str) -> None:
    """An unknown given, an empty span, or a value that cannot be one."""
    with pytest.raises(Fault) as caught:
        narrowed(Toy, written)
    assert says in str(caught.value)
    assert "--" not in str(caught.value)
    assert caught.value.code == code


def test_what_is_not_written_is_not_narrowed() -> None:
    """The family's own domains remain for the rest."""
    assert narrowed(Toy, {}) == {}
    assert set(narrowed(Toy, {"n": "1..3"})) == {"n"}
