"""GIFT: by Moodle's rules, and as two parsers read it that are not ours."""

from __future__ import annotations

import base64
import html
import io
import re
from collections import Counter
from typing import Any

import pytest
from gift_rules import Item, by_pegjs, items, node
from hostile_texts import TEXTS, hostile, random_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from lengths import at_length
from lms_at_hand import (
    EXAMS,
    Browser,
    batches,
    claim,
    code,
    exam_sheet,
    formulas,
    hostile_questions,
    library,
    made_sheet,
)

from dldrill.bank.question import DerivationLine, Match, Order, Select
from dldrill.maths.text import safe
from dldrill.sheets.form import Sheet
from dldrill.sheets.gift import answer, escaped, write
from dldrill.sheets.lms import slots
from dldrill.sheets.prose import words

KINDS = {
    "essay": "Essay",
    "truefalse": "TF",
    "numerical": "Numerical",
    "single": "MC",
    "multiple": "MC",
    "matching": "Matching",
    "short": "Short",
}
needs_pegjs = pytest.mark.skipif(node() is None, reason="there is no gift-pegjs")


def read(sheet: Sheet) -> list[Item]:
    """The items of a sheet; every piece of HTML in them is whole, and they mark as Moodle allows."""
    found = items(write(sheet).decode())
    for item in found:
        for text in (item.text, item.feedback, *(choice.feedback for choice in item.choices)):
            Browser(text)
        right = sum(choice.share for choice in item.choices if choice.share > 0)
        if item.kind in ("single", "multiple", "truefalse"):
            assert right == pytest.approx(1, abs=1e-5) or item.kind == "single", item
            assert max(choice.share for choice in item.choices) <= 1
        if item.kind == "single":
            assert [choice.share for choice in item.choices].count(1) == 1
        if item.kind == "matching":
            assert len([text for text, _ in item.pairs if text]) >= 2
    return found


@pytest.mark.parametrize("seed", [None, "k3f9"])
@pytest.mark.parametrize("name", EXAMS)
def test_exams(name: str, seed: str | None) -> None:
    """Every variant of every exam is there under its category, with a text and a solution or a reason."""
    sheet = exam_sheet(name, seed, 2 if seed else 1)
    found = read(sheet)
    for number, variants in slots(sheet).items():
        for variant in variants:
            own = [item for item in found if item.name.startswith(variant.title)]
            assert own, variant.title
            for item in own:
                assert item.category.startswith("$course$/dldrill/")
                assert item.category.endswith(f"/{number}")
                assert item.feedback or any(choice.feedback for choice in item.choices)
    assert len({item.name for item in found}) == len(found)


@needs_pegjs
@pytest.mark.parametrize("seed", [None, "k3f9"])
@pytest.mark.parametrize("name", EXAMS)
def test_exams_by_pegjs(name: str, seed: str | None) -> None:
    """gift-pegjs reads the same questions."""
    is_same(write(exam_sheet(name, seed, 2 if seed else 1)).decode())


def is_same(source: str) -> None:
    """Our reading and that of gift-pegjs agree on everything."""
    found = by_pegjs(source)
    categories = [one["title"] for one in found if one["type"] == "Category"]
    ours = items(source)
    assert categories == list(dict.fromkeys(item.category for item in ours))
    for mine, yours in zip(ours, (one for one in found if one["type"] != "Category"), strict=True):
        assert (mine.name, mine.text) == (yours["title"], yours["stem"]["text"])
        assert yours["stem"]["format"] == "html"
        assert mine.feedback == ((yours["globalFeedback"] or {}).get("text") or "")
        is_all_right = all(choice.share > 0 for choice in mine.choices)  # it takes these for short answers
        assert yours["type"] == ("Short" if mine.kind == "multiple" and is_all_right else KINDS[mine.kind])
        if mine.kind == "truefalse":
            assert yours["isTrue"] == (mine.choices[0].text == "TRUE")
        elif mine.kind == "matching":
            pairs = [(pair["subquestion"]["text"], pair["subanswer"]) for pair in yours["matchPairs"]]
            assert list(mine.pairs) == pairs
        else:
            theirs = [their_choice(choice) for choice in yours.get("choices", ())]
            assert [(share, as_floats(text), said) for share, text, said in mine.choices] == theirs


def their_choice(choice: dict[str, Any]) -> tuple[float, str, str]:
    """A choice of gift-pegjs as one of ours."""
    share = choice["weight"] / 100 if choice["weight"] is not None else float(choice["isCorrect"])
    value = choice["text"]
    text = f"{value['number']}:{value['range']}" if value.get("type") == "range" else value["text"]
    return share, as_floats(text), (choice["feedback"] or {}).get("text", "")


