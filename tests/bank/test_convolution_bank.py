"""The bank on convolutions: the exams' own numbers, and variants of every question."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from dldrill.bank.places import bundled
from dldrill.bank.question import Claim, Question
from dldrill.bank.toml import read_file
from dldrill.dealing.source import Source, original
from dldrill.proving.roads import prove


@cache
def questions() -> dict[str, Question]:
    """The bank's questions by id."""
    return {question.id: question for question in read_file(bundled() / "convolution.toml")}


def at(source: str) -> Question:
    """The question that stands for an exam's question."""
    (found,) = [question for question in questions().values() if source in question.sources]
    return found


@pytest.mark.parametrize(
    ("source", "answers"),
    [
        ("ist-feb23/P1.1", [1_693_362]),
        ("ist-feb23/P1.2", [1_693_362, 88_513_600, 90_128_978, pytest.approx(53.2248733)]),
        ("uw-au24-q2/3.1.1", [(4, 4, 5)]),
        ("uw-au24-q2/3.1.2", [(4, 7)]),
        ("uw-au24-q2/3.1.3", [(4, 7)]),
    ],
)
def test_original_numbers_give_our_key(source: str, answers: list[Any]) -> None:
    """The exams' own numbers lead to the answers that we hold right."""
    dealt = original(at(source))
    assert [part.right for part in dealt.parts] == answers
    assert dealt.problem is not None
    assert prove(dealt.problem).ok


@pytest.mark.parametrize(
    ("source", "true"), [("uw-sp24-q4/1.4", False), ("uw-sp23-mid/1.4", False), ("uw-au24-q2/1.3", False)]
)
def test_statements_of_the_exams(source: str, true: bool) -> None:
    """The exams' true-or-false statements have our verdicts."""
    question = at(source)
    assert isinstance(question, Claim)
    assert question.true is true


@pytest.mark.parametrize("source", ["uw-sp23-mid/2.4", "uw-au24-q2/3.1.4"])
def test_select_all_questions_have_both_verdicts(source: str) -> None:
    """There is something to tick, and something to leave."""
    options = original(at(source)).options
    assert 4 <= len(options) <= 6
    assert {option.true for option in options} == {True, False}


@pytest.mark.parametrize("name", [name for name in questions() if not isinstance(questions()[name], Claim)])
def test_variants_are_dealt_and_proven(name: str) -> None:
    """Every question that computes deals fresh numbers on which all roads meet."""
    source = Source(questions()[name], "bank")
    for index in range(3):
        problem = source.deal(index).problem
        assert problem is not None
        assert prove(problem).disagreements == ()
