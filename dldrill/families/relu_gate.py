"""One ReLU unit: what decides whether a weight in front of it gets a gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.domain import OneOf, Vectors
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import tex
from dldrill.maths.functions import positive
from dldrill.maths.linear import Vector

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

MOST = 20  #: inputs
LARGEST = 1000  #: numbers beyond this drown differences in rounding


class ReluGate(Family):
    """The unit a = relu(w·x) and the gradient of a loss by its weights, given the one by a."""

    title = "Gradient in front of a ReLU"
    topic = "networks"
    how = "moved each weight both ways, by a step that keeps the unit on its side, and took the difference"
    minutes = 1.5
    parts: ClassVar[tuple[str, ...]] = ("z", "dw")

    w: Vector = given("w", Vectors(3, OneOf(-2, -1, 1, 3)), "weights of the unit", default=Vector(-1, 2))
    x: Vector = given("x", Vectors(3, OneOf(-1, 0, 1, 2)), "input", default=Vector(1, 1))
    delta: int = given("delta", OneOf(-2, -1, 1, 3), "gradient of the loss by the activation", default=1)

    def solve(self, work: Working) -> Vector:
        """The pre-activation, the gate, the gradient."""
        w, x, delta = self.w, self.x, self.delta
        z = work.answer(
            "z", w @ x, "the unit first adds up its weighted inputs", Asked("pre-activation z", rtol=0.002)
        )
        dz = work.step(
            "dz",
            delta * positive(z),
            "a ReLU has slope 1 where its pre-activation is positive, and 0 where it is negative",
            gate_left_out=(lambda: delta, "a unit whose pre-activation is negative passes no gradient"),
        )
        return work.answer(
            "dw",
            dz * x,
            "the derivative of the pre-activation by a weight is the input that it multiplies",
            Asked("gradient of the loss by w, a vector", rtol=0.002),
            gate_on_weight=(
                lambda: delta * (positive(w) * x),
                "the sign of the whole pre-activation opens the gate, not the sign of the weight",
            ),
            gate_on_input=(
                lambda: delta * (positive(x) * x),
                "the sign of the whole pre-activation opens the gate, not the sign of the input",
            ),
            without_input=(
                lambda: dz + 0 * x,
                "the chain rule multiplies by the input that the weight is applied to",
            ),
            weight_for_input=(
                lambda: dz * w,
                "by a weight the derivative is the input; by the input it would be the weight",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Move each weight both ways by a step too short to cross the kink."""
        w, x = [float(c) for c in self.w], [float(c) for c in self.x]

        def activation(weights: list[float]) -> tuple[float, float]:
            z = 0.0
            for weight, value in zip(weights, x, strict=True):
                z += weight * value
            return z, float(self.delta) * (z + abs(z)) / 2

        z = activation(w)[0]
        gradient = []
        for i in range(len(w)):
            step = abs(z) / (2 * abs(x[i])) if x[i] else 1.0
            ends = [activation([*w[:i], w[i] + move, *w[i + 1 :]])[1] for move in (step, -step)]
            gradient.append((ends[0] - ends[1]) / (2 * step))
        return {"z": z, "dw": Vector(*gradient)}

    def ask(self) -> str:
        """The unit, the input and the gradient that arrives."""
        return (
            f"A unit without bias computes $z = w\\cdot x$ and $a = \\mathrm{{ReLU}}(z)$, with the weights "
            f"$w = {tex(self.w)}$ and the input $x = {tex(self.x)}$. Backpropagation has found "
            f"$\\partial L/\\partial a = {tex(self.delta)}$. What is $z$, and what is the gradient "
            r"$\partial L/\partial w$ (a vector of "
            f"${len(self.w)}$ numbers)?"
        )

    def figure(self) -> Figure | None:
        """The unit, its inputs, and the gradient that comes back."""
        from dldrill.families._diagrams import unit

        return unit(tuple(self.w), tuple(self.x), self.delta)

    def fits(self) -> str | None:
        """As many inputs as weights, and a pre-activation off the kink."""
        if not 1 <= len(self.w) <= MOST or len(self.w) != len(self.x):
            return f"w and x must be equally long, with 1 to {MOST} numbers"
        if max(abs(self.delta), *map(abs, self.w), *map(abs, self.x)) > LARGEST:
            return f"w, x and delta must be at most {LARGEST} in size"
        if abs(self.w @ self.x) < 1e-6:
            return "z = w·x is 0, where a ReLU has no derivative: change w or x"
        return None

    def suits(self) -> bool:
        """A negative weight stands before an input that is not 0."""
        return any(w < 0 and x != 0 for w, x in zip(self.w, self.x, strict=True))
