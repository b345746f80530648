"""Layers that stand one behind the other: what each does to a shape, and what it learns.

Shapes are height × width × channels, or a single number of features after ``flatten``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.domain import OneOf, Range, Squares
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._layers import LARGEST_SIDE, Pair, slide, window_starts

if TYPE_CHECKING:
    import numpy as np

Shape = tuple[int, ...]

SHARED = "a filter is used at every position with the same weights: they are counted once"
BIASES = "every filter, and every output of a linear layer, has a bias"
ONE_BIAS = "a filter or an output has one bias, not one for every input channel or input"


class Layer(Family):
    """A layer takes a shape to a shape, and may learn. Its numbers are givens of the network's problem."""

    word: ClassVar[str]  #: how it is written and, with its number, named
    numbered: ClassVar[bool] = True
    learns: ClassVar[bool] = False

    def place(self, work: Working, name: str, shape: Shape, image: Shape) -> Shape:
        """Write down the shape that it gives.

        Args:
            work: the network's sheet.
            name: the layer's name there, such as ``conv1``.
            shape: what it is given.
            image: the input of the whole network.
        """
        raise NotImplementedError

    def learn(self, work: Working, name: str, before: Shape, after: Shape, bias: bool) -> int:
        """Write down how many parameters it has, between a shape and the shape it gives."""
        raise NotImplementedError

    def after(self, shape: Shape) -> Shape | str:
        """The shape that it gives, or a sentence that says why it cannot stand here."""
        raise NotImplementedError

    def allocate(self, x: np.ndarray[Any, Any], bias: bool) -> tuple[np.ndarray[Any, Any], int]:
        """Allocate its output and everything it learns: the output, and how many numbers are learned."""
        raise NotImplementedError


