"""Slips of any calculation: found where they were made, and not where they were not."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from dldrill.answer.spec import Spec
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.problem import with_numbers
from dldrill.dealing.source import Source
from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.mistakes import mistakes_of
from dldrill.derivation.working import Asked, Working
from dldrill.families import family, names
from dldrill.grading import midway, slips
from dldrill.grading.diagnosis import values_after
from dldrill.grading.digits import NUMERIC, TypedAnswer, cells
from dldrill.grading.marking import grade
from dldrill.grading.slips import Slip, Wrong, wrong_answer
from dldrill.grading.verdict import PartVerdict
from dldrill.maths.functions import exp, ln, log2, vector
from dldrill.maths.linear import Matrix

LIKELIEST_FIRST = (*slips.AT_THE_ANSWER, *midway.ON_THE_WAY, *slips.LESS_LIKELY)
GENERAL = (
    *("few-digits", "sign", "swapped-sides", "sides-order", "transposed", "reversed", "percent"),
    *("earlier-step", "batch-factor", "factor-2", "log-base", "early-rounding", "given-factor"),
    *("power-of-ten", "off-by-one"),
)
"""The names of all general slips, as statistics count them."""


class Loss(Family):
    """A loss over a batch, and what surrounds it: an answer of every kind."""

    parts: ClassVar[tuple[str, ...]] = (
        *("loss", "bits", "share", "count", "tiny", "shape", "scores", "table", "width"),
    )
    gap: Any = given("d", OneOf(Fraction(1, 2)), "gap", default=Fraction(3, 7))
    batch: int = given("N", Range(2, 64), "examples in the batch", default=13)
    heads: int = given("h", Range(2, 64), "heads", default=7)

    def solve(self, work: Working) -> float:
        """One answer after the other."""
        weight = work.step("weight", exp(-self.gap * 3), "e to the minus gap")
        odds = work.step("odds", weight * 9 + weight / 7, "nine of them")
        work.answer("share", 1 / (1 + odds), "the share", Asked("share"))
        loss = work.answer(
            "loss",
            ln(1 + odds),
            "minus the logarithm",
            Asked("loss", rtol=0.005),
            no_one=(lambda: ln(odds), "the right class stands in the sum too"),
        )
        work.answer("bits", log2(self.heads + 1.7) - loss * 2, "in bits", Asked("bits"))
        work.answer("count", self.batch * self.heads * 19, "count", Asked("count"))
        work.answer("tiny", self.heads - 4, "few", Asked("tiny"))
        height = work.step("height", self.batch + 1, "one more")
        width = work.answer("width", self.batch + 20, "more", Asked("width"))
        work.answer("shape", (height, width, 16), "the shape", Asked("shape"))
        scores = work.answer("scores", vector(loss, -odds, odds * 3), "scores", Asked("scores"))
        work.answer("table", Matrix((1, 25), (-30, 4)), "a table", Asked("table"))
        return work.answer("norm", scores @ scores, "squared", Asked("norm", rtol=0.0001))

    def ask(self) -> str:
        """The question."""
        return "loss?"


def loss(*parts: str, **givens: Any) -> Dealt:
    """The toy problem; all of its steps can be answered."""
    return with_numbers(Loss, Loss(**givens), "given", 0)


def told(typed: str, name: str, dealt: Dealt | None = None) -> PartVerdict:
    """What is said to an answer."""
    return grade(dealt or loss(), {name: typed}).parts[0]


VALUES = Loss().altered().values
LOSS, BITS, SHARE, ODDS, NORM = (VALUES[name] for name in ("loss", "bits", "share", "odds", "norm"))
TAKEN = "You took $\\log_2$ for $\\ln$ in loss."


@pytest.mark.parametrize(
    ("name", "typed", "slip", "says"),
    [
        ("loss", f"{-LOSS:.3f}", "sign", "Right but for the sign."),
        ("loss", f"{2 * LOSS:.3f}", "factor-2", "That is twice the right value."),
        ("loss", f"{LOSS / 2:.4f}", "factor-2", "That is half the right value."),
        ("loss", f"{LOSS / math.log(2):.3f}", "log-base", TAKEN),
        ("loss", f"{LOSS / math.log(10):.3f}", "log-base", "You took $\\log_{10}$ for $\\ln$ in loss."),
        ("bits", f"{math.log(8.7) - 2 * LOSS:.4f}", "log-base", "You took $\\ln$ for $\\log_2$ in bits."),
        ("loss", f"{13 * LOSS:.2f}", "batch-factor", "$N = 13$ times the right value."),
        ("loss", f"{LOSS / 13:.5f}", "batch-factor", "divided by $N = 13$."),
        ("loss", f"{ODDS:.4f}", "earlier-step", "That is odds, an earlier step."),
        ("loss", f"{SHARE:.4f}", "earlier-step", "That is share, the step before."),
        ("loss", f"{VALUES['weight']:.5f}", "earlier-step", "That is weight, an earlier step."),
        ("loss", f"{math.log(1 + 64 / 7 * round(VALUES['weight'], 1)):.4f}", "early-rounding", "weight to 1"),
        ("share", f"{1 / (1 - ODDS):.4f}", "sign", "Right but for the sign of odds, which you carried on."),
        ("share", f"{1 / (1 + 2 * ODDS):.4f}", "factor-2", "With twice the right odds you would get this."),
        ("share", f"{100 * SHARE:.1f}", "percent", "Right as a percentage"),
        ("norm", f"{NORM:.2g}", "few-digits", "within 0.01 % is asked for."),
        ("norm", f"{NORM * 1000:.5g}", "power-of-ten", "That is $10^{3}$ times too much."),
        ("count", str(13 * 19), "given-factor", "The factor $h = 7$ is missing."),
        ("count", str(13 * 19 * 7 + 1), "off-by-one", "That is one too many."),
        ("count", str(13 * 19 * 7 - 1), "off-by-one", "That is one too few."),
        ("count", "1700", "few-digits", "the whole number is asked for."),
        ("shape", "33x14x16", "swapped-sides", "Height and width are exchanged."),
        ("shape", "16x14x33", "sides-order", "the last stands first"),
        ("width", "14", "swapped-sides", "That is the height, not the width."),
        ("scores", f"{-LOSS}, {ODDS}, {-3 * ODDS}", "sign", "Right but for every sign."),
        ("scores", f"{LOSS}, {ODDS}, {3 * ODDS}", "sign", "Right but for the sign of number 2."),
        ("scores", f"{3 * ODDS:.3f}, {-ODDS:.3f}, {LOSS:.3f}", "reversed", "in reverse order"),
        ("scores", f"{2 * LOSS:.3f}, {-2 * ODDS:.3f}, {6 * ODDS:.3f}", "factor-2", "twice"),
        ("table", "1 -30; 25 4", "transposed", "Rows and columns are exchanged."),
        ("table", "1 25; 30 4", "sign", "Right but for the sign of row 2, column 1."),
    ],
)
def test_a_slip_is_told(name: str, typed: str, slip: str, says: str) -> None:
    """Each slip is named and told in one sentence."""
    found = told(typed, name)
    assert (found.verdict, found.mistake) == ("wrong", slip)
    assert says in found.says
    assert found.says.count(". ") == 0
    assert found.says.endswith(".")
    assert slip in GENERAL


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("tiny", "6"),
        ("tiny", "2"),
        ("tiny", "4"),
        ("tiny", "7"),
        ("loss", "3"),
        ("loss", f"{2 * LOSS * 1.004:.4f}"),
        ("loss", f"{ODDS * 1.004:.4f}"),
        ("count", "1800"),
        ("shape", "14x33x17"),
        ("scores", "1, 2, 3"),
    ],
)
def test_what_may_be_an_accident_stays_unexplained(name: str, typed: str) -> None:
    """Tiny whole numbers, single digits, and values that are only near say nothing."""
    found = told(typed, name)
    assert (found.verdict, found.mistake, found.says) == ("wrong", None, "")


def test_a_declared_mistake_comes_before_a_slip() -> None:
    """Where the solution foresaw the number, its own words are said, whatever else would fit."""

    class Halved(Family):
        """A mistake that is also a factor of 2, a sign, and the step before."""

        n: float = given("n", OneOf(0.123), "n", default=0.123)

        def solve(self, work: Working) -> float:
            """Twice n, forgotten."""
            first = work.step("first", self.n * 3, "thrice")
            return work.answer(
                "all",
                first * 2,
                "twice",
                Asked("all"),
                once=(lambda: first, "do it twice"),
                minus=(lambda: -2 * first, "not minus"),
            )

        def ask(self) -> str:
            """The question."""
            return "n?"

    dealt = with_numbers(Halved, Halved(), "given", 0)
    assert told("0.369", "all", dealt).mistake == "once"
    assert told("-0.738", "all", dealt).mistake == "minus"
    assert told("1.476", "all", dealt).mistake == "factor-2"


@given_by(st.sampled_from([13, 27, 64]), st.sampled_from([Fraction(1, 3), Fraction(3, 7), Fraction(6, 5)]))
@settings(max_examples=9, deadline=None)
def test_slips_are_found_whatever_the_numbers(batch: int, gap: Fraction) -> None:
    """The slips of a toy are named with other givens too."""
    dealt = loss(batch=batch, gap=gap)
    assert dealt.problem is not None
    right = dealt.problem.altered().values["loss"]
    for typed, slip in (
        (-right, "sign"),
        (right * 2, "factor-2"),
        (right / batch, "batch-factor"),
        (right / math.log(2), "log-base"),
    ):
        assert told(f"{typed:.4g}", "loss", dealt).mistake == slip


@pytest.mark.parametrize(
    ("kind", "typed", "given", "units"),
    [
        ("number", "0.35", 0.35, [0.01]),
        ("number", "-1.70", -1.7, [0.01]),
        ("number", "1.7 x 10^6", 1_700_000, [100_000]),
        ("number", "1.7e-3", 0.0017, [0.0001]),
        ("number", "3.2k", 3200, [100]),
        ("number", "35 %", 0.35, [0.01]),
        ("number", "281000000", 281_000_000, [1_000_000]),
        ("number", "100", 100, [1]),
        ("number", "1/3", Fraction(1, 3), [0]),
        ("number", "0", 0, [0]),
        ("integer", "1,693,362", 1_693_362, [0]),
        ("integer", "1.69M", 1_690_000, [10_000]),
        ("integer", "2^10", 1024, [0]),
        ("vector", "0.5, 12, -0.25", (0.5, 12, -0.25), [0.1, 1, 0.01]),
        ("shape", "4x4x5", (4, 4, 5), [0, 0, 0]),
    ],
)
def test_units_are_those_of_the_last_digit(kind: str, typed: str, given: Any, units: list[float]) -> None:
    """How finely an answer was typed is read off its digits, however the number is written."""
    answer = TypedAnswer(Part("y", "y", kind, given, Spec()), given, typed)
    assert answer.units == pytest.approx(units)


def test_numbers_beyond_all_floats_are_judged() -> None:
    """A whole number of a thousand digits is wrong, and nothing breaks."""
    assert told("9^1200", "count").mistake is None
    assert told("9^1200", "loss").mistake is None


def dealings(variants: int = 1) -> Iterator[tuple[Dealt, Part]]:
    """Every numeric part of some variants of every family."""
    for name in names():
        source = Source(family(name), "slips")
        for index in range(variants):
            dealt = source.deal(index)
            yield from ((dealt, part) for part in dealt.parts if part.kind in NUMERIC)


DEALT = list(dealings())


def as_typed(part: Part, value: Any) -> str:
    """A value as a learner types it: whole numbers in full, decimals to five figures."""
    row = [str(cell) if isinstance(cell, int) else f"{float(cell):.5g}" for cell in cells(value)]
    if part.kind == "shape":
        return "x".join(row)
    if part.kind not in ("matrix", "signs"):
        return ", ".join(row)
    if part.kind == "signs":
        row = ["0+-"[int(cell)] for cell in row]
    width = len(part.right[0])
    return "; ".join(" ".join(row[i : i + width]) for i in range(0, len(row), width))


@pytest.mark.parametrize("typed", ["0", "-0.0", "1e300", "-1e-300", "1/3", "9^400", "1 000 000", "2e-1 * 5"])
def test_any_number_gets_a_verdict(typed: str) -> None:
    """However large, small or oddly written a number is, looking for its cause ends."""
    for dealt, part in DEALT:
        if part.kind in ("integer", "number"):
            assert told(typed, part.name, dealt).verdict in ("right", "wrong", "unreadable")


def rank(name: str, steps: tuple[str, ...] = ()) -> int:
    """The place of a slip among all; a sign or a factor that was carried on comes late."""
    carried = bool(steps) and name in ("sign", "factor-2")
    return GENERAL.index("early-rounding" if carried else name)


def planted(wrong: Wrong) -> Iterator[Slip]:
    """Every slip that can be made at a part and be told from the right answer."""
    for kinds in LIKELIEST_FIRST:
        for slip in kinds(wrong):
            value = cells(slip.value)
            whole = wrong.part.kind not in ("integer", "shape") or all(cell == int(cell) for cell in value)
            if slip.value is not None and whole and len(value) == len(wrong.cells):
                yield slip


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_planted_slips_are_found(name: str) -> None:
    """In every family, what a slip leads to is explained: by it, or by something likelier."""
    for dealt, part in DEALT:
        if dealt.family != name or dealt.problem is None:
            continue
        right = dealt.problem.altered()
        wrong = wrong_answer(dealt.problem, part, part.right, as_typed(part, part.right), right)
        assert wrong is not None
        for slip in planted(wrong):
            typed = as_typed(part, slip.value)
            verdict = told(typed, part.name, dealt)
            mine = wrong_answer(dealt.problem, part, verdict.read, typed, right)
            if verdict.verdict == "right" or mine is None or not mine.answer.agrees(slip.value, slip.digits):
                continue
            assert verdict.mistake, (part.name, typed, slip)
            if verdict.mistake in GENERAL:
                assert rank(verdict.mistake) <= rank(slip.name, slip.steps), (slip, verdict)


def test_declared_mistakes_always_win() -> None:
    """In every family, what a declared mistake leads to is never put down to a slip."""
    told_of = 0
    for dealt, part in DEALT:
        assert dealt.problem is not None
        mistakes = mistakes_of(dealt.problem)
        declared = {f"at {step}: {m.says}" for m in mistakes for step in m.steps} | {m.says for m in mistakes}
        for mistake in mistakes:
            led_to = values_after(dealt.problem, mistake.slips) or {}
            if part.name in led_to:
                found = told(as_typed(part, led_to[part.name]), part.name, dealt)
                assert found.verdict != "wrong" or found.says in declared, (dealt.id, mistake, found)
                told_of += found.verdict == "wrong"
    assert told_of > 300


def noise(part: Part, stream: Random) -> str:
    """A wrong answer that has nothing to do with the problem: up to three times as large or small."""
    row = []
    for cell in cells(part.right):
        factor = math.exp(stream.uniform(-1.1, 1.1))
        exact = isinstance(cell, int) and part.kind != "number"
        value = round(cell * factor) + stream.randint(-3, 3) if exact else float(cell) * factor
        row.append(value if exact else f"{value:.{stream.choice((2, 3, 4))}g}")
    return as_typed(part, [int(v) if isinstance(v, int) else float(v) for v in row])


def test_random_wrong_numbers_stay_unexplained() -> None:
    """Of wrong numbers at random few are put down to a slip of any calculation, few to a pair."""
    stream = Random(7)
    counted = slipped = paired = 0
    for dealt, part in DEALT:
        if part.kind in ("shape", "signs"):
            continue
        for _ in range(6):
            found = told(noise(part, stream), part.name, dealt)
            counted += found.verdict == "wrong"
            slipped += found.mistake in GENERAL
            paired += "+" in (found.mistake or "")
    assert counted > 300
    assert slipped / counted < 0.04
    assert paired / counted < 0.04


@pytest.mark.parametrize("name", names())
def test_an_explanation_takes_no_time(name: str) -> None:
    """Looking for one takes 50 ms at most, however long the solution."""
    for dealt, part in DEALT:
        if dealt.family == name:
            typed = (
                noise(part, Random(3)) if part.kind not in ("shape", "signs") else as_typed(part, part.right)
            )
            assert min(_seconds(dealt, part, typed) for _ in range(3)) < 0.05


def _seconds(dealt: Dealt, part: Part, typed: str) -> float:
    began = time.thread_time()
    grade(dealt, {part.name: typed})
    return time.thread_time() - began
