"""Expressions as formulas: the brackets they need and no more."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dldrill.maths.reader import read_expression
from dldrill.maths.tree import Node, call, name, number
from dldrill.maths.typeset import layout_of, symbol
from dldrill.maths.unicode_block import block
from dldrill.maths.unicode_line import line

NAMES = ("a", "b", "c", "x", "y", "B", "lambda", "tau")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a+b*c", "a + b·c"),
        ("(a+b)*c", "(a + b)·c"),
        ("a-(b-c)", "a − (b − c)"),
        ("a-b-c", "a − b − c"),
        ("a*(b*c)", "a·(b·c)"),
        ("a/b", "a/b"),
        ("(a+b)/c", "(a + b)/c"),
        ("a/(b*c)", "a/(b·c)"),
        ("-a", "−a"),
        ("a*(-b)", "a·(−b)"),
        ("a+(-b)", "a + (−b)"),
        ("-(a+b)", "−(a + b)"),
        ("a^2", "a²"),
        ("(a+b)^2", "(a + b)²"),
        ("(-a)^2", "(−a)²"),
        ("(a/b)^2", "(a/b)²"),
        ("exp(x)", "eˣ"),
        ("exp(a*x+b*y)", "exp(a·x + b·y)"),
        ("sqrt(2-2c)", "√(2 − 2·c)"),
        ("abs(x)", "|x|"),
        ("ln(1+x)", "ln(1 + x)"),
        ("log2(x)", "log₂(x)"),
        ("max(a, b)", "max(a, b)"),
        ("relu(x)", "ReLU(x)"),
        ("lambda*x", "λ·x"),
        ("1e-3", "1·10⁻³"),
        ("floor(a/b)", "⌊a/b⌋"),
        ("2*(-3)", "2·(−3)"),
        ("a*b/c", "a·b/c"),
        ("(a/b)*c", "(a/b)·c"),
        ("a/b/c", "(a/b)/c"),
        ("a/(b/c)", "a/(b/c)"),
        ("-(1/2)*x", "−(1/2)·x"),
        ("(1/3)^2", "(1/3)²"),
        ("-2^2", "−2²"),
        ("2^-x", "2⁻ˣ"),
        ("(a^b)^c", "(aᵇ)ᶜ"),
        ("a^(b/c)", "a^(b/c)"),
        ("exp(x)^2", "(eˣ)²"),
        ("ln(x)^2", "(ln(x))²"),
        ("abs(x)^2", "|x|²"),
        ("1/(1+exp(-x))", "1/(1 + e⁻ˣ)"),
        ("ln(1+(B-1)*exp(-2))", "ln(1 + (B − 1)·e⁻²)"),
        ("max(a+1, -b)", "max(a + 1, −b)"),
        ("-1e-3", "−1·10⁻³"),
    ],
)
def test_formula_on_one_line(typed: str, shown: str) -> None:
    """What was read is written with the brackets it needs."""
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
        ("c_+", "c₊"),
        ("s_y", "s_y"),
        ("lambda_max", "λ_max"),
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
        (Node("matmul", (name("W"), name("x"))), "W·x"),
        (Node("index", (name("s"), number(2))), "s₂"),
        (Node("word", (), "seagull"), "seagull"),
        (number("1/3"), "1/3"),
        (Node("mul", (number(2), number("-3"))), "2·(−3)"),
        (Node("mul", (number(2), number("1/3"))), "2·1/3"),
        (Node("pow", (number("1/3"), number(2))), "(1/3)²"),
        (Node("transpose", (Node("matmul", (name("W"), name("x"))),)), "(W·x)ᵀ"),
        (Node("transpose", (name("h_1"),)), "h₁ᵀ"),
        (Node("index", (name("s_y"), number(2))), "s_{y,2}"),
        (Node("shape", (number(20), Node("add", (name("H"), number(1))))), "20×(H + 1)"),
        (Node("div", (number(1), number("-3"))), "1/(−3)"),
        (call("softmax", name("s")), "softmax(s)"),
        (call("argmax", name("s")), "arg max(s)"),
    ],
)
def test_nodes(node: Node, shown: str) -> None:
    """What only derivations have is written as well."""
    assert line(layout_of(node)) == shown


OPERATIONS: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "neg": lambda a: -a,
    "call": abs,
}
LEAVES = st.sampled_from([name("a"), name("b"), name("c"), number(2), number("0.5"), number("-3")])


def _larger(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    operations = st.sampled_from(["add", "sub", "mul", "div"])
    return st.one_of(
        st.builds(lambda op, a, b: Node(op, (a, b)), operations, parts, parts),
        st.builds(lambda a: Node("neg", (a,)), parts),
        st.builds(lambda a: Node("pow", (a, number(2))), parts),
        st.builds(lambda a: call("abs", a), parts),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(LEAVES, _larger, max_leaves=8), st.booleans())
def test_what_is_written_reads_back_as_the_same_value(node: Node, ascii_only: bool) -> None:
    """No bracket is missing: the line, typed as an answer, has the value of the expression."""
    values = {"a": 1.25, "b": -0.75, "c": 3.5}
    right = value(node, values)
    assume(not isnan(right))
    typed = read_expression(line(layout_of(node), ascii_only), values)
    assert value(typed, values) == pytest.approx(right, rel=1e-9, abs=1e-9)


def value(node: Node, values: dict[str, float]) -> float:
    """The value of an expression, worked out on its own terms."""
    parts = [value(part, values) for part in node.args]
    if node.op == "number":
        return float(node.text)
    if node.op == "name":
        return values[node.text]
    try:
        return OPERATIONS[node.op](*parts)
    except ZeroDivisionError:
        return float("nan")


def test_long_sums_are_no_deeper() -> None:
    """A sum that a loop has built of thousands of terms is written without running out of stack."""
    long = name("x")
    for step in range(3_000):
        long = Node("add", (long, Node("mul", (number(step), name("y")))))
    assert line(layout_of(long)).endswith(" + 2998·y + 2999·y")


def test_fraction_to_a_power_stands_in_brackets() -> None:
    """In two dimensions too, a power of a fraction is no power of its numerator."""
    power = Node("pow", (Node("div", (name("a"), name("b"))), number(2)))
    assert block(layout_of(power)) == ["     2", "⎛ a ⎞", "⎜───⎟", "⎝ b ⎠"]
