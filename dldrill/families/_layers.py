"""The layers of a convolutional network: the shape each gives, and the parameters it learns.

Shapes are height × width × channels, or a single number of features. A size that the window does
not reach at the right or bottom edge is dropped, as PyTorch does (``floor``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dldrill.derivation.working import Working

if TYPE_CHECKING:
    import numpy as np

Pair = tuple[int, int]
LARGEST_SIDE = 10**6  #: pixels along one padded side that can be asked about


def slide(  # noqa: D417, PLR0917 - the rest are PyTorch's, in PyTorch's order
    work: Working, side: str, size: int, kernel: int, stride: int, padding: int = 0, dilation: int = 1
) -> int:
    """How many places a window finds along one side.

    The formula of torch.nn.Conv2d: ⌊(size + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.

    Args:
        work: the sheet to write on.
        side: the name of the step: ``height`` or ``width``.
        size: the input's size along that side, in pixels.
    """
    span = kernel
    if dilation != 1:
        span = work.step(
            f"{side}_span",
            dilation * (kernel - 1) + 1,
            "a dilated kernel reaches over the pixels it skips",
            no_dilation=(lambda: kernel, "the kernel's elements are dilation pixels apart"),
        )
    padded = size + 2 * padding if padding else size
    return work.step(
        side,
        (padded - span) // stride + 1,
        "one place, and one more for every stride that still fits",
        no_plus_one=(lambda: (padded - span) // stride, "the first place counts too: + 1"),
        pad_once=(
            lambda: (size + padding - span) // stride + 1,
            "padding is added on both sides: 2·padding",
        ),
        no_padding=(lambda: (size - span) // stride + 1, "the padding makes the input larger"),
        rounded_up=(
            lambda: -((span - padded) // stride) + 1,
            "a window that does not fit whole is dropped: round down",
        ),
        no_stride=(lambda: padded - span + 1, "the window moves by the stride, not by 1"),
    )


def window_starts(size: int, kernel: int, stride: int, padding: int = 0, dilation: int = 1) -> int:
    """Count the places of a window by laying it on the padded pixels, one start after another."""
    import numpy as np

    pixels = np.zeros(size + 2 * padding)
    reach = dilation * (kernel - 1)
    starts = np.arange(len(pixels))[::stride]
    return int(np.count_nonzero(starts + reach < len(pixels)))


def convolved(x: np.ndarray[Any, Any], weights: np.ndarray[Any, Any], stride: int, padding: int) -> Any:
    """Push an array through a convolution, window by window.

    Args:
        x: height × width × channels.
        weights: height × width × channels × filters.
        stride: pixels moved at a time.
        padding: zeros added on every side.
    """
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    windows = sliding_window_view(x, weights.shape[:2], axis=(0, 1))[::stride, ::stride]
    return np.einsum("hwcij,ijcf->hwf", windows, weights)
