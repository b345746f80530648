"""Receptive fields: which cells of the input a cell of a later map depends on.

Maps are square, rows and columns are counted from 0. A field is cut at the edge of every map on the
way, since the padding of a map is not computed from anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dldrill.derivation.domain import Domain, OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Working
from dldrill.families._layers import Pair, slide
from dldrill.families._network_text import Chains, Words, read_layers
from dldrill.maths.functions import maximum, minimum
from dldrill.maths.text import quoted

if TYPE_CHECKING:
    import numpy as np


LARGEST, LARGEST_KERNEL, MOST_LAYERS = 512, 64, 12
STRIDE = "one cell further in a map is a stride further in the map before it"
PADDING = "the padding moves every window p cells up and to the left"
ENDS = "a window of k cells ends k − 1 cells after it starts"
CUT = "the padding does not belong to the map: cut the field at its edge"


class Window(Family):
    """The square window of a layer; how many filters it has does not matter to a field."""

    word: str = given("word", OneOf("conv", "pool"), "conv or pool", default="conv")
    kernel_size: int = given("k", Range(1, 5), "side of the window", default=3)
    stride: int = given("s", Range(1, 3), "cells moved at a time", default=1)
    padding: int = given("p", Range(0, 1), "zeros added on every side", default=0)

    def __str__(self) -> str:
        padding = f" padding {self.padding}" if self.padding else ""
        return f"{self.word} {self.kernel_size} stride {self.stride}{padding}"


Windows = tuple[Window, ...]


class Stacks(Chains[Window]):
    """Windows one behind the other."""

    def read(self, text: str) -> Windows:
        """The windows of a text: ``conv 3 stride 2; pool 2``."""
        return read_layers(text, _window_of)


def _window_of(words: Words) -> Window:
    word = words.peek()
    if word not in ("conv", "pool"):
        raise words.fault(f"there is no {quoted(word)} here: write conv 3 stride 2 padding 1 or pool 2")
    words.take()
    example = f"{word} 3 stride 2 padding 1"
    kernel_size = words.number(example)
    options = {"stride": kernel_size if word == "pool" else 1, "padding": 0}
    while words.peek():
        if words.peek() not in options:
            words.close(f"{example}, without filters")
        option = words.take()
        options[option] = words.number(example)
    return Window(word=word, kernel_size=kernel_size, **options)


class Cells(Domain[Pair]):
    """The cells of a square map: row and column, counted from 0."""

    def __init__(self, side: int) -> None:
        self.side, self.size = side, side * side

    def at(self, index: int) -> Pair:
        """The cell at an index, row by row."""
        return divmod(index, self.side)


def one_of(*windows: tuple[int, ...]) -> Domain[Windows]:
    """A convolution with one of the windows: side, stride, padding; an empty one is no layer."""
    return OneOf(*(_stack(*window) for window in windows))


def _stack(*window: int) -> Windows:
    if not window:
        return ()
    k, s, p = window
    return (Window(kernel_size=k, stride=s, padding=p),)


def map_name(position: int) -> str:
    """The map behind so many layers; behind none it is the input."""
    return f"map{position}" if position else "input"


def sides(work: Working, size: int, layers: Windows) -> list[int]:
    """Write down the side of the input and of every map."""
    found = [size]
    for i, layer in enumerate(layers, 1):
        found.append(
            slide(work.part(f"map{i}"), "side", found[-1], layer.kernel_size, layer.stride, layer.padding)
        )
    return found


def plain_sides(size: int, layers: Windows) -> list[int]:
    """The side of the input and of every map, as long as the windows fit."""
    found = [size]
    for layer in layers:
        room = found[-1] + 2 * layer.padding - layer.kernel_size
        if room < 0:
            break
        found.append(room // layer.stride + 1)
    return found


def walk(work: Working, index: int, maps: list[int], layers: Windows, slips: bool = True) -> list[Any]:
    """Walk back from a row or column of the last map: first and last of every map on the way.

    Args:
        work: the sheet.
        index: the row or column of the cell.
        maps: the side of the input and of every map.
        layers: the windows.
        slips: whether the usual mistakes are offered.
    """
    first = last = index
    found = [(first, last)]
    for position in reversed(range(len(layers))):
        layer, part, edge = layers[position], work.part(map_name(position)), maps[position] - 1
        first, last = _back(part, first, last, edge, layer, slips=slips)
        found.append((first, last))
    return found


def _back(work: Working, first: int, last: int, edge: int, layer: Window, *, slips: bool) -> Pair:
    k, s, p = layer.kernel_size, layer.stride, layer.padding
    start = first * s - p if p else first * s
    end = (last * s - p if p else last * s) + k - 1
    early: dict[str, Any] = {
        "stride_ignored": (lambda: maximum(first - p, 0), STRIDE),
        "no_padding": (lambda: first * s, PADDING),
        "not_cut": (lambda: start, CUT),
    }
    late: dict[str, Any] = {
        "stride_ignored": (lambda: minimum(last - p + k - 1, edge), STRIDE),
        "one_too_far": (lambda: minimum(end + 1, edge), ENDS),
        "no_padding": (lambda: minimum(last * s + k - 1, edge), PADDING),
        "not_cut": (lambda: end, CUT),
    }
    cut = " and is cut at the edge" if p else ""
    return (
        work.step("first", maximum(start, 0) if p else start, f"where the first window starts{cut}",
                  **(early if slips else {})),
        work.step("last", minimum(end, edge) if p else end, f"where the last window ends{cut}",
                  **(late if slips else {})),
    )  # fmt: skip


def reached(size: int, layers: Windows) -> list[np.ndarray[Any, Any]]:
    """Which input rows reach which rows of every map, found by trying: rows × rows of the map.

    Each row is lit alone and sent through windows that add up what they see. Windows are square
    and alike along both axes, so that columns behave as rows do.
    """
    import numpy as np

    light = np.eye(size, dtype=bool)
    found = []
    for layer in layers:
        padded = np.zeros((size, light.shape[1] + 2 * layer.padding), bool)
        padded[:, layer.padding : layer.padding + light.shape[1]] = light
        k, s, places = layer.kernel_size, layer.stride, padded.shape[1] - layer.kernel_size + 1
        light = padded[:, 0:places:s].copy()
        for offset in range(1, k):
            light |= padded[:, offset : offset + places : s]
        found.append(light)
    return found


def objection(size: int, layers: Windows) -> str | None:
    """What is wrong with a stack of windows, or None."""
    if not 1 <= size <= LARGEST:
        return f"size must be from 1 to {LARGEST}"
    if len(layers) > MOST_LAYERS:
        return f"there are more than {MOST_LAYERS} layers: leave some out"
    for layer in layers:
        if min(layer.kernel_size, layer.stride) < 1 or layer.padding < 0:
            return "kernel and stride must be at least 1, padding at least 0"
        if layer.kernel_size > LARGEST_KERNEL:
            return f"a kernel must have at most {LARGEST_KERNEL} cells a side: make it smaller"
        if layer.stride > layer.kernel_size:
            return "a stride larger than the kernel leaves holes in the field: make the stride smaller"
        if layer.padding >= layer.kernel_size:
            return "padding must be smaller than the kernel, or a window sees nothing: make it smaller"
    sizes = plain_sides(size, layers)
    if len(sizes) <= len(layers):
        layer = layers[len(sizes) - 1]
        return (
            f"the {layer.kernel_size}×{layer.kernel_size} window of layer {len(sizes)} is larger than the "
            f"padded map ({sizes[-1] + 2 * layer.padding}): make it smaller or the input larger"
        )
    return None


def table(layers: Windows, strides: bool = True) -> str:
    """The windows as a Markdown table."""
    head = ["layer", "kind", "kernel", *(["stride"] if strides else []), "padding"]
    rows = [
        [str(i), layer.word, f"{layer.kernel_size}×{layer.kernel_size}",
         *([str(layer.stride)] if strides else []), str(layer.padding)]
        for i, layer in enumerate(layers, 1)
    ]  # fmt: skip
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *rows])
