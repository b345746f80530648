"""What batch, layer and instance norm do and leave alone."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, small
from dldrill.experiments.seen import Seen


def normalised(x: Array, axes: tuple[int, ...] | int, eps: float = 0.0) -> Array:
    """Mean 0 and variance 1 over some axes, without scale and shift."""
    return np.asarray((x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps))


def furthest(a: Array, b: Array) -> float:
    """The largest difference of two arrays anywhere."""
    return float(np.abs(a - b).max())


def bn_single_vector() -> Seen:
    """Normalises batches of one random vector and looks for values other than 0."""
    rng = np.random.default_rng(7)
    batches = [rng.normal(rng.normal(), 10, (1, 6)) for _ in range(200)]
    outs = [normalised(x, 0, 1e-5) for x in batches]
    largest = max(float(np.abs(out).max()) for out in outs)
    rows = (("before", np.array(batches)), ("after", np.array(outs)))
    return Seen(
        largest == 0,
        f"200 batches of a single random vector were normalised (ε = 0.00001): the largest value is "
        f"{largest:g}.",
        (("values", "lowest", "highest"), *((n, f"{v.min():.3g}", f"{v.max():.3g}") for n, v in rows)),
    )


def bn_test_variance() -> Seen:
    """Applies a layer with running statistics to single examples and checks the numbers it gives."""
    rng = np.random.default_rng(7)
    train = rng.normal(3, 2, (500, 4))
    mean, var = train.mean(0), train.var(0)
    single = rng.normal(3, 2, (50, 4))
    out = np.array([(x - mean) / np.sqrt(var + 1e-5) for x in single])
    useful = bool(np.isfinite(out).all()) and out.std() > 0.5
    rows = (("before", single), ("after", out))
    return Seen(
        not useful,
        f"Fifty single examples went through the layer with running statistics: all outputs are finite, with "
        f"a deviation of {out.std():.2f}.",
        (("values", "mean", "deviation"), *((n, f"{v.mean():.2f}", f"{v.std():.2f}") for n, v in rows)),
    )


def bn_spatial() -> Seen:
    """Takes the statistics of each channel over a batch of one random image."""
    image = np.random.default_rng(7).standard_normal((1, 3, 8, 8))
    variances = image.var((0, 2, 3))
    return Seen(
        bool((variances > 0).all()),
        f"The variances of a batch of one random image of 8 × 8 pixels were taken over batch and positions: "
        f"the lowest of a channel is {variances.min():.2f}.",
        (("channel", "variance"), *((str(k), f"{v:.2f}") for k, v in enumerate(variances, 1))),
    )


def bn_small_batches() -> Seen:
    """Compares how much batch means of 4 and of 256 random examples vary."""
    rng = np.random.default_rng(7)
    small, large = (float(rng.standard_normal((1000, n)).mean(1).std()) for n in (4, 256))
    return Seen(
        small > large,
        f"Over 1,000 random batches each, the mean varies with a deviation of {small:.3f} for 4 examples and "
        f"{large:.3f} for 256: {small / large:.1f} times as much.",
        (("examples", "deviation of the mean"), ("4", f"{small:.3f}"), ("256", f"{large:.3f}")),
    )


def bn_train_and_eval() -> Seen:
    """Sends the same batches through both modes, after running averages over earlier batches."""
    rng = np.random.default_rng(7)
    mean, var = np.zeros(4), np.ones(4)
    for _ in range(100):
        x = rng.normal(1, 2, (16, 4))
        mean, var = 0.9 * mean + 0.1 * x.mean(0), 0.9 * var + 0.1 * x.var(0, ddof=1)
    gaps = []
    for _ in range(50):
        x = rng.normal(1, 2, (16, 4))
        gaps.append(furthest(normalised(x, 0, 1e-5), (x - mean) / np.sqrt(var + 1e-5)))
    return Seen(
        max(gaps) < 1e-6,
        f"Fifty batches of 16 went through both modes after 100 updates of the running statistics: the "
        f"outputs differ by {min(gaps):.2f} to {max(gaps):.2f}.",
        (
            ("of 50 batches", "largest difference"),
            ("least", f"{min(gaps):.2f}"),
            ("mean", f"{np.mean(gaps):.2f}"),
            ("most", f"{max(gaps):.2f}"),
        ),
    )


def ln_other_examples() -> Seen:
    """Normalises the same example in batches of different companions."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((1, 10))
    alone = normalised(x, 1, 1e-5)
    others = (1, 3, 15, 63)
    gaps = [
        furthest(alone, normalised(np.vstack([x, rng.normal(5, 9, (n, 10))]), 1, 1e-5)[:1]) for n in others
    ]
    return Seen(
        max(gaps) < 1e-12,
        f"One example was normalised alone and together with 1, 3, 15 and 63 others: its output moved by "
        f"{max(gaps):g}.",
        (
            ("other examples", "output moved by"),
            *((str(n), f"{g:g}") for n, g in zip(others, gaps, strict=True)),
        ),
    )


