"""The cross-entropy with constants inside: what they do to the loss, and what to its gradient."""

from __future__ import annotations

from operator import index
from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf, Range, Vectors
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts, tex
from dldrill.maths.functions import exp, ln, total
from dldrill.maths.linear import Vector

WIDEST = 50  #: scores further apart than this underflow
LARGEST = 10**6  #: a constant beyond this drowns the rest in rounding
ENTRIES = Vectors(2, OneOf(-2, -1, 1, 2))


class SoftmaxCeGrad(Family):
    """Scores s = W·x of a last layer without biases, and the loss −ln(a·e^(b·s_y)/Σe^(s_j)) + c."""

    title = "Constants inside the cross-entropy"
    topic = "losses"
    how = "built weights that give these scores and differentiated the loss by complex steps"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("loss", "grad_y")

    a: float = given("a", exacts(2, 5), "factor in the numerator", default=exact(2))
    b: float = given(
        "b", exacts("1/2", 2, 3), "factor of the true score in the numerator's exponent", default=exact(2)
    )
    c: float = given("c", exacts(-2, "1/2"), "constant added to the loss", default=exact("1/2"))
    s: Vector = given("s", Vectors(3, Range(-1, 2)), "scores of the classes", default=Vector(1, 0, 2))
    y: int = given("y", Range(1, 3), "the true class, counted from 1", default=1)
    x: Vector = given("x", ENTRIES, "input of the last layer", default=Vector(1, -2))

    def solve(self, work: Working) -> Vector:
        """Split the logarithm, drop what does not depend on the weights, differentiate."""
        a, b, c, x = self.a, self.b, self.c, self.x
        s_y = self.s[index(self.y) - 1]
        Z = work.step(
            "Z", total(exp(score) for score in self.s), "softmax divides by the sum of all the terms"
        )
        p = work.step(
            "p_y",
            exp(s_y) / Z,
            "the probability of the true class, without the constants",
            with_b=(lambda: exp(b * s_y) / Z, "the derivative of ln Z brings e^(s_y)/Z, without b"),
        )
        work.answer(
            "loss",
            ln(Z) - b * s_y - ln(a) + c,
            "the logarithm of the ratio, split into its factors",
            Asked("loss", rtol=0.005),
            a_left_out=(
                lambda: ln(Z) - b * s_y + c,
                "a multiplies inside the logarithm: −ln a belongs to the loss",
            ),
            b_left_out=(
                lambda: ln(Z) - s_y - ln(a) + c,
                "the true score is multiplied by b in the numerator",
            ),
            no_minus=(lambda: b * s_y + ln(a) - ln(Z) + c, "the loss is minus the logarithm"),
        )
        slope = work.step(
            "slope",
            p - b,
            "ln Z has the derivative p_y by s_y, and −b·s_y has −b; ln a and c are constants",
            b_ignored=(lambda: p - 1, "the numerator holds b·s_y, so −b and not −1 is added to p_y"),
            b_outside=(
                lambda: b * (p - 1),
                "b stands in the numerator only: the denominator gives p_y without it",
            ),
            turned_round=(lambda: b - p, "the derivative is p_y − b: the loss falls as the true score rises"),
            times_a=(lambda: a * (p - b), "ln(a·…) = ln a + …: a factor inside a logarithm adds a constant"),
            plus_c=(lambda: p - b + c, "the derivative of the constant c is 0"),
        )
        return work.answer(
            "grad_y",
            slope * x,
            "the score of the true class is w_y·x, and its derivative by w_y is x",
            Asked("gradient by the true class's weights w_y, a vector", rtol=0.005),
            without_x=(
                lambda: slope + 0 * x,
                "the chain rule multiplies by the input x that the weights are applied to",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Differentiate the loss of explicit weights by complex steps, which lose no digits."""
        import numpy as np

        x, s = np.array(self.x.cells, float), np.array(self.s.cells, float)
        true, a, b, c = self.y - 1, float(self.a), float(self.b), float(self.c)
        W = np.outer(s, x) / (x @ x)

        def loss(weights: Any) -> Any:
            scores = weights @ x
            return -np.log(a * np.exp(b * scores[true]) / np.exp(scores).sum()) + c

        gradient = []
        for i in range(len(x)):
            moved = W.astype(complex)
            moved[true, i] += 1e-30j
            gradient.append(float(loss(moved).imag / 1e-30))
        return {"loss": float(loss(W)), "grad_y": Vector(*gradient)}

    def ask(self) -> str:
        """The layer, the loss, and which of the gradients is asked for."""
        return (
            f"{self.setting()} Compute the loss, and its gradient with respect to the weight vector $w_y$ of "
            f"the true class (a vector of ${len(self.x)}$ numbers), to three significant digits or better."
        )

    def setting(self) -> str:
        """The layer, the loss and the numbers."""
        return (
            f"The last layer of a classifier computes the scores $s_j = w_j\\cdot x$, without biases, from "
            f"the input $x = {tex(self.x)}$. For one image they are $s = {tex(self.s)}$, its true class is "
            f"$y = {self.y}$ (classes are counted from 1), and its loss is\n\n"
            "$$L = -\\ln\\left(\\frac{a\\,e^{b s_y}}{\\sum_j e^{s_j}}\\right) + c$$\n\n"
            f"with $a = {tex(self.a)}$, $b = {tex(self.b)}$, $c = {tex(self.c)}$ and the natural logarithm."
        )

    def fits(self) -> str | None:
        """Two classes or more, one of them the true one, a positive a, an input that is not 0."""
        if len(self.s) < 2:
            return "s needs two scores or more"
        if not 1 <= self.y <= len(self.s):
            return f"y must be from 1 to {len(self.s)}, the number of scores"
        if self.a <= 0:
            return "a must be above 0: the logarithm needs it"
        if len(self.x) < 1 or not any(self.x):
            return "x needs an entry that is not 0, or no weight would matter"
        if max(abs(number) for number in (self.a, 1 / self.a, self.b, self.c, *self.x)) > LARGEST:
            return f"a, 1/a, b, c and the entries of x must be at most {LARGEST}"
        if max(abs(score) for score in self.s) * max(1, abs(self.b)) > WIDEST:
            return f"scores, and b times the true score, must lie from −{WIDEST} to {WIDEST}"
        return None

    def suits(self) -> bool:
        """The scores are not all alike, and neither the slope nor the loss is near 0."""
        return len(set(self.s)) > 1 and abs(self._slope()) >= 0.05 and abs(self.plain()["loss"]) >= 0.05

    def _slope(self) -> float:
        """The derivative by the true score, as the solution has it."""
        slope: float = self.altered().values["slope"]
        return slope

    def statements(self) -> list[Statement]:
        """What raising and lowering each constant does to the gradient by the last layer's weights."""
        return [
            statement
            for way in WAYS
            for statement in (*self._on_constant(way, "a"), *self._on_b(way), *self._on_constant(way, "c"))
        ]

    def _on_constant(self, way: str, name: str) -> list[Statement]:
        start, key = f"{WAYS[way]} ${name}$", way + name
        return [
            Statement(f"{start} makes an entry of the gradient larger.", False, CONSTANT[name], key),
            Statement(f"{start} leaves the whole gradient as it is.", True, CONSTANT[name], key),
            Statement(f"{start} changes the loss, but not its gradient.", True, CONSTANT[name], key),
            Statement(
                f"{start} scales the whole gradient by a factor other than 1.", False, CONSTANT[name], key
            ),
        ]

    def _on_b(self, way: str) -> list[Statement]:
        start, key, up = f"{WAYS[way]} $b$ a little", f"{way}b", way == "raise"
        row = f"Only the gradient by $w_y$ contains $b$: it is $(p_y - b)\\,x$ with $x = {tex(self.x)}$"
        entries = f"{row}, so that each entry moves against the sign of its entry of $x$ as $b$ rises."
        slope = self._slope()
        length = f"{row}, and $p_y - b$ is {'negative' if slope < 0 else 'positive'}."
        wrong = "For a wrong class $j$ it is $p_j\\,x$, and the probability $p_j$ does not contain $b$."
        larger = [entry < 0 if up else entry > 0 for entry in self.x]
        return [
            Statement(f"{start} makes at least one entry of the gradient larger.", any(larger), entries, key),
            Statement(
                f"{start} makes the first entry of the gradient by $w_y$ larger.", larger[0], entries, key
            ),
            Statement(
                f"{start} makes the gradient by $w_y$ a longer vector.", (slope < 0) == up, length, key
            ),
            Statement(
                f"{start} changes the gradient by the weights of the wrong classes.", False, wrong, key
            ),
        ]


WAYS = {"raise": "Raising", "lower": "Lowering"}
CONSTANT = {
    "a": r"$-\ln a$ is a term of its own in the loss, and its derivative by the weights is 0.",
    "c": "$c$ is a term of its own in the loss, and its derivative by the weights is 0.",
}
