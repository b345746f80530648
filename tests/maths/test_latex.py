"""The LaTeX of formulas: what is read, what is refused, and that nothing else ever happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dldrill.faults import Fault
from dldrill.maths.ascii import asciified
from dldrill.maths.glyphs import width
from dldrill.maths.latex import DEEPEST, LONGEST, parse
from dldrill.maths.latex_writer import latex
from dldrill.maths.layout import (
    Accent,
    Fence,
    Fraction,
    Grid,
    Layout,
    Root,
    Row,
    Script,
    Space,
    Symbol,
)
from dldrill.maths.speech import speak
from dldrill.maths.unicode_block import block
from dldrill.maths.unicode_line import line

EXAMS = (Path(__file__).parent / "exam_formulas.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("source", "layout"),
    [
        ("x", Symbol("x")),
        ("12.5", Symbol("12.5", "num")),
        ("-", Symbol("−", "bin")),
        ("a+b", Row((Symbol("a"), Symbol("+", "bin"), Symbol("b")))),
        (r"\frac{1}{n}", Fraction(Symbol("1", "num"), Symbol("n"))),
        (r"\sqrt{x}", Root(Symbol("x"))),
        (r"\sqrt[3]{x}", Root(Symbol("x"), Symbol("3", "num"))),
        ("x_i^2", Script(Symbol("x"), Symbol("i"), Symbol("2", "num"))),
        ("f'", Script(Symbol("f"), None, Symbol("′"))),
        (r"\sum_k", Script(Symbol("∑", "bigop"), Symbol("k"), None, True)),
        (r"\max_c", Script(Symbol("max", "funclim"), Symbol("c"), None, True)),
        (r"\arg\max_c", Script(Symbol("arg max", "funclim"), Symbol("c"), None, True)),
        (r"\left( x \right]", Fence("(", Symbol("x"), "]")),
        (r"\left. x \right|", Fence("", Symbol("x"), "|")),
        (r"\hat{y}", Accent("hat", Symbol("y"))),
        (r"\text{a b}", Symbol("a b", "text", "rm")),
        (r"\operatorname{ReLU}", Symbol("ReLU", "func")),
        (r"\mathbb{R}", Symbol("R", "ord", "bb")),
        (r"a\,b", Row((Symbol("a"), Space(1), Symbol("b")))),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix}", Grid(((Symbol("1", "num"), Symbol("2", "num")),), "[", "]")),
        (r"a \not= b", Row((Symbol("a"), Symbol("≠", "rel"), Symbol("b")))),
        ("{=}", Symbol("=", "ord")),
    ],
)
def test_reads(source: str, layout: Layout) -> None:
    """Each construct becomes its layout."""
    assert repr(parse(source)) == repr(layout)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (r"\frac{1}", "ends too early"),
        (r"\frac12", "ends too early"),
        ("x_^2", "argument is missing"),
        (r"\foo{x}", r"\foo"),
        ("x^1^2", "second superscript"),
        ("x_1_2", "second subscript"),
        ("{x", "ends too early"),
        ("x}", "} is not expected"),
        (r"\left( x", "ends too early"),
        (r"\left q x \right)", "no bracket"),
        (r"\begin{figure}x\end{figure}", "figure"),
        (r"\begin{matrix}x\end{bmatrix}", "missing"),
        (r"\text x", "{ is missing"),
        ("50%", r"\%"),
        (r"a & b", "& is not expected"),
        ("{" * (DEEPEST + 5), "too deeply"),
        ("x" * (LONGEST + 1), "longer than"),
        (r"\sqrt" * 100, "too deeply"),
    ],
)
def test_refuses_with_a_place(source: str, says: str) -> None:
    """What the subset does not have is a fault that names it."""
    with pytest.raises(Fault) as caught:
        parse(source)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("source", EXAMS)
def test_exam_formulas_are_written_by_every_writer(source: str) -> None:
    """Every formula of the five exams reads, and reads back; every writer keeps its promises."""
    layout = parse(source)
    assert repr(parse(latex(layout))) == repr(layout)
    for columns in (76, 40):
        for ascii_only in (False, True):
            rows = block(layout, columns, ascii_only)
            assert max(map(width, rows)) <= columns
            assert all(row == row.rstrip() for row in rows)
            assert all(ord(char) <= 0xFFFF for row in rows for char in row)
            assert not ascii_only or all(row.isascii() for row in rows)
    assert "?" not in line(layout, True)
    spoken = speak(layout)
    assert spoken.isascii()
    assert not set(spoken) & set("\\{}_^&=+*/<>")


PIECES = st.sampled_from(
    [
        *r"abx12_^{}&+-=()[]'\, ",
        *(r"\frac", r"\sqrt", r"\left(", r"\right)", r"\\", r"\sum", r"\text", r"\alpha", r"\hat"),
        *(r"\begin{matrix}", r"\end{matrix}"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_random_formulas_read_or_fault(source: str) -> None:
    """Any text is read or refused; what is read can be written in every way."""
    try:
        layout = parse(source)
    except Fault:
        return
    assert block(layout, 60) is not None
    assert line(asciified(layout)) is not None
    assert speak(layout).isascii()
    assert parse(latex(layout)) is not None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EXAMS), st.data())
def test_damaged_exam_formulas_read_or_fault(source: str, data: st.DataObject) -> None:
    """An exam's formula with a character lost, doubled or moved never does more than fault."""
    at = data.draw(st.integers(0, max(0, len(source) - 1)))
    other = data.draw(st.integers(0, max(0, len(source) - 1)))
    damaged = data.draw(
        st.sampled_from(
            [
                source[:at] + source[at + 1 :],
                source[:at] + source[at : at + 1] * 2 + source[at + 1 :],
                source[:at] + source[other : other + 5] + source[at:],
            ]
        )
    )
    try:
        layout = parse(damaged)
    except Fault:
        return
    block(layout, 50)
    speak(layout)
