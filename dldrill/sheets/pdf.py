"""A sheet as PDF, set by Typst.

No text of a question becomes Typst source: the sheet travels as a file of JSON, which the template
``sheet.typ`` turns into content without evaluating anything. Typst runs in a process of its own, with
a time limit, in a fresh folder that holds the template and the data and nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dldrill.bank.exam import Section
from dldrill.faults import Fault
from dldrill.figures.svg import svg
from dldrill.maths.typst_glyphs import shown
from dldrill.sheets.form import Form, Sheet, Shows
from dldrill.sheets.printed import Choice, Printed, printed
from dldrill.sheets.prose import Picture, words
from dldrill.sheets.typst_prose import typst, typst_words
from dldrill.sheets.worded import instructions, line, manner, time, worth

TEMPLATES = ("sheet.typ", "prose.typ", "maths.typ")
SECONDS = 60.0  #: for Typst to set a sheet of one form
SECONDS_A_FORM = 2.0
SHORT, FEW = 3000, 4  #: signs of data and blanks: a question up to there needs less than half a page
HOW_TO_GET_IT = (
    "PDF needs Typst: pip install 'dldrill[pdf]', or write HTML, which prints as well: -o sheet.html"
)


def write(sheet: Sheet) -> bytes:
    """The PDF, which passes the checks of PDF/UA-1.

    Raises:
        Fault: Typst is not installed, or could not set the sheet in time.
    """
    return whole(sheet, [part(sheet, form) for form in sheet.forms])


def check() -> None:
    """See that Typst is there, before anything is dealt.

    Raises:
        Fault: it is not; the text says how to get it.
    """
    if find_spec("typst") is None:
        raise Fault(HOW_TO_GET_IT, code="pdf")


def part(sheet: Sheet, form: Form) -> dict[str, Any]:
    """The data of one form."""
    return {
        "letter": form.letter,
        "command": _plain(form.command),
        "sections": [_section(section, form, sheet.shows) for section in sheet.exam.sections],
    }


def _section(section: Section, form: Form, shows: Shows) -> dict[str, Any]:
    questions = [printed(placed, worked=shows.solutions) for placed in form.of(section)]
    return {
        "name": _plain(section.name),
        "worth": worth(section.points, shows),
        "time": time(section.minutes, shows),
        "told": instructions(questions),
        "items": [_item(one, shows) for one in questions],
    }


def whole(sheet: Sheet, parts: list[dict[str, Any]]) -> bytes:
    """The PDF of forms whose data are made."""
    check()
    data = {
        "title": _plain(sheet.title),
        "course": _plain(sheet.course),
        "worth": worth(sheet.exam.points, sheet.shows),
        "rules": [typst_words(words(rule)) for rule in sheet.exam.rules],
        "shows": sheet.shows._asdict(),
        "forms": parts,
    }
    with tempfile.TemporaryDirectory(prefix="dldrill-") as name:
        folder = Path(name)
        for template in TEMPLATES:
            (folder / template).write_bytes(files("dldrill.sheets").joinpath(template).read_bytes())
        (folder / "sheet.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        return _compiled(folder, SECONDS + SECONDS_A_FORM * len(parts))


def _compiled(folder: Path, seconds: float) -> bytes:
    child = str(files("dldrill.sheets").joinpath("typst_child.py"))
    command = [sys.executable, "-I", child, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Fault(f"Typst did not set the sheet within {seconds:g} seconds", code="pdf") from None
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Fault(f"Typst could not set the sheet: {' '.join(last)}", code="pdf")
    return done.stdout


def _item(one: Printed, shows: Shows) -> dict[str, Any]:
    drawn = {name: svg(figure) for name, figure in one.pictures.items()}
    said = {
        "text": typst(one.text),
        "items": [typst_words(item) for item in one.items],
        "lines": [[letter, typst_words(text)] for letter, text in one.lines],
        "choices": [_choice(choice) for choice in one.choices],
    }
    fills = len(drawn) > (one.room == 0) or len(one.blanks) > FEW or len(str(said)) > SHORT
    return {
        **said,
        "long": fills,
        "number": _plain(one.number),
        "points": f"{one.points:g}",
        "worth": worth(one.points, shows, extra=one.extra),
        "claim": manner(one) == "claim",
        "figure": _picture(one.figure, drawn),
        "pictures": [_picture(choice.picture, drawn) for choice in one.choices],
        "single": one.single,
        "blanks": [[typst_words(blank.label), _plain(blank.unit)] for blank in one.below],
        "room": one.room,
        "answer": typst_words(one.answer),
        "solution": typst(one.solution),
    }


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "letter": choice.letter,
        "text": typst_words(choice.text),
        "true": choice.true,
    }


def _plain(text: str) -> str:
    return shown(line(text))


def _picture(picture: Picture | None, drawn: dict[str, str]) -> list[str] | None:
    return None if picture is None else [drawn[picture.name], picture.alt]
