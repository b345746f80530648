"""The reader of formulas: what is typed, and the tree it becomes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.faults import Fault
from dldrill.maths.exact import MAX_BITS
from dldrill.maths.reader import MAX_DEPTH, MAX_NODES, Reading, read_expression, reading
from dldrill.maths.text import LIMIT, safe
from dldrill.maths.tokens import MAX_DIGITS, MAX_POWER, MAX_TOKENS
from dldrill.maths.tree import Node

NAMES = ("B", "C", "a", "c", "x", "w", "Delta", "lambda", "s_y", "beta1")
SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "^", "floordiv": "//"}


def written(node: Node) -> str:
    """A tree with a bracket around every operation."""
    if node.op in SIGNS:
        return f"({SIGNS[node.op].join(map(written, node.args))})"
    if node.op == "neg":
        return f"(-{written(node.args[0])})"
    if node.op == "call":
        return f"{node.text}({','.join(map(written, node.args))})"
    assert not node.args
    return node.text


def code_of(typed: str) -> str:
    """The code of the fault, nothing where the text is read."""
    try:
        read_expression(typed, NAMES)
    except Fault as fault:
        assert str(fault) == safe(str(fault))  # noqa: PT017
        return fault.code
    return ""


READINGS = [
    ("8224", "8224"),
    ("1/3", "(1/3)"),
    ("1e-3", "1e-3"),
    ("50%", "(50/100)"),
    ("2*50%", "(2*(50/100))"),
    ("-5%", "(-(5/100))"),
    ("2x", "(2*x)"),
    ("9999e", "(9999*e)"),
    ("9999e + 1", "((9999*e)+1)"),
    ("2a·Δ", "((2*a)*Delta)"),
    ("2aΔ", "((2*a)*Delta)"),
    ("lambda*w", "(lambda*w)"),
    ("λw", "(lambda*w)"),
    ("BC", "(B*C)"),
    ("B(B-1)", "(B*(B-1))"),
    ("(a)(c)", "(a*c)"),
    ("(a+c)x", "((a+c)*x)"),
    ("2(3)", "(2*3)"),
    ("x(2)", "(x*2)"),
    ("a-c-x", "((a-c)-x)"),
    ("a-c+x", "((a-c)+x)"),
    ("a/c/x", "((a/c)/x)"),
    ("a/c*x", "((a/c)*x)"),
    ("a*c/x", "((a*c)/x)"),
    ("a+c*x", "(a+(c*x))"),
    ("a*c+x", "((a*c)+x)"),
    ("a+c x", "(a+(c*x))"),
    ("1/2x", "((1/2)*x)"),
    ("a//c", "(a//c)"),
    ("2^3", "(2^3)"),
    ("2**3", "(2^3)"),
    ("a^c^x", "(a^(c^x))"),
    ("2^-3^2", "(2^(-(3^2)))"),
    ("-x^2", "(-(x^2))"),
    ("(-x)^2", "((-x)^2)"),
    ("-2x", "((-2)*x)"),
    ("a*-c", "(a*(-c))"),
    ("--x", "(-(-x))"),
    ("+x", "x"),
    ("a-+-c", "(a-(-c))"),
    ("2x^2", "(2*(x^2))"),
    ("x²", "(x^2)"),
    ("x²a", "((x^2)*a)"),
    ("e⁻²", "(e^(-2))"),
    ("e^{-2}", "(e^(-2))"),
    ("e^[x+1]", "(e^(x+1))"),
    ("e^2x", "((e^2)*x)"),
    ("|x|", "abs(x)"),
    ("2|x|", "(2*abs(x))"),
    ("|x|a", "(abs(x)*a)"),
    ("|x||a|", "(abs(x)*abs(a))"),
    ("||x|-1|", "abs((abs(x)-1))"),
    ("|(|x|+1)a|", "abs(((abs(x)+1)*a))"),
    ("|-x|^2", "(abs((-x))^2)"),
    ("(|x|)|a|", "(abs(x)*abs(a))"),
    ("|a(|x|)|", "abs((a*abs(x)))"),
    ("√2", "sqrt(2)"),
    ("√(2-2c)", "sqrt((2-(2*c)))"),
    ("√2/2", "(sqrt(2)/2)"),
    ("2√2", "(2*sqrt(2))"),
    ("√2√2", "(sqrt(2)*sqrt(2))"),
    ("√2(1-c)", "(sqrt(2)*(1-c))"),
    ("√√x", "sqrt(sqrt(x))"),
    ("sqrt{2}", "sqrt(2)"),
    ("ln 2", "ln(2)"),
    ("ln2", "ln(2)"),
    ("ln 2 + 1", "(ln(2)+1)"),
    ("ln x^2", "ln((x^2))"),
    ("log(x)", "ln(x)"),
    ("log(8,2)", "(ln(8)/ln(2))"),
    ("log_2(8)", "log2(8)"),
    ("log10(x)", "log10(x)"),
    ("tanh x*a", "(tanh(x)*a)"),
    ("tanh^2(x)", "(tanh(x)^2)"),
    ("tanh²(x)", "(tanh(x)^2)"),
    ("tanh^2 x", "(tanh(x)^2)"),
    ("tanh^{2}(x)a", "((tanh(x)^2)*a)"),
    ("max(x,0,1)", "max(x,0,1)"),
    ("max(1,234)", "max(1,234)"),
    ("min(max(x,0),1)", "min(max(x,0),1)"),
    ("⌊(84-8)/4⌋+1", "(floor(((84-8)/4))+1)"),
    ("⌈x⌉", "ceil(x)"),
    ("2⌊x⌋", "(2*floor(x))"),
    ("σ(x)", "sigmoid(x)"),
    ("ReLU(x)", "relu(x)"),
    ("s_{y}s_y", "(s_y*s_y)"),
    ("β₁x", "(beta1*x)"),
    ("π", "pi"),
    ("L = 2x", "(2*x)"),
    ("D_E=x", "x"),
    ("= x", "x"),
    ("f(x) = x", "x"),
    ("f'(x) = x", "x"),
    ("dL/dB = x", "x"),
    ("∂L/∂x := x", "x"),
    ("s_{y} ≈ x", "x"),
    ("1,606,144x", "(1606144*x)"),
    ("(1,234)", "1234"),
]


@pytest.mark.parametrize(("typed", "tree"), READINGS)
def test_reads(typed: str, tree: str) -> None:
    """Each formula becomes this tree."""
    assert written(read_expression(typed, NAMES)) == tree


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("1/2x", [("division", 3)]),
        ("1/2 x", [("division", 4)]),
        ("1//2x", [("division", 4)]),
        ("1/2*x", []),
        ("(1/2)x", []),
        ("1/2x + 1/3x", [("division", 3), ("division", 10)]),
        ("2e-1", [("scientific", 0)]),
        ("x+2e3", [("scientific", 2)]),
        ("x+2E3", []),
        ("2e", []),
        ("1,234", [("thousands", 0)]),
        ("1234", []),
        ("1,606,144", []),
        ("1,234.5", []),
        ("1'234", []),
        ("1,234e2", [("thousands", 0), ("scientific", 0)]),
        ("e^2x", [("power", 3)]),
        ("x^2a", [("power", 3)]),
        ("x^2 a", []),
        ("x²a", []),
        ("x^(2)a", []),
        ("e(x)", [("factor", 1)]),
        ("a(x)", []),
        ("e x", []),
        ("ln x^2", [("function", 3)]),
        ("ln x", []),
        ("ln(x^2)", []),
        ("√√x", []),
        ("50%", [("percent", 2)]),
    ],
)
def test_notes(typed: str, notes: list[tuple[str, int]]) -> None:
    """A reading that could be doubted is noted at its column, and no other."""
    assert [tuple(note) for note in reading(typed, NAMES).notes] == notes


REFUSED = [
    ("x +", "end", 3),
    ("-", "end", 1),
    ("x^", "end", 2),
    ("2/", "end", 2),
    ("(x", "bracket", 0),
    ("a(x+1", "bracket", 1),
    ("max(x,1", "bracket", 3),
    ("|x", "bracket", 0),
    ("||x|", "bracket", 0),
    ("(x]", "syntax", 2),
    ("x)", "syntax", 1),
    ("()", "syntax", 1),
    ("x,1", "syntax", 1),
    ("x;1", "syntax", 1),
    ("(x,a)", "comma", 0),
    ("|x,a|", "syntax", 2),
    ("*x", "syntax", 0),
    ("x**", "end", 3),
    ("x*/a", "syntax", 2),
    ("x!", "syntax", 1),
    ("x<3", "syntax", 1),
    ("x==3", "syntax", 1),
    ("2=3", "syntax", 1),
    ("a=c=x", "syntax", 3),
    ("2 3", "numbers", 2),
    ("x 2", "syntax", 2),
    ("(x)2", "syntax", 3),
    ("7%3", "percent", 1),
    ("7%x", "percent", 1),
    ("7%(x)", "percent", 1),
    ("ln", "function", 2),
    ("ln -2", "function", 3),
    ("ln 2x", "function", 3),
    ("ln 2 3", "numbers", 5),
    ("ln x 3", "function", 3),
    ("√2x", "function", 1),
    ("ln 2(1-c)", "function", 3),
    ("sin^-1(x)", "function", 4),
    ("sin^x(x)", "function", 4),
    ("sin^2.5(x)", "function", 4),
    ("sin^(2(x)", "syntax", 6),
    ("sqrt()", "syntax", 5),
    ("sqrt(1,2)", "arity", 0),
    ("max(x)", "arity", 0),
    ("max(1,2,3,4,5,6,7,8,9)", "arity", 0),
    ("log(1,2,3)", "arity", 0),
    ("y", "name", 0),
    ("2+b", "name", 2),
    ("9**9**9", "size", None),
    ("x+9^9^9", "size", None),
    ("2^4097", "size", None),
    ("1e300*1e300*1e300*1e300*1e300", "size", None),
    ("1/0", "undefined", None),
    ("x*0^-1", "undefined", None),
    ("sqrt(-1)", "undefined", None),
    ("__import__('os')", "character", 0),
    ("().__class__", "character", 2),
    ("x.real", "character", 1),
    ("lambda: x", "character", 6),
    ("[x for x in a]", "name", 3),
    ("x if x else a", "name", 2),
    ("'x'*9", "character", 0),
    ("f'{x}'", "character", 1),
    ("x:=3:=4", "character", 4),
]


@pytest.mark.parametrize(("typed", "code", "position"), REFUSED)
def test_refuses(typed: str, code: str, position: int | None) -> None:
    """What is no formula is refused, with the column at fault."""
    with pytest.raises(Fault) as caught:
        reading(typed, NAMES)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith((".", "?"))


@pytest.mark.parametrize(
    ("form", "deepest"),
    [
        (lambda n: "(" * n + "x" + ")" * n, MAX_DEPTH),
        (lambda n: "-" * n + "x", MAX_DEPTH),
        (lambda n: "√" * n + "x", MAX_DEPTH),
        (lambda n: "abs(" * n + "x" + ")" * n, MAX_DEPTH),
        (lambda n: "1" + "^x" * n, MAX_DEPTH),
        (lambda n: "|" + "(|" * n + "x" + "|)" * n + "|", (MAX_DEPTH - 1) // 2),
    ],
)
def test_depth(form: Callable[[int], str], deepest: int) -> None:
    """Nesting is read as deep as the cap, and refused one deeper."""
    assert read_expression(form(deepest), NAMES)
    with pytest.raises(Fault) as caught:
        read_expression(form(deepest + 1), NAMES)
    assert caught.value.code == "depth"


def test_the_caps() -> None:
    """The caps that are promised: characters, tokens, nodes, depth, digits, powers of ten, bits."""
    caps = (LIMIT, MAX_TOKENS, MAX_NODES, MAX_DEPTH, MAX_DIGITS, MAX_POWER, MAX_BITS)
    assert caps == (400, 200, 200, 24, 40, 308, 4096)


def test_many_terms_are_not_deep() -> None:
    """A long sum is read; only nesting counts as depth."""
    assert read_expression("+".join("x" * 100), NAMES)


@pytest.mark.parametrize(("typed", "code"), [("x" * 40 + " x" * 60, ""), ("xx" * 20 + " xx" * 81, "long")])
def test_factors_of_one_word_count(typed: str, code: str) -> None:
    """Names run together count as parts each."""
    assert code_of(typed) == code


def test_nodes_are_capped() -> None:
    """200 nodes are read, more are not, even where the tokens would fit."""
    assert read_expression("x" + "%" * 99, NAMES)
    with pytest.raises(Fault) as caught:
        read_expression("x" + "%" * 100, NAMES)
    assert caught.value.code == "long"


def test_a_label_is_not_looked_up() -> None:
    """The name before ``=`` need not be declared."""
    assert reading("Q_{max}(u, v) = x", NAMES) == Reading(Node("name", (), "x"))


def test_other_functions() -> None:
    """A caller may allow other functions, and only those."""
    tree = read_expression("twice(x)", ("x",), {"twice": (1, 1)})
    assert tree == Node("call", (Node("name", (), "x"),), "twice")
    with pytest.raises(Fault):
        read_expression("sqrt(x)", ("x",), {"twice": (1, 1)})


PIECES = st.sampled_from(
    [*"xaeB 0123456789+-*/^()[]{}|,.%=!_√²½Δλ∞\x1b", "sqrt", "max(", "ln", "e-", "**", "1e9", "s_y", "⌊"]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_only_faults(typed: str) -> None:
    """Whatever is typed is read or refused; nothing else is raised."""
    assert code_of(typed).isprintable()
