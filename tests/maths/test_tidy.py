"""Formulas as a person would write them: what they mean stays, the signs get fewer."""

from __future__ import annotations

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from dldrill.answer.kinds import same
from dldrill.bank.library import load
from dldrill.bank.question import Compute
from dldrill.dealing.source import Source, original
from dldrill.maths.infix import infix
from dldrill.maths.reader import read_expression
from dldrill.maths.tidy import tidied
from dldrill.maths.tree import Node, call, name, number

NAMES = dict.fromkeys(("x", "y", "tau"), "positive")


def read(text: str) -> Node:
    """A formula as it is typed."""
    return read_expression(text, NAMES)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("1/x^3*(2*x) + -x^2/(x^3)^2*(3*x^2)", "-1/x^2"),
        ("1/x^2*(3*x^2) + -x^3/(x^2)^2*(2*x)", "1"),
        ("x*y^2/(y/2)", "2*x*y"),
        ("sin(x)*(3*x^2) + x^3*cos(x)", "3*x^2*sin(x) + x^3*cos(x)"),
        ("exp(x)*(2*x) + exp(x)*(1 - tanh(x)^2)", "exp(x)*(2*x + 1 - tanh(x)^2)"),
        ("2*(x + y)*sin(x) + 2*(x + y)*(3*x^2)", "2*(x + y)*(sin(x) + 3*x^2)"),
        ("-(1/2)/tau", "-1/(2*tau)"),
        ("-x + y - -x + x", "x + y"),
        ("-x + y", "y - x"),
        ("x - x", "0"),
        ("x/(y - y)", "x/(y - y)"),
        ("0.1*x*x", "0.1*x^2"),
        ("x^y*x^2", "x^2*x^y"),
        ("(x + y)^1*(x + y)^-1", "1"),
        ("-(x - y)", "y - x"),
        ("sqrt(x*x)", "sqrt(x^2)"),
        ("x^100*x", "x*x^100"),
        ("(2*x)^0", "1"),
    ],
)
def test_formulas(typed: str, tidy: str) -> None:
    """Like factors and like terms are gathered, and what all terms have is written before them."""
    assert infix(tidied(read(typed))) == tidy


def test_answers_mean_the_same() -> None:
    """Every closed form of the banks is still the right answer, and there is nothing left to tidy."""
    shorter = 0
    for question in load():
        if not isinstance(question, Compute) or not question.free:
            continue
        for dealt in (original(question), Source(question, "a").deal(0), Source(question, "a").deal(1)):
            for part in dealt.parts:
                found = tidied(part.right)
                assert same("expression", part.right, found, part.spec), question.id
                assert tidied(found) == found, question.id
                shorter += len(infix(found)) < len(infix(part.right))
    assert shorter


LEAVES = st.one_of(
    st.sampled_from(["x", "y"]).map(name), st.integers(0, 3).map(number), st.just(call("exp", name("x")))
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            lambda op, a, b: Node(op, (a, b)), st.sampled_from(["add", "sub", "mul", "div"]), inner, inner
        ),
        inner.map(lambda a: Node("neg", (a,))),
        st.builds(lambda a, n: Node("pow", (a, number(n))), inner, st.integers(0, 3)),
    ),
    max_leaves=8,
)


@given(TREES)
def test_any_formula_means_the_same(tree: Node) -> None:
    """Wherever a formula has a value, the tidied one has it too."""
    value = _value(tree, {"x": 0.7, "y": 1.3})
    if value is None or abs(value) > 1e12:
        reject()
    assert _value(tidied(tree), {"x": 0.7, "y": 1.3}) == pytest.approx(value, rel=1e-6, abs=1e-6)


def _value(tree: Node, values: dict[str, float]) -> float | None:
    """The value in floating point; None where something is divided by 0."""
    from math import exp

    if tree.op == "number":
        top, _, bottom = tree.text.partition("/")
        return int(top) / int(bottom or 1)
    if tree.op == "name":
        return values[tree.text]
    args = [value for arg in tree.args if (value := _value(arg, values)) is not None]
    if len(args) < len(tree.args):
        return None
    a, b = (*args, 0.0)[:2]
    if tree.op == "div" and abs(b) < 1e-9:
        return None
    if tree.op == "call":
        return exp(a) if a < 50 else None
    does = {"add": a + b, "sub": a - b, "mul": a * b, "neg": -a}
    if tree.op in does:
        return does[tree.op]
    if tree.op == "div":
        return a / b
    return None if abs(a) > 1e4 else a ** int(b)
