"""Transfer, adapters and pretext tasks on small networks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dldrill.experiments._nets import (
    Array,
    Labels,
    Net,
    accuracy,
    cross_entropy,
    cross_entropy_slope,
    numeric_gradient,
    percent,
    small,
)
from dldrill.experiments.seen import Seen
from dldrill.figures.scale import number

Task = Callable[[Array], Labels]


def quadrant(x: Array) -> Labels:
    """The quadrant of the first two features: four classes."""
    return (x[:, 0] > 0).astype(np.int64) + 2 * (x[:, 1] > 0)


def xor(x: Array) -> Labels:
    """Whether the first two features have the same sign: decided by the quadrant alone."""
    return (x[:, 0] * x[:, 1] > 0).astype(np.int64)


def diagonal(x: Array) -> Labels:
    """On which side of a slanting line the first two features lie: much like the quadrant."""
    return (x[:, 0] + x[:, 1] > 0).astype(np.int64)


def elsewhere(x: Array) -> Labels:
    """The quadrant of features 8 and 9, of which that of the first two tells nothing."""
    return quadrant(x[:, 7:9])


def watermark(x: Array) -> Labels:
    """Whether feature 10, a mark without meaning for the quadrant, is positive."""
    return (x[:, 9] > 0).astype(np.int64)


def pretrained(seed: int, task: Task, steps: int = 120, hidden: int = 16, noise: float = 0.0) -> Net:
    """A network of one hidden layer trained on 200 examples of a task on 10 features."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((200, 10))
    y = task(x)
    y = np.where(rng.random(200) < noise, rng.integers(0, y.max() + 1, 200), y)
    net = Net.drawn(rng, 10, hidden, int(y.max()) + 1)
    net.fit(x, y, steps, 1.0)
    return net


def head(net: Net, task: Task, n: int, seed: int, steps: int = 120) -> float:
    """Test accuracy of a new last layer on the frozen features, trained on n examples."""
    rng = np.random.default_rng(100 + seed)
    x, xv = rng.standard_normal((n, 10)), rng.standard_normal((400, 10))
    probe = Net.drawn(rng, net.weights[1].shape[0], int(task(xv).max()) + 1)
    probe.fit(net.layers(x)[1], task(x), steps, 0.5)
    return accuracy(probe(net.layers(xv)[1]), task(xv))


def tuned(net: Net, task: Task, n: int, seed: int, steps: int = 120) -> float:
    """Test accuracy when a new last layer and all others are trained on n examples."""
    rng = np.random.default_rng(100 + seed)
    x, xv = rng.standard_normal((n, 10)), rng.standard_normal((400, 10))
    classes = int(task(xv).max()) + 1
    fresh = Net.drawn(rng, net.weights[1].shape[0], classes)
    whole = Net([net.weights[0].copy(), *fresh.weights], [net.biases[0].copy(), *fresh.biases])
    whole.fit(x, task(x), steps, 0.5)
    return accuracy(whole(xv), task(xv))


def replace_last_layer() -> Seen:
    """Learns a similar task from 10 examples, with the last layer only and from scratch."""
    runs = []
    for seed in range(5):
        net = pretrained(seed, quadrant, 60)
        scratch = Net.drawn(np.random.default_rng(seed), 10, 16, 4)
        runs.append((head(net, diagonal, 10, seed, 40), tuned(scratch, diagonal, 10, seed, 40)))
    last, scratch_too = np.mean(runs, axis=0)
    return Seen(
        bool(last > scratch_too),
        f"From ten examples of a task like the pretraining (means of 5 runs), a new last layer alone reaches "
        f"{percent(last)}, a network trained from scratch {percent(scratch_too)}.",
        (
            ("trained", "test accuracy"),
            ("new last layer", percent(last)),
            ("all layers, from scratch", percent(scratch_too)),
        ),
    )


