"""The size of a transposed convolution's output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

CHANGES = ("smaller", "same", "larger")


class TransposedConvShape(Family):
    """A transposed convolution sets a kernel down for every input cell: how large is the output?"""

    title = "Output size of a transposed convolution"
    topic = "convolution"
    how = "set every kernel down on a strip of cells and counted the cells between the cuts"
    minutes = 1.5
    parts = ("side", "change")

    size: int = given("n", Range(2, 40), "side of the square input in pixels", default=4)
    kernel_size: int = given("k", Range(2, 6), "side of the square kernel", default=3)
    stride: int = given("s", Range(1, 4), "pixels that kernels are set apart", default=2)
    padding: int = given("p", Range(0, 3), "pixels cut off on every side", default=0)
    output_padding: int = given("o", Range(0, 2), "pixels added at one end of each side", default=0)
    dilation: int = given("d", OneOf(1), "distance between the kernel's elements", default=1)

    def solve(self, work: Working) -> str:
        """One kernel for every input, set down a stride apart, then the edges cut."""
        n, k, s, p, o, d = (
            self.size, self.kernel_size, self.stride, self.padding, self.output_padding, self.dilation
        )  # fmt: skip
        span = k
        if d != 1:
            span = work.step(
                "span",
                d * (k - 1) + 1,
                "a dilated kernel reaches over the pixels it skips",
                no_dilation=(lambda: k, "the kernel's elements are dilation pixels apart"),
            )
        covered = work.step(
            "covered",
            (n - 1) * s + span,
            "the first kernel starts at 0, the last (n − 1)·s further, and reaches over its own size",
            only_stride=(
                lambda: n * s,
                "the last kernel covers its own size, not one stride",
            ),
            one_stride_more=(lambda: n * s + span, "between n kernels there are n − 1 strides"),
            no_stride=(lambda: n - 1 + span, "the kernels are set down a stride apart"),
        )
        side = work.answer(
            "side",
            covered - 2 * p + o,
            "the padding is cut off at both ends; the output padding is added at one",
            Asked("side of the output"),
            no_padding=(lambda: covered + o, "the padding is cut off at both ends"),
            padding_added=(
                lambda: covered + 2 * p + o,
                "in a transposed convolution the padding makes the output smaller",
            ),
            pad_once=(lambda: covered - p + o, "the padding is cut off at both ends: 2·padding"),
            no_output_padding=(lambda: covered - 2 * p, "the output padding is added at one end"),
            output_padding_twice=(lambda: covered - 2 * p + 2 * o, "the output padding is added at one end"),
            ordinary=(
                lambda: (n + 2 * p - span) // s + 1,
                "that is the size after an ordinary convolution: here the input steps by 1, the output by s",
            ),
        )
        change = "larger" if side > n else "smaller" if side < n else "same"
        return work.answer(
            "change",
            change,
            "compare with the input",
            Asked("whether the output is larger or smaller than the input, or the same", words=CHANGES),
        )

    def check(self) -> dict[str, Any]:
        """Scatter the kernel of every input cell, cut the ends, and count the cells that are left."""
        import numpy as np

        starts = np.arange(self.size) * self.stride
        places = starts[:, None] + np.arange(self.kernel_size) * self.dilation
        cells = np.zeros(places.max() + 1)
        np.add.at(cells, places, 1)
        cells = np.concatenate((cells, np.zeros(self.output_padding)))
        side = len(cells[self.padding : len(cells) - self.padding])
        return {"side": side, "change": CHANGES[1 + int(np.sign(side - self.size))]}

    def ask(self) -> str:
        """The layer in words."""
        k, extras = self.kernel_size, f"stride {self.stride} and padding {self.padding}"
        if self.output_padding:
            extras = f"stride {self.stride}, padding {self.padding} and output padding {self.output_padding}"
        if self.dilation != 1:
            extras += f", dilation {self.dilation}"
        return (
            f"A transposed convolution (as in PyTorch's `ConvTranspose2d`) with a ${k}\\times {k}$ kernel, "
            f"{extras} takes a map of ${self.size}\\times {self.size}$ cells. How many cells long is a side "
            "of its output? Is the output `larger` or `smaller` than the input, or the `same` size?"
        )

    def figure(self) -> Figure | None:
        """The kernels of the first two cells, where they are small."""
        from dldrill.families._grids import set_down

        return set_down(self.size, self.kernel_size, self.stride, self.padding, self.dilation)

    def fits(self) -> str | None:
        """Something must be left of the output."""
        if min(self.size, self.kernel_size, self.stride, self.dilation) < 1:
            return "size, kernel_size, stride and dilation must be at least 1"
        if min(self.padding, self.output_padding) < 0:
            return "padding and output_padding must be at least 0"
        if self.output_padding >= max(self.stride, self.dilation):
            return "output_padding must be smaller than stride or dilation: make it smaller"
        if max(self.size * max(self.stride, self.kernel_size), self.kernel_size * self.dilation) > 10**6:
            return "the output is too large: make size, stride or kernel_size smaller"
        covered = (self.size - 1) * self.stride + self.dilation * (self.kernel_size - 1) + 1
        if covered - 2 * self.padding + self.output_padding < 1:
            return "the padding cuts everything off: make it smaller"
        return None

    def suits(self) -> bool:
        """The padding leaves a part of every kernel."""
        return self.padding < self.kernel_size
