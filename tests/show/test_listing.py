"""Lists of questions and of givens."""

from __future__ import annotations

import dataclasses

import pytest
from screens import LOOKS, accepted, tidy

from dldrill.bank.exam import exam_named
from dldrill.bank.library import load
from dldrill.bank.question import Claim
from dldrill.families import family
from dldrill.show.listing import counted, family_givens, listing, of_exam
from dldrill.show.look import Look

CLAIM = Claim(id="topic/first", topic="topic", minutes=1, points=1, claim="a", true=True, why="b")


@pytest.mark.parametrize("look", LOOKS.values())
def test_every_question_is_listed(look: Look) -> None:
    """Each question has its id on one line, and the count is right."""
    questions = list(load())
    screen = tidy(listing(questions, look), look)
    assert set(screen.split()) >= {question.id for question in questions}
    topics = len({question.topic for question in questions})
    assert screen.endswith(f"\n{len(questions)} questions in {topics} topics\n")


def test_columns() -> None:
    """Types and sources of a topic stand in columns where there is room for them."""
    other = dataclasses.replace(CLAIM, id="topic/the-second-one", sources=("exam/1", "exam/2"))
    assert tidy(listing([CLAIM, other], Look(80)), Look(80)).splitlines() == [
        "topic  (2)",
        "  topic/first           claim",
        "  topic/the-second-one  claim  exam/1, exam/2",
        "",
        "2 questions in 1 topic",
    ]


def test_without_room_for_columns() -> None:
    """In a narrow terminal what does not fit beside an id stands under it."""
    other = dataclasses.replace(CLAIM, id="topic/the-second-one", sources=("exam/1", "exam/2"))
    assert tidy(listing([CLAIM, other], Look(30)), Look(30)).splitlines() == [
        "topic  (2)",
        "  topic/first  claim",
        "  topic/the-second-one",
        "    claim  exam/1, exam/2",
        "",
        "2 questions in 1 topic",
    ]


def test_hostile_sources() -> None:
    """A bank's sources are any text, and none of it reaches the terminal as a control character."""
    hostile = dataclasses.replace(CLAIM, sources=("\x1b[2J", "a\u202eb"))
    assert "\\x1b[2J, a\\u202eb" in tidy(listing([hostile], Look(80)), Look(80))


@pytest.mark.parametrize("look", LOOKS)
def test_golden_exam(look: str) -> None:
    """An exam's questions look as they were accepted, in each look."""
    questions = load().chosen(exam="uw-sp24-q4")
    screen = tidy(of_exam(exam_named("uw-sp24-q4"), questions, LOOKS[look]), LOOKS[look])
    accepted(screen, f"test_listing-exam-{look}")


@pytest.mark.parametrize("look", LOOKS)
def test_golden_givens(look: str) -> None:
    """A family's givens look as they were accepted, in each look."""
    screen = tidy(family_givens(family("conv_params"), "conv_params", LOOKS[look]), LOOKS[look])
    accepted(screen, f"test_listing-givens-{look}")


def test_answers_of_a_family() -> None:
    """All that a bank can ask for is named, with what is asked for where it says nothing."""
    look = Look(80)
    lines = [
        line.split() for line in tidy(family_givens(family("kv_cache"), "kv_cache", look), look).splitlines()
    ]
    assert ["numbers", "numbers", "in", "the", "cache"] in lines
    assert ["bytes", "bytes", "of", "the", "cache", "yes"] in lines
    assert "A bank writes at_step, a command line --at-step.".split() in lines


@pytest.mark.parametrize(("number", "shown"), [(0, "0 questions"), (1, "1 question"), (2, "2 questions")])
def test_counted(number: int, shown: str) -> None:
    """One thing is not several."""
    assert counted(number, "question") == shown
