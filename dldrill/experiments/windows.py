"""Kernels and windows: weights, spans and what pooling keeps."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array
from dldrill.experiments.seen import Seen


def convolve(image: Array, kernel: Array, stride: int = 1, dilation: int = 1) -> Array:
    """A convolution without padding, window by window, of a square map."""
    span = dilation * (len(kernel) - 1) + 1
    places = range(0, len(image) - span + 1, stride)
    return np.array(
        [
            [(image[i : i + span : dilation, j : j + span : dilation] * kernel).sum() for j in places]
            for i in places
        ]
    )


def pool(image: Array, size: int = 2, stride: int = 2) -> Array:
    """Max pooling without padding of a square map."""
    places = range(0, len(image) - size + 1, stride)
    return np.array([[image[i : i + size, j : j + size].max() for j in places] for i in places])


def depthwise() -> Seen:
    """Allocates both kinds of weights."""
    own, full = np.empty((64, 1, 3, 3)), np.empty((64, 64, 3, 3))
    return Seen(
        own.size == 9 * 64,
        f"One 3×3 filter for each of 64 channels makes {own.size} weights, "
        f"64 filters over all of them {full.size:,}.",
        (("convolution", "weights"), ("depthwise", f"{own.size:,}"), ("standard", f"{full.size:,}")),
    )


def stride_and_weights() -> Seen:
    """Applies one kernel with two strides."""
    image, kernel = np.random.default_rng(7).normal(size=(9, 9)), np.ones((3, 3))
    outputs = {stride: convolve(image, kernel, stride).shape for stride in (1, 2)}
    used = dict.fromkeys(outputs, kernel.size)
    return Seen(
        used[2] * 2 == used[1],
        f"The same {kernel.size} weights give 7×7 outputs with stride 1 and 4×4 with stride 2.",
        (
            ("stride", "weights", "outputs"),
            *((str(s), str(used[s]), f"{shape[0]}×{shape[1]}") for s, shape in outputs.items()),
        ),
    )


def lit(size: int, see: object) -> int:
    """How many pixels along a side an output in the middle reacts to."""
    found = set()
    for i in range(size):
        image = np.zeros((size, size))
        image[i] = 1.0
        if see(image):  # type: ignore[operator]
            found.add(i)
    return max(found) - min(found) + 1


def dilated() -> Seen:
    """Lights one row after the other and watches one output."""
    kernel = np.ones((3, 3))
    spans = {d: lit(9, lambda image, d=d: convolve(image, kernel, 1, d)[0, 0] != 0) for d in (1, 2, 3)}
    return Seen(
        spans[2] == 5,
        f"With dilation 2 the first output reacts to rows within a span of {spans[2]} pixels.",
        (("dilation", "span in pixels"), *((str(d), str(n)) for d, n in spans.items())),
    )


def pooling_between() -> Seen:
    """Lights one row after the other in front of both stacks."""
    kernel = np.ones((3, 3))

    def plain(image: Array) -> bool:
        return bool(convolve(convolve(image, kernel), kernel)[0, 0] != 0)

    def pooled(image: Array) -> bool:
        return bool(convolve(pool(convolve(image, kernel)), kernel)[0, 0] != 0)

    without, with_pooling = lit(12, plain), lit(12, pooled)
    return Seen(
        without == with_pooling,
        f"The first output of the stack sees {without} rows without the pooling and {with_pooling} with it.",
        (
            ("between the convolutions", "rows seen"),
            ("nothing", str(without)),
            ("2×2 pooling", str(with_pooling)),
        ),
    )


def pooling_a_shift() -> Seen:
    """Adds constants in front of a max pooling."""
    image = np.random.default_rng(7).normal(size=(6, 6))
    shifts = (1.5, -4.0, 100.0)
    gaps = [float(np.abs(pool(image + c) - (pool(image) + c)).max()) for c in shifts]
    return Seen(
        max(gaps) < 1e-12,
        f"Adding 1.5, −4 or 100 before or behind the pooling differs by at most {max(gaps):.0e}.",
        (
            ("constant", "largest difference"),
            *((f"{c:g}", f"{g:.0e}") for c, g in zip(shifts, gaps, strict=True)),
        ),
    )


def pooling_a_sum() -> Seen:
    """Pools sums of random maps."""
    random = np.random.default_rng(7)
    equal = 0
    for _ in range(100):
        a, b = random.normal(size=(2, 4, 4))
        equal += bool(np.allclose(pool(a + b), pool(a) + pool(b)))
    return Seen(
        equal == 100,
        f"For {equal} of 100 random pairs of 4×4 maps the two agree everywhere.",
        (("pairs", "equal", "different"), ("100", str(equal), str(100 - equal))),
    )
