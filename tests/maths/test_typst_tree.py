"""Formulas as data for Typst: classes, styles and places of scripts are told, texts stay texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dldrill.maths.latex import parse
from dldrill.maths.layout import Row, Symbol
from dldrill.maths.speech import speak
from dldrill.maths.typst_glyphs import shown
from dldrill.maths.typst_tree import formula, group

FORMULAS = (Path(__file__).parent / "exam_formulas.txt").read_text("utf-8").splitlines()
X: Any = ["glyph", "x", "", []]
EQUALS: Any = ["glyph", "=", "relation", []]
ONE: Any = ["text", "1", "", []]


@pytest.mark.parametrize(
    ("source", "nodes"),
    [
        ("x", [X]),
        ("1", [ONE]),
        ("x=1", [X, EQUALS, ONE]),
        ("x+1", [X, ["glyph", "+", "binary", []], ONE]),
        ("-x", [["glyph", "−", "normal", []], X]),
        ("x!", [X, ["glyph", "!", "normal", []]]),
        ("x/1", [X, ["glyph", "/", "normal", []], ONE]),
        (":=", [["glyph", "≔", "relation", []]]),
        (r"\mathbf{W}", [["glyph", "W", "", ["upright", "bold"]]]),
        (r"\boldsymbol{\theta}", [["glyph", "θ", "", ["bold"]]]),
        (r"\mathbb{R}", [["glyph", "R", "", ["bb"]]]),
        (r"\text{if } x", [["words", "if ", "rm"], X]),
        (r"\log x", [["name", ["log"], False], X]),
        (r"\arg\max_x", [["script", [["name", ["arg", "max"], True]], [X], None, ""]]),
        (r"\sum_x", [["script", [["glyph", "∑", "", []]], [X], None, ""]]),
        (r"\sum\nolimits_x", [["script", [["glyph", "∑", "", []]], [X], None, "scripts"]]),
        (r"\underset{x}{1}", [["script", [ONE], [X], None, "limits"]]),
        ("x_1", [["script", [X], [ONE], None, "scripts"]]),
        ("x'", [["script", [X], None, [["primes", 1]], "scripts"]]),
        ("x''^1", [["script", [X], None, [["primes", 2], ONE], "scripts"]]),
        (r"\stackrel{x}{=}", [["class", "relation", [["script", [EQUALS], None, [X], "limits"]]]]),
        (r"\frac{x}{1}", [["fraction", [X], [ONE]]]),
        (r"\sqrt{x}", [["root", [X], None]]),
        (r"\sqrt[1]{x}", [["root", [X], [ONE]]]),
        (r"\left( x \middle| 1 \right)", [["fence", "(", [X, ["middle", "|"], ONE], ")"]]),
        (r"\hat{x}", [["accent", [X], "\u0302"]]),
        (r"\bar{x}", [["accent", [X], "\u0304"]]),
        (r"\overline{xx}", [["overline", [X, X]]]),
        (r"x\quad x", [X, ["space", 1.0], X]),
        (r"\begin{pmatrix} x & 1 \\ x \end{pmatrix}", [["matrix", [[[X], [ONE]], [[X], []]], "(", ")"]]),
        (r"\begin{cases} x \end{cases}", [["cases", [[[X]]]]]),
    ],
)  # fmt: skip
def test_nodes(source: str, nodes: object) -> None:
    """Each construct is one node, with what Typst would not know by itself."""
    assert group(parse(source)) == nodes


def test_aligned_lines() -> None:
    """Aligned lines may break over pages where they are the whole formula, else they are a table."""
    layout = parse(r"\begin{aligned} x &= 1 \end{aligned}")
    rows: Any = [[[X], [EQUALS, ONE]]]
    assert formula(layout, block=True)["body"] == [["lines", rows]]
    nested = [["aligned", [[[X], [["space", 5 / 18], EQUALS, ONE]]]]]
    assert formula(layout)["body"] == nested


@pytest.mark.parametrize("source", FORMULAS)
def test_formulas_are_json(source: str) -> None:
    """Every formula of the exams is plain data, with its words."""
    layout = parse(source)
    data = formula(layout, block=True)
    assert json.loads(json.dumps(data)) == data
    assert data["alt"] == speak(layout)


def test_never_without_words() -> None:
    """A formula that has no words still has an alternative text: a page is not accessible without."""
    assert formula(Row(()))["alt"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("aé→ℝ𝔼 ✓", "aé→ℝ𝔼 ✓"),
        ("字😀", "[U+5B57][U+1F600]"),
        ("a\nb", "a\nb"),
        ("e\u0301 x\u0301", "é x[U+0301]"),
    ],
)
def test_characters_without_glyph(text: str, written: str) -> None:
    """A character that no font of Typst has is printed as its number, also in a formula."""
    assert shown(text) == written
    assert group(Symbol(text, "text", "rm")) == [["words", written, "rm"]]
