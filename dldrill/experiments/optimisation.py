"""Starting points and optimisers: where descent begins and how long its steps are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dldrill.experiments._nets import Array, Net, blobs, curves, descend, small
from dldrill.experiments.seen import Seen

XOR = np.array([[-1.0, -1], [-1, 1], [1, -1], [1, 1]])


def xor_runs(starts: int, steps: int) -> tuple[Array, Array]:
    """Errors of networks with two ReLU units on XOR, a row a step, a column a start; then slopes."""
    rng = np.random.default_rng(7)
    W, b, v, c = (rng.standard_normal((starts, *size)) for size in ((2, 2), (1, 2), (2, 1), (1, 1)))
    target = np.array([[0.0], [1], [1], [0]])
    losses = []
    size = np.zeros(starts)
    for _ in range(steps):
        h = np.maximum(XOR @ W + b, 0)
        error = h @ v + c - target
        losses.append((error**2).mean((1, 2)))
        slope = error / 2
        dv, dc = h.swapaxes(1, 2) @ slope, slope.sum(1, keepdims=True)
        back = slope @ v.swapaxes(1, 2) * (h > 0)
        dW, db = XOR.T @ back, back.sum(1, keepdims=True)
        size = np.sqrt(sum((g**2).sum((1, 2)) for g in (dW, db, dv, dc)))
        W, b, v, c = W - 0.1 * dW, b - 0.1 * db, v - 0.1 * dv, c - 0.1 * dc
    return np.array(losses), size


def starting_point() -> Seen:
    """Trains a small network on XOR from 40 random starts and compares speed and final cost."""
    losses, size = xor_runs(40, 1000)
    done = losses[:, size < 1e-4]
    costs = np.unique(done[-1].round(3))
    first = (done < done[-1] + 0.01).argmax(0)
    return Seen(
        bool(len(costs) > 1 and first.max() > first.min()),
        f"From {done.shape[1]} random starts training converged to costs between {costs[0]:.3f} and "
        f"{costs[-1]:.3f}, within {first.min()} to {first.max()} steps.",
        (
            ("of the runs", "lowest", "highest"),
            ("final cost", f"{costs[0]:.3f}", f"{costs[-1]:.3f}"),
            ("steps to within 0.01", str(first.min()), str(first.max())),
        ),
    )


def start_and_speed_only() -> Seen:
    """Looks for two starts from which the same network converges to different costs."""
    losses, size = xor_runs(40, 1000)
    found, counts = np.unique(losses[-1, size < 1e-4].round(2), return_counts=True)
    rows = tuple((f"{cost:.2f}", str(n)) for cost, n in zip(found[:6], counts[:6], strict=True))
    return Seen(
        len(found) == 1,
        f"The same network was trained on XOR from random starts; of those runs that converged, "
        f"{counts.max()} ended at {found[counts.argmax()]:.2f} and others elsewhere.",
        (("final cost", "starts"), *rows),
    )


def symmetric_units() -> Seen:
    """Trains hidden units that start alike and measures how far they come apart."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 1], [-1, 1], [0, -1]], 20, 0.5)
    spreads = []
    for same in (True, False):
        net = Net.drawn(rng, 2, 4, 3)
        if same:
            net.weights = [np.repeat(net.weights[0][:, :1], 4, 1), np.repeat(net.weights[1][:1], 4, 0)]
        net.fit(x, y, 200, 0.3)
        spreads.append(float(np.ptp(net.weights[0], axis=1).max()))
    return Seen(
        spreads[0] > 1e-6,
        f"After 200 steps on three classes, the weights into four tanh units that started alike differ by "
        f"{small(spreads[0])}, after a random start by {spreads[1]:.1f}.",
        (("start", "weights differ by"), ("alike", small(spreads[0])), ("random", f"{spreads[1]:.1f}")),
    )


def layer_squares(layers: int, width: int, gain: float, draws: int) -> Array:
    """The mean squares of the pre-activations of random ReLU networks, a number a layer."""
    rng = np.random.default_rng(7)
    h = np.repeat(rng.standard_normal((1, 1, width)), draws, 0)
    found = []
    for _ in range(layers):
        z = h @ (rng.standard_normal((draws, width, width)) * np.sqrt(gain / width))
        found.append(float((z**2).mean()))
        h = np.maximum(z, 0)
    return np.array(found)


def he_initialisation() -> Seen:
    """Averages the mean squares of pre-activations over 400 random networks, layer by layer."""
    he, one = (layer_squares(6, 32, gain, 400) for gain in (2.0, 1.0))
    rows = tuple((str(k + 1), f"{he[k]:.2f}", f"{one[k]:.3f}") for k in (0, 1, 3, 5))
    return Seen(
        bool(np.abs(he / he[0] - 1).max() < 0.2),
        f"Over 400 random networks of width 32, the mean square of the pre-activations goes from {he[0]:.2f} "
        f"in layer 1 to {he[-1]:.2f} in layer 6; with variance 1/fan_in it falls to {one[-1]:.3f}.",
        (("layer", "variance 2/fan_in", "variance 1/fan_in"), *rows),
    )


