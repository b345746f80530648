"""Optimisers on an elliptic bowl, in plain numbers: what the figures of paths are drawn from."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from dldrill.derivation.family import Statement
from dldrill.figures.marks import Point

SGD, MOMENTUM, NESTEROV = "SGD", "momentum", "Nesterov"
ADAGRAD, RMSPROP, ADAM = "AdaGrad", "RMSprop", "Adam"
NAMES = ("O1", "O2")
COMPARED = 8  #: steps over which paths are compared
SETTLED, MOST_STEPS = 0.01, 5000


class Rule(NamedTuple):
    """An optimiser with its constants, PyTorch's conventions."""

    optimizer: str
    lr: float
    momentum: float = 0.9
    alpha: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.99


def descend(rule: Rule, curvatures: Point, start: Point, steps: int) -> tuple[Point, ...]:
    """The path on ½(a·x² + b·y²), the start included: each coordinate goes its own way."""
    ways = [coordinate(rule, h, w, steps) for h, w in zip(curvatures, start, strict=True)]
    return tuple(zip(*ways, strict=True))


def coordinate(rule: Rule, h: float, w: float, steps: int) -> list[float]:
    """The path of one coordinate on ½·h·w², the start included."""
    path, m, s = [w], 0.0, 0.0
    for t in range(1, steps + 1):
        g = h * w
        if rule.optimizer == MOMENTUM:
            m = rule.momentum * m + g
            direction = m
        elif rule.optimizer == ADAGRAD:
            s += g * g
            direction = _over_root(g, s)
        elif rule.optimizer == RMSPROP:
            s = rule.alpha * s + (1 - rule.alpha) * g * g
            direction = _over_root(g, s)
        elif rule.optimizer == ADAM:
            m = rule.beta1 * m + (1 - rule.beta1) * g
            s = rule.beta2 * s + (1 - rule.beta2) * g * g
            direction = _over_root(m / (1 - rule.beta1**t), s / (1 - rule.beta2**t))
        else:
            direction = g
        w -= rule.lr * direction
        path.append(w)
    return path


def _over_root(direction: float, square: float) -> float:
    return float(direction / square**0.5) if square else 0.0


@cache
def settling(scaled: float, momentum: float) -> int:
    """Steps until |w| stays below 0.01 on ½·h·w² from w = 1, for a given rate times curvature."""
    path = coordinate(Rule(MOMENTUM, scaled, momentum), 1, 1, MOST_STEPS)
    return max(t for t, w in enumerate(path) if abs(w) >= SETTLED) + 1


def mean_angle(path: tuple[Point, ...]) -> float:
    """Degrees between a step and the way to the minimum, on average over the first steps."""
    angles = [
        abs(_turn((b[0] - a[0], b[1] - a[1]), (-a[0], -a[1]))) for a, b in pairwise(path[: COMPARED + 1])
    ]
    return math.degrees(sum(angles) / len(angles))


def _turn(a: Point, b: Point) -> float:
    return math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])


def sides_changed(path: tuple[Point, ...]) -> int:
    """How often y changes its sign in the first steps."""
    return sum(1 for a, b in pairwise(path[: COMPARED + 1]) if a[1] * b[1] < 0)


