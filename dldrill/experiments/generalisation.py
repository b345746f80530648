"""Under- and overfitting, and what loss and accuracy say about each other."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, Labels, Net, accuracy, blobs, cross_entropy, curves, percent
from dldrill.experiments.seen import Seen

CENTRES = [[1.0, 0.0], [-1.0, 0.0]]


def powers(x: Array, degree: int) -> Array:
    """The columns 1, x, …, x^degree."""
    return np.vander(x, degree + 1, increasing=True)


def polynomial_errors(degree: int, ridge: float = 1e-9, runs: int = 40, n: int = 15) -> tuple[float, float]:
    """Median training and validation errors of polynomials on noisy samples of a sine."""
    rng = np.random.default_rng(7)
    found = []
    for _ in range(runs):
        x, xv = rng.uniform(-1, 1, n), rng.uniform(-1, 1, 200)
        t, tv = (np.sin(3 * v) + 0.3 * rng.standard_normal(len(v)) for v in (x, xv))
        A = powers(x, degree)
        w = np.linalg.solve(A.T @ A + ridge * np.eye(degree + 1), A.T @ t)
        found.append((((A @ w - t) ** 2).mean(), ((powers(xv, degree) @ w - tv) ** 2).mean()))
    train, held = np.median(found, axis=0)
    return float(train), float(held)


def high_training_loss() -> Seen:
    """Compares training error and gap of polynomials that are too small and too large."""
    rows = [(degree, *polynomial_errors(degree)) for degree in (0, 3, 9, 12)]
    highest = max(rows, key=lambda row: row[1])
    widest = max(rows, key=lambda row: row[2] - row[1])
    return Seen(
        highest is widest,
        f"Polynomials were fitted to 15 noisy samples of a sine (medians of 40 runs): the highest training "
        f"error belongs to degree {highest[0]}, the widest gap to degree {widest[0]}, whose training error "
        f"is the lowest.",
        (("degree", "training", "validation"), *((str(d), f"{a:.2f}", f"{b:.2f}") for d, a, b in rows)),
    )


def no_gap() -> Seen:
    """Measures a linear classifier on data that no line separates."""
    rng = np.random.default_rng(7)
    corners = [[1, 1], [-1, -1], [1, -1], [-1, 1]]
    (x, y), (xv, yv) = (blobs(rng, corners, n, 0.3) for n in (50, 250))
    net = Net.drawn(rng, 2, 2)
    net.fit(x, y // 2, 100, 0.5)
    train, held = accuracy(net(x), y // 2), accuracy(net(xv), yv // 2)
    return Seen(
        not (abs(train - held) < 0.06 and held < 0.7),
        f"A linear classifier was trained on XOR-like data: it is right in {percent(train)} of the training "
        f"and {percent(held)} of the validation examples.",
        (("examples", "accuracy"), ("training", percent(train)), ("validation", percent(held))),
    )


def underfitting_sign() -> Seen:
    """Cures high training losses by a larger model and by longer training."""
    rng = np.random.default_rng(7)
    corners = [[1, 1], [-1, -1], [1, -1], [-1, 1]]
    (x, y), (xv, yv) = (blobs(rng, corners, n, 0.3) for n in (25, 100))
    rows, held = [], []
    for name, hidden, steps in (
        ("no hidden layer", (), 250),
        ("few steps", (12,), 3),
        ("both cured", (12,), 250),
    ):
        net = Net.drawn(np.random.default_rng(7), 2, *hidden, 2)
        net.fit(x, y // 2, steps, 0.8)
        rows.append((name, cross_entropy(net(x), y // 2)))
        held.append(cross_entropy(net(xv), yv // 2))
    return Seen(
        all(
            high > 5 * rows[2][1] and after > 2 * held[2]
            for (_, high), after in zip(rows[:2], held[:2], strict=True)
        ),
        f"Networks were trained on XOR-like data: the training loss is {rows[0][1]:.3f} without a hidden "
        f"layer, {rows[1][1]:.3f} after few steps and {rows[2][1]:.3f} with both cured.",
        (
            ("network", "training", "validation"),
            *((n, f"{a:.3f}", f"{b:.3f}") for (n, a), b in zip(rows, held, strict=True)),
        ),
    )


def noisy_training(looks: int, every: int) -> tuple[list[int], Array]:
    """A wide network trained on labels of which a fifth is wrong.

    Returns the steps looked at, and rows of training loss, validation loss and the share of the
    wrong labels that it fits.
    """
    rng = np.random.default_rng(7)
    x, true = blobs(rng, CENTRES, 20, 0.8)
    xv, yv = blobs(rng, CENTRES, 200, 0.8)
    wrong = rng.random(len(true)) < 0.2
    y = np.where(wrong, 1 - true, true)
    net = Net.drawn(rng, 2, 40, 2, scale=0.3)
    net.weights[1] *= 0.0
    found = []
    for _ in range(looks):
        scores = net(3 * x)
        fitted = accuracy(scores[wrong], y[wrong])
        found.append((cross_entropy(scores, y), cross_entropy(net(3 * xv), yv), fitted))
        net.fit(3 * x, y, every, 0.2)
    return [k * every for k in range(looks)], np.array(found)


def validation_rises() -> Seen:
    """Watches what a network fits while its validation loss rises."""
    steps, found = noisy_training(21, 30)
    best = int(found[:, 1].argmin())
    train, held, fitted = found[-1] - found[best]
    return Seen(
        bool(held > 0 and train < 0 and fitted > 0),
        f"A wide network was trained on 40 labels of which a fifth was wrong: from step {steps[best]} on the "
        f"validation loss rose from {found[best, 1]:.2f} to {found[-1, 1]:.2f}, and the share of wrong "
        f"labels fitted from {percent(found[best, 2], 0)} to {percent(found[-1, 2], 0)}.",
        figure=curves(
            {"training": (steps, found[:, 0].tolist()), "validation": (steps, found[:, 1].tolist())},
            "step",
            "loss",
            "Training and validation loss of a wide network on 40 examples, some with wrong labels.",
        ),
    )


def weaker_regularisation() -> Seen:
    """Weakens the penalty of a polynomial that overfits, and strengthens it."""
    rows = [(ridge, *polynomial_errors(12, ridge)) for ridge in (1e-6, 1e-4, 1e-2)]
    gaps = [held - train for _, train, held in rows]
    return Seen(
        gaps[0] < gaps[1],
        f"Polynomials of degree 12 on 15 noisy samples (medians of 40 runs): with λ = 0.0001 the gap of the "
        f"errors is {gaps[1]:.2f}; weakened to 0.000001 it is {gaps[0]:.2f}, strengthened to 0.01 it is "
        f"{gaps[2]:.2f}.",
        (("λ", "training", "validation"), *((f"{r:g}", f"{a:.3f}", f"{b:.3f}") for r, a, b in rows)),
    )


def random_feature_runs(widths: tuple[int, ...], runs: int, n: int) -> Array:
    """Least squares on random ReLU features: accuracies and squared errors, a row a width."""
    rng = np.random.default_rng(7)
    total = np.zeros((len(widths), 4))
    for _ in range(runs):
        x, xv = (rng.standard_normal((m, 5)) for m in (n, 150))
        t, tv = (np.sign(v[:, 0] + 0.7 * rng.standard_normal(len(v))) for v in (x, xv))
        for k, width in enumerate(widths):
            W, b = rng.standard_normal((5, width)), rng.standard_normal(width)
            A, Av = (np.maximum(v @ W + b, 0) for v in (x, xv))
            w = np.linalg.lstsq(A, t, rcond=1e-8)[0]
            seen, new = A @ w, Av @ w
            scores = [
                (seen * t > 0).mean(),
                (new * tv > 0).mean(),
                ((seen - t) ** 2).mean(),
                ((new - tv) ** 2).mean(),
            ]
            total[k] += np.array(scores) / runs
    return total


def wider_network() -> Seen:
    """Widens a random-feature network up to the number of its training examples."""
    widths = (10, 20, 30, 40)
    found = random_feature_runs(widths, 20, 40)
    rows = (
        (str(w), f"{percent(a)}", f"{percent(b)}") for w, (a, b) in zip(widths, found[:, :2], strict=True)
    )
    return Seen(
        bool(found[-1, 0] > found[0, 0] and found[-1, 1] < found[0, 1]),
        f"Networks whose hidden weights are random were fitted to 40 noisy labels (means of 20 runs): wider "
        f"ones reach {percent(found[-1, 0], 0)} in training while the test accuracy falls to "
        f"{percent(found[-1, 1], 0)}.",
        (("hidden units", "training accuracy", "test accuracy"), *rows),
    )


def more_epochs() -> Seen:
    """Measures the gap of the losses after few and many epochs."""
    steps, found = noisy_training(21, 30)
    gaps = found[:, 1] - found[:, 0]
    rows = tuple((str(steps[k]), f"{gaps[k]:.2f}") for k in (1, 4, 12, 20))
    return Seen(
        bool((np.diff(gaps[1:]) <= 0).all()),
        f"A wide network on 40 examples: validation loss minus training loss went from {gaps[1]:.2f} after "
        f"{steps[1]} epochs to {gaps[-1]:.2f} after {steps[-1]}.",
        (("epochs", "validation − training"), *rows),
    )


def double_descent() -> Seen:
    """Follows the test error of random-feature regression through the interpolation point."""
    widths = (5, 15, 30, 40, 55, 100, 200)
    errors = random_feature_runs(widths, 8, 40)[:, 3]
    peak = int(errors.argmax())
    return Seen(
        bool(0 < peak < len(widths) - 1 and errors[peak] > 2 * max(errors[1], errors[-1])),
        f"Least squares on random features of 40 examples (means of 8 runs): the test error is highest at "
        f"{widths[peak]} features and lower on both sides.",
        (("features", "test error"), *((str(w), f"{e:.2f}") for w, e in zip(widths, errors, strict=True))),
    )


def dropout_gap() -> Seen:
    """Measures training accuracy with dropout and validation accuracy without."""
    rng = np.random.default_rng(7)
    (x, y), (xv, yv) = (blobs(rng, [[1, 1], [-1, 1], [0, -1]], n, 0.6) for n in (100, 100))
    net = Net.drawn(rng, 2, 12, 3)
    net.fit(x, y, 100, 0.5)
    h = net.layers(x)[1]
    dropped = accuracy(h * (rng.random(h.shape) < 0.4) / 0.4 @ net.weights[1] + net.biases[1], y)
    whole, held = accuracy(net(x), y), accuracy(net(xv), yv)
    return Seen(
        dropped < held,
        f"A trained network is right in {percent(dropped)} of the training examples with 60 % of the hidden "
        f"units dropped, and in {percent(held)} of the validation examples without dropout.",
        (
            ("examples", "hidden units", "accuracy"),
            ("training", "60 % dropped", percent(dropped)),
            ("training", "all", percent(whole)),
            ("validation", "all", percent(held)),
        ),
    )


def drawn_pairs(pairs: int) -> tuple[Array, Array]:
    """Mean losses and accuracies of random pairs of classifiers on 3 two-class examples."""
    p = np.random.default_rng(7).uniform(0.01, 0.99, (pairs, 2, 3))
    return -np.log(p).mean(2), (p > 0.5).mean(2)


def lower_loss() -> Seen:
    """Searches random pairs of two-class classifiers for one that has less loss and less accuracy."""
    loss, right = drawn_pairs(2000)
    first = loss[:, 0] < loss[:, 1]
    better = np.where(first, right[:, 0] > right[:, 1], right[:, 1] > right[:, 0])
    worse = np.where(first, right[:, 0] < right[:, 1], right[:, 1] < right[:, 0])
    shares = (better.mean(), (~better & ~worse).mean(), worse.mean())
    return Seen(
        bool(better.all()),
        f"Of 2,000 random pairs of classifiers (three examples, two classes), the one with the lower loss "
        f"had the lower accuracy in {percent(shares[2])}.",
        (
            ("accuracy at the lower loss", "pairs"),
            *zip(("higher", "the same", "lower"), map(percent, shares), strict=True),
        ),
    )


def lower_loss_and_accuracy() -> Seen:
    """Searches random pairs of classifiers for one that is lower in both, and shows it."""
    p = np.random.default_rng(7).uniform(0.01, 0.99, (2000, 2, 3))
    loss, right = drawn_pairs(2000)
    lower = (loss[:, 0] < loss[:, 1]) & (right[:, 0] < right[:, 1])
    k = int(lower.argmax())
    rows = (
        (name, ", ".join(f"{v:.2f}" for v in p[k, i]), f"{loss[k, i]:.2f}", f"{right[k, i]:.2f}")
        for i, name in enumerate("AB")
    )
    return Seen(
        bool(lower.any()),
        f"In {int(lower.sum())} of 2,000 random pairs (three examples, two classes) the first classifier has "
        f"both the lower loss and the lower accuracy; here is one.",
        (("classifier", "true-class probabilities", "loss", "accuracy"), *rows),
    )


def drawn_scores(n: int = 500) -> tuple[Array, Labels]:
    """Random scores of 4 classes, better than chance, with their labels."""
    rng = np.random.default_rng(7)
    labels = rng.integers(0, 4, n)
    return rng.standard_normal((n, 4)) + np.eye(4)[labels], labels


def logits_times_three() -> Seen:
    """Multiplies random logits by 3 and compares accuracy and cross-entropy."""
    scores, labels = drawn_scores()
    right = [accuracy(s, labels) for s in (scores, 3 * scores)]
    loss = [cross_entropy(s, labels) for s in (scores, 3 * scores)]
    names = ("as drawn", "times 3")
    return Seen(
        right[0] != right[1] and loss[0] == loss[1],
        f"The logits of 500 examples were multiplied by 3: the accuracy stayed at {percent(right[1])}, the "
        f"cross-entropy went from {loss[0]:.3f} to {loss[1]:.3f}.",
        (
            ("logits", "accuracy", "cross-entropy"),
            *((n, percent(a), f"{b:.3f}") for n, a, b in zip(names, right, loss, strict=True)),
        ),
    )


def perfect_accuracy_loss() -> Seen:
    """Measures the loss of classifiers that are always right, with larger and larger margins."""
    rows = []
    for margin in (0.1, 1.0, 5.0, 20.0):
        scores = margin * np.eye(4)
        rows.append((margin, accuracy(scores, np.arange(4)), cross_entropy(scores, np.arange(4))))
    return Seen(
        all(loss > 0 for _, right, loss in rows if right == 1),
        "Four examples of four classes, the true logit ahead of the others by a margin: the loss shrinks "
        "with the margin but is never 0.",
        (
            ("margin", "accuracy", "cross-entropy"),
            *((f"{m:g}", f"{percent(a, 0)}", f"{b:.2g}") for m, a, b in rows),
        ),
    )


def equal_accuracy() -> Seen:
    """Compares the losses of classifiers with equal accuracy."""
    scores, labels = drawn_scores()
    rows = [(c, accuracy(c * scores, labels), cross_entropy(c * scores, labels)) for c in (0.3, 1.0, 3.0)]
    same = len({right for _, right, _ in rows}) == 1
    return Seen(
        same and max(row[2] for row in rows) - min(row[2] for row in rows) < 1e-9,
        f"The logits of 500 examples were multiplied by three factors: the accuracy is always "
        f"{percent(rows[0][1])}, the loss between {min(r[2] for r in rows):.3f} and "
        f"{max(r[2] for r in rows):.3f}.",
        (
            ("logits times", "accuracy", "cross-entropy"),
            *((f"{c:g}", f"{percent(a)}", f"{b:.3f}") for c, a, b in rows),
        ),
    )


def one_confident_mistake() -> Seen:
    """Adds up the losses on both sides."""
    one, many = -np.log(1e-6), sum(-np.log(0.9) for _ in range(100))
    return Seen(
        bool(one > many),
        f"Losses were added up: one example with 0.000001 for its class adds {one:.2f}, a hundred with 0.9 "
        f"together {many:.2f}.",
        (
            ("examples", "probability", "sum of losses"),
            ("1", "0.000001", f"{one:.2f}"),
            ("100", "0.9", f"{many:.2f}"),
        ),
    )


def below_ln_two() -> Seen:
    """Searches shares of 0.99 and 0.49 for a loss below ln 2 without an accuracy above one half."""
    rows = []
    for sure in (30, 40, 49, 50, 60):
        p = np.array([0.99] * sure + [0.49] * (100 - sure))
        rows.append((sure, float(-np.log(p).mean()), float((p > 0.5).mean())))
    return Seen(
        all(right > 0.5 for _, loss, right in rows if loss < np.log(2)),
        f"Of 100 two-class examples some give their true class 0.99, the others 0.49: with {rows[0][0]} at "
        f"0.99 the loss is {rows[0][1]:.3f}, below $\\ln 2 = 0.693$, and the accuracy "
        f"{percent(rows[0][2], 0)}.",
        (
            ("examples at 0.99", "mean loss", "accuracy"),
            *((str(n), f"{a:.3f}", f"{percent(b, 0)}") for n, a, b in rows),
        ),
    )


def above_one_half() -> Seen:
    """Draws distributions whose true class has more than one half and looks for mistakes."""
    rng = np.random.default_rng(7)
    p = rng.dirichlet(np.ones(5) * 0.5, 20_000)
    labels = rng.integers(0, 5, 20_000)
    kept = p[np.arange(20_000), labels] > 0.5
    mistakes = int((p[kept].argmax(1) != labels[kept]).sum())
    among = int(kept.sum())
    return Seen(
        mistakes == 0,
        f"Of 20,000 random distributions over five classes, {among:,} gave the true class more than 1/2, and "
        f"{mistakes} of these are wrong.",
        (
            ("true class above 1/2", "distributions"),
            ("right", f"{among - mistakes:,}"),
            ("wrong", f"{mistakes:,}"),
        ),
    )
