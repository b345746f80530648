"""Figures as SVG: well formed, plain, the same every time, and legible."""

from __future__ import annotations

import os
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from drawings import figures
from hypothesis import given, settings
from samples import ALL

from dldrill.figures.labels import Box
from dldrill.figures.marks import Axis, Cell, Dash, Dots, Figure, Line, Text
from dldrill.figures.paper import FONT, Taken, text_width
from dldrill.figures.svg import svg

GOLDEN = Path(__file__).parent / "golden"
SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ALL)
def test_golden(name: str) -> None:
    """Each sample is as it was accepted, to the byte."""
    document = svg(ALL[name]())
    path = GOLDEN / f"test_svg-{name}.svg"
    if os.environ.get("DLDRILL_ACCEPT"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(document, "utf-8")
    assert path.is_file(), "no golden file yet"
    assert document == path.read_text("utf-8")


@given(figures())
@settings(max_examples=100, deadline=None)
def test_every_figure_is_well_formed(figure: Figure) -> None:
    """Whatever the data are, the document parses, is finite, and holds no control characters."""
    document = svg(figure)
    root = ElementTree.fromstring(document)  # noqa: S314 - our own output
    assert root.tag == f"{SPACE}svg"
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", document)
    numbers = [value for element in root.iter() for value in element.attrib.values()]
    assert not any(re.search(r"\b(nan|inf)\b", value) for value in numbers)
    assert document == svg(figure)


def test_texts_are_escaped() -> None:
    """Markup in any text stays text."""
    evil = "<script>&\"'</script>"
    marks = (Line(((0, 0), (1, 1)), evil), Dots(((0, 0),), label=evil + "2"), Text(0.5, 0.5, evil))
    figure = Figure(marks=(*marks, Cell(0, 0, 1, 1, evil)), x=Axis(0, 1, evil), y=Axis(0, 1, evil), alt=evil)
    root = ElementTree.fromstring(svg(figure))  # noqa: S314 - our own output
    assert {element.tag.removeprefix(SPACE) for element in root.iter()} >= {"svg", "title", "text"}
    assert "script" not in {element.tag.removeprefix(SPACE) for element in root.iter()}
    assert root.findtext(f"{SPACE}title") == evil


@pytest.mark.parametrize("name", ALL)
def test_no_colours_references_or_ids(name: str) -> None:
    """Only black, white and grey; nothing points anywhere."""
    document = svg(ALL[name]())
    colours = set(re.findall(r"#[0-9a-f]+", document))
    assert all(
        len(set(colour[1:])) == 1 or len({colour[1:3], colour[3:5], colour[5:7]}) == 1 for colour in colours
    )
    assert not re.search(r"href|url\(|\bid=|<style|<script", document)


def text_boxes(root: ElementTree.Element) -> list[tuple[str, Box]]:
    """The texts of a document with the rectangles that they take."""
    found = []
    for element in root.iter(f"{SPACE}text"):
        says, x, y = element.text or "", float(element.get("x", "")), float(element.get("y", ""))
        width = text_width(says)
        left = x - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "")]
        found.append((says, Box(left, y - 0.7 * FONT, left + width, y)))
    return found


@pytest.mark.parametrize("name", ALL)
def test_texts_keep_apart(name: str) -> None:
    """No two texts of a sample overlap."""
    root = ElementTree.fromstring(svg(ALL[name]()))  # noqa: S314 - our own output
    for (one, a), (other, b) in combinations(text_boxes(root), 2):
        assert not a.meets(b), f"{one} and {other}"


@pytest.mark.parametrize("name", ["learning-rates", "optimizers", "scores", "isoflops"])
def test_labels_keep_off_the_lines(name: str) -> None:
    """No line of a plot goes through a label."""
    figure = ALL[name]()
    root = ElementTree.fromstring(svg(figure))  # noqa: S314 - our own output
    taken = Taken()
    for element in root.iter(f"{SPACE}polyline"):
        if element.get("stroke") != "#ccc":
            pairs = [pair.split(",") for pair in element.get("points", "").split()]
            taken.line([(float(x), float(y)) for x, y in pairs], 1)
    labels = {mark.label for mark in figure.marks if isinstance(mark, Line | Dots)} - {""}
    boxes = [(says, box) for says, box in text_boxes(root) if says in labels]
    assert {says for says, _ in boxes} == labels
    assert not [says for says, box in boxes if taken.crosses(box)]


def test_squares_stay_square() -> None:
    """In a diagram a unit that is square on the terminal is square on paper."""
    figure = Figure(marks=(Cell(0, 0, 1, 1),), x=Axis(0, 4), y=Axis(0, 1), axes=False, unit=(4, 2), alt="")
    rect = next(ElementTree.fromstring(svg(figure)).iter(f"{SPACE}rect"))  # noqa: S314 - our own output
    assert rect.get("width") == rect.get("height")


def test_dashes_differ() -> None:
    """Each dash has its own pattern."""
    lines = tuple(Line(((0, k), (10, k)), dash=dash) for k, dash in enumerate(Dash))
    root = ElementTree.fromstring(  # noqa: S314 - our own output
        svg(Figure(marks=lines, x=Axis(0, 10), y=Axis(0, 5), axes=False, alt=""))
    )
    assert len({line.get("stroke-dasharray") for line in root.iter(f"{SPACE}polyline")}) == len(Dash)


def test_an_arrow_has_a_head_at_its_end() -> None:
    """The tip of the head is the end of the line."""
    line = Line(((0, 0), (10, 10)), arrow=True)
    root = ElementTree.fromstring(  # noqa: S314 - our own output
        svg(Figure(marks=(line,), x=Axis(0, 10), y=Axis(0, 10), axes=False, alt="", size=(106, 106)))
    )
    head = next(root.iter(f"{SPACE}polygon")).get("points", "")
    assert head.split()[0] == "100,0"


def test_labels_keep_the_order_of_their_lines() -> None:
    """Labels of lines that end close together stand in the order in which the lines end."""
    heights = [5.3, 5.0, 5.2, 5.1]
    lines = tuple(Line(((0, 5), (10, height)), f"at {height}") for height in heights)
    figure = Figure(marks=lines, x=Axis(0, 10), y=Axis(0, 10), alt="")
    root = ElementTree.fromstring(svg(figure))  # noqa: S314 - our own output
    found = sorted((box.top, says) for says, box in text_boxes(root) if says.startswith("at"))
    assert [says for _, says in found] == ["at 5.3", "at 5.2", "at 5.1", "at 5.0"]
    assert len({round(top, 1) for top, _ in found}) == len(heights)