def frozen_gradients() -> Seen:
    """Forms the last layer's gradient from features alone and compares finite differences."""
    rng = np.random.default_rng(7)
    net = Net.drawn(rng, 6, 8, 8, 3)
    x, y = rng.standard_normal((10, 6)), rng.integers(0, 3, 10)
    features = net.layers(x)[2]
    from_features = features.T @ cross_entropy_slope(features @ net.weights[2], y)
    numeric = numeric_gradient(lambda W: cross_entropy(net.layers(x)[2] @ W, y), net.weights[2])
    gap = float(np.abs(from_features - numeric).max())
    return Seen(
        gap < 1e-6,
        f"The last layer's gradient, formed from the backbone's output alone, agrees with finite differences "
        f"through all three layers within {small(gap)}.",
        (
            ("gradient of the last layer", "length"),
            ("from the backbone's output", f"{np.linalg.norm(from_features):.6f}"),
            ("by finite differences", f"{np.linalg.norm(numeric):.6f}"),
            ("largest difference of an entry", small(gap)),
        ),
    )


def plenty_of_different_data() -> Seen:
    """Learns a task on other features, with the last layer only and with all layers."""
    runs = []
    for seed in range(3):
        net = pretrained(seed, quadrant, 60)
        runs.append((head(net, elsewhere, 200, seed, 60), tuned(net, elsewhere, 200, seed, 60)))
    last, every = np.mean(runs, axis=0)
    return Seen(
        bool(every > last),
        f"With 200 examples of a task on other features than the pretraining's (means of 3 runs), training "
        f"all layers reaches {percent(every)}, a new last layer alone {percent(last)}.",
        (
            ("trained", "test accuracy"),
            ("new last layer", percent(last)),
            ("all layers", percent(every)),
        ),
    )


def few_examples_unfreeze() -> Seen:
    """Compares a new last layer with training everything for few and for many examples."""
    nets = [pretrained(seed, quadrant, 50) for seed in range(4)]
    rows = []
    for n in (6, 100):
        runs = [
            (head(net, quadrant, n, seed, 40), tuned(net, quadrant, n, seed, 40))
            for seed, net in enumerate(nets)
        ]
        rows.append((n, *np.mean(runs, axis=0)))
    gains = [every - last for _, last, every in rows]
    return Seen(
        bool(gains[0] > gains[1]),
        f"On a task like the pretraining (means of 4 runs), unfreezing everything costs "
        f"{-100 * gains[0]:.1f} points of test accuracy with 6 examples and {-100 * gains[1]:.1f} with 100.",
        (
            ("target examples", "last layer", "all layers"),
            *((str(n), f"{percent(a)}", f"{percent(b)}") for n, a, b in rows),
        ),
    )


def adapter_copies() -> Seen:
    """Counts the numbers that ten tasks need with adapters and with full copies."""
    d, r, layers, tasks = 64, 8, 6, 10
    backbone = layers * (d * d + d)
    one = 2 * layers * (2 * d * r + d + r)
    with_adapters = backbone + tasks * one
    return Seen(
        with_adapters >= tasks * backbone,
        f"For {tasks} tasks, {layers} layers of width {d} and two adapters of bottleneck {r} a layer, one "
        f"copy with adapters takes {with_adapters:,} numbers instead of {tasks * backbone:,}.",
        (
            ("stored", "numbers"),
            (f"{tasks} full copies", f"{tasks * backbone:,}"),
            ("one copy", f"{backbone:,}"),
            (f"{tasks} sets of adapters", f"{tasks * one:,}"),
            (f"one copy and {tasks} sets of adapters", f"{with_adapters:,}"),
        ),
    )


def adapter_size() -> Seen:
    """Counts the entries of adapters of several sizes and compares the formula."""
    rng = np.random.default_rng(7)
    rows = []
    for d, r in ((4, 1), (16, 4), (100, 8), (8, 16)):
        net = Net.drawn(rng, d, r, d)
        rows.append((d, r, sum(a.size for a in (*net.weights, *net.biases)), 2 * d * r + d + r))
    return Seen(
        all(seen == told for *_, seen, told in rows),
        f"The entries of the weights and biases of {len(rows)} adapters were counted; the formula gave the "
        f"same number for {sum(seen == told for *_, seen, told in rows)} of them.",
        (("d", "r", "counted", "2dr + d + r"), *(tuple(map(str, row)) for row in rows)),
    )


def with_adapter(net: Net, adapter: Net, x: Array) -> Array:
    """The scores of a network with a residual adapter after its hidden layer."""
    h = net.layers(x)[1]
    return (h + adapter(h)) @ net.weights[1] + net.biases[1]


