"""Anki decks, as Anki itself imports and shows them, beside those of genanki."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hostile_texts import TEXTS, hostile
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

from dldrill.bank.question import DerivationLine, Explain, Match, Order, RubricPoint
from dldrill.maths.text import safe
from dldrill.sheets import anki_deck
from dldrill.sheets.anki import FIELDS, deck_name, note_type, write
from dldrill.sheets.anki_deck import NoteType, collection, number, package
from dldrill.sheets.form import Sheet
from dldrill.sheets.making import forms, paper_of


class Card(Browser):
    """A piece of a card."""

    elements = Browser.elements | frozenset(("div", "hr", "footer", "details", "summary", "b"))
    names = Browser.names | frozenset(("class", "id"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; a rule between the sides has no end."""
        super().handle_starttag(tag, attrs)
        if tag == "hr":
            self.open.pop()


def rows(data: bytes, query: str) -> list[tuple[Any, ...]]:
    """What a database of a deck holds."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(unzipped(data)["collection.anki2"])
        return base.execute(query).fetchall()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def fields(data: bytes) -> list[dict[str, str]]:
    """The notes of a deck."""
    found = rows(data, "SELECT flds FROM notes")
    return [dict(zip(FIELDS, joined.split("\x1f"), strict=True)) for (joined,) in found]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Any]:
    """A collection of Anki's own making, with nothing in it."""
    anki = pytest.importorskip("anki.collection")
    opened = anki.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def imported(into: Any, data: bytes, condition: int = 0) -> Any:
    """What Anki tells of the import of a deck; by default it updates notes that are newer."""
    messages = pytest.importorskip("anki.import_export_pb2")
    path = Path(into.path).with_name("deck.apkg")
    path.write_bytes(data)
    options = messages.ImportAnkiPackageOptions(update_notes=condition, update_notetypes=condition)
    return into.import_anki_package(
        messages.ImportAnkiPackageRequest(package_path=str(path), options=options)
    ).log


def shown(into: Any, card: int) -> tuple[str, str]:
    """The two sides of a card, as Anki renders them."""
    output = into.get_card(card).render_output()
    assert not output.question_av_tags
    assert not output.answer_av_tags
    return output.question_text, output.answer_text


@pytest.mark.parametrize("seed", [None, "k3f9"])
@pytest.mark.parametrize("name", EXAMS)
def test_exams_in_anki(fresh: Any, name: str, seed: str | None) -> None:
    """Anki takes every note of every exam, shows both sides, finds every figure, and has nothing to mend."""
    sheet = exam_sheet(name, seed, 2 if seed else 1)
    data = write(sheet)
    log = imported(fresh, data)
    assert len(log.new) == log.found_notes == fresh.note_count() == fresh.card_count() == len(fields(data))
    assert not log.missing_notetype
    assert not log.missing_deck
    decks = {deck.name for deck in fresh.decks.all_names_and_ids()}
    assert decks == {"Default", "dldrill", deck_name(sheet.title)}
    for card in fresh.find_cards("deck:dldrill::*"):
        for side in shown(fresh, card):
            browser = Card(side)
            assert not re.search(r"\{\{(#|/|Front|Q|A|S|I)", side)  # no field was left out
            for attribute, value in browser.attributes:
                if attribute == "src":
                    assert (Path(fresh.media.dir()) / str(value)).read_bytes().startswith(b"<svg")
    checked = fresh.media.check()
    assert not checked.missing
    assert not checked.unused
    _, is_sound = fresh.fix_integrity()
    assert is_sound


def test_again_and_corrected(fresh: Any) -> None:
    """A deck that is imported again adds nothing; a corrected wording is put in its note's place."""
    assert len(imported(fresh, write(made_sheet([claim(1, "old"), claim(2, "same")]))).new) == 2
    again = imported(fresh, write(made_sheet([claim(1, "old"), claim(2, "same")])))
    assert (len(again.new), len(again.updated), len(again.duplicate)) == (0, 0, 2)
    changed = write(made_sheet([claim(1, "new"), claim(2, "same")]))
    always = imported(fresh, changed, condition=1)
    assert not always.new
    assert fresh.note_count() == fresh.card_count() == 2
    texts = sorted(fresh.get_note(note)["Question"] for note in fresh.find_notes(""))
    assert [Card(text).text.split("True")[0].strip() for text in texts] == ["new", "same"]


