"""Counting the parameters of a network."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from dldrill.dealing.domains import narrowed
from dldrill.derivation.mistakes import blocking_mistake
from dldrill.derivation.values import problem_of
from dldrill.families.conv_params import CONVOLUTIONS, EVERYTHING, ConvParams
from dldrill.faults import Fault
from dldrill.proving.roads import prove

DQN = {
    "conv1.shape": (20, 20, 32),
    "conv1": 8224,
    "conv2.shape": (9, 9, 64),
    "conv2": 32832,
    "conv3.shape": (7, 7, 64),
    "conv3": 36928,
    "flatten": 3136,
    "linear1": 1606144,
    "linear2": 9234,
    "params": 1693362,
}


def network(layers: str, shape: str = "32x32x3", **written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(ConvParams, {"input": shape, "layers": layers, **written})


def test_deep_q_network() -> None:
    """The default is the exam's network: every layer's count, and the total (ist-feb23/P1.1)."""
    assert ConvParams().plain() == DQN
    assert prove(ConvParams()).ok


def test_convolutions_replaced_by_one_linear_layer() -> None:
    """With its biases the new layer has 3136 more than the official key has (ist-feb23/P1.2)."""
    problem = ConvParams(replace=CONVOLUTIONS)
    answers = problem.plain()
    assert answers["replacement.weights"] == 88_510_464
    assert answers["replacement"] == 88_513_600
    assert answers["new_params"] == 90_128_978
    assert answers["ratio"] == pytest.approx(53.2248733584)
    assert problem.altered(["no_bias@replacement"]).answers["new_params"] == 90_125_842
    assert prove(problem).ok


@pytest.mark.parametrize(
    ("layers", "params", "larger"),
    [
        ("conv 5 3; flatten; linear 10", 350, "linear"),
        ("conv 5 2; flatten; linear 10", 525, "network"),
        ("conv 3 1; flatten; linear 10", 502, "network"),
    ],
)
def test_convolution_or_one_linear_layer(layers: str, params: int, larger: str) -> None:
    """A convolution in front of a linear layer can lower or raise the count (uw-sp23-mid/1.4)."""
    problem = network(layers, "4x4x3", replace=EVERYTHING)
    answers = problem.plain()
    assert (answers["params"], answers["replacement"], answers["larger"]) == (params, 490, larger)
    assert problem.check() == answers


@pytest.mark.parametrize(
    ("layers", "shape", "params"),
    [
        ("flatten; linear 128; linear 10", "28x28x1", 101_770),
        ("conv 6 5; pool 2; conv 16 5; pool 2; flatten; linear 120; linear 84; linear 10", "32x32x1", 61_706),
        ("conv 8 3 no bias; relu; flatten; linear 2 no bias", "5x5x3", 216 + 144),
        ("conv 4 3x1 stride 2x1 padding 1x0", "7x6x2", 28),
        ("conv 2 3 dilation 2; flatten; linear 1", "7x7x1", 20 + 19),
        ("conv 64 3 padding 1; conv 64 3 padding 1", "224x224x3", 1792 + 36_928),
    ],
)
def test_counts_known_networks(layers: str, shape: str, params: int) -> None:
    """A perceptron, LeNet-5 with dense layers, the start of VGG, and windows of every kind."""
    problem = network(layers, shape)
    assert problem.plain()["params"] == params
    assert prove(problem).ok


def test_a_network_without_biases() -> None:
    """``bias`` switches all biases off."""
    answers = network("conv 5 3; flatten; linear 10", "4x4x3", bias=False, replace=EVERYTHING).plain()
    assert (answers["params"], answers["replacement"]) == (335, 480)


@pytest.mark.parametrize(
    ("slip", "params"),
    [
        ("no_bias@linear2", 1_693_344),
        ("no_bias", 1_693_362 - 32 - 64 - 64 - 512 - 18),
        ("one_channel@conv1.weights", 1_693_362 - 64 * 3 * 32),
        ("whole_image", 1_693_362 + (28_224 - 3136) * 512),
        ("bias_per_input@linear2", 1_693_362 - 18 + 512),
    ],
)
def test_mistakes_lead_where_they_should(slip: str, params: int) -> None:
    """A mistake at one layer changes the total by that layer's share."""
    assert ConvParams().altered([slip]).answers["params"] == params


