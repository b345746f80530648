"""Early stopping and weight decay as filters: how far each lets one direction of a bowl be learnt."""

from __future__ import annotations

from typing import Any, ClassVar

from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts, tex

MOST_STEPS = 1000  #: that are simulated one by one
LEAST_LEFT = 1e-6  #: the share of the way that must be left, or nothing is shrunk
LEAST_APART = 0.02  #: filters nearer than this look alike


class ShrinkageFilters(Family):
    """Gradient descent that stops early, and weight decay of the matching strength, on a parabola."""

    title = "Early stopping against weight decay"
    topic = "generalisation"
    how = (
        "ran gradient descent step by step, solved the penalised least squares as a linear system, and "
        "halved an interval until both weights were equal"
    )
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("stopped", "decayed", "matching")

    h: float = given(
        "h",
        exacts("0.2", "0.4", "0.5", "0.6", "0.8", 1, "1.2", "1.5", "1.6", 2, "2.5", 3, 4, 5, 6, 8),
        "curvature of the loss",
        default=exact(1),
    )
    eta: float = given(
        "eta",
        exacts("0.005", "0.01", "0.015", "0.02", "0.025", "0.03", "0.04", "0.05", "0.06", "0.08", "0.1",
               "0.12", "0.15", "0.2", "0.25", "0.3"),
        "learning rate of gradient descent",
        default=exact("0.05"),
    )  # fmt: skip
    tau: int = given("tau", Range(4, 100, 2), "steps of gradient descent before it stops", default=40)

    def solve(self, work: Working) -> float:
        """The share that is learnt by either, and the strength that would make them equal."""
        kept = work.step(
            "kept",
            1 - self.eta * self.h,
            "a step multiplies the distance to the minimum by this",
            curvature_ignored=(
                lambda: 1 - self.eta,
                "the gradient is the curvature times the distance: both the rate and h count",
            ),
        )
        left = work.step("left", kept**self.tau, "that many steps, each by the same factor")
        stopped = work.answer(
            "stopped",
            1 - left,
            "what is not left of the way has been learnt",
            Asked("w after the last step"),
            left_over=(lambda: left, "that is the share of the way that is left: take it from 1"),
            straight_line=(
                lambda: self.tau * self.eta * self.h,
                "the steps get smaller on the way: multiply the factors instead of adding up the first step",
            ),
        )
        strength = work.step(
            "lambda",
            1 / (self.eta * self.tau),
            "the usual match: many steps mean a weak penalty",
            inverted=(
                lambda: self.eta * self.tau,
                "the longer the training the weaker the penalty that matches it: the strength is 1 over that",
            ),
        )
        work.answer(
            "decayed",
            self.h / (self.h + strength),
            "where the slopes of loss and penalty cancel",
            Asked("w with weight decay"),
            penalty_share=(
                lambda: strength / (self.h + strength),
                "that is the share that the penalty takes away",
            ),
            curvature_in_both=(
                lambda: self.h * strength / (self.h + strength),
                "h(w − 1) + λw = 0 has only h on top",
            ),
        )
        return work.answer(
            "matching",
            self.h * left / stopped,
            "h/(h + λ) set equal to the share of early stopping, solved for λ",
            Asked("λ that gives the w of early stopping"),
            upside_down=(
                lambda: self.h * stopped / left,
                "more left of the way means a stronger penalty: the fraction is upside down",
            ),
            not_scaled=(lambda: left / stopped, "λ is that fraction times the curvature"),
            usual_match=(lambda: strength, "1/(η·τ) is only near it: solve h/(h + λ) = share for λ"),
        )

    def check(self) -> dict[str, Any]:
        """Go down the bowl; solve a least-squares system; search for the strength by halving."""
        import numpy as np

        h, eta, w = float(self.h), float(self.eta), 0.0
        for _ in range(self.tau):
            w -= eta * h * (w - 1)

        def penalised(strength: float) -> float:
            column = np.array([[h**0.5], [strength**0.5]])
            return float((np.linalg.pinv(column) @ np.array([h**0.5, 0.0]))[0])

        low, high = h * 1e-7, h * 1e7
        for _ in range(60):
            middle = (low * high) ** 0.5
            low, high = (middle, high) if penalised(middle) > w else (low, middle)
        return {"stopped": w, "decayed": penalised(1 / (eta * self.tau)), "matching": low}

    def ask(self) -> str:
        """The parabola, both ways to shrink, and what is asked of each."""
        return (
            f"A weight $w$ has the loss $\\frac{{1}}{{2}}h(w - 1)^2$ with $h = {tex(self.h)}$; its minimum "
            "is at $w = 1$.\n\n- Gradient descent starts at $w = 0$ and is stopped after "
            f"$\\tau = {self.tau}$ steps with learning rate $\\eta = {tex(self.eta)}$. Which $w$ does it "
            "reach (`stopped`)?\n"
            "- Weight decay adds $\\frac{1}{2}\\lambda w^2$ to the loss and goes to the minimum of the sum. "
            "With the usual match $\\lambda = \\frac{1}{\\eta\\tau}$, which $w$ is that (`decayed`)?\n"
            "- Which $\\lambda$ would lead to exactly the $w$ of early stopping (`matching`)?"
        )

    def fits(self) -> str | None:
        """A bowl, steps that do not overshoot, and something left of the way."""
        if self.h <= 0 or self.eta <= 0:
            return "h and eta must be above 0"
        if not 1 <= self.tau <= MOST_STEPS:
            return f"tau must be from 1 to {MOST_STEPS}"
        if self.eta * self.h >= 1:
            return "eta·h must be below 1, or the steps overshoot: make eta smaller"
        if min(self.h, self.eta) < LEAST_LEFT or self.eta * self.h * self.tau < LEAST_LEFT:
            return f"h, eta and eta·h·tau must be at least {LEAST_LEFT}: make them larger"
        if (1 - float(self.eta * self.h)) ** self.tau < LEAST_LEFT:
            return "that many steps reach the minimum, and nothing is shrunk: make tau smaller"
        return None

    def suits(self) -> bool:
        """The shares are told apart at sight, and neither is nearly nothing nor nearly all."""
        answers = self.plain()
        stopped, decayed = answers["stopped"], answers["decayed"]
        return bool(0.05 <= stopped <= 0.99 and abs(stopped - decayed) >= LEAST_APART)
