"""Answers that are expressions: judged by what they equal, explained by the closed forms of mistakes."""

from __future__ import annotations

from typing import ClassVar

import pytest

from dldrill.bank.question import Compute
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.problem import with_numbers
from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.faults import Fault
from dldrill.grading.expressions import diagnose_expression
from dldrill.grading.marking import answerable, grade
from dldrill.maths.functions import argmax, exp, ln
from dldrill.maths.infix import infix
from dldrill.maths.linear import Vector


class Batch(Family):
    """The loss of a batch of B, two of whose scores are known."""

    parts: ClassVar[tuple[str, ...]] = ("loss",)
    B: int = given("B", Range(2, 9), "size of the batch", default=8)
    s: int = given("s", Range(1, 3), "score", default=1)
    x: Vector = given("x", OneOf(Vector(1, 2)), "x", default=Vector(3, 5))

    def solve(self, work: Working) -> float:
        """One score against the B − 1 others."""
        others = work.step(
            "others", self.B - 1, "all but itself", all_of_them=(lambda: self.B, "itself is not among them")
        )
        total = work.step(
            "total",
            exp(self.s) + others * exp(-self.s),
            "the sum",
            no_self=(lambda: others * exp(-self.s), "the sum has its own score too"),
        )
        loss = work.answer(
            "loss",
            ln(total) - self.s,
            "minus the logarithm",
            Asked("loss"),
            sign=(lambda: self.s - ln(total), "minus the logarithm, not plus"),
            broken=(lambda: self.s / (self.B - self.B), "never"),
        )
        work.answer("mix", self.x[0] * 2 + self.x[1] * self.s, "so", Asked("mix"))
        work.answer("place", argmax(self.x), "so", Asked("place"))
        return loss

    def ask(self) -> str:
        """The question."""
        return "the loss?"


def dealt(free: dict[str, str], *parts: str) -> Dealt:
    """The batch with some givens left free."""
    question = Compute(id="t/b", topic="t", minutes=1, points=4, family="batch", parts=parts, free=free)
    return with_numbers(question, Batch(), "given", 0)


LOSS = dealt({"B": "size"})


@pytest.mark.parametrize(
    "typed",
    [
        "ln(e + (B-1)/e) - 1",
        "-log(e/(e + (B-1)*exp(-1)))",
        "ln(1 + (B - 1) e^(-2))",
        "ln(e + (B - 1)e⁻¹) - 1",
    ],
)
def test_every_form_of_the_answer_is_right(typed: str) -> None:
    """Equal expressions are right, however they are written."""
    verdict = grade(LOSS, {"loss": typed})
    assert (verdict.verdict, verdict.points) == ("right", 4)


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("ln(e + B/e) - 1", "all-of-them"),
        ("1 - ln(e + (B-1)/e)", "sign"),
        ("ln((B-1)/e) - 1", "no-self"),
        ("1 - ln(e + B/e)", "all-of-them+sign"),
        ("2ln(e + (B-1)/e) - 2", "factor-2"),
        ("(ln(e + (B-1)/e) - 1)/2", "factor-2"),
        ("ln(e + (B-1)/e) - 2", None),
        ("B", None),
    ],
)
def test_a_wrong_expression_is_explained(typed: str, mistake: str | None) -> None:
    """The closed form of a mistake names it, or of two; else nothing is accused."""
    verdict = grade(LOSS, {"loss": typed})
    assert (verdict.verdict, verdict.parts[0].mistake) == ("wrong", mistake)


@pytest.mark.parametrize("typed", ["ln(e + C)", "", "ln(", "B = ", r"\frac{B}{2}", "B; import os"])
def test_what_is_no_expression_is_not_counted(typed: str) -> None:
    """Unknown letters and broken brackets are unreadable, with a sentence."""
    verdict = grade(LOSS, {"loss": typed})
    assert verdict.verdict == "unreadable"
    assert verdict.parts[0].says


def test_known_givens_are_numbers() -> None:
    """Only the free givens stay letters; the others stand by their values, multiplied out."""
    assert infix(LOSS.parts[0].right) == "ln(e^1 + (B - 1)*e^(-1)) - 1" or "B" in infix(LOSS.parts[0].right)
    assert "s" not in LOSS.parts[0].spec.names
    assert grade(dealt({"s": "real"}), {"loss": "ln(e^s + 7e^(-s)) - s"}).verdict == "right"
    both = dealt({"s": "real", "B": "size"})
    assert grade(both, {"loss": "ln(e^s + (B-1) e^(-s)) - s"}).verdict == "right"


def test_components_of_a_free_vector_are_letters() -> None:
    """A free vector's cells are x_1, x_2 and so on."""
    part = dealt({"x": "real"}, "mix").parts[0]
    assert set(part.spec.names) == {"x_1", "x_2"}
    assert grade(dealt({"x": "real"}, "mix"), {"mix": "2x_1 + x_2"}).verdict == "right"
    assert grade(dealt({"x": "real"}, "mix"), {"mix": "x_1 + x_2"}).verdict == "wrong"


def test_steps_of_a_question_in_letters_cannot_be_named() -> None:
    """The steps have numbers, which the question does not ask for."""
    assert answerable(LOSS) == {"loss", "total", "result"}
    with pytest.raises(Fault):
        grade(LOSS, {"others": "B-1"})


def test_what_has_no_closed_form_is_a_fault() -> None:
    """An arg max cannot be asked for as an expression; a given that is not there cannot be free."""
    with pytest.raises(Fault, match="argmax has no closed form"):
        dealt({"x": "real"}, "place")
    with pytest.raises(Fault, match="there is no given 'C' to leave free"):
        dealt({"C": "real"})


@pytest.mark.parametrize(
    ("typed", "mistake", "says"),
    [
        ("-others", "sign", "Right but for the sign."),
        ("2*others", "factor-2", "That is twice the right expression."),
        ("others/2", "factor-2", "That is half the right expression."),
    ],
)
def test_a_slip_in_front_of_all_is_told(typed: str, mistake: str, says: str) -> None:
    """A sign or a factor of 2 is named in a sentence, where no declared mistake leads there."""
    mix = dealt({"x": "real"}, "mix")
    (found,) = grade(mix, {"mix": typed.replace("others", "(2x_1 + x_2)")}).parts
    assert (found.mistake, found.says) == (mistake, says)
    direct = diagnose_expression(mix, mix.parts[0], found.read)
    assert direct is not None
    assert direct.steps == ("mix",)
