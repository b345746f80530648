"""TikZ of figures: as many elements as their SVG has, and pdflatex draws them all."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from test_latex_sheet import compiled

from dldrill.dealing.source import Source
from dldrill.families import family, names
from dldrill.figures.marks import Axis, Figure, Line
from dldrill.figures.svg import svg
from dldrill.sheets.latex_prose import PREAMBLE, escaped
from dldrill.sheets.tikz import tikz


@cache
def figures(name: str) -> tuple[Figure, ...]:
    """The figures of a family's own numbers and of some dealt ones."""
    source = Source(family(name), "tikz")
    problems = [family(name)(), *(source.deal(index).problem for index in range(2))]
    drawn = [problem.figure() for problem in problems if problem is not None]
    return tuple(figure for figure in drawn if figure is not None)


DRAWING = [name for name in names() if figures(name)]


@pytest.mark.parametrize("name", DRAWING)
def test_elements(name: str) -> None:
    """Every element of the SVG is one command, and every text is in it."""
    for figure in figures(name):
        elements = list(ElementTree.fromstring(svg(figure)))  # noqa: S314 - ours
        drawn = [element for element in elements if not element.tag.endswith(("title", "desc"))]
        lines = tikz(figure).splitlines()
        assert len(lines) == len(drawn) + 2
        assert all(line.startswith(("\\draw", "\\fill", "\\node")) for line in lines[1:-1])
        assert all(line.endswith(";") for line in lines[1:-1])
        for element, line in zip(drawn, lines[1:-1], strict=True):
            if element.tag.endswith("text"):
                assert escaped(element.text or "") in line
            if element.tag.endswith(("polyline", "polygon")):
                assert len(re.findall(r"\(-?[\d.]+,-?[\d.]+\)", line)) == len(
                    element.get("points", "").split()
                )


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_compiles(tmp_path: Path) -> None:
    """LaTeX draws the figure of every family, and one with a hostile label."""
    hostile = Figure(
        marks=(Line(((0.0, 0.0), (1.0, 1.0)), label=r"\input{x} #1 % $ ;} ["),),
        x=Axis(0, 1, r"\end{tikzpicture}"),
        y=Axis(0, 1, "100 %"),
        alt="x",
    )
    drawn = [tikz(figure) for name in DRAWING for figure in figures(name)[:1]] + [tikz(hostile)]
    source = "\\documentclass{article}\n\\usepackage{xcolor,tikz}\n" + PREAMBLE + "\\begin{document}\n"
    source += "\n\n".join(rf"\resizebox{{8cm}}{{!}}{{{one}}}" for one in drawn) + "\n\\end{document}\n"
    assert "Missing character" not in compiled(source.encode(), tmp_path)