def adapter_start() -> Seen:
    """Compares a network with and without an adapter whose up-projection is 0."""
    rng = np.random.default_rng(7)
    net, x = Net.drawn(rng, 6, 10, 3), rng.standard_normal((100, 6))
    gaps = []
    for zero in (True, False):
        adapter = Net.drawn(rng, 10, 4, 10, relu=True)
        if zero:
            adapter.weights[1] = np.zeros((4, 10))
        gaps.append(float(np.abs(with_adapter(net, adapter, x) - net(x)).max()))
    return Seen(
        gaps[0] < 1e-12,
        f"On 100 inputs, an adapter whose up-projection is 0 changes the scores by {gaps[0]:g}, one with "
        f"random weights by up to {gaps[1]:.2f}.",
        (
            ("up-projection", "largest change of a score"),
            ("0", f"{gaps[0]:g}"),
            ("random", f"{gaps[1]:.2f}"),
        ),
    )


def adapter_inference() -> Seen:
    """Counts the multiplications of a forward pass with and without adapters."""
    d = 64
    rows = [(r, 6 * d * d, 6 * d * d + 6 * 2 * d * r) for r in (2, 8, 32)]
    return Seen(
        all(after < before for _, before, after in rows),
        "Multiplications for one input in six layers of width 64, with one adapter after each.",
        (("bottleneck", "without", "with adapters"), *((str(r), f"{a:,}", f"{b:,}") for r, a, b in rows)),
    )


def trained_adapter(net: Net, x: Array, y: Labels, steps: int) -> tuple[Net, float]:
    """An adapter trained on a task while the network stays frozen, and the loss it reaches."""
    adapter = Net.drawn(
        np.random.default_rng(7), net.weights[0].shape[1], 4, net.weights[0].shape[1], relu=True
    )
    h = net.layers(x)[1]
    for _ in range(steps):
        slope = cross_entropy_slope(with_adapter(net, adapter, x), y) @ net.weights[1].T
        adapter.step(h, slope, 0.5)
    return adapter, cross_entropy(with_adapter(net, adapter, x), y)


def adapter_removal() -> Seen:
    """Trains an adapter for a new task, takes it out and compares the old scores."""
    rng = np.random.default_rng(7)
    net, x = pretrained(7, quadrant), rng.standard_normal((100, 10))
    before = net(x)
    y = (3 - quadrant(x)).astype(np.int64)
    start = cross_entropy(before, y)
    _, loss = trained_adapter(net, x, y, 150)
    gap = float(np.abs(net(x) - before).max())
    return Seen(
        gap == 0 and loss < start,
        f"An adapter was trained on relabelled data, from a loss of {start:.2f} to {loss:.2f}; without it "
        f"the scores differ from those before by {gap:g}.",
        (
            ("measured", "value"),
            ("loss on the new labels before", f"{start:.2f}"),
            ("loss with the trained adapter", f"{loss:.2f}"),
            ("largest change of a score without it", f"{gap:g}"),
        ),
    )


