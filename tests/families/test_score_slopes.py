"""Slopes of a score against a feature: by hand, against the network itself, and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.families.score_slopes import ScoreSlopes, phrase
from dldrill.maths.functions import relu
from dldrill.maths.linear import Matrix, Vector


def test_exam_by_hand() -> None:
    """uw-sp23-mid/3.5.2.3 with our second layer: a V, a ray, and two rays that rise."""
    right, left = Vector(1, 1, 2), Vector(-2, 0, 1)
    for answers in (ScoreSlopes().plain(), ScoreSlopes().check()):
        assert answers["right"].cells == pytest.approx(right.cells)
        assert answers["left"].cells == pytest.approx(left.cells)


cells = st.integers(-3, 3)
rows = st.lists(st.tuples(cells, cells), min_size=3, max_size=3)


@given(rows, st.lists(st.tuples(cells, cells, cells), min_size=2, max_size=2), st.integers(1, 2))
def test_slopes_are_scores_at_one(first: list[tuple[int]], second: list[tuple[int]], c: int) -> None:
    """Rays from the origin: the slopes are the score at +1 and minus the score at −1."""
    problem = ScoreSlopes(W1=Matrix(*first), W2=Matrix(*second), c=c)
    slopes = problem.plain()
    for i in range(2):
        unit = Vector(*(int(i == j) for j in range(2)))
        assert slopes["right"][i] == (problem.W2 @ relu(problem.W1 @ unit))[c - 1]
        assert slopes["left"][i] == -(problem.W2 @ relu(problem.W1 @ -unit))[c - 1]


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (2, 3, "positive value of $x_1$ speaks for class $1$, and a large negative value speaks against"),
        (-2, -1, "positive value of $x_1$ speaks against class $1$, and a large negative value speaks for"),
        (-2, 1, "large in size, positive or negative, speaks for"),
        (2, -1, "large in size, positive or negative, speaks against"),
        (0, 1, "positive value of $x_1$ speaks for class $1$, and a large negative value says nothing"),
        (0, -1, "positive value of $x_1$ speaks against class $1$, and a large negative value says nothing"),
        (1, 0, "positive value of $x_1$ says nothing for or against class $1$, and a large negative value "
         "speaks against"),
        (-1, 0, "positive value of $x_1$ says nothing for or against class $1$, and a large negative value "
         "speaks for"),
        (0, 0, "Whatever the value"),
    ],
)  # fmt: skip
def test_nine_phrases(left: int, right: int, words: str) -> None:
    """uw-sp23-mid/3.5.2.4: the signs of the two slopes choose one of nine sentences."""
    assert words in phrase(1, 1, left, right)


def test_exam_statements() -> None:
    """The exam's three plots in words: each has one true sentence, and the rest are false."""
    true = {s.says for s in ScoreSlopes().statements() if s.true}
    assert true == {
        phrase(1, 1, -2, 1),
        phrase(2, 1, 0, 1),
        phrase(3, 1, 1, 2),
        "The score $s_1$ is higher at $x_1 = -2$ than at $x_1 = 2$, the other features being 0.",
    }
    assert len({s.key for s in ScoreSlopes().statements()}) == 6


@pytest.mark.parametrize(
    ("problem", "word"), [(ScoreSlopes(c=4), "from 1 to 3"), (ScoreSlopes(c=0), "c must")]
)
def test_refusals(problem: ScoreSlopes, word: str) -> None:
    """A class that does not exist is refused."""
    assert word in (problem.fits() or "")
