"""Sheets for the tests of classes' formats, and a browser's view of the HTML in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from typing import Any

from hostile_texts import TEXTS, random_texts

from dldrill.bank.exam import exams
from dldrill.bank.library import Library, load
from dldrill.bank.question import Claim, Explain, Match, Question, RubricPoint, Select
from dldrill.maths.text import safe
from dldrill.sheets.form import Sheet, Shows
from dldrill.sheets.making import forms, paper_of, paper_of_exam

EXAMS = ("ist-feb23", "uw-au24-q2", "uw-au24-q4", "uw-sp23-mid", "uw-sp24-q4")
MATHJAX = re.compile(r"\\[(\[]|\$\$|\\begin\s*\{|\\(eq)?ref\s*\{")
"""What begins a formula for MathJax, as the platforms set it up."""
ELEMENTS = frozenset(
    "p ul ol li strong em code pre blockquote table thead tbody tr th td br span img".split()
)


@cache
def library() -> Library:
    """The bundled questions."""
    return load()


@cache
def exam_sheet(name: str, seed: str | None = None, copies: int = 1) -> Sheet:
    """A source exam, with its own numbers or in fresh forms."""
    exam = exams()[name]
    found = forms(paper_of_exam(exam, library()), library(), seed, copies, command="dldrill sheet")
    return Sheet(exam.title, "CSE 493", exam, found, Shows(solutions=True))


def made_sheet(questions: Sequence[Question], title: str = "Made", seed: str | None = None) -> Sheet:
    """A sheet of questions that are in no bank."""
    paper = paper_of(questions, "made", title)
    found = forms(paper, Library(tuple(questions)), seed, 1, command="dldrill sheet")
    return Sheet(title, "", paper.exam, found, Shows())


def claim(number: int, text: str, why: str = "why", true: bool = True) -> Claim:
    """A claim."""
    return Claim(
        id=f"toys/c{number}", topic="toys", minutes=1, points=1, claim=text, true=true, why=why, pool="p"
    )


def hostile_questions(texts: Sequence[str]) -> list[Question]:
    """Each type of question with the texts in every place, as code, which changes nothing but controls."""
    one, two, three, *_ = codes = [code(text) for text in texts]
    claims = tuple(claim(number, text, text, number % 2 == 0) for number, text in enumerate(codes))
    common: Any = {"topic": "toys", "minutes": 1, "points": 1}
    return [
        claims[0],
        Select(id="toys/s", pool="p", claims=claims[:4], own=claims[:4], ask=one, **common),
        Select(id="toys/none", pool="p", claims=claims[1::2], own=claims[1::2], ask=one, **common),
        Explain(id="toys/e", ask=two, model=three, rubric=(RubricPoint(one), RubricPoint(two, 2)), **common),
        Match(id="toys/m", ask=three, pairs=((one, two), (two, three), (three, one)), **common),
    ]


def code(text: str) -> str:
    """A text that Markdown reads as itself."""
    fence = "`" * 40
    return f"{fence} {' '.join(text.split())} {fence}"


def batches(count: int) -> Iterator[tuple[Sheet, str]]:
    """Sheets that ask hostile texts, 200 each, and their letters in order, without blanks."""
    texts = [*TEXTS, *random_texts(count)]
    for start in range(0, len(texts), 200):
        some = texts[start : start + 200]
        ask = "\n\n".join(map(code, some))
        question = Explain(
            id="toys/e", topic="toys", minutes=1, points=1, ask=ask, model="m", rubric=(RubricPoint("r"),)
        )
        yield made_sheet([question]), "".join("".join(safe(text, keep="\n").split()) for text in some)


class Browser(HTMLParser):
    """The text and the elements of a piece of HTML, each closed in its turn."""

    elements = ELEMENTS
    names = frozenset(("src", "alt", "start", "border", "style"))

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = [""]
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(source)
        self.close()
        assert not self.open
        assert set(self.tags) <= self.elements, self.tags
        names = {name for name, _ in self.attributes}
        assert names <= self.names, names

    @property
    def text(self) -> str:
        """All the text."""
        return "".join(self.runs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes += attrs
        self.runs.append("")
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag
        self.runs.append("")

    def handle_data(self, data: str) -> None:
        """Note text; MathJax looks for formulas in each run of it."""
        self.runs[-1] += data

    def handle_comment(self, data: str) -> None:
        """Refuse a comment: it would hide text."""
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        """Refuse a declaration."""
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        """Refuse an instruction."""
        raise AssertionError(data)


def formulas(browser: Browser) -> Iterator[str]:
    """What MathJax would take for formulas."""
    for run in browser.runs:
        yield from MATHJAX.findall(run)
