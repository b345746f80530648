"""Guessing, and counting the runs of encoders."""

from __future__ import annotations

import numpy as np

from dldrill.experiments.seen import Seen


def guess_of_four() -> Seen:
    """Guesses uniformly on test sets of several class frequencies."""
    random = np.random.default_rng(7)
    sets = {"equal": (0.25, 0.25, 0.25, 0.25), "skewed": (0.7, 0.2, 0.1, 0.0), "one class": (1.0, 0, 0, 0)}
    found = {}
    for name, frequencies in sets.items():
        labels = random.choice(4, 40_000, p=frequencies)
        found[name] = float((labels == random.integers(0, 4, 40_000)).mean())
    return Seen(
        all(abs(share - 0.25) < 0.01 for share in found.values()),
        "Uniform guesses on 40,000 examples are right on about 25 %, however skewed the classes are.",
        (("classes", "right"), *((name, f"{100 * share:.1f} %") for name, share in found.items())),
    )


def ninety_per_cent() -> Seen:
    """Looks at a test set with one frequent class."""
    labels = np.repeat([0, 1], [950, 50])
    answers = labels.copy()
    answers[:100] = 1
    own, constant = float((answers == labels).mean()), float((labels == 0).mean())
    return Seen(
        own > constant,
        f"With 950 of 1,000 examples in one class the classifier is right on {100 * own:.0f} %, "
        f"the constant answer on {100 * constant:.0f} %.",
        (
            ("answers", "right"),
            ("classifier", f"{100 * own:.0f} %"),
            ("always the same", f"{100 * constant:.0f} %"),
        ),
    )


def passes(images: int, classes: int) -> int:
    """The encoder runs of a zero-shot classification that keeps every embedding, counted one by one."""
    kept: set[tuple[str, int]] = set()
    for image in range(images):
        for prompt in range(classes):
            kept |= {("image", image), ("text", prompt)}
    return len(kept)


def doubled_images() -> Seen:
    """Counts runs for a number of images and for twice as many."""
    cases = ((10, 5), (10, 100), (50, 50))
    ratios = [passes(2 * n, k) / passes(n, k) for n, k in cases]
    rows = ((str(n), str(k), str(passes(n, k)), str(passes(2 * n, k))) for n, k in cases)
    return Seen(
        all(ratio == 2 for ratio in ratios),
        f"In three cases the number of runs grows by factors from {min(ratios):.2f} to {max(ratios):.2f}.",
        (("images", "classes", "runs", "with twice the images"), *rows),
    )
