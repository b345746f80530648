"""What ReLU, the sigmoid and tanh give, how steep they are, and units that are off."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, numeric_gradient, percent, sigmoid, small
from dldrill.experiments._numbers import derivative, relu
from dldrill.experiments.seen import Seen


def symmetric() -> dict[str, Array]:
    """Samples that hold −x with every x, of three distributions."""
    rng = np.random.default_rng(7)
    drawn = {
        "normal": rng.standard_normal(5000),
        "uniform": rng.uniform(0, 4, 5000),
        "two peaks": rng.normal(3, 0.5, 5000),
    }
    return {name: np.concatenate([x, -x]) for name, x in drawn.items()}


def relu_centring() -> Seen:
    """Takes the mean output of ReLU for symmetric inputs."""
    means = {name: float(relu(x).mean()) for name, x in symmetric().items()}
    return Seen(
        all(abs(m) < 1e-9 for m in means.values()),
        "For symmetric inputs of three distributions the outputs of ReLU have means of "
        f"{min(means.values()):.2f} to {max(means.values()):.2f}.",
        (("inputs", "mean output"), *((name, f"{m:.3f}") for name, m in means.items())),
    )


def sigmoid_mean() -> Seen:
    """Takes the mean output of the sigmoid for symmetric inputs."""
    means = {name: float(sigmoid(x).mean()) for name, x in symmetric().items()}
    return Seen(
        all(abs(m) < 1e-9 for m in means.values()),
        "For symmetric inputs of three distributions the smallest mean of the sigmoid's outputs is "
        f"{min(means.values()):.3f}, the largest {max(means.values()):.3f}.",
        (("inputs", "mean output"), *((name, f"{m:.3f}") for name, m in means.items())),
    )


def tanh_mean() -> Seen:
    """Takes the mean output of tanh for symmetric inputs."""
    means = {name: abs(float(np.tanh(x).mean())) for name, x in symmetric().items()}
    return Seen(
        max(means.values()) < 1e-9,
        "For symmetric inputs of three distributions the mean output of tanh differs from 0 by at most "
        f"{small(max(means.values()))}.",
        (("inputs", "mean output"), *((name, f"{m:.3f}") for name, m in means.items())),
    )


def relu_slope() -> Seen:
    """Takes differences of ReLU on both sides of its corner."""
    sides = {"negative": np.linspace(-8, -0.1, 80), "positive": np.linspace(0.1, 8, 80)}
    found = {name: derivative(relu, x) for name, x in sides.items()}
    lowest = min(float(s.min()) for s in found.values())
    return Seen(
        lowest > 1e-9,
        f"At 80 negative and 80 positive inputs the smallest slope of ReLU is {lowest:.2f}.",
        (
            ("inputs", "smallest slope", "largest slope"),
            *((name, f"{s.min():.2f}", f"{s.max():.2f}") for name, s in found.items()),
        ),
    )


def saturation_at_ten() -> Seen:
    """Measures both slopes at a few inputs, 10 among them."""
    x = np.array([0.5, 2.0, 10.0])
    steep, straight = derivative(sigmoid, x), derivative(relu, x)
    rows = zip(x, steep, straight, strict=True)
    return Seen(
        bool(steep[2] < 0.001 and np.isclose(straight[2], 1)),
        f"At 10 the slope of the sigmoid is {steep[2]:.6f} and that of ReLU {straight[2]:.2f}.",
        (("input", "sigmoid", "ReLU"), *((f"{a:g}", f"{b:.6f}", f"{c:.2f}") for a, b, c in rows)),
    )


def leaky_range() -> Seen:
    """Looks for negative outputs of leaky ReLU."""
    x = np.array([-50.0, -3.0, -0.2, 0.0, 2.0])
    out = np.where(x > 0, x, 0.01 * x)
    return Seen(
        bool((out >= 0).all()),
        f"Of the outputs for five inputs, three of them below 0, {(out < 0).sum()} are negative, the lowest "
        f"{out.min():.2f}.",
        (("input", "output"), *((f"{a:g}", f"{b:g}") for a, b in zip(x, out, strict=True))),
    )


def on(x: Array, w: Array, bias: float) -> float:
    """The share of pairs of example and ReLU unit with the unit on."""
    return float((x @ w + bias > 0).mean())


def bias_start() -> Seen:
    """Counts active units of random layers with biases of 0 and of 0.1."""
    rng = np.random.default_rng(7)
    shares = {}
    for deviation in (0.01, 0.05, 0.14):
        x, w = rng.standard_normal((200, 100)), rng.normal(0, deviation, (100, 200))
        shares[deviation] = (on(x, w, 0), on(x, w, 0.1))
    gains = [raised - plain for plain, raised in shares.values()]
    return Seen(
        min(gains) > 0,
        "In three random layers of 200 units, each on 200 random examples, a bias of 0.1 changes the share "
        f"of active units by between {100 * min(gains):+.1f} and {100 * max(gains):+.1f} percentage points.",
        (
            ("deviation of the weights", "on, bias 0", "on, bias 0.1"),
            *((f"{d:g}", percent(a), percent(b)) for d, (a, b) in shares.items()),
        ),
    )


def bias_minus_five() -> Seen:
    """Counts active units of one random layer for biases of −5 and of others."""
    rng = np.random.default_rng(7)
    x, w = rng.standard_normal((200, 100)), rng.normal(0, 0.01, (100, 200))
    shares = {bias: on(x, w, bias) for bias in (0.1, 0.0, -0.1, -5.0)}
    return Seen(
        shares[-5.0] > 0.5,
        f"With biases of −5, {percent(shares[-5.0])} of the 200 units are on, averaged over 200 random "
        f"examples; with biases of 0, {percent(shares[0.0])}.",
        (("bias", "units on"), *((f"{b:g}", percent(share)) for b, share in shares.items())),
    )


def positive_bias_later() -> Seen:
    """Trains single ReLU units from a bias of 0.1 and counts those that no example activates in the end."""
    rng = np.random.default_rng(7)
    rows = []
    for rate in (0.05, 0.5, 2.0):
        on_at_first, dead = 0, 0
        for _ in range(50):
            x, target = rng.standard_normal((20, 2)), rng.uniform(0, 0.5, 20)
            w, b = rng.standard_normal(2), 0.1
            started = bool((x @ w + b > 0).any())
            for _ in range(20):
                z = x @ w + b
                slope = (relu(z) - target) * (z > 0) / 20
                w, b = w - rate * x.T @ slope, b - rate * float(slope.sum())
            on_at_first += started
            dead += started and not (x @ w + b > 0).any()
        rows.append((rate, on_at_first, dead))
    return Seen(
        sum(dead for *_, dead in rows) == 0,
        "Single units were trained on 20 examples from a bias of 0.1: with a learning rate of "
        f"{rows[-1][0]:g}, {rows[-1][2]} of the {rows[-1][1]} that were on for some example at first were "
        "off for all of them after 20 steps.",
        (
            ("learning rate", "on at first", "of these off in the end"),
            *((f"{r:g}", str(n), str(m)) for r, n, m in rows),
        ),
    )


def off_examples(rng: np.random.Generator) -> tuple[Array, Array]:
    """Twenty examples and a row of weights, the bias last, whose pre-activations are all negative."""
    x = np.column_stack([rng.uniform(0, 1, (20, 2)), np.ones(20)])
    return x, np.array([-0.5, 0.3, -1.0])


def unit_gradient(x: Array, w: Array, slope: float = 0.0) -> Array:
    """The gradient of a unit's mean squared error from the target 1, by central differences."""

    def loss(v: Array) -> float:
        z = x @ v
        return float(((np.where(z > 0, z, slope * z) - 1) ** 2).mean())

    return numeric_gradient(loss, w)