def bn_running_statistics() -> Seen:
    """Trains a layer with and without gradient steps and compares the running mean."""
    rng = np.random.default_rng(7)
    data = rng.normal(2, 3, (200, 16, 1))
    means = []
    for rate in (0.0, 0.1):
        scale, shift, running = 1.0, 0.0, 0.0
        for x in data:
            z = normalised(x, 0, 1e-5)
            error = scale * z + shift - 1
            scale, shift = scale - rate * float((error * z).mean()), shift - rate * float(error.mean())
            running = 0.9 * running + 0.1 * float(x.mean())
        means.append((rate, shift, running))
    (_, _, without), (_, learned, with_steps) = means
    moved = abs(without - with_steps) > 1e-9
    return Seen(
        moved,
        f"A layer saw 200 batches: its running mean ended at {with_steps:.3f} with gradient steps, which "
        f"moved the shift to {learned:.2f}, and at {without:.3f} without.",
        (
            ("learning rate", "learned shift", "running mean"),
            *((f"{r:g}", f"{s:.3f}", f"{m:.3f}") for r, s, m in means),
        ),
    )


def ln_doubling() -> Seen:
    """Doubles random examples and compares their layer-norm outputs."""
    x = np.random.default_rng(7).normal(1, 3, (300, 8))
    once, twice = normalised(x, 1), normalised(2 * x, 1)
    gap = furthest(once, twice)
    rows = ((f"{x[k, 0]:.3f}", f"{once[k, 0]:.3f}", f"{twice[k, 0]:.3f}") for k in range(4))
    return Seen(
        gap < 1e-12,
        f"300 random examples were doubled (ε = 0): the output moved by {small(gap)} at most.",
        (("first feature", "output", "output, doubled"), *rows),
    )


def bn_doubling() -> Seen:
    """Doubles one example of random batches and looks at its own output."""
    rng = np.random.default_rng(7)
    rows: list[tuple[str, ...]] = [("batch size", "mean change of its output")]
    largest = 0.0
    for n in (3, 8, 64):
        gaps = []
        for _ in range(50):
            x = rng.standard_normal((n, 6))
            twice = x.copy()
            twice[0] *= 2
            gaps.append(float(np.abs(normalised(x, 0) - normalised(twice, 0))[0].mean()))
        rows.append((str(n), f"{np.mean(gaps):.2f}"))
        largest = max(largest, *gaps)
    return Seen(
        largest < 1e-9,
        f"The first example of 150 random batches was doubled: its own normalised features moved, by "
        f"{largest:.2f} on average in the batch where they moved most.",
        tuple(rows),
    )


