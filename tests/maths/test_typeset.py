"""Expressions as formulas: the brackets they need and no more."""

from __future__ import annotations

import pytest

from dldrill.maths.reader import read_expression
from dldrill.maths.tree import Node, call, name, number
from dldrill.maths.typeset import layout_of, symbol
from dldrill.maths.unicode_line import line

NAMES = ("a", "b", "c", "x", "y", "B", "lambda", "tau")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a+b*c", "a + b · c"),
        ("(a+b)*c", "(a + b) · c"),
        ("a-(b-c)", "a − (b − c)"),
        ("a-b-c", "a − b − c"),
        ("a*(b*c)", "a · (b · c)"),
        ("a/b", "a/b"),
        ("(a+b)/c", "(a + b)/c"),
        ("a/(b*c)", "a/(b · c)"),
        ("-a", "−a"),
        ("a*(-b)", "a · (−b)"),
        ("a+(-b)", "a + (−b)"),
        ("-(a+b)", "−(a + b)"),
        ("a^2", "a²"),
        ("(a+b)^2", "(a + b)²"),
        ("(-a)^2", "(−a)²"),
        ("(a/b)^2", "(a/b)²"),
        ("exp(x)", "eˣ"),
        ("exp(a*x+b*y)", "exp(a · x + b · y)"),
        ("sqrt(2-2c)", "√(2 − 2 · c)"),
        ("abs(x)", "|x|"),
        ("ln(1+x)", "ln(1 + x)"),
        ("log2(x)", "log₂(x)"),
        ("max(a, b)", "max(a, b)"),
        ("relu(x)", "ReLU(x)"),
        ("lambda*x", "λ · x"),
        ("1e-3", "1 · 10⁻³"),
        ("floor(a/b)", "⌊a/b⌋"),
    ],
)
def test_formula_on_one_line(typed: str, shown: str) -> None:
    """What was read is written with minimal brackets."""
    assert line(layout_of(read_expression(typed, NAMES))) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("H", "H"),
        ("h_1", "h₁"),
        ("k_h", "kₕ"),
        ("k_h_2", "kₕ₂"),
        ("W_hx", "Wₕₓ"),
        ("W_yh", "W_yh"),
        ("tau", "τ"),
        ("Delta", "Δ"),
        ("kernel_size", "kernel_size"),
        ("height", "height"),
        ("conv1.height", "conv1.height"),
        ("word_2", "word₂"),
        ("x_1_2", "x_{1,2}"),
    ],
)
def test_symbols(text: str, shown: str) -> None:
    """Names become letters with subscripts, Greek letters, or upright words."""
    assert line(symbol(text)) == shown


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (Node("floordiv", (Node("sub", (name("H"), name("k"))), name("s"))), "⌊(H − k)/s⌋"),
        (Node("shape", (number(20), number(20), number(32))), "20×20×32"),
        (Node("vector", (number(1), number(-2))), "[1, −2]"),
        (
            Node("matrix", (Node("vector", (number(1), number(2))), Node("vector", (number(3), number(4))))),
            "[1 2; 3 4]",
        ),
        (Node("transpose", (name("W"),)), "Wᵀ"),
        (Node("matmul", (name("W"), name("x"))), "W · x"),
        (Node("index", (name("s"), number(2))), "s₂"),
        (Node("word", (), "seagull"), "seagull"),
        (number("1/3"), "1/3"),
        (Node("mul", (number(2), number("-3"))), "2 · (−3)"),
        (Node("mul", (number(2), number("1/3"))), "2 · 1/3"),
        (call("softmax", name("s")), "softmax(s)"),
        (call("argmax", name("s")), "arg max(s)"),
    ],
)
def test_nodes(node: Node, shown: str) -> None:
    """What only derivations have is written as well."""
    assert line(layout_of(node)) == shown
