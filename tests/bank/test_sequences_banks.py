"""The banks on small networks and on sequences: the exams' rows with their answers."""

from __future__ import annotations

import pytest

from dldrill.bank.library import load
from dldrill.bank.question import Claim, Compute
from dldrill.dealing.source import Source, original
from dldrill.grading.marking import grade
from dldrill.proving.roads import prove

RIGHT = {
    "uw-sp23-mid/3.5.1.1": {"z": "1 3 -3", "h": "1 3 0", "s": "1 7 -1", "prediction": "Flom"},
    "uw-sp23-mid/3.5.1.2": {"z": "-1 -2 2", "h": "0 0 2", "s": "4 -2 -2", "prediction": "Zom"},
    "uw-sp23-mid/3.5.2.3": {"right": "1 1 2", "left": "-2 0 1"},
    "uw-sp23-mid/3.5.3.5": {"s": "2 -1 -3", "ds": "1 -1 0", "signs": "+ + 0; 0 0 0; - - 0"},
    "uw-sp23-mid/3.5.3.6": {"s": "2 -1 -3", "ds": ".946 -.953 .00638", "signs": "+ + 0; 0 0 0; - - 0"},
    "ist-feb23/1.4": {"dy": "(2x + 1 - tanh(x)^2) exp(x^2 + tanh(x))"},
    "ist-feb23/P2.1": {
        "c": "1 1",
        "h_1": "1 1",
        "word_1": "seagull",
        "h_2": "3 0",
        "word_2": "flying",
        "h_3": "0 2",
        "word_3": "stop",
    },
    "ist-feb23/P2.2": {"p_1": "1/4 1/4 1/4 1/4", "c_1": "1 1", "word_1": "seagull"},
    "ist-feb23/P2.3": {
        "p_2": ".4721 .4721 .0279 .0279",
        "c_2": "1.8884 1.8884",
        "h_2": "3.8884 .8884",
        "word_2": "fishing",
    },
}
NAMES = [q.id for q in load() if q.topic in ("networks", "sequences") and not isinstance(q, Claim)]


@pytest.mark.parametrize("source", RIGHT)
def test_rows_have_their_answers(source: str) -> None:
    """What was worked by hand is graded right on the original numbers, part by part."""
    dealt = original(load().find(source))
    assert {part.name for part in dealt.parts} == set(RIGHT[source])
    verdict = grade(dealt, RIGHT[source])
    assert verdict.verdict == "right", verdict
    assert dealt.problem is not None
    assert prove(dealt.problem).ok


def test_marked_option_is_wrong() -> None:
    """ist-feb23/1.4: the option that the key marks lacks the factor y, and is told so."""
    verdict = grade(original(load().find("ist-feb23/1.4")), {"dy": "2x + 1 - tanh(x)^2"})
    assert [(part.verdict, part.mistake) for part in verdict.parts] == [("wrong", "outer-lost")]


def test_negative_weight_is_a_claim() -> None:
    """uw-sp23-mid/1.3 is false: the sign of the whole sum opens the gate."""
    claim = load().find("uw-sp23-mid/1.3")
    assert isinstance(claim, Claim)
    assert not claim.true


@pytest.mark.parametrize("source", ["ist-feb23/1.7", "uw-sp23-mid/3.5.2.4"])
def test_statements_are_of_both_kinds(source: str) -> None:
    """Six statements that do not contradict each other, over some variants both true and false."""
    dealt = [Source(load().find(source), "bank").deal(index) for index in range(4)]
    assert all(len(one.options) == 6 for one in dealt)
    assert {option.true for one in dealt for option in one.options} == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_variants_are_dealt_and_proven(name: str) -> None:
    """Every question can be dealt, says all that its slots promise, and its variants are proven."""
    question = load().find(name)
    assert isinstance(question, Compute)
    source = Source(question, "bank")
    for index in range(3):
        dealt = source.deal(index)
        assert "@{" not in dealt.ask
        assert dealt.problem is not None
        assert prove(dealt.problem).ok
