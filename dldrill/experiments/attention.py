"""What attention weights and outputs are, and what a causal mask hides."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, curves, small, softmax
from dldrill.experiments._numbers import attend, causal_scores
from dldrill.experiments.normalisation import furthest
from dldrill.experiments.seen import Seen


def layers(rng: np.random.Generator, count: int, width: int = 4) -> Array:
    """Projections for queries, keys and values of several layers."""
    return rng.normal(0, width**-0.5, (count, 3, width, width))


def through(x: Array, W: Array, causal: bool = True) -> Array:
    """The states behind several attention layers with residual connections."""
    for q, k, v in W:
        x = x + attend(x @ q, x @ k, x @ v, causal)
    return x


def causal_weights(*shape: int) -> Array:
    """The attention weights of causal heads with random scores."""
    return softmax(causal_scores(np.random.default_rng(7).standard_normal(shape)))


def shares(weights: Array) -> list[float]:
    """The mean weight that the inner queries give to earlier tokens, themselves and later ones."""
    inner = weights[1:-1]
    at = np.arange(len(weights))[None] - np.arange(1, len(weights) - 1)[:, None]
    return [float((inner * part).sum(1).mean()) for part in (at < 0, at == 0, at > 0)]


def mask_direction() -> Seen:
    """Adds up the weight that tokens give to earlier and to later ones under a causal mask."""
    before, own, after = shares(causal_weights(8, 8))
    return Seen(
        before == 0,
        f"In a causal head of 8 tokens the inner ones give {before:.2f} of their weight to earlier tokens "
        f"and {after:g} to later ones.",
        (
            ("to", "mean weight"),
            ("earlier", f"{before:.3f}"),
            ("itself", f"{own:.3f}"),
            ("later", f"{after:.3f}"),
        ),
    )


def append_token() -> Seen:
    """Appends a token to random sequences and compares the outputs before it."""
    rng = np.random.default_rng(7)
    gaps = {True: 0.0, False: 0.0}
    for _ in range(50):
        x, W = rng.standard_normal((6, 4)), layers(rng, 2)
        for causal, most in gaps.items():
            gap = furthest(through(x, W, causal)[:5], through(x[:5], W, causal))
            gaps[causal] = max(most, gap)
    return Seen(
        gaps[True] < 1e-12,
        "Fifty decoders of two layers: a sixth token moves the five outputs before it by "
        f"{small(gaps[True])} at most; without the mask by {gaps[False]:.2f}.",
        (
            ("attention", "largest change before the new token"),
            ("causal", f"{small(gaps[True])}"),
            ("without mask", f"{gaps[False]:.2f}"),
        ),
    )


def first_row() -> Seen:
    """Reads the first rows of the attention weights of random causal heads."""
    weights = causal_weights(200, 4, 4)
    lowest = float(weights[:, 0, 0].min())
    return Seen(
        lowest == 1,
        "In 200 causal heads with random scores of four tokens, the weight that the first one gives itself "
        f"is {lowest:g} at least; the table shows one of them.",
        (
            ("query", "key 1", "key 2", "key 3", "key 4"),
            *((str(i), *(f"{w:.2f}" for w in row)) for i, row in enumerate(weights[0], 1)),
        ),
    )


def one_pass() -> Seen:
    """Compares one pass over a sequence with a pass for each of its prefixes, with and without a mask."""
    rng = np.random.default_rng(7)
    x, W = rng.standard_normal((6, 4)), layers(rng, 2)
    gaps = {
        causal: [furthest(through(x, W, causal)[n - 1], through(x[:n], W, causal)[-1]) for n in range(1, 7)]
        for causal in (True, False)
    }
    return Seen(
        max(gaps[True]) < 1e-12,
        f"With a causal mask the six outputs of one pass differ by {small(max(gaps[True]))} at most from "
        f"those of six passes over the prefixes alone, without one by up to {max(gaps[False]):.2f}.",
        (
            ("length of the prefix", "difference with mask", "without"),
            *(
                (str(n), small(a), f"{b:.3f}")
                for n, (a, b) in enumerate(zip(gaps[True], gaps[False], strict=True), 1)
            ),
        ),
    )


def copies(causal: bool, steps: int = 150) -> tuple[list[float], float]:
    """Trains a head that attends by position: the training losses, and the loss on prefixes."""
    rng = np.random.default_rng(7)
    length, tokens = 6, 4
    jumps = (rng.random((64, length + 1)) < 0.3) * rng.integers(1, tokens, (64, length + 1))
    text = np.eye(tokens)[jumps.cumsum(1) % tokens]
    x, target = text[:, :-1], text[:, 1:]
    S, V = np.zeros((length, length)), rng.normal(0, 0.1, (tokens, tokens))

    def run(causal: bool) -> tuple[Array, Array, Array]:
        A = softmax(causal_scores(S) if causal else S)
        p = softmax(A @ x @ V)
        return A, p, -np.log((p * target).sum(-1))

    losses = []
    for _ in range(steps):
        A, p, loss = run(causal)
        losses.append(float(loss.mean()))
        back = (p - target) / (64 * length)
        dA = np.einsum("btv,bsv->ts", back @ V.T, x)
        V = V - 10 * np.einsum("btv,btw->vw", A @ x, back)
        S = S - 20 * A * (dA - (A * dA).sum(1, keepdims=True))
    return losses, float(run(True)[2].mean())


def training_without_mask() -> Seen:
    """Trains a small head with and without mask, and tests both where later tokens are not there yet."""
    found = {"with mask": copies(True), "without mask": copies(False)}
    (masked, right), (open_, wrong) = found.values()
    return Seen(
        wrong <= right + 0.01,
        f"The training loss falls to {masked[-1]:.2f} with the mask and to {open_[-1]:.2f} without; on "
        f"prefixes, as in generation, the losses are {right:.2f} and {wrong:.2f}.",
        (
            ("training", "training loss", "loss on prefixes"),
            *((name, f"{losses[-1]:.2f}", f"{end:.2f}") for name, (losses, end) in found.items()),
        ),
        curves(
            {name: (range(len(losses)), losses) for name, (losses, _) in found.items()},
            "step",
            "training loss",
            "The training losses of a small next-token predictor with and without a causal mask.",
        ),
    )


def rows_of_queries() -> Seen:
    """Computes each output from its own query alone."""
    x = np.random.default_rng(7).standard_normal((5, 3))
    whole = attend(x, x, x)
    gaps = [furthest(whole[i], attend(x[i : i + 1], x, x)[0]) for i in range(5)]
    return Seen(
        whole.shape == x.shape and max(gaps) < 1e-12,
        f"From 5 tokens of width 3 come {whole.shape[0]} outputs of width {whole.shape[1]}; each agrees "
        f"with what its own query gives alone within {small(max(gaps))}.",
        (("token", "difference"), *((str(i), f"{small(gap)}") for i, gap in enumerate(gaps, 1))),
    )


def single_vector() -> Seen:
    """Counts the outputs of a layer for sequences of several lengths."""
    rng = np.random.default_rng(7)
    tokens = {n: rng.standard_normal((n, 4)) for n in (2, 7, 30)}
    counts = {n: len(attend(x, x, x)) for n, x in tokens.items()}
    return Seen(
        set(counts.values()) == {1},
        f"From 2, 7 and 30 tokens come {', '.join(map(str, counts.values()))} outputs.",
        (("tokens", "outputs"), *((str(n), str(c)) for n, c in counts.items())),
    )


def convex_combination() -> Seen:
    """Reads weights off the outputs for unit vectors as values, and applies them to other values."""
    rng = np.random.default_rng(7)
    lowest, off, gap = 1.0, 0.0, 0.0
    for _ in range(100):
        q, k, v = rng.standard_normal((3, 6, 4))
        weights = attend(q, k, np.eye(6))
        lowest = min(lowest, float(weights.min()))
        off = max(off, furthest(weights.sum(1), np.ones(6)))
        gap = max(gap, furthest(attend(q, k, v), weights @ v))
    return Seen(
        lowest >= 0 and off < 1e-12 and gap < 1e-12,
        f"In 100 random heads of 6 tokens the lowest weight is {small(lowest)}, the weights of a query sum "
        f"to 1 within {small(off)}, and averages of other values with them agree with the outputs within "
        f"{small(gap)}.",
        (
            ("measured in 100 heads", "found"),
            ("lowest weight", small(lowest)),
            ("largest distance of a sum from 1", small(off)),
            ("largest distance of an output from the average", small(gap)),
        ),
    )


def identity_projections() -> Seen:
    """Reads off the weight that tokens give themselves, without projections."""
    x = np.random.default_rng(7).standard_normal((4, 3))
    weights = attend(x, x, np.eye(4))
    return Seen(
        bool((weights.diagonal() > 1 - 1e-9).all()),
        f"Four random tokens give themselves between {weights.diagonal().min():.2f} and "
        f"{weights.diagonal().max():.2f} of their weight.",
        (("token", "weight on itself"), *((str(i), f"{w:.3f}") for i, w in enumerate(weights.diagonal(), 1))),
    )


def permutation() -> Seen:
    """Permutes the tokens in front of random layers and the outputs behind them."""
    rng = np.random.default_rng(7)
    gaps = {True: 0.0, False: 0.0}
    for _ in range(50):
        x, W, order = rng.standard_normal((6, 4)), layers(rng, 1), rng.permutation(6)
        for causal, most in gaps.items():
            gap = furthest(through(x[order], W, causal), through(x, W, causal)[order])
            gaps[causal] = max(most, gap)
    return Seen(
        gaps[False] < 1e-12,
        "In 50 random layers without mask, permuting the tokens or the outputs comes to the same within "
        f"{small(gaps[False])}; with a causal mask the two differ by up to {gaps[True]:.2f}.",
        (
            ("attention", "largest difference"),
            ("without mask", f"{small(gaps[False])}"),
            ("causal", f"{gaps[True]:.2f}"),
        ),
    )


def zero_query() -> Seen:
    """Compares a query of zeros with a random one."""
    rng = np.random.default_rng(7)
    keys, query = rng.standard_normal((5, 4)), rng.standard_normal(4)
    weights = attend(np.stack([0 * query, query]), keys, np.eye(5))
    return Seen(
        bool(np.allclose(weights[0], 0.2)),
        f"With 5 keys a query of zeros gives weights between {weights[0].min():.3f} and "
        f"{weights[0].max():.3f}.",
        (
            ("query", "smallest weight", "largest weight"),
            *(
                (n, f"{w.min():.3f}", f"{w.max():.3f}")
                for n, w in zip(("zeros", "random"), weights, strict=True)
            ),
        ),
    )


def scaling_and_order() -> Seen:
    """Looks for a query whose heaviest key changes when its scores are divided by √d."""
    rng = np.random.default_rng(7)
    changed, most = 0, np.zeros(2)
    for _ in range(500):
        scores = 4 * rng.standard_normal(6)
        weights = softmax(scores), softmax(scores / 4)
        changed += int(weights[0].argmax() != weights[1].argmax())
        most += np.array([w.max() for w in weights]) / 500
    return Seen(
        changed > 0,
        f"For {changed} of 500 random queries (d = 16) another key gets the largest weight; on average that "
        f"weight is {most[0]:.2f} before the division and {most[1]:.2f} after it.",
        (
            ("scores", "mean of the largest weight"),
            ("as they are", f"{most[0]:.3f}"),
            ("divided", f"{most[1]:.3f}"),
        ),
    )


def normalised_over() -> Seen:
    """Sums attention weights over queries and over keys."""
    rng = np.random.default_rng(7)
    q, k = rng.standard_normal((2, 5, 4))
    weights = attend(q, k, np.eye(5))
    rows, columns = weights.sum(1), weights.sum(0)
    return Seen(
        bool(np.allclose(columns, 1)),
        f"Five tokens: what a key receives sums to {columns.min():.2f} to {columns.max():.2f}, what a query "
        f"gives to {rows.min():.2f} each time.",
        (
            ("sum", "smallest", "largest"),
            ("over the queries", f"{columns.min():.3f}", f"{columns.max():.3f}"),
            ("over the keys", f"{rows.min():.3f}", f"{rows.max():.3f}"),
        ),
    )
