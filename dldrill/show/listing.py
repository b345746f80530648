"""Lists of questions, and of a family's givens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.bank.exam import Exam, Item
from dldrill.bank.question import Compute, Question
from dldrill.dealing.template import latex
from dldrill.derivation.family import Family
from dldrill.derivation.values import option
from dldrill.show.domains import allowed
from dldrill.show.look import QUIET, STRONG, Look
from dldrill.show.markdown import GLUE, grid, hanging, indented, said, wrapped


def listing(questions: Sequence[Question], look: Look) -> RenderableType:
    """A block a topic: the questions' ids, types and sources."""
    topics: dict[str, list[Question]] = {}
    for question in questions:
        topics.setdefault(question.topic, []).append(question)
    shown: list[RenderableType] = []
    for topic, group in topics.items():
        shown += [Text(f"{said(topic, look)}  ({len(group)})", STRONG), *_lines(group, look), Text("")]
    shown.append(Text(f"{counted(len(questions), 'question')} in {counted(len(topics), 'topic')}", QUIET))
    return Group(*shown)


def of_exam(exam: Exam, questions: Sequence[Question], look: Look) -> RenderableType:
    """A block a section of an exam: number, points, id, type, in the exam's order."""
    shown: list[RenderableType] = [wrapped(Text(exam.title, STRONG), look.width), Text("")]
    margin = max(len(item.number) for item in exam.items) + 2 * len(GAP)
    for section in exam.sections:
        lines = [
            _in_exam(item, question, margin, look)
            for item in section.items
            for question in questions
            if f"{exam.name}/{item.number}" in question.sources
        ]
        if lines:
            shown += [Text(f"{section.name}, {section.minutes:g} minutes", STRONG), *lines, Text("")]
    shown.append(Text(counted(len(questions), "question"), QUIET))
    return Group(*shown)


def all_exams(exams: Sequence[Exam], look: Look) -> RenderableType:
    """A row an exam: its name, title, minutes and points."""
    rows = [(exam.name, exam.title, f"{exam.minutes:g}", f"{exam.points:g}{_extra(exam)}") for exam in exams]
    return grid(("exam", "title", "minutes", "points"), rows, look)


def _extra(exam: Exam) -> str:
    extra = sum(item.points for item in exam.items if item.extra)
    return f" + {extra:g} extra" if extra else ""


GAP = "  "  #: between the columns of a list, and before them


def _in_exam(item: Item, question: Question, margin: int, look: Look) -> Text:
    text = Text(said(question.id, look))
    worth = f"{item.points:g}{GLUE}point{'' if item.points == 1 else 's'}"
    text.append(f"  {_kind(question)}, {worth}{' extra credit' if item.extra else ''}", QUIET)
    return hanging(f"{GAP}{item.number}", wrapped(text, look.width - margin), margin, STRONG)


def _kind(question: Question) -> str:
    return (isinstance(question, Compute) and question.family) or question.type


def _lines(questions: Sequence[Question], look: Look) -> list[Text]:
    """Ids, types and sources in columns; where there is no room for them, the ids above the rest."""
    rows = [
        (said(question.id, look), _kind(question), said(", ".join(question.sources), look))
        for question in questions
    ]
    ids, kinds, sources = (max(map(len, column)) for column in zip(*rows, strict=True))
    if len(GAP) * 3 + ids + kinds + sources <= look.width:
        return [_line(f"{name:<{ids}}", f"{kind:<{kinds}}{GAP}{source}") for name, kind, source in rows]
    return [_narrow(name, f"{kind}{GAP}{source}".rstrip(), look) for name, kind, source in rows]


def _narrow(name: str, rest: str, look: Look) -> Text:
    line = _line(name, rest)
    if line.cell_len <= look.width:
        return line
    return Text("\n").join(
        [
            wrapped(Text(GAP + name), look.width),
            indented(wrapped(Text(rest, QUIET), look.width - 2 * len(GAP)), 2 * len(GAP)),
        ]
    )


def _line(name: str, rest: str) -> Text:
    line = Text.assemble(GAP, name, GAP, (rest, QUIET))
    line.rstrip()
    return line


def counted(number: int, what: str) -> str:
    """``1 question``, ``2 questions``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def family_givens(family: type[Family], name: str, look: Look) -> RenderableType:
    """A family's title, its givens and its answers: what a command line or a bank can name.

    Answers are those to the defaults; some families have others with other numbers.
    """
    givens = [
        (
            option(given),
            written(field.default),
            allowed(field.metadata["domain"], written, look),
            field.metadata["help"],
        )
        for given, field in family.givens().items()
    ]
    work = family().altered()
    usual = family.parts or list(work.answers)[-1:]
    answers = [
        (answer, work.asked[answer].label or answer, "yes" if answer in usual else "")
        for answer in work.answers
    ]
    return Group(
        Text(f"{name}: {family.title}", STRONG),
        Text(""),
        grid(("given", "default", "dealt", "what it is"), givens, look),
        Text(""),
        grid(("answer", "what it is", "asked for"), answers, look),
        *_in_a_bank(list(family.givens()), look),
        Text(""),
    )


def _in_a_bank(givens: Sequence[str], look: Look) -> Iterator[Text]:
    long = next((given for given in givens if "_" in given), None)
    if long:
        yield Text("")
        yield wrapped(Text(f"A bank writes {long}, a command line {option(long)}.", QUIET), look.width)


def written(value: object) -> str:
    """A value as it would be typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return ",".join(value)
    if isinstance(value, tuple) and (not value or isinstance(value[0], Family)):
        return "; ".join(map(str, value))
    return latex(value).replace(r"\times ", "x").replace(r"\begin{bmatrix} ", "").replace(
        r" \end{bmatrix}", ""
    ).replace(r" \\ ", "; ").replace(" & ", " ")  # fmt: skip
