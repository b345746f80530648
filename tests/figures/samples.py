"""Seven figures as problems have them, for the tests of both writers."""

from __future__ import annotations

import math

from dldrill.figures.marks import Axis, Cell, Dash, Dots, Figure, Line, Mark, Point, Shape, Text


def learning_rates() -> Figure:
    """Losses under four learning rates."""
    epochs = range(60)
    curves = {
        "LR1": ([0.45 + 0.6 * 1.025 ** (2 * n) for n in epochs], Dash.DASHED),
        "LR2": ([0.2 + 1.4 * 0.997**n for n in epochs], Dash.MIXED),
        "LR3": ([0.45 + 1.15 * 0.965**n for n in epochs], Dash.SOLID),
        "LR4": ([0.15 + 0.15 * 0.97**n + 1.3 * 0.6**n for n in epochs], Dash.DOTTED),
    }
    return Figure(
        marks=tuple(Line(tuple(enumerate(loss)), name, dash) for name, (loss, dash) in curves.items()),
        x=Axis(0, 59, "epoch", (0, 20, 40)),
        y=Axis(0, 2, "train loss", (0, 0.5, 1, 1.5, 2)),
        alt="Train loss over 60 epochs for four learning rates, LR1 to LR4.",
    )


def neighbours() -> Figure:
    """Two classes of points, for training and for a test."""
    groups: tuple[tuple[str, Shape, bool, tuple[Point, ...]], ...] = (
        ("circle, train", Shape.CIRCLE, True, ((0, 1), (1, 2), (1, 0), (2, 1), (4, 4))),
        ("square, train", Shape.SQUARE, True, ((4, 1), (5, 2), (5, 0), (3, 3), (6, 1))),
        ("circle, test", Shape.CIRCLE, False, ((1, 1), (4, 5))),
        ("square, test", Shape.SQUARE, False, ((5, 1), (4, 2))),
    )
    return Figure(
        marks=tuple(Dots(points, shape, filled, name) for name, shape, filled, points in groups),
        x=Axis(-0.5, 6.5, "x₁", tuple(range(7))),
        y=Axis(-0.5, 5.5, "x₂", tuple(range(6))),
        size=(240, 200),
        alt="Points of two classes; filled ones are for training, hollow ones for the test.",
    )


def convolutions() -> Figure:
    """Three grids, each made by a convolution from the one before."""
    marks: list[Mark] = []

    def grid(corner: Point, size: int, shaded: set[Point], says: dict[Point, str], name: str) -> None:
        x, y = corner
        for row in range(size):
            for column in range(size):
                at = row, column
                shade = 2 if at in shaded else 0
                marks.append(Cell(x + column, y + size - 1 - row, 1, 1, says.get(at, ""), shade))
        marks.append(Text(x + size / 2, y - 0.5, name))

    field: set[Point] = {(row, column) for row in range(1, 4) for column in range(1, 4)}
    grid((0, 0), 5, field, {(0, 0): "1", (2, 2): "2", (4, 3): "3"}, "input")
    grid((7, 1), 3, {(1, 1)}, {(1, 1): "4"}, "x₀ = conv₁")
    grid((12, 1.5), 2, set(), {(1, 1): "5"}, "out = conv₂")
    marks += [
        Line(((5.25, 2.5), (6.75, 2.5)), arrow=True),
        Line(((10.25, 2.5), (11.75, 2.5)), arrow=True),
    ]
    return Figure(
        marks=tuple(marks),
        x=Axis(0, 14.5),
        y=Axis(-1, 5),
        axes=False,
        unit=(4, 2),
        size=(330, 145),
        alt="A 5 by 5 input, a 3 by 3 convolution to 3 by 3, a 2 by 2 convolution to 2 by 2.",
    )


def network() -> Figure:
    """A network of two layers with its weights on the edges."""
    layers = (("Bip", "Bop", "Beep"), ("h₁", "h₂", "h₃"), ("Zom", "Flom", "Nom"))
    weights = (((0, -1, -1), (1, 1, -1), (-1, -1, 1)), ((1, 2, 0), (-1, 0, 1), (0, -2, 1)))
    marks: list[Mark] = []
    for layer, matrix in enumerate(weights):
        for to, row in enumerate(matrix):
            for start, weight in enumerate(row):
                if weight:
                    a, b = (layer * 10 + 3, 9 - 4 * start), (layer * 10 + 10, 9 - 4 * to)
                    share = 0.23 if abs(to - start) < 2 else 0.36
                    marks.append(Line((a, b), weight=0.7))
                    marks.append(
                        Text(a[0] + share * 7, a[1] + share * (b[1] - a[1]), str(weight).replace("-", "−"))
                    )
    for layer, names in enumerate(layers):
        marks += [Cell(layer * 10, 8 - 4 * place, 3, 2, name, 0, True) for place, name in enumerate(names)]
    marks += [Text(6.5, 11, "W₁ + ReLU"), Text(16.5, 11, "W₂")]
    return Figure(
        marks=tuple(marks),
        x=Axis(0, 23),
        y=Axis(0, 11),
        axes=False,
        unit=(3, 1.5),
        size=(320, 170),
        alt="A network of two layers: three inputs, three hidden units, three outputs.",
    )


