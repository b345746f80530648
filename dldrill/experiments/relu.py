"""ReLU, its relatives, and the gradients that pass through a unit."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, numeric_gradient, sigmoid
from dldrill.experiments.seen import Seen

POINTS = np.linspace(-6, 6, 241)


def slopes(f: Array, x: Array) -> Array:
    """Central differences between neighbouring points."""
    return np.asarray((f[2:] - f[:-2]) / (x[2:] - x[:-2]))


def leaky_slope() -> Seen:
    """Takes differences of leaky ReLU on a grid that leaves out its corner."""
    sides = {"negative": np.linspace(-6, -0.01, 200), "positive": np.linspace(0.01, 6, 200)}
    found = {name: slopes(np.where(x > 0, x, 0.01 * x), x) for name, x in sides.items()}
    lowest = min(float(s.min()) for s in found.values())
    rows = ((name, f"{s.min():.2f}", f"{s.max():.2f}") for name, s in found.items())
    return Seen(
        lowest > 0,
        f"Differences of leaky ReLU at 396 points: the smallest slope is {lowest:.2f}.",
        (("inputs", "smallest slope", "largest slope"), *rows),
    )


def tanh_from_sigmoid() -> Seen:
    """Compares tanh with a stretched and shifted sigmoid."""
    gap = np.abs(np.tanh(POINTS) - (2 / (1 + np.exp(-2 * POINTS)) - 1))
    rows = ((f"{x:g}", f"{np.tanh(x):.6f}", f"{2 / (1 + np.exp(-2 * x)) - 1:.6f}") for x in (-2.0, 0.5, 3.0))
    return Seen(
        bool(gap.max() < 1e-12),
        f"At {len(POINTS)} points the two sides differ by less than 1e-12.",
        (("x", "tanh x", "2σ(2x) − 1"), *rows),
    )


def softplus_slope() -> Seen:
    """Compares the differences of softplus with the sigmoid."""
    x = np.linspace(-6, 6, 2401)
    found = slopes(np.log1p(np.exp(x)), x)
    gap = float(np.abs(found - sigmoid(x[1:-1])).max())
    at = (400, 1200, 1999)
    rows = ((f"{x[i + 1]:.2f}", f"{found[i]:.4f}", f"{sigmoid(x[i + 1 : i + 2])[0]:.4f}") for i in at)
    return Seen(
        gap < 1e-4,
        f"Differences of softplus at 2399 points and the sigmoid differ by at most {gap:.0e}.",
        (("x", "slope", "sigmoid"), *rows),
    )


def unit_gradient(w: Array, x: Array, back: float = 1.0) -> Array:
    """The gradient of ``back · ReLU(w·x)`` with respect to the weights, by central differences."""
    return numeric_gradient(lambda v: back * float(np.maximum(v @ x, 0.0)), w)


def unit_off() -> Seen:
    """Takes gradients of a unit that is off, for many weights and inputs."""
    random = np.random.default_rng(7)
    pairs = [(random.normal(size=3), random.normal(size=3)) for _ in range(200)]
    off = [(w, x) for w, x in pairs if w @ x < -1e-3]
    largest = max(float(np.abs(unit_gradient(w, x)).max()) for w, x in off)
    return Seen(
        largest == 0,
        f"In {len(off)} of 200 random examples the unit was off; "
        f"the largest gradient among them is {largest:g}.",
        (("examples", "of them off", "largest gradient"), ("200", str(len(off)), f"{largest:g}")),
    )


def unit_on() -> Seen:
    """Looks for a weight without gradient on an example on which the unit is on."""
    w, x = np.array([1.0, -1.0, 0.5]), np.array([2.0, 0.0, 1.0])
    found = unit_gradient(w, x)
    rows = ((f"{a:g}", f"{b:g}", f"{g:.3f}") for a, b, g in zip(w, x, found, strict=True))
    return Seen(
        bool((np.abs(found) > 1e-9).all()),
        f"The unit is on, with pre-activation {w @ x:g}; "
        f"the weight of the input 0 has gradient {found[1]:g}.",
        (("weight", "input", "gradient"), *rows),
    )


def gradient_times_input() -> Seen:
    """Compares numeric gradients with the product of what comes back and the input."""
    random = np.random.default_rng(7)
    worst, on = 0.0, 0
    example: list[tuple[float, float, float]] = []
    for _ in range(100):
        w, x, back = random.normal(size=3), random.normal(size=3), random.normal()
        if w @ x > 1e-3:
            found = unit_gradient(w, x, back)
            worst, on = max(worst, float(np.abs(found - back * x).max())), on + 1
            example = [(back, a, g) for a, g in zip(x, found, strict=True)]
    rows = tuple(tuple(f"{cell:.3f}" for cell in row) for row in example)
    return Seen(
        worst < 1e-6,
        f"In the {on} of 100 examples with the unit on, gradient and product differ by at most {worst:.0e}.",
        (("from above", "input", "gradient of the weight"), *rows),
    )


def off_everywhere() -> Seen:
    """Looks at a unit that is off on one example and on for another."""
    w, examples = np.array([1.0, -2.0]), (np.array([1.0, 1.0]), np.array([2.0, 0.5]))
    found = [unit_gradient(w, x) for x in examples]
    rows = (
        (f"({x[0]:g}, {x[1]:g})", f"{w @ x:g}", f"{np.abs(g).max():.3f}")
        for x, g in zip(examples, found, strict=True)
    )
    return Seen(
        not (np.abs(found[0]) == 0).all() or bool((np.abs(found[1]) == 0).all()),
        f"The unit is off on the first example; "
        f"on the second its largest gradient is {np.abs(found[1]).max():.1f}.",
        (("example", "pre-activation", "largest gradient"), *rows),
    )
