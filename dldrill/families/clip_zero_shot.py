"""A zero-shot classifier: the class whose prompt points most nearly the way the image does."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from dldrill.derivation.domain import Matrices, Range, Vectors
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import Either, tex
from dldrill.maths.functions import argmax, argmin, norm, vector
from dldrill.maths.linear import Matrix, Vector

MOST = 26  #: classes
LARGEST = 10**4  #: entries beyond this are no fun and lose digits
ENTRIES = Range(-3, 3)


class ClipZeroShot(Family):
    """Image and prompts are embedded as vectors; cosines decide."""

    title = "Zero-shot classification with CLIP"
    topic = "contrastive"
    how = (
        "measured the distances of unit vectors for the cosines, and compared the signed squares of the "
        "cosines as exact fractions for the class"
    )
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("cosines", "predicted")

    image: Vector = given("f", Vectors(3, ENTRIES), "embedding of the image", default=Vector(1, 2, 2))
    prompts: Matrix = given(
        "G",
        Either(Matrices(3, 3, ENTRIES), Matrices(4, 3, ENTRIES), Matrices(5, 3, ENTRIES)),
        "embeddings of the prompts, a row for each class c_0, c_1 and so on",
        default=Matrix([0, 1, 1], [-1, 2, -2], [3, 3, 0], [2, -1, 0]),
    )

    def solve(self, work: Working) -> str:
        """Dot products, lengths, cosines, the largest."""
        dots = work.step("dots", self.prompts @ self.image, "the dot product of every prompt with the image")
        lengths = work.step(
            "lengths",
            vector(*(norm(prompt) for prompt in self.prompts)),
            "the length of every prompt's embedding",
        )
        length = work.step("image_length", norm(self.image), "the length of the image's embedding")
        cosines = work.answer(
            "cosines",
            dots / (length * lengths),
            "a cosine is the dot product over the product of both lengths",
            Asked("cosines with the prompts, in the order of the classes", rtol=0.005),
            no_lengths=(
                lambda: dots + 0,
                "a dot product is a cosine only of unit vectors: divide by both lengths",
            ),
            image_length_left_out=(
                lambda: dots / lengths,
                "divide by the length of the image's embedding too",
            ),
            prompt_lengths_left_out=(
                lambda: dots / length,
                "divide by the length of each prompt's embedding too",
            ),
        )
        names = classes(len(self.prompts))
        best = work.step(
            "position",
            argmax(cosines),
            "the class is the one with the largest cosine, counted from 0",
            largest_product=(
                lambda: argmax(dots),
                "without dividing by the lengths, a long prompt wins over one that points the right way",
            ),
            nearest=(
                lambda: argmin(vector(*(norm(prompt - self.image) for prompt in self.prompts))),
                "distances rank like cosines only for unit vectors: scale the embeddings first",
            ),
            smallest=(lambda: argmin(cosines), "the largest cosine is the best match, not the smallest"),
            counted_from_one=(
                lambda: argmax(cosines) + 1,
                "the classes are counted from 0: the first row is c_0",
            ),
        )
        return work.answer(
            "predicted",
            names[best],
            "row by row, the prompts belong to c_0, c_1 and so on",
            Asked("predicted class", words=names),
        )

    def check(self) -> dict[str, Any]:
        """Cosines from the distances of unit vectors; the class by exact fractions, without roots."""
        import numpy as np

        image = np.array(self.image.cells, float)
        rows = np.array([prompt.cells for prompt in self.prompts], float)
        units = rows / np.sqrt((rows**2).sum(axis=1))[:, None]
        apart = units - image / np.sqrt((image**2).sum())
        cosines = 1 - (apart**2).sum(axis=1) / 2
        squares = self._signed_squares()
        return {
            "cosines": Vector(*map(float, cosines)),
            "predicted": classes(len(squares))[squares.index(max(squares))],
        }

    def _signed_squares(self) -> list[Fraction]:
        """The square of each cosine with the cosine's sign, times the image's squared length."""
        dots = [Fraction(prompt @ self.image) for prompt in self.prompts]
        return [
            dot * abs(dot) / Fraction(prompt @ prompt) for dot, prompt in zip(dots, self.prompts, strict=True)
        ]

    def ask(self) -> str:
        """The embeddings, and how the classes are named."""
        rows = "; ".join(
            f"$g_{{{k}}} = {tex(prompt)}$ for ${name}$"
            for k, (prompt, name) in enumerate(zip(self.prompts, classes(len(self.prompts)), strict=True))
        )
        return (
            "CLIP is used as a zero-shot classifier, without any further training: for every class the text "
            "encoder embeds a prompt such as “a photo of a …”, and an image belongs to the class whose "
            f"prompt has the largest cosine with it. The image encoder gives $f = {tex(self.image)}$, the "
            f"text encoder {rows}. What are the cosines of the image with the prompts (a vector, in the "
            "order of the classes, to three significant digits or as expressions such as `2/sqrt(5)`), and "
            "which class is predicted (`c_0`, `c_1`, …)?"
        )

    def fits(self) -> str | None:
        """Vectors of one length, none of them 0, and one prompt nearer than all others."""
        if not 2 <= len(self.prompts) <= MOST:
            return f"prompts needs 2 to {MOST} rows, one for each class"
        if {len(prompt) for prompt in self.prompts} != {len(self.image)}:
            return f"every row of prompts needs {len(self.image)} numbers, as many as the image"
        if not all(any(row) for row in (self.image, *self.prompts)):
            return "an embedding of zeros points nowhere: give each at least one number that is not 0"
        sizes = [abs(entry) for row in (self.image, *self.prompts) for entry in row if entry]
        if max(sizes) > LARGEST or min(sizes) * LARGEST < 1:
            return f"entries must be 0 or from 1/{LARGEST} to {LARGEST} in size"
        ranked = sorted(self._signed_squares())
        if ranked[-1] == ranked[-2]:
            return "two prompts are equally near to the image: change one of them"
        return None

    def suits(self) -> bool:
        """A clear winner, and in about half the variants another one by dot product."""
        cosines = sorted(self.plain()["cosines"])
        if cosines[-1] - cosines[-2] < 0.05 or cosines[-1] < 0.1:
            return False
        dots = [prompt @ self.image for prompt in self.prompts]
        if sorted(dots)[-1] == sorted(dots)[-2] or len(set(self.prompts)) < len(dots):
            return False
        squares = self._signed_squares()
        if dots.index(max(dots)) != squares.index(max(squares)):
            return True
        # where both agree, one variant in twelve is kept, picked by a sum that has no part in the answer
        return sum(sum(row) for row in (self.image, *self.prompts)) % 12 == 0


def classes(count: int) -> tuple[str, ...]:
    """c_0, c_1 and so on."""
    return tuple(f"c_{k}" for k in range(count))
