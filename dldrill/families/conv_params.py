"""The parameters of a convolutional network, counted layer by layer."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from math import prod
from random import Random
from typing import TYPE_CHECKING, Any, Self

from dldrill.derivation.domain import Domain, OneOf
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._layers import Pair
from dldrill.families._network import (
    BIASES,
    ONE_BIAS,
    Conv,
    Flatten,
    Linear,
    Pool,
    Relu,
    Shape,
    Sliding,
    named,
    shapes,
    times,
)
from dldrill.families._network_text import Layers, Modes, Networks
from dldrill.maths.functions import total
from dldrill.maths.trace import Tape

if TYPE_CHECKING:
    import numpy as np

MOST = 10**12  #: parameters of a network that can be asked about
NOTHING, CONVOLUTIONS, EVERYTHING = "nothing", "convolutions", "everything"
REPLACED = (NOTHING, CONVOLUTIONS, EVERYTHING)
ORDER = ("linear", "equal", "network")  #: which of the two has more parameters


class Images(Domain[Shape]):
    """Square images: a side, and a number of channels."""

    def __init__(self, sides: tuple[int, ...], channels: tuple[int, ...]) -> None:
        self.sides, self.channels, self.size = sides, channels, len(sides) * len(channels)

    def at(self, index: int) -> Shape:
        """The image at an index, the channels running fastest."""
        side, channel = divmod(index, len(self.channels))
        return self.sides[side], self.sides[side], self.channels[channel]

    def draw(self, stream: Random) -> Shape:
        """Side and channels at random."""
        return self.at(int(stream.random() * self.size))


def _convs(filters: tuple[int, ...], *windows: tuple[int, int, int]) -> Domain[Layers]:
    """One convolution with some number of filters and one of the windows: side, stride, padding."""
    return OneOf(
        *(
            (Conv(out_channels=f, kernel_size=(k, k), stride=(s, s), padding=(p, p)),)
            for f in filters
            for k, s, p in windows
        )
    )


def _linears(*outputs: int) -> list[Layers]:
    return [(Linear(out_features=n),) for n in outputs]


DEALT = Networks(
    _convs((8, 16, 24, 32), (8, 4, 0), (4, 4, 0), (5, 1, 0), (3, 1, 0), (4, 2, 1), (6, 2, 2)),
    OneOf((), (), (Pool(kernel_size=(2, 2), stride=(2, 2)),)),
    _convs((12, 20, 40, 64), (4, 2, 0), (4, 2, 1), (3, 1, 0), (3, 1, 1), (5, 1, 2), (2, 2, 0), (3, 2, 0)),
    OneOf((), (), *_convs((10, 48, 64), (3, 1, 0), (3, 1, 1), (2, 1, 0), (3, 2, 0), (2, 2, 0)).values),  # type: ignore[attr-defined]
    OneOf((Flatten(),)),
    OneOf((), *_linears(64, 100, 128, 256, 512)),
    OneOf(*_linears(2, 4, 5, 6, 7, 9, 10, 18)),
)
DQN: Layers = (
    Conv(out_channels=32, kernel_size=(8, 8), stride=(4, 4)),
    Conv(out_channels=64, kernel_size=(4, 4), stride=(2, 2)),
    Conv(out_channels=64, kernel_size=(3, 3), stride=(1, 1)),
    Flatten(),
    Linear(out_features=512),
    Linear(out_features=18),
)


class ConvParams(Family):
    """Convolutions, poolings and linear layers one behind the other: how many parameters are learned?"""

    title = "Parameters of a convolutional network"
    topic = "convolution"
    how = "allocated the arrays of every layer, maps counted window by window, and counted their elements"
    minutes = 8

    input: Shape = given(
        "H W C",
        Images((20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 76, 84), (1, 2, 3, 4)),
        "height × width × channels of the input",
        default=(84, 84, 4),
    )
    layers: Layers = given(
        "layers", DEALT, "the layers: conv 32 8 stride 4; pool 2; flatten; relu; linear 10", default=DQN
    )
    bias: bool = given("bias", OneOf(True), "whether filters and outputs have biases", default=True)
    replace: str = given(
        "replace",
        Modes(NOTHING, CONVOLUTIONS, EVERYTHING),
        "what one linear layer stands in for: nothing, convolutions (all before flatten) or everything",
        default=NOTHING,
    )

    def seen(self, tape: Tape, suffix: str = "") -> Self:
        """The traced problem; the numbers of a layer carry its name: k_h_1 of conv1, k_h_pool1 of pool1."""
        layers = tuple(
            layer.seen(tape, f"_{name.removeprefix('conv').removeprefix('linear')}")
            for name, layer in named(self.layers)
        )
        return dataclasses.replace(super().seen(tape, suffix), layers=layers)

    def solve(self, work: Working) -> None:
        """Layer after layer, then the sum."""
        shape, flat = self.input, 0
        before, behind = list[int](), list[int]()
        for name, layer in named(self.layers):
            after = layer.place(work, name, shape, self.input)
            if layer.learns:
                (behind if flat else before).append(layer.learn(work, name, shape, after, self.bias))
            flat = flat or (after[0] if len(after) == 1 else 0)
            shape = after
        params = work.answer(
            "params",
            total(before + behind),
            "add up what the layers learn",
            Asked("parameters of the network"),
        )
        if self.replace == CONVOLUTIONS:
            self._replace_convolutions(work, params, flat, behind)
        elif self.replace == EVERYTHING:
            self._replace_everything(work, params, shape[0])

    def _new_layer(self, work: Working, outputs: int) -> int:
        """The parameters of one linear layer from the flattened input to these outputs."""
        part, (H, W, C) = work.part("replacement"), self.input
        inputs = part.step(
            "inputs",
            H * W * C,
            "the new layer reads every number of the input image",
            no_channels=(lambda: H * W, "every pixel has a number in each channel"),
            from_outputs=(lambda: outputs, "the new layer reads the input image, not the block's output"),
        )
        weights = part.answer(
            "weights",
            inputs * outputs,
            "a weight from every input to every output",
            Asked("weights of the new layer, without biases"),
        )
        asked = Asked("parameters of the new layer")
        if not self.bias:
            return work.answer("replacement", weights, "there are no biases", asked)
        return work.answer(
            "replacement",
            weights + outputs,
            "and a bias for every output",
            asked,
            no_bias=(lambda: weights, BIASES),
            bias_per_input=(lambda: weights + inputs, ONE_BIAS),
        )

    def _replace_convolutions(self, work: Working, params: int, flat: int, behind: list[int]) -> None:
        """One linear layer to what flatten gave; the linear layers behind stay."""
        replacement = self._new_layer(work, flat)
        new_params = work.answer(
            "new_params",
            total([replacement, *behind]),
            "the layers behind stay as they were",
            Asked("parameters of the new network"),
            new_layer_only=(lambda: replacement, "the layers behind the new one still count"),
        )
        work.answer(
            "ratio",
            new_params / params,
            "how many times as many parameters the new network has",
            Asked("how many times as many as before", rtol=0.005),
            inverted=(lambda: params / new_params, "divide the new network's parameters by the old one's"),
        )

    def _replace_everything(self, work: Working, params: int, outputs: int) -> None:
        """One linear layer to the outputs, compared with the network."""
        replacement = self._new_layer(work, outputs)
        larger = "network" if params > replacement else "linear" if params < replacement else "equal"
        work.answer(
            "larger",
            larger,
            "compare the two counts",
            Asked("which has more parameters", words=ORDER),
        )

    def check(self) -> dict[str, Any]:
        """Allocate every array and count the elements; the numbers in it take no memory."""
        import numpy as np

        x = image = np.empty(self.input, "V0")
        found: dict[str, Any] = {}
        before = behind = flat = 0
        for name, layer in named(self.layers):
            x, learned = layer.allocate(x, self.bias)
            if isinstance(layer, Sliding):
                found[f"{name}.shape"] = x.shape
            elif isinstance(layer, Flatten):
                found[name] = flat = x.size
            if layer.learns:
                found[name] = learned
            before, behind = (before, behind + learned) if flat else (before + learned, behind)
        found["params"] = before + behind
        return found | self._compared(image, x, flat, before, behind)

    def _compared(
        self, image: np.ndarray[Any, Any], x: np.ndarray[Any, Any], flat: int, before: int, behind: int
    ) -> dict[str, Any]:
        """The linear layer that stands in for others: one row of weights for every output."""
        import numpy as np

        if self.replace == NOTHING:
            return {}
        outputs = flat if self.replace == CONVOLUTIONS else x.size
        weights = np.empty((outputs, *image.shape), "V0").size
        new = weights + np.empty(outputs * self.bias, "V0").size
        found: dict[str, Any] = {"replacement.weights": weights, "replacement": new}
        if self.replace == CONVOLUTIONS:
            return found | {"new_params": new + behind, "ratio": (new + behind) / (before + behind)}
        return found | {"larger": ORDER[1 + int(np.sign(before + behind - new))]}

    def ask(self) -> str:
        """The layers as a table, and what is to be counted."""
        H, W, C = self.input
        return (
            f"A network takes an input of shape ${H}\\times {W}\\times {C}$ (height × width × channels). "
            f"Its layers, in order:\n\n{self._table()}\n\n{self._conventions()}\n\n{self._question()}"
        )

    def _table(self) -> str:
        columns = ("layer", "filters or outputs", "window", "stride", "padding", "biases")
        rows = [_row(name, layer) for name, layer in named(self.layers)]
        uneven = self.bias and len({row[-1] for row in rows if row[-1]}) > 1
        lines = [[*columns], ["---"] * 6, *rows]
        return "\n".join(f"| {' | '.join(line if uneven else line[:-1])} |" for line in lines)

    def _conventions(self) -> str:
        biases = "Every filter and every output of a linear layer has a bias."
        if not self.bias:
            biases = "No layer has biases."
        elif any(not getattr(layer, "bias", True) for layer in self.layers):
            biases = "Filters and outputs have a bias unless the table says no."
        slides = any(isinstance(layer, Sliding) for layer in self.layers)
        return biases + (" A window that does not fit whole is dropped." if slides else "")

    def _question(self) -> str:
        counted = "its biases included" if self.bias else "it has no biases either"
        if self.replace == CONVOLUTIONS:
            return (
                "How many parameters does the network have? Now everything before `flatten` is replaced by a "
                "single linear layer, from the flattened input image to as many numbers as `flatten` gave "
                f"before. How many parameters does the new layer have ({counted}), how many does the new "
                "network have, and how many times the original network's number is that (two decimals)?"
            )
        if self.replace == EVERYTHING:
            return (
                "How many parameters does the network have? How many does a single linear layer from the "
                f"flattened input image straight to the outputs have ({counted})? Which of the two has more: "
                "the `network`, the `linear` layer, or are they `equal`?"
            )
        return "How many parameters does the network have in total?"

    def fits(self) -> str | None:
        """Every layer can stand where it does, and there is something to count."""
        if len(self.input) != 3 or min(self.input) < 1:
            return "the input must have three sides of at least 1, as in 84x84x4"
        if self.replace not in REPLACED:
            return f"replace must be one of {', '.join(REPLACED)}"
        found = shapes(self.input, self.layers)
        if isinstance(found, str):
            return found
        if not any(layer.learns for layer in self.layers):
            return "no layer learns anything: write conv 32 3; flatten; linear 10"
        if max(map(prod, found)) > MOST // 10**3 or self._largest(found) > MOST:
            return "the network is too large: make its input or its layers smaller"
        if self.replace == CONVOLUTIONS and not any(isinstance(layer, Sliding) for layer in self.layers):
            return "there is no convolution to replace: add one before flatten"
        if self.replace != NOTHING and len(found[-1]) != 1:
            return "the comparison needs outputs in one row: end with flatten or a linear layer"
        return None

    def _largest(self, found: list[Shape]) -> int:
        """An upper bound of the parameters of one layer, and of what would replace it."""
        sizes = [prod(shape) for shape in found]
        kernels = [
            prod(layer.kernel_size) * shape[2] * layer.out_channels
            for shape, layer in zip(found, self.layers, strict=False)
            if isinstance(layer, Conv)
        ]
        flat = [prod(shape) for shape in found if len(shape) == 1]
        return max([sizes[0] * max(flat, default=0), *kernels, *(a * b for a, b in pairwise(flat))])

    def suits(self) -> bool:
        """Windows end at the edge, maps keep a size to speak of, and the counts stay readable."""
        found = shapes(self.input, self.layers)
        if isinstance(found, str) or max(map(prod, found[1:])) > 20_000:
            return False
        for layer, shape, after in zip(self.layers, found, found[1:], strict=False):
            if isinstance(layer, Sliding) and (after[0] < 2 or not layer.leaves_none(shape)):
                return False
        return self.replace != EVERYTHING or self._far_apart()

    def _far_apart(self) -> bool:
        """The two counts differ by 5 % at least, and in the same sense without biases."""
        sides = []
        for bias in {self.bias, False}:
            answers = dataclasses.replace(self, bias=bias).plain()
            params, linear = answers["params"], answers["replacement"]
            sides.append((params > linear) - (params < linear) if abs(params - linear) > 0.05 * linear else 0)
        return len(set(sides)) == 1 and sides[0] != 0


def _row(name: str, layer: Any) -> list[str]:
    """A layer in the table; the last cell says whether it has biases."""
    if isinstance(layer, Sliding):
        window: Pair = layer.kernel_size
        filters = str(layer.out_channels) if isinstance(layer, Conv) else ""
        shown = f"{window[0]}×{window[1]}"
        if layer.dilation != (1, 1):
            shown += f", dilation {times(layer.dilation, '×')}"
        rest = [filters, shown, times(layer.stride, "×"), times(layer.padding, "×")]
    elif isinstance(layer, Linear):
        rest = [str(layer.out_features), "", "", ""]
    else:
        rest = ["", "", "", ""]
    title = "ReLU" if isinstance(layer, Relu) else name
    bias = getattr(layer, "bias", None)
    return [title, *rest, "" if bias is None else "yes" if bias else "no"]
