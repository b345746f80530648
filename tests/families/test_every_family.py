"""What holds for every family, with no line written for it."""

from __future__ import annotations

from functools import cache

import pytest

from dldrill.dealing.dealer import Dealer
from dldrill.dealing.index import index_of, place_of
from dldrill.families import bundled, family
from dldrill.proving.whole import Findings, pieces, prove_pieces
from dldrill.testing import CHECKS, family_faults, faults_of
from dldrill.testing.sample import Sample
from dldrill.testing.sheets import sheet_of

FAMILIES = bundled()
VARIANTS, MANY = 12, 60
JUDGED = 2_000  #: candidates that are judged as they are dealt, faster than an index is read


@cache
def sample(name: str) -> Sample:
    """Some variants of a family."""
    return Sample(family(name), VARIANTS)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("check", CHECKS)
def test_holds(check: str, name: str) -> None:
    """Nothing is found that has to hold of every family (``dldrill.testing`` tells what)."""
    assert faults_of(sample(name), check) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_holds_of_many_variants(name: str) -> None:
    """Nor is anything found in five times as many variants."""
    assert family_faults(family(name), MANY) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_is_set_as_pdf(name: str) -> None:
    """Typst sets a sheet of it with its solutions."""
    pytest.importorskip("typst")
    from dldrill.sheets.formats import written

    assert written(sheet_of(sample(name)), "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("name", FAMILIES)
def test_a_large_family_has_an_index(name: str) -> None:
    """Where many variants can be listed, it is known beforehand which are valid."""
    kind = family(name)
    dealer = Dealer(kind, name, "tests", judging=True)
    listed = dealer.enumerable and dealer.space.size > JUDGED
    assert place_of(kind.__module__).is_file() >= listed, f"run: python -m dldrill.proving.index {name}"


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_everything_that_can_be_listed_is_proven(name: str) -> None:
    """All roads meet on every valid variant, and the index tells exactly which are valid."""
    found = Findings()
    for _, findings in prove_pieces(pieces(name, "proof", 300, every=True), 1):
        found.add(findings)
    assert found.disagreements == []
    index = index_of(family(name).__module__)
    if index is not None:
        assert sorted(found.valid) == [c for c in range(len(index.bits) * 8) if c in index]


def test_many_families_draw() -> None:
    """At least a dozen families show something."""
    assert sum(family(name)().figure() is not None for name in FAMILIES) >= 12
