"""The worked answer of a question as a text that every format can write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dldrill.answer.kinds import show
from dldrill.bank.exam import is_of_an_exam
from dldrill.bank.question import Claim, Explain, Match, Order
from dldrill.dealing.dealt import ORIGINAL, Dealt, Part
from dldrill.maths.layout import Grid, Layout, Row, Symbol
from dldrill.maths.tidy import tidied
from dldrill.maths.trace import figure
from dldrill.maths.typeset import layout_of, symbol
from dldrill.maths.unicode_block import block
from dldrill.sheets.prose import (
    Block,
    Inline,
    MathBlock,
    Maths,
    Numbered,
    Paragraph,
    Strong,
    Text,
    prose,
    words,
)
from dldrill.show.steps import Step, steps_of

WIDEST = 72  #: columns, as a terminal would draw it, of a formula that certainly fits on a page
UNBROKEN = 1000
SIGNED = ("integer", "number", "shape", "vector", "matrix", "signs")
BLANK = Row(())


def solution(dealt: Dealt, points: float | None = None) -> tuple[Block, ...]:
    """The worked answer: steps or reasons, then the answers; and what an official key left out.

    Args:
        dealt: the question.
        points: what it is worth here; none: what its bank says.
    """
    return (*_worked(dealt, dealt.points if points is None else points), *_note(dealt))


def answer(dealt: Dealt) -> tuple[Inline, ...]:
    """The answers by themselves, on one line."""
    if isinstance(dealt.question, Explain):
        return words(dealt.question.model)
    parts = [part for part in dealt.parts if part.points]
    found: list[Inline] = []
    for place, part in enumerate(parts):
        label = f"{part.label}: " if len(parts) > 1 else ""
        found += [*([Text("; ")] if place else []), *(words(label) if label else ()), *value(part)]
    return tuple(found)


def value(part: Part) -> tuple[Inline, ...]:
    """The right answer to a part, with its unit."""
    unit = f" {part.unit}" if part.unit else ""
    if part.kind == "letters" and part.spec.letters == "TF":
        return (Text("True" if "T" in part.right else "False"),)
    if part.kind == "expression":
        return (Maths(layout_of(tidied(part.right))), *([Text(unit)] if unit else []))
    said = show(part.kind, part.right)
    return (Text((said.replace("-", "−") if part.kind in SIGNED else said) + unit),)


def _worked(dealt: Dealt, points: float) -> Iterator[Block]:
    question = dealt.question
    if isinstance(question, Claim):
        yield Paragraph(
            (Strong((Text("True." if question.true else "False."),)), Text(" "), *words(question.why))
        )
    elif isinstance(question, Explain):
        yield from prose(question.model)
        yield Numbered(1, tuple(_rubric(dealt, points)))
    elif isinstance(question, Match):
        yield _result(dealt.parts[-1])
        yield from prose(question.why) if question.why else ()
    elif isinstance(question, Order):
        yield _result(dealt.parts[-1])
        lines = ((Paragraph(words(one.says)), Paragraph(words(one.why))) for one in question.lines)
        yield Numbered(1, tuple(lines), tight=False)
    else:
        yield from _options(dealt)
        if not dealt.options or dealt.options[0].figure is not None:
            yield Numbered(1, tuple(_step(step) for step in steps_of(dealt)), tight=False)
            yield from (_result(part) for part in dealt.parts)


def _rubric(dealt: Dealt, points: float) -> Iterator[tuple[Block, ...]]:
    """The points of a good answer, with what each is worth where that is not 1."""
    whole = sum(option.points for option in dealt.options)
    for option in dealt.options:
        worth = round(points * option.points / whole, 2)
        told = () if worth == 1 else (Text(f" ({worth:g})"),)
        yield (Paragraph((*words(option.text), *told)),)


def _options(dealt: Dealt) -> Iterator[Block]:
    for option in dealt.options:
        told = f"{option.letter}: {'true' if option.true else 'false'}."
        yield Paragraph((Strong((Text(told),)), Text(" "), *words(option.why)))


def _step(step: Step) -> tuple[Block, ...]:
    return (Paragraph(words(step.why)), *_chain(step))


def _chain(step: Step) -> Iterator[Block]:
    """The formula, its figures and its value: on one line, or under each other where that is too wide."""
    whole = step.chain()
    if _width(whole) <= WIDEST:
        yield MathBlock(whole)
        return
    shown: list[Any] = [step.symbols, step.figures, figure(step.value)]
    links = [layout_of(node) for node in dict.fromkeys(node for node in shown if node is not None)]
    if any(_width(link) > WIDEST for link in links):
        yield Paragraph((Maths(whole),))  # within a paragraph a formula can be broken
        return
    rows: list[tuple[Layout, ...]] = []
    for place, link in enumerate(links):
        rows.append((BLANK if place else symbol(step.name), Row((Symbol("=", "rel"), link))))
    yield MathBlock(Grid(tuple(rows), kind="align"))


def _width(layout: Layout) -> int:
    return max(map(len, block(layout, UNBROKEN)))


def _result(part: Part) -> Paragraph:
    return Paragraph((*words(f"{part.label}: "), Strong(value(part))))


def _note(dealt: Dealt) -> Iterator[Block]:
    """What the bank adds; about an official key only under the exam's own question."""
    if not dealt.question or not dealt.question.note:
        return
    official = is_of_an_exam(dealt.question)
    if not official or dealt.seed == ORIGINAL:
        title = "About the official answer" if official else "Note"
        yield Paragraph((Strong((Text(title),)),))
        yield from prose(dealt.question.note)
