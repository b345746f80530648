"""Gradients in front of a ReLU, and gradients that vanish."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dldrill.experiments._nets import Array, curves, numeric_gradient, sigmoid, small, softmax
from dldrill.experiments._numbers import derivative, relu
from dldrill.experiments.relu import unit_gradient
from dldrill.experiments.seen import Seen


def drawn(rng: np.random.Generator, count: int) -> list[tuple[Array, Array, Array]]:
    """Weights, inputs and gradients of random units that are not at their corner."""
    found: list[tuple[Array, Array, Array]] = []
    while len(found) < count:
        w, x = rng.standard_normal((2, 3))
        if abs(w @ x) > 1e-3:
            found.append((w, x, unit_gradient(w, x, float(rng.normal()))))
    return found


def by_sign(sign: int) -> list[float]:
    """The gradients of all weights of one sign among 200 random units."""
    cases = drawn(np.random.default_rng(7), 200)
    return [float(g) for w, _, slope in cases for v, g in zip(w, slope, strict=True) if sign * v > 0]


def signs(found: list[float]) -> tuple[int, int, int]:
    """How many numbers are negative, 0 and positive."""
    return sum(g < 0 for g in found), sum(g == 0 for g in found), sum(g > 0 for g in found)


def positive_weight() -> Seen:
    """Counts the positive weights in front of random ReLU units that get gradient 0."""
    found = by_sign(1)
    zeros = signs(found)[1]
    return Seen(
        zeros == 0,
        f"Of {len(found)} positive weights in front of random ReLU units, {zeros} get gradient 0.",
        (
            ("positive weights", "gradient 0", "another"),
            (str(len(found)), str(zeros), str(len(found) - zeros)),
        ),
    )


def sign_of_weight() -> Seen:
    """Counts the signs of gradients of negative and of positive weights."""
    counts = {name: signs(by_sign(s)) for name, s in (("negative", -1), ("positive", 1))}
    return Seen(
        all(sum(n > 0 for n in found) == 1 for found in counts.values()),
        f"Of the positive weights {counts['positive'][2]} have a positive gradient and "
        f"{counts['positive'][0]} a negative one.",
        (
            ("weights", "gradient < 0", "gradient 0", "gradient > 0"),
            *((name, *map(str, found)) for name, found in counts.items()),
        ),
    )


def opposite_gradients() -> Seen:
    """Takes the gradients that many examples of a squared loss give to one weight."""
    rng = np.random.default_rng(7)
    x, other, target = rng.standard_normal(100), rng.standard_normal(100), rng.uniform(0, 2, 100)
    slopes = derivative(lambda w: (relu(w * x + other) - target) ** 2, np.full(100, 0.5))
    below, zero, above = signs([float(s) for s in slopes])
    return Seen(
        below > 0 and above > 0,
        f"Of 100 examples {below} give the weight a negative gradient and {above} a positive one.",
        (("gradient", "examples"), ("negative", str(below)), ("0", str(zero)), ("positive", str(above))),
    )


def zero_input() -> Seen:
    """Takes the gradient of a layer whose second input is 0, behind several activations."""
    rng = np.random.default_rng(7)
    x, out = np.array([0.7, 0.0, -1.2]), rng.standard_normal(4)
    kinds: dict[str, Callable[[Array], Array]] = {"ReLU": relu, "tanh": np.tanh, "none": lambda z: z}
    rows = []
    for name, act in kinds.items():
        W = rng.standard_normal((3, 4))
        slope = numeric_gradient(lambda V: float(act(x @ V) @ out), W)
        rows.append((name, float(np.abs(slope[1]).max()), float(np.abs(slope[[0, 2]]).max())))
    return Seen(
        max(zero for _, zero, _ in rows) == 0,
        "In three layers the weights of the input 0 have gradients of at most "
        f"{max(zero for _, zero, _ in rows):g}, those of the others up to {max(o for _, _, o in rows):.2f}.",
        (
            ("activation", "largest gradient, input 0", "largest, other inputs"),
            *((name, f"{a:g}", f"{b:.3f}") for name, a, b in rows),
        ),
    )


def only_relu() -> Seen:
    """Measures the slopes of three activations at growing inputs."""
    x = np.array([1.0, 5.0, 10.0, 15.0])
    found = {"sigmoid": derivative(sigmoid, x), "tanh": derivative(np.tanh, x), "ReLU": derivative(relu, x)}
    kept = [name for name, s in found.items() if s[-1] > 0.01 * s[0]]
    return Seen(
        kept == ["ReLU"],
        f"At the input 15 the slope of ReLU is {found['ReLU'][-1]:.2f}, that of the sigmoid "
        f"{small(found['sigmoid'][-1])} and that of tanh {small(abs(found['tanh'][-1]))}.",
        (
            ("input", *found),
            *((f"{v:g}", *(f"{s[k]:.5f}" for s in found.values())) for k, v in enumerate(x)),
        ),
    )


def sigmoid_steepest() -> Seen:
    """Looks for the steepest place of the sigmoid."""
    x = np.linspace(-10, 10, 4001)
    found = derivative(sigmoid, x)
    best = int(found.argmax())
    return Seen(
        bool(found.max() <= 0.25 + 1e-9),
        f"Among 4,001 inputs from −10 to 10 the largest slope is {found.max():.6f}, at {abs(x[best]):.2f}.",
        (("input", "slope"), *((f"{x[k]:.1f}", f"{found[k]:.5f}") for k in (1600, 1900, 2000, 2100, 2400))),
    )


def tanh_saturation() -> Seen:
    """Measures the slope of tanh at inputs of growing magnitude."""
    x = np.array([0.0, 2.0, 5.0, -5.0, 8.0])
    found = derivative(np.tanh, x)
    return Seen(
        bool(found[2:].min() > 0.01),
        f"The slope of tanh is {found[0]:.2f} at 0, {found[2]:.4f} at 5 and {small(found[4])} at 8.",
        (("input", "slope"), *((f"{a:g}", f"{b:.7f}") for a, b in zip(x, found, strict=True))),
    )


def sigmoid_tail() -> Seen:
    """Measures the slope of the sigmoid at large inputs."""
    x = np.array([2.0, 5.0, 10.0, 15.0])
    found = derivative(sigmoid, x)
    return Seen(
        bool(abs(found[-1] - 1) < 0.1),
        f"The slope is {found[0]:.3f} at 2 and {small(found[-1])} at 15.",
        (("input", "slope"), *((f"{a:g}", f"{b:.7f}") for a, b in zip(x, found, strict=True))),
    )


def softmax_slope() -> Seen:
    """Raises one of three scores and measures the slope of its probability."""
    x = np.array([-4.0, 0.0, 1.0, 4.0, 12.0])
    found = derivative(lambda s: softmax(np.stack([s, 0 * s, 0 * s + 0.5], -1))[:, 0], x)
    return Seen(
        bool((np.diff(found) > 0).all()),
        "While the score rises from −4 to 12 past two others, 0 and 0.5, the slope is at most "
        f"{found.max():.3f}, and in the end {small(found[-1])}.",
        (("score", "slope"), *((f"{a:g}", f"{b:.6f}") for a, b in zip(x, found, strict=True))),
    )


def factors(f: Callable[[Array], Array], x: Array) -> Array:
    """By how much the Jacobian of ``f`` stretches gradients: its singular values, by central differences."""
    shifts = 1e-5 * np.eye(len(x))
    return np.asarray(np.linalg.svd((f(x + shifts) - f(x - shifts)) / 2e-5, compute_uv=False), float)


def residual_identity() -> Seen:
    """Takes the singular values of a residual block's Jacobian and of its branch's."""
    rng = np.random.default_rng(7)
    U, V, x = rng.normal(0, 0.02, (8, 8)), rng.normal(0, 0.02, (8, 8)), rng.standard_normal(8)
    plain = factors(lambda v: np.tanh(v @ U) @ V, x)
    block = factors(lambda v: v + np.tanh(v @ U) @ V, x)
    return Seen(
        bool(plain.max() < 0.05 and np.abs(block - 1).max() < 0.05),
        f"In width 8 the branch $f$ alone multiplies the length of a gradient by {plain.max():.4f} at most; "
        f"with the sum the factors are {block.min():.4f} to {block.max():.4f}.",
        (
            ("map", "smallest factor", "largest factor"),
            ("f alone", f"{plain.min():.5f}", f"{plain.max():.5f}"),
            ("x + f(x)", f"{block.min():.5f}", f"{block.max():.5f}"),
        ),
    )


def cell(gate: float, steps: int, seed: int = 7) -> list[float]:
    """How the cell state of an LSTM reacts to the first one, step by step, by central differences.

    Args:
        gate: the bias of the forget gates.
        steps: how many time steps to run.
        seed: where weights and inputs come from.

    Returns:
        The norm of the derivative after each step.
    """
    rng = np.random.default_rng(seed)
    W, inputs = rng.normal(0, 6**-0.5, (4, 6, 6)), rng.standard_normal((steps, 4, 6))
    push = np.eye(6) * 1e-5

    def run(c: Array) -> list[Array]:
        h, states = np.tanh(c), []
        for u in inputs:
            i, f, o, g = (h @ W[k] + 0.3 * u[k] for k in range(4))
            c = sigmoid(f + gate) * c + sigmoid(i - 3) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            states.append(c)
        return states

    pairs = zip(run(push), run(-push), strict=True)
    return [float(np.linalg.norm((up - down) / 2e-5, 2)) for up, down in pairs]


def plain_cell(steps: int, seed: int) -> float:
    """How the state of a vanilla RNN, as wide as the LSTM, reacts to the one some steps before."""
    rng = np.random.default_rng(seed)
    W, inputs = rng.normal(0, 6**-0.5, (6, 6)), rng.standard_normal((steps, 6))
    up = np.eye(6) * 1e-5
    down = -up
    for u in inputs:
        up, down = np.tanh(up @ W + 0.3 * u), np.tanh(down @ W + 0.3 * u)
    return float(np.linalg.norm((up - down) / 2e-5, 2))


def cell_path() -> Seen:
    """Follows the derivative of an LSTM's cell state over 20 steps, for three biases of the forget gate."""
    steps = list(range(1, 21))
    found = {b: cell(b, 20) for b in (0.0, 2.0, 6.0)}
    near = float(sigmoid(np.array([6.0]))[0])
    return Seen(
        found[6.0][-1] > 0.5 and found[6.0][-1] > 100 * found[0.0][-1],
        f"With forget gates near {near:.3f} the derivative of an LSTM's cell state by its first one has the "
        f"norm {found[6.0][-1]:.2f} after 20 steps, with gates near 0.5 it has {small(found[0.0][-1])}.",
        figure=curves(
            {f"gates near {float(sigmoid(np.array([b]))[0]):.3g}": (steps, ys) for b, ys in found.items()},
            "time step",
            "derivative",
            "The norm of the derivative of an LSTM's cell state by its first one, over 20 time steps, for "
            "three biases of the forget gate.",
        ),
    )


