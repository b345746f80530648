"""CLIP's contrastive loss of one image in a batch, and the least that it can be for all images at once."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts, tex
from dldrill.maths.functions import exp, ln

LARGEST = 10**6  #: texts whose similarities can be laid out in a row
ALL_PAIRS = 256  #: batches up to this size are checked with the embeddings of all pairs
STEEPEST = 200  #: a larger ratio of cosines to temperature overflows
SMALLEST = 1e-11  #: a smaller loss drowns in the rounding of 1 + …
SHARP = 1e-3  #: so that B and B − 1 texts can be told apart


class ClipContrastive(Family):
    """A batch of B image-text pairs, compared by cosines: the loss of an image against all texts."""

    title = "CLIP's contrastive loss"
    topic = "contrastive"
    how = (
        "took cross-entropies of the whole matrix of similarities, for the floor from embeddings that form "
        "a regular simplex"
    )
    minutes = 5
    parts: ClassVar[tuple[str, ...]] = ("loss", "lowest", "floor")

    B: int = given(
        "B", OneOf(*range(2, 13), 14, 16, 20, 24, 32, 40, 48, 56, 64), "pairs in the batch", default=64
    )
    cos_pos: float = given(
        "c_pos",
        exacts(1, "0.9", "0.8", "0.7", "0.6", "0.5"),
        "cosine of the image and its own text",
        default=exact(1),
    )
    cos_neg: float = given(
        "c_neg",
        exacts(-1, "-0.5", "-0.3", "-0.2", "-0.1", 0, "0.1", "0.2", "0.3"),
        "cosine of the image and each of the other texts",
        default=exact(-1),
    )
    tau: float = given(
        "tau", exacts(1, "1/2", "1/5", "1/10"), "temperature: the cosines are divided by it", default=exact(1)
    )

    def solve(self, work: Working) -> float:
        """The loss with the cosines given, the lowest cosine that all can share, the loss with that."""
        others = work.step(
            "others",
            self.B - 1,
            "all the texts but its own compete with the image's text",
            counted_itself=(lambda: self.B, "the image's own text is not one of the others: B − 1"),
        )
        self._loss(work, "loss", others, self._weight(work))
        lowest = work.answer(
            "lowest",
            -1 / others,
            "the sum of B unit vectors has a squared length B + B(B − 1)·c, which cannot be below 0",
            Asked("lowest cosine that all other pairs can have together", rtol=SHARP),
            opposite=(lambda: -1, "only two vectors can all point away from each other"),
            orthogonal=(lambda: 0, "all can turn away from each other a little beyond right angles"),
            simplex_of_one_fewer=(
                lambda: -1 / self.B,
                "the corners of a simplex of B vectors have −1/(B − 1)",
            ),
        )
        weight = work.step(
            "floor_weight",
            exp(self._scaled(lowest - 1)),
            "the floor has cosine 1 for the matching text and this one for each of the others",
            no_match=(
                lambda: exp(self._scaled(lowest)),
                "divide by the matching text's exponential too: its cosine is 1, not 0",
            ),
        )
        return self._loss(work, "floor", others, weight)

    def _weight(self, work: Working) -> float:
        pos, neg, tau = self.cos_pos, self.cos_neg, self.tau
        return work.step(
            "weight",
            exp(self._scaled(neg - pos)),
            "divided by the matching text's exponential, this is left of each other text",
            zero_cosines=(
                lambda: exp(self._scaled(-pos)),
                "the other texts have a cosine with the image too: put it into the exponent",
            ),
            no_match=(
                lambda: exp(self._scaled(neg)),
                "divide by the matching text's exponential too: its cosine is not 0",
            ),
            turned_round=(
                lambda: exp(self._scaled(pos - neg)),
                "the matching text stands in the numerator: the others' exponentials are divided by its own",
            ),
            no_temperature=(lambda: exp(neg - pos), "the cosines are divided by the temperature first"),
            multiplied=(
                lambda: exp((neg - pos) * tau),
                "the cosines are divided by the temperature, not multiplied",
            ),
        )

    def _scaled(self, cosine: float) -> float:
        return cosine if self.tau == 1 else cosine / self.tau

    def _loss(self, work: Working, name: str, others: float, weight: float) -> float:
        label = "loss of the image" if name == "loss" else "lowest mean loss of all images"
        return work.answer(
            name,
            ln(1 + others * weight),
            "minus the logarithm of 1/(1 + …), the softmax probability of the matching text",
            Asked(label, rtol=SHARP),
            no_logarithm=(
                lambda: 1 / (1 + others * weight),
                "that is the probability of the matching text: the loss is −ln of it",
            ),
            no_minus=(
                lambda: -ln(1 + others * weight),
                "the loss is minus the logarithm of a probability: above 0",
            ),
            left_itself_out=(
                lambda: ln(others * weight),
                "the sum in the denominator holds the matching text too: 1 + …",
            ),
            just_one=(lambda: ln(1 + weight), "there is such a term for every other text"),
            perfect_is_zero=(
                lambda: 0,
                "cosines are bounded, so softmax leaves the other texts some probability",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Cross-entropy of explicit similarities; for the floor, of a simplex made by centring the axes."""
        import numpy as np

        B, tau = self.B, float(self.tau)
        row = np.full(B, float(self.cos_neg))
        row[0] = float(self.cos_pos)
        if B <= ALL_PAIRS:
            corners = np.eye(B) - np.full((B, B), 1 / B)
            corners /= np.linalg.norm(corners, axis=1)[:, None]
            cosines = corners @ corners.T
        else:
            axes = np.zeros((2, B))
            axes[0, 0] = axes[1, 1] = 1
            cosines = np.full((1, B), float(np.asarray(np.corrcoef(axes))[0, 1]))
            cosines[0, 0] = 1
        return {
            "loss": _cross_entropy(row[None, :] / tau),
            "lowest": float(cosines[0, 1]),
            "floor": _cross_entropy(cosines / tau),
        }

    def ask(self) -> str:
        """The batch, the loss of one image, and the two further questions."""
        B, rest = self.B, self.B - 1
        other = "the other text" if rest == 1 else f"each of the other ${rest}$ texts"
        heat = "" if self.tau == 1 else r"/\tau"
        with_heat = "" if self.tau == 1 else f", with temperature $\\tau = {tex(self.tau)}$"
        loss = f"-\\ln\\frac{{e^{{c_{{ii}}{heat}}}}}{{\\sum_{{k=1}}^{{B}} e^{{c_{{ik}}{heat}}}}}"
        return (
            f"CLIP compares $B = {B}$ images with their ${B}$ texts. The loss of image $i$ against all "
            f"texts is\n\n$$L_i = {loss}$$\n\nwhere $c_{{ik}}$ is the cosine of image $i$ and text $k$"
            f"{with_heat}.\n\n"
            f"- `loss`: an image has cosine ${tex(self.cos_pos)}$ with its own text and "
            f"${tex(self.cos_neg)}$ with {other}. What is its loss?\n"
            "- `lowest`: now every image has the same embedding as its own text, and all other image-text "
            "pairs have one common cosine. What is the lowest that this cosine can be (the embeddings "
            "have as many dimensions as they need)?\n"
            "- `floor`: what is the loss of every image then? No encoders can bring the mean of all images' "
            "losses below it.\n\n"
            "Give four significant digits or an expression."
        )

    def fits(self) -> str | None:
        """Two pairs or more, cosines from −1 to 1, a temperature that does not underflow."""
        if not 2 <= self.B <= LARGEST:
            return f"B must be from 2 to {LARGEST}: a single pair has nothing to contrast with"
        if max(abs(self.cos_pos), abs(self.cos_neg)) > 1:
            return "cos_pos and cos_neg must be from −1 to 1"
        if self.tau <= 0:
            return "tau must be above 0, like 1 or 0.07"
        if 2 / self.tau > STEEPEST:
            return f"tau must be at least {2 / STEEPEST}"
        gap = max(self.cos_pos - self.cos_neg, self.B / (self.B - 1))
        if (self.B - 1) * math.exp(-gap / self.tau) < SMALLEST:
            return f"the loss is below {SMALLEST:g}, too near 0: make tau larger, or cos_neg"
        return None

    def suits(self) -> bool:
        """The image prefers its own text, and the loss is not so small that it looks like 0."""
        steepest = max(self.cos_pos - self.cos_neg, self.B / (self.B - 1)) / self.tau
        return self.cos_neg < self.cos_pos and steepest <= 12


def _cross_entropy(logits: Any) -> float:
    """The mean cross-entropy where the right class of row i is i, shifted so that nothing overflows."""
    import numpy as np

    powers = np.exp(logits - logits.max())
    return float(-np.log(powers.diagonal() / powers.sum(axis=1)).mean())
