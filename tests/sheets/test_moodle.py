"""Moodle's view of the question bank: its importer takes it, and means what we mean."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hostile_texts import TEXTS, hostile, random_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from lengths import at_length
from lms_at_hand import EXAMS, Browser, batches, claim, exam_sheet, formulas, hostile_questions, made_sheet
from moodle_rules import EMBEDDED, FRACTIONS, Alternative, check, embedded

from dldrill.answer.kinds import same
from dldrill.answer.spec import Spec
from dldrill.bank.question import DerivationLine, Match, Order
from dldrill.dealing.dealt import Part
from dldrill.maths.text import safe
from dldrill.sheets.lms import Asked, Field, Slip, asked, shape_forms, slots
from dldrill.sheets.mathjax_prose import escaped, quoted
from dldrill.sheets.moodle import percent, ticks, write
from dldrill.sheets.moodle_cloze import cloze, pattern, plain, weights
from dldrill.sheets.worded import line


@pytest.mark.parametrize("name", EXAMS)
@pytest.mark.parametrize(("seed", "copies"), [(None, 1), ("k3f9", 3)])
@pytest.mark.filterwarnings("error")
def test_exams_are_imported(name: str, seed: str | None, copies: int) -> None:
    """Each exam, its own and fresh, passes the importer's rules, every variant once."""
    sheet = exam_sheet(name, seed, copies)
    found = check(write(sheet))
    assert len(found) == sum(map(len, slots(sheet).values()))
    assert len(sheet.exam.items) <= len(found) <= copies * len(sheet.exam.items)


def test_another_reader() -> None:
    """A library that reads Moodle XML finds the same options with the same fractions."""
    parser = pytest.importorskip("moodle_xml_parser.parser")
    data = write(exam_sheet("uw-au24-q4", "k3f9", 2))
    read = parser.parse_bytes(data)["multichoice"]
    ours = [question for question in check(data) if question.get("type") == "multichoice"]
    assert len(read) == len(ours) >= 5
    for one, question in zip(read, ours, strict=True):
        assert [option.score_fraction for option in one.options] == [
            float(answer.get("fraction") or "") for answer in question.findall("answer")
        ]
        assert one.single == (question.findtext("single") == "true")


@pytest.mark.parametrize("name", EXAMS)
def test_numbers_are_judged_alike(name: str) -> None:
    """What Moodle takes within a tolerance is what we take, and no told mistake is right."""
    for variants in slots(exam_sheet(name, "k3f9", 2)).values():
        for variant in variants:
            for one in asked(variant.shown.dealt) or ():
                for field in one.fields:
                    if not isinstance(field.right, tuple):
                        _judged_alike(one.part, field)


def _judged_alike(part: Part, field: Field) -> None:
    kind = "integer" if part.kind == "integer" else "number"
    (found,) = embedded(cloze([Asked(part, ((field,),))], 1))
    right, *wrong = found.alternatives
    room = Fraction(right.tolerance)
    for share in (-1.01, -0.99, 0, 0.99, 1.01) if room else (0,):
        given = Fraction(right.answer) + room * Fraction(share)
        assert same(kind, field.right, given, part.spec) == (abs(share) < 1)
    for slip in wrong:
        assert slip.feedback
        assert not same(kind, field.right, Fraction(slip.answer), part.spec)


@pytest.mark.parametrize("count", range(1, 21))
def test_ticks_make_a_whole(count: int) -> None:
    """All right ticks give 100 per cent, by fractions that Moodle has."""
    found = ticks(count)
    assert found is not None
    assert len(found) == count
    assert round(sum(map(float, found)) / 100, 2) == 1
    assert all(any(abs(float(one) / 100 - known) < 0.00001 for known in FRACTIONS) for one in found)
    assert ticks(0) is None
    assert ticks(21) is None


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (1, "100"),
        (-0.5, "-50"),
        (1 / 3, "33.33333"),
        (-1 / 6, "-16.66667"),
        (0, "0"),
        (-1, "-100"),
        (-0.01, "0"),
    ],
)
def test_percent(share: float, written: str) -> None:
    """A share is the nearest of Moodle's list."""
    assert percent(share) == written


def test_wrong_ticks_cost() -> None:
    """A wrong tick costs what the section says: half here, and where it says nothing everything."""
    half = [q for q in check(write(exam_sheet("uw-au24-q4"))) if q.findtext("single") == "false"]
    costs = {answer.get("fraction") for question in half for answer in question.findall("answer")}
    assert "-50" in costs or "-100" in costs
    for question in half:
        own = {
            a.get("fraction") for a in question.findall("answer") if (a.get("fraction") or "").startswith("-")
        }
        assert len(own) <= 1


def test_derivation_and_matching() -> None:
    """A derivation asks for places, a matching with formulas for letters that are told above."""
    lines = tuple(DerivationLine(f"$x = {number}$", "why") for number in range(3))
    common: Any = {"topic": "toys", "minutes": 1, "points": 3}
    order = Order(id="toys/o", ask="Order.", lines=lines, **common)
    match = Match(id="toys/m", ask="Match.", pairs=(("one", "$1$"), ("two", "$2$")), extra=("$3$",), **common)
    words = Match(id="toys/w", ask="Match.", pairs=(("a", "one"), ("b", "two")), extra=("three",), **common)
    found = check(write(made_sheet([order, match, words], seed="a")))
    pairs = {
        (question.findtext("name/text") or "").split()[-1]: {
            pair.findtext("text") or "": pair.findtext("answer/text")
            for pair in question.findall("subquestion")
        }
        for question in found
    }
    assert pairs["toys/o"] == {rf"\( x = {number} \)": str(number + 1) for number in range(3)}
    assert sorted(map(str, pairs["toys/m"].values())) == ["A", "B", "C"]
    assert pairs["toys/w"] == {"a": "one", "b": "two", "": "three"}


