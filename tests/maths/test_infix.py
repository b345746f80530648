"""One-line text of a tree, which reads back as the same tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.faults import Fault
from dldrill.maths.infix import infix
from dldrill.maths.reader import read_expression
from dldrill.maths.tree import Node, call, name, number

NAMES = ("a", "b", "s_y")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a+(b-a)", "a + (b - a)"),
        ("(a+b)-a", "a + b - a"),
        ("(a+b)a", "(a + b)*a"),
        ("a/(b*a)", "a/(b*a)"),
        ("a*b/a", "a*b/a"),
        ("(a^b)^a", "(a^b)^a"),
        ("a^b^a", "a^b^a"),
        ("(-a)^2", "(-a)^2"),
        ("-a^2", "-a^2"),
        ("-(a*b)", "-(a*b)"),
        ("2^-a", "2^-a"),
        ("max(a,|b|)", "max(a, abs(b))"),
        ("a//b", "a//b"),
        ("(1/2)^2", "(1/2)^2"),
        ("1e-3a", "(1e-3)*a"),
        ("s_y e", "s_y*e"),
    ],
)
def test_shows(typed: str, shown: str) -> None:
    """Brackets stand where they are needed and nowhere else."""
    assert infix(read_expression(typed, NAMES)) == shown


def test_what_cannot_be_typed() -> None:
    """Fractions and negative numbers of traced formulas get brackets; other nodes still show."""
    assert infix(Node("pow", (number("1/3"), number("-2")))) == "(1/3)^(-2)"
    assert infix(Node("index", (name("s"), name("j")))) == "s_j"
    assert infix(Node("matmul", (name("W"), name("x")))) == "W @ x"
    assert infix(Node("vector", (number(1), number(2)))) == "(1, 2)"


LEAVES = st.sampled_from([number(2), number("0.5"), name("a"), name("s_y"), Node("constant", (), "e")])


def grow(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Trees one operation larger."""
    binary = st.sampled_from(["add", "sub", "mul", "div", "pow", "floordiv"])
    return st.one_of(
        st.builds(lambda op, a, b: Node(op, (a, b)), binary, inner, inner),
        st.builds(lambda a: Node("neg", (a,)), inner),
        st.builds(call, st.sampled_from(["exp", "abs"]), inner),
        st.builds(lambda a, b: call("max", a, b), inner, inner),
    )


@given(st.recursive(LEAVES, grow, max_leaves=8))
def test_reads_back(tree: Node) -> None:
    """What is shown is read as the same tree, unless it is refused as undefined or too large."""
    assert again(infix(tree)) in {tree, "undefined", "size", "depth"}


def again(text: str) -> Node | str:
    """The tree, or the code of the fault."""
    try:
        return read_expression(text, NAMES)
    except Fault as fault:
        return fault.code
