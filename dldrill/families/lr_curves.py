"""Training losses of four learning rates: one diverges, one stays high, one is good, one is slow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._curves_of_rates import CURVES, on_curves
from dldrill.families._descent import expected_losses
from dldrill.families._plain import exact, exacts, tex
from dldrill.figures.marks import Axis, Dash, Figure, Line, Row
from dldrill.maths.functions import vector
from dldrill.maths.linear import Vector

SHOWN, APART, LARGEST = 60, 1.2, 10**4
DASHES = (Dash.SOLID, Dash.DASHED, Dash.DOTTED, Dash.MIXED)
TOLD = (0, 1, 2, 3, 5, 10, 20, 30, 40, 50, 60)
ORDERS = tuple("".join(order) for order in permutations(CURVES))
RATES = tuple(
    Vector(*(exact(rate) / curvature for rate in (high, plateau, good, low)))
    for curvature in (1, 2, 4)
    for high in ("11/5", "12/5")
    for plateau in ("4/5", "3/5")
    for good in ("1/5", "3/20")
    for low in ("1/50", "1/100")
)


def _up_to(top: float, losses: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """A curve as far as the picture reaches: the step that leaves it ends at its upper edge."""
    points: list[tuple[float, float]] = []
    for step, loss in enumerate(losses):
        if loss > top:
            before = losses[step - 1] if step else top
            share = (top - before) / (loss - before) if loss > before else 0.0
            return (*points, (step - 1 + share, float(top)))
        points.append((float(step), float(loss)))
    return tuple(points)


class LrCurves(Family):
    """Gradient descent with noisy gradients on a parabola, its expected loss step by step."""

    title = "Loss curves of four learning rates"
    topic = "optimisation"
    how = "recovered the rate of every curve from three of its points, and ran the recursion to its end"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("curves", "limit", "plateau")

    h: float = given("h", exacts(1, 2, 4), "curvature of the loss h·w²/2", default=exact(1))
    lr: Vector = given(
        "eta",
        OneOf(*RATES),
        "four learning rates, the highest first",
        default=Vector(*map(exact, ("11/5", "4/5", "1/5", "1/50"))),
    )
    variance: float = given("V", exacts(1, 2), "variance of the gradients' noise", default=exact(1))
    w: float = given("w_0", exacts(3, 4), "where all four start", default=exact(3))
    order: str = given(
        "order", OneOf(*ORDERS), "the curves P, Q, R, S by their rates, the highest first", default="QRPS"
    )

    def solve(self, work: Working) -> float:
        """The factor of every rate, the curve that it gives, and where the loss settles."""
        h = self.h
        factors = work.step(
            "factors",
            vector(*((1 - rate * h) ** 2 for rate in self.lr)),
            "every step multiplies the mean of w² by (1 − η·h)², before the noise is added",
        )
        work.answer(
            "curves",
            self.order,
            "above 1 the loss grows; below 1, close to 1 it falls slowly; a higher rate keeps more noise",
            Asked("letters of the curves, the highest rate first", kind="matching", words=CURVES),
            reversed_order=(lambda: self.order[::-1], "the slowest curve has the lowest rate"),
            by_final_loss=(
                self.sorted_by_end,
                "a high loss at the end can come from a rate too low as well: look at how it got there",
            ),
            diverging_lowest=(
                lambda: self.order[1:] + self.order[0],
                "a loss that grows has steps too long: its rate is the highest",
            ),
        )
        work.answer(
            "limit",
            2 / h,
            "the loss stays bounded while the factor is below 1, that is |1 − η·h| < 1",
            Asked("learning rate above which the loss grows without bound", kind="number"),
            one_step=(
                lambda: 1 / h,
                "1/h reaches the minimum in one step; up to 2/h the steps still converge",
            ),
        )
        rate, kept = self.lr[1], factors[1]
        added = work.step(
            "noise",
            h * rate**2 * self.variance / 2,
            "what the noise of one step adds to the expected loss",
            rate_once=(
                lambda: h * rate * self.variance / 2,
                "the noise is multiplied by η before it is squared",
            ),
        )
        return work.answer(
            "plateau",
            added / (1 - kept),
            "where one step adds as much as it takes away: L = factor · L + noise",
            Asked("expected loss at which the second-highest rate settles", kind="number", rtol=0.005),
            noise_of_one_step=(
                lambda: added + 0 * kept,
                "the noise of the earlier steps has not wholly faded: solve L = factor · L + noise",
            ),
            factor_not_squared=(
                lambda: added / (1 - (1 - rate * h)),
                "the loss is quadratic: its factor is (1 − η·h)²",
            ),
            without_noise=(lambda: 0 * added, "the noise keeps the loss above 0"),
        )

    def curves(self, steps: int = SHOWN) -> dict[str, list[float]]:
        """The drawn losses by the letters of the curves."""
        by_rate = {
            letter: self._losses(rate, steps) for letter, rate in zip(self.order, self.lr, strict=True)
        }
        return {letter: by_rate[letter] for letter in CURVES}

    def sorted_by_end(self) -> str:
        """The letters, the highest loss at the end first."""
        curves = self.curves()
        return "".join(sorted(CURVES, key=lambda letter: curves[letter][-1], reverse=True))

    def check(self) -> dict[str, Any]:
        """Read three points of each curve, solve for its rate, and let the recursion run."""
        import numpy as np

        h, variance = float(self.h), float(self.variance)
        recovered = {}
        for letter, losses in self.curves(2).items():
            # three points give the line L' = factor · L + noise; noise = h·η²·V/2 has one positive root
            (slope, noise), *_ = np.linalg.lstsq(
                np.array([[losses[0], 1.0], [losses[1], 1.0]]), np.array(losses[1:]), rcond=None
            )
            recovered[letter] = float(np.sqrt(2 * noise / (h * variance))) + 0 * slope
        found = "".join(sorted(recovered, key=recovered.__getitem__, reverse=True))
        low, high = 0.0, 8 / h
        for _ in range(60):
            middle = (low + high) / 2
            shrinks = abs(float(np.prod([1 - middle * h] * 8))) < 1
            low, high = (middle, high) if shrinks else (low, middle)
        rate = float(self.lr[1])
        spread = variance * rate**2 * float(((1 - rate * h) ** (2 * np.arange(2000.0))).sum())
        return {"curves": found, "limit": low, "plateau": h * spread / 2}

    def figure(self) -> Figure:
        """The four curves; the one that grows leaves the picture."""
        curves, top = self.curves(), 1.3 * float(self.h * self.w**2 / 2)
        lines = tuple(
            Line(
                _up_to(top, losses),
                letter,
                dash,
            )
            for (letter, losses), dash in zip(curves.items(), DASHES, strict=True)
        )
        body = tuple((str(t), *(f"{curves[letter][t]:.4g}" for letter in CURVES)) for t in TOLD)
        head: Row = ("step", *CURVES)
        return Figure(
            marks=lines,
            x=Axis(0, SHOWN, "step"),
            y=Axis(0, top, "training loss"),
            alt=(
                f"Training losses over {SHOWN} steps for four learning rates, curves P, Q, R and S, all from "
                "the same start. The table has their values."
            ),
            table=(head, *body),
            with_table=True,
        )

    def ask(self) -> str:
        """The model behind the curves, the rates, and what is asked."""
        rates = ", ".join(f"${tex(rate)}$" for rate in self.lr)
        return (
            f"{self.setting()} The curves belong to the rates {rates}, in an order of their own. Which curve "
            "belongs to which rate (a letter for each of the rates, numbered 1 to 4 in the order given, the "
            "highest first)? Above which learning rate does this loss grow without bound? And at which "
            f"expected loss does the rate ${tex(self.lr[1])}$ settle in the long run? Three significant "
            "digits are enough."
        )

    def setting(self) -> str:
        """The loss, the noise and the figure."""
        return (
            f"The loss $L(w) = h w^2/2$ with $h = {tex(self.h)}$ is minimised from $w = {tex(self.w)}$ by "
            "stochastic gradient descent, $w \\leftarrow w - \\eta\\,(h w + \\xi)$, with a fresh noise "
            f"$\\xi$ in every step (mean 0, variance ${tex(self.variance)}$). The figure and its table show "
            "the expected loss after every step for four learning rates $\\eta$, curves P, Q, R and S; a "
            "curve that grows leaves the picture."
        )

    def fits(self) -> str | None:
        """Four rates that fall, one above the bound at most, and a noise."""
        if len(self.lr) != 4 or list(self.lr) != sorted(set(self.lr), reverse=True):
            return "lr needs four different rates, the highest first"
        if min(*self.lr, self.h, self.variance, abs(self.w)) <= 0:
            return "lr, h and variance must be above 0, and w must not be 0"
        if max(*self.lr, self.h, self.variance, abs(self.w)) > LARGEST or self.lr[0] * self.h > 4:
            return f"all numbers must be at most {LARGEST}, and the highest rate at most 4/h"
        if min(self.lr) * self.h < 0.001 or self.lr[1] * self.h > 1.9:
            return "the lowest rate must be at least 0.001/h, the second-highest at most 1.9/h"
        if self.lr[0] * self.h <= 2:
            return "the highest rate must be above 2/h, so that one curve grows: make it larger"
        if sorted(self.order) != sorted(CURVES):
            return "order must have the letters P, Q, R and S, each once"
        return None

    def suits(self) -> bool:
        """The first rate diverges, and the curves end clearly apart."""
        if not 2.1 <= self.lr[0] * self.h <= 2.5 or not 0.5 <= self.lr[1] * self.h < 1:
            return False
        ends = sorted(losses[-1] for losses in self.curves().values())
        return all(APART * low <= high for low, high in pairwise(ends))

    def statements(self) -> list[Statement]:
        """On the drawn curves; every key with as many true as false statements."""

        def end(rate: float) -> float:
            return self._losses(rate, SHOWN)[-1]

        return on_curves(self.order, self.curves(), self.lr, end)

    def _losses(self, rate: float, steps: int) -> list[float]:
        return expected_losses(float(rate), float(self.h), float(self.variance), float(self.w), steps)
