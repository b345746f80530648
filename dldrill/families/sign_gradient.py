"""The signs of a loss's gradient by the first layer of a two-layer ReLU network."""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.domain import OneOf, Range, Vectors
from dldrill.derivation.family import given
from dldrill.derivation.working import Asked, Working
from dldrill.families._net import TwoLayers, array
from dldrill.families._plain import tex
from dldrill.maths.functions import added, onehot, outer, positive, relu, sign, softmax
from dldrill.maths.linear import Matrix, Vector

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

TINY = 1e-30  #: the imaginary step; it has no rounding and crosses no kink
SPREAD = 20  #: scores further apart than this leave a gradient that rounds to 0
ZERO = 1e-9  #: a gradient this small has no certain sign


class SignGradient(TwoLayers):
    """Back through two layers: the gradient at the scores, at the hidden units, at W₁, and its signs."""

    title = "Signs of the first layer's gradient"
    how = "differentiated the loss by every weight of the first layer with complex steps"
    minutes = 6
    parts: ClassVar[tuple[str, ...]] = ("s", "ds", "signs")

    x: Vector = given("x", Vectors(3, OneOf(-2, -1, 0, 1)), "input", default=Vector(-1, -1, 0))
    y: int = given("y", Range(1, 3), "the true class, counted from 1", default=2)
    loss: str = given("loss", OneOf("hinge", "cross-entropy"), "the loss", default="hinge")

    def solve(self, work: Working) -> Matrix:
        """Forward to the scores, then back to the weights."""
        W1, W2, x, true = self.W1, self.W2, self.x, index(self.y) - 1
        z = work.step("z", W1 @ x, "each hidden unit has a row of the first matrix")
        h = work.step(
            "h",
            relu(z),
            "a ReLU passes what is positive",
            no_relu=(lambda: z, "the hidden layer has a ReLU: what is negative becomes 0"),
        )
        s = work.answer(
            "s", W2 @ h, "each class has a row of the second matrix", Asked("scores s, a vector", rtol=0.002)
        )
        truth = work.step("e_y", onehot(true, len(s)), "1 at the true class, 0 at the others")
        ds = self._hinge(work, s, truth) if self.loss == "hinge" else self._entropy(work, s, truth)
        dh = work.step(
            "dh",
            W2.T @ ds,
            "back through the second layer: each hidden unit collects over the classes, down a column",
            transposed=(lambda: W2 @ ds, "going back, a hidden unit collects down its column of W₂"),
        )
        dz = work.step(
            "dz",
            dh * positive(z),
            "a ReLU passes the gradient where its unit is on, and stops it where the unit is off",
            gate_open=(lambda: dh, "no gradient passes a unit that is off"),
        )
        return work.answer(
            "signs",
            outer(sign(dz), sign(x)),
            "a weight's gradient is that of its unit times its input, so the signs multiply",
            Asked("signs of the gradient by W₁, a matrix of + − 0", kind="signs"),
            without_input=(
                lambda: outer(sign(dz), x * 0 + 1),
                "a weight's gradient has its input as a factor, with its sign and its zeros",
            ),
            gate_on_weight=(
                lambda: outer(sign(dh), sign(x)) * positive(W1),
                "the ReLU's gate is the sign of the pre-activation, not of a single weight",
            ),
            transposed=(
                lambda: outer(sign(x), sign(dz)),
                "rows of the gradient are hidden units and columns are inputs, as in W₁",
            ),
            descent=(
                lambda: outer(sign(-dz), sign(x)),
                "these are the signs of the step that descent takes; the gradient has the opposite ones",
            ),
        )

    def _hinge(self, work: Working, s: Vector, truth: Vector) -> Vector:
        true = index(self.y) - 1
        over = work.step(
            "over",
            positive(s - s[true] + (1 - truth)),
            "1 for each wrong class that comes within the margin of the true one",
            all_margins=(lambda: 1 - truth, "a class that the true one beats by more than 1 adds no loss"),
            no_margin=(
                lambda: positive(s - s[true]),
                "the margin of 1 is added: a wrong class counts unless it is beaten by more than 1",
            ),
        )
        return work.answer(
            "ds",
            over - truth * added(over),
            "each such class pushes its score by +1 and the true score by −1",
            Asked("gradient of the loss by the scores s, a vector", rtol=0.02),
            true_class_left_out=(lambda: over, "the true score stands in every active margin, with −1"),
            true_class_once=(
                lambda: over - truth,
                "the true score stands in every active margin: −1 for each of them",
            ),
        )

    def _entropy(self, work: Working, s: Vector, truth: Vector) -> Vector:
        p = work.step("p", softmax(s), "softmax turns the scores into probabilities")
        return work.answer(
            "ds",
            p - truth,
            "the cross-entropy of a softmax has the gradient p − 1 at the true class and p at the others",
            Asked("gradient of the loss by the scores s, a vector", rtol=0.02),
            true_class_left_out=(lambda: p, "1 is subtracted from the true class's probability"),
            turned_round=(
                lambda: truth - p,
                "it is p minus the one-hot vector: a wrong score raises the loss",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Put an imaginary step on every score and on every weight, and read off the loss."""
        import numpy as np

        W1, W2, x = array(self.W1), array(self.W2), array(self.x)
        rows, columns = W1.shape
        true = self.y - 1

        def loss(s: Any) -> Any:
            beyond = s - s[:, [true]]
            if self.loss == "hinge":
                beyond = np.delete(beyond, true, axis=1) + 1
                return (beyond * (beyond.real > 0)).sum(axis=1)
            return np.log(np.exp(beyond).sum(axis=1))

        moved = W1 + 1j * TINY * np.eye(rows * columns).reshape(-1, rows, columns)
        z = np.einsum("nji,i->nj", moved, x)
        slope = loss(np.where(z.real > 0, z, 0) @ W2.T).imag.reshape(rows, columns) / TINY
        s = W2 @ np.maximum(W1 @ x, 0)
        ds = loss(s + 1j * TINY * np.eye(len(s))).imag / TINY
        signs = np.where(abs(slope) < ZERO, 0, np.sign(slope)).astype(int)
        return {"s": Vector(*s.tolist()), "ds": Vector(*ds.tolist()), "signs": Matrix(*signs.tolist())}

    def ask(self) -> str:
        """The network, the input, the loss, and what is wanted of its gradient."""
        digits = "" if self.loss == "hinge" else ", three significant digits or more"
        return (
            f"{self.setting()} What are the scores, what is the gradient of $L$ with respect to them "
            f"(a vector{digits}), and what is the sign ($+$, $-$ or $0$) of each entry of "
            r"$\partial L/\partial W_1$, laid out like $W_1$?"
        )

    def setting(self) -> str:
        """The network, the input and the loss."""
        loss = (
            r"the multiclass hinge loss with margin 1, $L = \sum_{j\neq y} \max(0,\ s_j - s_y + 1)$"
            if self.loss == "hinge"
            else r"the cross-entropy of the softmax, $L = -\ln\left(e^{s_y}/\sum_j e^{s_j}\right)$"
        )
        return (
            "A network of two layers without biases computes the scores $s = W_2\\,\\mathrm{ReLU}(W_1 x)$ "
            "of a column $x$ (rows of $W_1$ belong to hidden units, rows of $W_2$ to classes) with\n\n"
            f"{self.weights()}\n\nThe input is $x = {tex(self.x)}$, the true class is $y = {self.y}$ "
            f"(classes are counted from 1), and the loss is {loss}."
        )

    def figure(self) -> Figure | None:
        """The network, with the input in its boxes."""
        from dldrill.families._diagrams import two_layers

        return two_layers(self.W1, self.W2, "ReLU", x=tuple(self.x))

    def fits(self) -> str | None:
        """Matching sizes, no kink, and no gradient whose sign rounding would decide."""
        wrong = self.sizes() or self.input_fits(self.x)
        if wrong:
            return wrong
        if not 1 <= self.y <= len(self.W2):
            return f"y must be from 1 to {len(self.W2)}, the number of classes"
        z, s = self.W1 @ self.x, self.scores_of(self.x)
        if min(map(abs, z)) < ZERO:
            return "a hidden unit's pre-activation is 0, where a ReLU has no derivative: change W1 or x"
        if self.loss == "hinge":
            margins = [s[j] - s[self.y - 1] + 1 for j in range(len(s)) if j != self.y - 1]
            if min(map(abs, margins)) < ZERO:
                return "a margin is met exactly, where the hinge has no derivative: change W2 or x"
            return None
        return self._saturated(z, s)

    def _saturated(self, z: Vector, s: Vector) -> str | None:
        if max(s) - min(s) > SPREAD:
            return f"the scores must be within {SPREAD} of each other: make W2 or x smaller"
        dh = self.W2.T @ (softmax(s) - onehot(self.y - 1, len(s)))
        if any(on > 0 and abs(slope) < ZERO for on, slope in zip(z, dh, strict=True)):
            return "a hidden unit's gradient is 0, or so small that its sign is uncertain: change W2 or x"
        return None

    def suits(self) -> bool:
        """Positive, negative and zero entries all occur, and no probability is all but 0 or 1."""
        s = self.scores_of(self.x)
        if self.loss != "hinge" and max(s) - min(s) > 6:
            return False
        return len({cell for row in self.plain()["signs"] for cell in row}) == 3
