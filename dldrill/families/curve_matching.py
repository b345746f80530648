"""Four accuracy curves, four pretraining sets: told facts decide which belongs to which."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.domain import Domain, OneOf, Range, mixed
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.maths.functions import argmax, argmin, exp, onehot, vector
from dldrill.maths.linear import Vector
from dldrill.maths.trace import bare

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

SETS = "ABCD"
LAST = 20  #: the epoch of the last point
EPOCHS = (0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18, LAST)
LEAST_GAP = 4  #: percentage points between curves that a fact compares
DESCRIBED = {
    "A": "a very large and broad set of captioned web images",
    "B": "photographs of cat breeds",
    "C": "handwritten digits",
    "D": "photographs of many animals, dogs among them",
}
FACTS = {
    "ends": (
        f"A ends with the highest accuracy (at epoch {LAST}).",
        f"C ends with the lowest accuracy (at epoch {LAST}).",
        "D starts with the highest accuracy (at epoch 0).",
    ),
    "crossing": (
        "D starts with the highest accuracy (at epoch 0), but does not end with the highest.",
        f"The curve of A is below that of D at epoch 0 and above it at epoch {LAST}.",
        f"C ends with the lowest accuracy (at epoch {LAST}).",
    ),
    "ranks": (
        f"From the highest to the lowest accuracy at epoch {LAST}, the order is A, D, B, C.",
        "At epoch 0, D is ahead of A.",
    ),
    "gains": (
        f"A gains the most accuracy from epoch 0 to epoch {LAST}.",
        f"C ends with the lowest accuracy (at epoch {LAST}), and D with a higher one than B.",
    ),
}


class Cells(Domain[Vector]):
    """Vectors with a domain for every cell."""

    def __init__(self, *parts: Domain[int]) -> None:
        self.parts = parts
        self.size = 1
        for part in parts:
            self.size *= part.size

    def at(self, index: int) -> Vector:
        """The value at an index, the last cell running fastest."""
        return Vector(*mixed(self.parts, index))


class CurveMatching(Family):
    """Accuracy against epochs after four pretrainings: each curve is matched to its set."""

    title = "Which curve belongs to which pretraining?"
    topic = "representation"
    how = "tried all 24 matchings against every fact on the points of the drawn curves"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("matching",)

    order: str = given(
        "order",
        OneOf(*("".join(order) for order in permutations(SETS))),
        "the sets of lines 1 to 4, such as ADBC",
        default="ADBC",
    )
    start: Vector = given(
        "start",
        Cells(Range(12, 24, 4), Range(18, 28, 5), Range(5, 15, 5), Range(34, 42, 4)),
        "accuracy at epoch 0 after A, B, C, D, in percent",
        default=Vector(16, 23, 10, 38),
    )
    end: Vector = given(
        "end",
        Cells(Range(84, 92, 4), Range(58, 64, 3), Range(40, 48, 4), Range(71, 77, 3)),
        "accuracy that the curve after A, B, C, D comes near to, in percent",
        default=Vector(88, 61, 44, 74),
    )
    speed: Vector = given(
        "tau",
        Cells(Range(4, 6), Range(2, 5), Range(2, 5), Range(2, 4)),
        "epochs after which 63 % of the way to the end is gone, after A, B, C, D",
        default=Vector(5, 4, 5, 3),
    )
    facts: str = given("facts", OneOf(*FACTS), "which facts are told", default="ends")

    def solve(self, work: Working) -> str:
        """One set after another is found on the lines by the facts."""
        places = [SETS.index(letter) for letter in str(self.order)]
        start, end, speed = (vector(*(v[i] for i in places)) for v in (self.start, self.end, self.speed))
        rests = [exp(-LAST / t) for t in speed]
        gaps = [(e - s) * left for s, e, left in zip(start, end, rests, strict=True)]
        final = work.step(
            "final", end - vector(*gaps), f"the accuracies of lines 1 to 4 at epoch {LAST}, as they are drawn"
        )
        right = self._found(work, start, final)
        return work.answer(
            "matching",
            right,
            "each fact picks a line, and the line that is left belongs to the set that is left",
            Asked("the set of each line, a letter for every number", kind="matching", words=tuple(SETS)),
            best_is_fastest=(
                lambda: _exchanged(right, "A", "D"),
                "you have exchanged A and D: look at the lines' first and last points again",
            ),
            cats_above_animals=(
                lambda: _exchanged(right, "B", "D"),
                "you have exchanged B and D: look at the fact on D again",
            ),
            digits_above_cats=(
                lambda: _exchanged(right, "B", "C"),
                "you have exchanged B and C: C's line ends lowest",
            ),
            first_points_only=(
                lambda: _ranked(start, "ADBC"),
                "the order at epoch 0 is not the order at the end",
            ),
        )

    def _found(self, work: Working, start: Vector, final: Vector) -> str:
        """The letters of the lines, set by set as a reader of the facts finds them."""
        gained = self.facts == "gains"
        best = argmax(final - start) if gained else argmax(final)
        a = work.step("line_A", best + 1, "A gains the most" if gained else "A's line is on top at the end")
        c = work.step("line_C", argmin(final) + 1, "C's line is lowest at the end")
        if self.facts in ("ends", "crossing"):
            d = work.step("line_D", argmax(start) + 1, "D's line starts highest")
        else:
            others = final - 100 * onehot(a - 1, len(SETS))
            d = work.step("line_D", argmax(others) + 1, "of the other lines, D's is on top at the end")
        lines = {int(bare(line)): letter for line, letter in ((a, "A"), (c, "C"), (d, "D"))}
        return "".join(lines.get(i, "B") for i in range(1, len(SETS) + 1))

    def check(self) -> dict[str, Any]:
        """The facts, on sampled points, for each of the 24 matchings; exactly one satisfies all."""
        import numpy as np

        curves = np.array([self.points(i)[1] for i in range(1, 5)])
        first, last = curves[:, 0], curves[:, -1]
        fitting = [
            "".join(matching)
            for matching in permutations(SETS)
            if _holds(str(self.facts), {c: (first[i], last[i]) for i, c in enumerate(matching)})
        ]
        if len(fitting) != 1:
            raise ValueError(f"{len(fitting)} matchings satisfy the facts")
        return {"matching": fitting[0]}

    def points(self, line: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Epochs and accuracies of a line, from 1 to 4, as they are drawn."""
        import math

        at = SETS.index(self.order[line - 1])
        start, end, speed = self.start[at], self.end[at], self.speed[at]
        return EPOCHS, tuple(end - (end - start) * math.exp(-t / speed) for t in EPOCHS)

    def ask(self) -> str:
        """The sets, the curves, and the facts that decide."""
        sets = "\n".join(f"- {letter}: {what}" for letter, what in DESCRIBED.items())
        facts = "\n".join(f"- {fact}" for fact in FACTS[self.facts])
        rows = [["line", *(f"epoch {t}" for t in (0, 4, 10, LAST))]]
        for line in range(1, 5):
            known = dict(zip(*self.points(line), strict=True))
            rows.append([str(line), *(f"{known[t]:.0f} %" for t in (0, 4, 10, LAST))])
        table = "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * 5, *rows[1:]])
        return (
            "Four copies of a vision network are pretrained, each on one of four sets:\n\n"
            f"{sets}\n\nOf each, only a new last layer is then trained to tell dog breeds apart. The "
            "simulated curves are their test accuracies against the epochs of this training; four points "
            f"of each:\n\n{table}\n\nWhat is known of the curves after pretraining on A, B, C and D:\n\n"
            f"{facts}\n\n"
            "By these facts, which pretraining set belongs to each line? Answer with a letter for every "
            "line, such as 1A 2B 3C 4D."
        )

    def figure(self) -> Figure | None:
        """The four curves by their numbers."""
        from dldrill.figures.marks import Axis, Dash, Figure, Line

        drawn = [self.points(line) for line in range(1, 5)]
        lines = tuple(
            Line(tuple(zip(*points, strict=True)), f"line {i}", dash)
            for i, (points, dash) in enumerate(zip(drawn, Dash, strict=True), 1)
        )
        head = ("epoch", *(line.label for line in lines))
        rows = [(str(t), *(f"{ys[k]:.0f} %" for _, ys in drawn)) for k, t in enumerate(EPOCHS)]
        return Figure(
            marks=lines,
            x=Axis(0, LAST, "epoch"),
            y=Axis(0, 100, "test accuracy in %"),
            alt="Four curves of test accuracy against epochs that rise and level off, numbered 1 to 4.",
            table=(head, *rows),
        )

    def fits(self) -> str | None:
        """The facts hold on the curves, with room to see them."""
        if sorted(self.order) != list(SETS):
            return "order must have each of A, B, C and D once, such as ADBC"
        if self.facts not in FACTS:
            return f"facts must be one of {', '.join(FACTS)}"
        if any(len(v) != len(SETS) for v in (self.start, self.end, self.speed)):
            return "start, end and speed must have four numbers, for A, B, C and D"
        if not all(0 <= s < e <= 100 for s, e in zip(self.start, self.end, strict=True)):
            return "accuracies must lie between 0 and 100, and each end must be above its start"
        if min(self.speed) < 0.1 or max(self.speed) > LAST:
            return f"speeds must lie between 0.1 and {LAST} epochs"
        known = {self.order[i - 1]: self.points(i)[1] for i in range(1, 5)}
        first, last = ({c: ys[k] for c, ys in known.items()} for k in (0, -1))
        if min(first["D"] - first[c] for c in "ABC") < LEAST_GAP:
            return f"D must start at least {LEAST_GAP} percentage points above the others"
        if any(last[a] - last[b] < LEAST_GAP for a, b in ("AD", "DB", "BC")):
            return f"at epoch {LAST} the order must be A, D, B, C, at least {LEAST_GAP} points apart"
        gains = {c: last[c] - first[c] for c in SETS}
        if gains["A"] - max(gains[c] for c in "BCD") < LEAST_GAP:
            return f"A must gain at least {LEAST_GAP} percentage points more than the others"
        return None


