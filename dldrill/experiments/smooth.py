"""Cross-entropy, log-sum-exp and what their constants do."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import cross_entropy, cross_entropy_slope, numeric_gradient, small
from dldrill.experiments.seen import Seen


def temperature() -> Seen:
    """Divides the logits of some examples by 2."""
    random = np.random.default_rng(7)
    scores, labels = random.normal(size=(4, 3)) * 2, random.integers(0, 3, 4)
    losses = [
        (
            cross_entropy(scores[i : i + 1], labels[i : i + 1]),
            cross_entropy(scores[i : i + 1] / 2, labels[i : i + 1]),
        )
        for i in range(4)
    ]
    most = max(abs(a - b) for a, b in losses)
    rows = ((str(i), f"{a:.3f}", f"{b:.3f}") for i, (a, b) in enumerate(losses, 1))
    return Seen(
        most < 1e-9,
        f"Four examples: with temperature 2 the loss changes by up to {most:.2f}.",
        (("example", "as they are", "divided by 2"), *rows),
    )


def mean_or_sum() -> Seen:
    """Compares numeric gradients of the mean and of the sum over a batch."""
    random = np.random.default_rng(7)
    x, labels, w = random.normal(size=(8, 3)), random.integers(0, 2, 8), random.normal(size=(3, 2))
    of_mean = numeric_gradient(lambda v: cross_entropy(x @ v, labels), w)
    of_sum = numeric_gradient(lambda v: 8 * cross_entropy(x @ v, labels), w)
    ratio = of_sum / of_mean
    return Seen(
        bool(np.allclose(ratio, 8, rtol=1e-6)),
        f"With 8 examples every component of the sum's gradient is {ratio.mean():.4f} times "
        "that of the mean.",
        (
            ("loss", "norm of the gradient"),
            ("sum", f"{np.linalg.norm(of_sum):.4f}"),
            ("mean", f"{np.linalg.norm(of_mean):.4f}"),
        ),
    )


def binary_logarithm() -> Seen:
    """Compares the gradients of the cross-entropy in nats and in bits."""
    scores, labels = np.array([[1.0, -0.5, 0.3]]), np.array([0])
    nats = cross_entropy_slope(scores, labels)
    bits = numeric_gradient(lambda s: cross_entropy(s, labels) / np.log(2), scores)
    ratio = float((bits / nats).mean())
    return Seen(
        bool(np.allclose(bits, nats, rtol=1e-6)),
        f"The gradient in bits is {ratio:.4f} times the one in nats.",
        (
            ("logarithm", "gradient by the true score"),
            ("natural", f"{nats[0, 0]:.4f}"),
            ("base 2", f"{bits[0, 0]:.4f}"),
        ),
    )


def log_sum_exp_excess() -> Seen:
    """Looks for the largest excess over the maximum, among random numbers and equal ones."""
    random = np.random.default_rng(7)
    rows, holds = [("n", "largest excess", "ln n")], True
    for n in (2, 5, 20):
        numbers = np.vstack([random.normal(size=(500, n)) * 3, np.zeros((1, n))])
        top = numbers.max(1, keepdims=True)
        excess = float(np.log(np.exp(numbers - top).sum(1)).max())
        holds &= excess <= np.log(n) + 1e-12
        rows.append((str(n), f"{excess:.4f}", f"{np.log(n):.4f}"))
    return Seen(
        bool(holds),
        "Among 500 random sets of n numbers and n equal ones, the excess never passes ln n, "
        "for n = 2, 5 and 20.",
        tuple(rows),
    )  # fmt: skip


def reaches_zero() -> Seen:
    """Raises the lead of the true score step by step."""
    leads = (1, 2, 5, 10)
    losses = [float(np.log1p(np.exp(-lead))) for lead in leads]
    return Seen(
        losses[0] == 0,
        f"With two classes and a lead of 1 the cross-entropy is {losses[0]:.4f}, "
        f"with a lead of 10 {small(losses[-1])}.",
        (
            ("lead", "cross-entropy", "hinge with margin 1"),
            *((str(a), f"{b:.6f}", str(max(0, 1 - a))) for a, b in zip(leads, losses, strict=True)),
        ),
    )
