"""The maximum inside a hinge loss replaced by log-sum-exp: a smooth loss that is a cross-entropy."""

from __future__ import annotations

from functools import reduce
from operator import index
from typing import Any, ClassVar

from dldrill.derivation.domain import Range, Vectors
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import Either, exact, exacts, tex
from dldrill.maths.functions import exp, ln, maximum, total
from dldrill.maths.linear import Vector

WIDEST = 100  #: scores further from 0 than this leave nothing of the smaller exponentials
MOST = 100  #: scores


class LseRelaxation(Family):
    """The hinge on the best wrong class, max(0, max s_j − s_y + Δ), and its smooth version."""

    title = "A smooth maximum in the hinge loss"
    topic = "losses"
    how = (
        "took the cross-entropy of the shifted scores as a softmax probability, and the gap from the largest "
        "probability"
    )
    minutes = 5
    parts: ClassVar[tuple[str, ...]] = ("hinge", "loss", "gap")

    s: Vector = given(
        "s", Either(Vectors(3, Range(-2, 3)), Vectors(4, Range(-2, 3))), "scores of the classes",
        default=Vector(1, 0, 2, -1),
    )  # fmt: skip
    y: int = given("y", Range(1, 4), "the true class, counted from 1", default=1)
    Delta: float = given("Delta", exacts(0, "1/2", 1), "margin; 0 for none", default=exact(0))

    def solve(self, work: Working) -> float:
        """The inner and the outer maximum smoothed and combined; then the hinge, to compare with."""
        true = index(self.y) - 1
        s_y, others = self.s[true], [self.s[j] for j in range(len(self.s)) if j != true]
        loss = self._smooth(work, s_y, others)
        hinge = self._hinge(work, s_y, others)
        return work.answer(
            "gap",
            loss - hinge,
            "both log-sum-exps lie above their maximum: in all by at most ln n",
            Asked("smooth loss minus hinge loss", rtol=0.01),
            turned_round=(lambda: hinge - loss, "the smooth loss is the larger one"),
            none=(lambda: 0, "log-sum-exp is close to the maximum, but above it"),
        )

    def _smooth(self, work: Working, s_y: float, others: list[float]) -> float:
        D = self.Delta
        wrong = work.step(
            "wrong_terms",
            total(exp(score) for score in others),
            "the inner maximum becomes a log-sum-exp: ln of this sum over the wrong classes",
            true_class_too=(
                lambda: total(exp(score) for score in (s_y, *others)),
                "the inner maximum runs over the wrong classes only",
            ),
            mean=(
                lambda: total(exp(score) for score in others) / len(others),
                "log-sum-exp is the logarithm of the sum, not of the mean",
            ),
        )
        odds = work.step(
            "odds",
            wrong * exp(D - s_y) if D else wrong / exp(s_y),
            "that logarithm less the true score"
            + (" plus the margin" if D else "")
            + " stands beside 0 in the outer maximum; this is its exponential, since exp undoes ln",
            no_margin=(
                lambda: wrong / exp(s_y),
                "the margin stays beside each wrong score: e^(s_j − s_y + Δ)",
            ),
            margin_taken_off=(
                lambda: wrong * exp(-D - s_y),
                "the margin makes the loss larger: + Δ in every exponent",
            ),
        )
        loss = work.answer(
            "loss",
            ln(1 + odds),
            "the outer maximum becomes a log-sum-exp too, ln(e^0 + e^…), where e^0 is 1: both combined",
            Asked("smooth loss", rtol=0.002),
            outer_left_hard=(lambda: ln(odds), "the outer maximum with 0 is smoothed as well: ln(1 + …)"),
            margin_outside=(
                lambda: ln(1 + wrong / exp(s_y)) + D,
                "the margin stands inside the maximum with 0, so it belongs into the exponents",
            ),
        )
        own = exp(s_y - D) if D else exp(s_y)
        work.answer(
            "cross_entropy",
            -ln(own / (own + wrong)),
            "multiplied through, it is −ln of the true class's softmax probability: the cross-entropy"
            + (", once the true score is lowered by the margin" if D else ""),
            Asked("cross-entropy of the softmax", rtol=0.002),
        )
        return loss

    def _hinge(self, work: Working, s_y: float, others: list[float]) -> float:
        best = work.step("best_wrong", reduce(maximum, others), "the highest score of a wrong class")
        return work.answer(
            "hinge",
            maximum(0, self._beyond(best, s_y)),
            "the loss counts how far that score is beyond the true one"
            + (", less the margin" if self.Delta else ""),
            Asked("hinge loss", rtol=0.002),
            all_classes=(
                lambda: maximum(0, self._beyond(maximum(best, s_y), s_y)),
                "the inner maximum runs over the wrong classes only",
            ),
            turned_round=(
                lambda: maximum(0, self._beyond(s_y, best)),
                "the loss grows with the wrong score: wrong minus true",
            ),
            below_zero=(
                lambda: self._beyond(best, s_y),
                "a hinge loss is never below 0: the outer maximum is with 0",
            ),
            no_margin=(lambda: maximum(0, best - s_y), "the margin is added: the true score must win by Δ"),
            margin_taken_off=(
                lambda: maximum(0, best - s_y - self.Delta),
                "the margin makes the loss larger: + Δ",
            ),
            summed=(
                lambda: total(maximum(0, self._beyond(score, s_y)) for score in others),
                "this hinge takes the largest of the wrong classes, not their sum",
            ),
        )

    def _beyond(self, wrong: float, true: float) -> float:
        return wrong - true + self.Delta if self.Delta else wrong - true

    def check(self) -> dict[str, Any]:
        """Cross-entropy of scores with the margin put in, and pairwise logarithms of sums."""
        import numpy as np

        scores = np.array(self.s.cells, float) + float(self.Delta)
        scores[self.y - 1] -= float(self.Delta)
        scores -= scores.max()
        powers = np.exp(scores)
        p = powers / powers.sum()
        steps = np.sort(scores - scores[self.y - 1])
        return {
            "hinge": float(steps[-1]),
            "loss": float(-np.log(p[self.y - 1])),
            "cross_entropy": float(np.logaddexp.reduce(steps)),
            "gap": float(-np.log(p.max())),
        }

    def ask(self) -> str:
        """The hinge, the relaxation, and the numbers."""
        margin = r" + \Delta" if self.Delta else ""
        with_margin = f" with the margin $\\Delta = {tex(self.Delta)}$" if self.Delta else ""
        return (
            f"For one image the scores are $s = {tex(self.s)}$ and the true class is $y = {self.y}$ (classes "
            f"are counted from 1). Its hinge loss on the best wrong class{with_margin} is\n\n"
            f"$$H = \\max\\left(0,\\ \\max_{{j\\neq y}} s_j - s_y{margin}\\right).$$\n\n"
            "Both maxima are made smooth by\n\n"
            "$$\\max(x_1, \\dots, x_m) \\approx \\ln\\left(e^{x_1} + \\dots + e^{x_m}\\right)$$\n\n"
            "with the natural logarithm. What are the hinge loss, the smooth loss, and the smooth loss minus "
            "the hinge loss? Give four significant digits or expressions."
        )

    def fits(self) -> str | None:
        """Two classes or more, a margin of 0 or more, one best wrong class, scores not far apart."""
        if not 2 <= len(self.s) <= MOST:
            return f"s needs 2 to {MOST} scores"
        if not 1 <= self.y <= len(self.s):
            return f"y must be from 1 to {len(self.s)}, the number of scores"
        if self.Delta < 0:
            return "Delta must be 0 or more"
        if max(self.Delta, *(abs(score) for score in self.s)) > WIDEST:
            return f"scores and Delta must be at most {WIDEST} in size"
        return None

    def suits(self) -> bool:
        """One class is the best of the wrong ones, and neither the hinge nor the gap is near a tie."""
        others = sorted(score for j, score in enumerate(self.s, 1) if j != self.y)
        true = self.s[self.y - 1]
        if others[-1] == others[-2] or true in others or others[-1] - true + self.Delta == 0:
            return False
        return bool(self.plain()["gap"] >= 0.02)