def test_a_wrong_layer_carries_through() -> None:
    """A learner's own count of the first layer goes into the total."""
    assert ConvParams().altered(put={"conv1": 8192}).answers["params"] == 1_693_330
    assert ConvParams().altered(put={"conv3.height": 6}).answers["flatten"] == 6 * 6 * 64


def test_symbols_are_numbered_by_kind() -> None:
    """A pooling between two convolutions does not shift the numbers of their symbols."""
    lines = network("conv 6 5; pool 2; conv 16 5; flatten; linear 10").traced().lines
    assert lines["conv2.shape"].formula[2].name == "F_2"
    assert {"pool1.shape", "conv2.width", "linear1", "params"} <= set(lines)


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        ("conv 5 3; linear 10", "write flatten before it"),
        ("flatten; conv 5 3", "cannot follow flatten"),
        ("flatten; flatten; linear 2", "write flatten once"),
        ("conv 5 33", "larger than what it looks at"),
        ("conv 5 3; conv 5 31 padding 0", "larger than what it looks at"),
        ("conv 0 3", "at least 1 filter"),
        ("pool 2 padding 2", "at most half its kernel"),
        ("conv 5 3 stride 0", "at least 1"),
        ("pool 0", "at least 1"),
        ("flatten; linear 0", "at least 1 output"),
        ("pool 2; flatten", "no layer learns"),
        ("", "no layer learns"),
        ("conv 5 3 padding 900000", "pixels"),
        ("flatten; linear 999999; linear 999999; linear 999999; linear 9999", None),
        ("conv 999999 3; flatten; linear 999999", "too large"),
    ],
)
def test_networks_that_do_not_fit(layers: str, says: str | None) -> None:
    """Layers in a wrong order or of a wrong size are refused with a sentence."""
    if says is None:
        assert network(layers).plain()["params"] > 10**12
        return
    with pytest.raises(Fault, match=says):
        network(layers)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"replace": "all"}, "write one of nothing, convolutions, everything"),
        ({"replace": CONVOLUTIONS, "layers": "flatten; linear 10"}, "no convolution to replace"),
        ({"replace": EVERYTHING, "layers": "conv 5 3"}, "outputs in one row"),
        ({"replace": CONVOLUTIONS, "layers": "conv 5 3"}, "outputs in one row"),
        ({"input": "0x4x3"}, "at least 1"),
    ],
)
def test_comparisons_that_do_not_fit(given: dict[str, object], says: str) -> None:
    """What cannot be replaced or compared is refused with a sentence."""
    with pytest.raises(Fault, match=says):
        problem_of(ConvParams, given)


def test_the_question_shows_every_layer() -> None:
    """The table has a row a layer; a column of biases appears only where they differ."""
    ask = network("conv 6 5 stride 2; relu; pool 2x3; flatten; linear 10").ask()
    assert "| conv1 | 6 | 5×5 | 2 | 0 |" in ask
    assert "| ReLU |  |  |  |  |" in ask
    assert "| pool1 |  | 2×3 | 2×3 | 0 |" in ask
    assert "biases |" not in ask
    assert "| conv1 | 6 | 5×5 | 1 | 0 | no |" in network("conv 6 5 no bias; flatten; linear 2").ask()
    assert "No layer has biases." in network("conv 6 5; flatten; linear 2", bias=False).ask()


@pytest.mark.parametrize(
    ("replace", "parts"),
    [("nothing", ("params",)), (CONVOLUTIONS, ("params", "replacement", "new_params", "ratio"))],
)
def test_most_dealt_networks_that_suit_are_fair(replace: str, parts: tuple[str, ...]) -> None:
    """Rejection stays moderate: a third of the draws suit, and nearly all of those are fair."""
    space, stream = ConvParams.space(narrowed(ConvParams, {"replace": replace})), Random("fair")
    drawn = [ConvParams(**space.draw(stream)) for _ in range(60)]
    suited = [problem for problem in drawn if problem.fits() is None and problem.suits()]
    assert len(suited) > 8
    assert sum(blocking_mistake(problem, parts) is None for problem in suited) >= 0.8 * len(suited)