def leaky_remedy() -> Seen:
    """Takes the gradients of a ReLU and of a leaky unit that are negative on all examples."""
    x, w = off_examples(np.random.default_rng(7))
    negative = int((x @ w < 0).sum())
    plain, leaky = (float(np.linalg.norm(unit_gradient(x, w, slope))) for slope in (0.0, 0.01))
    return Seen(
        leaky > 1e-6 and negative == len(x),
        f"On {negative} of {len(x)} examples the pre-activation is negative: the gradient of the weights "
        f"has length {plain:.4f} behind a ReLU and {leaky:.4f} behind a leaky one.",
        (
            ("unit", "length of the gradient"),
            ("ReLU", f"{plain:.4f}"),
            ("leaky ReLU, slope 0.01", f"{leaky:.4f}"),
        ),
    )


def off_for_all_examples() -> Seen:
    """Takes gradients of random units, and compares those that are off for all examples with the others."""
    rng = np.random.default_rng(7)
    x = off_examples(rng)[0]
    lengths: dict[bool, list[float]] = {True: [], False: []}
    for w in rng.standard_normal((200, 3)):
        # a unit within a step of its corner has no derivative to measure
        if np.abs(x @ w).min() > 1e-3:
            lengths[bool((x @ w < 0).all())].append(float(np.linalg.norm(unit_gradient(x, w))))
    off, on_some = lengths[True], lengths[False]
    return Seen(
        bool(off) and max(off) == 0,
        f"Of {len(off) + len(on_some)} random units {len(off)} are off for all 20 examples: the longest "
        f"gradient of weights and bias among them has length {max(off):g}, among the others "
        f"{max(on_some):.2f}.",
        (
            ("units", "number", "with a gradient", "longest gradient"),
            *(
                (name, str(len(found)), str(sum(g > 0 for g in found)), f"{max(found):.3g}")
                for name, found in (("off for all examples", off), ("on for some", on_some))
            ),
        ),
    )