@pytest.mark.parametrize(
    ("points", "sizes", "expected"),
    [(4, (1, 1), [2, 2]), (3, (1, 1), [1, 1]), (9, (3, 1), [1, 3]), (1, (2, 3), [3, 2])],
)
def test_weights(points: float, sizes: tuple[int, ...], expected: list[int]) -> None:
    """Parts count the same whatever the number of their fields; in all the points, where these divide."""
    parts = [Asked(Part("a", "a", "vector", (1,) * size, Spec()), ((Field(1),) * size,)) for size in sizes]
    assert weights(parts, points) == expected


def test_penalty_for_a_wrong_claim() -> None:
    """Where a wrong claim costs points it is no true/false question, which could not take them off."""
    sheet = made_sheet([claim(1, "c")])
    section = sheet.exam.sections[0]
    fine = section.__class__(
        section.name, section.minutes, section.marking._replace(wrong=-0.5), section.items
    )
    placed = tuple(one._replace(section=fine) for one in sheet.forms[0].placed)
    (question,) = check(write(sheet._replace(forms=(sheet.forms[0]._replace(placed=placed),))))
    assert [answer.get("fraction") for answer in question.findall("answer")] == ["100", "-50"]


@given(hostile())
@settings(max_examples=300, deadline=None)
def test_escaping(text: str) -> None:
    """Any text is only text: for the browser, for MathJax, for embedded answers and for attributes."""
    _is_only_text(text)


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_escaping_at_length(count: int) -> None:
    """The same for many texts."""
    for text in random_texts(count):
        _is_only_text(text)


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_hostile_texts_at_length(count: int) -> None:
    """Each of many texts is found in its question as it was."""
    for sheet, letters in batches(count):
        (question,) = check(write(sheet))
        browser = Browser(question.findtext("questiontext/text") or "")
        assert "".join(browser.text.split()) == letters
        assert not list(formulas(browser))


def _is_only_text(text: str) -> None:
    kept = safe(text, keep="\n")
    written = escaped(kept)
    browser = Browser(written)
    assert browser.text == kept
    assert not list(formulas(browser))
    assert not embedded(written)
    assert "@@" not in written
    (name, value), *_ = Browser(f'<img alt="{quoted(kept)}">').attributes
    assert (name, value) == ("alt", kept)
    (found,) = embedded(f"{{1:SHORTANSWER:={plain(pattern('x' + kept))}~%0%b#{plain(written)}}}")
    assert found.alternatives[0].answer == ("x" + kept).replace("\n", " ").replace("*", r"\*")
    assert found.alternatives[1].feedback == written.replace("\n", " ")


@given(st.lists(hostile(), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_hostile_questions(texts: list[str]) -> None:
    """Hostile texts in every place of a question come out as only these texts."""
    data = write(made_sheet(hostile_questions(texts), title=texts[0]))
    for question in check(data):
        found = embedded(question.findtext("questiontext/text") or "")
        assert bool(found) == (question.get("type") == "cloze")
        for parent in question.iter():
            if parent.get("format") == "html":
                browser = Browser(EMBEDDED.sub("", parent.findtext("text") or ""))
                assert not list(formulas(browser))
    root = ET.fromstring(data)  # noqa: S314
    shown = [parent.findtext("text") or "" for parent in root.iter() if parent.get("format") == "html"]
    said = ["".join(Browser(EMBEDDED.sub("", text)).text.split()) for text in shown]
    for text in _told(texts):
        assert any(text in one for one in said), text
    for category in root.iter("category"):
        path = re.split("(?<!/)/(?!/)", category.findtext("text") or "")  # split_category_path()
        title = [name.strip().replace("//", "/") for name in path][:-1]
        assert title == ["$course$", "dldrill", line(texts[0]) or "-"]


def _told(texts: list[str]) -> Iterator[str]:
    return ("".join(safe(" ".join(text.split())).split()) for text in texts[:3])


@pytest.mark.parametrize("says", TEXTS)
def test_hostile_mistakes(says: str) -> None:
    """The sentence about a mistake stays in its feedback."""
    field = Field(1, Fraction(1, 10), (Slip(2, Fraction(1, 10), f"`{says}`"),))
    text = cloze([Asked(Part("a", says, "number", 1, Spec()), ((field,),))] * 2, 2)
    found = embedded(text)
    assert [one.alternatives[0] for one in found] == [Alternative(1.0, "1", 0.1, "")] * 2
    assert not list(formulas(Browser(EMBEDDED.sub("", text))))
    assert not list(formulas(Browser(found[0].alternatives[1].feedback)))


def test_shapes_are_read_alike() -> None:
    """Every listed way to write a shape is one that we read."""
    from dldrill.answer.kinds import read

    for sides in ((4,), (4, 5), (16, 16, 32)):
        assert all(read("shape", form, Spec()) == sides for form in shape_forms(sides))


def test_same_bytes_in_another_process() -> None:
    """Two processes write the same bytes."""
    program = (
        "import sys, hashlib; sys.path.insert(0, 'tests/sheets')\n"
        "from lms_at_hand import exam_sheet\n"
        "from dldrill.sheets.moodle import write\n"
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
