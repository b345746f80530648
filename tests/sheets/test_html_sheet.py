"""The page of a sheet: well-formed, whole in itself, always the same; hostile texts are only texts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64decode
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hostile_texts import TEXTS, random_texts
from lengths import at_length

from dldrill.bank.exam import Exam, Item, Marking, Section, exams
from dldrill.bank.library import Library, load
from dldrill.bank.question import Claim, Explain, Question, RubricPoint
from dldrill.dealing.paper import Placed
from dldrill.dealing.source import original
from dldrill.sheets.form import Form, Sheet, Shows
from dldrill.sheets.html import write
from dldrill.sheets.html_marks import marks, plain
from dldrill.sheets.making import forms, paper_of_exam

VOID = {"meta", "br", "input", "mspace", "polyline", "rect", "circle", "path", "line", "ellipse", "polygon"}
EVERYTHING = Shows(key=True, solutions=True)


@cache
def library() -> Library:
    """The bundled banks."""
    return load()


@cache
def page(name: str, seed: str | None = None, copies: int = 1, shows: Shows = EVERYTHING) -> str:
    """An exam's page."""
    exam = exams()[name]
    made = forms(
        paper_of_exam(exam, library()), library(), seed, copies, command=f"dldrill sheet --exam {name}"
    )
    return write(Sheet(exam.title, "CSE 493", exam, made, shows)).decode()


class Reader(HTMLParser):
    """The elements of a page, each closed in its turn, with the texts outside of the script and style."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        assert len(dict(attrs)) == len(attrs), tag
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed at once."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]][-1] += data
        else:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        """Refuse a comment: it would hide text."""
        raise AssertionError(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such element."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        """Every id."""
        return [str(attributes["id"]) for _, attributes in self.elements if "id" in attributes]


@pytest.mark.parametrize("name", exams())
@pytest.mark.parametrize("seed", [None, "k3f9"])
def test_structure(name: str, seed: str | None) -> None:
    """Each id is there once, each label and link finds its element, and headings step down by one."""
    read = Reader(page(name, seed, 1 if seed is None else 2))
    assert len(set(read.ids)) == len(read.ids)
    for tag, attribute in (("label", "for"), ("output", "for")):
        assert {found[attribute] for found in read.all(tag) if attribute in found} <= set(read.ids)
    assert all(str(link["href"])[1:] in read.ids for link in read.all("a"))
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert all("alttext" in formula for formula in read.all("math"))
    pictures = [found for found in read.all("span") if found.get("class") == "picture"]
    assert all(found["role"] == "img" and found["aria-label"] for found in pictures)
    assert len(pictures) == len(read.all("svg"))
    assert len(read.all("legend")) == len(read.all("fieldset"))


@pytest.mark.parametrize("name", exams())
def test_strict_parser(name: str) -> None:
    """A strict parser of HTML 5 that is not ours finds nothing to complain about."""
    html5lib = pytest.importorskip("html5lib")
    html5lib.HTMLParser(strict=True).parse(page(name))


@pytest.mark.parametrize("name", exams())
def test_whole_in_itself(name: str) -> None:
    """The page asks for nothing from anywhere: no address stands in it but names of vocabularies."""
    written = page(name)
    names = {"http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"}
    assert set(re.findall(r"[a-z]+://[^\s\"'<)]+", written)) <= names
    read = Reader(written)
    assert not {tag for tag, _ in read.elements} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
    }
    for _, attributes in read.elements:
        assert not {key for key in attributes if key.startswith("on") or key in ("src", "action")}
    assert "url(" not in "".join(read.raw["style"])
    assert "@import" not in "".join(read.raw["style"])


@pytest.mark.parametrize("name", exams())
def test_policy(name: str) -> None:
    """The page's policy allows its own script and styles, each by its digest, and nothing else."""
    read = Reader(page(name))
    policy = str(next(meta["content"] for meta in read.all("meta") if "http-equiv" in meta))
    assert policy.startswith("default-src 'none'; ")
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & set(re.split("[; ]", policy))
    allowed = {b64decode(found) for found in re.findall(r"'sha256-([^']+)'", policy)}
    styles = {str(attributes["style"]) for _, attributes in read.elements if "style" in attributes}
    own = {read.raw["style"][0], read.raw["script"][1], *styles}
    assert allowed == {sha256(text.encode()).digest() for text in own}


