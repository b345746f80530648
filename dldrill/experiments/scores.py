"""Attention scores, weights and what a cache keeps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dldrill.experiments._nets import Array, softmax
from dldrill.experiments.seen import Seen


def only_key() -> Seen:
    """Takes the softmax of single scores."""
    values = (-30.0, 0.0, 4.5, 200.0)
    weights = [float(softmax(np.array([v]))[0]) for v in values]
    return Seen(
        all(w == 1 for w in weights),
        "Four scores between −30 and 200, each alone in its softmax, all give the weight 1.",
        (("score", "weight"), *((f"{v:g}", f"{w:g}") for v, w in zip(values, weights, strict=True))),
    )


def constant_on_scores() -> Seen:
    """Adds constants to the scores of a query."""
    own = np.random.default_rng(7).normal(size=4)
    shifts = (0.0, 1.0, -7.0, 50.0)
    weights = [softmax(own + shift) for shift in shifts]
    most = max(float(np.abs(w - weights[0]).max()) for w in weights)
    rows = ((f"{s:g}", " ".join(f"{x:.3f}" for x in w)) for s, w in zip(shifts, weights, strict=True))
    return Seen(
        most > 1e-9,
        f"Adding 1, −7 and 50 to four scores changes no weight by more than {most:.0e}.",
        (("added", "weights"), *rows),
    )


def shared_heads() -> Seen:
    """Allocates the two caches and counts their bytes."""
    layers, tokens, width = 4, 100, 16
    sizes = {heads: np.empty((2, layers, tokens, heads, width), np.float16).nbytes for heads in (8, 2)}
    ratio = sizes[2] / sizes[8]
    return Seen(
        ratio == 0.25,
        f"With 4 layers, 100 tokens and heads of width 16, "
        f"2 key/value heads take {ratio:g} of the bytes of 8.",
        (("key/value heads", "bytes"), *((str(heads), f"{size:,}") for heads, size in sizes.items())),
    )


def causal(x: Array, W: Array) -> Array:
    """A causal self-attention layer with residual connection; ``W`` holds the three projections."""
    q, k, v = x @ W[0], x @ W[1], x @ W[2]
    scores = np.where(np.tril(np.ones((len(x), len(x)))) > 0, q @ k.T, -np.inf)
    return np.asarray(x + softmax(scores) @ v)


def last_layer_cache() -> Seen:
    """Generates the state of a new token with the earlier tokens left out of the first layer."""
    random = np.random.default_rng(7)
    x, layers = random.normal(size=(5, 4)), random.normal(size=(2, 3, 4, 4)) / 2
    first = causal(x, layers[0])
    right = causal(first, layers[1])[-1]
    # only the last layer's keys and values are there: in the first one the new token sees itself alone
    alone = np.vstack([first[:-1], causal(x[-1:], layers[0])])
    cut = causal(alone, layers[1])[-1]
    gap = float(np.abs(right - cut).max())
    return Seen(
        gap < 1e-9,
        f"Two layers, five tokens: without the first layer's cache the last state is off by up to {gap:.2f}.",
        (
            ("cached layers", "first component of the last state"),
            ("both", f"{right[0]:.4f}"),
            ("the last only", f"{cut[0]:.4f}"),
        ),
    )


def counted(length: int, window: int) -> int:
    """The scores of a causal mask that looks back a window, counted cell by cell."""
    i, j = np.indices((length, length), np.int32)
    return int(((j <= i) & (i - j <= window)).sum())


def window() -> Seen:
    """Counts the cells of masks of several lengths."""
    lengths = (256, 512, 1024)
    scores = [counted(n, 128) for n in lengths]
    steps = [b - a for a, b in pairwise(scores)]
    return Seen(
        steps[1] == 2 * steps[0],
        f"From 256 to 512 tokens come {steps[0]:,} scores, from 512 to 1024 {steps[1]:,}: "
        "129 for each token.",
        (("tokens", "scores"), *((str(n), f"{s:,}") for n, s in zip(lengths, scores, strict=True))),
    )


def length_and_weights() -> Seen:
    """Runs one set of projections on sequences of several lengths."""
    random = np.random.default_rng(7)
    W = random.normal(size=(3, 4, 4))
    rows = [(str(n), str(W.size), str(causal(random.normal(size=(n, 4)), W).shape[0])) for n in (3, 30, 300)]
    return Seen(
        len({weights for _, weights, _ in rows}) > 1,
        f"The same {W.size} weights serve sequences of 3, 30 and 300 tokens.",
        (("tokens", "weights", "outputs"), *rows),
    )
