"""What L2 penalties, weight decay and early stopping do."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import (
    Array,
    Net,
    blobs,
    cross_entropy_slope,
    curves,
    descend,
    numeric_gradient,
    small,
)
from dldrill.experiments.seen import Seen
from dldrill.figures.marks import Row


def regression(n: int = 30, d: int = 8) -> tuple[Array, Array]:
    """Inputs of unequal scales and noisy linear targets that use a third of them."""
    rng = np.random.default_rng(7)
    X = rng.standard_normal((n, d)) * np.linspace(1.5, 0.3, d)
    w = np.where(np.arange(d) % 3 == 0, 1.0, 0.0)
    return X, X @ w + 0.3 * rng.standard_normal(n)


def ridge(X: Array, t: Array, penalty: float) -> Array:
    """The weights that minimise squared error plus (λ/2)‖w‖²."""
    return np.asarray(np.linalg.solve(2 * X.T @ X + penalty * np.eye(X.shape[1]), 2 * X.T @ t), float)


def beside(heads: Row, first: Array, second: Array, digits: int = 4) -> tuple[Row, ...]:
    """A table of two vectors side by side, a row a component."""
    pairs = enumerate(zip(first, second, strict=True), 1)
    return (heads, *((str(k), f"{a:.{digits}f}", f"{b:.{digits}f}") for k, (a, b) in pairs))


def l2_smaller_weights() -> Seen:
    """Trains pairs of networks from the same start with and without a penalty and compares norms."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 0], [-1, 0]], 15, 0.8)
    norms = []
    for seed in range(5):
        pair = []
        for decay in (0.0, 0.01):
            net = Net.drawn(np.random.default_rng(seed), 2, 8, 2)
            net.fit(x, y, 100, 0.5, decay)
            pair.append(net.norm())
        norms.append(pair)
    smaller = sum(b < a for a, b in norms)
    pairs = np.array(norms)
    plain, penalised = pairs.mean(0)
    return Seen(
        smaller > 2,
        f"Five pairs of networks were trained from the same start: with the penalty (λ = 0.01) the mean norm "
        f"of the weights is {penalised:.2f}, without it {plain:.2f}.",
        beside(("start", "norm without", "norm with penalty"), pairs[:, 0], pairs[:, 1], 2),
    )


def added_slopes(factor: float) -> tuple[Array, Array]:
    """Numeric gradients of factor·λ‖w‖² at random weights, and λw there (λ = 0.3)."""
    w = np.random.default_rng(7).standard_normal(5)
    return numeric_gradient(lambda v: factor * 0.3 * float(v @ v), w), 0.3 * w


def l2_half_gradient() -> Seen:
    """Differentiates the penalty with the half numerically."""
    found, told = added_slopes(0.5)
    ratio = float(np.median(found / told))
    return Seen(
        bool(np.allclose(found, told, atol=1e-6)),
        f"The gradient of the penalty was taken numerically at five random weights (λ = 0.3): it is "
        f"{ratio:.4f} times λw in every component.",
        beside(("weight", "gradient of the penalty", "λw"), found, told),
    )


def l2_whole_gradient() -> Seen:
    """Differentiates the penalty without the half numerically."""
    found, told = added_slopes(1.0)
    ratio = float(np.median(found / told))
    return Seen(
        bool(np.allclose(found, told, atol=1e-6)),
        f"The gradient of the penalty was taken numerically at five random weights (λ = 0.3): it is "
        f"{ratio:.4f} times λw in every component.",
        beside(("weight", "gradient of the penalty", "λw"), found, told),
    )