def _exchanged(matching: str, a: str, b: str) -> str:
    return matching.translate(str.maketrans(a + b, b + a))


def _ranked(values: Vector, letters: str) -> str:
    """The letters, the first for the line with the highest value."""
    order = sorted(range(len(values)), key=lambda i: -values[i])
    return "".join(letters[order.index(i)] for i in range(len(values)))


def _holds(facts: str, at: dict[str, tuple[float, float]]) -> bool:
    """Whether the told facts are true of these first and last accuracies of the sets."""
    first = {letter: points[0] for letter, points in at.items()}
    last = {letter: points[1] for letter, points in at.items()}
    best, worst = max(last, key=last.__getitem__), min(last, key=last.__getitem__)
    start = max(first, key=first.__getitem__)
    if facts == "ends":
        return (best, worst, start) == ("A", "C", "D")
    if facts == "crossing":
        crosses = first["A"] < first["D"] and last["A"] > last["D"]
        return start == "D" and best != "D" and crosses and worst == "C"
    if facts == "ranks":
        return last["A"] > last["D"] > last["B"] > last["C"] and first["D"] > first["A"]
    gains = {letter: last[letter] - first[letter] for letter in at}
    return max(gains, key=gains.__getitem__) == "A" and worst == "C" and last["D"] > last["B"]
