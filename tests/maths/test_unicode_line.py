"""Formulas on one line: what stands where, and how a line is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.maths.glyphs import width
from dldrill.maths.latex import parse
from dldrill.maths.unicode_line import line, wrapped


@pytest.mark.parametrize(
    ("source", "shown", "plain"),
    [
        ("a+b", "a + b", "a + b"),
        ("-a - -b", "−a − −b", "-a - -b"),
        ("a=-1", "a = −1", "a = -1"),
        ("(-1, -2)", "(−1, −2)", "(-1, -2)"),
        (r"a \leq b", "a ≤ b", "a <= b"),
        (r"2\lambda w", "2λw", "2 lambda w"),
        ("0.5\\Delta", "0.5Δ", "0.5 Delta"),
        (r"\partial L / \partial w", "∂L/∂w", "dL/dw"),
        (r"x_i^2", "xᵢ²", "x_i^2"),
        (r"x_{1,2}^{(l)}", "x_{1,2}⁽ˡ⁾", "x_(1,2)^(l)"),
        (r"f_\theta^2", "f²_θ", "f_theta^2"),
        (r"H_{out}", "H_out", "H_out"),
        (r"s_{y_i}", "s_yᵢ", "s_(y_i)"),
        (r"h_{t-1}", "hₜ₋₁", "h_(t-1)"),
        (r"W_{yh}h_t", "W_yh hₜ", "W_yh h_t"),
        (r"W_{hh}h_t", "Wₕₕhₜ", "W_hh h_t"),
        (r"e^{b s_y} + 2p_y + conv_1", "e^(b s_y) + 2p_y + conv₁", "e^(b s_y) + 2p_y + conv_1"),
        (r"e^{\text{low} - 1}", "e^(low−1)", "e^(low-1)"),
        (r"\max_{c \in \{a, b\}} c", "max_{c∈{a,b}} c", "max_{c in {a,b}} c"),
        (r"2\cos + 1 = \log -x", "2 cos + 1 = log −x", "2 cos + 1 = log -x"),
        (r"a / \sum_k b / \frac{c}{d}", "a/∑_k b/(c/d)", "a/sum_k b/(c/d)"),
        ("10^{-458}", "10⁻⁴⁵⁸", "10^(-458)"),
        (r"u^\top v", "uᵀv", "u^T v"),
        (r"e^{kx}", "eᵏˣ", "e^(kx)"),
        (r"e^{s_j}", "e^(sⱼ)", "e^(s_j)"),
        (r"e^{-\frac{x^2}{2\sigma^2}}", "e^(−x²/(2σ²))", "e^(-x^2/(2 sigma^2))"),
        (r"\mathbb{R}^{L\times D}", "ℝᴸˣᴰ", "R^(L x D)"),
        (r"\mathbb{E}[\mathcal{Y}]", "E[Y]", "E[Y]"),
        (r"\hat{y} + \widehat{xy}", "ŷ + hat(xy)", "hat(y) + hat(xy)"),
        (r"\frac{a+1}{b}", "(a + 1)/b", "(a + 1)/b"),
        (r"\frac{kx}{2y}", "kx/(2y)", "kx/(2y)"),
        (r"\frac{a}{b}x", "(a/b)x", "(a/b)x"),
        (r"\frac{1}{2} \sum_k x_k", "(1/2) ∑_k xₖ", "(1/2) sum_k x_k"),
        (r"-\log\frac{a}{b}", "−log(a/b)", "-log(a/b)"),
        (r"\frac{\partial y}{\partial a}\frac{\partial a}{\partial x}", "∂y/∂a ∂a/∂x", "dy/da da/dx"),
        (r"\frac{\partial L}{\partial \theta_k}", "∂L/∂θₖ", "dL/dtheta_k"),
        (r"\frac{\exp(x)}{f(x)}", "exp(x)/f(x)", "exp(x)/f(x)"),
        (r"\sqrt{x} + \sqrt{x+1} + \sqrt[n]{x}", "√x + √(x + 1) + ⁿ√x", "sqrt(x) + sqrt(x + 1) + rootn(x)"),
        (r"\left\lfloor \frac{a}{b} \right\rfloor", "⌊a/b⌋", "floor(a/b)"),
        (r"\sum_{k=1}^{B} x_k", "∑_{k=1}^B xₖ", "sum_{k=1}^B x_k"),
        (r"\lim_{k\to\infty} (x)", "lim_{k→∞} (x)", "lim_{k->inf} (x)"),
        (r"\arg\max_{y\in Y} f(y)", "arg max_{y∈Y} f(y)", "arg max_{y in Y} f(y)"),
        (r"p(y \mid x) = p(y|x)", "p(y | x) = p(y|x)", "p(y | x) = p(y|x)"),
        (r"\|u\|\|v\|", "‖u‖ ‖v‖", "||u|| ||v||"),
        (r"\|\cdot\|_2", "‖·‖₂", "||*||_2"),
        (r"|-x| + |x||y|", "|−x| + |x| |y|", "|-x| + |x| |y|"),
        (r"[0, \infty)", "[0, ∞)", "[0, inf)"),
        (r"\begin{bmatrix} 1 & -2 \\ 3 & 4 \end{bmatrix}", "[1 −2; 3 4]", "[1 -2; 3 4]"),
        (
            r"\begin{cases} 1 & x>0 \\ 0 & \text{else} \end{cases}",
            "{ 1  x > 0; 0  else }",
            "{ 1  x > 0; 0  else }",
        ),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b; = c", "a = b; = c"),
        ("8,224 + (0,1)", "8,224 + (0, 1)", "8,224 + (0, 1)"),
        (r"\text{café}", "café", "cafe"),
    ],
)
def test_line(source: str, shown: str, plain: str) -> None:
    """A formula on one line, in Unicode and in ASCII."""
    layout = parse(source)
    assert line(layout) == shown
    assert line(layout, ascii=True) == plain


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("a + b = c", 20, ["a + b = c"]),
        ("aaaa + bbbb = cccc", 12, ["aaaa + bbbb", "  = cccc"]),
        ("f(x, y) = g(u, v, w) + 1", 22, ["f(x, y) = g(u, v, w)", "  + 1"]),
        ("f = g(aaaa, bbbb, cccc)", 14, ["f = g(aaaa,", "  bbbb, cccc)"]),
        ("aaa·bbb·ccc", 8, ["aaa·bbb·", "  ccc"]),
        ("abcdefghij", 4, ["abcd", "  ef", "  gh", "  ij"]),
        ("", 4, [""]),
    ],
)
def test_wrapped(text: str, columns: int, lines: list[str]) -> None:
    """A long line breaks outside brackets and before relations where it can."""
    assert wrapped(text, columns, 2) == lines


@given(st.text("ab +=(,)·", max_size=60), st.integers(4, 30))
def test_wrapping_loses_nothing(text: str, columns: int) -> None:
    """However a line is broken, all of it is there, within the width."""
    lines = wrapped(text, columns, min(2, columns // 4))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(map(width, lines)) <= columns
