"""The shape of a convolution's output."""

from __future__ import annotations

from typing import Any

from dldrill.derivation.domain import OneOf, Range, Squares
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._layers import Pair, slide, window_starts


class ConvShape(Family):
    """A 2-D convolution slides its kernel over an image: what shape comes out?"""

    title = "Output shape of a convolution"
    topic = "convolution"
    how = "laid the kernel on every start along both sides and counted those that fit"
    minutes = 1.5

    in_channels: int = given("C", OneOf(1, 3, 4), "channels of the input", default=3)
    out_channels: int = given("F", OneOf(5, 7, 16, 32), "filters", default=16)
    height: int = given("H", Range(6, 30, 3), "height of the input in pixels", default=32)
    width: int = given("W", Range(8, 32, 4), "width of the input in pixels", default=32)
    kernel_size: Pair = given(
        "k_h k_w", Squares(OneOf(3, 4, 5)), "height and width of the kernel", default=(3, 3)
    )
    stride: Pair = given("s_h s_w", Squares(Range(1, 3)), "pixels moved at a time", default=(1, 1))
    padding: Pair = given("p_h p_w", Squares(Range(0, 2)), "zeros added on every side", default=(0, 0))
    dilation: Pair = given(
        "d_h d_w", Squares(OneOf(1)), "distance between the kernel's elements", default=(1, 1)
    )

    def solve(self, work: Working) -> tuple[int, int, int]:
        """Both sides by the same rule; every filter gives one channel."""
        (kh, kw), (sh, sw), (ph, pw), (dh, dw) = self.kernel_size, self.stride, self.padding, self.dilation
        height = slide(work, "height", self.height, kh, sh, ph, dh)
        width = slide(work, "width", self.width, kw, sw, pw, dw)
        return work.answer(
            "shape",
            (height, width, self.out_channels),
            "every filter gives one channel",
            Asked("output shape, height × width × channels"),
            input_channels=(
                lambda: (height, width, self.in_channels),
                "the channels of the output are the filters, not the input's channels",
            ),
            sides_exchanged=(lambda: (width, height, self.out_channels), "height comes before width"),
        )

    def check(self) -> dict[str, Any]:
        """Enumerate the starts of the window along each side."""
        sides = (
            window_starts(size, k, s, p, d)
            for size, k, s, p, d in zip(
                (self.height, self.width),
                self.kernel_size,
                self.stride,
                self.padding,
                self.dilation,
                strict=True,
            )
        )
        return {"shape": (*sides, self.out_channels)}

    def ask(self) -> str:
        """The layer in words, sizes as height × width × channels."""
        kh, kw = self.kernel_size
        extras = f", stride {both(self.stride)} and padding {both(self.padding)}"
        if self.dilation != (1, 1):
            extras += f", dilation {both(self.dilation)}"
        return (
            f"A 2-D convolution takes an input of shape ${self.height}\\times {self.width}\\times "
            f"{self.in_channels}$ (height × width × channels) and uses {self.out_channels} filters of size "
            f"${kh}\\times {kw}${extras}. What is the shape of its output, height × width × channels?"
        )

    def fits(self) -> str | None:
        """The kernel has to fit into the padded input."""
        for side, size, k, s, p, d in zip(
            ("height", "width"), (self.height, self.width), self.kernel_size, self.stride,
            self.padding, self.dilation, strict=True,
        ):  # fmt: skip
            if min(size, k, s, d) < 1 or p < 0:
                return "sizes, kernel_size, stride and dilation must be at least 1, padding at least 0"
            if d * (k - 1) + 1 > size + 2 * p:
                return f"the kernel is larger than the padded {side}: make it smaller or the {side} larger"
        if min(self.in_channels, self.out_channels) < 1:
            return "in_channels and out_channels must be at least 1"
        return None

    def suits(self) -> bool:
        """The sides differ, so that exchanging them shows."""
        return self.height != self.width and self.in_channels != self.out_channels


def both(pair: Pair) -> str:
    """A pair as people write it: one number when both are the same."""
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}×{pair[1]}"
