"""Markdown of sheets: a reader of CommonMark finds the headings, the boxes and the key."""

from __future__ import annotations

import pytest
from hostile_texts import HARMFUL, TEXTS, random_texts
from lms_at_hand import EXAMS, exam_sheet, hostile_questions, made_sheet
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dldrill.maths.text import safe
from dldrill.sheets.form import Sheet, Shows
from dldrill.sheets.markdown import write

READER = MarkdownIt("commonmark").enable("table")
KINDS = frozenset(
    "heading paragraph bullet_list ordered_list list_item fence code_block table thead tbody tr th td "
    "blockquote inline".split()
)


def read(sheet: Sheet) -> list[Token]:
    """The blocks of a sheet, of which none is HTML or of an unknown kind."""
    tokens = READER.parse(write(sheet).decode())
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds <= KINDS, kinds - KINDS
    return tokens


def headings(tokens: list[Token], level: int) -> list[str]:
    """The texts of the headings of a level."""
    return [
        "".join(child.content for child in tokens[place + 1].children or [])
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == f"h{level}"
    ]


@pytest.mark.parametrize("shows", [Shows(), Shows(solutions=True, points=False), Shows(key=True)])
@pytest.mark.parametrize("seed", [None, "k3f9"])
@pytest.mark.parametrize("name", EXAMS)
def test_exams(name: str, seed: str | None, shows: Shows) -> None:
    """Every question has its heading, its points and, where they are shown, its solution."""
    sheet = exam_sheet(name, seed)._replace(shows=shows)
    (form,) = sheet.forms
    tokens = read(sheet)
    assert headings(tokens, 1) == [sheet.title, *([f"Key to {sheet.title}"] if shows.key else [])]
    assert len(headings(tokens, 2)) == len(sheet.exam.sections)
    found = [heading.split()[0] for heading in headings(tokens, 3)]
    assert found == [placed.item.number for placed in form.placed]
    assert all(("point" in heading) == shows.points for heading in headings(tokens, 3))
    text = write(sheet).decode()
    assert text == write(sheet).decode()
    assert text.count("\n**Solution**\n") == (len(form.placed) if shows.solutions else 0)
    assert ("- [x]" in text) == shows.solutions


def test_only_the_key() -> None:
    """A key alone has no questions, and all answers."""
    sheet = exam_sheet("uw-sp24-q4", "k3f9", 2)._replace(shows=Shows(only_key=True))
    tokens = read(sheet)
    assert headings(tokens, 1) == [f"Key to {sheet.title}, form {letter}" for letter in "AB"]
    assert not headings(tokens, 3)
    assert sum(token.type == "tr_open" for token in tokens) == 2 * (len(sheet.exam.items) + 1)


def hostile_sheet(texts: list[str]) -> Sheet:
    """Texts in all places of all types of questions, and in what stands around them."""
    sheet = made_sheet(hostile_questions(texts), title=texts[0])
    form = sheet.forms[0]._replace(command=texts[1])
    return sheet._replace(course=texts[2], forms=(form,), shows=Shows(key=True, solutions=True))


def test_hostile_texts() -> None:
    """No text adds a heading, a block of HTML or a link to a sheet; titles read back as they are."""
    texts = [*TEXTS, *(f"a{char}b" for char in HARMFUL), *random_texts(200)]
    for start in range(0, len(texts) - 8, 8):
        sheet = hostile_sheet(texts[start : start + 8])
        tokens = read(sheet)
        title = " ".join(safe(sheet.title, keep="\n").split())
        assert headings(tokens, 1) == [title, f"Key to {title}"]
        assert len(headings(tokens, 3)) == 5
        inside = {child.type for token in tokens for child in token.children or []}
        assert not inside & {"html_inline", "link_open", "image"}, inside
