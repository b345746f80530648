"""Learning rates, and losses that go up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dldrill.experiments._nets import (
    Array,
    Net,
    blobs,
    cross_entropy,
    cross_entropy_slope,
    curves,
    descend,
    numeric_gradient,
    percent,
    small,
)
from dldrill.experiments.seen import Seen


def loss_up_overfitting() -> Seen:
    """Overfits a wide network and counts how often the training loss rose once validation loss did."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 0], [-1, 0]], 10, 1.0)
    xv, yv = blobs(rng, [[1, 0], [-1, 0]], 200, 1.0)
    net = Net.drawn(rng, 2, 30, 2, scale=0.1)
    train, held = [], []
    for _ in range(30):
        held.append(cross_entropy(net(3 * xv), yv))
        train += net.fit(3 * x, y, 10, 0.05)[:1]
    best = int(np.argmin(held))
    ups = int((np.diff(train[best:]) > 0).sum())
    every = list(range(0, 300, 10))
    return Seen(
        ups > 0.5 * (len(train) - best - 1),
        f"A wide network overfits 20 examples: after step {every[best]} the validation loss rises to "
        f"{held[-1]:.2f}, while the training loss rises in {ups} of {len(train) - best - 1} looks.",
        figure=curves(
            {"training": (every, train), "validation": (every, held)},
            "step",
            "loss",
            "Training and validation loss of a wide network on 20 examples.",
        ),
    )


def loss_up_other_batch() -> Seen:
    """Counts SGD updates after which the next batch's loss is higher though the whole set's loss fell."""
    rng = np.random.default_rng(7)
    X = rng.standard_normal((200, 3))
    t = X @ np.array([1.0, -2, 0.5]) + rng.standard_normal(200)
    w, found, falls = np.zeros(3), 0, 0
    batches = rng.integers(0, 200, (101, 8))
    for now, after in pairwise(batches):
        error = X[now] @ w - t[now]
        new = w - 0.05 * X[now].T @ error / 8
        fell = bool(((X @ new - t) ** 2).mean() < ((X @ w - t) ** 2).mean())
        falls += fell
        found += fell and bool(((X[after] @ new - t[after]) ** 2).mean() > (error**2).mean())
        w = new
    return Seen(
        found > 0,
        f"In {falls} of 100 SGD updates with batches of 8 the loss on the whole set fell; in {found} of "
        f"these the next batch had a higher loss than the one before.",
        (("of 100 updates", "count"), ("whole loss fell", str(falls)), ("and next batch higher", str(found))),
    )


def loss_up_step_size() -> Seen:
    """Takes one gradient step near the minimum of h·w²/2 with several rates."""
    rows = []
    for rate in (0.5, 1.0, 1.9, 2.1, 3.0):
        w = 0.01 - rate * 0.01
        rows.append((rate, 0.01**2 / 2, w**2 / 2))
    return Seen(
        any(after > before for _, before, after in rows),
        f"One step was taken from w = 0.01 on $w^2/2$: with rate {rows[-1][0]:g} the loss goes from "
        f"{rows[-1][1]:.2g} to {rows[-1][2]:.2g} on the other side.",
        (("rate", "loss before", "loss after"), *((f"{r:g}", f"{a:.2g}", f"{b:.2g}") for r, a, b in rows)),
    )


