"""The automatic rating, which ratings may be chosen, and medians."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.record.rating import GUESSABLE, Rating, allows, automatic, median

AGAIN, HARD, GOOD, NONE = Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.NONE


@pytest.mark.parametrize(
    ("verdict", "share", "hints", "ms", "rating"),
    [
        ("right", 1.0, 0, 1_000, GOOD),
        ("right", 1.0, 0, 120_000, GOOD),
        ("right", 1.0, 0, 120_001, HARD),
        ("right", 1.0, 1, 1_000, HARD),
        ("right", 0.0, 0, 1_000, GOOD),  # a question that is worth no points
        ("partly", 0.75, 0, 1_000, HARD),
        ("partly", 0.74, 0, 1_000, AGAIN),
        ("wrong", 0.0, 0, 1_000, AGAIN),
        ("wrong", 0.8, 0, 1_000, AGAIN),
        ("shown", 0.0, 0, 1_000, AGAIN),
        ("blank", 0.0, 0, 600_000, AGAIN),
        ("unheard of", 1.0, 0, 1_000, AGAIN),
        ("skipped", 0.0, 0, 1_000, NONE),
        ("skipped", 1.0, 2, 1_000, NONE),
    ],
)
def test_automatic(verdict: str, share: float, hints: int, ms: int, rating: Rating) -> None:
    """What happened gives the rating, at a target of one minute."""
    assert automatic(verdict, share, hints, ms, 60_000) is rating


@given(
    verdict=st.sampled_from(["right", "partly", "wrong", "shown", "blank", "skipped"]),
    share=st.floats(-1, 1),
    hints=st.integers(0, 9),
    ms=st.integers(0, 10**9),
    target=st.integers(0, 10**7),
)
def test_easy_is_never_automatic(verdict: str, share: float, hints: int, ms: int, target: int) -> None:
    """Nothing that happens is rated Easy, and more hints or time never rate better."""
    rating = automatic(verdict, share, hints, ms, target)
    assert rating <= Rating.GOOD
    assert automatic(verdict, share, hints + 1, ms, target) <= rating
    assert automatic(verdict, share, hints, ms + 10**7, target) <= rating


@pytest.mark.parametrize("kind", ["claim", "choose", "match", "order", "compute", "explain"])
def test_what_may_be_chosen(kind: str) -> None:
    """Any rating but none; what luck can answer is never Easy."""
    chosen = [rating for rating in Rating if allows(kind, rating)]
    expected = [Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY]
    assert chosen == (expected[:-1] if kind in GUESSABLE else expected)


@given(st.lists(st.integers(0, 10**12), min_size=1))
def test_the_median_is_the_middle(times: list[int]) -> None:
    """As the standard library's, down to the millisecond."""
    assert median(times) == int(statistics.median(times))
