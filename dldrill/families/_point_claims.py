"""What can be said of labelled points: statements on lines and on nearest neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dldrill.derivation.family import Statement
from dldrill.families._points import (
    Labelled,
    Line,
    crossing,
    errors,
    is_separable,
    widest_line,
)


def claims(train: Sequence[Labelled], test: Sequence[Labelled], k: int) -> list[Statement]:
    """Statements of six keys: four that the pattern of the points decides, and two more."""
    return [
        *_on_lines(train, test),
        *_on_margin(train, test, k),
        *_on_test_errors(errors(test, train, 1), errors(test, train, k), len(test), k),
        *_on_training_errors(errors(train, train, k), len(train), k),
    ]


def _on_lines(train: Sequence[Labelled], test: Sequence[Labelled]) -> list[Statement]:
    says = {
        "train": (
            "Some linear SVM classifies all training points correctly.",
            "Every linear SVM gets at least one training point wrong.",
        ),
        "test": (
            "Some straight line, whatever it does with the training points, classifies all test points "
            "correctly.",
            "No straight line classifies all test points correctly.",
        ),
    }
    found = []
    for name, points in (("train", train), ("test", test)):
        why, can = _why(points), is_separable(points)
        found += [
            Statement(text, can == claimed, why, name)
            for text, claimed in zip(says[name], (True, False), strict=True)
        ]
    return found


def _on_margin(train: Sequence[Labelled], test: Sequence[Labelled], k: int) -> list[Statement]:
    """What the SVM gets right, just met and just missed; as many as the vote where there is no SVM."""
    count, line = len(test), widest_line(train)
    if line is None:
        right, why = -1, f"There is no hard-margin SVM. {_why(train)}"
        met = max(1, count - errors(test, train, k))
    else:
        right = met = sum(line.of(p) * p.label > 0 for p in test)
        why = f"The SVM's border is {written(line)}: {right} of {count} test points are on their own side."
    can = "A hard-margin linear SVM can be trained on the training points, and it gets at least {} of the {} "
    cannot = "No hard-margin linear SVM can be trained on the training points, or it gets fewer than {} of "
    found = []
    for least in sorted({max(1, met), min(met + 1, count)}):
        found += [
            Statement(f"{can.format(least, count)}test points right.", right >= least, why, "margin"),
            Statement(f"{cannot.format(least)}the {count} test points right.", right < least, why, "margin"),
        ]
    return found


def _on_test_errors(alone: int, voted: int, count: int, k: int) -> list[Statement]:
    why = f"Test errors: {alone} of {count} with $k = 1$, {voted} of {count} with $k = {k}$."
    higher = f"The test accuracy with $k = 1$ is {{}} than with $k = {k}$."
    right = f"With $k = {{}}$, exactly {{}} of the {count} test points are classified correctly."
    other = count - alone if alone != voted else count - alone - 1 if alone < count else 1
    return [
        Statement(higher.format("higher"), alone < voted, why, "compared"),
        Statement(
            f"The test accuracy with $k = 1$ is at most as high as with $k = {k}$.",
            alone >= voted, why, "compared",
        ),
        Statement(right.format(k, count - voted), True, why, "count"),
        Statement(right.format(k, other), False, why, "count"),
    ]  # fmt: skip


def _on_training_errors(voted: int, count: int, k: int) -> list[Statement]:
    why = (
        f"With $k = 1$ every training point is its own neighbour and is right; with $k = {k}$, {voted} of "
        f"{count} {'is' if voted == 1 else 'are'} outvoted."
    )
    return [
        Statement(
            f"The training accuracy with $k = 1$ is higher than with $k = {k}$.", voted > 0, why, "own"
        ),
        Statement(
            f"The training accuracy with $k = {k}$ is the same as with $k = 1$.", voted == 0, why, "own"
        ),
    ]


def _why(points: Sequence[Labelled]) -> str:
    """The line that separates the classes, or the points that rule it out."""
    line = widest_line(points)
    if line is not None:
        return f"The line {written(line)} separates the classes."
    witness = crossing(points)
    if witness is None:
        return "Points of the two classes alternate on a line."
    one, other = witness
    if len(one) == 1:
        return f"The point {_at(one[0])} lies in the triangle of {', '.join(map(_at, other))}."
    (p, q), (r, s) = one, other
    return f"The connection of {_at(p)} and {_at(q)} crosses that of {_at(r)} and {_at(s)}."


def _at(point: Labelled) -> str:
    return f"$({point.x}, {point.y})$"


def written(line: Line) -> str:
    """The equation of a line."""
    terms = ""
    for factor, name in ((line.a, "x"), (line.b, "y")):
        if factor:
            sign = "-" if factor < 0 else "+" if terms else ""
            size = "" if abs(factor) == 1 else str(abs(factor))
            terms += f" {sign} {size}{name}" if terms else f"{sign}{size}{name}"
    return f"${terms} = {_number(line.c)}$"


def _number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
