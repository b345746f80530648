"""The Huber hinge loss: the b that joins its two pieces without a jump and without a corner."""

from __future__ import annotations

from typing import Any, ClassVar

from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Working
from dldrill.families._huber import LOSS, join, objection, solved_join
from dldrill.families._plain import exact, exacts, tex


class HuberJoin(Family):
    """A parabola and a straight line meet at s_j = s_y: for which slope of the line smoothly?"""

    title = "Joining the pieces of the Huber hinge loss"
    topic = "losses"
    how = "searched by secants for the b at which the values, and the numeric slopes, of both pieces meet"
    minutes = 3
    parts: ClassVar[tuple[str, ...]] = ("b_value", "b_slope")

    a: float = given(
        "a", exacts(*(f"{n}/4" for n in range(1, 41))), "factor of the parabola", default=exact(2)
    )
    Delta: float = given("Delta", exacts(*(f"{n}/20" for n in range(1, 81))), "margin", default=exact("3/2"))

    def solve(self, work: Working) -> float:
        """Equal values, equal slopes."""
        return join(work, self.a, self.Delta)

    def check(self) -> dict[str, Any]:
        """Search for the b at which nothing jumps, and for the one at which nothing bends."""
        return solved_join(float(self.a), float(self.Delta))

    def ask(self) -> str:
        """The loss of a class, and both conditions."""
        return (
            "For a true class $y$ and a margin $\\Delta$, the Huber hinge loss of a wrong class $j$ is"
            f"{LOSS}with $a = {tex(self.a)}$ and $\\Delta = {tex(self.Delta)}$. Which $b$ makes the values "
            "of both pieces agree at $s_j = s_y$ (`b_value`), and which $b$ makes their slopes agree there "
            "(`b_slope`)?"
        )

    def fits(self) -> str | None:
        """A parabola and a margin."""
        return objection(self.a, self.Delta)

    def suits(self) -> bool:
        """Not a margin at which wrong b happen to be right."""
        return self.Delta not in (0.5, 1, 2)
