"""A family's figures, where it has some: in both forms, in rows, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from dldrill.figures.canvas import Level
from dldrill.figures.marks import Figure
from dldrill.figures.svg import svg
from dldrill.figures.table import rows
from dldrill.figures.terminal import draw
from dldrill.testing.sample import Sample

FEW = 6  #: variants whose figures are drawn
WIDTHS = (80, 50, 30)
LEAST_SAID = 20  #: characters that describe a figure


def _figures(sample: Sample) -> Iterator[tuple[object, Figure]]:
    """The figures of the family's own numbers and of some variants, each with its problem."""
    problems = [sample.family(), *(problem for _, problem in sample.problems(FEW))]
    for problem in problems:
        own = problem.figure()
        yield from ((problem, figure) for figure in (own, *problem.pictures()) if figure is not None)


def figures_fit(sample: Sample) -> Iterator[str]:
    """In every set of characters it is drawn within the columns, or left to the table; at 80 it is drawn."""
    for problem, figure in _figures(sample):
        if draw(figure, WIDTHS[0]) is None:
            yield f"{problem}: its figure does not fit {WIDTHS[0]} columns"
        for columns in WIDTHS:
            for level in Level:
                for line in draw(figure, columns, level) or ():
                    text = "".join(span.text for span in line)
                    if len(text) > columns or (level is Level.ASCII and not text.isascii()):
                        yield f"{problem}: its figure breaks {columns} columns of {level.name}: {text}"


def figures_in_rows_and_words(sample: Sample) -> Iterator[str]:
    """Who does not see it gets an alt text and a table of equal rows."""
    for problem, figure in _figures(sample):
        if len(figure.alt) <= LEAST_SAID:
            yield f"{problem}: its figure needs an alt text that tells what it shows"
        table = rows(figure)
        if len(table) < 2 or len({len(row) for row in table}) > 1:
            yield f"{problem}: the data of its figure make no table"


def figures_on_paper(sample: Sample) -> Iterator[str]:
    """The SVG is well-formed, says what it shows, repeats byte for byte, and becomes TikZ."""
    from dldrill.sheets.tikz import tikz

    for problem, figure in _figures(sample):
        text = svg(figure)
        root = ElementTree.fromstring(text)  # noqa: S314 - our own
        if not root.tag.endswith("svg") or figure.alt not in "".join(root.itertext()):
            yield f"{problem}: its SVG does not say what it shows"
        if svg(figure) != text:
            yield f"{problem}: its figure is drawn differently the second time"
        if not tikz(figure):
            yield f"{problem}: nothing is left of its figure in LaTeX"
