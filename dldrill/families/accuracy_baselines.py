"""What accuracy says: chance level, and what becomes of a classifier whose answers are replaced."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar, cast

from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working

SHARE = "(0.05 or 5%)"
UNIT = "write it as a share of 1, or with a % sign"
STRATEGIES = {
    "constant": "one fixed class, always the same",
    "random": "a class drawn uniformly from all classes, whatever the classifier said",
    "other": "a class drawn uniformly from those that the classifier did not name",
    "flip": "the class that the classifier did not name",
}
BLIND = {
    "constant": "all classes are equally frequent, so a fixed one is right once in C times",
    "random": "a draw that knows nothing of the image is right once in C times",
}
LARGEST = 2000  #: classes whose confusion table can be laid out


class AccuracyBaselines(Family):
    """A classifier's answers are replaced by a simple rule: what accuracy results?"""

    title = "Accuracy of simple strategies"
    topic = "counting"
    how = "replaced the answers in every cell of a confusion table and counted the right ones exactly"
    minutes = 2
    parts: ClassVar[tuple[str, ...]] = ("chance", "accuracy", "gain")

    classes: int = given(
        "C",
        OneOf(2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 20, 25, 26, 32, 40, 43, 50, 100),
        "classes, equally frequent",
        default=10,
    )
    accuracy: Fraction = given(
        "a",
        OneOf(*(Fraction(percent, 100) for percent in range(101))),
        "the classifier's accuracy, as a share of 1",
        default=Fraction(0),
    )
    strategy: str = given("strategy", OneOf(*STRATEGIES), "what replaces the answers", default="other")

    def solve(self, work: Working) -> float:
        """Chance level, the accuracy of the new answers, and the difference."""
        a = cast(float, self.accuracy)
        chance = work.answer(
            "chance",
            1 / self.classes,
            "a uniform guess hits the true class once in C times",
            Asked(f"accuracy of uniform guessing {SHARE}"),
            half=(lambda: 1 / 2, "one half is the chance level of two classes"),
            one_class_fewer=(lambda: 1 / (self.classes - 1), "the true class is one of all C classes"),
            in_percent=(lambda: 100 / self.classes, UNIT),
        )
        accuracy = self._replaced(work, a, chance)
        return work.answer(
            "gain",
            accuracy - a,
            "the new accuracy less the old one",
            Asked(f"gain in accuracy, negative for a loss {SHARE}"),
            turned_round=(lambda: a - accuracy, "a gain is the new accuracy less the old one"),
            relative=(
                lambda: (accuracy - a) / a,
                "percentage points are a difference of accuracies, not a ratio",
            ),
            in_percent=(lambda: 100 * (accuracy - a), UNIT),
        )

    def _replaced(self, work: Working, a: float, chance: float) -> float:
        asked = Asked(f"new accuracy {SHARE}")
        added = (lambda: a + chance, "the new answers replace the old ones: nothing is added")
        if self.strategy not in ("other", "flip"):
            return work.answer(
                "accuracy",
                chance,
                BLIND[self.strategy],
                asked,
                added=added,
                flipped=(lambda: 1 - a, "answers that ignore the classifier cannot use its errors"),
                in_percent=(lambda: 100 * chance, UNIT),
            )
        wrong = work.step("wrong", 1 - a, "only where the old answer was wrong can another one be right")
        if self.strategy == "flip":
            return work.answer(
                "accuracy",
                wrong,
                "of two classes, the other one is right wherever the old answer was wrong",
                asked,
                added=added,
                guessed=(
                    lambda: chance,
                    "flipping is no guess: it is right wherever the classifier was wrong",
                ),
                in_percent=(lambda: 100 * wrong, UNIT),
            )
        return work.answer(
            "accuracy",
            wrong / (self.classes - 1),
            "the true class is then one of the C − 1 that were not named",
            asked,
            added=added,
            guessed=(lambda: chance, "the class that was named is left out: the draw is among C − 1"),
            surely_right=(lambda: wrong, "a draw among the C − 1 others finds the true class once in C − 1"),
            always_wrong_before=(
                lambda: 1 / (self.classes - 1),
                "where the old answer was right, every other one is wrong",
            ),
            in_percent=(lambda: 100 * wrong / (self.classes - 1), UNIT),
        )

    def check(self) -> dict[str, Any]:
        """Replace the answers in a confusion table of whole numbers, cell by cell."""
        import numpy as np

        C, p, q = self.classes, self.accuracy.numerator, self.accuracy.denominator
        table = p * np.eye(C, dtype=np.int64) + (q - p) * np.roll(np.eye(C, dtype=np.int64), 1, axis=1)
        ways = np.ones((C, C), dtype=np.int64)
        if self.strategy == "constant":
            ways[:, 1:] = 0
        elif self.strategy in ("other", "flip"):
            np.fill_diagonal(ways, 0)
        cases = int(table.sum())
        new = Fraction(int((table * ways.T).sum()), cases * int(ways[0].sum()))
        blind = Fraction(int(table.sum(axis=1) @ np.ones(C, dtype=np.int64)), cases * C)
        return {
            "chance": blind,
            "accuracy": new,
            "gain": new - Fraction(int(np.trace(table)), cases),
        }

    def ask(self) -> str:
        """The classifier, the rule, and what is asked."""
        return (
            f"A classifier is right on ${percent(self.accuracy)}\\%$ of a test set with ${self.classes}$ "
            f"equally frequent classes. Each of its answers is replaced by {STRATEGIES[self.strategy]}. What "
            "accuracy does uniform guessing among all classes have on average, what accuracy do the new "
            "answers have on average, and how much accuracy is gained (new minus old)? Write shares of 1, or "
            "percent with the % sign."
        )

    def fits(self) -> str | None:
        """Two classes or more, an accuracy between 0 and 1, and flips of two classes only."""
        if not 2 <= self.classes <= LARGEST:
            return f"classes must be from 2 to {LARGEST}"
        if not 0 <= self.accuracy <= 1:
            return "accuracy must be from 0 to 1, like 1/5 or 0.2"
        if max(self.accuracy.denominator, self.accuracy.numerator) > 10**9:
            return "accuracy must be a short fraction or decimal, like 1/5 or 0.2"
        if self.strategy == "flip" and self.classes != 2:
            return "flip needs classes 2: with more classes, write the strategy other"
        return None

    def suits(self) -> bool:
        """The strategy makes a clear difference, and two classes are flipped."""
        new = {"other": (1 - self.accuracy) / (self.classes - 1), "flip": 1 - self.accuracy}.get(
            self.strategy, Fraction(1, self.classes)
        )
        return (
            new > 0
            and abs(new - self.accuracy) >= Fraction(1, 20)
            and (self.strategy != "other" or self.classes > 2)
        )


def percent(share: Fraction) -> str:
    """A share of 1 as percent, without the sign."""
    return f"{float(100 * share):.6g}"
