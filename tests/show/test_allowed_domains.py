"""What a given may be."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dldrill.dealing.domains import narrowed
from dldrill.derivation.domain import Domain, Matrices, OneOf, Range, Squares, Tuples, Vectors
from dldrill.derivation.family import Family
from dldrill.families import family, names
from dldrill.show.domains import allowed
from dldrill.show.listing import written
from dldrill.show.look import Look

HALVES = OneOf(*(Fraction(n, 2) for n in range(9)))


@pytest.mark.parametrize(
    ("domain", "shown"),
    [
        (Range(1, 9), "1..9"),
        (Range(16, 64, 16), "16..64 by 16"),
        (Range(16, 70, 16), "16..64 by 16"),
        (Range(-2, -2), "-2"),
        (OneOf(3, 1), "3, 1"),
        (OneOf(2, 4, 6, 8, 10, 12), "2..12 by 2"),
        (OneOf(12, 10, 8, 6, 4, 2), "12, 10, …, 2 (6 values)"),
        (OneOf(1, 2, 3, 4, 5, 7), "1, 2, …, 7 (6 values)"),
        (OneOf(True, False), "true, false"),
        (OneOf("same", "valid"), "same, valid"),
        (HALVES, "0, 0.5, …, 4 (9 values)"),
        (Squares(Range(1, 3)), "1x1, 2x2, 3x3"),
        (Squares(Range(1, 9)), "1..9, both the same"),
        (Vectors(3, Range(-2, 2)), "cells of -2..2"),
        (Matrices(2, 2, OneOf(0, 1)), "cells of 0, 1"),
        (Tuples(Range(1, 2), Range(1, 2)), "1x1, 1x2, 2x1, 2x2"),
        (Tuples(Range(1, 1000), Range(1, 1000)), "1,000,000 of this kind"),
        (OneOf("x" * 30, "y" * 30), "2 of this kind"),
    ],
)
def test_domains_in_words(domain: Domain[Any], shown: str) -> None:
    """A span, the values, some of them, or how many there are."""
    assert allowed(domain, written, Look(80)) == shown


def test_without_an_ellipsis() -> None:
    """Where there is ASCII only, three dots stand for what is left out."""
    assert allowed(HALVES, written, Look(80, ascii=True)) == "0, 0.5, ..., 4 (9 values)"


@pytest.mark.parametrize("name", names())
def test_a_bank_may_write_what_is_shown(name: str) -> None:
    """A span or list of numbers or words, as it is shown, is read by a bank as that domain."""
    of: type[Family] = family(name)
    for given, field in of.givens().items():
        domain = field.metadata["domain"]
        shown = allowed(domain, written, Look(80))
        if isinstance(field.default, bool | str | tuple) or not isinstance(domain, Range | OneOf):
            continue
        if "…" in shown or "kind" in shown:
            continue
        read = narrowed(of, {given: shown})[given]
        assert [read.at(i) for i in range(read.size)] == [domain.at(i) for i in range(domain.size)], given
