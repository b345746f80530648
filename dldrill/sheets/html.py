"""A sheet as one web page: it needs nothing else, prints well, and marks itself without a server."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import unescape
from importlib.resources import files
from typing import Any, NamedTuple

from dldrill.bank.exam import Section
from dldrill.maths.mathml import escaped
from dldrill.sheets.form import Form, Sheet
from dldrill.sheets.html_marks import Marks, marks
from dldrill.sheets.html_prose import html_words
from dldrill.sheets.html_question import Place, counted, question
from dldrill.sheets.printed import printed
from dldrill.sheets.prose import words

STYLE = ("html_style.css",)
SCRIPT = ("html_reader.js", "html_answers.js", "html_mark.js")
_STYLED = re.compile(r' style="([^"]*)"')  # a quotation mark in a text is always spelled &quot;
_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class Body(NamedTuple):
    """What is between the tags of ``body``.

    Attributes:
        html: the elements.
        marks: of every question, in the order of the page.
    """

    html: str
    marks: tuple[Marks, ...] = ()


def write(sheet: Sheet) -> bytes:
    """The page."""
    body = _key_only(sheet) if sheet.shows.only_key else _sheet(sheet)
    return _page(_title(sheet), body).encode()


def _title(sheet: Sheet) -> str:
    return f"{sheet.title} · {sheet.course}" if sheet.course else sheet.title


def _page(title: str, body: Body) -> str:
    script = _asset(SCRIPT) if body.marks else ""
    style = _asset(STYLE)
    data = json.dumps([one.data for one in body.marks], allow_nan=False, separators=(",", ":"))
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script, body.html)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="generator" content="dldrill">',
        f"<title>{escaped(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        body.html,
    ]
    if script:
        lines.append(f'<script type="application/json" id="marks">{data.translate(_IN_SCRIPT)}</script>')
        lines.append(f"<script>{script}</script>")
    return "\n".join([*lines, "</body>", "</html>", ""])


@cache
def _asset(names: tuple[str, ...]) -> str:
    return "\n" + "\n".join(files("dldrill.sheets").joinpath(name).read_text("utf-8") for name in names)


def _policy(style: str, script: str, body: str) -> str:
    """Only the page's own style and script, by what they are; formulas style some of their cells."""
    styles = sorted({unescape(found) for found in _STYLED.findall(body)})
    allowed = " ".join(map(_hashed, (style, *styles)))
    ways = ["default-src 'none'", f"style-src 'unsafe-hashes' {allowed}"]
    ways.append(f"script-src {_hashed(script)}" if script else "script-src 'none'")
    return "; ".join([*ways, "base-uri 'none'", "form-action 'none'"])


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _sheet(sheet: Sheet) -> Body:
    found = [
        marks(placed)
        for form in sheet.forms
        for section in sheet.exam.sections
        for placed in form.of(section)
    ]
    left = iter(enumerate(found, 1))
    parts = [_head(sheet), _contents(sheet), *(_form(sheet, form, left) for form in sheet.forms)]
    if sheet.shows.key:
        parts += [_key(sheet, form) for form in sheet.forms]
    return Body("<main>\n" + "\n".join(part for part in parts if part) + "\n</main>", tuple(found))


def _key_only(sheet: Sheet) -> Body:
    parts = [_head(sheet), _contents(sheet), *(_key(sheet, form) for form in sheet.forms)]
    return Body("<main>\n" + "\n".join(part for part in parts if part) + "\n</main>")


def _head(sheet: Sheet) -> str:
    told = [counted(sheet.exam.points, "point")] if sheet.shows.points else []
    told += [counted(sheet.exam.minutes, "minute")] if sheet.shows.minutes else []
    course = f'<p class="course">{escaped(sheet.course)}</p>\n' if sheet.course else ""
    facts = f'\n<p class="facts">{" · ".join(told)}</p>' if told else ""
    return f"<header>\n{course}<h1>{escaped(sheet.title)}</h1>{facts}\n</header>"