def adapter_halved() -> Seen:
    """Counts the parameters of adapters with a bottleneck and with half of it."""
    rows = []
    for d, r in ((64, 16), (256, 32), (768, 64)):
        whole, half = (2 * d * k + d + k for k in (r, r // 2))
        rows.append((d, r, whole, half, half / whole))
    return Seen(
        all(share < 0.3 for *_, share in rows),
        "Parameters of adapters between d features, with bottleneck r and with r/2: halving the bottleneck "
        "roughly halves them.",
        (("d", "r", "with r", "with r/2"), *((str(d), str(r), f"{a:,}", f"{b:,}") for d, r, a, b, _ in rows)),
    )


def adapter_early_gradients() -> Seen:
    """Changes a frozen later layer and compares an early adapter's gradient."""
    rng = np.random.default_rng(7)
    x, y = rng.standard_normal((40, 6)), rng.integers(0, 3, 40)
    net, adapter = Net.drawn(rng, 6, 10, 3), Net.drawn(rng, 10, 4, 10, relu=True)
    found = []
    for sign in (1, -1):
        net.weights[1] = sign * net.weights[1]
        slope = cross_entropy_slope(with_adapter(net, adapter, x), y) @ net.weights[1].T
        found.append(adapter.gradients(net.layers(x)[1], slope)[0][0])
    change = float(np.linalg.norm(found[0] - found[1]) / np.linalg.norm(found[0]))
    return Seen(
        change < 1e-9,
        f"The sign of a frozen later layer was changed: the gradient of the adapter before it moved by "
        f"{percent(change, 0)} of its length.",
        (
            ("gradient of the adapter", "length", "first entry"),
            *(
                (f"later layer {name}", f"{np.linalg.norm(g):.4f}", number(float(g[0, 0]), 3))
                for name, g in zip(("as it was", "with changed sign"), found, strict=True)
            ),
            (
                "difference",
                f"{np.linalg.norm(found[0] - found[1]):.4f}",
                number(float((found[1] - found[0])[0, 0]), 3),
            ),
        ),
    )


def lora_merged() -> Seen:
    """Adds a low-rank update to a frozen matrix and compares outputs."""
    rng = np.random.default_rng(7)
    W, A, B = rng.standard_normal((20, 20)), rng.standard_normal((20, 3)), rng.standard_normal((3, 20))
    x = rng.standard_normal((50, 20))
    beside, merged = x @ W + x @ A @ B, x @ (W + A @ B)
    gap = float(np.abs(beside - merged).max())
    return Seen(
        gap < 1e-9 and (W + A @ B).shape == W.shape,
        f"On 50 inputs, a rank-3 update beside a frozen 20 × 20 matrix and the matrix with the update added "
        f"in give the same outputs within {small(gap)}.",
        (
            ("update", "multiplications an input", "largest output"),
            ("beside", str(W.size + A.size + B.size), f"{np.abs(beside).max():.4f}"),
            ("added in", str((W + A @ B).size), f"{np.abs(merged).max():.4f}"),
        ),
    )


def pretext_scores(task: Task, noise: float = 0.0, seed: int = 7, steps: int = 120) -> tuple[float, float]:
    """Accuracy of an encoder with few units on its pretext task, and of a probe for the quadrant."""
    net = pretrained(seed, task, steps, 4, noise)
    x = np.random.default_rng(1).standard_normal((400, 10))
    return accuracy(net(x), task(x)), head(net, quadrant, 200, seed)


def pretext_guarantee() -> Seen:
    """Probes encoders for the quadrant after pretext tasks about a mark and about the content."""
    (mark, useless), (content, useful) = pretext_scores(watermark), pretext_scores(xor, steps=300)
    return Seen(
        useless > 0.8,
        f"An encoder that learned to read a mark is right for {percent(mark)} of new pretext examples, but a "
        f"linear probe on its features tells four classes of content in {percent(useless)}.",
        (
            ("pretext task", "accuracy on it", "accuracy of the probe"),
            ("about a mark", percent(mark), percent(useless)),
            ("about the content", percent(content), percent(useful)),
        ),
    )


def pretext_shortcut() -> Seen:
    """Trains a pretext task about content that a mark gives away, and probes for the content."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((200, 10))
    y = xor(x)
    x[:, 9] = 3 * (2 * y - 1) + rng.standard_normal(200)
    net = Net.drawn(rng, 10, 4, 2)
    net.fit(x, y, 150, 1.0)
    pretext, probe = accuracy(net(x), y), head(net, xor, 200, 7)
    return Seen(
        pretext > 0.9 and probe < 0.65,
        f"A mark gave the pretext answer away: the encoder reached {percent(pretext)}, but where the mark is "
        f"random, a linear probe on its features is right for {percent(probe)}.",
        (
            ("task", "accuracy"),
            ("pretext, with the mark", percent(pretext)),
            ("probe for the content, mark random", percent(probe)),
            ("chance", percent(1 / 2)),
        ),
    )


def ninety_and_twenty() -> Seen:
    """Compares an encoder that is good at its pretext task with one that is poor at a harder task."""

    def sector(x: Array) -> Labels:
        angle = np.arctan2(x[:, 1], x[:, 0])
        return ((angle + np.pi) / (2 * np.pi) * 24).astype(np.int64) % 24

    first, second = pretext_scores(watermark), pretext_scores(sector)
    return Seen(
        first[1] > second[1],
        f"Encoder A, right for {percent(first[0])} in reading a mark, reaches {percent(first[1])} on a third "
        f"task; B, right for {percent(second[0])} among 24 sectors of the plane, {percent(second[1])}.",
        (
            ("encoder", "pretext accuracy", "third task"),
            *((n, f"{percent(a)}", f"{percent(b)}") for n, (a, b) in zip("AB", (first, second), strict=True)),
        ),
    )
