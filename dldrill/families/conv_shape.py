"""The shape of a convolution's output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dldrill.derivation.domain import OneOf, Range, Squares
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._layers import LARGEST_SIDE, Pair, slide, window_starts
from dldrill.families._network import Shape, shapes, sliding
from dldrill.families._network_text import Layers, Networks, described, filters, window

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure


class ConvShape(Family):
    """A 2-D convolution slides its kernel over an image: what shape comes out?"""

    title = "Output shape of a convolution"
    topic = "convolution"
    how = "laid the kernel on every start along both sides and counted those that fit"
    minutes = 1.5

    in_channels: int = given("C", OneOf(1, 3, 4), "channels of the input", default=3)
    out_channels: int = given("F", OneOf(5, 7, 16, 32), "filters", default=16)
    height: int = given("H", Range(6, 27, 3), "height of the input in pixels", default=32)
    width: int = given("W", Range(8, 32, 4), "width of the input in pixels", default=32)
    kernel_size: Pair = given(
        "k_h k_w", Squares(OneOf(3, 4, 5)), "height and width of the kernel", default=(3, 3)
    )
    stride: Pair = given("s_h s_w", Squares(Range(1, 3)), "pixels moved at a time", default=(1, 1))
    padding: Pair = given("p_h p_w", Squares(Range(0, 2)), "zeros added on every side", default=(0, 0))
    dilation: Pair = given(
        "d_h d_w", Squares(OneOf(1)), "distance between the kernel's elements", default=(1, 1)
    )
    before: Layers = given(
        "before", Networks(OneOf[Layers](())), "layers in front of this one: conv 5 5; pool 2", default=()
    )
    flatten: bool = given(
        "flatten",
        OneOf(False),
        "whether the places are put in one row, each with its features",
        default=False,
    )

    def solve(self, work: Working) -> tuple[int, ...]:
        """Both sides by the same rule; every filter gives one channel."""
        shape = self._in_front(work)
        (kh, kw), (sh, sw), (ph, pw), (dh, dw) = self.kernel_size, self.stride, self.padding, self.dilation
        height = slide(work, "height", shape[0], kh, sh, ph, dh)
        width = slide(work, "width", shape[1], kw, sw, pw, dw)
        exchanged = (lambda: (width, height, self.out_channels), "height comes before width")
        output = work.answer(
            "shape",
            (height, width, self.out_channels),
            "every filter gives one channel",
            Asked("output shape, height × width × channels"),
            input_channels=(
                lambda: (height, width, shape[2]),
                "the channels of the output are the filters, not the input's channels",
            ),
            # flattened, the sides are multiplied: their order cannot be told any more
            **({} if self.flatten else {"sides_exchanged": exchanged}),
        )
        return self._flattened(work, output) if self.flatten else output

    def _in_front(self, work: Working) -> Shape:
        """The shape that this layer is given; only its sides can go wrong for what comes after."""
        shape: Shape = (self.height, self.width, self.in_channels)
        for name, layer in sliding(self.before):
            part = work.part(name)
            shape = part.answer(
                "shape",
                (*layer.sides(part, shape), layer.channels(shape[2])),
                "what the next layer is given",
                Asked(f"output shape of {name}, height × width × channels"),
            )
        return shape

    def _flattened(self, work: Working, output: Shape) -> Shape:
        """The places in one row, each with its features."""
        height, width, features = output
        return work.answer(
            "flattened",
            (height * width, features),
            "every place is a row, and keeps its features",
            Asked("flattened shape, places × features"),
            not_flattened=(lambda: (height, width, features), "height and width become one side"),
            all_in_one=(
                lambda: (height * width * features,),
                "only the places are put in one row: the features stay apart",
            ),
            features_first=(lambda: (features, height * width), "the places come first, then the features"),
        )

    def check(self) -> dict[str, Any]:
        """Enumerate the starts of the window along each side."""
        import numpy as np

        x = np.empty((self.height, self.width, self.in_channels), "V0")
        found: dict[str, Any] = {}
        for name, layer in sliding(self.before):
            x, _ = layer.allocate(x, False)
            found[f"{name}.shape"] = x.shape
        sides = [
            window_starts(size, k, s, p, d)
            for size, k, s, p, d in zip(
                x.shape[:2], self.kernel_size, self.stride, self.padding, self.dilation, strict=True
            )
        ]
        found["shape"] = (*sides, self.out_channels)
        if self.flatten:
            found["flattened"] = np.empty(found["shape"], "V0").reshape(-1, self.out_channels).shape
        return found

    def ask(self) -> str:
        """The layers in words, sizes as height × width × channels."""
        image = f"${self.height}\\times {self.width}\\times {self.in_channels}$ (height × width × channels)"
        size = window(self.kernel_size, self.stride, self.padding, self.dilation)
        if self.before:
            stack = ", then ".join(map(described, self.before))
            text = f"An input of shape {image} goes through {stack}, then through a 2-D convolution with"
        else:
            text = f"A 2-D convolution takes an input of shape {image} and uses"
        text += f" {filters(self.out_channels)} of size {size}. A window that does not fit whole is dropped."
        if not self.flatten:
            return f"{text} What is the shape of its output, height × width × channels?"
        return (
            f"{text} Its output is then flattened over height and width only: one row for every place, with "
            "the features of that place. What is its shape then, places × features?"
        )

    def figure(self) -> Figure | None:
        """The padded input and the first window on it, where they are small."""
        from dldrill.families._grids import sliding

        if self.before:
            return None
        size = self.height, self.width
        return sliding(size, self.kernel_size, self.stride, self.padding, self.dilation)

    def fits(self) -> str | None:
        """The kernel has to fit into the padded input."""
        if min(self.height, self.width, self.in_channels, self.out_channels) < 1:
            return "height, width, in_channels and out_channels must be at least 1"
        if len(sliding(self.before)) < len(self.before):
            return "only conv and pool layers can stand before: leave the others out"
        found = shapes((self.height, self.width, self.in_channels), self.before)
        if isinstance(found, str):
            return found
        for side, size, k, s, p, d in zip(
            ("height", "width"), found[-1][:2], self.kernel_size, self.stride, self.padding, self.dilation,
            strict=True,
        ):  # fmt: skip
            if min(k, s, d) < 1 or p < 0:
                return "kernel_size, stride and dilation must be at least 1, padding at least 0"
            if size + 2 * p > LARGEST_SIDE:
                return f"the padded {side} is more than {LARGEST_SIDE} pixels: make it smaller"
            if d * (k - 1) + 1 > size + 2 * p:
                return f"the kernel is larger than the padded {side}: make it smaller or the {side} larger"
        return None

    def suits(self) -> bool:
        """The sides differ, so that exchanging them shows."""
        return self.flatten or (self.height != self.width and self.in_channels != self.out_channels)
