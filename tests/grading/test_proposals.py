"""What every general slip proposes: the value, the words, the digits it takes, the steps it names."""

from __future__ import annotations

import math
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dldrill.dealing.problem import part_of, with_numbers
from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.grading import midway, slips
from dldrill.grading.digits import cells
from dldrill.grading.slips import Slips, Wrong, wrong_answer
from dldrill.maths.functions import exp, ln, log2, vector
from dldrill.maths.linear import Matrix


class Every(Family):
    """An answer of every numeric kind, and steps on the way to one of them."""

    batch: int = given("N", Range(2, 64), "examples in the batch", default=13)
    pair_count: int = given("n pairs", Range(2, 64), "pairs", default=2)
    heads: int = given("h", Range(1, 64), "heads", default=1)
    rate: Any = given("r", OneOf(0.5), "rate", default=Fraction(4, 5))

    def solve(self, work: Working) -> Any:
        """One answer after the other."""
        work.answer("rate", self.rate / 1, "as given", Asked("rate"))
        work.answer("share", self.rate * 75, "in percent", Asked("share", unit="%"))
        work.answer("count", self.batch * 3 + 1, "40", Asked("count"))
        work.answer("few", self.batch * 3, "39", Asked("few"))
        work.answer("shape", (3, 4, 5), "sides", Asked("shape"))
        work.answer("line", (7,), "one side", Asked("line"))
        work.answer("scores", vector(self.rate / 2, -2, 0), "scores", Asked("scores"))
        work.answer("alone", vector(3, 0), "one that is not 0", Asked("alone"))
        work.answer("table", Matrix((1, -2), (3, 4)), "square", Asked("table"))
        work.answer("row", Matrix((1, 2)), "not square", Asked("row"))
        work.answer("turns", Matrix((1, -1), (0, 1)), "directions", Asked("turns", kind="signs"))
        odds = work.step("odds", exp(-self.rate), "to the minus rate")
        gain = work.step("gain", odds - 2, "below 0")
        bits = work.step("bits", log2(odds * 9), "in bits")
        whole = work.step("whole", self.batch - 15, "a whole number below 0")
        return work.answer("loss", ln(odds + 1) * gain + bits * whole, "all", Asked("loss"))

    def ask(self) -> str:
        """The question."""
        return "all?"


class Sides(Family):
    """A shape whose height is a step, and a width that is asked for."""

    n: int = given("n", Range(2, 9), "size", default=4)

    def solve(self, work: Working) -> Any:
        """Height, width, both."""
        inner = work.part("pool")
        inner.step("height", self.n + 1, "one more")
        inner.answer("width", self.n + 20, "more", Asked("width"))
        height = work.step("height", self.n + 2, "two more")
        return work.answer("shape", (height, 6), "both", Asked("shape"))

    def ask(self) -> str:
        """The question."""
        return "sides?"


def wrong_at(problem: Family, name: str, typed: str = "", given: Any = None) -> Wrong:
    """Something wrong at a part; the right answer itself, where only what is proposed matters."""
    right = problem.altered()
    part = part_of(right, name)
    wrong = wrong_answer(problem, part, part.right if given is None else given, typed, right)
    assert wrong is not None
    return wrong


def proposed(kinds: Slips) -> list[str]:
    """What slips of a kind propose at every part: a line each."""
    return [
        " | ".join((name, slip.name, _shown(slip.value), slip.says, str(slip.digits), *slip.steps))
        for problem in (Every(), Sides())
        for name in problem.altered().asked
        for slip in kinds(wrong_at(problem, name))
    ]


def _shown(value: Any) -> str:
    return " ".join(f"{float(cell):.6g}" for cell in cells(value)) or "nothing"


@pytest.mark.parametrize("kinds", [*slips.AT_THE_ANSWER, *midway.ON_THE_WAY, *slips.LESS_LIKELY])
def test_golden(kinds: Slips) -> None:
    """Every slip of a kind, at an answer of every kind, word by word."""
    path = Path(__file__).parent / "golden" / f"test_proposals-{kinds.__name__}.txt"
    lines = "\n".join(proposed(kinds)) + "\n"
    if os.environ.get("DLDRILL_ACCEPT"):
        path.write_text(lines, "utf-8")
    assert lines == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "typed", "given", "says"),
    [
        ("rate", "0.8", Fraction(4, 5), "within 1 % is"),
        ("rate", "0.9", Fraction(9, 10), None),
        ("rate", "1", 1, None),
        ("count", "4e1", 40, "the whole number is"),
        ("count", "30", 30, None),
        ("shape", "3x4x5", (3, 4, 5), None),
    ],
)
def test_too_few_digits(name: str, typed: str, given: Any, says: str | None) -> None:
    """What the right answer rounds to, with the tolerance that was asked for; never of a shape."""
    found = slips.coarse(wrong_at(Every(), name, typed, given))
    assert (found and found.says) == (says and f"Right, but with too few digits: {says} asked for.")
    assert found is None or (found.name, found.steps) == ("few-digits", (name,))


def test_words_are_no_numbers() -> None:
    """Slips are looked for in numbers alone."""
    (part, *_) = with_numbers(Sides, Sides(), "given", 0).parts
    assert wrong_answer(Sides(), part._replace(kind="text"), "a", "a", Sides().altered()) is None


@pytest.mark.parametrize(("batch", "found"), [(12, True), (15, False)])
def test_too_few_digits_are_near(batch: int, found: bool) -> None:
    """Rounded to one digit, a tenth of what was typed is still near; more is another number."""
    wrong = wrong_at(Every(batch=batch), "few", "4e1", 40)
    assert (slips.coarse(wrong) is not None) is found


@pytest.mark.parametrize(
    ("value", "one_decimal"),
    [
        (1.26, 1.3),
        (Fraction(5, 4), 1.2),
        (3, 3),
        ("red", "red"),
        ((1, 2), (1, 2)),
        (math.inf, math.inf),
        (vector(1.26, 3), vector(1.3, 3)),
        (Matrix((1.26, 2), (0.04, 1)), Matrix((1.3, 2), (0.0, 1))),
    ],
)
def test_rounding_leaves_whole_numbers(value: Any, one_decimal: Any) -> None:
    """Every number is rounded that is not whole, in vectors and matrices, too."""
    assert midway.rounded(value, lambda cell: round(cell, 1)) == one_decimal


@pytest.mark.parametrize(
    ("says", "value", "rounded"),
    [
        ("3 decimals", 1234.56789, 1234.568),
        ("2 decimals", 1234.56789, 1234.57),
        ("1 decimal", 1234.56789, 1234.6),
        ("3 figures", 1234.56789, 1230.0),
        ("2 figures", 1234.56789, 1200.0),
    ],
)
def test_ways_to_round(says: str, value: float, rounded: float) -> None:
    """Decimals and figures, each by its name."""
    assert dict(midway.ROUNDINGS)[says](value) == rounded
