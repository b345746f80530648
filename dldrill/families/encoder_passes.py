"""Encoder passes that matching needs: each input embedded, each label's references embedded."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.maths.functions import maximum

MOST = 10**9  #: comparisons that the simulation can count


class Words(NamedTuple):
    """What the two sides of a comparison are called."""

    input: str
    label: str
    reference: str


WORDS = {
    "clip": Words("image", "class", "prompt"),
    "authors": Words("sentence", "author", "reference sentence"),
}


class EncoderPasses(Family):
    """Inputs are matched to the nearest reference: how many passes of the encoders does that take?"""

    title = "Encoder passes of a zero-shot classifier"
    topic = "counting"
    how = "went through every comparison with a memory of what was already embedded, counting the passes"
    minutes = 1.5
    parts: ClassVar[tuple[str, ...]] = ("references", "inputs", "total")

    images: int = given("N", Range(2, 40), "inputs to classify", default=10)
    classes: int = given("K", Range(2, 25), "labels to choose from", default=4)
    templates: int = given("P", OneOf(1, 2, 3, 5, 8), "references (prompts) of every label", default=1)
    cached: bool = given(
        "cached", OneOf(True, False), "whether the references' embeddings are kept", default=True
    )
    setting: str = given("setting", OneOf("clip", "authors"), "what is matched with what", default="clip")

    def solve(self, work: Working) -> int:
        """The inputs once each; the references once, or again for every input."""
        words = WORDS[self.setting]
        each = work.step(
            "distinct",
            self.classes * self.templates,
            f"every {words.label} has its own {words.reference}s",
            one_each=(lambda: self.classes, f"every {words.label} has more than one {words.reference}"),
            added=(
                lambda: self.classes + self.templates,
                f"every {words.label} has that many {words.reference}s of its own: multiply",
            ),
        )
        references = self._references(work, each)
        inputs = work.answer(
            "inputs",
            self.images,
            f"one pass embeds the {words.input} for all its comparisons",
            Asked(f"passes for the {words.input}s to be classified"),
            once_per_comparison=(
                lambda: self.images * each,
                f"one embedding of the {words.input} is compared with every {words.reference}",
            ),
        )
        return work.answer(
            "total",
            inputs + references,
            "a pass embeds one thing, so the passes of both sides add up",
            Asked("passes in all"),
            every_pair=(
                lambda: inputs * references,
                "the two sides are embedded separately: add, do not multiply",
            ),
            larger_side=(lambda: maximum(inputs, references), "both sides need their passes"),
            references_only=(lambda: references, f"the {words.input}s need passes too"),
        )

    def _references(self, work: Working, each: int) -> int:
        words = WORDS[self.setting]
        asked = Asked(f"passes for the {words.reference}s")
        if self.cached:
            return work.answer(
                "references",
                each,
                "what was embedded once is kept and used again",
                asked,
                embedded_again=(
                    lambda: self.images * each,
                    f"the embeddings do not depend on the {words.input}: one pass each is enough",
                ),
            )
        return work.answer(
            "references",
            self.images * each,
            f"nothing is kept, so every {words.input} needs them all anew",
            asked,
            kept=(lambda: each, f"the embeddings are not kept from one {words.input} to the next"),
        )

    def check(self) -> dict[str, Any]:
        """Go from input to input with a memory of embedded references."""
        import numpy as np

        known = np.zeros((self.classes, self.templates), dtype=bool)
        references = inputs = 0
        for _ in range(self.images):
            inputs += 1
            references += int(np.count_nonzero(~known))
            known[:] = self.cached
        return {"references": references, "inputs": inputs, "total": references + inputs}

    def ask(self) -> str:
        """What is compared, what one pass does, and what is kept."""
        if self.setting == "clip":
            start = (
                f"CLIP assigns each of ${self.images}$ images to the most similar of ${self.classes}$ "
                f"classes. {self._prompts()} One pass of an encoder embeds one image or one prompt."
            )
        else:
            start = (
                f"An encoder embeds one sentence a pass. Each of ${self.images}$ sentences is assigned to "
                f"the author with the nearest reference sentence; there are ${self.classes}$ authors with "
                f"${self.templates}$ reference {plural('sentence', self.templates)} each."
            )
        words = WORDS[self.setting]
        kept = (
            "Memory is unlimited: every embedding is kept and used again."
            if self.cached
            else f"Nothing is kept when the next {words.input} comes: the {words.reference}s are then "
            f"embedded anew, while the {words.input} itself is embedded once."
        )
        return (
            f"{start} {kept} How many passes are needed at least for the {words.reference}s, for the "
            f"{words.input}s to be classified, and in all?"
        )

    def _prompts(self) -> str:
        if self.templates == 1:
            return "Every class is described by one prompt of its own."
        return (
            f"Every class is described by ${self.templates}$ prompts of its own, and the mean of their "
            "embeddings stands for the class."
        )

    def fits(self) -> str | None:
        """All sizes are at least 1, and the simulation can count them."""
        if min(self.images, self.classes, self.templates) < 1:
            return "images, classes and templates must be at least 1"
        if self.images * self.classes * self.templates > MOST:
            return "images × classes × templates must be at most 10^9: make one of them smaller"
        return None

    def suits(self) -> bool:
        """Adding and multiplying give different totals."""
        return self.images >= 2 and self.classes >= 2

    def statements(self) -> list[Statement]:
        """Claims on the passes, and on what the two designs of the exam need."""
        return self._on_authors() if self.setting == "authors" else self._on_clip()

    def _on_clip(self) -> list[Statement]:
        N, K, P = self.images, self.classes, self.templates
        count = self.plain()
        text, total = count["references"], count["total"]
        kept, anew = (N + K * P, N * (1 + K * P))
        again = "" if self.cached else f", again for each of {N} images"
        more, further = (1, P) if self.cached else (1 + K * P, N * P)
        with_next = "the prompts are known already" if self.cached else "every prompt comes again"
        return [
            *pair("total", "The smallest number of encoder passes for the whole task is {}.",
                  total, anew if self.cached else kept, f"{N} image passes and {text} text passes"),
            *pair("text", "The prompts alone take {} passes, and fewer are not enough.",
                  text, N * K * P if self.cached else K * P, f"{K} × {P} prompts{again}"),
            *pair("image", "The images alone take {} passes, and fewer are not enough.",
                  N, N * K, "one pass an image"),
            *pair("next-image", "With one more image, the smallest number of passes would grow by {}.",
                  more, 1 + K * P if self.cached else 1, f"one for the image; {with_next}"),
            *pair("next-class", "With one more class, the smallest number of passes would grow by {}.",
                  further, N * P if self.cached else P, f"{P} more {plural('prompt', P)}{again}"),
            *pair("joint", "A model that takes an image and a prompt together and scores one such pair a "
                  "pass would need {} passes to score every pair once.", N * K * P, N + K * P,
                  f"{N} images × {K * P} prompts"),
            Statement("Once the embeddings of several prompts are known, averaging them takes further "
                      "encoder passes.", False, "Averaging is arithmetic on vectors.", "mean"),
        ]  # fmt: skip

    def _on_authors(self) -> list[Statement]:
        N, K, P = self.images, self.classes, self.templates
        total = self.plain()["total"]
        kept, anew = (N + K * P, N * (1 + K * P))
        more = 1 if self.cached else 1 + K * P
        with_next = "the references are known already" if self.cached else "every reference comes again"
        loose = "positives come from the same book, while the classifier's cross-entropy needs the author"
        output = (
            "The classifier's last layer has one output for every author; the matcher embeds a reference."
        )
        return [
            Statement("Books by unknown authors can be used to train the matcher, but not the classifier.",
                      True, f"The matcher's {loose}.", "unlabelled"),
            Statement("Books by unknown authors can be used to train the classifier, but not the matcher.",
                      False, f"It is the other way round: the matcher's {loose}.", "unlabelled"),
            Statement("To choose among one more author after training, the classifier needs new weights, "
                      "while the matcher can use the weights that it has.", True, output, "new-author"),
            Statement("To choose among one more author after training, the matcher needs new weights, while "
                      "the classifier can use the weights that it has.", False, output, "new-author"),
            Statement("If nearly all training books are by one author, most of the matcher's negatives are "
                      "by the same author as the sentence that they are contrasted with.",
                      True, "Two different books are then most likely by that one author.", "negatives"),
            *pair("matcher", "The smallest number of passes with which the matcher does this task is {}.",
                  total, anew if self.cached else kept,
                  f"{N} for the sentences and {total - N} for reference sentences"),
            *pair("classifier", "The smallest number of passes with which the classifier does this task "
                  "is {}.", N, N * K, "one pass gives the probabilities of all authors"),
            *pair("next", "Once this task is done, the smallest number of passes with which the "
                  "matcher classifies one more sentence is {}.", more, 1 + K * P if self.cached else 1,
                  f"one for the sentence; {with_next}"),
        ]  # fmt: skip


def pair(key: str, says: str, right: int, wrong: int, why: str) -> list[Statement]:
    """The statement with the right number and with a wrong one."""
    return [
        Statement(says.format(number), number == right, f"It is {right}: {why}.", key)
        for number in dict.fromkeys((right, wrong))
    ]


def plural(word: str, number: int) -> str:
    """The word for so many."""
    return word if number == 1 else f"{word}s"
