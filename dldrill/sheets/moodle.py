r"""A question bank for Moodle: every variant is a question, every question of the sheet a category.

A quiz draws a random variant from ``$course$/dldrill/<title>/<number>``. Claims are true/false (multiple
choice where a wrong one costs points), choices multiple choice, matchings and derivations matching,
a lone number numerical, and everything else that can be marked embedded answers: a field for each
number or sign. Formulas and free text are essays, with the answer and the rubric for the grader.

Feedback is the worked solution, the reasons of options, and what known wrong numbers tell; the quiz
decides when it is seen. A select-all question cannot be marked in Moodle as right or wrong as a
whole: there any wrong tick costs everything, and a missing tick its share. Forms that ask the same
give one question. Formulas are LaTeX for Moodle's MathJax filter.
"""

from __future__ import annotations

from base64 import b64encode
from xml.etree import ElementTree as ET

from dldrill.bank.question import Explain
from dldrill.dealing.dealt import Dealt
from dldrill.sheets import worded
from dldrill.sheets.form import Sheet
from dldrill.sheets.lms import (
    DECIMALS,
    NUMERIC,
    Asked,
    Variant,
    asked,
    child,
    decimal,
    line,
    margin,
    matched,
    says,
    slots,
    xml,
)
from dldrill.sheets.mathjax_prose import html, html_words, image
from dldrill.sheets.moodle_cloze import cloze, verdicts
from dldrill.sheets.printed import Choice, Printed
from dldrill.sheets.prose import words

FRACTIONS = (
    *(100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5),
    *(11.11111, 10, 5, 0),
)
"""The per cents that Moodle has, also below 0."""
LINES = (5, 10, 15, 20, 25, 30, 35, 40)  #: heights that an essay's box can have
A_MINUTE = 2  #: lines that are written in a minute


def write(sheet: Sheet) -> bytes:
    """The sheet as Moodle XML."""
    quiz = ET.Element("quiz")
    for number, variants in slots(sheet).items():
        _category(quiz, sheet, number)
        for variant in variants:
            _Question(quiz, variant, sheet.shows.space).write()
    return xml(quiz)


def percent(share: float) -> str:
    """The fraction of Moodle's list that is nearest to a share of 1."""
    nearest = min(FRACTIONS, key=lambda known: abs(known - 100 * abs(share)))
    return (
        f"{'-' if share < 0 and nearest else ''}{nearest:g}"
        if nearest in (0, 100)
        else (f"{'-' if share < 0 else ''}{nearest}")
    )


def ticks(count: int) -> list[str] | None:
    """What each of the right ticks counts, 100 together; None where Moodle's list has no such numbers."""
    if 1 <= count <= 10:
        return [percent(1 / count)] * count
    if 10 < count <= 20:
        return ["10"] * (20 - count) + ["5"] * (2 * count - 20)
    return None


def _category(quiz: ET.Element, sheet: Sheet, number: str) -> None:
    title = worded.line(sheet.title) or "-"
    # a slash within a name is doubled; blanks, which Moodle takes away, keep it from the one between names
    path = "/".join(f" {name} ".replace("/", "//") if "/" in name else name for name in (title, number))
    category = child(quiz, "question", type="category")
    child(child(category, "category"), "text", f"$course$/dldrill/{path}")
    section = next(one for one in sheet.exam.sections for item in one.items if item.number == number)
    child(child(category, "info", format="html"), "text", line(section.name))


