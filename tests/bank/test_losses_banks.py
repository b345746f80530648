"""The banks on losses and contrastive learning: the exams' rows typed in, right and wrong."""

from __future__ import annotations

from functools import cache

import pytest

from dldrill.bank.places import bundled
from dldrill.bank.question import Claim, Order, Question
from dldrill.bank.toml import read_file
from dldrill.dealing.source import Source, original
from dldrill.grading.marking import grade
from dldrill.proving.roads import prove


@cache
def questions() -> dict[str, Question]:
    """The questions of both banks by id; derivations to put in order are proven elsewhere."""
    banks = ("losses", "contrastive")
    found = (q for bank in banks for q in read_file(bundled() / f"{bank}.toml"))
    return {q.id: q for q in found if not isinstance(q, Order)}


def at(source: str) -> Question:
    """The question that stands for an exam's question."""
    (found,) = [question for question in questions().values() if source in question.sources]
    return found


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("ist-feb23/1.5", ["1/(1+9999e)"]),
        ("ist-feb23/1.5", ["3.67903e-5"]),
        ("ist-feb23/P1.3", ["g + lambda*theta"]),
        ("uw-sp24-q4/3.1", ["ln(1+(B-1)e^-2)"]),
        ("uw-sp24-q4/3.1", ["-log(e/(e+(B-1)/e))"]),
        ("uw-sp24-q4/3.2", ["4/(3sqrt2), -1/9, 1/sqrt2, 0", "c_0"]),
        (
            "uw-sp24-q4/3.3",
            ["ln(1 + e^(s_1-s_2) + e^(s_3-s_2) + e^(s_4-s_2))", "max(0, max(s_1,s_3,s_4) - s_2)"],
        ),
        ("uw-sp23-mid/3.2", ["sqrt(2-2c)"]),
        ("uw-sp23-mid/3.6.1.1", ["2a*max(s_j - s_y + Delta, 0)", "b"]),
        ("uw-sp23-mid/3.6.1.2", ["2aΔ", "2*a*Delta"]),
        ("uw-sp23-mid/3.6.2.1", ["-ln(e^s_1/(e^s_1+e^s_2+e^s_3))"]),
        ("uw-sp23-mid/3.6.2.2", ["ln(1+e^(s_2-s_1+Delta)+e^(s_3-s_1+Delta))"]),
    ],
)
def test_our_key_is_right(source: str, typed: list[str]) -> None:
    """The exams' own numbers and letters have the answers that we hold right."""
    dealt = original(at(source))
    assert dealt.problem is not None
    assert prove(dealt.problem).ok
    answers = {part.name: text for part, text in zip(dealt.parts, typed, strict=True)}
    assert grade(dealt, answers).verdict == "right"


@pytest.mark.parametrize(
    ("source", "part", "typed", "mistake"),
    [
        ("ist-feb23/1.5", "p_low", "1/10000", "uniform"),
        ("ist-feb23/1.5", "p_low", "1/(1+10000e)", "counted-all"),
        ("ist-feb23/1.5", "p_low", "1/(1+9999/e)", "turned-round"),
        ("ist-feb23/1.5", "p_low", "1/(9999e)", "left-out"),
        ("ist-feb23/P1.3", "gradient", "g + 2lambda*theta", "two-kept"),
        ("ist-feb23/P1.3", "gradient", "g - lambda*theta", "taken-off"),
        ("ist-feb23/P1.3", "gradient", "g + lambda*theta^2", "not-derived"),
        ("uw-sp24-q4/3.1", "loss", "0", "perfect-is-zero"),
        ("uw-sp24-q4/3.1", "loss", "ln(1+B*e^-2)", "counted-itself"),
        ("uw-sp24-q4/3.1", "loss", "ln(1+(B-1)e^-1)", "zero-cosines"),
        ("uw-sp24-q4/3.1", "loss", "1/(1+(B-1)e^-2)", "no-logarithm"),
        ("uw-sp24-q4/3.1", "loss", "-ln(1+(B-1)e^-2)", "no-minus"),
        ("uw-sp24-q4/3.2", "predicted", "c_2", "no-lengths"),
        ("uw-sp23-mid/3.2", "distance", "1-c", "cosine-distance"),
        ("uw-sp23-mid/3.2", "distance", "2-2c", "no-root"),
        ("uw-sp23-mid/3.2", "distance", "sqrt(2+2c)", "plus"),
        ("uw-sp23-mid/3.2", "distance", "sqrt(1-c^2)", "pythagoras"),
        ("uw-sp23-mid/3.2", "distance", "sqrt(1-c)", "not-doubled"),
        ("uw-sp23-mid/3.6.1.1", "left", "a*max(s_j - s_y + Delta, 0)", "no-two"),
        ("uw-sp23-mid/3.6.1.1", "left", "2a(s_j - s_y + Delta)", None),
        ("uw-sp23-mid/3.6.1.2", "b_value", "a*Delta", None),
        ("uw-sp23-mid/3.6.1.2", "b_value", "a*Delta^2", "value-itself"),
        ("uw-sp23-mid/3.6.2.1", "loss", "ln(e^(s_2-s_1)+e^(s_3-s_1))", "outer-left-hard"),
        ("uw-sp23-mid/3.6.2.2", "loss", "Delta + ln(1+e^(s_2-s_1)+e^(s_3-s_1))", "margin-outside"),
    ],
)
def test_usual_slips_are_wrong(source: str, part: str, typed: str, mistake: str | None) -> None:
    """A usual wrong answer is not right, and where it is a known mistake it is named."""
    [found] = [one for one in grade(original(at(source)), {part: typed}).parts if one.name == part]
    assert found.verdict == "wrong"
    if mistake:
        assert found.mistake == mistake


def test_constants_question_has_the_six_changes() -> None:
    """uw-sp23-mid/2.5 has six statements: each constant raised and lowered, with both verdicts."""
    for index in range(5):
        options = Source(at("uw-sp23-mid/2.5"), "six").deal(index).options
        starts = sorted(" ".join(option.text.split()[:2]) for option in options)
        assert starts == sorted(f"{way} ${name}$" for way in ("Raising", "Lowering") for name in "abc")


@pytest.mark.parametrize("name", [name for name, q in questions().items() if not isinstance(q, Claim)])
def test_variants_are_proven(name: str) -> None:
    """Every question can be dealt, and its variants are proven."""
    source = Source(questions()[name], "bank")
    for index in range(3):
        problem = source.deal(index).problem
        assert problem is not None
        assert prove(problem).ok
