"""Fair variants by seed and index."""

from __future__ import annotations

from random import Random
from typing import ClassVar

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from dldrill.dealing import dealer as dealing
from dldrill.dealing.dealer import Dealer
from dldrill.derivation.domain import OneOf, Range, Vectors
from dldrill.derivation.family import Family, given
from dldrill.derivation.mistakes import blocking_mistake
from dldrill.derivation.working import Asked, Working
from dldrill.faults import Fault
from dldrill.maths.linear import Vector


class Listed(Family):
    """Few givens, of which some combinations do not fit, suit or tell a mistake."""

    n: int = given("n", Range(2, 13), "numbers", default=4)
    gap: int = given("g", Range(0, 9), "gap", default=3)

    def solve(self, work: Working) -> float:
        """A quarter of the product, judged so loosely that one number less is accepted at times."""
        return work.answer(
            "quarter",
            self.n * self.gap / 4,
            "times",
            Asked("quarter", rtol=0.1),
            one_less=(lambda: (self.n - 1) * self.gap / 4, "all of them"),
            added=(lambda: (self.n + self.gap) / 4, "times, not plus"),
        )

    def fits(self) -> str | None:
        """Not too large."""
        return "the product is too large: make gap smaller" if self.n * self.gap > 90 else None

    def suits(self) -> bool:
        """Not the same twice."""
        return self.n != self.gap


class Sampled(Family):
    """More variants than can be listed."""

    x: Vector = given("x", Vectors(6, Range(-9, 9)), "numbers", default=Vector(1, 2, 3, 4, 5, 6))

    def solve(self, work: Working) -> float:
        """The dot product with itself."""
        return work.answer(
            "square",
            self.x @ self.x,
            "squares",
            Asked("square"),
            first=(lambda: self.x[0] * self.x[0], "all cells"),
        )

    def suits(self) -> bool:
        """Only even first cells, so that some draws are rejected."""
        return self.x[0] % 2 == 0


class Unfair(Family):
    """A family whose mistake is never seen."""

    n: int = given("n", Range(1, 9), "number", default=4)

    def solve(self, work: Working) -> int:
        """The mistake in the middle cancels at the end."""
        twice = work.step("twice", self.n * 2, "double", thrice=(lambda: self.n * 3, "double"))
        return work.answer("none", twice - twice, "nothing", Asked("none"))


class UnfairSampled(Unfair):
    """The same with too many variants to list."""

    other: int = given("m", Range(1, 10**6), "another", default=4)


class Never(Listed):
    """Nothing fits."""

    def fits(self) -> str | None:
        """Refuse all."""
        return "no"


def valid() -> set[Listed]:
    """Every valid variant, by brute force."""
    found = set()
    for n in range(2, 14):
        for gap in range(10):
            problem = Listed(n=n, gap=gap)
            if problem.fits() is None and problem.suits() and blocking_mistake(problem) is None:
                found.add(problem)
    return found


def test_every_variant_comes_once() -> None:
    """The order has all valid variants, each once, and no others."""
    dealt = list(Dealer(Listed, "toy", "a").every())
    assert len(dealt) == len(set(dealt))
    assert set(dealt) == valid()
    assert 40 < len(dealt) < Listed.space().size


def test_indexes_never_repeat_before_all_were_seen() -> None:
    """Variants 0 … count − 1 are all different; the next one is refused with their number."""
    dealer = Dealer(Listed, "toy", "b")
    count = len(valid())
    assert dealer.count() == count
    assert len({dealer.variant(index) for index in range(count)}) == count
    with pytest.raises(Fault, match=f"toy has {count} variants") as caught:
        dealer.variant(count)
    assert caught.value.code == "index"


@given_by(st.permutations(range(12)))
@settings(max_examples=20)
def test_variants_do_not_depend_on_the_order_of_calls(order: list[int]) -> None:
    """Each index has its variant, whichever is asked for first."""
    for family in (Listed, Sampled):
        straight = Dealer(family, "toy", "c")
        expected = [straight.variant(index) for index in range(12)]
        mixed = Dealer(family, "toy", "c")
        assert {index: mixed.variant(index) for index in order} == dict(enumerate(expected))


@pytest.mark.parametrize("family", [Listed, Sampled])
def test_identity_and_seed_decide(family: type[Family]) -> None:
    """Another seed, or another question on the same family, gets other variants."""
    firsts = {
        (identity, seed): tuple(Dealer(family, identity, seed).variant(i) for i in range(6))
        for identity in ("one", "two")
        for seed in ("a", "b")
    }
    assert len(set(firsts.values())) == 4
    assert tuple(Dealer(family, "one", "a").variant(i) for i in range(6)) == firsts["one", "a"]


@pytest.mark.parametrize("index", [0, 1, 7, 1000])
def test_samples_are_the_first_valid_draw_of_their_stream(index: int) -> None:
    """Variant i of a large family is the first valid draw of ``Random("id/seed/i")``."""
    dealer = Dealer(Sampled, "topic/name", "k7")
    assert not dealer.enumerable
    stream = Random(f"topic/name/k7/{index}")
    while True:
        problem = Sampled(**Sampled.space().draw(stream))
        if problem.suits() and blocking_mistake(problem) is None:
            break
    assert dealer.variant(index) == problem