def tiny_weights() -> Seen:
    """Follows the activations through ten tanh layers of 100 units with small weights."""
    rng = np.random.default_rng(7)
    h = rng.standard_normal((50, 100))
    sizes = []
    for _ in range(10):
        h = np.tanh(h @ (0.01 * rng.standard_normal((100, 100))))
        sizes.append(float(h.std()))
    falls = bool((np.diff(sizes) < 0).all())
    return Seen(
        falls,
        f"Activations went through ten tanh layers with weights of deviation 0.01: their deviation falls "
        f"from {sizes[0]:.3f} after the first to {small(sizes[-1])} after the last.",
        (("layer", "deviation"), *((str(k + 1), f"{sizes[k]:.1e}") for k in (0, 1, 4, 9))),
    )


def zero_biases() -> Seen:
    """Trains networks whose biases start at 0 on a task that needs hidden units."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 1], [-1, -1], [1, -1], [-1, 1]], 15, 0.2)
    y = y // 2
    ends, rows = [], []
    for _ in range(3):
        net = Net.drawn(rng, 2, 8, 2)
        losses = net.fit(x, y, 200, 1.0)
        ends.append(losses[-1])
        rows.append((f"{losses[0]:.3f}", f"{losses[-1]:.3f}"))
    return Seen(
        max(ends) > 0.3,
        f"Three networks with random weights and biases of 0 were trained on XOR-like data: the loss fell to "
        f"{max(ends):.3f} or less in 200 steps.",
        (("first loss", "loss after 200 steps"), *rows),
    )


def convex_start() -> Seen:
    """Runs descent on a quadratic bowl from 20 starts and compares the ends."""
    rng = np.random.default_rng(7)
    H, middle = np.array([[3.0, 1], [1, 1]]), np.array([2.0, -1])
    starts = rng.normal(0, 10, (20, 2))
    path = descend(lambda w: (w - middle) @ H, starts, 0.3, 300)
    gap = float(np.abs(path[-1] - path[-1, 0]).max())
    needed = (np.linalg.norm(path - middle, axis=2) < 0.01).argmax(0)
    return Seen(
        gap < 1e-6,
        f"From 20 starts the ends of descent lie within {small(gap)} of each other, after {needed.min()} to "
        f"{needed.max()} steps to within 0.01 of the minimum.",
        (("of 20 starts", "steps"), ("fastest", str(needed.min())), ("slowest", str(needed.max()))),
    )


def unit_variance() -> Seen:
    """Measures the variance of sums of n products of random inputs and weights."""
    rng = np.random.default_rng(7)
    found = []
    for n in (4, 25, 100):
        signs = rng.choice((-1.0, 1.0), (5_000, n))
        found.append((n, float((signs * rng.standard_normal((5_000, n)) / np.sqrt(n)).sum(1).var())))
    return Seen(
        all(abs(v - 1) < 0.1 for _, v in found),
        f"Inputs of ±1 and normal weights of variance 1/n were drawn 5,000 times: the variance of their sum "
        f"is {found[-1][1]:.2f} for n = {found[-1][0]}.",
        (("n", "variance of the sum"), *((str(n), f"{v:.2f}") for n, v in found)),
    )


def zero_weights() -> Seen:
    """Trains tanh networks from all zeros and watches their hidden weights."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 1], [-1, 0], [0, -1]], 20, 0.4)
    net = Net.drawn(rng, 2, 6, 6, 3)
    net.weights = [0 * W for W in net.weights]
    losses = net.fit(x, y, 150, 0.5)
    moved = max(float(np.abs(W).max()) for W in net.weights)
    return Seen(
        moved > 1e-9,
        f"A network with two hidden tanh layers started with all weights and biases at 0: after 150 steps "
        f"the largest weight is {small(moved)}.",
        (("loss", "value"), ("first", f"{losses[0]:.3f}"), ("last", f"{losses[-1]:.3f}")),
    )


def width_and_scale() -> Seen:
    """Measures pre-activations for one weight deviation and several widths."""
    rng = np.random.default_rng(7)
    found = []
    for n in (10, 100, 1000):
        z = rng.standard_normal((100, n)) @ (0.05 * rng.standard_normal((n, 50)))
        found.append((n, float(z.std())))
    return Seen(
        max(v for _, v in found) < 1.2 * min(v for _, v in found),
        f"Weights of deviation 0.05 met inputs of variance 1: the deviation of the pre-activations grows "
        f"from {found[0][1]:.2f} to {found[-1][1]:.2f}.",
        (("inputs", "deviation"), *((str(n), f"{v:.2f}") for n, v in found)),
    )