def as_floats(text: str) -> str:
    """Numbers with tolerances as Python writes them; other texts as they are."""
    numbers = re.fullmatch(r"(-?[\d.]+(?:e-?\d+)?):([\d.]+(?:e-?\d+)?)", text)
    return f"{float(numbers[1])}:{float(numbers[2])}" if numbers else text


def test_by_pygiftparser() -> None:
    """The parser of pygiftparser finds every item by its name, and takes simple ones apart."""
    parser = pytest.importorskip("pygiftparser.parser")
    for name in EXAMS:
        source = write(exam_sheet(name)).decode()
        theirs = parser.parseFile(io.StringIO(source))
        assert [question.title for question in theirs] == [
            re.sub("([:=#~{}])", r"\\\1", item.name) for item in items(source)
        ]
    simple = [claim(1, "one", "why"), claim(2, "two", "why", true=False)]
    (true, false) = parser.parseFile(io.StringIO(write(made_sheet(simple)).decode()))
    assert (true.answers.answer, false.answers.answer) == (True, False)
    assert (true.text, true.markup) == ("<p>one</p>", "html")


def test_numerical() -> None:
    """A number has its tolerance, and known wrong numbers tell what went wrong."""
    found = read(made_sheet([library().find("counting/never-right")], seed="a"))
    assert {item.kind for item in found} == {"numerical"}
    for item in found:
        right, *wrong = item.choices
        value, tolerance = map(float, right.text.split(":"))
        assert right.share == 1
        assert tolerance == pytest.approx(0.01 * abs(value))
        assert wrong
        for choice in wrong:
            off, _ = map(float, choice.text.split(":"))
            assert choice.share == 0
            assert abs(off - value) > tolerance
            assert choice.feedback
    assert not re.search(r"\d[eE]", "".join(choice.text for item in found for choice in item.choices))


def test_several_parts() -> None:
    """Each part of a question that asks for several is an item that says which it asks for."""
    found = read(made_sheet([library().find("counting/never-right")], seed="a"))
    assert len(found) == 3
    labels = [re.findall("Give only: <strong>(.*?)</strong>", item.text) for item in found]
    assert len({label for (label,) in labels}) == 3
    assert len({item.text.split("Give only")[0] for item in found}) == 1


def test_choices() -> None:
    """Ticks share 100 %, wrong ones cost, reasons stand behind each, and no letter is named."""
    (item,) = read(made_sheet([library().find("uw-sp24-q4/2.1")]))
    assert item.kind == "multiple"
    assert any(choice.share < 0 for choice in item.choices)
    assert all(choice.feedback for choice in item.choices)
    assert not re.search("[A-F]: (true|false)", item.feedback)


def select(*true: bool) -> Select:
    """A question to tick statements in."""
    claims = tuple(claim(place, f"c{place}", f"w{place}", one) for place, one in enumerate(true))
    return Select(
        id="toys/s", topic="toys", minutes=1, points=2, pool="p", claims=claims, own=claims, ask="Which?"
    )


def test_nothing_to_tick() -> None:
    """Where nothing is right, and no per cents can be shared out, each statement is an item."""
    found = read(made_sheet([select(False, False, False)]))
    assert [(item.kind, item.choices[0].text) for item in found] == [("truefalse", "FALSE")] * 3
    for place, item in enumerate(found):
        assert f"<blockquote>c{place}</blockquote>" in item.text
        assert item.feedback == f"w{place}"


def test_matching_and_order() -> None:
    """Matching keeps answers that belong to nothing; a derivation asks for places."""
    common: Any = {"topic": "toys", "minutes": 1, "points": 3}
    lines = tuple(DerivationLine(f"$x = {number}$", "why") for number in range(3))
    order = Order(id="toys/o", ask="Order.", lines=lines, **common)
    match = Match(id="toys/m", ask="Match.", pairs=(("one", "$1$"), ("two", "$2$")), extra=("$3$",), **common)
    words = Match(id="toys/w", ask="Match.", pairs=(("a", "one"), ("b", "two")), extra=("three",), **common)
    found = {item.name.split()[-1]: item for item in read(made_sheet([order, match, words], seed="a"))}
    assert {item.kind for item in found.values()} == {"matching"}
    assert dict(found["toys/o"].pairs) == {rf"\( x = {number} \)": str(number + 1) for number in range(3)}
    assert sorted(answer for _, answer in found["toys/m"].pairs) == ["A", "B", "C"]
    assert dict(found["toys/w"].pairs) == {"a": "one", "b": "two", "": "three"}