def l2_decay_step() -> Seen:
    """Takes a step on the whole objective and compares it with the shrunken step."""
    X, t = regression()
    w = np.random.default_rng(7).standard_normal(8)
    whole = numeric_gradient(lambda v: float(((X @ v - t) ** 2).mean() + 0.2 / 2 * (v @ v)), w)
    data = numeric_gradient(lambda v: float(((X @ v - t) ** 2).mean()), w)
    step, shrunken = w - 0.1 * whole, (1 - 0.1 * 0.2) * w - 0.1 * data
    gap = float(np.abs(step - shrunken).max())
    return Seen(
        gap < 1e-6,
        f"With η = 0.1 and λ = 0.2, a step along the numeric gradient of the whole objective and the formula "
        f"differ by {small(gap)}.",
        beside(("weight", "after the step", "by the formula"), step[:5], shrunken[:5]),
    )


def l2_sparsity() -> Seen:
    """Solves the same regressions with L1 and with L2 penalties and counts weights that are exactly 0."""
    X, t = regression()
    rows = []
    for penalty in (1.0, 5.0, 20.0):
        w = np.zeros(8)
        for _ in range(100):
            for k in range(8):
                pull = float(X[:, k] @ (t - X @ w + X[:, k] * w[k]))
                w[k] = np.sign(pull) * max(abs(pull) - penalty / 2, 0) / float(X[:, k] @ X[:, k])
        rows.append((penalty, int((w == 0).sum()), int((ridge(X, t, penalty) == 0).sum())))
    strongest, one, two = rows[-1]
    return Seen(
        all(two > one for _, one, two in rows),
        f"Regressions with eight weights were solved with both penalties: at λ = {strongest:g}, {one} "
        f"weights are exactly 0 under L1 and {two} under L2.",
        (("λ", "zeros with L1", "zeros with L2"), *((f"{p:g}", str(a), str(b)) for p, a, b in rows)),
    )


def l2_training_loss() -> Seen:
    """Follows the training error of the penalised solution over growing penalties."""
    X, t = regression()
    penalties = np.logspace(-3, 3, 60)
    errors = [float(((X @ ridge(X, t, p) - t) ** 2).sum()) for p in penalties]
    rows = ((f"{p:.3g}", f"{e:.3f}") for p, e in zip(penalties[::15], errors[::15], strict=True))
    return Seen(
        bool((np.diff(errors) > -1e-9).all()),
        f"Over 60 penalties from 0.001 to 1,000 the squared error on the training set never fell; it went "
        f"from {errors[0]:.3f} to {errors[-1]:.3f}.",
        (("λ", "squared error"), *rows),
    )


