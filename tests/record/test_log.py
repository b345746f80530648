"""Lines of the log: how an attempt stands after what was said about it, and hashes."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from attempts import attempt, attempts
from hypothesis import given
from hypothesis import strategies as st

from dldrill.record.log import Amendment, Line, Logged, line_hash, standing
from dldrill.record.rating import Rating


def said(*words: tuple[str, int]) -> list[Amendment]:
    """Amendments in this order."""
    return [Amendment(f"a{at}", at, "x", does, rating) for at, (does, rating) in enumerate(words)]


@pytest.mark.parametrize(
    ("verdict", "words", "rating", "right"),
    [
        ("right", [], Rating.GOOD, True),
        ("wrong", [], Rating.GOOD, False),
        ("wrong", [("regrade", 4)], Rating.EASY, False),
        ("right", [("regrade", 1)], Rating.AGAIN, True),
        ("wrong", [("dispute", 3)], Rating.GOOD, True),
        ("wrong", [("dispute", 0)], Rating.GOOD, True),
        ("wrong", [("dispute", 3), ("regrade", 2)], Rating.HARD, True),
        ("wrong", [("regrade", 2), ("regrade", 1)], Rating.AGAIN, False),
        ("right", [("undo", 0)], None, False),
        ("right", [("undo", 0), ("regrade", 4)], None, False),
        ("wrong", [("dispute", 3), ("undo", 0)], None, False),
    ],
)
def test_standing(verdict: str, words: list[tuple[str, int]], rating: Rating | None, right: bool) -> None:
    """The last rating is final, a dispute makes right, an undo takes back for good; in any order read."""
    line = attempt(verdict=verdict)
    for order in permutations(said(*words)):
        stands = standing(line, order)
        if rating is None:
            assert stands is None
        else:
            assert stands == (line, rating, right)


@pytest.mark.parametrize("field", Logged._fields)
def test_the_hash_depends_on_every_field(field: str) -> None:
    """A change in any one field is noticed."""
    line = attempt()
    value = getattr(line, field)
    other: Any = f"{value}x" if isinstance(value, str) else value + 1
    assert line_hash(line) != line_hash(line._replace(**{field: other}))


@pytest.mark.parametrize("field", Amendment._fields)
def test_the_hash_of_an_amendment(field: str) -> None:
    """As that of an attempt."""
    line = Amendment("u", 1, "x", "regrade", 2)
    value = getattr(line, field)
    other: Any = f"{value}x" if isinstance(value, str) else value + 1
    assert line_hash(line) != line_hash(line._replace(**{field: other}))


@pytest.mark.parametrize(("one", "other"), [(10, 10.0), (0.0, -0.0), (0, -0.0)])
def test_numbers_that_sqlite_takes_for_the_same(one: float, other: float) -> None:
    """A number has one hash, whether it was written as a whole one, a fraction, or with a lost sign."""
    assert line_hash(attempt(uuid="u", points=one)) == line_hash(attempt(uuid="u", points=other))


def test_neighbouring_texts_are_kept_apart() -> None:
    """What moves from one field to the next changes the hash."""
    assert line_hash(attempt(uuid="u", seed="ab", session="c")) != line_hash(
        attempt(uuid="u", seed="a", session="bc")
    )


@given(
    attempts(), st.sampled_from(Logged._fields), st.sampled_from([None, b"\xff", 2**70, 1.5, "\udcff", ""])
)
def test_any_row_has_a_hash(line: Logged, field: str, value: Any) -> None:
    """A damaged row may hold anything; it has a hash all the same, and another one."""
    damaged: Line = line._replace(**{field: value})
    assert (line_hash(damaged) == line_hash(line)) is (getattr(line, field) == value)
