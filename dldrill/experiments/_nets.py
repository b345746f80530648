"""Small networks, data sets and pictures that several experiments share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dldrill.figures.marks import Axis, Dash, Figure, Line

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def sigmoid(x: Array) -> Array:
    """The logistic function, without overflow."""
    return 0.5 * (1 + np.tanh(x / 2))


def softmax(scores: Array) -> Array:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def cross_entropy(scores: Array, labels: Labels) -> float:
    """The mean of −ln p of the true classes; a row of scores an example."""
    shifted = scores - scores.max(-1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return float(-logs[np.arange(len(labels)), labels].mean())


def cross_entropy_slope(scores: Array, labels: Labels) -> Array:
    """The gradient of the mean cross-entropy with respect to the scores."""
    return (softmax(scores) - np.eye(scores.shape[1])[labels]) / len(labels)


def accuracy(scores: Array, labels: Labels) -> float:
    """The share of rows whose largest score stands at the label."""
    return float((scores.argmax(-1) == labels).mean())


def numeric_gradient(f: Callable[[Array], float], x: Array, step: float = 1e-5) -> Array:
    """Central differences of ``f`` in every component of ``x``."""
    found = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        shift = np.zeros_like(x)
        shift[place] = step
        found[place] = (f(x + shift) - f(x - shift)) / (2 * step)
    return found


def small(x: float) -> str:
    """A small number for reading: 0, or one digit and a power of ten."""
    if x == 0:
        return "0"
    digit, power = f"{x:.0e}".split("e")
    return f"{digit}·10{str(int(power)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def percent(share: float, digits: int = 1) -> str:
    """A share as a percentage for reading."""
    return f"{100 * share:.{digits}f} %"


def cosine(a: Array, b: Array) -> Array:
    """Cosine similarities of all rows of ``a`` (down) with all rows of ``b`` (across)."""
    long, wide = (v / np.linalg.norm(v, axis=-1, keepdims=True) for v in (a, b))
    return np.asarray(long @ wide.T)


def blobs(
    rng: np.random.Generator, centres: Sequence[Sequence[float]], each: int, spread: float
) -> tuple[Array, Labels]:
    """``each`` points of a class around every centre, normally scattered."""
    middle = np.repeat(np.asarray(centres, float), each, axis=0)
    return middle + spread * rng.standard_normal(middle.shape), np.repeat(np.arange(len(centres)), each)


@dataclass
class Net:
    """A fully connected network: tanh or ReLU between layers, none after the last.

    Attributes:
        weights: a matrix a layer, inputs down, outputs across.
        biases: a vector a layer.
        relu: whether the hidden units are ReLUs; tanh otherwise.
    """

    weights: list[Array]
    biases: list[Array]
    relu: bool = False

    @classmethod
    def drawn(
        cls, rng: np.random.Generator, *sizes: int, scale: float | None = None, relu: bool = False
    ) -> Net:
        """A network with biases 0 and normal weights (deviation 1/√fan-in, or ``scale``)."""
        pairs = list(pairwise(sizes))
        weights = [rng.standard_normal((n, m)) * (scale or n**-0.5) for n, m in pairs]
        return cls(weights, [np.zeros(m) for _, m in pairs], relu)

    def layers(self, x: Array) -> list[Array]:
        """The inputs, the output of every hidden layer, and the scores."""
        found = [x]
        for k, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = found[-1] @ W + b
            last = k == len(self.weights) - 1
            found.append(z if last else np.maximum(z, 0) if self.relu else np.tanh(z))
        return found

    def __call__(self, x: Array) -> Array:
        """The scores."""
        return self.layers(x)[-1]

    def gradients(self, x: Array, slope: Array) -> tuple[list[Array], list[Array], Array]:
        """Gradients of weights, biases and input, from the one with respect to the scores."""
        layers = self.layers(x)
        dW: list[Array] = []
        db: list[Array] = []
        for k in reversed(range(len(self.weights))):
            dW.insert(0, layers[k].T @ slope)
            db.insert(0, slope.sum(0))
            slope = slope @ self.weights[k].T
            if k:
                slope = slope * ((layers[k] > 0) if self.relu else (1 - layers[k] ** 2))
        return dW, db, slope

    def step(self, x: Array, slope: Array, rate: float, decay: float = 0.0) -> None:
        """One step of gradient descent; ``decay`` is λ of a penalty (λ/2)‖W‖²."""
        dW, db, _ = self.gradients(x, slope)
        self.weights = [W - rate * (g + decay * W) for W, g in zip(self.weights, dW, strict=True)]
        self.biases = [b - rate * g for b, g in zip(self.biases, db, strict=True)]

    def fit(self, x: Array, labels: Labels, steps: int, rate: float, decay: float = 0.0) -> list[float]:
        """Full-batch descent on the mean cross-entropy; the losses before each step."""
        losses = []
        for _ in range(steps):
            scores = self(x)
            losses.append(cross_entropy(scores, labels))
            self.step(x, cross_entropy_slope(scores, labels), rate, decay)
        return losses

    def norm(self) -> float:
        """The Euclidean norm of all weights together."""
        return float(np.sqrt(sum((W**2).sum() for W in self.weights)))


def descend(slope: Callable[[Array], Array], start: Array, rate: float, steps: int) -> Array:
    """The path of gradient descent, the start first, a row a point."""
    path = [np.asarray(start, float)]
    for _ in range(steps):
        path.append(path[-1] - rate * slope(path[-1]))
    return np.array(path)


def curves(lines: Mapping[str, tuple[Sequence[float], Sequence[float]]], x: str, y: str, alt: str) -> Figure:
    """Named lines through the points (first numbers, second numbers), from 0 up where all are positive."""
    across = [float(v) for xs, _ in lines.values() for v in xs]
    up = [float(v) for _, ys in lines.values() for v in ys]
    marks = tuple(
        Line(tuple((float(a), float(b)) for a, b in zip(*points, strict=True)), label, dash)
        for (label, points), dash in zip(lines.items(), Dash, strict=False)
    )
    low = min(0.0, *up)
    return Figure(
        marks=marks,
        x=Axis(min(across), max(across), x),
        y=Axis(low, max(up) + 0.05 * (max(up) - low), y),
        alt=alt,
    )
