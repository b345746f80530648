r"""GIFT, the text format for questions of Moodle and others: *Question bank › Import › GIFT*.

Every variant is an item, every question of the sheet a category below ``dldrill/<title>``. Claims
are true/false, or a choice where a wrong answer costs points; choices are multiple choice with a
per cent for each right or wrong tick, matchings and derivations matching, numbers numerical with
their tolerance and with what some wrong numbers tell, shapes short answers, words and signs choices.

What GIFT cannot say:

* An item has one answer. Each part of a question that asks for several is an item of its own, with
  the whole text and the solution in each. A part that is several numbers or signs (a vector, a
  matrix) is an essay that is marked by hand, as formulas and free text are; the answer is in its
  feedback.
* An item has no points; Moodle gives each one. Nor has it files: figures stand in the text as data,
  and their words stand for them where a platform takes the data out.
* Where no statement is right, or so many that Moodle has no per cents for them, each is an item.
* Where any wrong tick costs all points, it takes off 100 %, and a missing tick only its share.

* Moodle shuffles choices, so feedback names none by its letter.

Texts are HTML, formulas LaTeX in ``\( \)``. Minutes and room for answers have no place here.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from decimal import Decimal

from dldrill.dealing.dealt import Dealt
from dldrill.sheets.form import Sheet
from dldrill.sheets.lms import (
    DECIMALS,
    NUMERIC,
    Asked,
    Field,
    Variant,
    asked,
    decimal,
    legal,
    line,
    margin,
    matched,
    says,
    slots,
)
from dldrill.sheets.mathjax_prose import html, html_words, image
from dldrill.sheets.moodle import percent, ticks
from dldrill.sheets.printed import Choice, Printed
from dldrill.sheets.prose import words
from dldrill.sheets.solution import value

LONGEST = 250  #: letters of a name, in Moodle
_MEANT = re.compile(r"[\\~=#{}:]")
_NO_PATH = re.compile(r"[^\w ()&,.'+-]+")


def write(sheet: Sheet) -> bytes:
    """The sheet as GIFT."""
    lines: list[str] = []
    for number, variants in slots(sheet).items():
        lines += [_category(sheet.title, number), ""]
        for variant in variants:
            for item in _Items(variant).all():
                lines += [item, ""]
    return "\n".join(lines).encode()


def escaped(text: str) -> str:
    """The text without any sign of GIFT, on one line."""
    return _MEANT.sub(r"\\\g<0>", text).replace("\n", r"\n")


def answer(text: str) -> str:
    """HTML behind the sign of an answer, escaped; where per cents come first they are no share."""
    return escaped(f"&#37;{text[1:]}" if text.startswith("%") else text)


def _category(title: str, number: str) -> str:
    """The line that says where the items go; nothing in it can be escaped, so other signs are left out."""
    path = (" ".join(_NO_PATH.sub(" ", name).split()) or "-" for name in (title, number))
    return f"$CATEGORY: $course$/dldrill/{'/'.join(path)}"


class _Items:
    """A variant as items."""

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self.shown: Printed = variant.shown
        self.dealt: Dealt = variant.shown.dealt
        self.sources = {name: _data(data) for name, (_, data) in variant.files.items()}

    def all(self) -> Iterator[str]:
        """Each item on a line."""
        dealt, kinds = self.dealt, {part.kind for part in self.dealt.parts}
        if dealt.type == "claim":
            yield self._claim()
        elif dealt.type == "choose":
            yield from self._choices()
        elif kinds == {"matching"}:
            yield self._matching()
        elif kinds == {"order"}:
            yield self._places()
        elif dealt.type == "explain":
            yield self._item("", "", self._solution())
        else:
            yield from self._parts()

    def _item(self, more: str, answers: str, feedback: str, part: str = "") -> str:
        """An item.

        Args:
            more: stands under the text.
            answers: what stands between the braces, already escaped; empty for an essay.
            feedback: what is told to everyone.
            part: what of the question the item asks.
        """
        name = f"{self.variant.title}{f' {part}' if part else ''}"[:LONGEST]
        text = [html(self.shown.text, self.sources)]
        if self.shown.figure is not None:
            figure = self.shown.figure
            text.append(f"<p>{image(self.sources[figure.name], figure.alt)}</p>")
        whole = escaped("\n".join([*text, *([more] if more else [])]))
        told = f"####{escaped(feedback)}" if feedback else ""
        return f"::{escaped(legal(name))}::[html]{whole}{{{answers}{told}}}"

    def _solution(self, start: int = 0) -> str:
        """The worked answer, from a block on: what comes before names letters that are not shown here."""
        return html(self.shown.solution[start:], self.sources)

    def _claim(self) -> str:
        true, wrong = self.shown.choices[0].true, self.variant.wrong
        if wrong >= 0:
            return self._item("", "TRUE" if true else "FALSE", self._solution())
        cost = f"~%{percent(wrong / self.shown.points)}%"
        return self._item("", f"{'=' if true else cost}True {cost if true else '='}False", self._solution())

    def _choices(self) -> Iterator[str]:
        choices = self.shown.choices
        reasons = [says(option.why) for option in self.dealt.options]
        if self.shown.single:
            answers = ["=" if choice.true else self._cost(choice) for choice in choices]
        else:
            shares = ticks(sum(choice.true for choice in choices))
            if shares is None:
                yield from self._verdicts()
                return
            left = iter(shares)
            answers = [f"~%{next(left)}%" if choice.true else self._cost(choice) for choice in choices]
        told = (
            f"{sign}{answer(self._choice(choice))}#{escaped(reason)}"
            for sign, choice, reason in zip(answers, choices, reasons, strict=True)
        )
        yield self._item("", " ".join(told), self._solution(len(choices)))

    def _cost(self, choice: Choice) -> str:
        """What a wrong choice or tick does to the mark."""
        points, error = self.shown.points, self.variant.error
        if self.shown.single:  # the right one is missing then, too
            share = max(0.0, points + 2 * error) / points if error else 0.0
            return f"~%{percent(share)}%" if share else "~"
        return f"~%{percent(error / points if error is not None else -1)}%"

    def _choice(self, choice: Choice) -> str:
        if choice.picture is not None:
            return image(self.sources[choice.picture.name], choice.picture.alt)
        return html_words(choice.text, self.sources)

    def _verdicts(self) -> Iterator[str]:
        """Each statement by itself."""
        for choice, option in zip(self.shown.choices, self.dealt.options, strict=True):
            judged = f"<p>Is this true?</p>\n<blockquote>{self._choice(choice)}</blockquote>"
            yield self._item(judged, "TRUE" if choice.true else "FALSE", says(option.why), choice.letter)

    def _matching(self) -> str:
        names, needs_list = matched(self.shown)
        right = self.dealt.parts[-1].right
        items = [html_words(item, self.sources) for item in self.shown.items]
        items = items or [str(number) for number in range(1, len(right) + 1)]  # they stand in the picture
        pairs = [(item, names[letter]) for item, letter in zip(items, right, strict=True)]
        pairs += [("", name) for letter, name in names.items() if letter not in right]
        lettered = (
            f"<p><strong>{line(letter)}</strong> {html_words(text, self.sources)}</p>"
            for letter, text in self.shown.lines
        )
        if needs_list:
            return self._item("\n".join(lettered), _pairs(pairs), self._solution())
        return self._item("", _pairs(pairs), self._solution(1))

    def _places(self) -> str:
        place = {letter: str(number) for number, letter in enumerate(self.dealt.parts[-1].right, 1)}
        pairs = [(html_words(text, self.sources), place[letter]) for letter, text in self.shown.lines]
        told = "<p>Choose the place of each line: 1 is the first.</p>"
        return self._item(told, _pairs(pairs), self._solution(1))

    def _parts(self) -> Iterator[str]:
        """An item for each part; one essay where some part is a formula, which is marked by hand."""
        parts = asked(self.dealt)
        if parts is None:
            told = "<p>Answer with a formula for each part; it is marked by hand.</p>"
            yield self._item(told, "", self._solution())
            return
        for one in parts:
            yield self._part(one, len(parts) > 1)

    def _part(self, one: Asked, is_one_of_several: bool) -> str:
        answers = _answers(one.fields[0]) if len(one.fields) == 1 else ""
        more = [f"<p>Give only: <strong>{html_words(words(one.part.label))}</strong></p>"]
        if answers and one.part.kind in NUMERIC:
            more.append(f"<p>{line(DECIMALS)}</p>")
        if one.part.unit:
            more.append(f"<p>{line(f'The unit is {one.part.unit}.')}</p>")
        feedback = (
            self._solution() if answers else f"<p>{html_words(value(one.part))}</p>\n{self._solution()}"
        )
        if not is_one_of_several:
            return self._item("\n".join(more[1:]), answers, feedback)
        return self._item("\n".join(more), answers, feedback, one.part.name)


def _answers(field: Field) -> str:
    """What a field accepts, and what it says to some wrong numbers."""
    right = field.right
    if isinstance(right, tuple) and field.options:
        return " ".join(f"{'=' if one in right else '~'}{answer(line(one))}" for one in field.options)
    if isinstance(right, tuple):  # a star would stand for anything
        return " ".join(f"={escaped(legal(text))}" for text in right if "*" not in text)
    accepted = f"={_plain(decimal(right))}:{_plain(margin(field.tolerance))}"
    wrong = (
        f"=%0%{_plain(decimal(slip.value))}:{_plain(margin(slip.tolerance))}#{escaped(says(slip.says))}"
        for slip in field.slips
    )
    return "#" + " ".join([accepted, *wrong])


def _pairs(pairs: list[tuple[str, str]]) -> str:
    """Items with their answers; an answer is no HTML, and cannot hold an arrow before its item's."""
    return " ".join(f"={escaped(item)} -> {escaped(legal(answer))}" for item, answer in pairs)


def _plain(number: str) -> str:
    """A number without an exponent, which not every reader of GIFT knows."""
    return f"{Decimal(number):f}"


def _data(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
