"""The worked answers of questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from lms_at_hand import claim, library, made_sheet

from dldrill.answer.kinds import read, same, show
from dldrill.answer.spec import Spec
from dldrill.bank.question import DerivationLine, Explain, Match, Order, RubricPoint
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.source import Source, original
from dldrill.maths.latex_writer import latex
from dldrill.maths.unicode_line import line
from dldrill.sheets.prose import (
    Block,
    Emph,
    Inline,
    MathBlock,
    Maths,
    Numbered,
    Paragraph,
    Strong,
    Text,
    words,
)
from dldrill.sheets.solution import answer, solution, value
from dldrill.show.steps import steps_of

COMMON: Any = {"topic": "toys", "minutes": 1, "points": 3}


def plain(parts: Iterable[Inline]) -> str:
    """Parts as text, formulas on one line."""
    return "".join(_plain(part) for part in parts)


def _plain(part: Inline) -> str:
    if isinstance(part, Strong | Emph):
        return plain(part.inside)
    if isinstance(part, Maths):
        return line(part.layout)
    return part.text if isinstance(part, Text) else "?"


def paragraphs(blocks: Iterable[Block]) -> Iterator[str]:
    """The paragraphs as text, also those of lists."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain(block.inside)
        elif isinstance(block, Numbered):
            for item in block.items:
                yield from paragraphs(item)


def dealt_from(question: Any) -> Dealt:
    """A question that is in no bank, dealt."""
    return made_sheet([question], seed="s").forms[0].placed[0].dealt


@pytest.mark.parametrize("seed", ["original", "k3f9"])
def test_every_step_is_there(seed: str) -> None:
    """A problem's solution has each of its steps in order, with reason and formula, and each answer."""
    for question in library():
        if question.type != "compute":
            continue
        dealt = original(question) if seed == "original" else Source(question, seed).deal(0)
        (listed,) = (block for block in solution(dealt) if isinstance(block, Numbered))
        steps = steps_of(dealt)
        assert [next(paragraphs(item)) for item in listed.items] == [plain(words(one.why)) for one in steps]
        for item, step in zip(listed.items, steps, strict=True):
            shown = item[1]
            formula = shown.layout if isinstance(shown, MathBlock) else _formula(shown)
            assert latex(step.chain()).split("=")[0].strip() in latex(formula), question.id
        told = list(paragraphs(solution(dealt)))
        for part in dealt.parts:
            assert any(text.endswith(plain(value(part))) for text in told), question.id


def _formula(block: Block) -> Any:
    assert isinstance(block, Paragraph)
    (shown,) = block.inside
    assert isinstance(shown, Maths)
    return shown.layout


@pytest.mark.parametrize("seed", ["original", "k3f9"])
def test_answers_are_right(seed: str) -> None:
    """What an answer says, read as a learner would write it, is the right answer."""
    seen = set()
    for question in library():
        dealt = original(question) if seed == "original" else Source(question, seed).deal(0)
        for part in dealt.parts:
            if part.kind == "expression" or dealt.type in ("claim", "explain"):
                continue
            unit = f" {part.unit}" if part.unit else ""
            said = plain(value(part)).removesuffix(unit)
            assert same(part.kind, part.right, read(part.kind, said, part.spec), part.spec), (
                question.id,
                said,
            )
            seen.add(part.kind)
    assert {"integer", "number", "shape", "vector", "signs", "text", "matching", "letters", "order"} <= seen


def test_claim() -> None:
    """A claim is told to be true or false, and why."""
    for true in (True, False):
        dealt = dealt_from(claim(1, "c", "because $x$", true=true))
        assert list(paragraphs(solution(dealt))) == [f"{true}. because x"]
        assert plain(answer(dealt)) == str(true)


def test_reasons_of_options() -> None:
    """Each option is told to be true or false, with its reason."""
    for question in library():
        if question.type == "choose":
            dealt = original(question)
            told = list(paragraphs(solution(dealt)))
            for option, text in zip(dealt.options, told, strict=False):
                start = f"{option.letter}: {'true' if option.true else 'false'}. "
                assert text == start + plain(words(option.why)), question.id


def test_matching() -> None:
    """A matching tells the pairs and the reason for the whole."""
    match = Match(id="toys/m", ask="m", pairs=(("one", "a"), ("two", "b")), why="Because.", **COMMON)
    dealt = dealt_from(match)
    pairs, why = paragraphs(solution(dealt))
    assert pairs.endswith(show("matching", dealt.parts[-1].right))
    assert why == "Because."
    assert len(solution(dealt_from(Match(id="toys/m", ask="m", pairs=match.pairs, **COMMON)))) == 1


def test_derivation() -> None:
    """A derivation tells the order of the letters, then each line in that order with its reason."""
    lines = tuple(DerivationLine(f"line {number}", f"why {number}") for number in range(4))
    dealt = dealt_from(Order(id="toys/o", ask="o", lines=lines, **COMMON))
    order, *told = paragraphs(solution(dealt))
    assert order.endswith(show("order", dealt.parts[-1].right))
    assert told == [f"{said} {number}" for number in range(4) for said in ("line", "why")]


def test_free_text() -> None:
    """A free text is answered by its model, and the rubric stands below."""
    rubric = (RubricPoint("says this"), RubricPoint("says that", 2))
    dealt = dealt_from(Explain(id="toys/e", ask="e", model="The *model*.", rubric=rubric, **COMMON))
    assert list(paragraphs(solution(dealt))) == ["The model.", "says this", "says that (2)"]
    assert list(paragraphs(solution(dealt, 1)))[1:] == ["says this (0.33)", "says that (0.67)"]
    assert plain(answer(dealt)) == "The model."


def test_note() -> None:
    """What the official key left out is told where the exam's own numbers are answered, and only there."""
    found = 0
    for question in library():
        if question.note and question.sources:
            assert "About the official answer" in list(paragraphs(solution(original(question))))
            fresh = solution(Source(question, "k3f9").deal(0))
            assert "About the official answer" not in list(paragraphs(fresh))
            found += 1
    assert found


def test_several_parts_on_one_line() -> None:
    """Several answers stand on one line with what each is called; a single one stands alone."""
    for question in library():
        dealt = original(question)
        parts = [part for part in dealt.parts if part.points]
        if question.type == "compute":
            said = plain(answer(dealt))
            several = "; ".join(f"{plain(words(part.label))}: {plain(value(part))}" for part in parts)
            assert said == (several if len(parts) > 1 else plain(value(parts[0]))), question.id


@pytest.mark.parametrize(
    ("kind", "right", "unit", "said"),
    [
        ("integer", -3, None, "−3"),
        ("number", 0.5, "MB", "0.5 MB"),
        ("shape", (4, 4, 5), None, show("shape", (4, 4, 5))),
        ("vector", (1, -2), None, show("vector", (1, -2)).replace("-", "−")),
        ("text", "well-known", None, "well-known"),
        ("letters", frozenset("CA"), None, "A, C"),
    ],
)
def test_value(kind: str, right: Any, unit: str | None, said: str) -> None:
    """A value is printed with its unit and a real minus, which words do not get."""
    letters = "ABC" if kind == "letters" else ""
    assert plain(value(Part("p", "p", kind, right, Spec(letters=letters), unit=unit))) == said