def vanilla(rng: np.random.Generator, steps: int) -> Array:
    """How the last state of a tanh RNN reacts to the input of each step, moved in one direction."""
    W, U = rng.normal(0, 8**-0.5, (2, 8, 8))
    inputs, direction = rng.standard_normal((steps, 8)), rng.standard_normal(8)
    # a run a step, each with its own input moved, all at once
    shifts = 1e-5 * np.eye(steps)[:, :, None] * direction

    def run(x: Array) -> Array:
        h = np.zeros((len(x), 8))
        for t in range(steps):
            h = np.tanh(h @ W + x[:, t] @ U)
        return h

    return np.asarray(np.linalg.norm(run(inputs + shifts) - run(inputs - shifts), axis=1) / 2e-5)


def clipping() -> Seen:
    """Clips the gradient of a vanilla RNN and looks at what reaches the early steps."""
    found = vanilla(np.random.default_rng(7), 30)
    norm = float(np.linalg.norm(found))
    clipped = {limit: found * min(1, limit / norm) for limit in (10.0, 1.0, 0.1)}
    most = max(float(g[0]) for g in clipped.values())
    share = max(float(g[0] / g[-1]) for g in clipped.values())
    return Seen(
        bool(most > 10 * found[0] or share > 10 * found[0] / found[-1]),
        f"Over 30 steps the gradient at the first input is {small(found[0])}, at the last {found[-1]:.2f}; "
        f"after clipping at three limits the first is at most {small(most)}, and at most {small(share)} of "
        "the last.",
        (
            ("limit of the norm", "first input", "last input"),
            ("none", small(found[0]), f"{found[-1]:.3f}"),
            *((f"{limit:g}", small(float(g[0])), f"{g[-1]:.3f}") for limit, g in clipped.items()),
        ),
    )


def gated_cells() -> Seen:
    """Compares how far back an LSTM and a vanilla RNN of the same width let a derivative reach."""
    seeds = range(7, 12)
    plain = float(np.median([plain_cell(30, seed) for seed in seeds]))
    gated = float(np.median([cell(4.0, 30, seed)[-1] for seed in seeds]))
    return Seen(
        gated > 10 * plain,
        f"The derivative of the state by the one 30 steps before has the norm {small(plain)} in a vanilla "
        f"RNN of width 6 and {gated:.2f} in the cells of an LSTM whose forget gates are near 0.98 (medians "
        "of 5 networks).",
        (("cells", "derivative over 30 steps"), ("vanilla", small(plain)), ("LSTM", f"{gated:.2f}")),
    )
