"""What pretext tasks leave in an encoder."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Net, accuracy, cross_entropy, percent
from dldrill.experiments.seen import Seen


def pretext_near_chance() -> Seen:
    """Trains on a pretext task with mostly random labels and probes the features."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((300, 6))
    sector = np.floor((np.arctan2(x[:, 1], x[:, 0]) / np.pi + 1) * 4).astype(np.int64) % 8
    y = np.where(rng.random(300) < 0.7, rng.integers(0, 8, 300), sector)
    net = Net.drawn(rng, 6, 4, 8)
    net.fit(x, y, 200, 1.0)
    xv = rng.standard_normal((500, 6))
    held = np.floor((np.arctan2(xv[:, 1], xv[:, 0]) / np.pi + 1) * 4).astype(np.int64) % 8
    target = np.where(rng.random(500) < 0.7, rng.integers(0, 8, 500), held)
    quadrant = sector // 2
    probe = Net.drawn(rng, 4, 4)
    probe.fit(net.layers(x)[1], quadrant, 150, 0.5)
    pretext, useful = accuracy(net(xv), target), accuracy(probe(net.layers(xv)[1]), held // 2)
    return Seen(
        useful < 0.4,
        f"An encoder reaches {percent(pretext)} on a pretext task of eight classes with mostly random "
        f"targets, and a linear probe for four classes on its features {percent(useful)}.",
        (
            ("task", "accuracy", "chance"),
            ("pretext, eight classes", percent(pretext), percent(1 / 8)),
            ("probe, four classes", percent(useful), percent(1 / 4)),
        ),
    )


def pretext_loss_falls() -> Seen:
    """Probes an encoder for another task while its pretext loss falls."""
    rng = np.random.default_rng(7)
    x, xv = rng.standard_normal((150, 5)), rng.standard_normal((400, 5))
    y = (x[:, 4] > 0).astype(np.int64)
    other, held = ((v[:, 0] > 0).astype(np.int64) for v in (x, xv))
    net = Net.drawn(rng, 5, 3, 2)
    rows = []
    for steps in (0, 20, 100, 200):
        net.fit(x, y, steps, 1.0)
        probe = Net.drawn(np.random.default_rng(1), 3, 2)
        probe.fit(net.layers(x)[1], other, 100, 0.5)
        rows.append((cross_entropy(net(x), y), accuracy(probe(net.layers(xv)[1]), held)))
    probes = [b for _, b in rows]
    return Seen(
        bool((np.diff([a for a, _ in rows]) < 0).all() and (np.diff(probes) > 0).all()),
        f"While the pretext loss of an encoder with three units fell from {rows[0][0]:.3f} to "
        f"{rows[-1][0]:.3f}, a linear probe for another task went from {percent(probes[0])} to "
        f"{percent(probes[-1])}.",
        (
            ("steps", "pretext loss", "probe accuracy"),
            *(
                (str(n), f"{a:.3f}", f"{percent(b)}")
                for n, (a, b) in zip((0, 20, 120, 320), rows, strict=True)
            ),
        ),
    )


def fine_tuned_away() -> Seen:
    """Fine-tunes all weights from differently pretrained starts on the same few examples."""
    rng = np.random.default_rng(7)
    big, x, xv = (rng.standard_normal((n, 8)) for n in (200, 12, 400))
    found = []
    for pair in ((0, 1), (6, 7)):
        net = Net.drawn(np.random.default_rng(1), 8, 10, 2)
        net.fit(big, (big[:, pair[0]] + big[:, pair[1]] > 0).astype(np.int64), 100, 1.0)
        net.fit(x, (x[:, 0] + x[:, 1] > 0).astype(np.int64), 100, 0.2)
        found.append(accuracy(net(xv), (xv[:, 0] + xv[:, 1] > 0).astype(np.int64)))
    return Seen(
        abs(found[0] - found[1]) < 0.01,
        f"After different pretraining, all weights of two networks were fine-tuned on the same 12 examples: "
        f"they are right for {percent(found[0])} and {percent(found[1])} of new ones.",
        (
            ("pretraining", "accuracy after fine-tuning"),
            ("on the features of the task", percent(found[0])),
            ("on two other features", percent(found[1])),
        ),
    )


def same_score_different_transfer() -> Seen:
    """Learns the same pretext task from two sets of images and probes for something else."""
    rows = []
    for name, tied in (("features independent", False), ("features tied", True)):
        rng = np.random.default_rng(7)
        x = rng.standard_normal((300, 8))
        if tied:
            x[:, 1] = 2 * x[:, 0]
        y = (x[:, 0] > 0).astype(np.int64)
        net = Net.drawn(rng, 8, 3, 2)
        net.fit(x[:200], y[:200], 150, 1.0)
        new = rng.standard_normal((500, 8))
        target = (new[:, 1] > 0).astype(np.int64)
        probe = Net.drawn(rng, 3, 2)
        probe.fit(net.layers(new[:200])[1], target[:200], 100, 0.5)
        rows.append(
            (name, accuracy(net(x[200:]), y[200:]), accuracy(probe(net.layers(new[200:])[1]), target[200:]))
        )
    return Seen(
        abs(rows[0][1] - rows[1][1]) < 0.03 and abs(rows[0][2] - rows[1][2]) > 0.1,
        f"Two encoders learned the sign of one feature, with a second one independent of it or tied to it: a "
        f"probe for the second then reaches {percent(rows[0][2])} and {percent(rows[1][2])}.",
        (
            ("pretraining", "pretext accuracy", "probe accuracy"),
            *((n, percent(a), percent(b)) for n, a, b in rows),
        ),
    )


def pretext_unlabelled() -> Seen:
    """Learns to tell how far pictures without labels were turned."""
    rng = np.random.default_rng(7)
    pictures = rng.random((320, 4, 4)) + np.linspace(0, 1.0, 4)[:, None]
    turns = rng.integers(0, 4, 320)
    x = np.array([np.rot90(p, int(k)).ravel() for p, k in zip(pictures, turns, strict=True)])
    x = x - x.mean()
    net = Net.drawn(rng, 16, 12, 4)
    losses = net.fit(x[:200], turns[:200], 150, 0.5)
    right = accuracy(net(x[200:]), turns[200:])
    return Seen(
        right > 0.5 and losses[-1] < losses[0],
        f"Two hundred unlabelled pictures were turned by random multiples of 90°, and an encoder that "
        f"learned by how much is right for {percent(right)} of new ones.",
        (
            ("measured", "value"),
            ("loss before the first step", f"{losses[0]:.3f}"),
            (f"loss before step {len(losses)}", f"{losses[-1]:.3f}"),
            ("accuracy on new pictures", percent(right)),
            ("chance", percent(1 / 4)),
        ),
    )
