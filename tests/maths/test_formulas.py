"""The formulas of banks: what they read as, what they refuse, and that nothing else is looked up."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.faults import Fault
from dldrill.maths.formulas import names_in, read_condition, read_formula
from dldrill.maths.reader import read_expression
from dldrill.maths.tree import Node, call, name, number

NAMES = ("n", "k", "s", "z", "d_model", "lambda")


@pytest.mark.parametrize(
    "text",
    [
        "n + 2*k - s",
        "floor(n/s) + 1",
        "exp(-n)*k^2",
        "max(n, k, 3)",
        "|n - k|",
        "n*20%",
        "d_model^2",
        "ln(n)/ln(2)",
    ],
)
def test_what_answers_hold_is_read_alike(text: str) -> None:
    """Where a formula is an answer's expression, both readers agree."""
    assert read_formula(text, NAMES) == read_expression(text, NAMES)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("z[k]", Node("index", (name("z"), name("k")))),
        ("sum(z)", call("sum", name("z"))),
        ("dot(z, z)", call("dot", name("z"), name("z"))),
        (
            "n mod k",
            Node(
                "sub",
                (name("n"), Node("mul", (name("k"), Node("floordiv", (name("n"), name("k")))))),
            ),
        ),
        ("lambda*n", Node("mul", (name("lambda"), name("n")))),
    ],
)
def test_components_and_remainders(text: str, tree: Node) -> None:
    """What only formulas have becomes these trees."""
    assert read_formula(text, NAMES) == tree


def test_a_sum_over_a_range() -> None:
    """A range introduces its name, which is known in the term and nowhere else."""
    tree = read_formula("sum(i, 1, n, i*k)", NAMES, bounded=True)
    term = Node("mul", (name("i"), name("k")))
    assert tree == Node("over", (name("i"), number(1), name("n"), term), "sum")
    assert set(names_in(tree)) == {"n", "k"}


def test_ranges_within_ranges() -> None:
    """A count within a sum uses both names; the same name cannot run twice."""
    tree = read_formula("sum(i, 1, n, count(j, 1, i, j mod k = 0))", NAMES, bounded=True)
    assert tree.args[3].text == "count"
    assert tree.args[3].args[3].op == "compare"
    assert set(names_in(tree)) == {"n", "k"}


@pytest.mark.parametrize(
    ("sign", "kept"), [("<", "<"), ("<=", "<="), ("≤", "<="), ("=", "="), ("==", "="), ("!=", "!=")]
)
def test_comparisons(sign: str, kept: str) -> None:
    """Every comparison is read, and named alike."""
    assert read_condition(f"n {sign} k + 1", NAMES).text == kept


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "It is empty; write a formula."),
        ("n + m", "I do not know 'm'; the names here are d_model, k, lambda, n, s, z."),
        ("flor(n)", "I do not know 'flor'; did you mean floor?"),
        ("nk", "I do not know 'nk'; did you mean n?"),
        ("2n", "A sign is missing before 'n'; write *, as in 2*n."),
        ("n(k)", "A sign is missing before '('; write *, as in 2*n."),
        ("n % k", "% stands for percent; write a mod b for a remainder."),
        ("n = k", "Comparisons belong in require and in count, one at a time, as in k <= n."),
        ("1/0", "That has no value: it divides by zero."),
        ("9^9^9 + n", "That number is too large; write a smaller one."),
        ("count(n, 1, 2, 3)", "Write count(i, first, last, condition) with a new name i."),
        ("z[1, 2]", "Write one position, as in z[1]."),
        ("sinh(n)", "I do not know 'sinh'; did you mean sin?"),
    ],
)
def test_faults(text: str, says: str) -> None:
    """Each fault says what to write instead."""
    with pytest.raises(Fault) as caught:
        read_formula(text, NAMES)
    assert str(caught.value) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sum(i, 1, n, i) + i", "i is known only inside the brackets where it runs over a range."),
        ("sum(i, 1, i, 2)", "i is known only inside the brackets where it runs over a range."),
        ("sum(i, 1, n)", "Write four things: sum(i, first, last, term)."),
        ("count(i, 1, n)", "Write four things: count(i, first, last, condition)."),
        ("sum(i, 1, n, sum(i, 1, n, 1))", "i runs over a range already; write another name."),
        ("sum(i, 1, n, i", "A ')' is missing; close every bracket."),
        ("sum(i=1..n, i)", "Write sum(i, 1, n, …)."),
        ("2*count( i = 0 .. n - 1 , i mod 2 = 0)", "Write count(i, 0, n - 1, …)."),
        ("max(i in 1...n, i)", "Write max(i, 1, n, …)."),
    ],
)
def test_faults_of_ranges(text: str, says: str) -> None:
    """A range has a new name, two ends and a term."""
    with pytest.raises(Fault) as caught:
        read_formula(text, NAMES, bounded=True)
    assert str(caught.value) == says


def test_a_condition_needs_its_sign() -> None:
    """A formula alone is no requirement."""
    with pytest.raises(
        Fault, match="A comparison is missing; write one of = != < <= > >= between two formulas"
    ):
        read_condition("n + k", NAMES)


@given(st.text(max_size=60) | st.text("nkz()[]+-*/^,=<>%. 0123456789sumcountmod", max_size=60))
def test_nothing_but_faults_is_raised(text: str) -> None:
    """Any text is a tree of declared names, or a fault."""
    found: set[str] = set()
    with suppress(Fault):
        found = set(names_in(read_formula(text, NAMES, bounded=True)))
    assert found <= set(NAMES)