def bias_gradient_off() -> Seen:
    """Takes the gradient of the bias of random units, for those that are off and those that are on."""
    rng = np.random.default_rng(7)
    weighted, bias, target = rng.standard_normal((3, 200))
    slopes = np.abs(derivative(lambda b: (relu(weighted + b) - target) ** 2, bias))
    z = weighted + bias
    largest = {"off": slopes[z < -1e-3], "on": slopes[z > 1e-3]}
    return Seen(
        bool(largest["off"].max() == 0),
        f"In {len(largest['off'])} of 200 random examples the unit was off: the largest derivative of the "
        f"loss by its bias was {largest['off'].max():g}, against {largest['on'].max():.2f} where it was on.",
        (
            ("unit", "examples", "largest gradient of the bias"),
            *((name, str(len(found)), f"{found.max():.3f}") for name, found in largest.items()),
        ),
    )


def far_right() -> Seen:
    """Measures the slopes of ReLU and of the sigmoid far to the right."""
    x = np.array([1.0, 10.0, 100.0, 1000.0])
    straight, curved = derivative(relu, x, 1e-3), derivative(sigmoid, x, 1e-3)
    return Seen(
        bool(straight[-1] < 0.5 * straight[0]),
        f"The slope of ReLU is {straight[0]:.2f} at 1 and {straight[-1]:.2f} at 1000, that of the sigmoid "
        f"{curved[0]:.2f} and {curved[-1]:.2f}.",
        (
            ("input", "ReLU", "sigmoid"),
            *((f"{a:g}", f"{b:.3f}", f"{c:.5f}") for a, b, c in zip(x, straight, curved, strict=True)),
        ),
    )


def sigmoid_bias() -> Seen:
    """Measures the slope of the sigmoid around 0."""
    x = np.array([-0.1, 0.0, 0.1, 0.5])
    found = derivative(sigmoid, x)
    return Seen(
        bool(found[2] > found[1]),
        f"The slope is {found[1]:.5f} at 0 and {found[2]:.5f} at 0.1.",
        (("pre-activation", "slope"), *((f"{a:g}", f"{b:.5f}") for a, b in zip(x, found, strict=True))),
    )
