"""Formulas in words."""

from __future__ import annotations

import pytest

from dldrill.maths.latex import parse
from dldrill.maths.speech import speak


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x^2", "x squared"),
        ("x^{n+1}", "x to the power (n plus 1)"),
        ("x^{(l)}", "x superscript l"),
        ("s_y", "s sub y"),
        ("s_{y_i}", "s sub y sub i"),
        ("H_{out}", "H sub out"),
        ("f''", "f prime prime"),
        (r"A^\top B^{-1}", "A transposed B to the power (minus 1)"),
        (r"\mathbb{R}^D", "R to the D"),
        (r"\frac{a}{b}", "a over b"),
        (r"\frac{1}{2}", "one half"),
        (r"\frac{a+1}{b}", "the fraction a plus 1 over b, end of fraction"),
        (r"\frac{h}{\frac{\Delta}{2}}", "the fraction h, all over, Delta over 2, end of fraction"),
        (r"\frac{a}{b} x", "the fraction a over b, end of fraction, x"),
        (r"\frac{\partial L}{\partial w_k}", "partial L over partial w sub k"),
        (r"\sqrt{x}", "the square root of x"),
        (r"\sqrt[3]{x+1}", "the cube root of (x plus 1)"),
        ("-x", "minus x"),
        ("a - b", "a minus b"),
        (r"\lambda w + \varepsilon", "lambda w plus epsilon"),
        (r"\sum_{k=1}^{B} x_k", "the sum from k equals 1 to B of x sub k"),
        (r"\max_{j \neq i} s_j", "max over j not equal to i of s sub j"),
        (r"\lim_{k \to \infty} x", "the limit as k to infinity of x"),
        (r"\log_2 x", "log base 2 of x"),
        (r"\tanh^2(x)", "tanh squared of (x)"),
        (r"\left\lfloor x \right\rfloor", "the floor of x"),
        (r"|x - y|", "the absolute value of (x minus y)"),
        (r"\|x\|_2^2", "the 2-norm of x squared"),
        (r"\|\cdot\|", "the norm of dot"),
        ("p(a|b)", "p (a given b)"),
        ("[1, -2]", "the vector (1, minus 2)"),
        (r"[0, \infty)", "the interval from 0 to infinity"),
        (r"\{2, 3, ..., n\}", "the set (2, 3, and so on, n)"),
        (r"\hat{y} = \bar{x}", "y hat equals x bar"),
        ("1/n", "1 over n"),
        ("n!", "n factorial"),
        (r"a \leq b", "a is at most b"),
        (r"4\times 4\times 5", "4 by 4 by 5"),
        (r"4\times 4 = 16", "4 times 4 equals 16"),
        ("L(target, x)", "L (target, x)"),
        ("conv_1(x)", "conv sub 1 (x)"),
        (r"\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}", "the matrix with rows 1, 0; 0, 1; end of matrix"),
        (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}", "the column (1, 2)"),
        (
            r"f = \begin{cases} 1, & \text{if } x > 0 \\ 0, & \text{otherwise} \end{cases}",
            "f equals cases: 1, if x is greater than 0; 0, otherwise; end of cases",
        ),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a equals b; equals c"),
        (r"\text{café}", "cafe"),
    ],
)
def test_says(source: str, words: str) -> None:
    """A formula is spoken in plain words."""
    assert speak(parse(source)) == words