def ln_constant() -> Seen:
    """Adds constants to random examples and compares their layer-norm outputs."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((300, 8))
    added = rng.normal(0, 100, (300, 1))
    alone, moved = normalised(x, 1, 1e-5), normalised(x + added, 1, 1e-5)
    gap = furthest(alone, moved)
    rows = ((f"{added[k, 0]:.1f}", f"{alone[k, 0]:.3f}", f"{moved[k, 0]:.3f}") for k in range(4))
    return Seen(
        gap < 1e-9,
        f"Each of 300 examples got a constant of its own, of the order of 100, on all features: the output "
        f"moved by {small(gap)} at most, which is rounding.",
        (("constant", "first output without", "with"), *rows),
    )


def in_negating() -> Seen:
    """Negates random images and compares their instance-norm outputs."""
    x = np.random.default_rng(7).normal(1, 2, (20, 3, 5, 5))
    before, after = normalised(x, (2, 3)), normalised(-x, (2, 3))
    moved, mirrored = furthest(before, after), furthest(before, -after)
    return Seen(
        furthest(before, after) < 1e-9,
        f"Twenty random images were negated: the output moved by up to {moved:.1f}, its negative by "
        f"{small(mirrored)}.",
        (
            ("after negating", "largest difference to before"),
            ("output", f"{moved:.1f}"),
            ("−output", small(mirrored)),
        ),
    )


def ln_large_eps() -> Seen:
    """Doubles random examples under ε = 1 and looks for one whose output stays."""
    x = np.random.default_rng(7).standard_normal((300, 8))
    gaps = np.abs(normalised(x, 1, 1.0) - normalised(2 * x, 1, 1.0)).max(1)
    return Seen(
        bool(gaps.min() > 1e-6),
        f"300 random examples were doubled with ε = 1: every output moved, by between {gaps.min():.2f} and "
        f"{gaps.max():.2f} in its most affected feature.",
        (
            ("of 300 examples", "largest change"),
            ("least", f"{gaps.min():.2f}"),
            ("mean", f"{gaps.mean():.2f}"),
            ("most", f"{gaps.max():.2f}"),
        ),
    )


def ln_length() -> Seen:
    """Compares the lengths of short and long examples before and after layer norm."""
    rng = np.random.default_rng(7)
    rows: list[tuple[str, ...]] = [("deviation of the features", "norm before", "norm after")]
    smaller = []
    for size in (0.01, 1.0, 100.0):
        x = size * rng.standard_normal((200, 16))
        before, after = (np.linalg.norm(v, axis=1) for v in (x, normalised(x, 1, 1e-12)))
        smaller.append(bool((after < before).all()))
        rows.append((f"{size:g}", f"{before.mean():.2f}", f"{after.mean():.2f}"))
    return Seen(
        all(smaller),
        "Examples of 16 features with three sizes were normalised: all come out with norm 4 = √16, the "
        "short ones longer than before.",
        tuple(rows),
    )


def channel_scaling() -> Seen:
    """Scales the channels of random images by factors of their own."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((40, 3, 6, 6))
    scaled = x * rng.uniform(0.1, 10, (40, 3, 1, 1))
    instance = furthest(normalised(x, (2, 3)), normalised(scaled, (2, 3)))
    layer = furthest(normalised(x, (1, 2, 3)), normalised(scaled, (1, 2, 3)))
    return Seen(
        instance < 1e-9,
        f"The channels of 40 random images were multiplied by factors between 0.1 and 10: the output of "
        f"instance norm moved by {small(instance)} at most, that of layer norm by up to {layer:.1f}.",
        (("norm", "output moved by"), ("instance", small(instance)), ("layer", f"{layer:.1f}")),
    )


def ln_constant_example() -> Seen:
    """Normalises examples whose features are all 5."""
    cases = [(n, eps) for n in (1, 4, 100) for eps in (1e-5, 1.0)]
    outs = [normalised(np.full((1, n), 5.0), 1, eps) for n, eps in cases]
    ones = all(np.allclose(out, 1) for out in outs)
    tops = [f"{np.abs(out).max():g}" for out in outs]
    largest = max(float(np.abs(out).max()) for out in outs)
    return Seen(
        ones,
        f"Examples of 1, 4 and 100 features that are all 5 were normalised: the largest output is "
        f"{largest:g}.",
        (
            ("features", "ε", "largest output"),
            *((str(n), f"{eps:g}", top) for (n, eps), top in zip(cases, tops, strict=True)),
        ),
    )