def on_paths(
    paths: dict[str, tuple[Point, ...]], gd: str, rival: str, lr: float, k: float
) -> list[Statement]:
    """On the paths O1 and O2 over (x² + k·y²)/2; every key has a true and a false statement."""
    other = next(name for name in NAMES if name != gd)
    angles = {name: mean_angle(path) for name, path in paths.items()}
    flips = {name: sides_changed(path) for name, path in paths.items()}
    lengths = {name: math.dist(*path[:2]) for name, path in paths.items()}
    ends = {name: (path[-1][0] ** 2 + k * path[-1][1] ** 2) / 2 for name, path in paths.items()}
    longer = "momentum" if rival == MOMENTUM else rival
    flat = f"It is crossed {flips['O1']} times by O1 and {flips['O2']} times by O2."
    return [
        *_named("which", "{} is the path of gradient descent without momentum, {} the other one.", gd,
                f"Gradient descent multiplies x by {1 - lr:.3g} and y by {1 - lr * k:.3g} in every step."),
        *_named("aim", f"Over the first {COMPARED} steps, the steps of {{}} point more directly at the "
                "minimum on average than those of {}.", min(angles, key=angles.__getitem__),
                f"The mean angle is {angles['O1']:.0f}° for O1 and {angles['O2']:.0f}° for O2."),
        *(_named("flips",
                 f"In its first {COMPARED} steps, {{}} crosses the line $y = 0$ more often than {{}}.",
                 max(flips, key=flips.__getitem__), flat) if flips["O1"] != flips["O2"] else ()),
        *(_named("length", "The first step of {} is longer than that of {}.",
                 max(lengths, key=lengths.__getitem__),
                 f"They are {lengths['O1']:.3g} and {lengths['O2']:.3g} long.")
          if abs(lengths["O1"] - lengths["O2"]) > 0.05 * lengths["O1"] else ()),
        *_named("end", f"After {len(paths[gd]) - 1} steps, $f$ is smaller on {{}} than on {{}}.",
                min(ends, key=ends.__getitem__), f"It is {ends['O1']:.3g} on O1 and {ends['O2']:.3g} on O2."),
        *_on_divergence(gd, lr, k),
        *_on_rotation(gd, other, longer),
    ]  # fmt: skip


def _named(key: str, says: str, true: str, why: str) -> list[Statement]:
    """The statement with O1 and O2 in it, either way round."""
    return [Statement(says.format(*names), names[0] == true, why, key) for names in (NAMES, NAMES[::-1])]


def _on_divergence(gd: str, lr: float, k: float) -> list[Statement]:
    """On the rate that gradient descent bears."""
    bound, high, low = 2 / k, 2.4 / k, min(1.9 / k, (lr + 2 / k) / 2)
    why = f"It diverges for rates above 2/k = {bound:.3g}, as y is multiplied by 1 − ηk in every step."
    return [
        Statement(f"With learning rate {high:.3g}, gradient descent would diverge here.", True, why, "rate"),
        Statement(
            f"With learning rate {high:.3g}, gradient descent would converge here.", False, why, "rate"
        ),
        Statement(f"With learning rate {low:.3g}, gradient descent would diverge here.", False, why, "rate"),
        Statement(f"With learning rate {low:.3g}, gradient descent would converge here.", True, why, "rate"),
    ]


def _on_rotation(gd: str, other: str, rival: str) -> list[Statement]:
    """On what a turn of the bowl does to the paths."""
    says = "If the bowl and the start were both turned by 45° about the minimum, {} would {}."
    turn, change = "be turned by 45° and otherwise stay as it is", "have another shape"
    plain = "Gradient descent follows the gradient, which turns with the bowl."
    steady = rival == MOMENTUM
    scaled = (
        "Momentum adds up gradients, which turn with the bowl."
        if steady
        else f"{rival} scales each coordinate by its own history, so that the axes matter."
    )
    return [
        Statement(says.format(gd, turn), True, plain, "turned-gd"),
        Statement(says.format(gd, change), False, plain, "turned-gd"),
        Statement(says.format(other, turn), steady, scaled, "turned-other"),
        Statement(says.format(other, change), not steady, scaled, "turned-other"),
    ]


def expected_losses(lr: float, h: float, variance: float, w: float, steps: int) -> list[float]:
    """The expected loss h·w²/2 of SGD with noisy gradients, the start included.

    The mean of w² is multiplied by (1 − lr·h)² in every step, and the noise adds lr²·variance.
    """
    square, losses = w * w, [h * w * w / 2]
    for _ in range(steps):
        square = (1 - lr * h) ** 2 * square + lr * lr * variance
        losses.append(h * square / 2)
    return losses