def test_script_runs_no_text() -> None:
    """Nothing that was typed or that is in a bank is ever run or becomes markup."""
    script = Reader(page("uw-sp24-q4")).raw["script"][1]
    assert not re.search(r"\beval\b|\bFunction\b|innerHTML|outerHTML|insertAdjacent|document\.write", script)
    assert not re.search(r"\bfetch\b|XMLHttp|import\s*\(|WebSocket|localStorage|\bcookie\b", script)


@pytest.mark.parametrize("name", exams())
def test_marks_for_every_question(name: str) -> None:
    """The script has the marks of each question, in the order of the page, and a sentence a mistake."""
    read = Reader(page(name, "k3f9", 2))
    data = json.loads(read.raw["script"][0])
    questions = [found for found in read.all("article") if found.get("class") == "question"]
    assert len(data) == len(questions)
    said = sum(found.get("class") == "slip" for found in read.all("p"))
    assert said == sum(1 + max((slip["says"] for slip in one["slips"]), default=-1) for one in data)


@pytest.mark.parametrize("name", exams())
def test_mistakes_differ_from_the_answers(name: str) -> None:
    """No mistake that is named leads to the right answers alone, and each says where it leads."""
    exam = exams()[name]
    for form in forms(paper_of_exam(exam, library()), library(), "k3f9", 1, command=""):
        for placed in form.placed:
            data = marks(placed).data
            for slip in data["slips"]:
                pairs = list(zip(slip["values"], data["parts"], strict=True))
                assert any(value is not None for value, _ in pairs)
                assert all(value != part["right"] for value, part in pairs)
                assert all(slip["values"][place] is not None for place in slip["carried"])


def test_carried() -> None:
    """What follows rightly from a mistake in an earlier part is known to."""
    exam = exams()["uw-sp23-mid"]
    (form,) = forms(paper_of_exam(exam, library()), library(), None, 1, command="")
    placed = next(one for one in form.placed if one.item.number == "3.5.1.1")
    found = {tuple(map(str, slip["values"])): slip["carried"] for slip in marks(placed).data["slips"]}
    no_relu = next(carried for values, carried in found.items() if values[:2] == ("None", "[1, 3, -3]"))
    assert 2 in no_relu


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("integer", 2**53 - 1, 2**53 - 1),
        ("integer", 2**60, str(2**60)),
        ("number", float("inf"), None),
        ("letters", frozenset("CA"), ["A", "C"]),
        ("text", "cat", ["cat"]),
        ("text", ("a", "b"), ["a", "b"]),
        ("matrix", ((1, 0.5), (2, 3)), [[1, 0.5], [2, 3]]),
        ("signs", ("+0", "--"), ["+0", "--"]),
    ],
)
def test_plain(kind: str, value: object, written: object) -> None:
    """A value becomes what JSON can hold, without losing a digit."""
    assert plain(kind, value) == written


SHOWS = [
    (Shows(), {"key": 0, "open": 0, "questions": 9}),
    (Shows(key=True, solutions=True), {"key": 1, "open": 9, "questions": 9}),
    (Shows(only_key=True), {"key": 1, "open": 0, "questions": 0}),
]


@pytest.mark.parametrize(("shows", "counted"), SHOWS)
def test_shows(shows: Shows, counted: dict[str, int]) -> None:
    """Solutions, keys and questions are there as asked for."""
    read = Reader(page("uw-sp24-q4", None, 1, shows))
    assert sum(found.get("class") == "key" for found in read.all("section")) == counted["key"]
    assert sum("open" in found for found in read.all("details")) == counted["open"]
    assert len(read.all("article")) == counted["questions"]
    assert bool(read.raw["script"]) == bool(counted["questions"])