class _Question:
    """One variant on its way into the file."""

    def __init__(self, quiz: ET.Element, variant: Variant, space: float) -> None:
        self.variant, self.space = variant, space
        self.shown: Printed = variant.shown
        self.dealt: Dealt = variant.shown.dealt
        self.sources = {name: f"@@PLUGINFILE@@/{file}" for name, (file, _) in variant.files.items()}
        self.element = child(quiz, "question")

    def write(self) -> None:
        """The question by its type."""
        dealt, kinds = self.dealt, {part.kind for part in self.dealt.parts}
        fields = asked(dealt)
        if dealt.type == "claim" and self.variant.wrong >= 0:
            self._true_false()
        elif dealt.type in ("claim", "choose"):
            self._choices()
        elif kinds == {"matching"}:
            self._matching()
        elif kinds == {"order"}:
            self._places()
        elif fields is None:
            self._essay()
        elif len(fields) == 1 and fields[0].part.kind in ("integer", "number"):
            self._numerical(fields[0])
        else:
            note = f"<p>{line(DECIMALS)}</p>\n" if any(one.part.kind in NUMERIC for one in fields) else ""
            self._common("cloze", f"{note}{cloze(fields, self.shown.points)}")

    def _common(self, kind: str, more: str = "") -> None:
        """What every question has."""
        element, shown = self.element, self.shown
        element.set("type", kind)
        child(child(element, "name"), "text", self.variant.title)
        text = [html(shown.text, self.sources)]
        if shown.figure is not None:
            text.append(f"<p>{image(self.sources[shown.figure.name], shown.figure.alt)}</p>")
        self._html(child(element, "questiontext"), "\n".join([*text, *([more] if more else [])]))
        self._html(child(element, "generalfeedback"), html(shown.solution, self.sources))
        child(element, "defaultgrade", f"{shown.points:g}")
        child(element, "penalty", "0.3333333")
        child(element, "hidden", "0")
        child(element, "idnumber", self.variant.ident)
        tags = child(element, "tags")
        for tag in (self.dealt.topic, *(["extra credit"] if shown.extra else [])):
            child(child(tags, "tag"), "text", tag)

    def _html(self, parent: ET.Element, text: str) -> None:
        """A text with the files that it shows."""
        parent.set("format", "html")
        child(parent, "text", text)
        for file, data in sorted(set(self.variant.files.values())):
            if f'src="@@PLUGINFILE@@/{file}"' in text:
                child(parent, "file", b64encode(data).decode(), name=file, path="/", encoding="base64")

    def _answer(self, text: str, fraction: str, feedback: str = "", is_html: bool = False) -> ET.Element:
        answer = child(self.element, "answer", fraction=fraction)
        if is_html:
            self._html(answer, text)
        else:
            answer.set("format", "moodle_auto_format")
            child(answer, "text", text)
        self._html(child(answer, "feedback"), feedback)
        return answer

    def _true_false(self) -> None:
        self._common("truefalse")
        for choice, name in zip(self.shown.choices, ("true", "false"), strict=True):
            self._answer(name, "100" if choice.true else "0")

    def _choices(self) -> None:
        choices, dealt = self.shown.choices, self.dealt
        right = ["100"] if self.shown.single else ticks(sum(choice.true for choice in choices))
        if right is None:  # nothing or too much is right: each statement is judged by itself
            self._common("cloze", verdicts((self._choice(choice), choice.true) for choice in choices))
            return
        self._common("multichoice")
        reasons = [""] * 2 if dealt.type == "claim" else [says(option.why) for option in dealt.options]
        child(self.element, "single", "true" if self.shown.single else "false")
        child(self.element, "shuffleanswers", "false")  # the solution names the letters
        child(self.element, "answernumbering", "none" if dealt.type == "claim" else "ABCD")
        child(self.element, "showstandardinstruction", "0" if dealt.type == "claim" else "1")
        left = iter(right)
        for choice, reason in zip(choices, reasons, strict=True):
            fraction = next(left) if choice.true else self._cost()
            self._answer(self._choice(choice), fraction, reason, is_html=True)

    def _choice(self, choice: Choice) -> str:
        if choice.picture is not None:
            return image(self.sources[choice.picture.name], choice.picture.alt)
        return html_words(choice.text, self.sources)

    def _cost(self) -> str:
        """What a wrong tick does to the mark."""
        points, variant = self.shown.points, self.variant
        if self.dealt.type == "claim":
            return percent(variant.wrong / points)
        if self.shown.single:  # the right one is missing then, too
            return percent(max(0.0, points + 2 * variant.error) / points if variant.error else 0.0)
        return percent(variant.error / points if variant.error is not None else -1)

    def _matching(self) -> None:
        names, needs_list = matched(self.shown)
        self._common("matching", self._lettered() if needs_list else "")
        right = self.dealt.parts[-1].right
        items = [html_words(item, self.sources) for item in self.shown.items]
        items = items or [str(number) for number in range(1, len(right) + 1)]  # they stand in the picture
        self._pairs([(item, names[letter]) for item, letter in zip(items, right, strict=True)])
        for letter, name in names.items():
            if letter not in right:
                self._pair("", name)

    def _places(self) -> None:
        self._common("matching", f"<p>{line('Choose the place of each line: 1 is the first.')}</p>")
        place = {letter: str(number) for number, letter in enumerate(self.dealt.parts[-1].right, 1)}
        self._pairs([(html_words(text), place[letter]) for letter, text in self.shown.lines])

    def _lettered(self) -> str:
        return "\n".join(
            f"<p><strong>{line(letter)}</strong> {html_words(text)}</p>" for letter, text in self.shown.lines
        )

    def _pairs(self, pairs: list[tuple[str, str]]) -> None:
        child(self.element, "shuffleanswers", "true")
        for text, answer in pairs:
            self._pair(text, answer)

    def _pair(self, text: str, answer: str) -> None:
        pair = child(self.element, "subquestion")
        self._html(pair, text)
        child(child(pair, "answer"), "text", answer)

    def _numerical(self, one: Asked) -> None:
        unit = f" <p>{line(f'The unit is {one.part.unit}.')}</p>" if one.part.unit else ""
        self._common("numerical", f"<p>{line(DECIMALS)}</p>{unit}")
        field = one.fields[0]
        if isinstance(field.right, tuple):
            return
        child(self._answer(decimal(field.right), "100"), "tolerance", margin(field.tolerance))
        for slip in field.slips:
            wrong = self._answer(decimal(slip.value), "0", says(slip.says))
            child(wrong, "tolerance", margin(slip.tolerance))

    def _essay(self) -> None:
        question = self.dealt.question
        is_free = isinstance(question, Explain)
        self._common(
            "essay", "" if is_free else "<p>Answer with a formula for each part; it is marked by hand.</p>"
        )
        child(self.element, "responseformat", "editor")
        child(self.element, "responserequired", "1")
        wanted = self.dealt.minutes * A_MINUTE * self.space
        child(self.element, "responsefieldlines", str(next((n for n in LINES if n >= wanted), LINES[-1])))
        child(self.element, "attachments", "0")
        child(self.element, "attachmentsrequired", "0")
        self._html(child(self.element, "graderinfo"), self._grading())
        self._html(child(self.element, "responsetemplate"), "")

    def _grading(self) -> str:
        """The rubric with the points of each line, and the answer."""
        answer = f"<p>{html_words(self.shown.answer, self.sources)}</p>"
        if not isinstance(self.dealt.question, Explain):
            return answer
        whole = sum(option.points for option in self.dealt.options) or 1
        lines = (
            f"<li>{html_words(words(option.text))} ({option.points * self.shown.points / whole:.3g})</li>"
            for option in self.dealt.options
        )
        return f"{answer}\n<ul>\n{''.join(lines)}</ul>"
