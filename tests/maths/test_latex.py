"""The LaTeX of formulas: what is read, what is refused, and that nothing else ever happens."""

from __future__ import annotations

import string
import unicodedata
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dldrill.faults import Fault
from dldrill.maths import latex_symbols as tex
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

TABLES = (tex.ORDINARY, tex.BINARY, tex.RELATION, tex.BIG, tex.OPENING, tex.CLOSING, tex.NEGATED)
SPOKEN = string.ascii_letters + string.digits + " .,;:'()-"
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
        ("f''", Script(Symbol("f"), None, Row((Symbol("′"), Symbol("′"))))),
        (r"\frac12", Fraction(Symbol("1", "num"), Symbol("2", "num"))),
        ("8,224", Symbol("8,224", "num")),
        (".25", Symbol(".25", "num")),
        ("...", Symbol("…")),
        ("a ≤ b", Row((Symbol("a"), Symbol("≤", "rel"), Symbol("b")))),
        ("a − b", Row((Symbol("a"), Symbol("−", "bin"), Symbol("b")))),
        ("𝔼", Symbol("E")),
        (": =", Row((Symbol(":", "rel"), Symbol("=", "rel")))),
        (":=", Symbol(":=", "rel")),
        (r"\mathrm{one-hot}", Symbol("one-hot", "text", "rm")),
        (r"\text{50\% of a\_b}", Symbol("50% of a_b", "text", "rm")),
        (r"\overset{!}{=}", Script(Symbol("=", "rel"), None, Symbol("!"), True)),
        (r"\underset{x}{f}", Script(Symbol("f"), Symbol("x"), None, True)),
        (r"\int_a", Script(Symbol("∫", "bigop"), Symbol("a"), None, False)),
        (r"\sum\nolimits_k", Script(Symbol("∑", "bigop"), Symbol("k"), None, False)),
        (r"\left[\begin{array}{c} 1 \end{array}\right]", Grid(((Symbol("1", "num"),),), "[", "]")),
        (r"\begin{matrix} a \\[2pt] b \end{matrix}", Grid(((Symbol("a"),), (Symbol("b"),)))),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix}", Grid(((Symbol("1", "num"), Symbol("2", "num")),), "[", "]")),
        (r"a \not= b", Row((Symbol("a"), Symbol("≠", "rel"), Symbol("b")))),
        ("{=}", Symbol("=", "ord")),
    ],
)
def test_reads(source: str, layout: Layout) -> None:
    """Each construct becomes its layout."""
    assert repr(parse(source)) == repr(layout)


@pytest.mark.parametrize(
    ("source", "says", "position"),
    [
        (r"\frac{1}", "argument is missing", 8),
        ("x_^2", "argument is missing", 2),
        (r"\foo{x}", r"\foo is not known", 0),
        (r"\alpah", r"write \alpha", 0),
        (r"\argmx", r"write \argmax", 0),
        ("x^1^2", "second superscript", 3),
        ("x_1_2", "second subscript", 3),
        ("x^10", "write {10}", 2),
        ("{x", "ends too early", 2),
        ("x}", "} without its {", 1),
        (r"x \right)", r"\right without its \left", 2),
        (r"\left( x", "ends too early", 8),
        (r"\left", "a bracket is missing", 5),
        (r"\left q x \right)", "q is no bracket", 6),
        (r"\begin{figure}x\end{figure}", "'figure' is not known", 13),
        (r"\begin{matrix}x\end{bmatrix}", r"\end{matrix} is missing", 19),
        (r"\text x", "{ is missing", 6),
        (r"\text{a \bf b}", r"\bf has no place in text", 8),
        (r"\text{a $x$}", "a $ inside text", 6),
        (r"\text{a", "} is missing", 7),
        ("50%", r"write \%", 2),
        ("a & b", r"write \&", 2),
        (r"a \\ b", "only inside matrices", 2),
        (r"\not x", r"\not stands only before", 5),
        ("x\\", "without its command", 1),
        ("a\x1b[31m", "U+001B", 1),
        ("\\text{a\x1b]52}", "U+001B", 7),
        ("\\text{\u202e}", "U+202E", 6),
        ("漢", "U+6F22", 0),
        ("😀", "U+1F600", 0),
        ("x²", "write ^{…}", 1),
        ("x\u0302", "U+0302", 1),
        ("{" * (DEEPEST + 5), "too deeply", DEEPEST),
        ("(" * (DEEPEST + 5), "too deeply", DEEPEST),
        (r"\sqrt" * 100, "too deeply", None),
        ("x^{" * 100 + "x", "too deeply", None),
        ("x" * (LONGEST + 1), "longer than", LONGEST),
    ],
)
def test_refuses_with_a_place(source: str, says: str, position: int | None) -> None:
    """What the subset does not have is a fault of one line that names it, and where it is."""
    with pytest.raises(Fault) as caught:
        parse(source)
    assert says in str(caught.value)
    assert str(caught.value).isprintable()
    assert caught.value.code == "latex"
    assert position is None or caught.value.position == position


def test_depth_is_only_that_of_open_brackets() -> None:
    """Brackets that were closed do not count: a long row of small groups is read."""
    assert parse("(a)[b]{c}" * 200) is not None
    assert parse(r"\{" * 30 + r"\}" * 30 + "(" * 30) is not None


