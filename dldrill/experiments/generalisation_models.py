"""Models that suit their labels, and nearest neighbours."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, Labels, Net, accuracy, blobs, percent, sigmoid, small, softmax
from dldrill.experiments.seen import Seen

CORNERS = [[1.0, 1.0], [-1.0, 0.0], [1.0, -1.0]]


def three_labels() -> Seen:
    """Fits softmax regression to three classes and checks accuracy and sums of probabilities."""
    rng = np.random.default_rng(7)
    (x, y), (xv, yv) = (blobs(rng, CORNERS, n, 0.4) for n in (40, 100))
    net = Net.drawn(rng, 2, 3)
    net.fit(x, y, 150, 0.5)
    p = softmax(net(xv))
    right = accuracy(p, yv)
    sums = p.sum(1)
    return Seen(
        right > 0.9 and bool(np.allclose(p.sum(1), 1)),
        f"Softmax regression was fitted to three classes in the plane: it is right for {percent(right)} of "
        f"new examples, and its probabilities always sum to {sums.max():.3f}.",
        (
            ("on new examples", "value"),
            ("accuracy", percent(right)),
            ("smallest sum", f"{sums.min():.6f}"),
            ("largest sum", f"{sums.max():.6f}"),
        ),
    )


def line_fit(x: Array, targets: Array) -> Array:
    """Least-squares predictions of a linear model with an offset, at its own training inputs."""
    A = np.column_stack([x, np.ones(len(x))])
    return np.asarray(A @ np.linalg.lstsq(A, targets, rcond=None)[0])


def class_numbers() -> Seen:
    """Renames the classes, fits the numbers by linear regression and compares accuracies."""
    x, y = blobs(np.random.default_rng(7), [[-1.0], [0.0], [1.0]], 60, 0.15)
    rows = []
    for names in ((0, 1, 2), (0, 2, 1), (1, 0, 2)):
        numbers = np.array(names)[y]
        guess = np.clip(line_fit(x, numbers.astype(float)).round(), 0, 2)
        rows.append((", ".join(map(str, names)), float((guess == numbers).mean())))
    shares = [r for _, r in rows]
    return Seen(
        max(r for _, r in rows) - min(r for _, r in rows) < 0.01,
        f"Linear regression predicts the numbers of three classes on a line: its accuracy lies between "
        f"{percent(min(shares))} and {percent(max(shares))}, as the classes are numbered.",
        (("numbers from left to right", "accuracy"), *((n, f"{percent(r)}") for n, r in rows)),
    )


def independent_tags() -> Seen:
    """Fits three sigmoids to every combination of three tags."""
    rng = np.random.default_rng(7)
    tags = (np.arange(240)[:, None] >> np.arange(3)) % 2
    x = tags + 0.2 * rng.standard_normal((240, 3))
    W, b = np.zeros((3, 3)), np.zeros(3)
    for _ in range(300):
        error = (sigmoid(x @ W + b) - tags) / len(x)
        W, b = W - 5 * x.T @ error, b - 5 * error.sum(0)
    whole = ((sigmoid(x @ W + b) > 0.5) == tags).all(1)
    several = float(whole[tags.sum(1) != 1].mean())
    single = float(whole[tags.sum(1) == 1].mean())
    return Seen(
        several > 0.9,
        f"Three sigmoids were fitted to all eight combinations of three tags: all tags are right in "
        f"{percent(several)} of the examples with no tag or several.",
        (
            ("examples", "all tags right"),
            ("all", percent(whole.mean())),
            ("exactly one tag", percent(single)),
            ("no tag or several", percent(several)),
        ),
    )


def single_sigmoid() -> Seen:
    """Searches all thresholds and pairs of classes for the best one-threshold classifier."""
    rng = np.random.default_rng(7)
    values = sigmoid(np.sort(np.concatenate([rng.normal(m, 0.1, 100) for m in (-2, 0, 2)])))
    y = np.repeat(np.arange(3), 100)
    best = max(
        float((np.where(values < cut, low, high) == y).mean())
        for cut in np.linspace(0, 1, 101)
        for low in range(3)
        for high in range(3)
    )
    two = float((np.searchsorted(values[[99, 199]], values) == y).mean())
    return Seen(
        best > 0.9,
        f"For three classes on one sigmoid's output, the best of 101 thresholds with any two class names is "
        f"right in {percent(best)} of the cases.",
        (("thresholds", "right"), ("one, the best", percent(best)), ("two", percent(two))),
    )


def two_class_softmax() -> Seen:
    """Compares softmax and sigmoid on random pairs of scores."""
    scores = np.random.default_rng(7).normal(0, 10, (1000, 2))
    soft, one = softmax(scores)[:, 0], sigmoid(scores[:, 0] - scores[:, 1])
    gap = float(np.abs(soft - one).max())
    rows = ((f"{a:.2f}, {b:.2f}", f"{soft[k]:.6f}", f"{one[k]:.6f}") for k, (a, b) in enumerate(scores[:4]))
    return Seen(
        gap < 1e-12,
        f"Softmax and the sigmoid of the difference were computed for 1,000 random pairs of scores: they "
        f"differ by {small(gap)} at most.",
        (("scores", "softmax", "sigmoid of difference"), *rows),
    )


def squared_error_likelihood() -> Seen:
    """Looks for two predictions that likelihood and squared error rank differently."""
    rng = np.random.default_rng(7)
    p = rng.dirichlet(np.ones(3), (5000, 2))
    likely = p[:, :, 0]
    error = ((p - np.array([1.0, 0, 0])) ** 2).mean(2)
    differ = (likely[:, 0] > likely[:, 1]) == (error[:, 0] > error[:, 1])
    k = int(differ.argmax())
    rows = (
        (", ".join(f"{v:.2f}" for v in p[k, i]), f"{likely[k, i]:.2f}", f"{error[k, i]:.3f}") for i in (0, 1)
    )
    return Seen(
        not differ.any(),
        f"In {int(differ.sum())} of 5,000 random pairs of predictions (true class first), the one with the "
        f"higher likelihood has the higher squared error as well; here is one.",
        (("probabilities", "likelihood", "squared error"), *rows),
    )


def one_vs_rest() -> Seen:
    """Fits three logistic models, each for one class, and picks the highest score."""
    rng = np.random.default_rng(7)
    (x, y), (xv, yv) = (blobs(rng, CORNERS, n, 0.4) for n in (40, 100))
    W, b = np.zeros((2, 3)), np.zeros(3)
    for _ in range(200):
        error = (sigmoid(x @ W + b) - np.eye(3)[y]) / len(x)
        W, b = W - 2 * x.T @ error, b - 2 * error.sum(0)
    right = accuracy(xv @ W + b, yv)
    sums = sigmoid(xv @ W + b).sum(1)
    return Seen(
        right > 0.9,
        f"Three logistic models, each for one class against the rest, are right for {percent(right)} of new "
        f"examples by their highest score.",
        (
            ("on new examples", "value"),
            ("accuracy", percent(right)),
            ("smallest sum", f"{sums.min():.2f}"),
            ("largest sum", f"{sums.max():.2f}"),
        ),
    )


def softmax_two_tags() -> Seen:
    """Draws scores of many sizes and searches for two softmax probabilities above 0.6."""
    rng = np.random.default_rng(7)
    p = softmax(rng.standard_normal((20_000, 3)) * rng.uniform(0, 10, (20_000, 1)))
    tops = np.sort(p, axis=1).max(0)[::-1]
    second = float(tops[1])
    return Seen(
        second > 0.6,
        f"In 20,000 random softmax outputs over three tags the second largest probability was {second:.3f} "
        f"at most.",
        (
            ("probability", "highest found"),
            *((n, f"{v:.3f}") for n, v in zip(("largest", "second", "third"), tops, strict=True)),
        ),
    )


def sigmoid_sum() -> Seen:
    """Sums three sigmoid outputs over random scores."""
    sums = sigmoid(np.random.default_rng(7).normal(0, 2, (1000, 3))).sum(1)
    return Seen(
        bool(np.allclose(sums, 1)),
        f"Three sigmoid outputs were summed for 1,000 random triples of scores: the sums lie between "
        f"{sums.min():.2f} and {sums.max():.2f}.",
        (
            ("of 1,000 sums", "value"),
            ("lowest", f"{sums.min():.2f}"),
            ("mean", f"{sums.mean():.2f}"),
            ("highest", f"{sums.max():.2f}"),
        ),
    )


def mean_minimises() -> Seen:
    """Tries many constant predictions for random numbers and takes the best."""
    rng = np.random.default_rng(7)
    worst, rows = 0.0, []
    for _ in range(30):
        numbers = rng.exponential(3, 9)
        tries = np.linspace(0, 10, 2001)
        best = tries[((numbers[:, None] - tries) ** 2).mean(0).argmin()]
        rows.append((f"{numbers.mean():.3f}", f"{best:.3f}"))
        worst = max(worst, abs(float(best - numbers.mean())))
    return Seen(
        worst < 0.006,
        f"For 30 random sets of nine numbers, the best of 2,001 constant predictions lay within {worst:.3f} "
        f"of the mean.",
        (("mean", "best constant"), *rows[:4]),
    )


def price_sigmoid() -> Seen:
    """Fits prices with a linear output and with a sigmoid output."""
    rng = np.random.default_rng(7)
    x = rng.uniform(1, 5, (60, 1))
    prices = 40 * x[:, 0] + rng.standard_normal(60)
    linear = float(np.abs(line_fit(x, prices) - prices).mean())
    bounded = float((prices - 1).mean())
    return Seen(
        bounded < linear,
        f"Prices between {prices.min():.0f} and {prices.max():.0f} were fitted: a linear output misses by "
        f"{linear:.1f} on average, a sigmoid at its highest, near 1, by {bounded:.0f}.",
        (("output", "mean error"), ("linear", f"{linear:.1f}"), ("sigmoid near 1", f"{bounded:.1f}")),
    )


def neighbours(x: Array, y: Labels, new: Array, k: int) -> Labels:
    """The majority class among the k nearest training examples."""
    order = np.argsort(((new[:, None] - x) ** 2).sum(2), axis=1, kind="stable")[:, :k]
    votes = np.stack([(y[order] == c).sum(1) for c in range(int(y.max()) + 1)], axis=1)
    return np.asarray(votes.argmax(1), np.int64)


def ring(rng: np.random.Generator, n: int) -> tuple[Array, Labels]:
    """A disc of class 0 inside a ring of class 1."""
    y = np.arange(2 * n) % 2
    angle = rng.uniform(0, 2 * np.pi, 2 * n)
    radius = np.where(y == 0, rng.uniform(0, 1, 2 * n), rng.uniform(1.4, 2, 2 * n))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), y


def knn_nonlinear() -> Seen:
    """Classifies a disc in a ring with neighbours, with a network and with a line."""
    rng = np.random.default_rng(7)
    (x, y), (xv, yv) = ring(rng, 60), ring(rng, 100)
    near = float((neighbours(x, y, xv, 3) == yv).mean())
    found = {}
    for name, sizes in (("line", (2, 2)), ("network", (2, 12, 2))):
        net = Net.drawn(rng, *sizes)
        net.fit(x, y, 300, 0.5)
        found[name] = accuracy(net(xv), yv)
    return Seen(
        found["network"] > near + 0.1,
        f"A disc inside a ring was learned: three nearest neighbours are right for {percent(near)} of new "
        f"examples, a linear classifier for {percent(found['line'])}.",
        (
            ("classifier", "right"),
            ("linear", percent(found["line"])),
            ("network", percent(found["network"])),
            ("3 neighbours", percent(near)),
        ),
    )


def knn_prediction_time() -> Seen:
    """Counts the multiplications of one prediction for growing training sets."""
    rng = np.random.default_rng(7)
    net = Net.drawn(rng, 20, 30, 5)
    rows = []
    for n in (100, 1_000, 10_000):
        stored = rng.standard_normal((n, 20))
        rows.append((n, (stored**2).size, sum(W.size for W in net.weights)))
    n, near, fixed = rows[-1]
    return Seen(
        rows[-1][1] > rows[0][1] and len({row[2] for row in rows}) == 1,
        f"Multiplications were counted for one prediction on 20 features: {near:,} for the distances to "
        f"{n:,} stored examples, {fixed} for a network.",
        (("training examples", "neighbours", "network"), *((f"{n:,}", f"{a:,}", str(b)) for n, a, b in rows)),
    )


def knn_boundary() -> Seen:
    """Walks straight through random training points and counts changes of the predicted class."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((20, 2))
    y = np.arange(20) % 2
    found = []
    for angle in np.linspace(0, np.pi, 12, endpoint=False):
        walk = np.linspace(-3, 3, 200)[:, None] * [[np.cos(angle), np.sin(angle)]]
        found.append(int((np.diff(neighbours(x, y, walk, 1)) != 0).sum()))
    most = max(found)
    return Seen(
        most <= 1,
        f"On 12 straight walks through 20 random training points the class of the nearest neighbour changes "
        f"up to {most} times.",
        (("changes of class", "walks"), *((str(n), str(found.count(n))) for n in sorted(set(found)))),
    )