@pytest.mark.parametrize("family", [Listed, Sampled])
def test_what_is_dealt_is_valid(family: type[Family]) -> None:
    """Every variant fits, suits and is fair."""
    dealer = Dealer(family, "toy", "d")
    for index in range(20):
        problem = dealer.variant(index)
        assert problem.fits() is None
        assert problem.suits()
        assert blocking_mistake(problem) is None


def test_a_large_family_has_no_count() -> None:
    """Only what can be listed is counted."""
    assert Dealer(Sampled, "toy", "a").count() is None


@pytest.mark.parametrize("family", [Unfair, UnfairSampled])
def test_an_unfair_family_is_refused_in_bounded_time(
    family: type[Family], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A family none of whose variants is fair is a fault that names the mistake, after so many tries."""
    monkeypatch.setattr(dealing, "TRIES", 50)
    dealer = Dealer(family, "toy", "a")
    with pytest.raises(Fault) as caught:
        dealer.variant(0)
    assert caught.value.code == "unfair"
    assert "'thrice'" in str(caught.value)
    assert "widen its givens" in str(caught.value)
    assert dealer.rejected == {"thrice": min(50, dealer.space.size)}


def test_givens_that_never_fit_are_said_so() -> None:
    """Where nothing fits, no mistake is blamed."""
    with pytest.raises(Fault, match="none of the givens fit"):
        Dealer(Never, "toy", "a").variant(0)


def test_rejections_are_counted_by_their_mistake() -> None:
    """The dealer knows which mistake made how many variants unfair."""
    dealer = Dealer(Listed, "toy", "a")
    list(dealer.every())
    expected: dict[str, int] = {}
    for n in range(2, 14):
        for gap in range(10):
            problem = Listed(n=n, gap=gap)
            blocking = blocking_mistake(problem)
            if problem.fits() is None and problem.suits() and blocking:
                expected[blocking.name] = expected.get(blocking.name, 0) + 1
    assert expected
    assert dealer.rejected == expected


def test_narrower_domains_are_kept_to() -> None:
    """A bank's domains replace the family's, within or beyond them."""
    dealer = Dealer(Listed, "toy", "a", {"n": OneOf(3, 20)})
    found = {problem.n for problem in dealer.every()}  # type: ignore[attr-defined]
    assert found == {3, 20}


class Two(Family):
    """Two answers; the mistake is seen in the first only."""

    parts: ClassVar[tuple[str, ...]] = ("first", "second")
    n: int = given("n", Range(1, 9), "number", default=4)

    def solve(self, work: Working) -> int:
        """The second answer cancels the first."""
        first = work.answer(
            "first", self.n * 2, "double", Asked("first"), plus=(lambda: self.n * 3, "double")
        )
        return work.answer("second", first - first + 5, "five", Asked("second"))


def test_fairness_is_judged_by_the_parts_asked() -> None:
    """A question that asks for less can be unfair where the family's own is fair."""
    assert Dealer(Two, "toy", "a").count() == 9
    assert Dealer(Two, "toy", "a", parts=("second",)).count() == 0
    with pytest.raises(Fault, match="'plus'"):
        Dealer(Two, "toy", "a", parts=("second",)).variant(0)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("secnd", "two answers first, second, not 'secnd': did you mean second?"),
        ("total", "two answers first, second, not 'total'"),
    ],
)
@pytest.mark.parametrize("last", [9, dealing.ENUMERABLE + 1])
def test_a_part_that_is_no_answer(part: str, says: str, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Listed or sampled, what a bank asks for in vain is a fault that names what there is."""
    monkeypatch.setattr("dldrill.dealing.problem.name_of", lambda _: "two")
    with pytest.raises(Fault) as caught:
        Dealer(Two, "toy", "a", {"n": Range(1, last)}, ("second", part)).variant(0)
    assert (str(caught.value), caught.value.code) == (says, "part")


def test_an_error_of_a_family_stays_an_error() -> None:
    """A key that the family itself lacks is not taken for a bank's fault."""

    class Wrong(Two):
        def solve(self, work: Working) -> int:
            """Look up what is not there."""
            super().solve(work)
            return {"a": 1}["b"]

    with pytest.raises(KeyError, match="b"):
        Dealer(Wrong, "toy", "a", parts=("second",)).variant(0)


@pytest.mark.parametrize(
    ("size", "enumerable"), [(dealing.ENUMERABLE, True), (dealing.ENUMERABLE + 1, False)]
)
def test_what_can_be_listed_is_bounded(size: int, enumerable: bool) -> None:
    """Spaces up to a fixed size are listed, larger ones sampled."""
    assert Dealer(Unfair, "toy", "a", {"n": Range(1, size)}).enumerable is enumerable