def loss_up_vanishing() -> Seen:
    """Compares the jumps of the loss in a deep network with vanishing gradients and in a shallow one."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 0], [-1, 0]], 20, 0.7)
    deep = Net.drawn(rng, 2, *([8] * 14), 2, scale=0.05)
    grads, _, _ = deep.gradients(x, cross_entropy_slope(deep(x), y))
    losses = deep.fit(x, y, 60, 0.5)
    size, spread = small(float(np.linalg.norm(grads[0]))), small(np.ptp(losses))
    jump = float(np.diff(losses).max())
    return Seen(
        jump > 0.01,
        f"In a network of 15 layers the first layer's gradient has norm {size}: over 60 steps with rate 0.5 "
        f"the loss stayed within {spread} of {losses[0]:.3f}.",
        (("measured", "value"), ("gradient norm", size), ("spread of the loss", spread)),
    )


def loss_up_regulariser() -> Seen:
    """Takes one step on cross-entropy plus penalty from large weights that fit the data."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[2, 0], [-2, 0]], 30, 0.5)
    W = np.array([[2.0, -2], [0, 0]])
    slope = x.T @ cross_entropy_slope(x @ W, y) + 0.1 * W
    new = W - 0.1 * slope
    data = [cross_entropy(x @ V, y) for V in (W, new)]
    whole = [d + 0.05 * float((V**2).sum()) for d, V in zip(data, (W, new), strict=True)]
    rows = zip(("cross-entropy", "whole objective"), (data, whole), strict=True)
    return Seen(
        data[1] > data[0] and whole[1] < whole[0],
        f"One step with rate 0.1 and λ = 0.1 was taken from large weights: the cross-entropy rose to "
        f"{data[1]:.5f}, while the whole objective fell to {whole[1]:.3f}.",
        (("loss", "before", "after"), *((n, f"{v[0]:.5f}", f"{v[1]:.5f}") for n, v in rows)),
    )


def loss_up_descent() -> Seen:
    """Runs full-batch descent on a logistic loss with falling rates and counts steps that raise it."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 0], [-1, 0]], 20, 1.5)
    x = 3 * x
    rows = []
    for rate in (10.0, 1.0, 0.1, 0.01):
        w, losses = np.ones((2, 2)) * [[1, -1]], []
        for _ in range(150):
            scores = x @ w
            losses.append(cross_entropy(scores, y))
            w = w - rate * x.T @ cross_entropy_slope(scores, y)
        rows.append((rate, int((np.diff(losses) > 1e-12).sum())))
    return Seen(
        rows[-1][1] > 0,
        f"Steps that raise a logistic loss were counted in 149 of full-batch descent: {rows[0][1]} with rate "
        f"{rows[0][0]:g}, {rows[-1][1]} with rate {rows[-1][0]:g}.",
        (("rate", "steps that raised the loss"), *((f"{r:g}", str(n)) for r, n in rows)),
    )


def loss_up_dropout() -> Seen:
    """Evaluates the loss of one batch with the same weights and 20 dropout masks."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 0], [-1, 0]], 10, 0.5)
    net = Net.drawn(rng, 2, 10, 2)
    h = net.layers(x)[1]
    losses = [cross_entropy(h * (rng.random(h.shape) < 0.5) * 2 @ net.weights[1], y) for _ in range(20)]
    return Seen(
        max(losses) > min(losses),
        f"The same batch and weights were evaluated with 20 dropout masks (rate 0.5): the loss varied "
        f"between {min(losses):.3f} and {max(losses):.3f}.",
        (("of 20 masks", "loss"), ("lowest", f"{min(losses):.3f}"), ("highest", f"{max(losses):.3f}")),
    )


def loss_up_wrong_gradient() -> Seen:
    """Counts SGD updates that raise the whole training loss although their gradient is right."""
    rng = np.random.default_rng(7)
    X = rng.standard_normal((100, 3))
    t = X @ np.array([1.0, -2, 0.5]) + rng.standard_normal(100)
    w, ups, gap = np.zeros(3), 0, 0.0
    for k in range(100):
        rows = rng.integers(0, 100, 4)
        Xb, tb = X[rows], t[rows]
        g = Xb.T @ (Xb @ w - tb) / 4
        if k % 10 == 0:
            told = numeric_gradient(lambda v: float(((Xb @ v - tb) ** 2).mean() / 2), w)
            gap = max(gap, float(np.abs(told - g).max()))
        new = w - 0.1 * g
        ups += bool(((X @ new - t) ** 2).mean() > ((X @ w - t) ** 2).mean())
        w = new
    right = gap < 1e-6
    return Seen(
        not (right and ups > 0),
        f"In 100 updates with batches of 4, {ups} raised the loss on the whole training set, although the "
        f"gradients agree with finite differences within {small(gap)}.",
        (("measured", "value"), ("rises of the loss", str(ups)), ("error of gradients", small(gap))),
    )