def test_points_and_minutes_can_be_left_out() -> None:
    """A sheet says nothing of points and minutes if it is not to."""
    read = Reader(page("uw-sp24-q4", None, 1, Shows(points=False, minutes=False, space=0)))
    assert not any(found.get("class") in ("facts", "points") for _, found in read.elements)
    assert not any(
        "--room" in str(found.get("style")) and "0cm" not in str(found["style"]) for _, found in read.elements
    )
    assert not any(found.get("class") == "room" for found in read.all("div"))


@pytest.mark.slow
def test_same_bytes() -> None:
    """Another process, with another order of its sets, writes the same bytes."""
    program = (
        "import sys; from hashlib import sha256\n"
        "from test_html_sheet import page, EVERYTHING\n"
        "print(sha256(page('ist-feb23', 'k3f9', 2).encode()).hexdigest())"
    )
    paths = ["/".join(__file__.split("/")[:-1]), *sys.path]
    script = f"import sys; sys.path[:0] = {paths!r}\n{program}"
    command = [sys.executable, "-c", script]
    printed = {
        subprocess.run(
            command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {sha256(page("ist-feb23", "k3f9", 2).encode()).hexdigest() + "\n"}


def code(text: str) -> str:
    """The text as a code span, where Markdown leaves it alone."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence} {' '.join(text.splitlines())} {fence}"


def hostile_sheet(text: str) -> Sheet:
    """A sheet with a text in each place that a bank or a command line can put one."""
    common = {"topic": "t", "minutes": 1.0, "points": 1.0}
    questions: list[Question] = [
        Claim(id="t/a", claim=code(text), true=True, why=code(text), **common),  # type: ignore[arg-type]
        Explain(id="t/b", ask=code(text), model=code(text), rubric=(RubricPoint(code(text), 1.0),), **common),  # type: ignore[arg-type]
    ]
    section = Section(text, 1, Marking(), tuple(Item(text, 1) for _ in questions))
    exam = Exam("t", text, 1, 2, (code(text),), (section,), {})
    placed = tuple(
        Placed(section, item, original(question))
        for item, question in zip(section.items, questions, strict=True)
    )
    return Sheet(text, text, exam, (Form("", text, placed, text), Form(text, text, placed, text)), EVERYTHING)


TAMED = "x"
"""A text that does nothing anywhere."""


@cache
def skeleton() -> list[tuple[str, list[str]]]:
    """The elements of the page of a tame text, with the names of their attributes."""
    return shape(Reader(write(hostile_sheet(TAMED)).decode()))


def shape(read: Reader) -> list[tuple[str, list[str]]]:
    """The elements and their attributes' names."""
    return [(tag, sorted(attributes)) for tag, attributes in read.elements]


def only_text(text: str) -> None:
    """The page of a text has the elements of any other, and the script has no other marks."""
    read = Reader(write(hostile_sheet(text)).decode())
    assert shape(read) == skeleton()
    assert json.loads(read.raw["script"][0])


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_texts(text: str) -> None:
    """A hostile text is a text wherever it stands."""
    only_text(text)


def test_random_hostile_texts() -> None:
    """So are pieces of them put together."""
    for text in random_texts(150):
        only_text(text)


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_many_hostile_texts(count: int) -> None:
    """Many of them: ten are the points of a question, and forty questions a page."""
    texts = random_texts(count)
    pages = [many(texts[start : start + 400]) for start in range(0, len(texts), 400)]
    tame = shape(Reader(write(many([TAMED] * 400)).decode()))
    for sheet in pages:
        assert shape(Reader(write(sheet).decode())) == tame


def many(texts: list[str]) -> Sheet:
    """A sheet with all of the texts."""
    items = tuple(Item(str(number), 1) for number in range(0, len(texts), 10))
    section = Section("s", 1, Marking(), items)
    placed = []
    for item in items:
        start = int(item.number)
        rubric = tuple(RubricPoint(code(text), 1.0) for text in texts[start : start + 10])
        question = Explain(id="t/b", topic="t", minutes=1, points=1, ask="a", model="b", rubric=rubric)
        placed.append(Placed(section, item, original(question)))
    exam = Exam("t", "t", 1, 1, (), (section,), {})
    return Sheet("t", "", exam, (Form("", None, tuple(placed), "c"),), Shows())
