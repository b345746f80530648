"""Receptive fields, found by moving one input after the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dldrill.experiments._nets import Array
from dldrill.experiments._numbers import relu
from dldrill.experiments.seen import Seen
from dldrill.experiments.windows import convolve

Layer = Callable[[Array], Array]


def conv(kernel: int, stride: int = 1) -> Layer:
    """A convolution with positive weights, so that no two paths cancel."""
    weights = np.ones((kernel, kernel))
    return lambda image: convolve(image, weights, stride)


def fields(size: int, *layers: Layer) -> Array:
    """Which inputs move each output: a matrix of outputs down and inputs across, of a square image."""

    def run(image: Array) -> Array:
        for layer in layers:
            image = layer(image)
        return image.ravel()

    still = run(np.ones((size, size)))
    moved = []
    for place in range(size * size):
        image = np.ones(size * size)
        image[place] += 1
        moved.append(run(image.reshape(size, size)) != still)
    return np.array(moved).T


def side(size: int, *layers: Layer) -> int:
    """The side of the widest field."""
    return int(fields(size, *layers).reshape(-1, size, size).any(1).sum(1).max())


def told(sides: dict[str, int]) -> tuple[tuple[str, ...], ...]:
    """A table of stacks and the sides of their fields."""
    return (("layers", "side of the field"), *((name, str(n)) for name, n in sides.items()))


def two_small_kernels() -> Seen:
    """Measures the fields of one and of two 3×3 convolutions."""
    sides = {"3×3": side(7, conv(3)), "3×3, 3×3": side(7, conv(3), conv(3))}
    return Seen(
        sides["3×3, 3×3"] == 5,
        f"An output depends on {sides['3×3']} pixels a side behind one convolution and on "
        f"{sides['3×3, 3×3']} behind two.",
        told(sides),
    )


def shared(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """The most outputs that see one pixel, and the pixels up to the last field's end that none sees."""
    found = fields(size, conv(kernel, stride))
    seen = found.sum(0).reshape(size, size)
    end = (size - kernel) // stride * stride + kernel
    return int(seen.max()), int((seen[:end, :end] == 0).sum())


def kernel_equals_stride() -> Seen:
    """Counts the outputs that see a pixel, for kernels as wide as their stride and one that is wider."""
    cases = {(k, s): shared(8, k, s)[0] for k, s in ((2, 2), (4, 4), (3, 2))}
    return Seen(
        cases[2, 2] > 1 and cases[4, 4] > 1,
        f"With kernel and stride 2 a pixel is seen by {cases[2, 2]} output at most, with kernel 3 and "
        f"stride 2 by {cases[3, 2]}.",
        (
            ("kernel", "stride", "most outputs for a pixel"),
            *((str(k), str(s), str(n)) for (k, s), n in cases.items()),
        ),
    )


def quarters() -> Seen:
    """Counts the outputs, the pixels each sees, and the pixels seen once."""
    found = fields(8, conv(4, 4))
    sizes, once = found.sum(1), int((found.sum(0) == 1).sum())
    return Seen(
        found.shape[0] == 4 and set(sizes.tolist()) == {16} and once == 64,
        f"The {len(sizes)} outputs see {sizes.min()} of the 64 pixels at least and {sizes.max()} at most, "
        f"and {once} pixels are seen exactly once.",
        (("output", "pixels seen"), *((str(i), str(n)) for i, n in enumerate(sizes, 1))),
    )


def stride_hides() -> Seen:
    """Counts pixels that no output sees, for several kernels and strides."""
    cases = {(k, s): shared(9, k, s)[1] for k, s in ((3, 2), (3, 3), (2, 2), (2, 3), (1, 2))}
    return Seen(
        all(n > 0 for n in cases.values()),
        f"On 9×9 pixels, up to the last field's end: kernel 3 with stride 2 leaves {cases[3, 2]} pixels "
        f"unseen, kernel 1 with stride 2 leaves {cases[1, 2]}.",
        (("kernel", "stride", "unseen pixels"), *((str(k), str(s), str(n)) for (k, s), n in cases.items())),
    )


def nearly_all() -> Seen:
    """Measures the fields of a 5×5 and a 3×3 convolution on 8×8 pixels."""
    found = fields(8, conv(5), conv(3)).sum(1)
    return Seen(
        set(found.tolist()) == {49},
        f"The {len(found)} outputs see {found.min()} of the 64 pixels at least and {found.max()} at most.",
        (("output", "pixels seen"), *((str(i), str(n)) for i, n in enumerate(found, 1))),
    )


def stride_multiplies() -> Seen:
    """Measures how much a second convolution adds behind strides of 1, 2 and 3."""
    added = {}
    for s in (1, 2, 3):
        # just large enough for the widest of the fields
        size, alone = 3 + 2 * s, side(3, conv(3, s))
        added[s] = [side(size, conv(3, s), conv(k)) - alone for k in (1, 2, 3)]
    return Seen(
        all(grown == [0, s, 2 * s] for s, grown in added.items()),
        f"A second kernel of 3 adds {added[1][2]} pixels a side behind a stride of 1, {added[2][2]} behind "
        f"2 and {added[3][2]} behind 3.",
        (
            ("stride before", "added by kernel 1", "kernel 2", "kernel 3"),
            *((str(s), *map(str, grown)) for s, grown in added.items()),
        ),
    )


def relu_field() -> Seen:
    """Measures fields with and without a ReLU between two convolutions."""
    sides = {"3×3, 3×3": side(7, conv(3), conv(3)), "3×3, ReLU, 3×3": side(7, conv(3), relu, conv(3))}
    return Seen(
        sides["3×3, ReLU, 3×3"] > sides["3×3, 3×3"],
        f"The field has {sides['3×3, 3×3']} pixels a side without the ReLU and {sides['3×3, ReLU, 3×3']} "
        "with it.",
        told(sides),
    )


def pointwise_field() -> Seen:
    """Measures fields with and without a 1×1 convolution behind a 3×3 one."""
    sides = {"3×3": side(6, conv(3)), "3×3, 1×1": side(6, conv(3), conv(1))}
    return Seen(
        sides["3×3, 1×1"] > sides["3×3"],
        f"The field has {sides['3×3']} pixels a side without the 1×1 convolution and {sides['3×3, 1×1']} "
        "with it.",
        told(sides),
    )
