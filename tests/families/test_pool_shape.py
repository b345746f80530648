"""Pooling, against an array really pooled."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from dldrill.derivation.values import problem_of
from dldrill.families.pool_shape import PoolShape
from dldrill.faults import Fault
from dldrill.proving.roads import prove


@pytest.mark.parametrize(
    ("given", "shape", "kept"),
    [
        ({}, (4, 4, 16), 1 / 4),
        ({"padding": 1}, (5, 5, 16), 25 / 64),
        ({"height": 9, "width": 6, "kernel_size": 3, "stride": 3}, (3, 2, 16), 1 / 9),
        ({"stride": 1}, (7, 7, 16), 49 / 64),
        ({"kernel_size": 8, "stride": 8}, (1, 1, 16), 1 / 64),
        ({"height": 7, "width": 5, "kernel_size": 3, "stride": 2, "in_channels": 3}, (3, 2, 3), 6 / 35),
    ],
)
def test_known_poolings(given: dict[str, object], shape: tuple[int, ...], kept: float) -> None:
    """A quarter, not an eighth (uw-au24-q2/1.3); padding read as zeros; ninths; the whole map."""
    problem = problem_of(PoolShape, given)
    assert problem.plain() == {"shape": shape, "kept": pytest.approx(kept)}
    assert prove(problem).ok


SIDES = st.integers(1, 9)


@given(SIDES, SIDES, st.tuples(SIDES, SIDES), SIDES, st.integers(0, 3), st.integers(1, 3))
def test_shape_of_a_real_pooling(  # noqa: PLR0917 - hypothesis hands them over in order
    height: int, width: int, kernel: tuple[int, int], stride: int, padding: int, channels: int
) -> None:
    """The answer is the shape of an array that was really pooled."""
    problem = PoolShape(
        height=height, width=width, in_channels=channels, kernel_size=kernel,
        stride=(stride, stride), padding=(padding, padding),
    )  # fmt: skip
    assume(problem.fits() is None)
    x = np.pad(np.ones((height, width, channels)), ((padding, padding), (padding, padding), (0, 0)))
    out = sliding_window_view(x, kernel, axis=(0, 1))[::stride, ::stride].max(axis=(3, 4))
    answers = problem.plain()
    assert answers["shape"] == out.shape
    assert answers["kept"] == pytest.approx(out.size / (height * width * channels))
    assert problem.check() == answers


def test_mistakes_of_the_exam() -> None:
    """One side only gives a half, pooled channels an eighth."""
    problem = PoolShape()
    assert problem.altered(["one_side"]).answers["kept"] == 1 / 2
    assert problem.altered(["pooled_channels"]).answers["kept"] == 1 / 8
    assert problem.altered(["inverted"]).answers["kept"] == 4


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"height": 0}, "at least 1"),
        ({"stride": 0}, "at least 1"),
        ({"padding": 2}, "at most half"),
        ({"kernel_size": 9}, "larger than the padded height"),
        ({"height": 10**5, "width": 10**5}, "too large"),
        ({"kernel_size": 10**6, "padding": 5 * 10**5}, "too large"),
    ],
)
def test_poolings_that_do_not_fit(given: dict[str, object], says: str) -> None:
    """Ill-posed sizes are refused with a sentence."""
    with pytest.raises(Fault, match=says):
        problem_of(PoolShape, given)
