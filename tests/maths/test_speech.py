"""Formulas in words."""

from __future__ import annotations

import pytest

from dldrill.maths.latex import parse
from dldrill.maths.speech import speak


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x^2", "x squared"),
        ("s_y", "s sub y"),
        (r"\frac{a}{b}", "a over b"),
        (r"\frac{a+1}{b}", "the fraction a plus 1 over b, end of fraction,"),
        (r"\sqrt{x}", "the square root of x"),
        ("-x", "minus x"),
        ("a - b", "a minus b"),
        (r"\lambda w", "lambda w"),
        (r"\sum_{k=1}^{B} x_k", "the sum from k equals 1 to B of x sub k"),
        (r"\left\lfloor x \right\rfloor", "the floor of x"),
        ("1/n", "1 over n"),
        (r"a \leq b", "a is at most b"),
        (r"4\times 4\times 5", "4 by 4 by 5"),
        (r"\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}", "the matrix with rows 1, 0; 0, 1; end of matrix"),
    ],
)
def test_says(source: str, words: str) -> None:
    """A formula is spoken in plain words."""
    assert speak(parse(source)) == words