def _contents(sheet: Sheet) -> str:
    """Where the forms begin, if there are several."""
    if len(sheet.forms) == 1:
        return ""
    kinds = [] if sheet.shows.only_key else [("form", "Form {}")]
    kinds += [("key", "Key of form {}")] if sheet.shows.key or sheet.shows.only_key else []
    lines = "".join(
        f'<li><a href="#{kind}-{place}">{escaped(name.format(form.letter))}</a></li>\n'
        for kind, name in kinds
        for place, form in enumerate(sheet.forms, 1)
    )
    return f'<nav aria-label="Contents">\n<ul class="contents">\n{lines}</ul>\n</nav>'


def _place(sheet: Sheet, form: Form) -> int:
    return 1 + next(place for place, other in enumerate(sheet.forms) if other is form)


def _form(sheet: Sheet, form: Form, left: Any) -> str:
    several = len(sheet.forms) > 1
    place, level = _place(sheet, form), 3 if several else 2
    element = "section" if several else "div"
    parts = [f'<{element} class="form" id="form-{place}">']
    if several:
        parts.append(f"<h2>Form {escaped(form.letter)}</h2>")
    parts += [_names(sheet), _rules(sheet), _score()]
    for section in sheet.exam.sections:
        parts.append(_section_head(section, sheet, level))
        for placed in form.of(section):
            number, own = next(left)
            parts.append(question(placed, Place(f"q{number}", level + 1), own, sheet.shows))
        parts.append("</section>")
    parts += [_footer(form), f"</{element}>"]
    return "\n".join(part for part in parts if part)


def _section_head(section: Section, sheet: Sheet, level: int) -> str:
    told = [counted(section.points, "point")] if sheet.shows.points else []
    told += [counted(section.minutes, "minute")] if sheet.shows.minutes else []
    facts = f' <span class="facts">{" · ".join(told)}</span>' if told else ""
    return f'<section class="part">\n<h{level}>{escaped(section.name)}{facts}</h{level}>'


def _names(sheet: Sheet) -> str:
    """What is filled in on paper."""
    lines = '<p class="line">Name</p>\n<p class="line">Student number</p>'
    if not sheet.shows.points:
        return f'<div class="paper">\n{lines}\n</div>'
    rows = "\n".join(
        f"<tr><td>{escaped(section.name)}</td><td>{section.points:g}</td><td></td></tr>"
        for section in sheet.exam.sections
    )
    return (
        f'<div class="paper">\n{lines}\n<table class="scores">\n'
        "<thead><tr><th>Part</th><th>Points</th><th>Score</th></tr></thead>\n"
        f"<tbody>\n{rows}\n<tr><td>Total</td><td>{sheet.exam.points:g}</td><td></td></tr>\n</tbody>\n</table>\n</div>"
    )


def _rules(sheet: Sheet) -> str:
    rules = "".join(f"<li>{html_words(words(rule))}</li>\n" for rule in sheet.exam.rules)
    return f'<ul class="rules">\n{rules}</ul>' if rules else ""


def _score() -> str:
    return (
        '<div class="score live" hidden><span>Score: <output aria-live="polite"></output></span> '
        '<span class="buttons"><button type="button" class="check-all">Check all</button> '
        '<button type="button" class="restart">Clear all</button></span></div>'
    )


def _footer(form: Form) -> str:
    seed = f"seed {escaped(form.seed)}" if form.seed else "the exam's own numbers"
    letter = f"form {escaped(form.letter)} · " if form.letter else ""
    return f'<footer class="made"><code>{escaped(form.command)}</code> · {letter}{seed}</footer>'


def _key(sheet: Sheet, form: Form) -> str:
    name = f"Key of form {form.letter}" if form.letter else "Key"
    rows = "\n".join(
        f"<div><dt>{escaped(one.number)}</dt><dd>{html_words(one.answer)}</dd></div>"
        for section in sheet.exam.sections
        for one in map(printed, form.of(section))
    )
    return (
        f'<section class="key" id="key-{_place(sheet, form)}">\n<h2>{escaped(name)}</h2>\n'
        f"<dl>\n{rows}\n</dl>\n{_footer(form)}\n</section>"
    )
