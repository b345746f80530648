"""A sheet as Markdown with ``$…$`` formulas; its figures are tables of their data, or told in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dldrill.figures.table import rows
from dldrill.sheets.form import Form, Sheet, Shows
from dldrill.sheets.markdown_prose import escaped, markdown, markdown_words
from dldrill.sheets.printed import Choice, Printed, printed
from dldrill.sheets.prose import Code, Paragraph, Side, Table, Text, words
from dldrill.sheets.worded import instructions, line, time, worth


def write(sheet: Sheet) -> bytes:
    """The text, in UTF-8."""
    return whole(sheet, [part(sheet, form) for form in sheet.forms])


def part(sheet: Sheet, form: Form) -> tuple[str, str]:
    """The questions and the key of one form; what is not printed is empty."""
    shows = sheet.shows
    asked = "" if shows.only_key else "\n\n".join(_form(sheet, form))
    return asked, "\n\n".join(_key(sheet, form)) if shows.key or shows.only_key else ""


def whole(_: Sheet, parts: Sequence[tuple[str, str]]) -> bytes:
    """The text of forms that are written: their questions, then their keys."""
    texts = [text for texts in zip(*parts, strict=True) for text in texts if text]
    return ("\n\n".join(texts) + "\n").encode()


def _form(sheet: Sheet, form: Form) -> Iterator[str]:
    letter = f" (form {form.letter})" if form.letter else ""
    yield f"# {_plain(sheet.title)}{letter}"
    if sheet.course:
        yield markdown_words((Text(line(sheet.course)),))
    if sheet.exam.rules:
        yield "\n".join(f"- {markdown_words(words(rule))}" for rule in sheet.exam.rules)
    for section in sheet.exam.sections:
        told, takes = worth(section.points, sheet.shows), time(section.minutes, sheet.shows)
        title = line(section.name) + (f" ({told})" if told else "") + (f", {takes}" if takes else "")
        questions = [printed(placed, worked=sheet.shows.solutions) for placed in form.of(section)]
        yield f"## {escaped(title)}"
        yield f"*{escaped(instructions(questions))}*"
        for question in questions:
            yield from _question(question, sheet.shows)
    yield markdown_words((Code(line(form.command)),))


def _plain(text: str) -> str:
    return escaped(line(text))


def _question(one: Printed, shows: Shows) -> Iterator[str]:
    told = worth(one.points, shows, extra=one.extra)
    yield f"### {_plain(one.number)}" + (f" ({told})" if told else "")
    yield markdown(one.text)
    if one.figure is not None:
        yield from _figure(one, one.figure.name)
    if one.items:
        yield "\n".join(f"{number}. {markdown_words(item)}" for number, item in enumerate(one.items, 1))
    if one.lines:
        yield "\n".join(f"- **{escaped(letter)}** {markdown_words(text)}" for letter, text in one.lines)
    if one.choices:
        yield "\n".join(_choice(choice, shows.solutions) for choice in one.choices)
    for choice in one.choices:
        if choice.picture is not None:
            yield f"**{escaped(choice.letter)}**"
            yield from _figure(one, choice.picture.name)
    if shows.solutions:
        yield "**Solution**"
        yield markdown(one.solution)
    elif shows.space:
        yield from _blanks(one)


def _choice(choice: Choice, solved: bool) -> str:
    box = "[x]" if solved and choice.true else "[ ]"
    letter = f"**{escaped(choice.letter)}** " if choice.letter else ""
    return f"- {box} {letter}{markdown_words(choice.text)}".rstrip()


def _blanks(one: Printed) -> Iterator[str]:
    lines = [f"{markdown_words(blank.label)}: ______ {_plain(blank.unit)}".rstrip() for blank in one.blanks]
    if lines:
        yield "\n\n".join(lines)


def _figure(one: Printed, name: str) -> Iterator[str]:
    """What the figure shows in words, and its data."""
    figure = one.pictures[name]
    yield markdown((Paragraph((Text(figure.alt),)),))
    head, *body = rows(figure)
    left: Side = "left"
    yield markdown((Table(_cells(head), tuple(map(_cells, body)), (left,) * len(head)),))


def _cells(row: Iterable[str]) -> tuple[tuple[Text, ...], ...]:
    return tuple((Text(cell),) for cell in row)


def _key(sheet: Sheet, form: Form) -> Iterator[str]:
    letter = f", form {form.letter}" if form.letter else ""
    yield f"# Key to {_plain(sheet.title)}{letter}"
    answers = [printed(placed, worked=False) for placed in form.placed]
    columns = 3 if sheet.shows.points else 2
    head = ((Text("No."),), (Text("Answer"),), (Text("Points"),))[:columns]
    left: Side = "left"
    sides = (left, left, left)[:columns]
    body = tuple(
        ((Text(line(one.number)),), one.answer, (Text(f"{one.points:g}"),))[:columns] for one in answers
    )
    yield markdown((Table(head, body, sides),))
