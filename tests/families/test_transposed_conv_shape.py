"""Transposed convolutions, against the convolutions that they undo the shape of."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dldrill.derivation.values import problem_of
from dldrill.families.conv_shape import ConvShape
from dldrill.families.transposed_conv_shape import TransposedConvShape
from dldrill.faults import Fault
from dldrill.proving.roads import prove


@pytest.mark.parametrize(
    ("given", "side", "change"),
    [
        ({"size": 4, "kernel_size": 3, "stride": 1, "padding": 2}, 2, "smaller"),
        ({"size": 4, "kernel_size": 3, "stride": 1, "padding": 1}, 4, "same"),
        ({"size": 7, "kernel_size": 2, "stride": 2}, 14, "larger"),
        ({"size": 4, "kernel_size": 4, "stride": 2, "padding": 1}, 8, "larger"),
        ({"size": 5, "kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}, 10, "larger"),
        ({"size": 1, "kernel_size": 4, "stride": 1}, 4, "larger"),
        ({"size": 3, "kernel_size": 3, "stride": 2, "dilation": 2}, 9, "larger"),
    ],
)
def test_known_layers(given: dict[str, object], side: int, change: str) -> None:
    """It can shrink (uw-sp24-q4/1.4), keep, double; the usual layers of generators."""
    problem = problem_of(TransposedConvShape, given)
    assert problem.plain() == {"side": side, "change": change}
    assert prove(problem).ok


@given(
    st.integers(1, 9),
    st.integers(1, 6),
    st.integers(1, 4),
    st.integers(0, 4),
    st.integers(0, 3),
    st.integers(1, 2),
)
def test_an_ordinary_convolution_leads_back(  # noqa: PLR0917 - hypothesis hands them over in order
    size: int, kernel_size: int, stride: int, padding: int, output_padding: int, dilation: int
) -> None:
    """The convolution with the same settings takes the output's size back to the input's."""
    problem = TransposedConvShape(
        size=size, kernel_size=kernel_size, stride=stride, padding=padding,
        output_padding=output_padding, dilation=dilation,
    )  # fmt: skip
    assume(problem.fits() is None and output_padding < stride)
    side = problem.plain()["side"]
    assert side == problem.check()["side"]
    back = ConvShape(
        height=side, width=side, kernel_size=(kernel_size,) * 2, stride=(stride,) * 2,
        padding=(padding,) * 2, dilation=(dilation,) * 2,
    )  # fmt: skip
    assert back.plain()["shape"][:2] == (size, size)


def test_mistakes_give_the_sizes_of_the_usual_wrong_formulas() -> None:
    """Where n = 5, k = 4, s = 2, p = 1: n·s, the padding forgotten or added, the ordinary formula."""
    problem = TransposedConvShape(size=5, kernel_size=4, stride=2, padding=1)
    sides = {"only_stride": 8, "no_padding": 12, "padding_added": 14, "ordinary": 2, "pad_once": 11}
    assert problem.plain()["side"] == 10
    for slip, side in sides.items():
        assert problem.altered([slip]).answers["side"] == side


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"size": 0}, "at least 1"),
        ({"padding": -1}, "at least 0"),
        ({"output_padding": 2}, "smaller than stride or dilation"),
        ({"size": 1, "kernel_size": 2, "padding": 1}, "cuts everything off"),
        ({"size": 10**6, "kernel_size": 10**6}, "too large"),
    ],
)
def test_layers_that_do_not_fit(given: dict[str, object], says: str) -> None:
    """Ill-posed sizes are refused with a sentence."""
    with pytest.raises(Fault, match=says):
        problem_of(TransposedConvShape, given)
