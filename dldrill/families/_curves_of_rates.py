"""Statements on the loss curves of four learning rates."""

from __future__ import annotations

from collections.abc import Callable

from dldrill.derivation.family import Statement
from dldrill.maths.linear import Vector

CURVES = ("P", "Q", "R", "S")


def on_curves(
    order: str, curves: dict[str, list[float]], lr: Vector, end: Callable[[float], float]
) -> list[Statement]:
    """Every key has as many true statements as false ones.

    Args:
        order: the letters of the curves, that of the highest rate first, which diverges.
        curves: the drawn losses by letter.
        lr: the rates, the highest first.
        end: the last drawn loss for a rate.
    """
    high, plateau, good, low = tuple(order)
    steps = len(curves[high]) - 1
    best = min(curves, key=lambda letter: curves[letter][-1])
    fastest = min(order[1:], key=lambda letter: curves[letter][1])
    return [
        *_on_order(order),
        *_chosen("grows", "The rate of {} is above $2/h$, where $h$ is the curvature.", high, low,
                 f"Only {high} grows without bound."),
        *_chosen("low", "The rate of {} is the lowest.", low, good,
                 f"{low} still falls slowly when the others have settled or exploded."),
        *_changed("halved", f"With half its learning rate, {plateau} would have a {{}} loss after {steps} "
                  "steps.",
                  curves[plateau][-1], end(lr[1] / 2)),
        *_changed("raised", f"With five times its learning rate, {low} would have a {{}} loss after {steps} "
                  "steps.", curves[low][-1], end(5 * lr[3])),
        *_chosen("best", f"After {steps} steps, {{}} has the lowest loss of the four.",
                 best, low if best != low else good,
                 f"The losses are {_values(curves, steps)}."),
        *_chosen("first", "Of the curves that do not grow without bound, {} falls most in the first step.",
                 fastest, good if fastest != good else plateau,
                 f"After the first step the losses are {_values(curves, 1)}."),
        *_chosen("forever", "If all four went on forever, {} would settle at the lowest loss.", low, good,
                 "Where a curve settles, ηV/(2(2 − ηh)), falls with the rate; a low rate only takes longer."),
        *_compared(order),
    ]  # fmt: skip


def _on_order(order: str) -> list[Statement]:
    """The right order, and the one of who takes the growing curve for the lowest rate."""
    why = "{} grows, {} falls fast and stays high, {} settles lower, {} is slow.".format(*order)
    wrong = order[1:] + order[0]
    return [
        Statement(
            f"From the highest learning rate to the lowest, the curves are {_listed(told)}.",
            told == order,
            why,
            "order",
        )
        for told in (order, wrong)
    ]


def _compared(order: str) -> list[Statement]:
    """The two middle rates, either way round."""
    why = f"{order[1]} falls faster at first and settles higher: both speak for the higher rate."
    return [
        Statement(f"The rate of {a} is higher than that of {b}.", a == order[1], why, "middle")
        for a, b in ((order[1], order[2]), (order[2], order[1]))
    ]


def _chosen(key: str, says: str, right: str, wrong: str, why: str) -> list[Statement]:
    """The statement with the right curve and with a wrong one."""
    return [Statement(says.format(letter), letter == right, why, key) for letter in (right, wrong)]


def _changed(key: str, says: str, before: float, after: float) -> list[Statement]:
    why = f"The loss would be {after:.3g} instead of {before:.3g}."
    return [
        Statement(says.format("lower"), after < before, why, key),
        Statement(says.format("higher"), after > before, why, key),
    ]


def _listed(order: str) -> str:
    return " > ".join(order)


def _values(curves: dict[str, list[float]], step: int) -> str:
    return ", ".join(f"{letter}: {curves[letter][step]:.3g}" for letter in CURVES)