def settled(h: float, rho: float) -> int:
    """Steps of momentum descent on h·w²/2 from 1 until w stays below 0.01 (rate 0.1)."""
    w, v, last = 1.0, 0.0, 0
    for t in range(1, 2001):
        v = rho * v + h * w
        w -= 0.1 * v
        if abs(w) >= 0.01:
            last = t
    return last + 1


def momentum_faster() -> Seen:
    """Counts steps with and without momentum along a direction of low curvature."""
    without, with_it = settled(0.1, 0.0), settled(0.1, 0.9)
    return Seen(
        with_it < without,
        f"On $hw^2/2$ with h = 0.1 and rate 0.1, bringing w from 1 to below 0.01 took {without} steps "
        f"without momentum and {with_it} with momentum 0.9.",
        (("momentum", "steps"), ("0", str(without)), ("0.9", str(with_it))),
    )


def momentum_slower() -> Seen:
    """Counts steps with and without momentum where the curvature is high."""
    rows = [(h, settled(h, 0.0), settled(h, 0.9)) for h in (0.1, 0.5, 1.0, 5.0)]
    h, plain, heavy = rows[-1]
    return Seen(
        any(with_it > without for _, without, with_it in rows),
        f"Steps were counted on $hw^2/2$ until w stays below 0.01 (rate 0.1): with h = {h:g} it takes "
        f"{plain} without momentum and {heavy} with it.",
        (("h", "momentum 0", "momentum 0.9"), *((f"{h:g}", str(a), str(b)) for h, a, b in rows)),
    )


def steps_under(g: float, rule: Callable[[float, float], tuple[float, float]], count: int) -> Array:
    """Lengths of steps under a constant gradient; the rule maps (memory, gradient) to (memory, step)."""
    memory, found = 0.0, []
    for _ in range(count):
        memory, step = rule(memory, g)
        found.append(abs(step))
    return np.array(found)


def adagrad(memory: float, g: float) -> tuple[float, float]:
    """AdaGrad with rate 0.1 and negligible ε."""
    memory += g * g
    return memory, 0.1 * g / np.sqrt(memory)


def adagrad_shrinks() -> Seen:
    """Takes 100 AdaGrad steps under constant gradients."""
    runs = {g: steps_under(g, adagrad, 100) for g in (0.01, 1.0, -50.0)}
    ends = runs[1.0]
    lines = {"AdaGrad": (list(range(1, 101)), ends.tolist()), "SGD": ([1, 100], [0.1, 0.1])}
    return Seen(
        all(bool((np.diff(run) < 0).all()) for run in runs.values()),
        f"Under the constant gradients 0.01, 1 and −50 every one of 100 steps was shorter than the one "
        f"before: with rate 0.1 from {ends[0]:.3f} to {ends[-1]:.3f}.",
        figure=curves(
            lines, "step", "length", "Lengths of the steps of AdaGrad and of SGD, both with rate 0.1."
        ),
    )


def sgd_constant() -> Seen:
    """Takes 100 plain steps under a constant gradient and compares their lengths."""
    places = descend(lambda w: np.full_like(w, 0.7), np.zeros(1), 0.1, 100)[:, 0]
    steps = np.abs(np.diff(places))
    return Seen(
        bool(steps[-1] > steps[0] * 1.001),
        f"With rate 0.1 and gradient 0.7, the first of 100 steps is {steps[0]:.3f} long and the last "
        f"{steps[-1]:.3f}.",
        (("step", "length"), *((str(k + 1), f"{steps[k]:.4f}") for k in (0, 9, 99))),
    )


def rmsprop_constant() -> Seen:
    """Takes 500 RMSProp steps under constant gradients."""

    def rmsprop(memory: float, g: float) -> tuple[float, float]:
        memory = 0.9 * memory + 0.1 * g * g
        return memory, 0.01 * g / np.sqrt(memory)

    runs = [(g, steps_under(g, rmsprop, 500)) for g in (0.001, 3.0, 200.0)]
    last = runs[-1][1]
    return Seen(
        all(run[-1] < 0.1 * 0.01 for _, run in runs),
        f"RMSProp took 500 steps with rate 0.01 under constant gradients: they start {last[0]:.4f} long and "
        f"end at {last[-1]:.4f}.",
        (
            ("gradient", "step 1", "step 10", "step 500"),
            *((f"{g:g}", *(f"{run[t]:.4f}" for t in (0, 9, 499))) for g, run in runs),
        ),
    )


