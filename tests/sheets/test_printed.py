"""Questions as they stand on a sheet, before any format writes them."""

from __future__ import annotations

import time
from typing import Any

import pytest
from lms_at_hand import EXAMS, claim, exam_sheet, library, made_sheet

from dldrill.bank.exam import Item, Marking, Section
from dldrill.bank.question import DerivationLine, Match, Order, Question
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.paper import Placed
from dldrill.dealing.source import Source, original
from dldrill.families import family, names
from dldrill.maths.latex_writer import latex
from dldrill.sheets.printed import TALLEST, Printed, printed
from dldrill.sheets.prose import Inline, Maths, Text

SECTION = Section("s", 1, Marking(), ())
BUDGET = 20.0
"""Seconds of the processor for every question of the banks, twice; it takes about one."""
COMMON: Any = {"topic": "toys", "minutes": 1, "points": 3}


def shown(dealt: Dealt, number: str = "1.1") -> Printed:
    """A question in some place."""
    return printed(Placed(SECTION, Item(number, dealt.points), dealt))


def of_type(kind: str) -> Question:
    """A question of a type."""
    return next(question for question in library() if question.type == kind)


def plain(parts: tuple[Inline, ...]) -> str:
    """Parts as text."""
    return "".join(
        part.text if isinstance(part, Text) else latex(part.layout) if isinstance(part, Maths) else "?"
        for part in parts
    )


def test_every_question_of_every_bank() -> None:
    """Each has a text, a place to answer, an answer and a solution, with own and fresh numbers, in time."""
    start = time.process_time()
    for question in library():
        for dealt in (original(question), Source(question, "k3f9").deal(0)):
            one = shown(dealt)
            assert one.text, question.id
            assert one.answer or dealt.type == "choose", question.id
            assert one.solution, question.id
            assert one.choices or one.blanks or one.room or dealt.type == "explain", question.id
            assert all(choice.text or choice.picture for choice in one.choices), question.id
    assert time.process_time() - start < BUDGET


def test_every_family() -> None:
    """What is dealt from a family directly can be printed, too."""
    for name in names():
        one = shown(Source(family(name), "k3f9").deal(0))
        assert one.text, name
        assert one.blanks, name
        assert one.solution, name


def test_claim() -> None:
    """A claim has True and False to tick, in this order."""
    for true in (True, False):
        one = printed(made_sheet([claim(1, "c", true=true)]).forms[0].placed[0])
        assert [(plain(choice.text), choice.true) for choice in one.choices] == [
            ("True", true),
            ("False", not true),
        ]
        assert (one.single, one.blanks, one.room) == (True, (), 0)
        assert plain(one.answer) == str(true)


def test_choices() -> None:
    """What is ticked in a choice is what is right, by its letters."""
    singles = set()
    for question in library():
        if question.type == "choose":
            dealt = original(question)
            one = shown(dealt)
            assert {choice.letter for choice in one.choices if choice.true} == dealt.parts[-1].right
            assert not one.blanks
            assert not one.lines
            singles.add(one.single)
            if one.single:
                assert sum(choice.true for choice in one.choices) == 1
    assert singles == {True, False}


def test_pictures() -> None:
    """Figures have names that no other question of the sheet has, and whatever is shown is there."""
    names_of: list[str] = []
    for placed in exam_sheet("uw-sp23-mid").forms[0].placed:
        one = printed(placed)
        named = [one.figure.name] if one.figure else []
        named += [choice.picture.name for choice in one.choices if choice.picture]
        assert sorted(named) == sorted(one.pictures)
        assert all(picture.alt for picture in one.pictures.values())
        names_of += named
    assert names_of
    assert len(set(names_of)) == len(names_of)


def test_picture_options() -> None:
    """Where the options are pictures, each choice has its own, and one is right."""
    found = [
        one for question in library() if (one := shown(original(question))).choices and one.choices[0].picture
    ]
    assert found
    for one in found:
        assert len({choice.picture.name for choice in one.choices if choice.picture}) == len(one.choices)
        assert one.single


def test_matching() -> None:
    """A matching has numbered items, lettered lines, and a blank for the pairs."""
    match = Match(id="toys/m", ask="Match.", pairs=(("one", "a"), ("two", "b")), extra=("c",), **COMMON)
    one = printed(made_sheet([match], seed="s").forms[0].placed[0])
    assert [plain(item) for item in one.items] == ["one", "two"]
    assert sorted(plain(text) for _, text in one.lines) == ["a", "b", "c"]
    assert [letter for letter, _ in one.lines] == ["A", "B", "C"]
    assert [plain(blank.label) for blank in one.blanks] == ["Answer"]
    assert one.below == ()
    by_letter = {letter: plain(text) for letter, text in one.lines}
    assert [by_letter[letter] for letter in one.dealt.parts[-1].right] == ["a", "b"]


def test_derivation() -> None:
    """A derivation has lettered lines in a wrong order, and a blank for the right one."""
    lines = tuple(DerivationLine(f"$x = {number}$", f"why {number}") for number in range(4))
    order = Order(id="toys/o", ask="Order.", lines=lines, **COMMON)
    one = printed(made_sheet([order], seed="s").forms[0].placed[0])
    assert not one.items
    assert not one.choices
    assert one.below == one.blanks
    by_letter = {letter: plain(text) for letter, text in one.lines}
    assert [by_letter[letter] for letter in one.dealt.parts[-1].right] == [f"x = {n}" for n in range(4)]
    assert list(by_letter.values()) != [f"x = {number}" for number in range(4)]


def test_blanks_and_room() -> None:
    """A problem has a blank for each part with its label and unit, and room that grows with its minutes."""
    units = set()
    for question in library():
        if question.type == "compute":
            one = shown(original(question))
            assert [blank.name for blank in one.blanks] == [part.name for part in one.dealt.parts]
            labels = [plain(blank.label) for blank in one.blanks]
            assert labels == ["Answer"] or len(set(labels)) == len(labels), question.id
            assert 0 <= one.room <= TALLEST
            units |= {blank.unit for blank in one.blanks}
    assert len(units) > 1


@pytest.mark.parametrize("kind", ["claim", "choose", "match", "order"])
def test_no_room_where_nothing_is_worked(kind: str) -> None:
    """What is ticked or lettered needs no room for working."""
    for question in library():
        if question.type == kind:
            assert shown(original(question)).room == 0


def test_free_text() -> None:
    """A free text has room and no blank; its answer is the model."""
    one = shown(original(of_type("explain")))
    assert one.room > 0
    assert not one.blanks
    assert one.answer


@pytest.mark.parametrize("name", EXAMS)
def test_place_on_a_sheet(name: str) -> None:
    """Number, points and extra credit are those of the question's place."""
    for placed in exam_sheet(name).forms[0].placed:
        one = printed(placed)
        assert (one.number, one.points, one.extra) == placed.item
        assert one.dealt is placed.dealt