def loss_up_momentum() -> Seen:
    """Follows plain descent and momentum with the same rate on h·w²/2."""
    worst = []
    for rho in (0.0, 0.9):
        w, v, losses = 1.0, 0.0, [0.5]
        for _ in range(60):
            v = rho * v + w
            w -= 0.1 * v
            losses.append(w * w / 2)
        worst.append(int((np.diff(losses) > 0).sum()))
    return Seen(
        worst[0] > 0 or worst[1] == 0,
        f"On $w^2/2$ with rate 0.1, {worst[0]} of 60 steps of plain descent raised the loss, and {worst[1]} "
        f"of 60 steps with momentum 0.9.",
        (("momentum", "rises"), ("0", str(worst[0])), ("0.9", str(worst[1]))),
    )


def noisy_runs(rates: list[float], seeds: int = 200, h: float = 1.0) -> Array:
    """Mean losses h·w²/2 of SGD with gradient noise 1 from w = 5, a number a rate; over parallel runs."""
    rng = np.random.default_rng(7)
    w, found = np.full(seeds, 5.0), []
    for rate in rates:
        found.append(float((h * w**2 / 2).mean()))
        w = w - rate * (h * w + rng.standard_normal(seeds))
    return np.array([*found, float((h * w**2 / 2).mean())])


def loss_up_restart() -> Seen:
    """Raises the rate of settled SGD runs tenfold and watches the mean loss."""
    losses = noisy_runs([0.02] * 300 + [0.2] * 40)
    before, after = losses[250:300].mean(), losses[-20:].mean()
    return Seen(
        bool(after > before),
        f"In 200 SGD runs on a noisy $w^2/2$ the mean loss settled at {before:.4f} with rate 0.02, and at "
        f"{after:.3f} after the rate was raised to 0.2.",
        (("rate", "mean loss"), ("0.02", f"{before:.4f}"), ("0.2", f"{after:.4f}")),
    )


def rate_limit() -> Seen:
    """Runs descent on random quadratics with rates just below and just above the limit."""
    rng = np.random.default_rng(7)
    apart = {0.98: 0, 1.02: 0}
    for _ in range(40):
        A = rng.standard_normal((3, 3))
        H = A @ A.T + 0.1 * np.eye(3)
        top = float(np.linalg.eigvalsh(H)[-1])
        start = rng.standard_normal(3)
        for share in apart:
            power = np.linalg.matrix_power(np.eye(3) - share * 2 / top * H, 1000)
            apart[share] += bool(np.linalg.norm(power @ start) > 1e6)
    return Seen(
        apart[1.02] >= 39 and apart[0.98] == 0,
        f"Descent took 1,000 steps on 40 random quadratics: {apart[1.02]} runs diverged with 1.02 times the "
        f"limit 2/h_max, {apart[0.98]} with 0.98 times the limit.",
        (("rate / limit", "runs that diverged"), *((f"{share:g}", str(n)) for share, n in apart.items())),
    )


def fastest_drop() -> Seen:
    """Compares SGD runs with several rates after few and after many steps."""
    rates = (0.01, 0.05, 0.2, 1.0)
    runs = [noisy_runs([rate] * 600) for rate in rates]
    first = int(np.argmin([run[5] for run in runs]))
    last = int(np.argmin([run[-50:].mean() for run in runs]))
    rows = (
        (f"{r:g}", f"{run[5]:.2f}", f"{run[-50:].mean():.4f}") for r, run in zip(rates, runs, strict=True)
    )
    return Seen(
        first == last,
        f"SGD on a noisy $w^2/2$, mean loss of 200 runs: after 5 steps the rate {rates[first]:g} is lowest, "
        f"at the end the rate {rates[last]:g}.",
        (("rate", "loss after 5 steps", "loss after 600"), *rows),
    )