def knn_own_neighbour() -> Seen:
    """Classifies random training sets with random labels by their own nearest neighbours."""
    rng = np.random.default_rng(7)
    found = []
    for _ in range(20):
        x, y = rng.standard_normal((50, 3)), rng.integers(0, 4, 50)
        found.append(float((neighbours(x, y, x, 1) == y).mean()))
    lowest = min(found)
    return Seen(
        lowest == 1,
        f"Twenty random training sets with random labels were classified by their own examples: the lowest "
        f"training accuracy is {percent(lowest, 0)}.",
        (
            ("of 20 training sets", "training accuracy"),
            ("lowest", percent(lowest)),
            ("highest", percent(max(found))),
        ),
    )


def knn_larger_k() -> Seen:
    """Compares the training accuracies of 1 and of 3 neighbours on noisy labels."""
    rng = np.random.default_rng(7)
    rows = []
    for noise in (0.0, 0.1, 0.3):
        x, y = ring(rng, 60)
        y = np.where(rng.random(len(y)) < noise, 1 - y, y)
        one, three = (float((neighbours(x, y, x, k) == y).mean()) for k in (1, 3))
        rows.append((noise, one, three))
    wrong, first, third = (percent(share) for share in rows[-1])
    return Seen(
        all(three >= one for _, one, three in rows),
        f"Neighbours classified their own training set, {wrong} of its labels wrong: one is right in "
        f"{first}, three in {third} of the cases.",
        (
            ("wrong labels", "k = 1", "k = 3"),
            *((f"{percent(n, 0)}", f"{percent(a)}", f"{percent(b)}") for n, a, b in rows),
        ),
    )


def knn_memory() -> Seen:
    """Counts the numbers that a neighbour classifier and a network keep."""
    rng = np.random.default_rng(7)
    net = Net.drawn(rng, 20, 30, 5)
    rows = []
    for n in (100, 10_000):
        x = rng.standard_normal((n, 20))
        rows.append((n, x.size + n, sum(a.size for a in (*net.weights, *net.biases))))
    n, kept, fixed = rows[-1]
    return Seen(
        rows[1][1] > rows[0][1] and rows[1][2] == rows[0][2],
        f"The numbers kept for prediction on 20 features were counted: {kept:,} for neighbours among {n:,} "
        f"examples, {fixed} for a network.",
        (("training examples", "neighbours", "network"), *((f"{n:,}", f"{a:,}", str(b)) for n, a, b in rows)),
    )
