"""L2 regularisation: the penalty, and what it adds to the gradient of one parameter."""

from __future__ import annotations

from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf, Range, Vectors
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts, tex
from dldrill.maths.functions import added, sqrt
from dldrill.maths.linear import Vector

PENALTIES = {
    "half": r"\frac{\lambda}{2}\lVert\theta\rVert^2",
    "whole": r"\lambda\lVert\theta\rVert^2",
    "half-mean": r"\frac{\lambda}{2N}\lVert\theta\rVert^2",
}
LARGEST = 10**4  #: numbers beyond this lose the digits of finite differences
SHARP = 5e-4  #: four digits
QUARTERS = exacts(*(f"{n}/4" for n in (-8, -6, -5, -3, -2, 2, 3, 5, 6, 8)))


class L2Gradient(Family):
    """A loss has gradient g in the parameter θ; an L2 penalty on all parameters is added."""

    title = "Gradient with L2 regularisation"
    topic = "losses"
    how = "took central differences of a concrete loss with the penalty written out"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("penalty", "gradient")

    g: float = given(
        "g", QUARTERS, "derivative of the unregularised loss by the parameter", default=exact("3/2")
    )
    theta: float = given("theta", QUARTERS, "the parameter", default=exact(-2))
    weight_decay: float = given(
        "lambda", exacts("1/10", "1/5", "1/2"), "strength of the penalty", default=exact("1/10")
    )
    convention: str = given(
        "convention",
        OneOf(*PENALTIES),
        "the penalty: half is λ/2·‖θ‖², whole is λ·‖θ‖², half-mean is λ/(2N)·‖θ‖²",
        default="half",
    )
    N: int = given("N", OneOf(4, 5, 10), "training examples; only half-mean uses it", default=4)
    others: Vector = given(
        "o", Vectors(2, Range(-1, 2)), "the other parameters of the model", default=Vector(1, 2)
    )

    def solve(self, work: Working) -> float:
        """The penalty's derivative by the one parameter, the sum of both gradients, the penalty itself."""
        decay = self._decay(work)
        gradient = work.answer(
            "gradient",
            self.g + decay,
            "the derivative of a sum is the sum of the derivatives",
            Asked("derivative of the regularised loss by the parameter", rtol=SHARP),
            taken_off=(
                lambda: self.g - decay,
                "the penalty is added to the loss; the minus belongs to the gradient step",
            ),
            penalty_only=(lambda: decay, "the derivative of the loss itself stays: g plus the penalty's"),
        )
        self._penalty(work)
        return gradient

    def _penalty(self, work: Working) -> float:
        theta, lam = self.theta, self.weight_decay
        square = work.step(
            "square",
            theta**2 + self.others @ self.others,
            "the squared norm adds up the squares of all parameters",
            this_one_only=(lambda: theta**2, "the penalty holds every parameter, not just this one"),
            sum_squared=(
                lambda: (theta + added(self.others)) ** 2,
                "the squares are added up, not the parameters squared together",
            ),
        )
        factor = {"half": lambda: lam / 2, "whole": lambda: lam, "half-mean": lambda: lam / (2 * self.N)}
        strength = factor[self.convention]()
        return work.answer(
            "penalty",
            strength * square,
            "what is added to the loss",
            Asked("penalty", rtol=SHARP),
            norm_not_squared=(lambda: strength * sqrt(square), "the norm enters squared: no root"),
        )

    def _decay(self, work: Working) -> float:
        theta, lam, N = self.theta, self.weight_decay, self.N
        slips: dict[str, Any] = {}
        if self.convention == "half":
            decay, why = lam * theta, "only θ² of the squared norm contains θ; its 2θ and the half cancel"
            slips["two_kept"] = (
                lambda: 2 * lam * theta,
                "the 2 of the derivative cancels the half of the penalty",
            )
            slips["half_kept"] = (lambda: lam / 2 * theta, NO_TWO)
        elif self.convention == "whole":
            decay, why = 2 * lam * theta, "only θ² of the squared norm contains θ, with derivative 2θ"
            slips["two_lost"] = (lambda: lam * theta, f"{NO_TWO}; here is no half to cancel it")
        else:
            decay, why = lam * theta / N, "only θ² of the squared norm contains θ; its 2θ and the half cancel"
            slips["no_mean"] = (lambda: lam * theta, "the penalty is divided by N")
            slips["half_kept"] = (lambda: lam * theta / (2 * N), NO_TWO)
            slips["two_kept"] = (
                lambda: 2 * lam * theta / N,
                "the 2 of the derivative cancels the half of the penalty",
            )
        return work.step(
            "decay",
            decay,
            why,
            **slips,
            not_derived=(lambda: decay * theta, "that still has the square: the derivative of θ² is 2θ"),
            summed=(
                lambda: decay + decay / theta * added(self.others),
                "the squares of the other parameters do not depend on this one",
            ),
            without_parameter=(
                lambda: decay / theta,
                "the derivative of θ² is 2θ: it grows with the parameter",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Central differences of a loss that has this gradient, with the penalty put in."""
        import numpy as np

        start = np.array([float(self.theta), *map(float, self.others)])
        strength = (
            float(self.weight_decay) * {"half": 0.5, "whole": 1.0, "half-mean": 0.5 / self.N}[self.convention]
        )
        bare = np.array([float(self.g), 1.0, -2.0][: len(start)] + [0.0] * (len(start) - 3))

        def loss(parameters: Any) -> Any:
            moved = parameters - start
            fit = moved @ bare + 0.5 * moved @ moved
            return fit + strength * np.linalg.norm(parameters) ** 2

        h = np.zeros(len(start))
        h[0] = 0.25  # the loss is a parabola, on which central differences are exact at any step
        return {
            "penalty": float(loss(start)),
            "gradient": float((loss(start + h) - loss(start - h)) / (2 * h[0])),
        }

    def ask(self) -> str:
        """The convention of the penalty first, then the numbers."""
        examples = f", with $N = {self.N}$ training examples" if self.convention == "half-mean" else ""
        model = ", ".join(f"${tex(value)}$" for value in (self.theta, *self.others))
        return (
            f"L2 regularisation adds the penalty ${PENALTIES[self.convention]}$ to a loss, where the norm is "
            f"the Euclidean one and $\\theta$ holds all parameters{examples}. The parameters are {model} (in "
            f"this order), $\\lambda = {tex(self.weight_decay)}$, and without the penalty the derivative of "
            f"the loss with respect to the first parameter is $g = {tex(self.g)}$. How large is the penalty, "
            "and what is the derivative of the regularised loss with respect to the first parameter? Give "
            "exact values or four significant digits."
        )

    def fits(self) -> str | None:
        """A positive strength, at least one example, no number too large."""
        if self.weight_decay <= 0:
            return "weight_decay must be above 0"
        if self.N < 1:
            return "N must be at least 1"
        numbers = (self.g, self.theta, self.weight_decay, self.N, *self.others)
        if max(abs(number) for number in numbers) > LARGEST:
            return f"numbers must be at most {LARGEST} in size"
        return None

    def suits(self) -> bool:
        """N is one value where it is not used, and the penalty changes the gradient visibly."""
        if self.convention != "half-mean" and self.N != 4:
            return False
        return added(self.others) != 0 and abs(self.plain()["gradient"]) >= 0.01


NO_TWO = "the derivative of θ² is 2θ, not θ"
