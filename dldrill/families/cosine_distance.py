"""The Euclidean distance of two vectors from the cosine between them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts, tex
from dldrill.maths.functions import sqrt

LARGEST = 10**6  #: lengths


class CosineDistance(Family):
    """Two vectors of known lengths and cosine: how far apart are their ends?"""

    title = "Distance from cosine similarity"
    topic = "contrastive"
    how = "built two vectors with this cosine in four dimensions and measured the length of their difference"
    minutes = 2

    cosine: float = given(
        "c", exacts(*(f"{n}/50" for n in range(-48, 49))), "cosine similarity", default=exact("3/5")
    )
    norm_x: int = given("a", Range(1, 8), "length of the first vector", default=1)
    norm_y: int = given("b", Range(1, 8), "length of the second vector", default=1)

    def solve(self, work: Working) -> float:
        """Expand the square of the difference, put in the lengths, take the root."""
        square = self._unit(work) if self.norm_x == 1 and self.norm_y == 1 else self._general(work)
        return work.answer(
            "distance",
            sqrt(square),
            "the distance is the root of the squared distance",
            Asked("Euclidean distance", rtol=0.005),
            no_root=(lambda: square, "that is the squared distance: take the root"),
        )

    def _unit(self, work: Working) -> float:
        c = self.cosine
        return work.step(
            "square",
            2 - 2 * c,
            "‖x − y‖² = ‖x‖² − 2 x·y + ‖y‖², where both lengths are 1 and x·y is the cosine",
            cosine_distance=(
                lambda: (1 - c) ** 2,
                "1 − c is called cosine distance, but the Euclidean distance is another one",
            ),
            plus=(
                lambda: 2 + 2 * c,
                "the square of a difference has − 2 x·y: near vectors have a large cosine",
            ),
            not_doubled=(lambda: 1 - c, "both squared lengths count: 1 + 1 − 2c"),
            pythagoras=(
                lambda: 1 - c**2,
                "√(1 − c²) is the sine of the angle: the distance to the other's line, not to its end",
            ),
        )

    def _general(self, work: Working) -> float:
        a, b, c = self.norm_x, self.norm_y, self.cosine
        dot = work.step(
            "dot",
            a * b * c,
            "the cosine is the dot product over the product of the lengths",
            no_lengths=(lambda: c, "the dot product of vectors that are not unit vectors is a·b·c"),
        )
        return work.step(
            "square",
            a**2 + b**2 - 2 * dot,
            "‖x − y‖² = ‖x‖² − 2 x·y + ‖y‖²",
            plus=(lambda: a**2 + b**2 + 2 * dot, "the square of a difference has − 2 x·y"),
            not_doubled=(lambda: a**2 + b**2 - dot, "x·y stands twice in the square of the difference"),
            unit_vectors=(lambda: 2 - 2 * c, "2 − 2c holds for unit vectors only"),
            right_angle=(lambda: a**2 + b**2, "a² + b² is right for orthogonal vectors only"),
            lengths_not_squared=(lambda: a + b - 2 * dot, "the lengths enter squared"),
        )

    def check(self) -> dict[str, Any]:
        """Build y with a part along x and a part across it; measure the difference in four dimensions."""
        import numpy as np

        along, across = np.array([0.1, 0.7, -0.5, 0.5]), np.array([0.7, -0.1, 0.5, 0.5])  # orthonormal
        c = Fraction(self.cosine)
        x = self.norm_x * along
        y = self.norm_y * (float(c) * along + np.sqrt(float(1 - c**2)) * across)
        return {"distance": float(np.linalg.norm(x - y))}

    def ask(self) -> str:
        """The lengths and the cosine."""
        if self.norm_x == 1 and self.norm_y == 1:
            start = f"Two unit vectors have cosine similarity $c = {tex(self.cosine)}$."
        else:
            start = (
                f"Two vectors of Euclidean lengths $a = {self.norm_x}$ and $b = {self.norm_y}$ have cosine "
                f"similarity $c = {tex(self.cosine)}$."
            )
        return (
            f"{start} What is the Euclidean distance between their end points, drawn from the same origin? "
            "Give three significant digits or an expression such as `sqrt(5)`."
        )

    def fits(self) -> str | None:
        """A cosine from −1 to 1, lengths above 0."""
        if not -1 <= self.cosine <= 1:
            return "cosine must be from −1 to 1"
        if not (0 < self.norm_x <= LARGEST and 0 < self.norm_y <= LARGEST):
            return f"norm_x and norm_y must be above 0 and at most {LARGEST}"
        return None

    def suits(self) -> bool:
        """Not a cosine at which wrong formulas happen to be right."""
        return self.cosine not in (0, Fraction(1, 2))
