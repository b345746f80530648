"""What is known of a formula unrun: the lengths of its vectors, and how high its powers are."""

from __future__ import annotations

import pytest

from dldrill.derivation.carrying_out import lowered
from dldrill.derivation.lengths import length_of, power_of
from dldrill.faults import Fault
from dldrill.maths.formulas import read_formula
from dldrill.maths.tree import Node

LENGTHS = {"z": 3, "y": 2, "n": 0, "k": 0}
COMPONENT = "takes numbers, not vectors: use a component, as in z[1]"


def tree(text: str) -> Node:
    """A formula of a check, in the operations that steps have."""
    return lowered(read_formula(text, LENGTHS, bounded=True))


N, ONE = tree("n"), tree("1")


@pytest.mark.parametrize(
    ("texts", "length"),
    [
        (("n", "3", "e", "ln(n)", "max(n, 1, 2)", "min(n, 1)", "z[1]", "z[3]", "z[n]", "z[1/2]"), 0),
        (("sum(z)", "mean(z)", "norm(z)", "dot(z, z)", "sum(i, 1, n, z[i])", "count(i, 1, n, i = 2)"), 0),
        (("z", "z + 1", "1 + z", "z*n", "n*z", "z/n", "z/z", "z - z", "-z", "exp(z)", "ln(z)", "log2(z)"), 3),
        (("relu(z)", "tanh(z)", "sigmoid(z)", "sign(z)", "positive(z)", "|z|", "exp(z) + n"), 3),
        (("y", "1 - y"), 2),
    ],
)  # fmt: skip
def test_lengths(texts: tuple[str, ...], length: int) -> None:
    """Operations go through a vector cell by cell, sums and components make a number of it."""
    assert [length_of(tree(text), LENGTHS) for text in texts] == [length] * len(texts)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("n/z", "a number over a vector has no value: divide its components"),
        ("z + y", "vectors of 3 and 2 components do not go together"),
        ("dot(z, y)", "vectors of 3 and 2 components do not go together"),
        ("dot(z, n)", "dot takes vectors: write one, or leave dot out"),
        ("sum(n)", "sum takes vectors: write one, or leave sum out"),
        ("mean(3)", "mean takes vectors: write one, or leave mean out"),
        ("z^2", "^ takes numbers, not vectors: write z*z for the squares, or dot(z, z) for their sum"),
        ("2^z", f"^ {COMPONENT}"),
        ("sqrt(z)", f"sqrt {COMPONENT}"),
        ("max(1, z)", f"max {COMPONENT}"),
        ("count(i, 1, n, z = i)", f"a comparison {COMPONENT}"),
        ("z[0]", "z has the components 1 to 3, not 0"),
        ("z[4]", "z has the components 1 to 3, not 4"),
        ("z[1.5]", "z has the components 1 to 3, not 1.5"),
        ("z[y]", "a position is a number, not a vector"),
        ("n[1]", "n is no vector: it has no component in [ ]"),
        ("sum(i, 1, z, i)", "sum over a range takes numbers, not vectors"),
        ("sum(i, z, 2, i)", "sum over a range takes numbers, not vectors"),
        ("sum(i, 1, n, z)", "sum over a range takes numbers, not vectors"),
        ("count(i, 1, n, i)", "count over a range needs a comparison as its last part"),
    ],
)
def test_faults_of_lengths(text: str, says: str) -> None:
    """A vector where a number belongs, or the other way round, says what to write."""
    with pytest.raises(Fault) as caught:
        length_of(tree(text), LENGTHS)
    assert (caught.value.code, str(caught.value)) == ("length", says)


@pytest.mark.parametrize(
    ("node", "says"),
    [
        (Node("index", (tree("z + z"), ONE)), "that is no vector: it has no component in [ ]"),
        (Node("over", (N, ONE, N, Node("compare", (N, N), "=")), "sum"),
         "sum over a range needs a formula as its last part"),
    ],
)  # fmt: skip
def test_trees_that_no_text_gives(node: Node, says: str) -> None:
    """What the reader refuses is refused here, too."""
    with pytest.raises(Fault) as caught:
        length_of(node, LENGTHS)
    assert (caught.value.code, str(caught.value)) == ("length", says)


@pytest.mark.parametrize(
    ("text", "power"),
    [
        ("n", 1),
        ("7", 1),
        ("k", 5),
        ("k^3", 15),
        ("z[1]^2", 2),
        ("(n^2)^3", 6),
        ("n^2 + n^4 + n", 4),
        ("exp(n^4)", 4),
        ("n^n", 100),
        ("n^1.5", 100),
        ("n^(2^3)", 300),
    ],
)
def test_powers(text: str, power: int) -> None:
    """Powers of powers multiply; an exponent that is not in figures counts as the largest."""
    assert power_of(tree(text), {"k": 5}, 100) == power