def l2_biases() -> Seen:
    """Penalises only the weights and compares their norm."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[2, 1], [-1, 1]], 20, 0.8)
    norms = []
    for decay in (0.0, 0.05):
        net = Net.drawn(np.random.default_rng(7), 2, 2)
        net.fit(x, y, 200, 0.5, decay)
        norms.append(net.norm())
    return Seen(
        abs(norms[0] - norms[1]) < 1e-9,
        f"Logistic regression was trained with a penalty on the weights only: their norm is {norms[1]:.2f} "
        f"instead of {norms[0]:.2f} without the penalty.",
        (
            ("penalty on the weights", "norm of the weights"),
            ("none", f"{norms[0]:.2f}"),
            ("λ = 0.05", f"{norms[1]:.2f}"),
        ),
    )


def l2_same_amount() -> Seen:
    """Takes one step along the numeric gradient of the penalty from 10 and from 0.1."""
    w = np.array([10.0, 0.1])
    pull = 0.1 * numeric_gradient(lambda v: 0.05 / 2 * float(v @ v), w)
    return Seen(
        bool(abs(pull[0] - pull[1]) < 1e-6),
        f"With η = 0.1 and λ = 0.05 the penalty moves the weight 10 by {pull[0]:.4f} and the weight 0.1 by "
        f"{pull[1]:.4f}.",
        (("weight", "moved by"), *((f"{a:g}", f"{b:.4f}") for a, b in zip(w, pull, strict=True))),
    )


def kept(h: Array, rate: float, steps: int) -> Array:
    """The share of the solution along directions of curvature h after descent from 0, run step by step."""
    return np.asarray(descend(lambda w: h * (w - 1), np.zeros_like(h), rate, steps)[-1])


def early_stopping_equivalence() -> Seen:
    """Looks for a weight decay that matches early-stopped descent on a bowl with three curvatures."""
    h = np.array([1.0, 0.1, 0.01])
    stopped = kept(h, 0.05, 40)
    penalties = np.logspace(-3, 2, 400)
    gaps = [float(np.abs(h / (h + p) - stopped).max()) for p in penalties]
    best = float(penalties[int(np.argmin(gaps))])
    decayed = h / (h + best)
    rows = ((f"{c:g}", f"{a:.3f}", f"{b:.3f}") for c, a, b in zip(h, stopped, decayed, strict=True))
    return Seen(
        min(gaps) < 0.001,
        f"Descent on a quadratic was stopped after 40 steps with rate 0.05: the best match of 400 penalties, "
        f"λ = {best:.2f}, still misses by {min(gaps):.3f} in one direction.",
        (("curvature", "share, stopped", "share, λ"), *rows),
    )


def low_curvature() -> Seen:
    """Compares the shares that both methods keep over many curvatures."""
    h = np.linspace(0.01, 1, 100)
    runs = [kept(h, rate, steps) for rate, steps in ((0.1, 20), (0.5, 5), (0.9, 3))]
    decays = [h / (h + p) for p in (0.05, 0.5, 5.0)]
    rising = all(bool((np.diff(share) > 0).all()) for share in (*runs, *decays))
    lines = {"stopped": (h.tolist(), runs[0].tolist()), "penalty": (h.tolist(), decays[1].tolist())}
    return Seen(
        rising,
        f"For 100 curvatures from 0.01 to 1, three early stops and three penalties: every share of the "
        f"solution grows with the curvature, for example from {runs[0][0]:.2f} to {runs[0][-1]:.2f} after 20 "
        f"steps with rate 0.1.",
        figure=curves(
            lines,
            "curvature",
            "share",
            "The share of the solution that 20 steps with rate 0.1 and the penalty λ = 0.5 keep, over the "
            "curvature.",
        ),
    )


def fewer_steps() -> Seen:
    """Finds for several stops the penalty whose solution comes nearest."""
    X, t = regression()
    penalties = np.logspace(-3, 3, 200)
    solutions = np.array([ridge(X, t, p) for p in penalties])
    rows = []
    for steps in (5, 20, 80, 320):
        w = descend(lambda w: 2 * (w @ X.T - t) @ X, np.zeros(8), 0.002, steps)[-1]
        nearest = int(np.linalg.norm(solutions - w, axis=1).argmin())
        rows.append((steps, float(penalties[nearest])))
    (few, strong), (many, weak) = rows[0], rows[-1]
    return Seen(
        bool((np.diff([p for _, p in rows]) < 0).all()),
        f"Descent on a linear regression was stopped early: of 200 penalties the nearest is λ = {strong:.2f} "
        f"after {few} steps and {weak:.2f} after {many}.",
        (("steps", "nearest λ"), *((str(n), f"{p:.2f}") for n, p in rows)),
    )


def shrinkage_factors() -> Seen:
    """Compares the two factors over curvatures for matched steps and penalty."""
    h = np.array([0.001, 0.01, 0.1, 1.0, 10.0])
    stopped, decayed = kept(h, 0.05, 40), h / (h + 1 / (0.05 * 40))
    rows = ((f"{c:g}", f"{a:.4f}", f"{b:.4f}") for c, a, b in zip(h, stopped, decayed, strict=True))
    return Seen(
        bool(np.abs(stopped - decayed).max() < 1e-6),
        f"With η = 0.05, τ = 40 and λ = 0.5 the factors differ by up to "
        f"{np.abs(stopped - decayed).max():.3f}; for small curvatures they come close.",
        (("curvature", "stopped", "penalty"), *rows),
    )


def adam_and_decay() -> Seen:
    """Runs Adam with the penalty in the gradient and with decoupled decay."""
    h = np.array([10.0, 0.1])
    ends = []
    for decoupled in (False, True):
        w, m, s = np.ones(2), np.zeros(2), np.zeros(2)
        for t in range(1, 51):
            g = h * (w - 2) + (0.0 if decoupled else 0.1 * w)
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
            step = m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
            w = w - 0.01 * (step + (0.1 * w if decoupled else 0.0))
        ends.append(w)
    gap = float(np.abs(ends[0] - ends[1]).max())
    names = ("penalty in the gradient", "decoupled decay")
    return Seen(
        gap < 1e-9,
        f"Adam took 50 steps with rate 0.01 and strength 0.1 on a bowl with curvatures 10 and 0.1: the "
        f"weights of the two versions end up to {gap:.3f} apart.",
        (
            ("version", "w, curvature 10", "w, curvature 0.1"),
            *((n, f"{w[0]:.3f}", f"{w[1]:.3f}") for n, w in zip(names, ends, strict=True)),
        ),
    )


def sgd_and_decay() -> Seen:
    """Runs plain descent on the penalised loss and with decoupled decay."""
    X, t = regression()

    def slope(w: Array) -> Array:
        return 2 * X.T @ (X @ w - t) / len(t)

    whole = decoupled = np.ones(8)
    for _ in range(100):
        whole = whole - 0.05 * (slope(whole) + 0.1 * whole)
        decoupled = (1 - 0.05 * 0.1) * decoupled - 0.05 * slope(decoupled)
    gap = float(np.abs(whole - decoupled).max())
    return Seen(
        gap < 1e-9,
        f"After 100 steps with η = 0.05 and λ = 0.1 the weights of the two versions differ by {small(gap)} "
        f"at most.",
        beside(("weight", "penalised loss", "decoupled decay"), whole[:5], decoupled[:5]),
    )


def distance_from_start() -> Seen:
    """Follows descent on random networks and compares distances with the bound."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 0], [-1, 0]], 15, 0.8)
    closest, rows = 0.0, []
    for rate in (0.05, 0.5, 2.0):
        net = Net.drawn(rng, 2, 6, 2)
        start, longest = np.concatenate([W.ravel() for W in (*net.weights, *net.biases)]), 0.0
        for steps in range(1, 41):
            slope = cross_entropy_slope(net(x), y)
            dW, db, _ = net.gradients(x, slope)
            longest = max(longest, float(np.sqrt(sum((g**2).sum() for g in (*dW, *db)))))
            net.step(x, slope, rate)
            now = np.concatenate([W.ravel() for W in (*net.weights, *net.biases)])
            far, bound = float(np.linalg.norm(now - start)), rate * steps * longest
            closest = max(closest, far / bound)
        rows.append((f"{rate:g}", f"{far:.2f}", f"{bound:.2f}"))
    return Seen(
        closest <= 1 + 1e-9,
        f"Three small networks were trained for 40 steps: at no step was the distance from the start more "
        f"than {closest:.2f} times ητG, with G the longest gradient so far.",
        (("rate", "distance, 40 steps", "ητG"), *rows),
    )


def lowest_of_many() -> Seen:
    """Measures by how much the lowest of many noisy validation losses understates the loss on new data."""
    rng = np.random.default_rng(7)
    true = 0.5 + 0.3 * np.linspace(-1, 1, 60) ** 2
    seen = true + 0.05 * rng.standard_normal((2000, 60))
    chosen = seen.argmin(1)
    told, new = float(seen.min(1).mean()), float(true[chosen].mean())
    return Seen(
        abs(told - new) < 0.005,
        f"Training was stopped at the lowest of 60 noisy validation losses: over 2,000 runs it read "
        f"{told:.3f} on average, while the loss of the weights kept was {new:.3f}.",
        (
            ("loss of the weights kept", "mean"),
            ("as read when chosen", f"{told:.3f}"),
            ("true", f"{new:.3f}"),
        ),
    )