def momentum_constant() -> Seen:
    """Takes 500 momentum steps under a constant gradient for several momenta."""
    rows = []
    for rho in (0.5, 0.9, 0.95):
        run = steps_under(2.0, lambda v, g: (rho * v + g, 0.1 * (rho * v + g)), 500)
        rows.append((rho, float(run[-1]), 0.2 / (1 - rho)))
    rho, seen, told = rows[-1]
    return Seen(
        all(abs(seen - told) < 1e-6 * told for _, seen, told in rows),
        f"With rate 0.1, gradient 2 and ρ = {rho:g}, the 500th step is {seen:.4f} long, and ηg/(1 − ρ) is "
        f"{told:.4f}.",
        (("ρ", "step 500", "ηg/(1 − ρ)"), *((f"{r:g}", f"{a:.4f}", f"{b:.4f}") for r, a, b in rows)),
    )


def adagrad_root() -> Seen:
    """Compares AdaGrad's steps under constant gradients with rate/√t."""
    told = 0.1 / np.sqrt(np.arange(1, 201))
    runs = [(g, steps_under(g, adagrad, 200)) for g in (-3.0, 0.02, 1.0, 400.0)]
    gap = max(float(np.abs(run / told - 1).max()) for _, run in runs)
    return Seen(
        gap < 1e-9,
        f"AdaGrad took 200 steps under four constant gradients: each is η/√t long within a relative "
        f"{small(gap)}.",
        (
            ("gradient", "step 200", "η/√200"),
            *((f"{g:g}", f"{r[-1]:.5f}", f"{told[-1]:.5f}") for g, r in runs),
        ),
    )


def adagrad_rotation() -> Seen:
    """Runs AdaGrad and plain descent on a bowl and on the bowl turned by 45°."""
    turn = np.array([[1.0, -1], [1, 1]]) / np.sqrt(2)
    H, start = np.diag([10.0, 1.0]), np.array([1.0, 2.0])

    def path(slope: Callable[[Array], Array], w: Array, *, scaled: bool) -> Array:
        total, points = np.zeros(2), [w]
        for _ in range(40):
            g = slope(w)
            total = total + g * g
            w = w - (0.5 * g / np.sqrt(total) if scaled else 0.1 * g)
            points.append(w)
        return np.array(points)

    gaps = []
    for scaled in (True, False):
        level = path(lambda w: H @ w, start, scaled=scaled)
        turned = path(lambda w: turn @ H @ turn.T @ w, turn @ start, scaled=scaled)
        gaps.append(float(np.linalg.norm(level @ turn.T - turned, axis=1).max()))
    return Seen(
        gaps[0] < 1e-6,
        f"Forty steps were run on a bowl and on the bowl turned by 45°: after turning, AdaGrad's paths are "
        f"up to {gaps[0]:.2f} apart, those of descent {small(gaps[1])}.",
        (("optimiser", "paths apart by"), ("AdaGrad", f"{gaps[0]:.2f}"), ("descent", small(gaps[1]))),
    )


def adam_steps(g: Array, count: int, *, corrected: bool) -> Array:
    """Lengths of the first Adam steps under constant gradients (rate 0.001, β 0.9 and 0.999)."""
    m, s, found = 0 * g, 0 * g, []
    for t in range(1, count + 1):
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
        a, b = (1 - 0.9**t, 1 - 0.999**t) if corrected else (1.0, 1.0)
        found.append(np.abs(0.001 * (m / a) / np.sqrt(s / b)))
    return np.array(found)


def adam_first_step() -> Seen:
    """Takes the first Adam step for gradients of very different sizes."""
    g = np.array([1e-4, -0.02, 1.0, -300.0])
    first = adam_steps(g, 1, corrected=True)[0]
    return Seen(
        bool(np.allclose(first, 0.001, rtol=1e-9)),
        f"With rate 0.001 and ε = 0, gradients from 0.0001 to 300 in size all gave a first step between "
        f"{first.min():.6f} and {first.max():.6f}.",
        (("gradient", "first step"), *((f"{a:g}", f"{b:.6f}") for a, b in zip(g, first, strict=True))),
    )


def adam_no_correction() -> Seen:
    """Takes first Adam steps with and without bias correction."""
    g = np.array([0.5])
    with_it, without = (adam_steps(g, 20, corrected=c)[:, 0] for c in (True, False))
    return Seen(
        bool(without[0] < with_it[0]),
        f"With rate 0.001, the first step is {with_it[0]:.5f} long with bias correction and {without[0]:.5f} "
        f"without.",
        (
            ("step", "corrected", "not"),
            *((str(k + 1), f"{with_it[k]:.5f}", f"{without[k]:.5f}") for k in (0, 4, 19)),
        ),
    )
