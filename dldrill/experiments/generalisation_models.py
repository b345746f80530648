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
    return Seen(
        right > 0.9 and bool(np.allclose(p.sum(1), 1)),
        f"Softmax regression was fitted to three classes in the plane: it is right for {percent(right)} of "
        f"new examples, and its three probabilities sum to 1 for each of them.",
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
    return Seen(
        max(r for _, r in rows) - min(r for _, r in rows) < 0.01,
        "Three classes lie on a line, and linear regression predicts their numbers: its accuracy depends on "
        "which class gets which number.",
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
    return Seen(
        several > 0.9,
        f"Three sigmoids were fitted to examples with all eight combinations of three tags: all three tags "
        f"are right in {percent(whole.mean())} of the examples, and in {percent(several)} of those with no "
        f"tag or several.",
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
    return Seen(
        best > 0.9,
        f"The outputs of one sigmoid keep three classes perfectly apart; still, the best of 101 thresholds "
        f"with any two class names is right in {percent(best)} of the cases.",
    )


def two_class_softmax() -> Seen:
    """Compares softmax and sigmoid on random pairs of scores."""
    scores = np.random.default_rng(7).normal(0, 10, (1000, 2))
    gap = float(np.abs(softmax(scores)[:, 0] - sigmoid(scores[:, 0] - scores[:, 1])).max())
    return Seen(gap < 1e-12, f"On 1,000 random pairs of scores the two differ by {small(gap)} at most.")


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
        f"examples by their highest score; their outputs sum to between {sums.min():.2f} and "
        f"{sums.max():.2f}.",
    )


def softmax_two_tags() -> Seen:
    """Draws scores of many sizes and searches for two softmax probabilities above 0.6."""
    rng = np.random.default_rng(7)
    p = softmax(rng.standard_normal((20_000, 3)) * rng.uniform(0, 10, (20_000, 1)))
    second = float(np.sort(p, axis=1)[:, 1].max())
    return Seen(
        second > 0.6,
        f"In 20,000 random softmax outputs over three tags the second largest probability was {second:.3f} "
        f"at most.",
    )


def sigmoid_sum() -> Seen:
    """Sums three sigmoid outputs over random scores."""
    sums = sigmoid(np.random.default_rng(7).normal(0, 2, (1000, 3))).sum(1)
    return Seen(
        bool(np.allclose(sums, 1)),
        f"For 1,000 random triples of scores the sums of the sigmoids lie between {sums.min():.2f} and "
        f"{sums.max():.2f}.",
    )


def mean_minimises() -> Seen:
    """Tries many constant predictions for random numbers and takes the best."""
    rng = np.random.default_rng(7)
    worst = 0.0
    for _ in range(30):
        numbers = rng.exponential(3, 9)
        tries = np.linspace(0, 10, 2001)
        best = tries[((numbers[:, None] - tries) ** 2).mean(0).argmin()]
        worst = max(worst, abs(float(best - numbers.mean())))
    return Seen(
        worst < 0.006,
        f"For 30 random sets of nine numbers, the best of 2,001 constant predictions lay within {worst:.3f} "
        f"of the mean, closer than their spacing.",
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
        f"Prices between {prices.min():.0f} and {prices.max():.0f} are fitted by a linear output within "
        f"{linear:.1f} on average; even the highest outputs of a sigmoid, near 1, miss by {bounded:.0f}.",
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
        f"A disc inside a ring: a linear classifier is right for {percent(found['line'])} of new examples, a "
        f"network for {percent(found['network'])}, and three nearest neighbours for {percent(near)}.",
    )


def knn_prediction_time() -> Seen:
    """Counts the multiplications of one prediction for growing training sets."""
    rng = np.random.default_rng(7)
    net = Net.drawn(rng, 20, 30, 5)
    rows = []
    for n in (100, 1_000, 10_000):
        stored = rng.standard_normal((n, 20))
        rows.append((n, (stored**2).size, sum(W.size for W in net.weights)))
    return Seen(
        rows[-1][1] > rows[0][1] and len({row[2] for row in rows}) == 1,
        "Multiplications for one prediction on 20 features: squared distances to all stored examples, and a "
        "network with 30 hidden units and 5 outputs.",
        (("training examples", "neighbours", "network"), *((f"{n:,}", f"{a:,}", str(b)) for n, a, b in rows)),
    )


def knn_boundary() -> Seen:
    """Walks straight through random training points and counts changes of the predicted class."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((20, 2))
    y = np.arange(20) % 2
    most = 0
    for angle in np.linspace(0, np.pi, 12, endpoint=False):
        walk = np.linspace(-3, 3, 200)[:, None] * [[np.cos(angle), np.sin(angle)]]
        most = max(most, int((np.diff(neighbours(x, y, walk, 1)) != 0).sum()))
    return Seen(
        most <= 1,
        f"Among 20 random training points of two classes, the class of the nearest neighbour changes up to "
        f"{most} times along a straight walk; one straight boundary would allow a single change.",
    )


def knn_own_neighbour() -> Seen:
    """Classifies random training sets with random labels by their own nearest neighbours."""
    rng = np.random.default_rng(7)
    lowest = 1.0
    for _ in range(20):
        x, y = rng.standard_normal((50, 3)), rng.integers(0, 4, 50)
        lowest = min(lowest, float((neighbours(x, y, x, 1) == y).mean()))
    return Seen(
        lowest == 1,
        f"Twenty random training sets with random labels were classified by their own examples: the lowest "
        f"training accuracy is {percent(lowest, 0)}.",
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
    return Seen(
        all(three >= one for _, one, three in rows),
        "Training accuracies on a disc in a ring, a share of the labels wrong.",
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
    return Seen(
        rows[1][1] > rows[0][1] and rows[1][2] == rows[0][2],
        "Numbers kept for prediction on 20 features: all examples with their labels, or the weights of a "
        "network with 30 hidden units and 5 outputs.",
        (("training examples", "neighbours", "network"), *((f"{n:,}", f"{a:,}", str(b)) for n, a, b in rows)),
    )
