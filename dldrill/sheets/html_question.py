"""A question of a page: what is asked, where the answer goes, and what is shown once it is checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from dldrill.bank.question import Claim
from dldrill.dealing.paper import Placed
from dldrill.figures.paper import FONT
from dldrill.figures.svg import svg
from dldrill.maths.mathml import escaped
from dldrill.sheets.form import Shows
from dldrill.sheets.html_marks import Marks
from dldrill.sheets.html_prose import html, html_words
from dldrill.sheets.printed import Blank, Choice, Printed, printed
from dldrill.sheets.prose import words

TEXT = 0.82  #: of the page's type size: that of a figure
_SIZE = re.compile(r' width="([\d.]+)" height="[\d.]+"')
_PLAIN = 'type="text" autocomplete="off" autocapitalize="off" spellcheck="false"'
_FORMS = {
    "integer": "a whole number",
    "number": "a number: 0.25, 1/3, 1e-3",
    "shape": "a shape: 4x4x5",
    "vector": "a vector: (1, 0)",
    "matrix": "rows: 1 2; 3 4",
    "signs": "signs: + 0 -; 0 0 +",
    "matching": "pairs: 1A 2C 3B",
    "order": "letters, first to last",
    "text": "a word",
}


class Place(NamedTuple):
    """Where a question stands on the page.

    Attributes:
        id: what is the question's alone on the page.
        level: of its heading.
    """

    id: str
    level: int


def question(placed: Placed, place: Place, marks: Marks, shows: Shows) -> str:
    """The question as HTML."""
    one = printed(placed)
    drawn = {name: _scaled(svg(figure)) for name, figure in one.pictures.items()}
    parts = [
        f'<article class="question" id="{place.id}">',
        _heading(one, place.level, shows),
        html(one.text, drawn),
        _figure(one, drawn),
        _lists(one, drawn),
        _answers(one, place.id, drawn, shows),
        _checking(marks),
        _solution(one, shows, drawn),
        "</article>",
    ]
    return "\n".join(part for part in parts if part)


def counted(number: float, word: str) -> str:
    """``1 point``, ``2.5 minutes``."""
    return f"{number:g} {word}" if number == 1 else f"{number:g} {word}s"


def _heading(one: Printed, level: int, shows: Shows) -> str:
    extra = ", extra credit" if one.extra else ""
    told = f' <span class="points">{counted(one.points, "point")}{extra}</span>'
    return (
        f'<h{level}><span class="unseen">Question </span>{escaped(one.number)}'
        f"{told if shows.points else ''}</h{level}>"
    )


def _scaled(drawing: str) -> str:
    """A drawing whose size follows that of the type."""
    return _SIZE.sub(
        lambda found: f' width="{float(found[1]) / FONT * TEXT:.3g}rem"', drawing, count=1
    ).strip()


def _figure(one: Printed, drawn: Mapping[str, str]) -> str:
    return f'<p class="figure">{html_words((one.figure,), drawn)}</p>' if one.figure else ""


def _lists(one: Printed, drawn: Mapping[str, str]) -> str:
    """What is matched or put in order."""
    items = "".join(f"<li>{html_words(item, drawn)}</li>\n" for item in one.items)
    lines = "".join(
        f'<li><span class="letter">{escaped(letter)}</span> <span>{html_words(text, drawn)}</span></li>\n'
        for letter, text in one.lines
    )
    numbered = f'<ol class="items">\n{items}</ol>\n' if items else ""
    return numbered + (f'<ul class="lettered">\n{lines}</ul>' if lines else "")


def _answers(one: Printed, key: str, drawn: Mapping[str, str], shows: Shows) -> str:
    if one.choices:
        return _choices(one, key, drawn)
    room = one.room * shows.space
    style = f' style="--room:{room:.3g}cm"'
    if one.dealt.type == "explain":
        text = f'<textarea rows="5" aria-label="Your answer to {escaped(one.number)}"{style}></textarea>'
        return f"{text}\n{_rubric(one, drawn)}"
    blanks = "\n".join(_blank(one, blank, f"{key}-{n}", n) for n, blank in enumerate(one.blanks, 1))
    return (f'<div class="room"{style}></div>\n' if room else "") + f'<div class="blanks">\n{blanks}\n</div>'


def _choices(one: Printed, key: str, drawn: Mapping[str, str]) -> str:
    is_claim = one.dealt.type == "claim"
    asked = "True or false" if is_claim else "Choose one." if one.single else "Tick all that apply."
    seen = ' class="unseen"' if is_claim else ""
    options = "\n".join(_option(one, place, choice, key, drawn) for place, choice in enumerate(one.choices))
    if not one.single:  # leaving all empty is no answer: a sheet of blanks would earn points
        none = f'<label class="choice"><input type="checkbox" name="{key}" value=""> '
        options += f'\n<div class="option none live" hidden>{none}<span>None of these</span></label></div>'
    claim = one.dealt.question
    why = (
        f'\n<p class="why" hidden>{html_words(words(claim.why), drawn)}</p>'
        if isinstance(claim, Claim)
        else ""
    )
    return (
        f'<fieldset class="choices{" short" if is_claim else ""}"><legend{seen}>{asked}</legend>\n'
        f"{options}\n</fieldset>{why}"
    )


def _option(one: Printed, place: int, choice: Choice, key: str, drawn: Mapping[str, str]) -> str:
    kind = "radio" if one.single else "checkbox"
    value = choice.letter or "TF"[place]
    shown = html_words((choice.picture,) if choice.picture else choice.text, drawn)
    letter = f'<span class="letter">{escaped(choice.letter)}</span> ' if choice.letter else ""
    why = ""
    if one.dealt.type == "choose":
        reason = html_words(words(one.dealt.options[place].why), drawn)
        told = "True" if choice.true else "False"
        why = f'\n<p class="why" hidden><strong>{told}.</strong> {reason}</p>'
    return (
        f'<div class="option"><label class="choice">'
        f'<input type="{kind}" name="{key}" value="{escaped(value)}"> '
        f"{letter}<span>{shown}</span></label>{why}</div>"
    )


def _blank(one: Printed, blank: Blank, key: str, number: int) -> str:
    part = one.dealt.parts[number - 1]
    form = _FORMS.get(part.kind, "")
    if part.kind == "expression":
        form = f"a formula in {', '.join(sorted(part.spec.names))}"
    unit = f' <span class="unit">{escaped(blank.unit)}</span>' if blank.unit else ""
    return (
        f'<div class="blank"><label for="{key}">{html_words(blank.label)}</label> '
        f'<span class="field"><input {_PLAIN} id="{key}" placeholder="{escaped(form)}">{unit}</span> '
        f'<output for="{key}"></output></div>'
    )


def _rubric(one: Printed, drawn: Mapping[str, str]) -> str:
    """The points of a good answer, for its author to tick."""
    whole = sum(option.points for option in one.dealt.options)
    lines = []
    for option in one.dealt.options:
        worth = counted(round(one.points * option.points / whole, 2), "point")
        text = f'{html_words(words(option.text), drawn)} <span class="points">{worth}</span>'
        tick = '<input type="checkbox">'
        lines.append(f'<div class="option"><label>{tick} <span>{text}</span></label></div>')
    legend = "<legend>Tick what your answer says.</legend>"
    return "\n".join([f'<fieldset class="rubric" hidden>{legend}', *lines, "</fieldset>"])


def _checking(marks: Marks) -> str:
    told = "<strong>A known mistake leads there:</strong>"
    slips = "".join(f'<p class="slip" hidden>{told} {html_words(words(says))}</p>\n' for says in marks.says)
    return (
        '<p class="checking live" hidden><button type="button" class="check">Check</button> '
        f'<span class="verdict" role="status" aria-live="polite"></span></p>\n{slips}'
    ).rstrip()


def _solution(one: Printed, shows: Shows, drawn: Mapping[str, str]) -> str:
    is_open = " open" if shows.solutions else ""
    worked = html(one.solution, drawn)
    return f'<details class="solution"{is_open}><summary>Solution</summary>\n{worked}\n</details>'
