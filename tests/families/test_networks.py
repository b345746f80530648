"""Networks as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.families._fields import Stacks
from dldrill.families._network import Conv, Flatten, Linear, Pool, Relu
from dldrill.families._network_text import MOST_LAYERS, Networks
from dldrill.families.conv_params import DEALT, DQN
from dldrill.faults import Fault

NETWORKS: Networks = Networks()
SIDES = st.integers(1, 99)
PAIRS = st.tuples(SIDES, SIDES) | SIDES.map(lambda k: (k, k))
LAYERS = st.one_of(
    st.builds(
        Conv,
        out_channels=SIDES,
        kernel_size=PAIRS,
        stride=PAIRS,
        padding=PAIRS,
        dilation=PAIRS,
        bias=st.booleans(),
    ),
    st.builds(Pool, kernel_size=PAIRS, stride=PAIRS, padding=PAIRS, dilation=PAIRS),
    st.builds(Linear, out_features=SIDES, bias=st.booleans()),
    st.just(Flatten()),
    st.just(Relu()),
)


@pytest.mark.parametrize(
    "text",
    [
        "conv 32 8 stride 4; conv 64 4 stride 2; conv 64 3; flatten; linear 512; linear 18",
        "conv 32 8x8 stride 4x4\nconv 64 4 stride 2\nconv 64 3 stride 1\nflatten\nlinear 512\nlinear 18\n",
        "[conv 32 8 stride 4, conv 64 4 stride 2, conv 64 3, flatten, linear 512, linear 18]",
        "  CONV 32 8×8 padding 0 stride 4 ;; Conv 64 4 stride 2; conv 64 3; Flatten; linear 512; linear 18;",
    ],
)
def test_one_network_has_many_spellings(text: str) -> None:
    """Lines or semicolons, brackets, capitals, numbers for both sides: all are the same layers."""
    assert NETWORKS.read(text) == DQN


@given(st.lists(LAYERS, max_size=8))
def test_layers_are_read_as_they_are_written(layers: list[Conv]) -> None:
    """What ``str`` writes is read back as the same layer."""
    assert NETWORKS.read("; ".join(map(str, layers))) == tuple(layers)


@given(st.text(alphabet="conv pool linear flatten 0123456789x×;,\n no bias stride", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text does anything but give layers or a fault of one line."""
    try:
        layers = NETWORKS.read(text)
    except Fault as caught:
        layers, fault = (), str(caught)
    else:
        fault = ""
    assert "\n" not in fault
    assert NETWORKS.read("; ".join(map(str, layers))) == layers


@pytest.mark.parametrize(
    ("text", "says", "position"),
    [
        ("conv", "a number is missing after 'conv'", 4),
        ("conv 3", "write conv 32 3x3", 6),
        ("pool 2; conv 3 x", "a number is missing before 'x'", 15),
        ("conv 3 3 strid 2", "cannot read 'strid'", 9),
        ("conv 3 3 3", "cannot read '3' here", 9),
        ("conv 3x3 3", "'3x3' must be one number", 5),
        ("conv 1234567 3", "too large", 5),
        ("dense 3", "write linear 10", 0),
        ("conv2d 3 3", "write conv 32 3", 0),
        ("maxpool 2", "write pool 2", 0),
        ("foo", "write conv 32 3, pool 2, flatten, relu or linear 10", 0),
        ("flatten 3", "write flatten", 8),
        ("pool 2 no bias", "leave no bias out", 14),
        ("linear 3 no", "write linear 10 no bias", 9),
    ],
)
def test_faults_say_what_to_write(text: str, says: str, position: int) -> None:
    """Every fault names the word and shows how the layer is written."""
    with pytest.raises(Fault, match=says) as caught:
        NETWORKS.read(text)
    assert caught.value.position == position


def test_endless_texts_are_refused() -> None:
    """Neither a long text nor many layers are taken."""
    with pytest.raises(Fault, match="longer than"):
        NETWORKS.read("relu;" * 1000)
    with pytest.raises(Fault, match="more than"):
        NETWORKS.read("relu;" * (MOST_LAYERS + 1))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("conv 8 3", "without filters"),
        ("relu", "write conv 3 stride 2 padding 1 or pool 2"),
        ("conv 3x2", "must be one number"),
        ("conv", "a number is missing"),
    ],
)
def test_windows_have_no_filters(text: str, says: str) -> None:
    """Layers of a receptive field are read by the same grammar, without filters."""
    with pytest.raises(Fault, match=says):
        Stacks().read(text)


def test_windows_are_read_as_they_are_written() -> None:
    """A pool moves by its own size unless it says otherwise, a convolution by 1."""
    layers = Stacks().read("conv 3 padding 1; pool 2; conv 5 stride 2")
    assert [(w.kernel_size, w.stride, w.padding) for w in layers] == [(3, 1, 1), (2, 2, 0), (5, 2, 0)]
    assert Stacks().read("; ".join(map(str, layers))) == layers


def test_a_dealt_network_is_made_of_one_of_each_choice() -> None:
    """Positions are values of a mixed base: every index gives a network, the first and last among them."""
    assert len({DEALT.at(i) for i in range(0, DEALT.size, DEALT.size // 97)}) > 60
    for index in (0, DEALT.size - 1):
        layers = DEALT.at(index)
        assert isinstance(layers[0], Conv)
        assert Flatten() in layers
        assert isinstance(layers[-1], Linear)
