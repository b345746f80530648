"""Two classifiers on the same test set: the one with the lower loss need not be right more often."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any, ClassVar

from dldrill.derivation.domain import Domain
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import tex
from dldrill.maths.functions import added, exp, ln, mean, positive
from dldrill.maths.linear import Matrix, Vector

MODELS = ("A", "B")
HALF = Fraction(1, 2)
MOST_EXAMPLES = 12
LEAST_GAP = 0.05  #: between the losses of a dealt pair
SEEDS = 2**40


class Pairs(Domain[Matrix]):
    """Probabilities that two models give the true classes, by what their loss and accuracy say.

    Drawn without care, the lower loss nearly always comes with the higher accuracy. So an index
    first says which model has the lower loss and which the higher accuracy, each pair of them
    equally often, and then where the search for such probabilities starts.
    """

    size = 4 * SEEDS

    def at(self, index: int) -> Matrix:
        """The probabilities at an index: a row a model, a column an example."""
        seed, kind = divmod(index, 4)
        lower, higher = divmod(kind, 2)
        stream = Random(f"{kind}/{seed}")
        while True:
            count = stream.randint(3, 5)
            rows = [_probabilities(stream, count) for _ in MODELS]
            losses = [-sum(ln(float(p)) for p in row) for row in rows]
            hits = [sum(p > HALF for p in row) for row in rows]
            told_apart = abs(losses[0] - losses[1]) >= LEAST_GAP * count and hits[0] != hits[1]
            if told_apart and losses[lower] < losses[1 - lower] and hits[higher] > hits[1 - higher]:
                return Matrix(*rows)


def _probabilities(stream: Random, count: int) -> list[Fraction]:
    """Of two kinds of model: one that is never sure, one that nearly always is."""
    spread = stream.choice((10, 30, 49))
    return [Fraction(50 + stream.choice((-1, 1)) * stream.randint(1, spread), 100) for _ in range(count)]


class LossVsAccuracy(Family):
    """Mean cross-entropy and accuracy of two models from the probabilities of the true classes."""

    title = "Loss and accuracy of two models"
    topic = "generalisation"
    how = (
        "wrote out both classes' probabilities: the accuracy by arg max row by row, the loss as the "
        "logarithm of a geometric mean"
    )
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("A.loss", "A.accuracy", "B.loss", "B.accuracy", "same")

    p: Matrix = given(
        "p",
        Pairs(),
        "probability of the true class, a row a model, a column an example",
        default=Matrix(
            [Fraction(49, 100), Fraction(49, 100), Fraction(49, 100)],
            [Fraction(99, 100), Fraction(55, 100), Fraction(1, 100)],
        ),
    )

    def solve(self, work: Working) -> str:
        """Loss and accuracy of each model, then the two orders."""
        (loss_a, right_a), (loss_b, right_b) = (
            _measured(work.part(name), name, self.p[i]) for i, name in enumerate(MODELS)
        )
        by_loss = work.step("lower_loss", "A" if loss_a < loss_b else "B", "the smaller mean cross-entropy")
        by_accuracy = work.step(
            "higher_accuracy",
            "A" if right_a > right_b else "B",
            "the larger share of examples that are right",
            from_the_loss=(lambda: by_loss, "a lower loss does not tell who is right more often: count"),
        )
        return work.answer(
            "same",
            "yes" if by_loss == by_accuracy else "no",
            "compare the two models found",
            Asked("whether the model with the lower loss has the higher accuracy", words=("yes", "no")),
        )

    def check(self) -> dict[str, Any]:
        """Both classes' probabilities as arrays; the true class is the first of each."""
        import numpy as np

        true = np.array([[float(p) for p in row] for row in self.p])
        both = np.stack([true, 1 - true], axis=-1)
        losses = -np.log(np.prod(both[..., 0], axis=1) ** (1 / true.shape[1]))
        accuracies = (both.argmax(axis=-1) == 0).mean(axis=1)
        found: dict[str, Any] = {}
        for name, loss, accuracy in zip(MODELS, losses, accuracies, strict=True):
            found |= {f"{name}.loss": float(loss), f"{name}.accuracy": float(accuracy)}
        agree = int(losses.argmin()) == int(accuracies.argmax())
        return found | {"same": "yes" if agree else "no"}

    def ask(self) -> str:
        """The table of probabilities, and what is asked."""
        count = len(self.p[0])
        head = ["model", *(f"example {i}" for i in range(1, count + 1))]
        rows = [[name, *(f"${tex(p)}$" for p in self.p[i])] for i, name in enumerate(MODELS)]
        lines = "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])
        return (
            f"Two classifiers of two classes, A and B, are tested on the same {count} examples. The table "
            "has the probability that each gives to the true class of every example; the class with the "
            f"larger probability is predicted.\n\n{lines}\n\nFor each model, work out the mean cross-entropy "
            "(natural logarithm) and the accuracy (as a fraction). Has the model with the lower mean "
            "cross-entropy the higher accuracy?"
        )

    def fits(self) -> str | None:
        """Two rows of probabilities without ties, in the losses and in the accuracies too."""
        rows = self.p.cells
        if len(rows) != len(MODELS) or len(rows[0]) != len(rows[1]):
            return "p must have two rows of the same length, one a model"
        if not 1 <= len(rows[0]) <= MOST_EXAMPLES:
            return f"p must have from 1 to {MOST_EXAMPLES} columns"
        if any(not 0 < p < 1 or p == HALF for row in rows for p in row):
            return "every probability must lie between 0 and 1 and not be 1/2, which predicts neither class"
        hits = [sum(p > HALF for p in row) for row in rows]
        if hits[0] == hits[1]:
            return "both models have the same accuracy: change a probability across 1/2"
        losses = [-sum(ln(float(p)) for p in row) / len(row) for row in rows]
        if abs(losses[0] - losses[1]) < 1e-6:
            return "both models have the same loss: change a probability"
        return None


def _measured(work: Working, name: str, p: Vector) -> tuple[float, float]:
    """Mean cross-entropy and accuracy of one model."""
    count = len(p)
    losses = work.step("losses", -ln(p), "the cross-entropy of an example is −ln of the true class's p")
    loss = work.answer(
        "loss",
        added(losses) / count,
        "the mean over the examples",
        Asked(f"mean cross-entropy of {name}"),
        sum_not_mean=(lambda: added(losses), "divide the sum by the number of examples"),
        log_of_mean=(lambda: -ln(mean(p)), "take the logarithms first and then their mean"),
        log_base_2=(lambda: added(losses) / count / ln(2), "that is the logarithm to base 2"),
        log_base_10=(lambda: added(losses) / count / ln(10), "that is the logarithm to base 10"),
        geometric_mean=(lambda: exp(-added(losses) / count), "the loss is the mean of −ln p itself"),
    )
    hits = work.step("hits", positive(p - 0.5), "right where the true class has more than the other")
    accuracy = work.answer(
        "accuracy",
        added(hits) / count,
        "those that are right over all",
        Asked(f"accuracy of {name}, a fraction"),
        share_wrong=(lambda: (count - added(hits)) / count, "that is the share of wrong predictions"),
        mean_probability=(
            lambda: mean(p),
            "an example is right or wrong: how large its probability is does not count",
        ),
    )
    return loss, accuracy