class Sliding(Layer):
    """A layer that looks through a window; also the window of a pooling or a convolution by itself."""

    usual_stride: ClassVar[Pair | None] = (1, 1)

    kernel_size: Pair = given(
        "k_h k_w", Squares(Range(1, 11)), "height and width of the window", default=(2, 2)
    )
    stride: Pair = given("s_h s_w", Squares(Range(1, 11)), "pixels moved at a time", default=(2, 2))
    padding: Pair = given("p_h p_w", Squares(Range(0, 5)), "zeros added on every side", default=(0, 0))
    dilation: Pair = given("d_h d_w", Squares(OneOf(1)), "distance between its elements", default=(1, 1))

    def sides(self, work: Working, shape: Shape) -> Pair:
        """Write down the height and width of the output; of a square, both are the same sum."""
        (h, w), (kh, kw), (sh, sw) = shape[:2], self.kernel_size, self.stride
        (ph, pw), (dh, dw) = self.padding, self.dilation
        height = slide(work, "height", h, kh, sh, ph, dh)
        if w == h and kw == kh and sw == sh and pw == ph and dw == dh:
            return height, work.step("width", height, "the same numbers as for the height")
        return height, slide(work, "width", w, kw, sw, pw, dw)

    def channels(self, channels: int) -> int:
        """How many channels it gives; a pooling keeps those it is given."""
        return channels

    def counted(self, shape: Shape) -> Pair:
        """The height and width of the output, counted start by start."""
        h, w = (
            window_starts(*sizes)
            for sizes in zip(
                shape[:2], self.kernel_size, self.stride, self.padding, self.dilation, strict=True
            )
        )
        return h, w

    def after(self, shape: Shape) -> Shape | str:
        """Both sides shrink to the places that the window finds."""
        if len(shape) != 3:
            return f"a {self.word} cannot follow flatten: put it before"
        sides = []
        for size, k, s, p, d in zip(
            shape[:2], self.kernel_size, self.stride, self.padding, self.dilation, strict=True
        ):
            if min(k, s, d) < 1 or p < 0:
                return f"the kernel and stride of a {self.word} must be at least 1"
            if size + 2 * p > LARGEST_SIDE:
                return f"a side has more than {LARGEST_SIDE} pixels: make the input or the padding smaller"
            room = size + 2 * p - d * (k - 1) - 1
            if room < 0:
                padded = f"{size}, padded {size + 2 * p}" if p else str(size)
                return (
                    f"a {self.word} of side {k} is larger than what it looks at ({padded}): "
                    "make it smaller or the input larger"
                )
            sides.append(room // s + 1)
        return (*sides, self.channels(shape[2]))

    def leaves_none(self, shape: Shape) -> bool:
        """Whether the window ends exactly at the edge, so that no pixel is dropped."""
        return all(
            (size + 2 * p - d * (k - 1) - 1) % s == 0
            for size, k, s, p, d in zip(
                shape[:2], self.kernel_size, self.stride, self.padding, self.dilation, strict=True
            )
        )

    def __str__(self) -> str:
        return " ".join(part for part in (self.word, *self._written()) if part)

    def _written(self) -> Iterable[str]:
        yield times(self.kernel_size)
        for word, pair, usual in (
            ("stride", self.stride, self.usual_stride),
            ("padding", self.padding, (0, 0)),
            ("dilation", self.dilation, (1, 1)),
        ):
            if pair != usual:
                yield f"{word} {times(pair)}"


class Conv(Sliding):
    """A convolution: every filter looks at all channels and gives one."""

    word, learns = "conv", True

    out_channels: int = given("F", Range(1, 512), "filters", default=16)
    bias: bool = given("bias", OneOf(True, False), "whether every filter has a bias", default=True)

    def place(self, work: Working, name: str, shape: Shape, image: Shape) -> Shape:
        """The sides by sliding, a channel for every filter."""
        part = work.part(name)
        height, width = self.sides(part, shape)
        return part.answer(
            "shape",
            (height, width, self.out_channels),
            "every filter gives one channel",
            Asked(f"output shape of {name}, height × width × channels"),
            input_channels=(
                lambda: (height, width, shape[2]),
                "the channels of the output are the filters, not the input's channels",
            ),
        )

    def learn(self, work: Working, name: str, before: Shape, after: Shape, bias: bool) -> int:
        """The weights of one filter and its bias, for every filter."""
        (kh, kw), C, F = self.kernel_size, before[2], self.out_channels
        weights = work.part(name).step(
            "weights",
            kh * kw * C,
            "a filter is as deep as its input",
            one_channel=(lambda: kh * kw, "a filter has weights for every channel of its input, not for one"),
        )
        asked = Asked(f"parameters of {name}")
        if not (bias and self.bias):
            return work.answer(
                name,
                weights * F,
                "the weights of every filter; there are no biases",
                asked,
                with_bias=(lambda: (weights + 1) * F, "this layer has no biases"),
                every_position=(lambda: weights * F * after[0] * after[1], SHARED),
            )
        return work.answer(
            name,
            (weights + 1) * F,
            "the weights of a filter and its bias, for every filter",
            asked,
            no_bias=(lambda: weights * F, BIASES),
            bias_per_input=(lambda: (weights + C) * F, ONE_BIAS),
            bias_per_pixel=(
                lambda: weights * F + after[0] * after[1] * F,
                "a filter has one bias, not one for every pixel of its output",
            ),
            every_position=(lambda: (weights + 1) * F * after[0] * after[1], SHARED),
        )

    def after(self, shape: Shape) -> Shape | str:
        """The sides by sliding, a channel for every filter."""
        return super().after(shape) if self.out_channels >= 1 else "a conv must have at least 1 filter"

    def channels(self, channels: int) -> int:
        """One for every filter."""
        return self.out_channels

    def allocate(self, x: np.ndarray[Any, Any], bias: bool) -> tuple[np.ndarray[Any, Any], int]:
        """Its feature map, a kernel as deep as the input for every filter, and the biases."""
        kernels = _empty(self.out_channels, *self.kernel_size, x.shape[2])
        biases = _empty(self.out_channels * (bias and self.bias))
        return _empty(*self.counted(x.shape), len(kernels)), kernels.size + biases.size

    def _written(self) -> Iterable[str]:
        yield str(self.out_channels)
        yield from super()._written()
        yield "" if self.bias else "no bias"


class Pool(Sliding):
    """Pooling: one number for every window of every channel, nothing to learn."""

    word = "pool"
    usual_stride = None  # a pool's stride is always written: people expect 1, PyTorch its kernel

    def place(self, work: Working, name: str, shape: Shape, image: Shape) -> Shape:
        """The sides by sliding; the channels stay."""
        part = work.part(name)
        return part.answer(
            "shape",
            (*self.sides(part, shape), shape[2]),
            "pooling keeps the channels",
            Asked(f"output shape of {name}, height × width × channels"),
        )

    def allocate(self, x: np.ndarray[Any, Any], bias: bool) -> tuple[np.ndarray[Any, Any], int]:
        """Its output."""
        return _empty(*self.counted(x.shape), x.shape[2]), 0

    def after(self, shape: Shape) -> Shape | str:
        """The sides by sliding."""
        if any(2 * p > k for p, k in zip(self.padding, self.kernel_size, strict=True)):
            return "the padding of a pool must be at most half its kernel: make it smaller"
        return super().after(shape)


class Relu(Layer):
    """The rectifier works on every number by itself."""

    word, numbered = "relu", False

    def place(self, work: Working, name: str, shape: Shape, image: Shape) -> Shape:
        """Nothing to write: the shape stays."""
        return shape

    def after(self, shape: Shape) -> Shape | str:
        """The same shape."""
        return shape

    def allocate(self, x: np.ndarray[Any, Any], bias: bool) -> tuple[np.ndarray[Any, Any], int]:
        """Nothing new."""
        return x, 0

    def __str__(self) -> str:
        return self.word


class Flatten(Layer):
    """All numbers of a feature map in one row."""

    word, numbered = "flatten", False

    def place(self, work: Working, name: str, shape: Shape, image: Shape) -> Shape:
        """Height times width times channels."""
        height, width, channels = shape
        features = work.answer(
            name,
            height * width * channels,
            "all the numbers, in one row",
            Asked("numbers after flatten"),
            whole_image=(
                lambda: image[0] * image[1] * image[2],
                "what is flattened is the output of the layers before, not the input image",
            ),
            no_channels=(lambda: height * width, "the numbers of every channel are in the row"),
        )
        return (features,)

    def after(self, shape: Shape) -> Shape | str:
        """One side."""
        return (prod(shape),) if len(shape) == 3 else "what is flat cannot be flattened: write flatten once"

    def allocate(self, x: np.ndarray[Any, Any], bias: bool) -> tuple[np.ndarray[Any, Any], int]:
        """The same numbers in a row."""
        return x.ravel(), 0

    def __str__(self) -> str:
        return self.word


class Linear(Layer):
    """Every input to every output."""

    word, learns = "linear", True

    out_features: int = given("n", Range(1, 4096), "outputs", default=10)
    bias: bool = given("bias", OneOf(True, False), "whether every output has a bias", default=True)

    def place(self, work: Working, name: str, shape: Shape, image: Shape) -> Shape:
        """As many numbers as outputs."""
        return (self.out_features,)

    def learn(self, work: Working, name: str, before: Shape, after: Shape, bias: bool) -> int:
        """A weight for every input and one bias, for every output."""
        (inputs,), outputs, asked = before, self.out_features, Asked(f"parameters of {name}")
        if not (bias and self.bias):
            return work.answer(
                name,
                inputs * outputs,
                "a weight from every input to every output; there are no biases",
                asked,
                with_bias=(lambda: (inputs + 1) * outputs, "this layer has no biases"),
            )
        return work.answer(
            name,
            (inputs + 1) * outputs,
            "a weight for every input and one bias, for every output",
            asked,
            no_bias=(lambda: inputs * outputs, BIASES),
            bias_per_input=(lambda: inputs * outputs + inputs, ONE_BIAS),
        )

    def after(self, shape: Shape) -> Shape | str:
        """As many numbers as outputs."""
        if len(shape) != 1:
            return "a linear layer needs its numbers in one row: write flatten before it"
        if self.out_features < 1:
            return "a linear layer must have at least 1 output"
        return (self.out_features,)

    def allocate(self, x: np.ndarray[Any, Any], bias: bool) -> tuple[np.ndarray[Any, Any], int]:
        """A row of weights for every output, the biases and the outputs."""
        weights, biases = _empty(self.out_features, len(x)), _empty(self.out_features * (bias and self.bias))
        return _empty(len(weights)), weights.size + biases.size

    def __str__(self) -> str:
        return f"{self.word} {self.out_features}{'' if self.bias else ' no bias'}"


def named(layers: Iterable[Layer]) -> list[tuple[str, Layer]]:
    """The layers with their names, numbered by kind: conv1, pool1, conv2, flatten, linear1."""
    seen: Counter[str] = Counter()
    found = []
    for layer in layers:
        seen[layer.word] += 1
        found.append((f"{layer.word}{seen[layer.word]}" if layer.numbered else layer.word, layer))
    return found


def sliding(layers: Iterable[Layer]) -> list[tuple[str, Sliding]]:
    """The convolutions and poolings, with their names."""
    return [(name, layer) for name, layer in named(layers) if isinstance(layer, Sliding)]


def shapes(image: Shape, layers: Iterable[Layer]) -> list[Shape] | str:
    """The shapes from the input to the output, or a sentence that says which layer cannot stand where."""
    found = [image]
    for layer in layers:
        shape = layer.after(found[-1])
        if isinstance(shape, str):
            return shape
        found.append(shape)
    return found


def times(pair: Pair, sign: str = "x") -> str:
    """A pair as people write it: ``3`` when both are the same where that is clear, else ``3x5``."""
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}{sign}{pair[1]}"


def _empty(*shape: int) -> np.ndarray[Any, Any]:
    """An array of that shape whose elements take no memory: only their number is wanted."""
    import numpy as np

    return np.empty(shape, "V0")
