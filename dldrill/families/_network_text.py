"""Networks as people type them: ``conv 32 8 stride 4; pool 2; flatten; linear 10 no bias``."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from math import prod
from random import Random
from typing import TypeVar

from dldrill.derivation.domain import Domain, OneOf, mixed
from dldrill.families._layers import Pair
from dldrill.families._network import Conv, Flatten, Layer, Linear, Pool, Relu, times
from dldrill.faults import Fault
from dldrill.maths.text import quoted

T = TypeVar("T")
Layers = tuple[Layer, ...]

LONGEST = 4_000
MOST_LAYERS = 40
_PART = re.compile(r"[^;,\n]+")
_SIZE = re.compile(r"(\d{1,6})(?:[x×*](\d{1,6}))?")
_OTHER_NAMES = {
    **dict.fromkeys(("conv2d", "convolution"), "conv 32 3"),
    **dict.fromkeys(("maxpool", "avgpool", "maxpool2d", "avgpool2d", "max", "average", "pooling"), "pool 2"),
    **dict.fromkeys(("dense", "fc", "affine", "fully"), "linear 10"),
}


class Modes(OneOf[str]):
    """What variants are dealt with, while other words can be written as well."""

    def __init__(self, dealt: str, *others: str) -> None:
        super().__init__(dealt)
        self.words = (dealt, *others)

    def read(self, text: str) -> str:
        """One of the words."""
        if text not in self.words:
            raise Fault(f"write one of {', '.join(self.words)}", code="given")
        return text


class Chains(Domain[tuple[T, ...]]):
    """Some layers from each of several choices, one behind the other."""

    def __init__(self, *choices: Domain[tuple[T, ...]]) -> None:
        self.choices, self.size = choices, prod(choice.size for choice in choices)

    def at(self, index: int) -> tuple[T, ...]:
        """The layers at an index, the last choice running fastest."""
        return tuple(chain.from_iterable(mixed(self.choices, index)))

    def draw(self, stream: Random) -> tuple[T, ...]:
        """Each choice at random."""
        return tuple(chain.from_iterable([choice.draw(stream) for choice in self.choices]))


class Networks(Chains[Layer]):
    """Layers of a network."""

    def read(self, text: str) -> Layers:
        """The layers of a text, one a line or separated by ``;``."""
        return read_layers(text, layer_of)


def read_layers(text: str, read: Callable[[Words], T]) -> tuple[T, ...]:
    """The layers of a text, each read by a function; an empty one has none.

    Raises:
        Fault: one of them cannot be read, or there are too many.
    """
    if len(text) > LONGEST:
        raise Fault(f"that is longer than {LONGEST} characters: write fewer layers", code="long")
    body = text.strip()
    if body[:1] == "[" and body[-1:] == "]":
        text = text.replace("[", " ", 1)[: text.rindex("]")]
    layers = [read(Words(part)) for part in _PART.finditer(text) if part.group().strip()]
    if len(layers) > MOST_LAYERS:
        raise Fault(f"more than {MOST_LAYERS} layers: write fewer", code="layers")
    return tuple(layers)


class Words:
    """The words of one layer, taken from left to right."""

    def __init__(self, part: re.Match[str]) -> None:
        words = re.finditer(r"\S+", part.group())
        self._words = [(word.group().lower(), part.start() + word.start()) for word in words]
        self._next = 0

    def peek(self) -> str:
        """The next word, or nothing."""
        return self._words[self._next][0] if self._next < len(self._words) else ""

    def take(self) -> str:
        """The next word, which is then gone."""
        word = self.peek()
        self._next += 1
        return word

    def size(self, example: str) -> Pair:
        """A number, or one number for each side."""
        found = _SIZE.fullmatch(self.peek())
        if not found and self.peek().isdecimal():
            raise self.fault(f"{quoted(self.peek())} is too large: write {example}")
        if not found:
            raise self.fault(f"a number is missing{self._before()}: write {example}")
        self.take()
        return int(found[1]), int(found[2] or found[1])

    def number(self, example: str) -> int:
        """A single number."""
        if "x" in self.peek():
            raise self.fault(f"{quoted(self.peek())} must be one number: write {example}")
        return self.size(example)[0]

    def says(self, *words: str) -> bool:
        """Whether these words come next; they are then gone."""
        end = self._next + len(words)
        if [word for word, _ in self._words[self._next : end]] != list(words):
            return False
        self._next = end
        return True

    def fault(self, text: str) -> Fault:
        """A fault at the next word, or behind the last."""
        if self._next < len(self._words):
            return Fault(text, code="layers", position=self._words[self._next][1])
        word, at = self._words[-1]
        return Fault(text, code="layers", position=at + len(word))

    def close(self, example: str) -> None:
        """Nothing may be left."""
        if self.peek():
            raise self.fault(f"I cannot read {quoted(self.peek())} here: write {example}")

    def _before(self) -> str:
        word = f" before {quoted(self.peek())}" if self.peek() else ""
        return word or f" after {quoted(self._words[-1][0])}"


def layer_of(words: Words) -> Layer:
    """One layer of a network.

    Raises:
        Fault: it cannot be read; the text says how to write it.
    """
    word = words.peek()
    reader = _READERS.get(word)
    if reader is None:
        instead = _OTHER_NAMES.get(word, "conv 32 3, pool 2, flatten, relu or linear 10")
        raise words.fault(f"there is no layer {quoted(word)}: write {instead}")
    words.take()
    return reader(words)


def _conv(words: Words) -> Conv:
    example = "conv 32 3x3 stride 2 padding 1"
    filters, kernel_size = words.number(example), words.size(example)
    options, bias = _options(words, {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}, example)
    return Conv(out_channels=filters, kernel_size=kernel_size, bias=bias, **options)


def _pool(words: Words) -> Pool:
    example = "pool 2 stride 2"
    kernel_size = words.size(example)
    options, bias = _options(words, {"stride": kernel_size, "padding": (0, 0), "dilation": (1, 1)}, example)
    if not bias:
        raise words.fault("a pool has no biases anyway: leave no bias out")
    return Pool(kernel_size=kernel_size, **options)


def _linear(words: Words) -> Linear:
    example = "linear 10"
    outputs = words.number(example)
    _, bias = _options(words, {}, example)
    return Linear(out_features=outputs, bias=bias)


def _options(words: Words, usual: dict[str, Pair], example: str) -> tuple[dict[str, Pair], bool]:
    """What follows the sizes, in any order: stride, padding, dilation, no bias."""
    options, bias = dict(usual), True
    while words.peek():
        if words.says("no", "bias"):
            bias = False
        elif words.peek() in usual:
            option = words.take()
            options[option] = words.size(example)
        else:
            words.close(example if "pool" in example else f"{example} no bias")
    return options, bias


def _alone(kind: type[Layer]) -> Callable[[Words], Layer]:
    def read(words: Words) -> Layer:
        words.close(kind.word)
        return kind()

    return read


_READERS: dict[str, Callable[[Words], Layer]] = {
    "conv": _conv,
    "pool": _pool,
    "linear": _linear,
    "flatten": _alone(Flatten),
    "relu": _alone(Relu),
}


def window(kernel_size: Pair, stride: Pair, padding: Pair, dilation: Pair = (1, 1)) -> str:
    """A window as a question's text says it: 3×3, stride 2 and padding 1."""
    (kh, kw), apart = kernel_size, f", dilation {times(dilation, '×')}" if dilation != (1, 1) else ""
    return f"${kh}\\times {kw}$, stride {times(stride, '×')} and padding {times(padding, '×')}{apart}"


def described(layer: Layer) -> str:
    """A sliding layer as a question's text says it."""
    if isinstance(layer, Conv):
        shape = window(layer.kernel_size, layer.stride, layer.padding, layer.dilation)
        return f"a 2-D convolution with {filters(layer.out_channels)} of size {shape}"
    if isinstance(layer, Pool):
        return f"a pooling of size {window(layer.kernel_size, layer.stride, layer.padding, layer.dilation)}"
    raise TypeError(f"{layer} does not slide")


def filters(count: int) -> str:
    """``1 filter``, ``2 filters``."""
    return f"{count} filter{'' if count == 1 else 's'}"
