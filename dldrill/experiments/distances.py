"""Cosines, dot products and distances."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import cosine
from dldrill.experiments.seen import Seen


def longer_vector() -> Seen:
    """Doubles one of two vectors."""
    a, b = np.random.default_rng(7).normal(size=(2, 5))
    before, after = cosine(a, b), cosine(2 * a, b)
    return Seen(
        bool(np.isclose(after, 2 * before)),
        f"The cosine of two random vectors is {before:.4f}, and {after:.4f} after doubling one of them.",
        (("vectors", "cosine"), ("a, b", f"{before:.4f}"), ("2a, b", f"{after:.4f}")),
    )


def sixty_degrees() -> Seen:
    """Measures distances of unit vectors at several angles."""
    angles = (30, 60, 90)
    found = [float(np.hypot(np.cos(np.radians(t)) - 1, np.sin(np.radians(t)))) for t in angles]
    return Seen(
        bool(np.isclose(found[1], 1)),
        f"At 60 degrees the two ends lie {found[1]:.4f} apart.",
        (
            ("angle in degrees", "distance"),
            *((str(t), f"{d:.4f}") for t, d in zip(angles, found, strict=True)),
        ),
    )


def dot_product_order() -> Seen:
    """Orders random vectors by dot product and by cosine with a query."""
    random = np.random.default_rng(7)
    same = 0
    for _ in range(500):
        query, vectors = random.normal(size=4), random.normal(size=(3, 4))
        by_dot = np.argsort(vectors @ query)
        by_cosine = np.argsort([cosine(v, query) for v in vectors])
        same += bool((by_dot == by_cosine).all())
    return Seen(
        same == 500,
        f"Of 500 random queries with three vectors each, {same} have the same order by both.",
        (("queries", "same order", "another order"), ("500", str(same), str(500 - same))),
    )