def slow_straight_curve() -> Seen:
    """Fits a straight line to a slow loss curve and tries ten times its rate."""
    H = np.diag([1.0, 0.2])
    rates = (0.001, 0.01, 0.1)
    runs = [0.5 * ((p := descend(lambda w: w @ H, np.ones(2), r, 50)) @ H * p).sum(1) for r in rates]
    t = np.arange(51)
    bend = [float(np.abs(run - np.polyval(np.polyfit(t, run, 1), t)).max() / run[0]) for run in runs]
    rows = (
        (f"{r:g}", f"{percent(b)}", f"{run[-1]:.3f}") for r, b, run in zip(rates, bend, runs, strict=True)
    )
    return Seen(
        bool(bend[0] < 0.01 and runs[1][-1] < runs[0][-1]),
        f"With rate 0.001 the loss on a bowl fell from {runs[0][0]:.3f} to {runs[0][-1]:.3f} in 50 steps, "
        f"within {percent(bend[0])} of a straight line; higher rates came lower.",
        (("rate", "deviation from a line", "loss after 50 steps"), *rows),
    )


def exploding_loss() -> Seen:
    """Trains the same network with low and high rates and looks where the loss explodes."""
    rng = np.random.default_rng(7)
    X = rng.standard_normal((50, 4))
    t = X @ np.array([1.0, 2, -1, 0])
    rows = []
    for rate in (0.0001, 0.01, 0.5, 3.0):
        path = descend(lambda w: (w @ X.T - t) @ X / 50, np.zeros(4), rate, 12)
        losses = ((path @ X.T - t) ** 2).mean(1)
        rows.append((rate, float(losses[0]), float(losses[-1])))
    low, high = (any(b > 10 * a for _, a, b in part) for part in (rows[:2], rows[2:]))
    return Seen(
        low and not high,
        f"Linear regression took 12 steps with four rates: only rate {rows[-1][0]:g} makes the loss explode, "
        f"to {rows[-1][2]:.3g}.",
        (("rate", "first loss", "last loss"), *((f"{r:g}", f"{a:.2f}", f"{b:.3g}") for r, a, b in rows)),
    )


def lower_late() -> Seen:
    """Cuts the rate of settled SGD runs to a tenth and watches the mean loss."""
    kept, cut = noisy_runs([0.3] * 300), noisy_runs([0.3] * 150 + [0.03] * 150)
    t = list(range(100, 301, 5))
    return Seen(
        bool(cut[-50:].mean() < 0.8 * kept[-50:].mean()),
        f"SGD on a noisy $w^2/2$, mean loss of 200 runs: with rate 0.3 it stays at {kept[-50:].mean():.3f}; "
        f"cut to 0.03 after 150 steps it falls to {cut[-50:].mean():.3f}.",
        figure=curves(
            {"rate kept": (t, kept[t].tolist()), "rate cut": (t, cut[t].tolist())},
            "step",
            "mean loss",
            "Mean loss of SGD runs whose rate is kept, and of runs whose rate is cut at step 150.",
        ),
    )


def rate_and_batch() -> Seen:
    """Finds the best of several rates for batches of 1 and of 64 on a noisy quadratic."""
    rng = np.random.default_rng(7)
    rates = np.array([0.01, 0.03, 0.1, 0.3, 1.0])
    best, rows = {}, []
    for n in (1, 64):
        w = np.full((500, 5), 3.0)
        for _ in range(10):
            w = w - rates * (w + 5 * rng.standard_normal((500, 5)) / np.sqrt(n))
        ends = (w**2 / 2).mean(0)
        best[n] = float(rates[ends.argmin()])
        rows.append((str(n), *(f"{v:.2f}" for v in ends[2:])))
    return Seen(
        best[1] == best[64],
        f"Mean losses of 500 runs of 10 steps on $w^2/2$ with noise that falls with the batch: the best rate "
        f"is {best[1]:g} for batches of 1 and {best[64]:g} for batches of 64.",
        (("batch", "rate 0.1", "rate 0.3", "rate 1"), *rows),
    )


