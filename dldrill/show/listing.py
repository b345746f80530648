"""Lists of questions, and of a family's givens."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.bank.exam import Exam, Item
from dldrill.bank.question import Compute, Question
from dldrill.dealing.template import latex
from dldrill.derivation.family import Family
from dldrill.derivation.values import option
from dldrill.show.look import QUIET, STRONG, Look
from dldrill.show.markdown import grid, hanging, wrapped


def listing(questions: Sequence[Question], look: Look) -> RenderableType:
    """A block a topic: the questions' ids, types and sources."""
    topics: dict[str, list[Question]] = {}
    for question in questions:
        topics.setdefault(question.topic, []).append(question)
    shown: list[RenderableType] = []
    for topic, group in topics.items():
        shown += [Text(f"{topic}  ({len(group)})", STRONG), *(_line(q, look) for q in group), Text("")]
    shown.append(Text(f"{len(questions)} questions in {len(topics)} topics", QUIET))
    return Group(*shown)


def of_exam(exam: Exam, questions: Sequence[Question], look: Look) -> RenderableType:
    """A block a section of an exam: number, points, id, type, in the exam's order."""
    shown: list[RenderableType] = [wrapped(Text(exam.title, STRONG), look.width), Text("")]
    for section in exam.sections:
        lines = [
            _in_exam(item, question, look)
            for item in section.items
            for question in questions
            if f"{exam.name}/{item.number}" in question.sources
        ]
        if lines:
            shown += [Text(f"{section.name}, {section.minutes:g} minutes", STRONG), *lines, Text("")]
    shown.append(Text(f"{len(questions)} questions", QUIET))
    return Group(*shown)


NUMBERS = 12  #: columns for the number of an exam's question


def _in_exam(item: Item, question: Question, look: Look) -> Text:
    text = Text(question.id)
    extra = " extra credit" if item.extra else ""
    text.append(f"  {_kind(question)}, {item.points:g} point{'' if item.points == 1 else 's'}{extra}", QUIET)
    return hanging(f"  {item.number}", wrapped(text, look.width - NUMBERS), NUMBERS, STRONG)


def _kind(question: Question) -> str:
    return question.family if isinstance(question, Compute) else question.type


def _line(question: Question, look: Look) -> Text:
    text = Text(f"  {question.id}")
    text.append(f"  {_kind(question)}", QUIET)
    if question.sources:
        text.append(f"  {', '.join(question.sources)}", QUIET)
    return wrapped(text, look.width)


def family_givens(family: type[Family], name: str, look: Look) -> RenderableType:
    """A family's title and its givens: the option, the default, what it is."""
    rows = [
        (option(given), written(field.default), field.metadata["help"])
        for given, field in family.givens().items()
    ]
    return Group(
        Text(f"{name}: {family.title}", STRONG),
        grid(("given", "default", "what it is"), rows, look),
    )


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
