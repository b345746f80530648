"""Dealing: every variant once, the same for the same seed, and only fair ones."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import Rectangle, Unfair

from dldrill.dealing.dealer import Dealer
from dldrill.dealing.index import Index, Narrowed
from dldrill.dealing.permutation import Permutation
from dldrill.derivation.domain import OneOf, Range
from dldrill.families import family
from dldrill.faults import Fault


@given(st.integers(1, 3000), st.integers())
def test_permutation_is_one(size: int, seed: int) -> None:
    """Every element of the set comes exactly once, whatever its size."""
    order = Permutation(size, Random(seed))
    assert sorted(order[i] for i in range(size)) == list(range(size))


def test_permutations_differ_by_seed() -> None:
    """Neighbouring seeds give unrelated orders."""
    first, second = (Permutation(1000, Random(f"x/{seed}")) for seed in (1, 2))
    assert sum(first[i] == second[i] for i in range(1000)) < 20


@pytest.mark.parametrize("position", [-1, 10])
def test_permutation_has_ends(position: int) -> None:
    """A position outside the set is an error."""
    with pytest.raises(IndexError):
        Permutation(10, Random(1))[position]


def test_nothing_repeats_before_everything_was_seen() -> None:
    """The variants of a family that can be listed are all different, and then there are no more."""
    dealer = Dealer(Rectangle, "toy", "seed")
    count = dealer.count()
    assert count is not None
    dealt = [dealer.variant(i) for i in range(count)]
    assert len(set(dealt)) == count
    with pytest.raises(Fault, match="give an index below"):
        dealer.variant(count)


def test_order_of_asking_does_not_matter() -> None:
    """A variant is a function of identity, seed and index."""
    forwards, backwards = Dealer(Rectangle, "toy", "s"), Dealer(Rectangle, "toy", "s")
    late = [backwards.variant(i) for i in (5, 3, 0)]
    assert [forwards.variant(i) for i in (0, 3, 5)] == late[::-1]
    assert Dealer(Rectangle, "toy", "t").variant(0) != forwards.variant(0) or Dealer(
        Rectangle, "toy", "t"
    ).variant(1) != forwards.variant(1)


def test_sampled_variants_have_a_stream_of_their_own() -> None:
    """In a large space variant i is the first valid draw of Random("id/seed/i")."""
    kind = family("clip_zero_shot")
    dealer = Dealer(kind, "clip_zero_shot", "s")
    assert not dealer.enumerable
    stream = Random("clip_zero_shot/s/3")
    while True:
        problem = kind(**dealer.space.draw(stream))
        if dealer.is_valid(problem):
            break
    assert dealer.variant(3) == problem


def test_what_is_never_fair_is_told() -> None:
    """A family without any valid variant says so, instead of drawing for ever."""

    class Never(Rectangle):
        def fits(self) -> str | None:
            return "never"

    with pytest.raises(Fault, match="no fair variant"):
        Dealer(Never, "never", "s").variant(0)
    assert Dealer(Unfair, "unfair", "s").count() is not None


def test_narrowed_domains() -> None:
    """A question deals from narrower domains only."""
    dealer = Dealer(Rectangle, "toy", "s", {"width": OneOf(5), "rate": Range(2, 3)})
    dealt = list(dealer.every())
    assert {problem.width for problem in dealt if isinstance(problem, Rectangle)} == {5}
    assert len(dealt) == dealer.count()


def test_an_index_deals_what_judging_deals() -> None:
    """Knowing beforehand which variants are valid changes nothing but the time."""
    kind = family("transposed_conv_shape")
    known, judged = (Dealer(kind, "q", "s", judging=judging) for judging in (False, True))
    assert [known.variant(i) for i in range(60)] == [judged.variant(i) for i in range(60)]
    narrow = {"stride": OneOf(2, 3)}
    known, judged = (Dealer(kind, "q", "s", narrow, judging=judging) for judging in (False, True))
    assert [known.variant(i) for i in range(40)] == [judged.variant(i) for i in range(40)]


def test_an_index_does_not_know_new_values() -> None:
    """A value that the family's own domain lacks is judged anew."""
    whole = Rectangle.space()
    narrow = Rectangle.space({"width": OneOf(3, 100)})
    index = Index(bytes([255] * ((whole.size + 7) // 8)), whole.size)
    known = Narrowed(index, whole, narrow)
    assert not known.complete
    verdicts = {known.is_valid(candidate) for candidate in range(narrow.size)}
    assert verdicts == {True, None}
