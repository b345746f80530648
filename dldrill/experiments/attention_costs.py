"""What a cache keeps, and how the cost of attention and of LSTMs grows."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, sigmoid, small
from dldrill.experiments._numbers import attend
from dldrill.experiments.attention import layers, through
from dldrill.experiments.normalisation import furthest
from dldrill.experiments.seen import Seen


def kept(x: Array, W: Array, causal: bool = True) -> list[tuple[Array, Array]]:
    """The keys and values of every layer."""
    found = []
    for q, k, v in W:
        found.append((x @ k, x @ v))
        x = x + attend(x @ q, x @ k, x @ v, causal)
    return found


def generated(new: Array, W: Array, cache: list[tuple[Array, Array]]) -> Array:
    """The last state for one new token, from the keys and values of the earlier ones alone."""
    x = new[None]
    for (q, k, v), (keys, values) in zip(W, cache, strict=True):
        x = x + attend(x @ q, np.vstack([keys, x @ k]), np.vstack([values, x @ v]))
    return np.asarray(x[0])


def cached_keys_stay() -> Seen:
    """Appends a token and compares the keys and values of the earlier ones in every layer."""
    rng = np.random.default_rng(7)
    x, W = rng.standard_normal((6, 4)), layers(rng, 3)
    gaps = {}
    for causal in (True, False):
        pairs = zip(kept(x[:5], W, causal), kept(x, W, causal), strict=True)
        gaps[causal] = [
            max(furthest(a, b[:5]) for a, b in zip(short, long, strict=True)) for short, long in pairs
        ]
    masked, open_ = gaps[True], gaps[False]
    return Seen(
        max(masked) < 1e-12,
        "In three causal layers a sixth token moves the keys and values of the first five by "
        f"{small(max(masked))} at most; without the mask it would be up to {max(open_):.2f}.",
        (
            ("layer", "largest change", "without mask"),
            *((str(i), small(a), f"{b:.3f}") for i, (a, b) in enumerate(zip(masked, open_, strict=True), 1)),
        ),
    )


def cached_queries() -> Seen:
    """Generates with keys and values alone and compares with a full pass."""
    rng = np.random.default_rng(7)
    gaps = []
    for _ in range(20):
        x, W = rng.standard_normal((6, 4)), layers(rng, 3)
        gaps.append(furthest(generated(x[5], W, kept(x[:5], W)), through(x, W)[5]))
    return Seen(
        max(gaps) > 1e-9,
        "In 20 decoders of three layers the last state without any old query differs from that of the full "
        f"pass by {small(max(gaps))} at most.",
        (("decoders", "largest difference"), ("20", f"{small(max(gaps))}")),
    )


def edit_early_token() -> Seen:
    """Replaces the first token and compares the keys of the others, and what comes out with the old ones."""
    rng = np.random.default_rng(7)
    x, W = rng.standard_normal((6, 4)), layers(rng, 3)
    edited = np.vstack([rng.standard_normal((1, 4)), x[1:]])
    old, new = kept(x[:5], W), kept(edited[:5], W)
    gaps = [furthest(a[0][1:], b[0][1:]) for a, b in zip(old, new, strict=True)]
    stale = [
        (np.vstack([b[0][:1], a[0][1:]]), np.vstack([b[1][:1], a[1][1:]]))
        for a, b in zip(old, new, strict=True)
    ]
    off = furthest(generated(x[5], W, stale), through(edited, W)[5])
    return Seen(
        off < 1e-9,
        f"With the old keys and values of the other tokens the next state is off by {off:.2f}.",
        (
            ("layer", "change of the other tokens' keys"),
            *((str(i), f"{g:.3f}") for i, g in enumerate(gaps, 1)),
        ),
    )


def last_query() -> Seen:
    """Computes the last output of one layer from the last query and all keys and values."""
    rng = np.random.default_rng(7)
    x, W = rng.standard_normal((6, 4)), layers(rng, 1)
    q, k, v = W[0]
    alone = x[5] + attend(x[5:] @ q, x @ k, x @ v)[0]
    gap = furthest(alone, through(x, W)[5])
    return Seen(
        gap < 1e-12,
        f"With 6 tokens the last output from the last query alone differs by {small(gap)} from that of the "
        "full layer.",
        (
            ("queries", "first component of the last output"),
            ("all", f"{through(x, W)[5, 0]:.6f}"),
            ("the last", f"{alone[0]:.6f}"),
        ),
    )


def cache_and_scores() -> Seen:
    """Counts the scores that a new token takes behind prefixes of several lengths."""
    rng = np.random.default_rng(7)
    counts = {
        n: (rng.standard_normal((1, 4)) @ rng.standard_normal((n + 1, 4)).T).size for n in (10, 100, 1000)
    }
    return Seen(
        len(set(counts.values())) == 1,
        f"Behind 10 cached tokens the new one has {counts[10]} scores, behind 1,000 it has {counts[1000]:,}.",
        (("earlier tokens", "scores of the new one"), *((f"{n:,}", f"{c:,}") for n, c in counts.items())),
    )


def cache_memory() -> Seen:
    """Counts the bytes of the keys and values of several sequences."""
    rng = np.random.default_rng(7)
    W = layers(rng, 3)
    sizes = {
        n: sum(a.nbytes for pair in kept(rng.standard_normal((n, 4)), W) for a in pair)
        for n in (10, 20, 40, 80)
    }
    each = {size / n for n, size in sizes.items()}
    return Seen(
        len(each) == 1,
        f"Three layers of width 4: 10 tokens take {sizes[10]:,} bytes and 80 tokens {sizes[80]:,}.",
        (("tokens", "bytes", "a token"), *((str(n), f"{s:,}", f"{s // n}") for n, s in sizes.items())),
    )


def attention_scores() -> Seen:
    """Counts the scores of full self-attention at several lengths."""
    rng = np.random.default_rng(7)
    counts = {}
    for n in (50, 100, 200):
        q, k = rng.standard_normal((2, n, 4))
        counts[n] = (q @ k.T).size
    return Seen(
        counts[100] == 4 * counts[50] and counts[200] == 4 * counts[100],
        f"From 50 tokens to 100 and to 200 the number of scores grows from {counts[50]:,} to "
        f"{counts[100]:,} and {counts[200]:,}.",
        (("tokens", "scores"), *((str(n), f"{c:,}") for n, c in counts.items())),
    )


def lstm_weights(inputs: int, hidden: int) -> Array:
    """The weights of the four gates of an LSTM, biases aside."""
    return np.zeros((inputs + hidden, 4 * hidden))


def lstm_multiplications(length: int, width: int = 8) -> int:
    """Runs an LSTM and counts its multiplications."""
    rng = np.random.default_rng(7)
    W, h, c, count = lstm_weights(width, width), np.zeros(width), np.zeros(width), 0
    for x in rng.standard_normal((length, width)):
        z = np.concatenate([x, h]) @ W
        i, f, o, g = z.reshape(4, width)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        count += W.size + 3 * width
    return count


def lstm_time() -> Seen:
    """Counts the multiplications of an LSTM at several lengths."""
    counts = {n: lstm_multiplications(n) for n in (50, 100, 200)}
    return Seen(
        counts[100] == 4 * counts[50] and counts[200] == 4 * counts[100],
        f"From 50 steps to 100 the multiplications grow from {counts[50]:,} to {counts[100]:,}, by a factor "
        f"of {counts[100] / counts[50]:g}.",
        (("steps", "multiplications"), *((str(n), f"{c:,}") for n, c in counts.items())),
    )


def doubled_length() -> Seen:
    """Counts an LSTM's multiplications and an attention layer's scores at two lengths."""
    rng = np.random.default_rng(7)
    rows = []
    for n in (50, 100):
        x = rng.standard_normal((n, 8))
        rows.append((n, lstm_multiplications(n), (x @ x.T).size))
    (_, lstm, scores), (_, lstms, more) = rows
    return Seen(
        lstms == 2 * lstm and more == 4 * scores,
        f"From 50 to 100 tokens the LSTM's multiplications grow by a factor of {lstms / lstm:g}, the scores "
        f"of self-attention by one of {more / scores:g}.",
        (("tokens", "LSTM multiplications", "scores"), *((str(n), f"{a:,}", f"{b:,}") for n, a, b in rows)),
    )


def lstm_width() -> Seen:
    """Counts the weights of LSTMs of a width and of twice the width."""
    sizes = {n: lstm_weights(n, n).size for n in (32, 64, 128)}
    return Seen(
        sizes[64] == 4 * sizes[32] and sizes[128] == 4 * sizes[64],
        f"Widths of 32, 64 and 128 take {sizes[32]:,}, {sizes[64]:,} and {sizes[128]:,} weights.",
        (("input and hidden size", "weights"), *((str(n), f"{s:,}") for n, s in sizes.items())),
    )