def mirrored_rates() -> Seen:
    """Follows |w| with the rates 0.5/h and 1.5/h for several curvatures."""
    gap, rows = 0.0, []
    for h in (0.01, 1.0, 40.0):
        low, high = (np.abs(descend(lambda w: h * w, np.ones(1), r / h, 40)) for r in (0.5, 1.5))
        rows.append((f"{h:g}", *(f"{path[10, 0]:.6f}" for path in (low, high))))
        gap = max(gap, float(np.abs(high / low - 1).max()))
    return Seen(
        gap < 1e-6,
        f"For h = 0.01, 1 and 40, forty steps from w = 1 gave the same |w| with both rates, within a "
        f"relative {small(gap)}.",
        (("h", "step 10, rate 0.5/h", "rate 1.5/h"), *rows),
    )


def noise_floor() -> Seen:
    """Runs SGD with fixed rates on a noisy quadratic for long and measures the distance left."""
    rows = []
    for rate in (0.3, 0.1, 0.03):
        losses = noisy_runs([rate] * 800, 100)
        rows.append((rate, float(losses[300:500].mean()), float(losses[-200:].mean())))
    return Seen(
        all(late < 0.1 * early for _, early, late in rows),
        f"SGD ran long on $w^2/2$ with gradient noise 1: the mean loss ends at {rows[0][2]:.4f} with rate "
        f"{rows[0][0]:g}, at {rows[-1][2]:.4f} with rate {rows[-1][0]:g}.",
        (("rate", "loss, 300–500", "600–800"), *((f"{r:g}", f"{a:.4f}", f"{b:.4f}") for r, a, b in rows)),
    )


def half_rate() -> Seen:
    """Counts steps to a hundredth of the start with a rate and with half of it."""

    def steps(product: float) -> int:
        w, count = 1.0, 0
        while w > 0.01:
            w, count = w - product * w, count + 1
        return count

    rows = [(product, steps(product), steps(product / 2)) for product in (0.1, 0.05, 0.01, 0.002)]
    return Seen(
        all(1.9 < half / whole < 2.2 for _, whole, half in rows),
        f"Steps until |w| has fallen to a hundredth on $hw^2/2$ were counted: at ηh = {rows[0][0]:g} it "
        f"takes {rows[0][1]} with rate η and {rows[0][2]} with η/2.",
        (("ηh", "steps with η", "steps with η/2"), *((f"{p:g}", str(a), str(b)) for p, a, b in rows)),
    )


def flattest_direction() -> Seen:
    """Finds by bisection the largest stable rate while either curvature changes."""

    def limit(*curvatures: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(60):
            rate = (low + high) / 2
            w = np.abs((1 - rate * np.array(curvatures)) ** 200).max()
            low, high = (rate, high) if w < 1 else (low, rate)
        return low

    same, flatter, steeper = limit(10, 1), limit(10, 0.1), limit(20, 1)
    rows = (("10, 1", same), ("10, 0.1", flatter), ("20, 1", steeper))
    return Seen(
        abs(flatter - same) > 1e-6 and abs(steeper - same) < 1e-6,
        f"The largest stable rate was found by bisection: it is {same:.3f} for curvatures 10 and 1, "
        f"{flatter:.3f} for 10 and 0.1 and {steeper:.3f} for 20 and 1.",
        (("curvatures", "largest rate"), *((name, f"{rate:.3f}") for name, rate in rows)),
    )
