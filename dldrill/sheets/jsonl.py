"""JSON Lines for programs: a line for every question of every form.

A line has the form's letter, the question's number, section, points and whether they are extra, and
then what ``dldrill draw --json`` tells of a variant: text, answers, steps, mistakes, figure. What is
shown on a sheet makes no difference here: programs get everything.
"""

from __future__ import annotations

from collections.abc import Iterator

from dldrill.dealing.paper import Placed
from dldrill.proving.roads import prove
from dldrill.sheets.form import Form, Sheet
from dldrill.show.data import dumps, variant

_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
"""Characters that some readers of lines take for the end of one."""


def write(sheet: Sheet) -> bytes:
    """The sheet as JSON Lines."""
    return "".join(f"{line}\n" for form in sheet.forms for line in _lines(form)).encode()


def _lines(form: Form) -> Iterator[str]:
    for placed in form.placed:
        yield dumps(_item(form, placed)).translate(_ENDS)


def _item(form: Form, placed: Placed) -> dict[str, object]:
    dealt, item = placed.dealt, placed.item
    place = {
        "form": form.letter,
        "number": item.number,
        "section": placed.section.name,
        "points": item.points,
        "extra": item.extra,
    }
    told = variant(dealt, prove(dealt.problem) if dealt.problem else None)
    return place | {key: value for key, value in told.items() if key not in place}
