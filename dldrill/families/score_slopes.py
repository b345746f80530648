"""One score of a two-layer ReLU network against one feature: two rays that meet at the origin."""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.domain import Range
from dldrill.derivation.family import Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._net import TwoLayers, array
from dldrill.families._plain import tex
from dldrill.maths.functions import relu
from dldrill.maths.linear import Vector

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

GRID = 20  #: points of the grid on either side


class ScoreSlopes(TwoLayers):
    """The slopes of s_c against x_i, for positive and for negative x_i, the other features being 0."""

    title = "A score against one feature"
    how = "evaluated the network on 41 points a feature and fitted a line to either side by least squares"
    minutes = 8
    parts: ClassVar[tuple[str, ...]] = ("right", "left")

    c: int = given("c", Range(1, 3), "the class whose score is plotted, counted from 1", default=1)

    def solve(self, work: Working) -> Vector:
        """The units that are on for positive values, those for negative values, and their slopes."""
        W1, row = self.W1, index(self.c) - 1
        v = work.step(
            "v",
            self.W2[row],
            "the score of a class is made with its row of the second matrix",
            column_of_W2=(lambda: self.W2.T[row], "a class has the weights of a row of W₂"),
        )
        on = work.step(
            "P",
            relu(W1),
            "with one feature at t > 0 and the others at 0, a unit is on if its weight for that feature is "
            "positive",
            all_on=(lambda: W1, "a unit with a negative weight is off where the feature is positive"),
        )
        right = work.answer(
            "right",
            on.T @ v,
            "each unit that is on adds its two weights multiplied; a feature has a column of W₁",
            Asked("slopes for positive values, one for each feature, a vector"),
            rows_of_W1=(lambda: on @ v, "a feature has a column of W₁, not a row"),
            no_second_layer=(
                lambda: on.T @ (v * 0 + 1),
                "the score weighs each hidden unit by its entry of W₂",
            ),
        )
        off = work.step(
            "N",
            W1 - relu(W1),
            "for t < 0 the units with a negative weight are on instead",
            sign_lost=(
                lambda: relu(W1) - W1,
                "the slope of a unit that is on is its weight itself, here a negative number",
            ),
        )
        return work.answer(
            "left",
            off.T @ v,
            "the slope of the score is again the sum of the products of the two weights",
            Asked("slopes for negative values, one for each feature, a vector"),
            rows_of_W1=(lambda: off @ v, "a feature has a column of W₁, not a row"),
            straight_line=(lambda: right, "other units are on for negative values: the plot bends at 0"),
            mirrored=(
                lambda: -right,
                "other units are on for negative values: the plot is not its own mirror image",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Evaluate the network on a grid and fit a line to either side."""
        import numpy as np

        W1, W2 = array(self.W1), array(self.W2)
        t = np.arange(-GRID, GRID + 1) / 8
        features = W1.shape[1]
        inputs = np.eye(features)[:, None, :] * t[None, :, None]
        hidden = np.maximum(np.einsum("ji,fti->ftj", W1, inputs), 0)
        score = np.einsum("ftj,kj->kft", hidden, W2)[self.c - 1]
        slopes = {
            name: Vector(*np.polyfit(t[side], score[:, side].T, 1)[0].tolist())
            for name, side in (("right", t >= 0), ("left", t <= 0))
        }
        return {name: Vector(*(round(cell, 9) + 0.0 for cell in slope)) for name, slope in slopes.items()}

    def ask(self) -> str:
        """The network, and the slopes wanted."""
        features = len(self.W1[0])
        return (
            f"{self.setting()} Set all features but one to 0 and plot the score $s_{{{self.c}}}$ against "
            "that feature: two straight rays that meet at the origin. What are their slopes "
            f"$\\mathrm{{d}}s_{{{self.c}}}/\\mathrm{{d}}x_i$ where $x_i > 0$, and where $x_i < 0$? Give each "
            f"as a vector of ${features}$ numbers, one for each feature $x_i$ in order."
        )

    def setting(self) -> str:
        """The network and its weights."""
        return (
            "A network of two layers without biases computes the scores $s = W_2\\,\\mathrm{ReLU}(W_1 x)$ of "
            f"a column $x$ of ${len(self.W1[0])}$ features (each row of $W_1$ belongs to a hidden unit, each "
            f"row of $W_2$ to a class) with\n\n{self.weights()}\n\n"
        )

    def figure(self) -> Figure | None:
        """The network; its slopes are asked for."""
        from dldrill.families._diagrams import two_layers

        return two_layers(self.W1, self.W2, "ReLU")

    def pictures(self) -> tuple[Figure, ...]:
        """The score against each feature, and what the usual mistakes would draw."""
        from dldrill.families._curves import pictures

        return pictures(self)

    def fits(self) -> str | None:
        """Matching sizes and a class that exists."""
        wrong = self.sizes()
        if wrong:
            return wrong
        if not 1 <= self.c <= len(self.W2):
            return f"c must be from 1 to {len(self.W2)}, the number of classes"
        return None

    def suits(self) -> bool:
        """Two of the plots or more bend, and no plot is flat on both sides."""
        slopes = self.plain()
        pairs = list(zip(slopes["left"], slopes["right"], strict=True))
        return sum(left != right for left, right in pairs) >= 2 and (0, 0) not in pairs

    def statements(self) -> list[Statement]:
        """What each plot says about the class, and how its two sides compare."""
        slopes = self.plain()
        found: list[Statement] = []
        for i, (left, right) in enumerate(zip(slopes["left"], slopes["right"], strict=True), 1):
            why = f"The slope is ${tex(left)}$ for negative and ${tex(right)}$ for positive values."
            truth = phrase(i, self.c, left, right)
            # what a straight line, and the sides exchanged, would say
            wrong = {phrase(i, self.c, *pair) for pair in ((right, right), (right, left))}
            found += [Statement(says, says == truth, why, f"x{i}") for says in sorted({truth, *wrong})]
            found.append(
                Statement(
                    f"Plotted against $x_{i}$, the score $s_{self.c}$ is one straight line.",
                    left == right, why, f"sides{i}",
                )
            )  # fmt: skip
            found.append(
                Statement(
                    f"The score $s_{self.c}$ is higher at $x_{i} = -2$ than at $x_{i} = 2$, the other "
                    "features being 0.",
                    -2 * left > 2 * right, why, f"sides{i}",
                )
            )  # fmt: skip
        return found


def phrase(i: int, c: int, left: float, right: float) -> str:
    """One of nine sentences, by the signs of the two slopes."""
    if left == right == 0:
        return f"Whatever the value of $x_{i}$, it says nothing for or against class ${c}$."
    high = effect(right)
    low = effect(-left)
    if high == low:
        return f"A value of $x_{i}$ that is large in size, positive or negative, {high} class ${c}$."
    return f"A large positive value of $x_{i}$ {high} class ${c}$, and a large negative value {low} it."


def effect(change: float) -> str:
    """What a change of the score says about its class."""
    if change == 0:
        return "says nothing for or against"
    return "speaks for" if change > 0 else "speaks against"