@pytest.mark.parametrize("source", ["x^{" * 38 + "x" + "}" * 38, "{" * 39 + "}" * 39, "(" * 38 + ")" * 38])
def test_deepest_formulas_are_written_at_once(source: str) -> None:
    """The deepest formulas that are read take no time and no depth that a writer lacks."""
    layout = parse(source)
    begin = perf_counter()
    assert line(layout) is not None
    assert line(layout, ascii=True) is not None
    assert block(layout, 40)
    assert block(layout, 40, ascii=True)
    assert speak(layout) is not None
    assert repr(parse(latex(layout))) == repr(layout)
    assert perf_counter() - begin < 2


def test_inline_formula_is_quick() -> None:
    """Reading and writing a usual formula takes well under a millisecond."""
    begin = perf_counter()
    for _ in range(200):
        line(parse(r"\cos(f_\theta(x_i), g_\psi(y_i)) = 1"))
    assert (perf_counter() - begin) / 200 < 0.001


@pytest.mark.parametrize("glyph", sorted({glyph for table in TABLES for glyph in table.values()}))
def test_every_sign_has_an_ascii_form_and_a_name(glyph: str) -> None:
    """Whatever a command gives is one column wide or a word, and can be spelt and spoken."""
    assert all(ord(char) <= 0xFFFF and unicodedata.east_asian_width(char) not in "WF" for char in glyph)
    assert "?" not in line(Symbol(glyph), ascii=True)
    assert speak(Row((Symbol("a"), Symbol(glyph), Symbol("b")))) not in ("a b", "ab")


@pytest.mark.parametrize("source", EXAMS)
def test_exam_formulas_are_written_by_every_writer(source: str) -> None:
    """Every formula of the five exams reads, and reads back; every writer keeps its promises."""
    layout = parse(source)
    assert repr(parse(latex(layout))) == repr(layout)
    assert_written(layout)
    assert "?" not in line(layout, True)


def test_no_two_exam_formulas_look_the_same_in_ascii() -> None:
    """Formulas that differ in Unicode differ in ASCII too, but for letters that only differ in script."""
    apart: dict[str, set[str]] = {}
    for source in EXAMS:
        layout = parse(source)
        unstyled = line(layout).translate(str.maketrans("ℒℰℛℕℝ∂", "LERNRd"))
        apart.setdefault(line(layout, ascii=True), set()).add(unstyled.replace(" ", ""))
    assert [shown for shown in apart.values() if len(shown) > 1] == []


def assert_written(layout: Layout) -> None:
    """Every writer writes the layout, within the width, in the characters it may use."""
    for columns in (76, 40, 9):
        for ascii_only in (False, True):
            rows = block(layout, columns, ascii_only)
            assert rows
            assert max(map(width, rows)) <= columns
            assert all(row == row.rstrip() for row in rows)
            assert all(ord(char) <= 0xFFFF and char.isprintable() for row in rows for char in row)
            assert not ascii_only or all(row.isascii() for row in rows)
    assert "\n" not in line(layout)
    assert line(layout, ascii=True).isascii()
    spoken = speak(layout)
    assert set(spoken) <= set(SPOKEN), spoken


PIECES = st.sampled_from(
    [
        *r"abx12_^{}&+-=()[]'\, |.<>,;:~%$!/≤−é",
        *(r"\frac", r"\sqrt", r"\sqrt[3]", r"\left(", r"\right)", r"\left.", r"\right|", r"\\", r"\|"),
        *(r"\sum", r"\max", r"\arg\max", r"\limits", r"\mid", r"\lvert", r"\lfloor", r"\cdot", r"\quad"),
        *(r"\text{a b}", r"\mathrm{ab}", r"\mathbf", r"\mathcal{L}", r"\alpha", r"\hat", r"\binom", r"\not"),
        *(r"\operatorname{f}", r"\operatorname*{f}", r"\overset", r"\underset", "{a+b}"),
        *(r"\begin{matrix}", r"\end{matrix}", r"\begin{cases}", r"\end{cases}"),
        *(r"\begin{aligned}", r"\end{aligned}"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_random_formulas_read_or_fault(source: str) -> None:
    """Any text is read or refused; what is read reads back and can be written in every way."""
    try:
        layout = parse(source)
    except Fault:
        return
    assert_written(layout)
    assert repr(parse(latex(layout))) == repr(layout)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_any_text_reads_or_faults(source: str) -> None:
    """Whatever characters a formula has, they are read or refused."""
    try:
        layout = parse(source)
    except Fault:
        return
    assert_written(layout)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EXAMS), st.data())
def test_damaged_exam_formulas_read_or_fault(source: str, data: st.DataObject) -> None:
    """An exam's formula with a character lost, doubled, put in or moved never does more than fault."""
    at = data.draw(st.integers(0, len(source)))
    other = data.draw(st.integers(0, len(source)))
    damaged = data.draw(
        st.sampled_from(
            [
                source[:at] + source[at + 1 :],
                source[:at] + source[at : at + 1] * 2 + source[at + 1 :],
                source[:at] + data.draw(PIECES) + source[at:],
                source[:at] + source[other : other + 5] + source[at:],
            ]
        )
    )
    try:
        layout = parse(damaged)
    except Fault:
        return
    assert_written(layout)
    assert repr(parse(latex(layout))) == repr(layout)
