r"""MathML: well-formed, of the elements and attributes of MathML Core, with TeX's spacing and letters."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.maths.latex import parse
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.mathml import NAMESPACE, escaped, mathml
from dldrill.maths.speech import speak

FORMULAS = (Path(__file__).parent / "exam_formulas.txt").read_text("utf-8").splitlines()
ARITY = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
LEAVES = {"mi", "mn", "mo", "mtext", "mspace"}
HOLDERS = {"math", "mrow", "msqrt", "mtable", "mtr", "mtd"}
ATTRIBUTES = {
    "math": {"display", "alttext"},
    "mi": {"mathvariant"},
    "mo": {"form", "stretchy", "lspace", "rspace", "movablelimits"},
    "mspace": {"width"},
    "mtable": {"displaystyle"},
}


def inside(source: str, block: bool = False) -> str:
    """What stands between the tags of ``math``."""
    written = mathml(parse(source), block)
    return re.sub(r"^<math[^>]*>|</math>$", "", written)


def checked(written: str) -> ElementTree.Element:
    """The tree of a formula, every element of it one of MathML Core, with the children it must have."""
    root = ElementTree.fromstring(written)  # noqa: S314 -- our own output
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        assert name in HOLDERS | LEAVES | set(ARITY), name
        assert set(element.attrib) <= ATTRIBUTES.get(name, set()) | {"style"}, element.attrib
        assert len(element) == ARITY.get(name, len(element)), name
        assert name not in LEAVES or not len(element)
        assert name in LEAVES or not (element.text or "").strip()
        assert {"mtable": "mtr", "mtr": "mtd"}.get(name) in (None, *_names(element))
    return root


def _names(element: ElementTree.Element) -> set[str]:
    return {child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element}


@pytest.mark.parametrize("source", FORMULAS)
def test_exam_formulas(source: str) -> None:
    """Every formula of the exams is a valid element that says in words what it shows."""
    layout = parse(source)
    root = checked(mathml(layout, block=True))
    assert root.get("display") == "block"
    assert root.get("alttext") == speak(layout)


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("x", "<mi>x</mi>"),
        ("8,224", "<mn>8,224</mn>"),
        ("a+b", "<mi>a</mi><mo>+</mo><mi>b</mi>"),
        ("-b", '<mo form="prefix" lspace="0" rspace="0">−</mo><mi>b</mi>'),
        ("a<b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
        (
            "x^{a+b}",
            '<msup><mi>x</mi><mrow><mi>a</mi><mo lspace="0" rspace="0">+</mo><mi>b</mi></mrow></msup>',
        ),
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"\frac{1}{2}", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"\sqrt{x}", "<msqrt><mi>x</mi></msqrt>"),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        (r"\log x", '<mi>log</mi><mo lspace="0" rspace="0.1667em">\u2061</mo><mi>x</mi>'),
        (r"2\log", '<mn>2</mn><mspace width="0.1667em"/><mi>log</mi>'),
        (r"\mathcal{L}", "<mi>ℒ</mi>"),
        (r"\mathcal{N}", "<mi>𝒩</mi>"),
        (r"\mathbb{E}", "<mi>𝔼</mi>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\mathbb{1}", "<mn>𝟙</mn>"),
        (r"\mathbf{W}", "<mi>𝐖</mi>"),
        (r"\boldsymbol{\theta}", "<mi>𝜽</mi>"),
        (r"\boldsymbol{\epsilon}", "<mi>𝝐</mi>"),
        (r"\mathtt{x}", "<mi>𝚡</mi>"),
        (r"\texttt{x}", '<mtext style="font-family:monospace">x</mtext>'),
        (r"\mathrm{T}", '<mi mathvariant="normal">T</mi>'),
        (r"\Delta", '<mi mathvariant="normal">Δ</mi>'),
        (r"\delta", "<mi>δ</mi>"),
        (r"\text{ if }", "<mtext>\xa0if\xa0</mtext>"),
        (r"\hat{x}", '<mover><mi>x</mi><mo stretchy="false">^</mo></mover>'),
        (r"f'", '<msup><mi>f</mi><mo lspace="0" rspace="0">′</mo></msup>'),
        (
            r"(a)",
            '<mo form="prefix" stretchy="false">(</mo><mi>a</mi><mo form="postfix" stretchy="false">)</mo>',
        ),
        (
            r"\left(a\right.",
            '<mrow><mo form="prefix" stretchy="true">(</mo><mi>a</mi></mrow>',
        ),
        (r"a/b", '<mi>a</mi><mo lspace="0" rspace="0">/</mo><mi>b</mi>'),
        (r"\int_0^1", '<msubsup><mo lspace="0" rspace="0.1667em">∫</mo><mn>0</mn><mn>1</mn></msubsup>'),
        (r"\sum_i", '<munder><mo lspace="0" rspace="0.1667em">∑</mo><mi>i</mi></munder>'),
    ],
)
def test_writes(source: str, written: str) -> None:
    """Each construct is the element that MathML has for it."""
    assert inside(source) == written


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        (r"\begin{cases} 1 & x \\ 0 \end{cases}", '<mtd style="text-align:left;padding-right:0"></mtd>'),
        (r"\begin{aligned} a &= b \end{aligned}", '<mtable displaystyle="true">'),
        (r"\begin{aligned} a &= b \end{aligned}", "text-align:right"),
        (r"\begin{pmatrix} a & b \end{pmatrix}", '<mo form="postfix" stretchy="true">)</mo>'),
        (r"\left( a \middle| b \right)", '<mo stretchy="true" lspace="0.2778em" rspace="0.2778em">|</mo>'),
        (r"p(a \mid b)", '<mo stretchy="false" lspace="0.2778em" rspace="0.2778em">|</mo>'),
        (r"\max_i", '<mo form="prefix" lspace="0" rspace="0" movablelimits="true">max</mo>'),
        (r"|x|", '<mo stretchy="false" lspace="0" rspace="0">|</mo>'),
    ],
)
def test_holds(source: str, holds: str) -> None:
    """Tables, brackets and bars are told how to stand."""
    assert holds in inside(source)


def test_escapes() -> None:
    """What means something to XML is written as a reference, in texts and in attributes."""
    written = mathml(Row((Symbol("<&>\"'", "text"), Symbol("&"))))
    assert "<mtext>&lt;&amp;&gt;&quot;&#x27;</mtext><mi>&amp;</mi>" in written
    checked(written)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_escaped_text_reads_back(text: str) -> None:
    """An XML parser reads the escaped text as the text, between tags and in an attribute."""
    element = ElementTree.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>')  # noqa: S314
    assert (element.text or "", element.get("b")) == (text, text)


def _grown(inner: st.SearchStrategy[Layout]) -> st.SearchStrategy[Layout]:
    marks = st.sampled_from(["hat", "tilde", "bar", "vec", "dot", "ddot"])
    maybe = st.none() | inner
    rows = st.lists(st.lists(inner, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.lists(inner, max_size=4).map(lambda items: Row(tuple(items))),
        st.builds(Fraction, inner, inner),
        st.builds(Root, inner, maybe),
        st.builds(Script, inner, inner, maybe, st.booleans()),
        st.builds(Fence, st.sampled_from(["(", "", "|", "⌊"]), inner, st.sampled_from([")", "", "|"])),
        st.builds(Accent, marks, inner),
        st.builds(Grid, rows, st.just("["), st.just(""), st.sampled_from(["matrix", "cases", "align"])),
    )


SYMBOLS = st.sampled_from(
    [
        *map(Symbol, "xθΔ∞′⊤/|‖.!"),
        *(Symbol(text, "bin") for text in "+−·×"),
        *(Symbol(text, "rel") for text in ("=", "|", ":=", "→")),
        *(Symbol(" <b> ", "text", "rm"), Symbol("", "text", "bold"), Symbol("&", "text", "tt")),
        Symbol("3.5", "num"),
        Symbol(",", "punct"),
        Symbol("(", "open"),
        Symbol(")", "close"),
        Symbol("log", "func"),
        Symbol("max", "funclim"),
        Symbol("∑", "bigop"),
        Symbol("W", "ord", "bold"),
        Symbol("·", "op"),
        Space(0),
        Space(3),
    ]
)


@given(st.recursive(SYMBOLS, _grown, max_leaves=12), st.booleans())
def test_any_layout_is_valid(layout: Layout, block: bool) -> None:
    """Whatever a layout is put together from, the element is well-formed and each part has its children."""
    checked(mathml(layout, block))
