"""The shape of a pooling's output, and how much of the input it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dldrill.derivation.domain import OneOf, Range, Squares
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._layers import Pair, slide
from dldrill.families._network_text import window

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

LARGEST = 10**7  #: values of a padded input that can be asked about


class PoolShape(Family):
    """A pooling keeps one number of every window, in each channel: how much is left?"""

    title = "Output shape of a pooling"
    topic = "convolution"
    how = "marked the corner of every window on a padded array and counted the marks"
    minutes = 2
    parts = ("shape", "kept")

    in_channels: int = given("C", OneOf(3, 8, 16), "channels of the input", default=16)
    height: int = given("H", Range(4, 24, 2), "height of the input in pixels", default=8)
    width: int = given("W", Range(5, 26, 3), "width of the input in pixels", default=8)
    kernel_size: Pair = given(
        "k_h k_w", Squares(Range(2, 5)), "height and width of the window", default=(2, 2)
    )
    stride: Pair = given("s_h s_w", Squares(Range(1, 4)), "pixels moved at a time", default=(2, 2))
    padding: Pair = given(
        "p_h p_w", Squares(Range(0, 2)), "pixels added on every side, never the maximum", default=(0, 0)
    )

    def solve(self, work: Working) -> float:
        """Both sides by sliding, the channels stay, then the ratio of the numbers."""
        (kh, kw), (sh, sw), (ph, pw) = self.kernel_size, self.stride, self.padding
        H, W, C = self.height, self.width, self.in_channels
        height = slide(work, "height", H, kh, sh, ph)
        width = slide(work, "width", W, kw, sw, pw)
        *_, channels = shape = work.answer(
            "shape",
            (height, width, C),
            "pooling works on every channel by itself: the channels stay",
            Asked("output shape, height × width × channels"),
            pooled_channels=(
                lambda: (height, width, C // sh),
                "the channels are not pooled: there are as many as before",
            ),
            one_channel=(lambda: (height, width, 1), "every channel is pooled by itself and stays"),
            sides_exchanged=(lambda: (width, height, C), "height comes before width"),
        )
        before = work.step("before", H * W * C, "numbers of the input")
        after = work.step(
            "after",
            shape[0] * shape[1] * channels,
            "numbers of the output",
            one_side=(lambda: shape[0] * W * channels, "both sides shrink, not just one"),
        )
        return work.answer(
            "kept",
            after / before,
            "the share of the numbers that is left",
            Asked("values of the output over values of the input, a fraction", rtol=0.002),
            inverted=(lambda: before / after, "that is the input over the output: turn it over"),
            by_kernel=(
                lambda: 1 / (kh * kw),
                "how many windows there are depends on the stride and the edges, not on the kernel alone",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Mark the first cell of every window that fits, then count the marks along every axis."""
        import numpy as np

        (kh, kw), (sh, sw), (ph, pw) = self.kernel_size, self.stride, self.padding
        image = np.zeros((self.height, self.width, self.in_channels), bool)
        padded = np.zeros((self.height + 2 * ph, self.width + 2 * pw, self.in_channels), bool)
        padded[: len(padded) - kh + 1 : sh, : padded.shape[1] - kw + 1 : sw] = True
        corners = padded[:, :, 0]
        shape = (
            int(np.count_nonzero(corners.any(axis=1))),
            int(np.count_nonzero(corners.any(axis=0))),
            int(np.count_nonzero(padded[0, 0])),
        )
        return {"shape": shape, "kept": int(np.count_nonzero(padded)) / image.size}

    def ask(self) -> str:
        """The layer in words, sizes as height × width × channels."""
        return (
            f"A max-pooling layer takes an input of shape ${self.height}\\times {self.width}\\times "
            f"{self.in_channels}$ (height × width × channels). Its window has size "
            f"{window(self.kernel_size, self.stride, self.padding)}; a window that does not fit whole is "
            "dropped. What is the shape of its output, height × width × channels, and what fraction is the "
            "number of values in the output of the number of values in the input (the padding not counted)?"
        )

    def figure(self) -> Figure | None:
        """The padded input and the first window on it, where they are small."""
        from dldrill.families._grids import sliding

        return sliding((self.height, self.width), self.kernel_size, self.stride, self.padding, fill="−∞")

    def fits(self) -> str | None:
        """The window has to fit, and to see more than padding."""
        if min(self.height, self.width, self.in_channels) < 1:
            return "height, width and in_channels must be at least 1"
        for side, size, k, s, p in zip(
            ("height", "width"), (self.height, self.width), self.kernel_size, self.stride, self.padding,
            strict=True,
        ):  # fmt: skip
            if min(k, s) < 1 or p < 0:
                return "kernel_size and stride must be at least 1, padding at least 0"
            if 2 * p > k:
                return "padding must be at most half of kernel_size: make it smaller"
            if k > size + 2 * p:
                return f"the window is larger than the padded {side}: make it smaller or the {side} larger"
        padded = (self.height + 2 * self.padding[0]) * (self.width + 2 * self.padding[1]) * self.in_channels
        if padded > LARGEST:
            return "the padded input is too large: make it smaller"
        return None

    def suits(self) -> bool:
        """The sides differ, so that exchanging them shows, and something is left to count."""
        (kh, kw), (sh, sw), (ph, pw) = self.kernel_size, self.stride, self.padding
        across = (self.height + 2 * ph - kh) // sh, (self.width + 2 * pw - kw) // sw
        return self.height != self.width and min(across) >= 1
