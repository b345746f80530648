"""The Huber version of the hinge loss: its derivative by a wrong score, and how its pieces are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._huber import LARGEST, LOSS, SHARP, join, loss, objection, slope, solved_join
from dldrill.families._plain import exact, exacts, tex
from dldrill.maths.functions import relu

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

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
        return join(work, self.a, self.Delta)

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
            Asked("derivative where s_j < s_y", rtol=SHARP),
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

    def check(self) -> dict[str, Any]:
        """Finite differences of the sum of losses; the join by a search for the b that fits."""
        true, other, a, b, D = map(float, (self.s_y, self.s_k, self.a, self.b, self.Delta))
        u = float(self.s_j) - true
        constant = loss(other - true, a, b, D, parabola=other <= true)
        left = slope(lambda v: loss(v, a, b, D, parabola=True) + constant, u, D)
        right = slope(lambda v: loss(v, a, b, D, parabola=False) + constant, u, D)
        whole = slope(lambda v: loss(v, a, b, D, parabola=v <= 0) + constant, u, D)
        return {"left": left, "right": right, "derivative": whole, **solved_join(a, D)}

    def ask(self) -> str:
        """The loss of a class, the scores, and what is asked of them."""
        return (
            "For a true class $y$ and a margin $\\Delta$, the Huber hinge loss is the sum over all wrong "
            f"classes $j$ of{LOSS}"
            f"- `derivative`: with $a = {tex(self.a)}$, $b = {tex(self.b)}$ and "
            f"$\\Delta = {tex(self.Delta)}$, the true class has the score $s_y = {tex(self.s_y)}$ and the "
            f"two wrong classes have $s_j = {tex(self.s_j)}$ and $s_k = {tex(self.s_k)}$. What is the "
            "derivative of the whole loss with respect to $s_j$?\n"
            "- `b_value`: keep $a$ and $\\Delta$, and choose another $b$. With which $b$ do the values of "
            "both pieces agree at $s_j = s_y$?\n"
            "- `b_slope`: with which $b$ do their slopes agree there?"
        )

    def figure(self) -> Figure | None:
        """The loss of one wrong class, with the b of the question."""
        from dldrill.families._curves import two_pieces

        return two_pieces(self.a, self.b, self.Delta)

    def fits(self) -> str | None:
        """A parabola, a margin, and no derivative asked for at a corner."""
        if max(abs(number) for number in (self.s_j, self.s_y, self.s_k, self.b)) > LARGEST:
            return f"scores and b must be at most {LARGEST} in size"
        if self.s_j == self.s_y and self.b != 2 * self.a * self.Delta:
            return "at s_j = s_y this loss has a corner: move s_j, or set b to 2·a·Delta"
        return objection(self.a, self.Delta)

    def suits(self) -> bool:
        """No score at a join, a b that still has to be found, and no margin at which wrong b are right."""
        u = self.s_j - self.s_y
        if u in (0, -self.Delta) or self.s_k in (self.s_y, self.s_y - self.Delta, self.s_j):
            return False
        return self.Delta not in (0.5, 1, 2) and self.b != 2 * self.a * self.Delta