def optimizers() -> Figure:
    """The ways of two optimizers over the contours of a valley."""
    a, b = 1.0, 14.0
    marks: list[Mark] = []
    for level in (0.4, 1.5, 4, 9, 16):
        ring = tuple(
            (math.sqrt(2 * level / a) * math.cos(turn), math.sqrt(2 * level / b) * math.sin(turn))
            for turn in (place / 40 * math.pi for place in range(81))
        )
        marks.append(Line(ring, weight=0.35, dash=Dash.DOTTED))
    x, y = -5.0, 1.3
    steps = [(x, y)]
    for _ in range(22):
        x, y = x - 0.128 * a * x, y - 0.128 * b * y
        steps.append((x, y))
    x, y, over_x, over_y = -5.0, 1.3, 1e-8, 1e-8
    adaptive = [(x, y)]
    for _ in range(30):
        over_x, over_y = over_x + (a * x) ** 2, over_y + (b * y) ** 2
        x, y = x - 0.9 * a * x / math.sqrt(over_x), y - 0.9 * b * y / math.sqrt(over_y)
        adaptive.append((x, y))
    marks += [
        Line(tuple(steps), "O1", weight=1.1),
        Line(tuple(adaptive), "O2", Dash.DASHED, weight=1.1),
        Dots(((-5, 1.3),), Shape.CIRCLE, True, "start"),
        Dots(((0, 0),), Shape.CROSS, True, "minimum"),
    ]
    return Figure(
        marks=tuple(marks),
        x=Axis(-6, 6, "w₁", (-5, 0, 5)),
        y=Axis(-1.7, 1.7, "w₂", (-1, 0, 1)),
        size=(360, 200),
        alt="The ways of two optimizers, O1 and O2, over the contours of a long valley.",
    )


def scores() -> Figure:
    """A score over one input at a time."""
    weights = {"Bip": (0, 1, -1), "Bop": (-1, 1, -1), "Beep": (-1, -1, 1)}
    dashes = dict(zip(weights, (Dash.SOLID, Dash.DASHED, Dash.DOTTED), strict=True))

    def score(column: tuple[int, int, int], value: float) -> float:
        return sum(out * max(0.0, w * value) for out, w in zip((1, 2, -1), column, strict=True))

    values = [place / 10 for place in range(-30, 31)]
    return Figure(
        marks=tuple(
            Line(tuple((v, score(column, v)) for v in values), name, dashes[name])
            for name, column in weights.items()
        ),
        x=Axis(-3, 3, "feature value", (-2, 0, 2)),
        y=Axis(-6, 6, "Zom score", (-6, -3, 0, 3, 6)),
        alt="The score of Zom over one feature value at a time, the others zero.",
    )


def isoflops() -> Figure:
    """Losses over model sizes at three budgets."""
    marks: list[Mark] = []
    for place, (name, power) in enumerate((("6e18", 18.78), ("1e20", 20), ("1e21", 21))):
        best, base = 0.5 * (power - 20) + 9.1, 2.6 - 0.22 * (power - 19)
        points = tuple((best + d * 0.15, base + 0.25 * (d * 0.15) ** 2) for d in range(-6, 7))
        marks += [Line(points, name, Dash.DOTTED, weight=0.7), Dots(points[::2], filled=place == 1)]
    return Figure(
        marks=tuple(marks),
        x=Axis(7.3, 10.7, "log₁₀ parameters"),
        y=Axis(2, 3, "loss"),
        alt="Loss over the number of parameters, one curve a compute budget.",
    )


ALL = {
    "learning-rates": learning_rates,
    "neighbours": neighbours,
    "convolutions": convolutions,
    "network": network,
    "optimizers": optimizers,
    "scores": scores,
    "isoflops": isoflops,
}
