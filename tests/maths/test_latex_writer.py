"""LaTeX from layouts: it reads back as the same, and is LaTeX that others read too."""

from __future__ import annotations

import pytest

from dldrill.maths.latex import parse
from dldrill.maths.latex_writer import latex
from dldrill.maths.layout import Fence, Grid, Layout, Row, Script, Symbol
from dldrill.maths.reader import read_expression
from dldrill.maths.typeset import layout_of


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("a+b", "a + b"),
        ("x_i^2", "x_{i}^{2}"),
        (r"\frac12", r"\frac{1}{2}"),
        (r"\sqrt[3]{x}", r"\sqrt[3]{x}"),
        (r"\mathcal{L}", r"\mathcal{L}"),
        (r"\left[ x \right)", r"\left[ x \right)"),
        (r"\|x\|", r"\| x \|"),
        (r"\lVert x \rVert", r"\lVert x \rVert"),
        ("{=}", "{=}"),
        ("{a+b}c", "{a + b} c"),
        (r"\arg\max_c", r"\arg\max_{c}"),
        (r"\operatorname{ReLU}", r"\operatorname{ReLU}"),
        (r"\sum\nolimits_k", r"\sum\nolimits_{k}"),
        (r"\overset{!}{=}", r"\overset{!}{=}"),
        (r"f\limits_a^b", r"\mathop{f}\limits_{a}^{b}"),
        (r"\text{50\% of \{a\_b\}}", r"\text{50\% of \{a\_b\}}"),
        (r"\begin{matrix} a \\ [b] \end{matrix}", r"\begin{matrix} a \\ \relax [ b ] \end{matrix}"),
        (r"\begin{cases} 1 & x \\ 0 & y \end{cases}", r"\begin{cases} 1 & x \\ 0 & y \end{cases}"),
    ],
)
def test_writes(source: str, written: str) -> None:
    """Each construct is written in LaTeX's own way, and reads back as the same layout."""
    layout = parse(source)
    assert latex(layout) == written
    assert repr(parse(written)) == repr(layout)


@pytest.mark.parametrize(
    ("layout", "written"),
    [
        (Grid(((Symbol("a"),),), "⌊", "⌋"), r"\left\lfloor \begin{matrix} a \end{matrix} \right\rfloor"),
        (Fence("⟨", Symbol("a"), ""), r"\left\langle a \right."),
        (Script(Row(()), Symbol("i")), "{}_{i}"),
    ],
)
def test_writes_what_only_programs_build(layout: Layout, written: str) -> None:
    """Layouts that no one would type are LaTeX all the same."""
    assert latex(layout) == written
    assert parse(written) == layout


def test_expressions_are_clean_latex() -> None:
    """A derivation's formula has no braces that a person would leave out."""
    node = read_expression("ln(1+(B-1)*exp(-2))/2", ("B",))
    written = r"\frac{\ln \left( 1 + \left( B - 1 \right) \cdot e^{- 2} \right)}{2}"
    assert latex(layout_of(node)) == written
