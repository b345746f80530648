"""How many variants questions have: the bundled ones were counted when they were proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from dldrill.bank.library import load
from dldrill.bank.question import Compute
from dldrill.bank.toml import read_file
from dldrill.dealing import counts
from dldrill.dealing.counts import dealer_of, decided_by, digest, variants

FEW = 1_000  #: candidates that are counted again in no time


def listed() -> list[Compute]:
    """The bundled questions whose variants can be listed."""
    return [
        question for question in load() if isinstance(question, Compute) and dealer_of(question).enumerable
    ]


def miscounted(questions: list[Compute]) -> list[str]:
    """Those of which another number was kept than a count gives now."""
    kept = counts._proven()
    return [q.id for q in questions if dealer_of(q).count() != kept[digest(decided_by(q))]]


def test_all_bundled_questions_are_counted() -> None:
    """Or else: python -m dldrill.proving.index."""
    assert {digest(decided_by(question)) for question in listed()} == set(counts._proven())


def test_the_counts_of_small_ones_are_right() -> None:
    """A count again gives the same number."""
    small = [question for question in listed() if dealer_of(question).space.size <= FEW]
    assert len(small) > 10
    assert miscounted(small) == []


@pytest.mark.slow
def test_the_counts_of_large_ones_are_right() -> None:
    """A count again gives the same number."""
    assert miscounted([question for question in listed() if dealer_of(question).space.size > FEW]) == []


def test_a_question_that_was_never_proven_is_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader's own question is counted when it is first asked, and the number kept in the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    bank = tmp_path / "mine.toml"
    bank.write_text(
        "[q]\ntype = 'compute'\nfamily = 'pool_shape'\ngiven = { height = '13', stride = '3' }\n", "utf-8"
    )
    (question,) = read_file(bank)
    assert isinstance(question, Compute)
    expected = sum(1 for _ in dealer_of(question).every())
    assert variants(question) == expected > 0
    monkeypatch.setattr("dldrill.dealing.dealer.Dealer.count", lambda self: pytest.fail("counted again"))
    assert variants(question) == expected
