r"""An Anki deck: a note for every variant, with the question in front and the worked answer behind.

A note is recognised by its question's id, seed and index, so that a deck that is imported again adds
nothing; what does not depend on a seed, as a claim, is one note in all decks. A note whose wording
changed is updated where *Update notes: Always* is chosen, and else by a later edition of the decks.

Formulas are LaTeX in ``\( \)`` for Anki's MathJax, figures are SVG files named by their contents. A
deck always has its answers and solutions; minutes and room for answers have no place in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from dldrill.answer.kinds import show
from dldrill.bank.question import Claim, Explain
from dldrill.dealing.dealt import Dealt
from dldrill.sheets.anki_deck import Note, NoteType, package
from dldrill.sheets.form import Sheet
from dldrill.sheets.lms import Asked, Variant, asked, line, slots
from dldrill.sheets.mathjax_prose import html, html_words, image
from dldrill.sheets.printed import Printed
from dldrill.sheets.prose import Block, Inline, Paragraph, Strong, words
from dldrill.sheets.solution import value
from dldrill.sheets.worded import worth

FIELDS = ("Question", "Answer", "Solution", "Source", "Id")
FRONT = '<div class="question">{{Question}}</div>'
BACK = """{{FrontSide}}
<hr id="answer">
{{#Answer}}<div class="answer">{{Answer}}</div>{{/Answer}}
{{#Solution}}<div class="solution">{{Solution}}</div>{{/Solution}}
<footer>{{#Source}}{{Source}}<br>{{/Source}}{{Id}}</footer>"""
HINTS = {
    "claim": "True or false?",
    "one": "Choose the one that is right.",
    "many": "Choose all that are true; there may be none.",
    "match": "Find the letter of each number.",
    "order": "Put the lines in order.",
}
MOST_SLIPS = 6  #: mistakes that are told behind a number
_COMMAND = re.compile(r"\[(?=(?:sound|anki):|/?latex\]|/?\$)", re.IGNORECASE)
_NO_TAG = re.compile(r"[^\w./+-]+")


def write(sheet: Sheet) -> bytes:
    """The sheet as an Anki package."""
    notes: dict[str, Note] = {}
    media: dict[str, bytes] = {}
    for variants in slots(sheet).values():
        for variant in variants:
            note = _note(sheet, variant)
            if note.name not in notes:
                notes[note.name] = note
                media |= {_file(file): data for file, data in variant.files.values()}
    return package(deck_name(sheet.title), note_type(), list(notes.values()), media)


def note_type() -> NoteType:
    """The type of all notes."""
    css = files("dldrill.sheets").joinpath("anki_card.css").read_text("utf-8")
    return NoteType("dldrill", FIELDS, FIELDS.index("Id"), FRONT, BACK, css)


def deck_name(title: str) -> str:
    """The deck of a sheet, within that of all sheets."""
    plain = re.sub("::+", ":", " ".join(title.split()).replace('"', "'")).strip(":") or "sheet"
    return f"dldrill::{plain}"


def identity(dealt: Dealt) -> str:
    """What tells a variant from all others: its seed and index, where it depends on them."""
    if isinstance(dealt.question, Claim | Explain):
        return dealt.id
    return f"{dealt.id} {dealt.seed} {dealt.index}"


def _note(sheet: Sheet, variant: Variant) -> Note:
    shown, dealt = variant.shown, variant.shown.dealt
    sources = {name: _file(file) for name, (file, _) in variant.files.items()}
    fields = (
        "\n".join(_question(shown, sources)),
        _answer(shown, sources),
        "\n".join(_solution(shown, sources)),
        line(_source(sheet, variant)),
        line(identity(dealt)),
    )
    return Note(identity(dealt), tuple(_COMMAND.sub("&#91;", field) for field in fields), _tags(dealt))


def _file(name: str) -> str:
    """The name of a figure among all the files of a collection."""
    return f"dldrill-{name}"


def _question(shown: Printed, sources: dict[str, str]) -> Iterator[str]:
    yield html(shown.text, sources)
    if shown.figure is not None:
        yield image(sources[shown.figure.name], shown.figure.alt)
    if shown.items:
        yield _rows("items", [(str(place), item) for place, item in enumerate(shown.items, 1)], sources)
    if shown.dealt.type != "claim":
        lettered = [
            (choice.letter, (choice.picture,) if choice.picture else choice.text) for choice in shown.choices
        ]
        yield _rows("options", [*lettered, *shown.lines], sources)
    yield f'<p class="hint">{_hint(shown)}</p>' if _hint(shown) else ""


def _rows(name: str, rows: list[tuple[str, tuple[Inline, ...]]], sources: dict[str, str]) -> str:
    if not rows:
        return ""
    shown = (
        f'<li><span class="letter">{escape(mark)}</span><span>{html_words(text, sources)}</span></li>'
        for mark, text in rows
    )
    return f'<ol class="{name}">' + "".join(shown) + "</ol>"


def _hint(shown: Printed) -> str:
    """How the question is answered: what to choose, or which values to find in which units."""
    kind = shown.dealt.type
    if kind == "choose":
        kind = "one" if shown.single else "many"
    if kind in HINTS:
        return HINTS[kind]
    asked_for = [
        html_words(blank.label) + (f" ({line(blank.unit)})" if blank.unit else "") for blank in shown.blanks
    ]
    return (
        "Find: " + "; ".join(asked_for) if len(shown.blanks) > 1 or any(b.unit for b in shown.blanks) else ""
    )


def _answer(shown: Printed, sources: dict[str, str]) -> str:
    """The answer; a line for each part. A free text stands with its rubric in the solution."""
    if shown.dealt.type == "explain":
        return ""
    parts = [part for part in shown.dealt.parts if part.points]
    if len(parts) < 2:
        return f"<p>{html_words((Strong(shown.answer),), sources)}</p>"
    told = ((*words(f"{part.label}: "), Strong(value(part))) for part in parts)
    return "\n".join(f"<p>{html_words(part)}</p>" for part in told)


def _solution(shown: Printed, sources: dict[str, str]) -> Iterator[str]:
    yield html(_told(shown), sources)
    mistakes = list(_mistakes(asked(shown.dealt) or ()))
    if mistakes:
        yield f"<details><summary>Known mistakes</summary><ul>{''.join(mistakes)}</ul></details>"


def _told(shown: Printed) -> tuple[Block, ...]:
    """The worked answer; that a claim is true stands above it."""
    question = shown.dealt.question
    if isinstance(question, Claim):
        return (Paragraph(words(question.why)), *shown.solution[1:])
    return shown.solution


def _mistakes(parts: tuple[Asked, ...]) -> Iterator[str]:
    """What some wrong numbers tell."""
    for one in parts:
        if len(one.fields) != 1:
            continue
        name = f"{html_words(words(one.part.label))} = " if len(parts) > 1 else ""
        kind = "integer" if one.part.kind == "integer" else "number"
        for slip in one.fields[0].slips[:MOST_SLIPS]:
            wrong = line(show(kind, slip.value))
            yield f"<li>{name}<b>{wrong}</b>: {html_words(words(slip.says))}</li>"


def _source(sheet: Sheet, variant: Variant) -> str:
    """Where the question stands, and which exams asked it."""
    question, shown = variant.shown.dealt.question, variant.shown
    told = [f"{sheet.title}, question {shown.number}"]
    told += [f"form {variant.form.letter}"] if variant.form.letter else []
    told += [worth(shown.points, sheet.shows, extra=shown.extra)]
    told += [f"from {', '.join(question.sources)}"] if question and question.sources else []
    return " · ".join(part for part in told if part)


def _tags(dealt: Dealt) -> tuple[str, ...]:
    sources = dealt.question.sources if dealt.question else ()
    found = [f"topic::{dealt.topic}", f"type::{dealt.type}"]
    found += [f"exam::{source.replace('/', '::')}" for source in sources]
    return tuple(sorted({"::".join(_NO_TAG.sub("-", part) for part in tag.split("::")) for tag in found}))
