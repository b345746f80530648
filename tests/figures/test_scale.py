"""Ranges, ticks, numbers, and what of a line is inside."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.figures.marks import Axis, Figure, Line, Point
from dldrill.figures.scale import Frame, Scale, limits, nice_ticks, number, paths, ticks

UNIT = Frame(Scale(0, 1, 0, 1), Scale(0, 1, 1, 0))


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 10, 5, (0, 2, 4, 6, 8, 10)),
        (0, 1, 4, (0, 0.25, 0.5, 0.75, 1)),
        (-0.3, 0.3, 3, (-0.2, 0, 0.2)),
        (1e6, 3e6, 2, (1e6, 2e6, 3e6)),
        (5, 5, 4, ()),
    ],
)
def test_nice_ticks(low: float, high: float, count: int, expected: tuple[float, ...]) -> None:
    """Ticks are round, inside, and free of noise."""
    assert nice_ticks(low, high, count) == expected


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300), st.integers(1, 12))
def test_nice_ticks_are_few_and_inside(a: float, b: float, count: int) -> None:
    """Never many more than asked for, in order, and inside the range up to rounding."""
    low, high = sorted((a, b))
    found = nice_ticks(low, high, count)
    assert len(found) <= 2 * count + 2
    assert list(found) == sorted(set(found))
    assert all(low - (high - low) * 1e-6 <= tick <= high + (high - low) * 1e-6 for tick in found)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (-2.0, "−2"),
        (-0.0, "0"),
        (1e7, "1e7"),
        (1.5e-7, "1.5e−7"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, ""),
    ],
)
def test_number(value: float, text: str) -> None:
    """Numbers are written as people do."""
    assert number(value) == text


def test_given_ticks_outside_are_left_out() -> None:
    """Only finite ticks of the range are drawn, each once."""
    assert ticks(Axis(0, 1, "", (0.5, 0.5, 2, math.nan, 1)), 0, 1, 4) == (0.5, 1)


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        (Axis(0, 2), (0, 2)),
        (Axis(2, 0), (0, 2)),
        (Axis(3, 3), (2.997, 3.003)),
        (Axis(0, 0), (-0.5, 0.5)),
        (Axis(math.nan, 1), (4, 6)),
    ],
)
def test_limits(axis: Axis, expected: tuple[float, float]) -> None:
    """A range that is none is mended, from the data where the axis says nothing."""
    line = Line(((4, 0), (6, 1), (math.nan, 2)))
    assert limits(Figure(marks=(line,), x=axis, y=Axis(0, 1), alt=""))[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(0, 0), (1, 1)], [[(0, 1), (1, 0)]]),
        ([(0.5, 0.5), (0.5, 2)], [[(0.5, 0.5), (0.5, 0)]]),
        ([(2, 2), (3, 3)], []),
        ([(0, 0), (math.nan, 0), (1, 1)], [[(0, 1)], [(1, 0)]]),
        ([(-1, 0.5), (2, 0.5)], [[(0, 0.5), (1, 0.5)]]),
        ([], []),
    ],
)
def test_paths(points: list[Point], expected: list[list[Point]]) -> None:
    """A line is cut at the frame and broken where its points are not finite."""
    found = paths(points, UNIT)
    assert [[pytest.approx(point) for point in path] for path in expected] == found


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=10))
def test_paths_stay_inside(points: list[Point]) -> None:
    """Nothing of a line leaves the frame."""
    for path in paths(points, UNIT):
        assert all(-1e-6 <= x <= 1 + 1e-6 and -1e-6 <= y <= 1 + 1e-6 for x, y in path)
