"""Canvas' view of the package: its importers take it, it is as text2qti writes one."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from canvas_rules import MODEL, check, plain, unpacked
from hostile_texts import hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from lengths import at_length
from lms_at_hand import EXAMS, Browser, batches, exam_sheet, formulas, hostile_questions, made_sheet

from dldrill.bank.question import DerivationLine, Match, Order
from dldrill.maths.text import safe
from dldrill.sheets.lms import slots
from dldrill.sheets.qti import write

QUIZ = """Quiz title: T
1. True?
... general
*a) True
b) False

2. Which?
... general
- wrong
a) one
... why
*b) two

3. Pick all
... general
[*] one
... why
[ ] two
[*] three

4. Number
... general
- nope
=   1.5 +- 0.1

5. Integer
... general
- nope
=   3

GROUP
pick: 1
points per question: 2

6. Essay
... general
____

END_GROUP
"""
KINDS = {"true_false", "multiple_choice", "multiple_answers", "numerical", "essay"}
"""Types of questions that text2qti can write, too."""


@pytest.mark.parametrize("name", EXAMS)
@pytest.mark.parametrize(("seed", "copies"), [(None, 1), ("k3f9", 3)])
@pytest.mark.filterwarnings("error")
def test_exams_are_imported(name: str, seed: str | None, copies: int) -> None:
    """Each exam, its own and fresh, passes the rules of the DTD and of the importers."""
    sheet = exam_sheet(name, seed, copies)
    found = check(write(sheet))
    assert len(found) == sum(map(len, slots(sheet).values()))


def test_groups_draw_a_variant() -> None:
    """Of several forms each question is a group that gives one of its variants; one form has no groups."""
    sheet = exam_sheet("uw-sp24-q4", "k3f9", 3)
    root = plain(unpacked(write(sheet))[0])
    groups = root.findall("assessment/section/section")
    assert [group.get("title") for group in groups] == [item.number for item in sheet.exam.items]
    assert {group.findtext("selection_ordering/selection/selection_number") for group in groups} == {"1"}
    assert sum(
        float(group.findtext("selection_ordering/selection/selection_extension/points_per_item") or "")
        for group in groups
    ) == sum(item.points for item in sheet.exam.items)
    assert max(len(group.findall("item")) for group in groups) == 3
    alone = plain(unpacked(write(exam_sheet("uw-sp24-q4")))[0])
    assert not alone.findall("assessment/section/section")


@cache
def their_quiz() -> ET.Element:
    """A quiz with every type of question, by text2qti."""
    quiz = pytest.importorskip("text2qti.quiz")
    config = pytest.importorskip("text2qti.config")
    qti = pytest.importorskip("text2qti.qti")
    written = qti.QTI(quiz.Quiz(QUIZ, config=config.Config()))
    return plain(ET.fromstring(written.assessment.encode()))  # noqa: S314


def vocabulary(items: list[ET.Element]) -> set[tuple[str, ...]]:
    """Every element within another, and every attribute of an element."""
    within = {(one.tag, child.tag) for item in items for one in item.iter() for child in one}
    return within | {(one.tag, "@", name) for item in items for one in item.iter() for name in one.attrib}


@pytest.mark.parametrize("name", EXAMS)
def test_as_text2qti_writes(name: str) -> None:
    """Of the types that text2qti has, no item has an element or attribute where text2qti puts none."""
    theirs = vocabulary([their_quiz()])
    for item in check(write(exam_sheet(name, "k3f9", 2))):
        fields = {f.findtext("fieldlabel"): f.findtext("fieldentry") for f in item.iter("qtimetadatafield")}
        if (fields["question_type"] or "").removesuffix("_question") in KINDS:
            assert vocabulary([item]) <= theirs
            labels = [label.text for label in their_quiz().iter("fieldlabel")]
            assert labels[1:5] == list(fields)  # behind that of the quiz


def test_the_model_allows_their_quiz() -> None:
    """The rules that ours are checked by also hold of a quiz by text2qti."""
    for one in their_quiz().iter():
        inside = "".join(f"{child.tag} " for child in one)
        assert re.fullmatch(MODEL.get(one.tag, ""), inside), (one.tag, inside)


def test_derivation_and_matching() -> None:
    """A derivation asks for places, a matching with formulas for letters that are told above."""
    lines = tuple(DerivationLine(f"$x = {number}$", "why") for number in range(3))
    common: Any = {"topic": "toys", "minutes": 1, "points": 3}
    order = Order(id="toys/o", ask="Order.", lines=lines, **common)
    match = Match(id="toys/m", ask="Match.", pairs=(("one", "$1$"), ("two", "$2$")), extra=("$3$",), **common)
    found = {
        (item.get("title") or "").split()[-1]: item
        for item in check(write(made_sheet([order, match], seed="a")))
    }
    assert _right(found["toys/o"]) == {rf"\( x = {number} \)": str(number + 1) for number in range(3)}
    assert set(_right(found["toys/m"])) == {"one", "two"}
    assert set(_right(found["toys/m"]).values()) < {"A", "B", "C"}


def _right(item: ET.Element) -> dict[str, str]:
    """The right pairs of a matching."""
    names = {one.get("ident"): one.findtext("material/mattext") or "" for one in item.iter()}
    return {names[one.get("respident")]: names[one.text] for one in item.iter("varequal")}


@given(st.lists(hostile(), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_hostile_questions(texts: list[str]) -> None:
    """Hostile texts in every place of a question come out as only these texts."""
    _come_out(texts)


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_hostile_texts_at_length(count: int) -> None:
    """Each of many texts is found in its item as it was."""
    for sheet, letters in batches(count):
        (item,) = check(write(sheet))
        browser = Browser(item.findtext("presentation/material/mattext") or "")
        assert "".join(browser.text.split()) == letters
        assert not list(formulas(browser))


def _come_out(texts: list[str]) -> None:
    data = write(made_sheet(hostile_questions(texts), title=texts[0]))
    said = []
    for item in check(data):
        for text in item.iter("mattext"):
            if text.get("texttype") == "text/html":
                browser = Browser(text.text or "")
                assert not list(formulas(browser))
                said.append("".join(browser.text.split()))
    for one in texts[:3]:
        told = "".join(safe(" ".join(one.split())).split())
        assert any(told in text for text in said), told


def test_same_bytes_in_another_process() -> None:
    """Two processes write the same bytes."""
    program = (
        "import sys, hashlib; sys.path.insert(0, 'tests/sheets')\n"
        "from lms_at_hand import exam_sheet\n"
        "from dldrill.sheets.qti import write\n"
        "print(hashlib.sha256(write(exam_sheet('uw-sp24-q4', 'k3f9', 2))).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
