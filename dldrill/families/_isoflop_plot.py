"""Trained models of five compute budgets: the dots of an isoFLOP plot, and what they say."""

from __future__ import annotations

from math import log, log10
from typing import TYPE_CHECKING, NamedTuple

from dldrill.derivation.family import Statement
from dldrill.figures.marks import Axis, Dash, Dots, Figure, Line, Mark, Row, Shape, Text

if TYPE_CHECKING:
    from dldrill.families.isoflop import Isoflop

BUDGETS = (6, 30, 100, 300, 1000)  #: in 10^18 operations; the nearest gives way to a problem's own
SPREAD = 8  #: a budget's models reach to so many times its best size, up and down
SMOOTH = 24  #: points of a drawn curve
MARGIN = 1.8  #: a size that a statement names is so many times off the best one
EQUAL = (("A", "B"), ("B", "C"), ("A", "C"))  #: which two of the marked points are of equal size
WORTH = 6  #: operations for each parameter and token


class Dot(NamedTuple):
    """A trained model: its budget in operations, its parameters, its loss."""

    budget: float
    size: float
    loss: float


class Plot:
    """The curves of a problem's law.

    Args:
        problem: its constants.
    """

    def __init__(self, problem: Isoflop) -> None:
        self.law = [float(v) for v in (problem.E, problem.A, problem.B, problem.alpha, problem.beta)]
        own = int(problem.budget)
        nearest = min(BUDGETS, key=lambda b: abs(log(b / own)))
        self.budgets = [b * 1e18 for b in sorted({own, *BUDGETS} - ({nearest} - {own}))]
        self.curves = [self._dots(budget) for budget in self.budgets]
        self.marked = self._marked(problem)

    def loss(self, budget: float, size: float) -> float:
        """The loss of a model of this size that spends the budget."""
        E, A, B, alpha, beta = self.law
        return float(E + A / size**alpha + B / (budget / (WORTH * size)) ** beta)

    def best(self, budget: float) -> float:
        """The best size, to a fraction of a percent: the lowest of many points."""
        return min((10 ** (5 + i / 400) for i in range(3600)), key=lambda size: self.loss(budget, size))

    def _dots(self, budget: float) -> list[Dot]:
        best = self.best(budget)
        sizes = [25e6 * 2.0**i for i in range(-8, 24)]
        near = [size for size in sizes if 1 / SPREAD < size / best < SPREAD]
        return [Dot(budget, size, self.loss(budget, size)) for size in near]

    def _marked(self, problem: Isoflop) -> dict[str, Dot]:
        """Two dots of equal size on the second and the fourth curve, another one on the third."""
        turn = int(problem.A // 20 + problem.B // 20 + round(100 * (self.law[3] + self.law[4])) + 1) % len(
            EQUAL
        )
        lower, middle, upper = self.curves[1], self.curves[2], self.curves[3]
        common = sorted({dot.size for dot in lower} & {dot.size for dot in upper})
        size = common[len(common) // 2]
        below = next(dot for dot in lower if dot.size == size)
        above = next(dot for dot in upper if dot.size == size)
        other = next(dot for dot in (middle if turn else middle[::-1]) if dot.size != size)
        first, second = EQUAL[turn]
        rest = next(letter for letter in "ABC" if letter not in EQUAL[turn])
        return dict(sorted({first: below, second: above, rest: other}.items()))

    def figure(self) -> Figure:
        """The dots of every budget on its curve, three of them with letters."""
        marks: list[Mark] = []
        shapes = (Shape.CIRCLE, Shape.SQUARE, Shape.CROSS, Shape.PLUS, Shape.CIRCLE)
        for place, (dots, shape) in enumerate(zip(self.curves, shapes, strict=True)):
            low, high = log10(dots[0].size), log10(dots[-1].size)
            sizes = [low + (high - low) * i / SMOOTH for i in range(SMOOTH + 1)]
            curve = tuple((x, self.loss(dots[0].budget, 10**x)) for x in sizes)
            points = tuple((log10(dot.size), dot.loss) for dot in dots)
            marks += [
                Line(curve, f"{dots[0].budget:.0e}".replace("e+", "e"), Dash.DOTTED, weight=0.7),
                Dots(points, shape, filled=place < len(shapes) - 1),
            ]
        losses = [dot.loss for dots in self.curves for dot in dots]
        room = (max(losses) - min(losses)) * 0.08
        marks += [Text(log10(dot.size), dot.loss + room, letter) for letter, dot in self.marked.items()]
        sizes_of = [log10(dot.size) for dots in self.curves for dot in dots]
        return Figure(
            marks=tuple(marks),
            x=Axis(min(sizes_of) - 0.1, max(sizes_of) + 0.1, "log₁₀ of the parameters"),
            y=Axis(min(losses) - room, max(losses) + 2 * room, "training loss"),
            alt="Five curves of training loss against parameters, one for each compute budget in operations; "
            "each falls and rises again, and larger budgets lie lower. Three of the dots, each a trained "
            "model, have the letters A, B and C.",
            table=tuple(self._rows()),
            size=(340, 230),
        )  # fmt: skip

    def _rows(self) -> list[Row]:
        sizes = sorted({dot.size for dots in self.curves for dot in dots})
        letters = {dot: letter for letter, dot in self.marked.items()}
        rows: list[Row] = [("parameters", *(f"{budget:.0e}".replace("e+", "e") for budget in self.budgets))]
        for size in sizes:
            found = [next((dot for dot in dots if dot.size == size), None) for dots in self.curves]
            cells = ["" if dot is None else f"{dot.loss:.3f} {letters.get(dot, '')}".strip() for dot in found]
            rows.append((counted(size), *cells))
        return rows

    def statements(self) -> list[Statement]:
        """Statements of one key say and deny the same; as many of them are true as false."""
        return [
            *self._equal("A", "B"),
            *self._equal("B", "C"),
            *self._size_at("low", self.budgets[0]),
            *self._size_at("high", self.budgets[-1]),
            *self._tokens(),
            *self._cost(),
            *_shape(),
        ]

    def _equal(self, one: str, other: str) -> list[Statement]:
        sizes = [self.marked[name].size for name in (one, other)]
        same = sizes[0] == sizes[1]
        why = f"{one} has {counted(sizes[0])} parameters and {other} {counted(sizes[1])}."
        return [
            Statement(f"Points {one} and {other} are models of the same size.", same, why, one + other),
            Statement(f"Points {one} and {other} are models of different sizes.", not same, why, one + other),
        ]

    def _size_at(self, key: str, budget: float) -> list[Statement]:
        best = self.best(budget)
        above, below = rounded(best * MARGIN), rounded(best / MARGIN)
        why = f"The curve of {operations(budget)} is lowest at about {counted(rounded(best))} parameters."
        start = f"With {operations(budget)} to spend, the training loss is lowest for a model of"
        return [
            Statement(f"{start} {side} than {counted(size)} parameters.", true, why, key)
            for side, size, true in (
                ("fewer", above, True), ("more", above, False), ("more", below, True), ("fewer", below, False)
            )
        ]  # fmt: skip

    def _tokens(self) -> list[Statement]:
        dot = self.marked["A"]
        tokens = dot.budget / (WORTH * dot.size)
        why = (
            f"$C/(6N)$ with {operations(dot.budget)} and {counted(dot.size)} parameters is about "
            f"{counted(rounded(tokens))}."
        )
        return [
            Statement(f"The model of point A was trained on about {counted(rounded(number))} tokens.",
                      number == tokens, why, "tokens")
            for number in (tokens, tokens * WORTH)
        ]  # fmt: skip

    def _cost(self) -> list[Statement]:
        (one, first), (other, second) = list(self.marked.items())[1:]
        curves = operations(first.budget), operations(second.budget)
        why = f"{one} lies on the curve of {curves[0]}, {other} on that of {curves[1]}."
        more = first.budget > second.budget
        says = "The training of point {} took more operations than that of point {}."
        return [
            Statement(says.format(one, other), more, why, "cost"),
            Statement(says.format(other, one), not more, why, "cost"),
        ]


def _shape() -> list[Statement]:
    """What holds for every law of this kind, and so for every plot here."""
    grows = "The lowest points of the curves move to the right as the budget grows."
    down = "At any size, the curve of a larger budget lies lower: more tokens, less loss."
    middle = "Each curve falls and rises again: its lowest point lies between its ends."
    fewer = "On a curve $6ND$ is the same for all dots: more parameters leave fewer tokens."
    larger = "The larger the budget, the {} is the size with the lowest loss."
    longer = "With the size kept as it is, training for longer gives a {} loss."
    largest = "For a given budget, the largest of the trained models {} the lowest loss."
    tokens = "Of two models on the same curve, the larger one was trained on {} tokens."
    return [
        Statement(says.format(word), true, why, key)
        for key, says, right, wrong, why in (
            ("growth", larger, "larger", "smaller", grows),
            ("longer", longer, "lower", "higher", down),
            ("largest", largest, "does not have", "has", middle),
            ("data", tokens, "fewer", "more", fewer),
        )
        for word, true in ((right, True), (wrong, False))
    ]


def rounded(number: float) -> float:
    """To two digits."""
    return float(f"{number:.1e}")


def counted(number: float) -> str:
    """A large number in words: 250 million, 1.6 billion."""
    for worth, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= worth:
            return f"{number / worth:.3g} {name}"
    return f"{number:.3g}"


def operations(budget: float) -> str:
    """A budget as LaTeX."""
    mantissa, exponent = f"{budget:e}".split("e+")
    factor = "" if float(mantissa) == 1 else f"{float(mantissa):g}\\cdot "
    return f"${factor}10^{{{int(exponent)}}}$ operations"
