"""Figures of all families: whatever is dealt fits, is drawn in both forms, and has its data in rows."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree

import pytest

from dldrill.dealing.source import Source
from dldrill.families import family, names
from dldrill.figures.canvas import Level
from dldrill.figures.marks import Figure
from dldrill.figures.svg import svg
from dldrill.figures.table import rows
from dldrill.figures.terminal import draw

VARIANTS = 6


@cache
def figures(name: str) -> tuple[Figure, ...]:
    """The figures of some dealt variants and of the family's own numbers."""
    source = Source(family(name), "figures")
    problems = [family(name)(), *(source.deal(index).problem for index in range(VARIANTS))]
    drawn = [problem.figure() for problem in problems if problem is not None]
    return tuple(figure for figure in drawn if figure is not None)


DRAWING = [name for name in names() if figures(name)]


def test_many_families_draw() -> None:
    """At least a dozen families show something."""
    assert len(DRAWING) >= 12


@pytest.mark.parametrize("name", DRAWING)
@pytest.mark.parametrize("columns", [80, 50, 30])
def test_a_figure_keeps_to_its_columns(name: str, columns: int) -> None:
    """In every set of characters it is drawn within the columns, or left to the table."""
    for figure in figures(name):
        for level in Level:
            lines = draw(figure, columns, level)
            for line in lines or ():
                text = "".join(span.text for span in line)
                assert len(text) <= columns
                assert level is not Level.ASCII or text.isascii()


@pytest.mark.parametrize("name", DRAWING)
def test_a_figure_fits_80_columns(name: str) -> None:
    """A terminal of 80 columns shows the picture, not only its data."""
    assert all(draw(figure, 80) is not None for figure in figures(name))


@pytest.mark.parametrize("name", DRAWING)
def test_a_figure_has_its_data_in_rows_and_in_words(name: str) -> None:
    """Who does not see it gets an alt text and a table of equal rows."""
    for figure in figures(name):
        assert len(figure.alt) > 20
        table = rows(figure)
        assert len(table) > 1
        assert len({len(row) for row in table}) == 1


@pytest.mark.parametrize("name", DRAWING)
def test_a_figure_is_drawn_on_paper(name: str) -> None:
    """The SVG is well-formed, says what it shows, and repeats byte for byte."""
    for figure in figures(name):
        text = svg(figure)
        root = ElementTree.fromstring(text)  # noqa: S314 - our own
        assert root.tag.endswith("svg")
        assert figure.alt in "".join(root.itertext())
        assert svg(figure) == text
