"""Shapes of convolutions, against an image really pushed through."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dldrill.derivation.values import problem_of
from dldrill.families._layers import convolved
from dldrill.families.conv_shape import ConvShape
from dldrill.faults import Fault
from dldrill.proving.roads import prove


def layer(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(ConvShape, written)


EXAM = {"height": 8, "width": 8, "in_channels": 1}


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"out_channels": 5, "kernel_size": 5}, {"shape": (4, 4, 5)}),
        (
            {"before": "conv 5 5", "out_channels": 7, "kernel_size": 3, "flatten": True},
            {"conv1.shape": (4, 4, 5), "shape": (2, 2, 7), "flattened": (4, 7)},
        ),
        (
            {"out_channels": 7, "kernel_size": 4, "stride": 4, "flatten": True},
            {"shape": (2, 2, 7), "flattened": (4, 7)},
        ),
    ],
)
def test_exam_activations(given: dict[str, object], answer: dict[str, object]) -> None:
    """Activations A, C and E of the rebuilt networks (uw-au24-q2/3.1.1 to 3.1.3)."""
    problem = layer(**EXAM, **given)
    assert problem.plain() == answer
    assert prove(problem).ok


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        (
            {"height": 224, "width": 224, "out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3},
            (112, 112, 64),
        ),
        ({"height": 32, "width": 32, "kernel_size": 5, "stride": 2, "padding": 1}, (15, 15, 16)),
        ({"height": 5, "width": 9, "kernel_size": "3x5", "stride": "2x1", "padding": "1x0"}, (3, 5, 16)),
        ({"height": 7, "width": 8, "kernel_size": 3, "dilation": 2}, (3, 4, 16)),
    ],
)
def test_known_layers(given: dict[str, object], shape: tuple[int, ...]) -> None:
    """The first layer of a ResNet, a size rounded down, unlike sides, holes in the kernel."""
    assert layer(**given).plain()["shape"] == shape


SMALL = st.integers(1, 6)


@given(st.integers(1, 9), st.integers(1, 9), st.tuples(SMALL, SMALL), SMALL, st.integers(0, 2), SMALL)
def test_shape_of_a_real_convolution(  # noqa: PLR0917 - hypothesis hands them over in order
    height: int, width: int, kernel: tuple[int, int], stride: int, padding: int, filters: int
) -> None:
    """The answer is the shape of an array that was really convolved."""
    problem = ConvShape(
        height=height, width=width, in_channels=2, out_channels=filters, kernel_size=kernel,
        stride=(stride, stride), padding=(padding, padding),
    )  # fmt: skip
    assume(problem.fits() is None)
    out = convolved(np.ones((height, width, 2)), np.ones((*kernel, 2, filters)), stride, padding)
    assert problem.plain()["shape"] == out.shape == problem.check()["shape"]


def test_mistakes_of_the_flattened_shape() -> None:
    """Left as a block, all in one row, or the features first."""
    problem = layer(**EXAM, out_channels=7, kernel_size=4, stride=4, flatten=True)
    for slip, shape in {"not_flattened": (2, 2, 7), "all_in_one": (28,), "features_first": (7, 4)}.items():
        assert problem.altered([slip]).answers["flattened"] == shape
    assert "sides_exchanged" not in problem.altered().sites["shape"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"height": 0}, "at least 1"),
        ({"out_channels": 0}, "at least 1"),
        ({"stride": 0}, "at least 1"),
        ({"height": 4, "kernel_size": 5}, "larger than the padded height"),
        ({"width": 4, "kernel_size": 3, "dilation": 2}, "larger than the padded width"),
        ({"before": "flatten"}, "only conv and pool"),
        ({"before": "conv 4 40"}, "larger than what it looks at"),
        ({"before": "pool 16", "kernel_size": 3}, "larger than the padded height"),
        ({"height": 10**7}, "more than 1000000"),
    ],
)
def test_layers_that_do_not_fit(given: dict[str, object], says: str) -> None:
    """Ill-posed sizes are refused with a sentence."""
    with pytest.raises(Fault, match=says):
        layer(**given)
