"""A choice between pictures: one is right, and its place tells nothing."""

from __future__ import annotations

from collections import Counter

from dldrill.bank.library import load
from dldrill.dealing.source import Source, original

QUESTION = load().find("networks/score-picture")


def test_one_picture_is_right_and_stands_anywhere() -> None:
    """Over many variants the right picture stands at every place about equally often."""
    source = Source(QUESTION, "pictures")
    dealt = [source.deal(index) for index in range(60)]
    places: Counter[str] = Counter()
    for one in dealt:
        (right,) = one.parts[0].right
        places[right] += 1
        assert one.parts[0].spec.count == 1
        assert len({option.figure for option in one.options}) == len(one.options) >= 3
        assert one.problem is not None
        drawn = next(option.figure for option in one.options if option.letter == right)
        assert drawn == one.problem.pictures()[0]
    assert set(places) == set("ABCD")
    assert max(places.values()) < 30


def test_the_right_picture_has_the_slopes() -> None:
    """Its lines pass through the slopes of the answer, on either side."""
    dealt = original(QUESTION)
    assert dealt.problem is not None
    answers = dealt.problem.plain()
    drawn = dealt.problem.pictures()[0]
    lines = [mark.points for mark in drawn.marks]  # type: ignore[union-attr]
    for line, left, right in zip(lines, answers["left"], answers["right"], strict=True):
        (a, low), (b, middle), (c, high) = line
        assert (middle - low) / (b - a) == left
        assert (high - middle) / (c - b) == right
