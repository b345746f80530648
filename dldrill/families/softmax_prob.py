"""Softmax over many logits of only two sizes: how much probability one of them gets."""

from __future__ import annotations

from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts, tex
from dldrill.maths.functions import exp

SOME = (3, 4, 5, 6, 7, 8, 10, 12)
MANY = (20, 25, 40, 50, 100, 200, 500, 1000, 2000)  #: here all but one are high
LARGEST = 10**6  #: logits that can be laid out in a row
STEEPEST = 200  #: a larger gap than this underflows
SHARP = 1e-5  #: six digits, so that 10,000 and 9,999 equal logits can be told apart


class SoftmaxProb(Family):
    """Of n logits, m share one value and the other n − m another: what does softmax make of them?"""

    title = "Softmax probability among many equal logits"
    topic = "losses"
    how = "wrote all the logits in one long row and took its softmax"
    minutes = 3
    parts: ClassVar[tuple[str, ...]] = ("p_low", "p_high")

    n: int = given("n", OneOf(*SOME, *MANY), "logits in all", default=10_000)
    m: int = given(
        "m", OneOf(*range(1, 12), *(n - 1 for n in MANY)), "how many of them are high", default=9_999
    )
    low: int = given("s_low", Range(-2, 2), "the value of each of the other n − m logits", default=0)
    high: int = given("s_high", Range(-1, 4), "the value of each of the m equal logits", default=1)
    tau: float = given(
        "tau", exacts(1, "1/2", 2), "temperature: the logits are divided by it", default=exact(1)
    )

    def solve(self, work: Working) -> float:
        """Shift by the low logit, add up the exponentials, take the shares."""
        n, m = self.n, self.m
        gap = self._gap(work)
        slips: dict[str, Any] = {
            "no_exponential": (lambda: gap, "softmax takes the exponential of every logit")
        }
        weight = work.step(
            "weight",
            exp(gap),
            "so a high logit counts this many times as much as a low one, whose term is e^0 = 1",
            **(slips if gap != 1 else {}),  # at a gap of 1 all would be equal: another mistake
        )
        high = work.step(
            "high_terms",
            m * weight,
            "each of the m high logits has such a term",
            counted_all=(lambda: n * weight, "only m of the n logits are high"),
            just_one=(lambda: weight, "there is one such term for every one of the equal logits"),
        )
        low = work.step(
            "low_terms",
            n - m,
            "each of the n − m low logits has a term of 1",
            counted_all=(lambda: n, "only n − m of the n logits are low"),
            left_out=(lambda: 0, "the low logits' own terms belong to the sum too: e^0 = 1, not 0"),
            just_one=(lambda: 1, "there is one such term for every low logit"),
        )
        Z = work.step("Z", low + high, "softmax divides by the sum of all the terms")
        work.answer(
            "p_low",
            1 / Z,
            "the share of one low logit",
            Asked("probability of one low logit", rtol=SHARP),
            uniform=(lambda: 1 / n, UNIFORM),
            whole_group=(lambda: low / Z, "that is the share of all the low logits together"),
        )
        return work.answer(
            "p_high",
            weight / Z,
            "the share of one high logit",
            Asked("probability of one high logit", rtol=SHARP),
            uniform=(lambda: 1 / n, UNIFORM),
            whole_group=(lambda: high / Z, "that is the share of all the high logits together"),
        )

    def _gap(self, work: Working) -> float:
        low: float = self.low
        high, tau = self.high, self.tau
        why = "softmax sees only differences of logits: take the low one off"
        turned = (lambda: (low - high) / tau, "the high logits have the larger exponentials, not the smaller")
        if tau == 1:
            return work.step("gap", high - low, why, turned_round=turned)
        return work.step(
            "gap",
            (high - low) / tau,
            f"{why}, and divide by the temperature",
            turned_round=turned,
            no_temperature=(lambda: high - low, "divide the logits by the temperature first"),
            multiplied=(
                lambda: (high - low) * tau,
                "the logits are divided by the temperature, not multiplied",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Softmax of the explicit row of logits."""
        import numpy as np

        s = np.full(self.n, float(self.low))
        s[self.n - self.m :] = self.high
        powers = np.exp((s - s.max()) / float(self.tau))
        p = powers / powers.sum()
        return {"p_low": float(p[0]), "p_high": float(p[-1])}

    def ask(self) -> str:
        """How many logits of which size, and that expressions or six digits are wanted."""
        m, rest = self.m, self.n - self.m
        low = f"one is ${self.low}$" if rest == 1 else f"${rest}$ are ${self.low}$ each"
        high = f"the other one is ${self.high}$" if m == 1 else f"the other ${m}$ are ${self.high}$ each"
        heat = (
            ""
            if self.tau == 1
            else f" with temperature $\\tau = {tex(self.tau)}$ (the logits are divided by it)"
        )
        return (
            f"Of the $n = {self.n}$ logits of a classifier, {low} and {high}. Softmax{heat} turns them into "
            "probabilities. What is the probability of one class with the low logit, and of one class "
            "with the high logit? Give six significant digits, or an expression such as "
            "`1/(3 + 7e^2)`."
        )

    def fits(self) -> str | None:
        """There are logits of both sizes, high above low, and the exponentials stay within range."""
        if not 2 <= self.n <= LARGEST:
            return f"n must be from 2 to {LARGEST}"
        if not 1 <= self.m < self.n:
            return "m must be at least 1 and below n, so that there are logits of both sizes"
        if self.tau <= 0:
            return "tau must be above 0, like 1 or 1/2"
        if self.high <= self.low:
            return "high must be above low"
        if (self.high - self.low) / self.tau > STEEPEST:
            return f"(high − low)/tau must be at most {STEEPEST}: make the gap smaller or tau larger"
        return None

    def suits(self) -> bool:
        """All but one are high or there are few, and neither size takes all the probability."""
        return (self.m == self.n - 1 or self.n <= max(SOME)) and (self.high - self.low) / self.tau <= 8


UNIFORM = "the probabilities are equal only where all the logits are"
