"""JSON Lines: what a program finds of a sheet."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hostile_texts import TEXTS
from lms_at_hand import EXAMS, claim, exam_sheet, library, made_sheet

from dldrill.dealing.source import Source
from dldrill.proving.roads import prove
from dldrill.sheets.form import Sheet, Shows
from dldrill.sheets.jsonl import write
from dldrill.show.data import dumps, variant

PLACE = ("form", "number", "section", "points", "extra")


def read(sheet: Sheet) -> list[dict[str, Any]]:
    """The lines."""
    data = write(sheet)
    assert data.endswith(b"\n")
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


@pytest.mark.parametrize("seed", [None, "k3f9"])
@pytest.mark.parametrize("name", EXAMS)
def test_exams_as_lines(name: str, seed: str | None) -> None:
    """Each question of each form is a line with its place, all its answers, and its proof."""
    sheet = exam_sheet(name, seed, 2 if seed else 1)
    lines = read(sheet)
    assert [(line["form"], line["number"]) for line in lines] == [
        (form.letter, placed.item.number) for form in sheet.forms for placed in form.placed
    ]
    sections = {item.number: section for section in sheet.exam.sections for item in section.items}
    for line in lines:
        assert tuple(line)[:5] == PLACE
        assert line["section"] == sections[line["number"]].name
        assert line["answers"]
        assert line["verified"]["ok"] is not False
    one = [line for line in lines if line["form"] == lines[0]["form"]]
    assert sum(line["points"] for line in one if not line["extra"]) == sheet.exam.points


def test_as_draw_tells_it() -> None:
    """A line has what drawing the same variant gives, but for the points, which are the sheet's."""
    (placed,) = (
        placed for placed in exam_sheet("uw-sp24-q4", "k3f9").forms[0].placed if placed.item.number == "3.2"
    )
    (line,) = (line for line in read(exam_sheet("uw-sp24-q4", "k3f9")) if line["number"] == "3.2")
    dealt = Source(library().find("uw-sp24-q4/3.2"), "k3f9").deal(0)
    assert dealt.problem is not None
    drawn = json.loads(dumps(variant(dealt, prove(dealt.problem))))
    assert line["points"] == placed.item.points
    assert {key: value for key, value in line.items() if key not in PLACE} == {
        key: value for key, value in drawn.items() if key not in PLACE
    }
    assert set(drawn) - set(line) == set()


def test_made_again_from_a_line() -> None:
    """Id, seed and index of a line deal the same question again."""
    for line in read(exam_sheet("ist-feb23", "k3f9", 2)):
        again = Source(library().find(line["id"]), line["seed"]).deal(line["index"])
        assert again.ask == line["ask"]


def test_what_is_shown_does_not_matter() -> None:
    """Programs get everything, whatever is printed."""
    sheet = exam_sheet("uw-sp24-q4")
    assert write(sheet) == write(sheet._replace(shows=Shows(points=False, minutes=False, space=0)))


def test_hostile_texts_in_lines() -> None:
    """No text ends its line, and each is read back."""
    texts = [f"`{text}`" for text in (*TEXTS, "a\u2028b\u2029c\x85d", "\x00\x1b", '"}\n{"')]
    sheet = made_sheet([claim(number, text) for number, text in enumerate(texts)])
    lines = read(sheet)
    assert len(write(sheet).decode().splitlines()) == len(texts)
    assert [line["ask"] for line in lines] == texts
