"""The search for hyper-parameters: trials, grids, scales and what choosing does to an estimate."""

from __future__ import annotations

from itertools import product

import numpy as np

from dldrill.experiments._nets import Net, accuracy, blobs, percent
from dldrill.experiments.seen import Seen


def random_search() -> Seen:
    """Counts different values in 9 random trials and in a 3 × 3 grid."""
    rng = np.random.default_rng(7)
    grid = np.array([(a, b) for a in (0.0, 0.5, 1.0) for b in (0.0, 0.5, 1.0)])
    fewest = min(len(np.unique(rng.random((9, 2))[:, k])) for _ in range(100) for k in (0, 1))
    from_grid = max(len(np.unique(grid[:, k])) for k in (0, 1))
    return Seen(
        fewest > from_grid,
        f"In 100 searches of 9 random trials every hyper-parameter took at least {fewest} different values, "
        f"in the grid {from_grid}.",
        (
            ("search of 9 trials", "different values"),
            ("random, at least", str(fewest)),
            ("3 × 3 grid", str(from_grid)),
        ),
    )


def rate_scale() -> Seen:
    """Draws rates uniformly and counts those below a hundredth."""
    draws = np.random.default_rng(7).uniform(1e-5, 1, 20_000)
    share = float((draws < 0.01).mean())
    return Seen(
        share > 0.5,
        f"Of 20,000 uniform draws between 0.00001 and 1, {percent(share)} fell below 0.01.",
        (("drawn rate", "share"), ("below 0.01", percent(share)), ("0.01 and above", percent(1 - share))),
    )


def log_uniform() -> Seen:
    """Draws rates uniformly in the logarithm and counts them by factors of ten."""
    draws = np.random.default_rng(7).uniform(-4, 0, 20_000)
    shares = np.histogram(draws, [-4, -3, -2, -1, 0])[0] / 20_000
    rows = zip(("0.0001 to 0.001", "0.001 to 0.01", "0.01 to 0.1", "0.1 to 1"), shares, strict=True)
    return Seen(
        bool(np.abs(shares - 0.25).max() < 0.015),
        f"Rates were drawn 20,000 times, uniformly in the logarithm: each factor of ten got between "
        f"{percent(shares.min())} and {percent(shares.max())}.",
        (("rates", "share"), *((name, percent(s)) for name, s in rows)),
    )


def chosen_on(examples: int, settings: int = 20, truth: float = 0.7) -> tuple[float, float]:
    """Mean accuracy of the best of equally good settings on the set it was chosen on, and on new data."""
    rng = np.random.default_rng(7)
    chosen = (rng.binomial(examples, truth, (1000, settings)) / examples).max(1)
    fresh = rng.binomial(examples, truth, 1000) / examples
    return float(chosen.mean()), float(fresh.mean())


def tuning_on_test() -> Seen:
    """Chooses among 20 equally good settings on a test set and measures the winner on new data."""
    seen, new = chosen_on(100)
    return Seen(
        abs(seen - new) < 0.01,
        f"Of 20 settings that are all right in 70 % of cases, the best on a test set of 100 examples has "
        f"{percent(seen)} there on average, and {percent(new)} on new data.",
        (
            ("accuracy of the best", "mean of 1,000"),
            ("on the test set", percent(seen)),
            ("on new data", percent(new)),
        ),
    )


def validation_optimism() -> Seen:
    """Measures how much the best validation accuracy of 20 settings overstates the truth."""
    rows = [(n, *chosen_on(n)) for n in (50, 200, 1000)]
    few, seen, new = rows[0]
    return Seen(
        rows[0][1] > rows[0][2] + 0.01,
        f"Twenty settings, all right in 70 % of cases, were compared 1,000 times on {few} examples: the best "
        f"has {percent(seen)} there and {percent(new)} on new data.",
        (
            ("validation examples", "accuracy of the best there", "on new data"),
            *((str(n), f"{percent(a)}", f"{percent(b)}") for n, a, b in rows),
        ),
    )


def one_that_matters() -> Seen:
    """Compares how near random trials and a grid come to the best value of the one that matters."""
    rng = np.random.default_rng(7)
    best = rng.random((4000, 1))
    grid = float(np.abs(best - np.array([1, 3, 5]) / 6).min(1).mean())
    drawn = float(np.abs(best - rng.random((4000, 9))).min(1).mean())
    return Seen(
        drawn < grid,
        f"For 4,000 random best values between 0 and 1, the nearest of 9 random trials was {drawn:.3f} away "
        f"on average, the nearest of the grid's three values {grid:.3f}.",
        (("search of 9 trials", "mean distance"), ("random", f"{drawn:.3f}"), ("3 × 3 grid", f"{grid:.3f}")),
    )


def seed_noise() -> Seen:
    """Trains the same small network with ten seeds and compares validation accuracies."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 0], [-1, 0], [0, 1]], 10, 1.0)
    xv, yv = blobs(rng, [[1, 0], [-1, 0], [0, 1]], 50, 1.0)
    found = []
    for seed in range(10):
        net = Net.drawn(np.random.default_rng(seed), 2, 8, 3)
        net.fit(x, y, 60, 0.5)
        found.append(accuracy(net(xv), yv))
    return Seen(
        max(found) > min(found),
        f"Ten runs that differ only in the seed of the initial weights reached validation accuracies between "
        f"{percent(min(found))} and {percent(max(found))}.",
        (
            ("of 10 seeds", "validation accuracy"),
            ("lowest", percent(min(found))),
            ("mean", percent(float(np.mean(found)))),
            ("highest", percent(max(found))),
        ),
    )


def grid_size() -> Seen:
    """Lists the settings of a full grid and counts them."""
    settings = list(product(range(5), repeat=4))
    sizes = [(k, len(list(product(range(5), repeat=k)))) for k in (1, 2, 3, 4)]
    return Seen(
        len(settings) == 20,
        f"All settings with five values for each of four hyper-parameters were listed: there are "
        f"{len(settings)}.",
        (("hyper-parameters", "settings"), *((str(k), str(size)) for k, size in sizes)),
    )
