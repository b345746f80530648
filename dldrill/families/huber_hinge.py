"""The Huber version of the hinge loss: its derivative by a wrong score, and how its pieces are joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts, tex
from dldrill.maths.functions import relu

LARGEST = 10**4  #: scores and constants beyond this lose the digits of finite differences
SHARP = 1e-3
BY_TRUE_SCORE = "that is the derivative by s_y: s_j enters with a plus"
HALVES = exacts(*(f"{n}/2" for n in range(-4, 7)))


class HuberHinge(Family):
    """With u = s_j − s_y, a wrong class costs a·max(u + Δ, 0)² where u ≤ 0, and b·(u + Δ/2) beyond."""

    title = "Huber hinge loss"
    topic = "losses"
    how = (
        "differentiated the sum of the losses by finite differences inside one piece, and solved for the b "
        "at which values, and slopes, of both pieces meet"
    )
    minutes = 5
    parts: ClassVar[tuple[str, ...]] = ("derivative", "b_value", "b_slope")

    s_j: float = given("s_j", HALVES, "score of the wrong class", default=exact(1))
    s_y: float = given("s_y", exacts(-1, 0, 1, 2), "score of the true class", default=exact(2))
    s_k: float = given("s_k", exacts(-1, "3/2", 3), "score of another wrong class", default=exact(3))
    a: float = given("a", exacts("1/2", 1, 2, 3), "factor of the parabola", default=exact(2))
    b: float = given("b", exacts("3/2", "5/2", 4, 5), "slope of the straight piece", default=exact(5))
    Delta: float = given("Delta", exacts("1/5", "3/4", "3/2", "5/2", 3), "margin", default=exact("3/2"))

    def solve(self, work: Working) -> float:
        """The derivative of either piece, the one that applies, and the join of the two."""
        beyond = self.s_j > self.s_y
        left, right = self._left(work, not beyond), self._right(work, beyond)
        work.answer(
            "derivative",
            right if beyond else left,
            "here s_j > s_y: the straight piece" if beyond else "here s_j ≤ s_y: the piece with the parabola",
            Asked("derivative by s_j", rtol=SHARP),
            split_at_the_margin=(
                lambda: right if self.s_j + self.Delta > self.s_y else left,
                "the pieces meet at s_j = s_y, not where the margin is met: compare s_j with s_y",
            ),
            parabola_everywhere=(
                lambda: left,
                "beyond s_y the loss is straight: the parabola ends at s_j = s_y",
            ),
            sum_of_all=(
                lambda: (right if beyond else left) + self._of_other(),
                "the other class's term does not contain s_j: its derivative by s_j is 0",
            ),
        )
        return self._join(work)

    def _left(self, work: Working, taken: bool) -> float:
        a, D = self.a, self.Delta
        slips: dict[str, Any] = {
            "no_maximum": (
                lambda: self.s_j - self.s_y + D,
                "where the margin is met the maximum is 0, and so is the derivative",
            ),
            "no_margin": (lambda: relu(self.s_j - self.s_y), "the margin Δ is added to s_j − s_y"),
        }
        missing = work.step(
            "missing",
            relu(self.s_j - self.s_y + D),
            "only the term of class j contains s_j; so much of the margin is missing",
            **(slips if taken else {}),
        )
        slips = {
            "no_two": (lambda: a * missing, "the derivative of a square is twice the inside"),
            "not_derived": (lambda: a * missing**2, "that is the loss, not its derivative"),
            "by_true_score": (lambda: -2 * a * missing, BY_TRUE_SCORE),
        }
        return work.answer(
            "left",
            2 * a * missing,
            "where s_j ≤ s_y: the chain rule on the square, and s_j has the factor 1 inside",
            Asked("derivative where s_j ≤ s_y", rtol=SHARP),
            **(slips if taken else {}),
        )

    def _right(self, work: Working, taken: bool) -> float:
        b = self.b
        slips: dict[str, Any] = {
            "not_derived": (
                lambda: b * (self.s_j - self.s_y + self.Delta / 2),
                "that is the loss, not its derivative",
            ),
            "by_true_score": (lambda: -b, BY_TRUE_SCORE),
        }
        return work.answer(
            "right",
            b,
            "where s_j > s_y: the piece is straight, with slope b",
            Asked("derivative where s_j > s_y", rtol=SHARP),
            **(slips if taken else {}),
        )

    def _of_other(self) -> float:
        if self.s_k > self.s_y:
            return self.b
        return 2 * self.a * relu(self.s_k - self.s_y + self.Delta)

    def _join(self, work: Working) -> float:
        a, D = self.a, self.Delta
        height = work.step(
            "height",
            a * D**2,
            "at s_j = s_y the parabola is this high",
            not_squared=(lambda: a * D, "the margin is squared there"),
        )
        by_value = work.answer(
            "b_value",
            height / (D / 2),
            "the straight piece is b·Δ/2 high there: equal values",
            Asked("b that makes the values meet", rtol=SHARP),
            whole_margin=(lambda: height / D, "the straight piece is b·Δ/2 high at the join, not b·Δ"),
            value_itself=(lambda: height, "b·Δ/2, not b, has to equal the parabola"),
        )
        steepness = work.step(
            "steepness",
            2 * a * D,
            "the parabola's slope at s_j = s_y",
            no_two=(lambda: a * D, "the derivative of a square is twice the inside"),
            no_margin=(lambda: 2 * a, "the inside of the square is Δ at the join"),
        )
        by_slope = work.answer(
            "b_slope",
            steepness,
            "the straight piece has slope b: equal slopes",
            Asked("b that makes the slopes meet", rtol=SHARP),
            halved=(lambda: steepness / 2, "b multiplies s_j itself: its slope is b, not b/2"),
            upside_down=(lambda: a / (2 * D), "2·a·Δ = b, so the margin multiplies a"),
        )
        work.step(
            "disagreement",
            by_value - by_slope,
            "both conditions ask for the same b: one b joins values and slopes",
        )
        return by_slope

    def check(self) -> dict[str, Any]:
        """Finite differences of the sum of losses; the join by a secant search for the b that fits."""
        at, true, other, a, slope, D = map(float, (self.s_j, self.s_y, self.s_k, self.a, self.b, self.Delta))
        h = D / 8

        def loss(score: float, b: float, left: bool) -> float:
            """Both wrong classes, where class j has this score and the given piece."""
            whole = 0.0
            for u, parabola in ((score - true, left), (other - true, other <= true)):
                whole += a * max(u + D, 0.0) ** 2 if parabola else b * (u + 0.5 * D)
            return whole

        def difference(score: float, left: bool) -> float:
            """Over three points of one smooth piece: exact for parabolas and straight lines."""
            u = score - true
            step = -h if not -D < u <= 0 else -min(u + D, D / 2) / 4
            if u > 0:
                step = h
            near, middle, far = (loss(score + k * step, slope, left) for k in (0, 1, 2))
            return (4 * middle - 3 * near - far) / (2 * step)

        def jump(b: float) -> float:
            """How far the values are apart at the join, reached from the right along a straight line."""
            return 2 * loss(true + h, b, False) - loss(true + 2 * h, b, False) - loss(true, b, True)

        def bend(b: float) -> float:
            """How far the slopes are apart there."""
            rise = loss(true + 2 * h, b, False) - loss(true + h, b, False)
            return rise / h - difference(true, True)

        return {
            "left": difference(at, True),
            "right": difference(at, False),
            "derivative": difference(at, at <= true),
            "b_value": root(jump),
            "b_slope": root(bend),
        }

    def ask(self) -> str:
        """The loss of a class, the scores, and what is asked of them."""
        return (
            "For a true class $y$ and a margin $\\Delta$, the Huber hinge loss is the sum over all wrong "
            "classes $j$ of $$L_j = \\begin{cases} a\\,\\max(s_j - s_y + \\Delta,\\ 0)^2 & "
            "\\text{if } s_j \\le s_y \\\\ b\\,(s_j - s_y + \\Delta/2) & \\text{otherwise} \\end{cases}$$\n\n"
            f"- `derivative`: with $a = {tex(self.a)}$, $b = {tex(self.b)}$ and "
            f"$\\Delta = {tex(self.Delta)}$, the true class has the score $s_y = {tex(self.s_y)}$ and the "
            f"two wrong classes have $s_j = {tex(self.s_j)}$ and $s_k = {tex(self.s_k)}$. What is the "
            "derivative of the whole loss with respect to $s_j$?\n"
            "- `b_value`: keep $a$ and $\\Delta$, and choose another $b$. With which $b$ do the values of "
            "both pieces agree at $s_j = s_y$?\n"
            "- `b_slope`: with which $b$ do their slopes agree there?"
        )

    def fits(self) -> str | None:
        """A parabola, a margin, and no derivative asked for at a corner."""
        if self.a <= 0:
            return "a must be above 0"
        if self.Delta <= 0:
            return "Delta must be above 0, or there is no parabola between the pieces"
        numbers = (self.s_j, self.s_y, self.s_k, self.a, self.b, self.Delta)
        if max(abs(number) for number in numbers) > LARGEST:
            return f"scores, a, b and Delta must be at most {LARGEST} in size"
        if min(self.a, self.Delta) * LARGEST < 1:
            return f"a and Delta must be at least 1/{LARGEST}"
        if self.s_j == self.s_y and self.b != 2 * self.a * self.Delta:
            return "at s_j = s_y this loss has a corner: move s_j, or set b to 2·a·Delta"
        return None

    def suits(self) -> bool:
        """No score at a join, a b that still has to be found, and no margin at which wrong b are right."""
        u = self.s_j - self.s_y
        if u in (0, -self.Delta) or self.s_k in (self.s_y, self.s_y - self.Delta, self.s_j):
            return False
        return self.Delta not in (0.5, 1, 2) and self.b != 2 * self.a * self.Delta


def root(fn: Callable[[float], float]) -> float:
    """Where a function is 0, by secants."""
    older, newer = 0.0, 1.0
    low, high = fn(older), fn(newer)
    for _ in range(6):
        if high == low or newer == older:
            break
        older, newer = newer, newer - high * (newer - older) / (high - low)
        low, high = high, fn(newer)
        if abs(newer - older) <= 1e-12 * abs(newer):
            break
    return newer