def test_later_edition(fresh: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without being told to, Anki updates notes and cards' look only from a later edition."""
    imported(fresh, write(made_sheet([claim(1, "old")])))
    monkeypatch.setattr(anki_deck, "REVISED", anki_deck.REVISED + anki_deck.DAY)
    log = imported(fresh, write(made_sheet([claim(1, "new")])))
    assert (len(log.new), len(log.updated)) == (0, 1)
    (note,) = fresh.find_notes("")
    assert fresh.get_note(note)["Question"].startswith("<p>new</p>")


def test_seen_cards_stay(fresh: Any) -> None:
    """What was learned of a card survives the import of its deck."""
    data = write(exam_sheet("uw-sp24-q4"))
    imported(fresh, data)
    card = fresh.get_card(fresh.find_cards("")[0])
    card.type, card.queue, card.ivl, card.reps = 2, 2, 30, 5
    fresh.update_card(card)
    imported(fresh, data)
    assert (fresh.get_card(card.id).ivl, fresh.get_card(card.id).reps) == (30, 5)


def test_two_sides(fresh: Any) -> None:
    """A claim asks, then tells its verdict and reason; formulas are Anki's, on lines and within them."""
    text = "It is $x^2$, as in\n\n$$ y = x^2 $$"
    imported(fresh, write(made_sheet([claim(1, text, "Because $\\frac{1}{2}$.", true=False)])))
    front, back = shown(fresh, fresh.find_cards("")[0])
    assert r"\( x^{2} \)" in front
    assert r"\[ y = x^{2} \]" in front
    assert "False" not in Card(front).text.replace("True or false?", "")
    assert "True or false?" in front
    assert back.count(front) == 1
    assert '<div class="answer"><p><strong>False</strong></p></div>' in back
    assert r"Because \( \frac{1}{2} \)." in back


def test_each_type(fresh: Any) -> None:
    """Every type of question shows what is asked in front, and the answer behind."""
    common: Any = {"topic": "toys", "minutes": 1, "points": 3}
    lines = tuple(DerivationLine(f"$x = {one}$", f"why {one}") for one in range(3))
    questions = [
        Order(id="toys/o", ask="Order.", lines=lines, **common),
        Match(id="toys/m", ask="Match.", pairs=(("one", "$1$"), ("two", "$2$")), extra=("$3$",), **common),
        Explain(id="toys/e", ask="Say.", model="Said.", rubric=(RubricPoint("It is."),), **common),
        library().find("uw-sp24-q4/2.1"),
    ]
    imported(fresh, write(made_sheet(questions, seed="a")))
    sides = {
        fresh.get_card(card).note()["Id"].split()[0]: tuple(Card(side).text for side in shown(fresh, card))
        for card in fresh.find_cards("")
    }
    assert "Put the lines in order." in sides["toys/o"][0]
    assert sides["toys/o"][1].count("why") == 3
    assert "Find the letter of each number." in sides["toys/m"][0]
    assert all(text in sides["toys/m"][0] for text in ("one", "two", "1", "2", "3"))
    assert "Said." not in sides["toys/e"][0]
    assert "Said." in sides["toys/e"][1]
    assert "It is." in sides["toys/e"][1]
    front, back = sides["language-models/facts-on-language-models"]
    assert "Choose all that are true; there may be none." in front
    assert "A: " not in front
    assert re.search("A: (true|false)", back)


def test_what_a_wrong_number_tells() -> None:
    """Known mistakes stand behind a problem with the number that each leads to."""
    question = library().find("counting/never-right")
    (note,) = fields(write(made_sheet([question], seed="a")))
    assert "<details><summary>Known mistakes</summary>" in note["Solution"]
    assert "Known mistakes" not in note["Question"]


def test_many_variants(fresh: Any) -> None:
    """Forms of a question become a note each, and only once what no seed changes."""
    questions = [library().find("counting/never-right"), claim(1, "c")]
    paper = paper_of(questions, "made", "Made")
    found = forms(paper, library(), "s", 6, command="dldrill sheet")
    sheet = Sheet("Made", "", paper.exam, found, made_sheet(questions).shows)
    assert len(imported(fresh, write(sheet)).new) == 7
    assert len({note["Question"] for note in fields(write(sheet))}) == 7


def test_tags_and_source(fresh: Any) -> None:
    """Notes are found by topic, type and exam, and tell where they stand."""
    imported(fresh, write(exam_sheet("uw-sp24-q4")))
    expected = {"tag:topic::contrastive": 2, "tag:type::claim": 4, "tag:exam::uw-sp24-q4::*": 9}
    assert {query: len(fresh.find_notes(query)) for query in expected} == expected
    (note,) = fresh.find_notes("tag:exam::uw-sp24-q4::3.1")
    source = fresh.get_note(note)["Source"]
    assert "question 3.1" in source
    assert "points" in source
    assert source.endswith("from uw-sp24-q4/3.1")


def test_points_are_hidden() -> None:
    """A sheet without points makes a deck without points."""
    sheet = exam_sheet("uw-sp24-q4")
    without = fields(write(sheet._replace(shows=sheet.shows._replace(points=False))))
    assert not any("point" in note["Source"] for note in without)


def test_figures() -> None:
    """Figures are files named by their contents, each once, and each is shown."""
    files = unzipped(write(exam_sheet("uw-sp23-mid")))
    media = json.loads(files["media"])
    assert media
    assert set(files) == {"collection.anki2", "media", *media}
    assert len(set(media.values())) == len({files[name] for name in media}) == len(media)
    sides = "".join("".join(note.values()) for note in fields(write(exam_sheet("uw-sp23-mid"))))
    for key, name in media.items():
        assert re.fullmatch(r"dldrill-[0-9a-f]{16}\.svg", name)
        assert files[key].startswith(b"<svg")
        assert f'<img src="{name}" alt="' in sides


def genanki_deck(tmp_path: Path) -> bytes:
    """A deck with the same type of notes, made by genanki."""
    genanki = pytest.importorskip("genanki")
    kind = note_type()
    model = genanki.Model(
        number("type dldrill"),
        kind.name,
        fields=[{"name": name} for name in kind.fields],
        templates=[{"name": "Card", "qfmt": kind.front, "afmt": kind.back}],
        css=kind.css,
    )
    deck = genanki.Deck(number("deck x"), "dldrill::x")
    deck.add_note(genanki.Note(model=model, fields=["q", "a", "s", "f", "i"], tags=["t"]))
    genanki.Package(deck).write_to_file(tmp_path / "theirs.apkg", timestamp=0.0)
    return (tmp_path / "theirs.apkg").read_bytes()


def test_as_genanki(tmp_path: Path) -> None:
    """Tables, columns, indexes and the settings in JSON have the shape that genanki gives them."""
    theirs, ours = genanki_deck(tmp_path), write(made_sheet([claim(1, "c")]))
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    assert rows(ours, tables) == rows(theirs, tables)
    for (table,) in rows(theirs, tables):
        columns = f"PRAGMA table_info({table})"
        assert rows(ours, columns) == rows(theirs, columns)
        indexes = f"PRAGMA index_list({table})"
        assert rows(ours, indexes) == rows(theirs, indexes)
    query = "SELECT conf, models, decks, dconf, tags FROM col"
    (one,), (other,) = rows(ours, query), rows(theirs, query)
    for mine, yours in zip(map(json.loads, one), map(json.loads, other), strict=True):
        assert shape(mine) == shape(yours)
    (mine,), (yours,) = (rows(data, "SELECT ver, dty, usn, ls FROM col") for data in (ours, theirs))
    assert mine == yours == (11, 0, 0, 0)
    query = "SELECT ord, usn, type, queue, ivl, factor, reps, lapses, left, odue, odid, data FROM cards"
    assert rows(ours, query) == rows(theirs, query)


def shape(value: Any) -> Any:
    """The keys and the types of a value; the number of a deck or a type does not matter."""
    if isinstance(value, dict):
        return {"#" if str(key).isdigit() and key != "1" else key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value[:1]]
    return type(value).__name__ if not isinstance(value, int | float) or isinstance(value, bool) else "number"


def test_numbers_that_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes whose names have the same hash have numbers of their own."""
    monkeypatch.setattr(anki_deck, "number", lambda name: 5)
    notes = [anki_deck.Note(str(one), ("q", "a", "s", "f", "i"), ()) for one in range(3)]
    data = package("d", note_type(), notes, {})
    assert rows(data, "SELECT id FROM notes") == rows(data, "SELECT nid FROM cards") == [(5,), (6,), (7,)]
    assert len({guid for (guid,) in rows(data, "SELECT guid FROM notes")}) == 3


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Quiz 4", "dldrill::Quiz 4"),
        ("a::b", "dldrill::a:b"),
        ("::", "dldrill::sheet"),
        (' "a"\n b ', "dldrill::'a' b"),
        ("", "dldrill::sheet"),
    ],
)
def test_deck_names(fresh: Any, title: str, name: str) -> None:
    """A title is the name of one deck, as Anki keeps it."""
    assert deck_name(title) == name
    imported(fresh, write(made_sheet([claim(1, "c")], title=title)))
    assert name in {deck.name for deck in fresh.decks.all_names_and_ids()}


def test_hostile_in_anki(fresh: Any) -> None:
    """Commands of Anki, templates and scripts in a text are shown as text, and nothing is played or run."""
    texts = [
        *TEXTS,
        *("[sound:x.mp3]", "[anki:tts lang=en_US]x[/anki:tts]", "[latex]x[/latex]", "[$]x[/$]"),
        *("{{Answer}}", "{{c1::x}}", "{{#Question}}x", "{{type:Answer}}", "a\x00b"),
    ]
    played = r"and $\text{[sound:a.mp3]}$"
    questions = [claim(place, f"{code(text)} {played}") for place, text in enumerate(texts)]
    assert len(imported(fresh, write(made_sheet(questions))).new) == len(texts)
    for card in fresh.find_cards(""):
        front, back = shown(fresh, card)
        place = int(fresh.get_card(card).note()["Id"].removeprefix("toys/c"))
        said = "".join(safe(texts[place]).split())
        assert said in "".join(Card(front).text.split())
        assert said in "".join(Card(back).text.split())
    assert not fresh.media.check().missing


@given(st.lists(hostile(), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_hostile_questions_in_a_deck(texts: list[str]) -> None:
    """Hostile texts in every place of a question come out as only these texts."""
    found = fields(write(made_sheet(hostile_questions(texts), title=texts[0])))
    assert len(found) == 5
    shown_texts = []
    for note in found:
        for value in note.values():
            browser = Card(value)
            assert not list(formulas(browser))
            assert not re.search(r"\[(sound|anki):|\[/?(latex|\$)", value)
            shown_texts.append("".join(browser.text.split()))
    for text in texts[:3]:
        told = "".join(safe(" ".join(text.split())).split())
        assert any(told in one for one in shown_texts)


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_hostile_deck_at_length(count: int) -> None:
    """Each of many texts is found in its note as it was."""
    for sheet, letters in batches(count):
        (note,) = fields(write(sheet))
        browser = Card(note["Question"])
        assert "".join(browser.text.split()).removesuffix("Trueorfalse?") == letters
        assert not list(formulas(browser))


def test_pages_are_filled_by_nothing_else() -> None:
    """The database does not tell which SQLite wrote it, and has no page that is not in use."""
    kind = NoteType("t", ("q",), 0, "{{q}}", "{{q}}", "")
    data = collection("d", kind, [anki_deck.Note("n", ("x" * 9000,), ())])
    assert data[96:100] == bytes(4)
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(data)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA freelist_count").fetchone() == (0,)
