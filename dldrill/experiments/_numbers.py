"""Derivatives of functions of one number, and attention without positions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dldrill.experiments._nets import Array, softmax


def derivative(f: Callable[[Array], Array], x: Array, step: float = 1e-5) -> Array:
    """Central differences of a function that acts on every number by itself."""
    return np.asarray((f(x + step) - f(x - step)) / (2 * step))


def relu(x: Array) -> Array:
    """The larger of each number and 0."""
    return np.maximum(x, 0.0)


def causal_scores(scores: Array) -> Array:
    """Scores with −∞ for every key behind its query."""
    return np.where(np.tril(np.ones(scores.shape)) > 0, scores, -np.inf)


def attend(q: Array, k: Array, v: Array, causal: bool = False) -> Array:
    """Scaled dot-product attention; with as many queries as keys it can be causal."""
    scores = q @ k.T / np.sqrt(k.shape[1])
    return np.asarray(softmax(causal_scores(scores) if causal else scores) @ v)
