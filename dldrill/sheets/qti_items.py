"""Questions as QTI 1.2 items in the way that Canvas writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple
from xml.etree import ElementTree as ET

from dldrill.bank.question import Explain
from dldrill.sheets.lms import (
    DECIMALS,
    NUMERIC,
    Asked,
    Field,
    Variant,
    asked,
    child,
    decimal,
    ident,
    line,
    matched,
    says,
)
from dldrill.sheets.mathjax_prose import html, html_words, image
from dldrill.sheets.printed import Choice
from dldrill.sheets.prose import words
from dldrill.sheets.qti_blanks import accepted, places

FOLDER = "images"
FIRST = 1001  #: Canvas reads the digits of an answer's name as its number


class _Blank(NamedTuple):
    """A list to choose from, or the texts that a blank accepts.

    Attributes:
        name: of the response.
        label: what is shown of it.
        options: names and texts.
        right: names of the right options.
    """

    name: str
    label: str
    options: list[tuple[str, str]]
    right: list[str]


class Item:
    """A variant on its way into an assessment."""

    def __init__(self, section: ET.Element, variant: Variant) -> None:
        self.variant, self.shown, self.dealt = variant, variant.shown, variant.shown.dealt
        self.sources = {
            name: f"%24IMS-CC-FILEBASE%24/{FOLDER}/{file}" for name, (file, _) in variant.files.items()
        }
        self.element = child(section, "item", ident=variant.ident, title=variant.title)
        self.feedback: list[tuple[str, str]] = [("general_fb", html(self.shown.solution, self.sources))]

    def write(self) -> None:
        """The item by its type."""
        dealt, kinds = self.dealt, {part.kind for part in self.dealt.parts}
        fields = asked(dealt)
        if dealt.type in ("claim", "choose"):
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
            self._blanks(fields)
        for name, text in self.feedback:
            found = child(self.element, "itemfeedback", ident=name)
            _material(child(found, "flow_mat"), text)

    def _start(self, kind: str, answers: Iterable[str] = (), more: str = "") -> ET.Element:
        """What every item begins with; gives its presentation."""
        data = child(child(self.element, "itemmetadata"), "qtimetadata")
        for label, entry in (
            ("question_type", f"{kind}_question"),
            ("points_possible", f"{self.shown.points:g}"),
            ("original_answer_ids", ",".join(answers)),
            ("assessment_question_identifierref", ident(self.variant.ident, "question")),
        ):
            field = child(data, "qtimetadatafield")
            child(field, "fieldlabel", label)
            child(field, "fieldentry", entry)
        presentation = child(self.element, "presentation")
        text = [html(self.shown.text, self.sources)]
        if self.shown.figure is not None:
            text.append(f"<p>{image(self.sources[self.shown.figure.name], self.shown.figure.alt)}</p>")
        _material(presentation, "\n".join([*text, *([more] if more else [])]))
        return presentation

    def _processing(self) -> ET.Element:
        """The conditions, with the worked solution for every answer."""
        found = child(self.element, "resprocessing")
        child(
            child(found, "outcomes"),
            "decvar",
            maxvalue="100",
            minvalue="0",
            varname="SCORE",
            vartype="Decimal",
        )
        self._told(found, "general_fb")
        return found

    def _told(self, processing: ET.Element, feedback: str, answer: str | None = None) -> None:
        """A condition that says something; without an answer for every one."""
        condition = _condition(processing, True)
        if answer is None:
            child(condition[0], "other")
        else:
            child(condition[0], "varequal", answer, respident="response1")
        child(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)

    def _choices(self) -> None:
        choices, is_claim = self.shown.choices, self.dealt.type == "claim"
        names = [str(FIRST + place) for place in range(len(choices))]
        kind = "true_false" if is_claim else "multiple_choice" if self.shown.single else "multiple_answers"
        presentation = self._start(kind, names)
        cardinality = "Single" if self.shown.single else "Multiple"
        response = child(presentation, "response_lid", ident="response1", rcardinality=cardinality)
        rendered = child(response, "render_choice")
        for name, choice in zip(names, choices, strict=True):
            _material(child(rendered, "response_label", ident=name), self._choice(choice))
        processing = self._processing()
        if not is_claim:
            for name, option in zip(names, self.dealt.options, strict=True):
                if option.why:
                    self._told(processing, f"{name}_fb", name)
                    self.feedback.append((f"{name}_fb", says(option.why)))
        condition = _condition(processing)
        where = condition[0] if self.shown.single else child(condition[0], "and")
        for name, choice in zip(names, choices, strict=True):
            if choice.true:
                child(where, "varequal", name, respident="response1")
            elif not self.shown.single:
                child(child(where, "not"), "varequal", name, respident="response1")
        child(condition, "setvar", "100", action="Set", varname="SCORE")

    def _choice(self, choice: Choice) -> str:
        if choice.picture is not None:
            return image(self.sources[choice.picture.name], choice.picture.alt)
        letter = f"<strong>{line(choice.letter)}</strong> " if choice.letter else ""
        return letter + html_words(choice.text, self.sources)

    def _numerical(self, one: Asked) -> None:
        unit = f"<p>{line(f'The unit is {one.part.unit}.')}</p>" if one.part.unit else ""
        presentation = self._start("numerical", more=f"<p>{line(DECIMALS)}</p>{unit}")
        response = child(presentation, "response_str", ident="response1", rcardinality="Single")
        child(child(response, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
        processing = self._processing()
        field = one.fields[0]
        if isinstance(field.right, tuple):
            return
        condition = _condition(processing)
        either = child(condition[0], "or")
        child(either, "varequal", decimal(field.right), respident="response1")
        between = child(either, "and")
        value = Fraction(field.right)
        child(between, "vargte", decimal(value - field.tolerance), respident="response1")
        child(between, "varlte", decimal(value + field.tolerance), respident="response1")
        child(condition, "setvar", "100", action="Set", varname="SCORE")
        self._mistakes([(one, place) for place in one.fields], processing)

    def _blanks(self, fields: tuple[Asked, ...]) -> None:
        blanks: list[_Blank] = []
        text = "\n".join(self._part(one, blanks, len(fields) > 1) for one in fields)
        note = f"<p>{line(DECIMALS)}</p>\n" if any(one.part.kind in NUMERIC for one in fields) else ""
        presentation = self._start("fill_in_multiple_blanks", more=f"{note}{text}")
        self._responses(presentation, blanks, "text/plain")
        processing = self._processing()
        self._mistakes([(one, field) for one in fields for field in one.fields], processing)
        _shares(processing, blanks)

    def _part(self, one: Asked, blanks: list[_Blank], has_label: bool) -> str:
        """A part with the names of its blanks in brackets."""
        decimals = places(one)
        rows = []
        for row in one.rows:
            cells = []
            for field in row:
                # a name that no text of a bank can have
                name = f"b{len(blanks) + 1}x{self.variant.ident[1:7]}"
                first = FIRST + sum(len(blank.options) for blank in blanks)
                options = [(str(first + place), text) for place, text in enumerate(accepted(field, decimals))]
                blanks.append(_Blank(name, name, options, [options[0][0]]))
                cells.append(f"[{name}]")
            rows.append(cells)
        label = line(one.part.label) if has_label else "Answer"
        if decimals is not None:
            label += f" (round to {decimals} decimals)" if decimals else " (round to a whole number)"
        if one.part.kind == "signs":
            label += " (+, - or 0)"
        unit = f" {line(one.part.unit)}" if one.part.unit else ""
        if len(rows) == 1:
            inside = ", ".join(rows[0])
            return f"<p>{label}: {inside if len(rows[0]) == 1 else f'({inside})'}{unit}</p>"
        table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return f"<p>{label}:</p>\n<table><tbody>{table}</tbody></table>"

    def _matching(self) -> None:
        names, needs_list = matched(self.shown)
        right = self.dealt.parts[-1].right
        items = [html_words(item, self.sources) for item in self.shown.items]
        items = items or [str(number) for number in range(1, len(right) + 1)]  # they stand in the picture
        answers = {letter: str(FIRST + place) for place, letter in enumerate(names)}
        options = [(answers[letter], name) for letter, name in names.items()]
        pairs = [(item, options, answers[letter]) for item, letter in zip(items, right, strict=True)]
        self._pairs(pairs, self._lettered() if needs_list else "")

    def _places(self) -> None:
        order = self.dealt.parts[-1].right
        options = [(str(FIRST + place), str(place + 1)) for place in range(len(order))]
        place = {letter: str(FIRST + number) for number, letter in enumerate(order)}
        told = "Choose the place of each line: 1 is the first."
        self._pairs(
            [(html_words(text), options, place[letter]) for letter, text in self.shown.lines],
            f"<p>{line(told)}</p>",
        )

    def _pairs(self, pairs: list[tuple[str, list[tuple[str, str]], str]], more: str) -> None:
        presentation = self._start("matching", more=more)
        first = FIRST + len(pairs[0][1])
        blanks = [
            _Blank(str(first + place), text, options, [right])
            for place, (text, options, right) in enumerate(pairs)
        ]
        self._responses(presentation, blanks, "text/html")
        _shares(self._processing(), blanks)

    def _lettered(self) -> str:
        return "\n".join(
            f"<p><strong>{line(letter)}</strong> {html_words(text)}</p>" for letter, text in self.shown.lines
        )

    def _responses(self, presentation: ET.Element, blanks: list[_Blank], kind: str) -> None:
        for blank in blanks:
            response = child(presentation, "response_lid", ident=f"response_{blank.name}")
            _material(response, blank.label, kind)
            rendered = child(response, "render_choice")
            for name, text in blank.options:
                _material(child(rendered, "response_label", ident=name), text, "text/plain")

    def _essay(self) -> None:
        is_free = isinstance(self.dealt.question, Explain)
        note = "" if is_free else "<p>Answer with a formula for each part; it is marked by hand.</p>"
        presentation = self._start("essay", more=note)
        response = child(presentation, "response_str", ident="response1", rcardinality="Single")
        child(child(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")
        processing = self._processing()
        child(_condition(processing)[0], "other")
        if is_free:
            self.feedback[0] = ("general_fb", f"{self.feedback[0][1]}\n{self._rubric()}")

    def _rubric(self) -> str:
        """What each point of the answer is worth; Canvas has no place that only graders see."""
        whole = sum(option.points for option in self.dealt.options) or 1
        lines = (
            f"<li>{html_words(words(option.text))} ({self.shown.points * option.points / whole:.3g})</li>"
            for option in self.dealt.options
        )
        return f"<ul>\n{''.join(lines)}</ul>"

    def _mistakes(self, fields: list[tuple[Asked, Field]], processing: ET.Element) -> None:
        """What known wrong numbers tell; Canvas has no wrong answers to numbers, only one text for all."""
        told = list(dict.fromkeys(_mistakes(fields, len(self.dealt.parts) > 1)))
        if told:
            self._told(processing, "general_incorrect_fb")
            self.feedback.append(("general_incorrect_fb", f"<ul>\n{''.join(told)}</ul>"))


def _mistakes(fields: list[tuple[Asked, Field]], has_label: bool) -> Iterator[str]:
    for one, field in fields:
        label = f"{line(one.part.label)}: " if has_label else ""
        for slip in field.slips:
            yield f"<li>{label}{float(slip.value):.6g}: {says(slip.says)}</li>\n"


def _condition(processing: ET.Element, goes_on: bool = False) -> ET.Element:
    condition = child(processing, "respcondition", **{"continue": "Yes" if goes_on else "No"})
    child(condition, "conditionvar")
    return condition


def _shares(processing: ET.Element, blanks: list[_Blank]) -> None:
    """Each blank earns the same."""
    for blank in blanks:
        condition = child(processing, "respcondition")
        child(
            child(condition, "conditionvar"), "varequal", blank.right[0], respident=f"response_{blank.name}"
        )
        child(condition, "setvar", f"{100 / len(blanks):.2f}", varname="SCORE", action="Add")


def _material(parent: ET.Element, text: str, kind: str = "text/html") -> None:
    child(child(parent, "material"), "mattext", text, texttype=kind)
