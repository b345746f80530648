"""Curves of equal compute: loss against parameters, from a law with drawn constants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts
from dldrill.maths.functions import sqrt

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

SMALLEST, LARGEST = 6, 1000  #: budgets of the plot, in 10^18 operations
PER_TOKEN = 6  #: operations of training for each parameter and token


class Isoflop(Family):
    """How many parameters and tokens spend a compute budget best?"""

    title = "Parameters and tokens for a compute budget"
    topic = "language-models"
    how = (
        "bisected the slope of the loss along the budget's curve, each slope taken by a step into the "
        "complex plane"
    )
    minutes = 5
    parts: ClassVar[tuple[str, ...]] = ("N", "D")

    E: float = given(
        "E", exacts("1.6", "1.7", "1.8"), "the loss that no model goes below", default=exact("1.7")
    )
    A: int = given("A", OneOf(320, 400, 460, 520), "how much too few parameters cost", default=520)
    B: int = given("B", OneOf(360, 400, 440), "how much too few tokens cost", default=400)
    alpha: float = given(
        "alpha", exacts("0.32", "0.33", "0.34", "0.35"), "exponent of the parameters", default=exact("0.34")
    )
    beta: float = given(
        "beta", exacts("0.27", "0.28", "0.29", "0.3"), "exponent of the tokens", default=exact("0.28")
    )
    budget: int = given(
        "m",
        OneOf(3, 6, 10, 20, 30, 50, 60, 80, 100, 200, 300, 400, 600, 800, 1000, 2000),
        "the budget in 10^18 operations",
        default=6,
    )

    def solve(self, work: Working) -> float:
        """The size where a further parameter gains what the tokens it costs lose."""
        A, B, alpha, beta = self.A, self.B, self.alpha, self.beta
        C = work.step("C", self.budget * 10**18, "the budget in operations")
        product = work.step(
            "ND",
            C / PER_TOKEN,
            "C = 6 N D fixes the product of parameters and tokens",
            no_six=(lambda: C / 1, "a parameter costs 6 operations for every token: divide the budget by 6"),
            twice_not_six=(lambda: C / 2, "training costs 6 operations, with the backward pass, not 2"),
        )
        G = work.step(
            "G",
            (alpha * A / (beta * B)) ** (1 / (alpha + beta)),
            "the slope along the curve, −αA/N^α + βB/D^β over N, is 0 where αA/N^α = βB/D^β",
            exponents_forgotten=(
                lambda: (A / B) ** (1 / (alpha + beta)),
                "the powers are differentiated: their exponents come down as factors",
            ),
            equal_terms=(
                lambda: (beta * A / (alpha * B)) ** (1 / (alpha + beta)),
                "each exponent comes down with its own constant: alpha with A, beta with B",
            ),
        )
        a = work.step(
            "a",
            beta / (alpha + beta),
            "put D = (C/6)/N in and solve for N",
            exponents_exchanged=(
                lambda: alpha / (alpha + beta),
                "the exponent of the parameters' growth has beta above: the tokens' exponent",
            ),
        )
        N: float = work.answer(
            "N",
            G * product**a,
            "the best number of parameters at this budget",
            Asked("best number of parameters"),
            equal_split=(
                lambda: sqrt(product),
                "parameters and tokens are not equal at the best split: set the slope of the loss to 0",
            ),
        )
        D: float = work.answer(
            "D",
            product / N,
            "the tokens that are left to the budget",
            Asked("tokens that it is trained on"),
            tokens_times_twenty=(
                lambda: 20 * N,
                "20 tokens a parameter is a rule of thumb: here C = 6 N D gives the tokens",
            ),
        )
        return D

    def check(self) -> dict[str, Any]:
        """The root of the slope of the loss along the curve, by bisection on a logarithmic axis."""
        import numpy as np

        A, B, alpha, beta = float(self.A), float(self.B), float(self.alpha), float(self.beta)
        product = self.budget * 1e18 / PER_TOKEN
        step = 1e-30j

        def slope(at: float) -> float:
            N = np.exp(at + step)
            return float(np.imag(A / N**alpha + B / (product / N) ** beta))

        low, high = 0.0, float(np.log(product))
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if slope(middle) < 0 else (low, middle)
        N = float(np.exp((low + high) / 2))
        return {"N": N, "D": self.budget * 1e18 / (PER_TOKEN * N)}

    def ask(self) -> str:
        """The law, the cost of training, the budget."""
        from dldrill.families._plain import tex

        return (
            "Language models of $N$ parameters, trained on $D$ tokens, reach the loss\n\n"
            f"$$L(N, D) = {tex(self.E)} + \\frac{{{self.A}}}{{N^{{{tex(self.alpha)}}}}} + "
            f"\\frac{{{self.B}}}{{D^{{{tex(self.beta)}}}}}$$\n\n"
            f"and such a training costs $C = 6ND$ operations (FLOPs). The budget $C$ is {self._tex()}. "
            "Which number of parameters $N$ gives the lowest loss, and on how many tokens $D$ "
            "is that model trained? Take both as real numbers; decimals such as 2.5e9 will do."
        )

    def _tex(self) -> str:
        from dldrill.families._isoflop_plot import operations

        return operations(self.budget * 1e18)

    def fits(self) -> str | None:
        """Positive constants, in a range where powers stay finite and the best size lies inside."""
        if self.E < 0 or min(self.A, self.B, self.budget) <= 0:
            return "A, B and budget must be positive, and E must not be negative"
        if max(self.A, self.B) > 10**9 or self.budget > 10**12:
            return "A and B must be at most 10^9, and budget at most 10^12"
        if not all(0.05 <= exponent <= 2 for exponent in (self.alpha, self.beta)):
            return "alpha and beta must lie between 0.05 and 2"
        ratio = float(self.alpha) * self.A / (float(self.beta) * self.B)
        exponents = float(self.alpha + self.beta)
        for budget in (min(self.budget, SMALLEST), max(self.budget, LARGEST)):
            size = ratio ** (1 / exponents) * (budget * 1e18 / PER_TOKEN) ** (float(self.beta) / exponents)
            if not 1e6 < size < 1e13:
                return "the best sizes must lie between 10^6 and 10^13 parameters: change A, B, alpha or beta"
        return None

    def statements(self) -> list[Statement]:
        """What the dots of the plot say."""
        from dldrill.families._isoflop_plot import Plot

        return Plot(self).statements()

    def figure(self) -> Figure | None:
        """Loss against parameters for five budgets, with three marked dots."""
        from dldrill.families._isoflop_plot import Plot

        return Plot(self).figure()