def test_a_wrong_claim_that_costs() -> None:
    """Where a wrong claim costs points it is a choice, which can take them off."""
    sheet = made_sheet([claim(1, "c")])
    section = sheet.exam.sections[0]
    fine = section.__class__(
        section.name, section.minutes, section.marking._replace(wrong=-0.5), section.items
    )
    placed = tuple(one._replace(section=fine) for one in sheet.forms[0].placed)
    (item,) = read(sheet._replace(forms=(sheet.forms[0]._replace(placed=placed),)))
    assert [(choice.text, choice.share) for choice in item.choices] == [("True", 1), ("False", -0.5)]


def test_figures_are_data() -> None:
    """Figures stand in the text as SVG, with their words."""
    found = read(exam_sheet("uw-au24-q4"))
    shown = [value for item in found for value in re.findall('<img src="([^"]*)" alt="[^"]', item.text)]
    assert shown
    for value in shown:
        kind, _, data = value.partition(",")
        assert kind == "data:image/svg+xml;base64"
        assert base64.b64decode(data, validate=True).startswith(b"<svg")


def test_kinds_of_all_exams() -> None:
    """All that can be marked is: no exam falls back on essays but for formulas, tables and free text."""
    kinds = Counter(item.kind for name in EXAMS for item in read(exam_sheet(name)))
    assert set(kinds) == set(KINDS)


@pytest.mark.parametrize("title", ["Quiz 4", "a/b", "$course$/x", "{a}\n\n::b::", "//", "", "=~#:\\"])
def test_categories(title: str) -> None:
    """A title is one step of the path, and cannot leave its line."""
    (item,) = read(made_sheet([claim(1, "c")], title=title))
    assert re.fullmatch(r"\$course\$/dldrill/[^/${}~=#:\\]+/1\.1", item.category)


@given(hostile())
@settings(max_examples=300, deadline=None)
def test_any_text_is_escaped(text: str) -> None:
    """Any text is read back as itself from wherever it stands."""
    _is_kept(text)


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_any_text_is_escaped_at_length(count: int) -> None:
    """The same for many texts."""
    for text in random_texts(count):
        _is_kept(text)


def _is_kept(text: str) -> None:
    kept = html.escape(safe(text, keep="\n")).strip()
    told = escaped(kept)
    given = answer(kept)
    (item,) = items(f"$CATEGORY: c\n\n::x{told}::[html]{told}{{={given}#{told} ~{given}#{told}####{told}}}\n")
    assert item.name == f"x{kept}"
    assert item.text == item.feedback == kept
    assert [choice.share for choice in item.choices] == [1, 0]
    assert [html.unescape(choice.text) for choice in item.choices] == [html.unescape(kept)] * 2
    assert [choice.feedback for choice in item.choices] == [kept] * 2


@given(st.lists(hostile(), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_hostile_questions_in_gift(texts: list[str]) -> None:
    """Hostile texts in every place of a question come out as only these texts."""
    found = read(made_sheet(hostile_questions(texts), title=texts[0]))
    pieces = [
        piece
        for item in found
        for piece in (
            item.text,
            item.feedback,
            *(one for choice in item.choices for one in choice[1:]),
            *(pair[0] for pair in item.pairs),
        )
    ]
    shown = [Browser(piece) for piece in pieces]
    assert not any(found for one in shown for found in formulas(one))
    for text in texts[:3]:
        told = "".join("".join(getattr(part, "text", "?") for part in words(code(text))).split())
        assert any(told in "".join(one.text.split()) for one in shown)


def test_per_cents_that_are_no_share() -> None:
    """An option that begins with per cents is not marked by them."""
    claims = tuple(claim(place, f"%{place}0% of it", "w", place == 1) for place in range(3))
    question = Select(
        id="toys/s", topic="toys", minutes=1, points=2, pool="p", claims=claims, own=claims, ask="Which?"
    )
    (item,) = read(made_sheet([question]))
    assert [choice.share for choice in item.choices] == [-1, 1, -1]
    assert [html.unescape(choice.text) for choice in item.choices] == [
        f"%{place}0% of it" for place in range(3)
    ]


@needs_pegjs
def test_hostile_questions_by_pegjs() -> None:
    """gift-pegjs reads hostile questions as we do."""
    questions = [
        one
        for start in range(0, len(TEXTS) - 3, 4)
        for one in hostile_questions(TEXTS[start : start + 4])[:1]
    ]
    is_same(write(made_sheet([*questions, *hostile_questions(TEXTS[4:8])[1:]])).decode())


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_hostile_gift_at_length(count: int) -> None:
    """Each of many texts is found in its question as it was."""
    for sheet, letters in batches(count):
        (item,) = read(sheet)
        browser = Browser(item.text)
        assert "".join(browser.text.split()) == letters
        assert not list(formulas(browser))
