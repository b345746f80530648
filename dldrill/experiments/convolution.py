"""Transposed convolutions, parameters and pooling."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array
from dldrill.experiments.normalisation import furthest
from dldrill.experiments.seen import Seen
from dldrill.experiments.windows import convolve, pool


def transposed(image: Array, kernel: Array, stride: int = 1, padding: int = 0) -> Array:
    """A transposed convolution of a square map: a kernel is set down for every cell."""
    n, k = len(image), len(kernel)
    out = np.zeros(((n - 1) * stride + k,) * 2)
    for (i, j), value in np.ndenumerate(image):
        out[i * stride : i * stride + k, j * stride : j * stride + k] += value * kernel
    return out[padding : len(out) - padding, padding : len(out) - padding]


def transposed_doubles() -> Seen:
    """Sends maps of several sides through a transposed convolution."""
    kernel = np.ones((2, 2))
    sides = {n: len(transposed(np.ones((n, n)), kernel, 2)) for n in (1, 3, 4, 10)}
    return Seen(
        all(m == 2 * n for n, m in sides.items()),
        f"With kernel 2 and stride 2, sides of 3, 4 and 10 become {sides[3]}, {sides[4]} and {sides[10]}.",
        (("side", "side behind it"), *((str(n), str(m)) for n, m in sides.items())),
    )


def transposed_inverse() -> Seen:
    """Sends random maps through a convolution and the transposed one with the same kernel."""
    rng = np.random.default_rng(7)
    gaps = []
    for _ in range(20):
        image, kernel = rng.standard_normal((6, 6)), rng.standard_normal((3, 3))
        back = transposed(convolve(image, kernel), kernel)
        gaps.append(furthest(back, image) if back.shape == image.shape else np.inf)
    return Seen(
        max(gaps) < 1e-9,
        f"Twenty random 6×6 maps come back with 6×6 cells, which are off by {min(gaps):.1f} to "
        f"{max(gaps):.1f}.",
        (("of 20 maps", "largest difference"), ("least", f"{min(gaps):.2f}"), ("most", f"{max(gaps):.2f}")),
    )


def contributions(kernel: int, stride: int) -> Array:
    """How many kernels reach each cell away from the edges, for a map of ones."""
    out = transposed(np.ones((8, 8)), np.ones((kernel, kernel)), stride)
    return out[kernel:-kernel, kernel:-kernel]


def transposed_checkerboard() -> Seen:
    """Counts the kernels that reach each inner cell, for kernels that the stride divides and others."""
    found = {(k, 2): contributions(k, 2) for k in (2, 3, 4, 5)}
    uneven = {k for (k, _), c in found.items() if c.min() != c.max()}
    return Seen(
        uneven == {3, 5},
        f"With stride 2 and kernel 3 inner cells receive {found[3, 2].min():g} to {found[3, 2].max():g} "
        f"contributions, with kernel 4 each {found[4, 2].max():g}.",
        (
            ("kernel", "stride", "fewest", "most"),
            *((str(k), str(s), f"{c.min():g}", f"{c.max():g}") for (k, s), c in found.items()),
        ),
    )


def transposed_always_larger() -> Seen:
    """Looks for a setting that shrinks a map of side 4."""
    cases = [(k, s, p) for k in (2, 3, 4) for s in (1, 2) for p in (0, 1, 2) if 3 * s + k > 2 * p]
    sides = {case: len(transposed(np.ones((4, 4)), np.ones((case[0],) * 2), *case[1:])) for case in cases}
    smaller = {case: side for case, side in sides.items() if side <= 4}
    return Seen(
        not smaller,
        f"Of {len(cases)} settings {len(smaller)} turn a side of 4 into one of 4 or less.",
        (
            ("kernel", "stride", "padding", "side from 4"),
            *((*map(str, case), str(side)) for case, side in list(smaller.items())[:7]),
        ),
    )


def transposed_formula() -> Seen:
    """Compares the sides of random transposed convolutions with the formula."""
    rng = np.random.default_rng(7)
    rows: list[tuple[int, ...]] = []
    while len(rows) < 100:
        n, s, k, p = (int(rng.integers(*ends)) for ends in ((2, 7), (1, 4), (1, 6), (0, 3)))
        # more padding than map leaves nothing to measure
        if (n - 1) * s + k > 2 * p:
            rows.append((n, s, k, p, len(transposed(np.ones((n, n)), np.ones((k, k)), s, p))))
    agree = sum(side == (n - 1) * s - 2 * p + k for n, s, k, p, side in rows)
    return Seen(
        agree == len(rows),
        f"For {agree} of {len(rows)} random settings the side measured is $(n-1)s - 2p + k$.",
        (
            ("side", "stride", "kernel", "padding", "side behind it"),
            *(tuple(map(str, row)) for row in rows[:5]),
        ),
    )


def size_of(side: int, filters: int, kernel: int, channels: int = 3, outputs: int = 10) -> int:
    """The parameters of a convolution and a linear layer behind it; 0 filters: of the linear layer alone."""
    if not filters:
        return np.zeros((side * side * channels + 1, outputs)).size
    left = (side - kernel + 1) ** 2 * filters
    return np.zeros((filters, kernel * kernel * channels + 1)).size + np.zeros((left + 1, outputs)).size


def in_front() -> dict[tuple[int, int], int]:
    """By how much a convolution in front changes the parameters, for some filters and kernels."""
    cases = [(filters, kernel) for filters in (1, 3, 5, 12) for kernel in (1, 3)]
    return {case: size_of(4, *case) - size_of(4, 0, 0) for case in cases}


def small_in_front() -> Seen:
    """Looks for a convolution in front of a linear layer that lowers the number of parameters."""
    found = in_front()
    lower = [case for case, change in found.items() if change < 0]
    return Seen(
        bool(lower),
        f"Of {len(found)} convolutions in front of a linear layer from 4×4×3 pixels to 10 outputs, "
        f"{len(lower)} lower the number of parameters of the network.",
        (
            ("filters", "kernel", "change"),
            *((str(a), str(b), f"{c:+d}") for (a, b), c in list(found.items())[:7]),
        ),
    )


def large_in_front() -> Seen:
    """Looks for a convolution in front of a linear layer that raises the number of parameters."""
    found = dict(reversed(in_front().items()))
    higher = [case for case, change in found.items() if change > 0]
    return Seen(
        bool(higher),
        f"Of {len(found)} convolutions in front of a linear layer from 4×4×3 pixels to 10 outputs, "
        f"{len(higher)} raise the number of parameters of the network.",
        (
            ("filters", "kernel", "change"),
            *((str(a), str(b), f"{c:+d}") for (a, b), c in list(found.items())[:7]),
        ),
    )


def linear_doubled_side() -> Seen:
    """Counts the weights of a linear layer on images of growing side."""
    counts = {n: np.zeros((n * n * 3, 10)).size for n in (8, 16, 32)}
    return Seen(
        counts[8] == counts[16] == counts[32],
        f"On 8×8×3 pixels a layer to 10 outputs has {counts[8]:,} weights, on 16×16×3 it has {counts[16]:,}.",
        (("side", "weights"), *((str(n), f"{c:,}") for n, c in counts.items())),
    )


def share_kept(size: int, stride: int, side: int, channels: int = 3) -> float:
    """The share of the values that pooling leaves, counted on maps."""
    maps = np.random.default_rng(7).standard_normal((channels, side, side))
    return float(sum(pool(m, size, stride).size for m in maps) / maps.size)


def shares(size: int) -> Seen:
    """What pooling with windows of a size and that stride leaves of several maps."""
    kept = {side: share_kept(size, size, side) for side in (size, 2 * size, 6 * size)}
    want = 1 / size**2
    return Seen(
        all(np.isclose(share, want) for share in kept.values()),
        f"Of maps with three sides between {min(kept)} and {max(kept)} a share of {min(kept.values()):.4f} "
        f"is left at least and of {max(kept.values()):.4f} at most.",
        (("side", "share left"), *((str(side), f"{share:.4f}") for side, share in kept.items())),
    )


def pooling_eighth() -> Seen:
    """Counts what is left behind a 2×2 pooling with stride 2 and compares it with an eighth."""
    kept = {
        (side, channels): share_kept(2, 2, side, channels) for side, channels in ((4, 1), (8, 3), (10, 8))
    }
    return Seen(
        all(np.isclose(share, 1 / 8) for share in kept.values()),
        f"Of three inputs a share of {min(kept.values()):.3f} is left at least and of "
        f"{max(kept.values()):.3f} at most.",
        (("side", "channels", "share left"), *((str(n), str(c), f"{s:.3f}") for (n, c), s in kept.items())),
    )


def pooling_quarter() -> Seen:
    """Counts what is left behind a 2×2 pooling with stride 2."""
    return shares(2)


def pooling_ninth() -> Seen:
    """Counts what is left behind a 3×3 pooling with stride 3."""
    return shares(3)


def pooling_stride_one() -> Seen:
    """Measures the sides behind a 2×2 pooling with stride 1."""
    sides = {n: len(pool(np.ones((n, n)), 2, 1)) for n in (3, 8, 10)}
    return Seen(
        all(m == n for n, m in sides.items()),
        f"Sides of 3, 8 and 10 become {sides[3]}, {sides[8]} and {sides[10]}.",
        (("side", "side behind it"), *((str(n), str(m)) for n, m in sides.items())),
    )


def pooling_gradient() -> Seen:
    """Moves each cell of random maps a little and sees which outputs of a max pooling move."""
    rng = np.random.default_rng(7)
    right, cells, passed = 0, 0, 0
    for _ in range(10):
        image = rng.permutation(16).reshape(4, 4) / 4.0
        before = pool(image)
        for i, j in np.ndindex(4, 4):
            moved = image.copy()
            moved[i, j] += 0.01
            reacts = bool((pool(moved) != before).any())
            largest = image[i, j] == before[i // 2, j // 2]
            right, cells, passed = right + int(reacts == largest), cells + 1, passed + reacts
    return Seen(
        right == cells,
        f"Of the {cells} cells of ten random 4×4 maps {passed} move an output; for {right} cells it holds "
        "that they do so if they are the largest of their window, and do not otherwise.",
        (("cells", "with a gradient", "as the claim says"), (str(cells), str(passed), str(right))),
    )
