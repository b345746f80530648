"""What the formats of classes' platforms share: variants by place, fields to fill in, XML of plain text.

A part of an answer is rows of fields, one for every number, sign or word; each field knows what is
right, within which tolerance, and which known mistakes lead to which other value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_UP, Context, Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from dldrill.answer.number import AT_ZERO, Number
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.problem import as_read
from dldrill.derivation.mistakes import answers_after, mistakes_of
from dldrill.figures.svg import svg
from dldrill.maths.text import safe
from dldrill.sheets.form import Form, Sheet
from dldrill.sheets.mathjax_prose import escaped, html_words
from dldrill.sheets.printed import Printed, printed
from dldrill.sheets.prose import Inline, Text, words

SLIPS = 12  #: mistakes that are told of a field, at most
NUMERIC = frozenset(("integer", "number", "vector", "matrix"))
FIELDS = NUMERIC | {"shape", "signs", "text"}
"""The kinds of answers that fields can ask for."""
SIGNS = {"+": "+", "-": "−", "0": "0"}
DECIMALS = "Write numbers as decimals, without units: 0.05, not 5%."
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIMPLE = re.compile(r"[^\\${}<>&@\[\]\"~#*`]{1,80}")


class Variant(NamedTuple):
    """A question of a form.

    Attributes:
        form: the form.
        shown: the question as it stands on its sheet.
        wrong: what a wrong answer to a claim earns there.
        error: what a wrong tick costs there; None: everything.
        files: the figures by name: a file name that is its content's, and its SVG.
        ident: its name in every file, the same whenever the same form is dealt.
    """

    form: Form
    shown: Printed
    wrong: float
    error: float | None
    files: Mapping[str, tuple[str, bytes]]
    ident: str

    @property
    def title(self) -> str:
        """What teachers find it by."""
        letter = f" {self.form.letter}" if self.form.letter else ""
        return f"{self.shown.number}{letter} {self.shown.dealt.id}"


class Slip(NamedTuple):
    """A number that a known mistake leads to, and what to say about it."""

    value: Number
    tolerance: Fraction
    says: str


class Field(NamedTuple):
    """A place for one number, sign or word.

    Attributes:
        right: the number, or the ways to write the word.
        tolerance: how far a number may be off.
        slips: other numbers that tell of a mistake.
        options: what there is to choose from; empty: it is typed.
    """

    right: Number | tuple[str, ...]
    tolerance: Fraction = Fraction(0)
    slips: tuple[Slip, ...] = ()
    options: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A part of an answer: its fields in rows."""

    part: Part
    rows: tuple[tuple[Field, ...], ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All its fields."""
        return tuple(field for row in self.rows for field in row)


def slots(sheet: Sheet) -> dict[str, list[Variant]]:
    """The variants of each question of the sheet, by its number; forms that ask the same give one."""
    found: dict[str, dict[str, Variant]] = {}
    for form in sheet.forms:
        for placed in form.placed:
            shown, dealt, marking = printed(placed), placed.dealt, placed.section.marking
            name = (sheet.exam.name, shown.number, form.letter, dealt.id, dealt.seed, dealt.index, dealt.ask)
            files = _pictures(shown)
            one = Variant(form, shown, marking.wrong, marking.error, files, ident(*name))
            found.setdefault(shown.number, {}).setdefault(_content(dealt, files), one)
    return {number: list(variants.values()) for number, variants in found.items()}


def _content(dealt: Dealt, files: Mapping[str, tuple[str, bytes]]) -> str:
    """What is the same for two questions only if nobody can tell them apart."""
    options = [(option.letter, option.text, option.true) for option in dealt.options]
    right = [
        (part.name, sorted(part.right) if isinstance(part.right, frozenset) else part.right)
        for part in dealt.parts
    ]
    return repr((dealt.id, dealt.ask, options, dealt.items, right, sorted(files.items())))


def ident(*parts: object) -> str:
    """A name that depends on nothing but its parts."""
    return "g" + sha256("\x1f".join(map(str, parts)).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _pictures(shown: Printed) -> Mapping[str, tuple[str, bytes]]:
    drawn = {name: svg(figure).encode() for name, figure in shown.pictures.items()}
    return {name: (f"{sha256(data).hexdigest()[:16]}.svg", data) for name, data in drawn.items()}


def asked(dealt: Dealt) -> tuple[Asked, ...] | None:
    """What there is to fill in; None where no platform could mark it, as with formulas and free text."""
    parts = [part for part in dealt.parts if part.points]
    if not parts or any(
        part.kind not in FIELDS or (part.kind == "text" and not part.spec.words) for part in parts
    ):
        return None
    led = list(_led(dealt, [part.name for part in parts]))
    return tuple(Asked(part, _rows(part, led)) for part in parts)


def decimal(value: Number) -> str:
    """A number as every platform reads it: ``0.0125``, ``-3``, ``1.5e-07``."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        found = Decimal(repr(value))
    else:
        found = Context(prec=17).divide(Decimal(value.numerator), Decimal(value.denominator))
    return _written(found)


def margin(tolerance: Fraction) -> str:
    """A tolerance as a decimal that is not below it."""
    above, below = Decimal(tolerance.numerator), Decimal(tolerance.denominator)
    return _written(Context(prec=12, rounding=ROUND_UP).divide(above, below))


def matched(shown: Printed) -> tuple[dict[str, str], bool]:
    """What each letter of a matching is called in the list to choose from, and whether that is the letter.

    Lists to choose from show no formulas: where an answer has one, all are told above by their letters.
    """
    told = _simple(text for _, text in shown.lines)
    if told and len(set(told)) == len(told):
        return dict(zip((letter for letter, _ in shown.lines), told, strict=True)), False
    letters = [letter for letter, _ in shown.lines] or list(shown.dealt.parts[-1].spec.letters)
    return {letter: letter for letter in letters}, bool(shown.lines)


def _simple(texts: Iterable[tuple[Inline, ...]]) -> list[str] | None:
    found = []
    for parts in texts:
        if len(parts) != 1 or not isinstance(parts[0], Text) or not _SIMPLE.fullmatch(parts[0].text):
            return None
        found.append(parts[0].text.strip())
    return found if all(found) else None


def says(text: str) -> str:
    """The sentence about a mistake, as HTML."""
    return html_words(words(text))


def line(text: str) -> str:
    """A text from outside Markdown, as HTML."""
    return escaped(legal(text))


def legal(text: str) -> str:
    """The text in characters that XML has; others are spelled out."""
    spelled = safe(text, keep="\t\n")
    return _FORBIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", spelled)


def child(parent: ET.Element, name: str, text: str = "", /, **attributes: str) -> ET.Element:
    """A new element; text and attributes are escaped by the writer of the tree."""
    found = ET.SubElement(parent, name, {key: legal(value) for key, value in attributes.items()})
    found.text = legal(text) or None
    return found


def xml(root: ET.Element) -> bytes:
    """The document, indented."""
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(ET.tostring(root, "utf-8")) + b"\n"


def _written(value: Decimal) -> str:
    plain = value.normalize()
    if not plain:
        return "0"
    return f"{plain:f}" if -7 <= plain.adjusted() < 21 else f"{plain:e}"


def _led(dealt: Dealt, names: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What each known mistake says, and the answers that it leads to."""
    if dealt.problem is None or dealt.free:
        return
    for mistake in mistakes_of(dealt.problem, asked=names):
        answers = answers_after(dealt.problem, mistake.slips)
        if answers is not None:
            yield mistake.says, answers


def _rows(part: Part, led: list[tuple[str, Mapping[str, Any]]]) -> tuple[tuple[Field, ...], ...]:
    right = part.right
    if part.kind in ("integer", "number"):
        return ((_number(part, right, [(said, answers.get(part.name)) for said, answers in led]),),)
    if part.kind in ("vector", "matrix"):
        return _cells(part, led)
    if part.kind == "shape":
        return ((Field(shape_forms(right)),),)
    if part.kind == "signs":
        signs = tuple(SIGNS.values())
        return tuple(tuple(Field((SIGNS[sign],), options=signs) for sign in row) for row in right)
    found = (right,) if isinstance(right, str) else right
    return (tuple(Field((word,), options=part.spec.words) for word in found),)


def _cells(part: Part, led: list[tuple[str, Mapping[str, Any]]]) -> tuple[tuple[Field, ...], ...]:
    table = part.right if part.kind == "matrix" else (part.right,)
    wrong = []
    for said, answers in led:
        value = answers.get(part.name)
        if value is not None and hasattr(value, "cells"):
            read = as_read(part.kind, value)
            wrong.append((said, read if part.kind == "matrix" else (read,)))

    def slips(row: int, column: int) -> list[tuple[str, Any]]:
        return [
            (said, cells[row][column])
            for said, cells in wrong
            if len(cells) == len(table) and len(cells[row]) == len(table[row])
        ]

    return tuple(
        tuple(_number(part, cell, slips(i, j)) for j, cell in enumerate(row)) for i, row in enumerate(table)
    )


def _number(part: Part, right: Number, led: list[tuple[str, Any]]) -> Field:
    """A field for a number; of mistakes that lead to values near each other the first is told."""
    tolerance = _tolerance(part, right)
    taken: list[tuple[Number, Fraction]] = [(right, tolerance)]
    slips: list[Slip] = []
    for said, value in led:
        if not isinstance(value, int | float | Fraction) or not math.isfinite(value) or len(slips) == SLIPS:
            continue
        near = _tolerance(part, value)
        if all(abs(Fraction(value) - Fraction(one)) > near + room for one, room in taken):
            taken.append((value, near))
            slips.append(Slip(value, near, said))
    return Field(right, tolerance, tuple(slips))


def _tolerance(part: Part, value: Number) -> Fraction:
    """As :func:`dldrill.answer.number.same` allows it."""
    if part.kind == "integer":
        return Fraction(0)
    allowed = max(Fraction(str(part.spec.rtol)) * abs(Fraction(value)), Fraction(str(part.spec.atol)))
    return allowed if value else max(allowed, Fraction(str(AT_ZERO)))


def shape_forms(sides: tuple[int, ...]) -> tuple[str, ...]:
    """The usual ways to write a shape."""
    if not sides:
        return ("()", "[]")
    lists = [", ".join(map(str, sides)), ",".join(map(str, sides))]
    if len(sides) == 1:
        lists += [f"{sides[0]},"]
    products = [sign.join(map(str, sides)) for sign in ("x", " x ", "×", " × ", "*", " * ", " ")]
    bracketed = [f"{left}{inside}{right}" for left, right in ("()", "[]") for inside in lists]
    return tuple(dict.fromkeys([bracketed[0], *bracketed, *lists, *products]))
