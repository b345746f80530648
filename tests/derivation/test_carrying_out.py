"""Formulas carried out: exact while they are short, floats beyond, refused where there is no value."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from dldrill.derivation.carrying_out import MAX_BITS, MAX_EXPONENT, MAX_FRACTION, carried_out, lowered, tidy
from dldrill.maths.formulas import read_formula
from dldrill.maths.linear import Vector
from dldrill.maths.trace import GIVEN, STEP, Tape, Traced
from dldrill.maths.tree import Node

VALUES = {"a": 3, "b": 2, "h": Fraction(1, 2), "d": 0.5, "w": -1, "o": 0, "z": Vector(1, Fraction(1, 2), 3)}
N, TWO = Node("name", (), "n"), Node("number", (), "2")


def value_of(text: str) -> Any:
    """What a formula comes to."""
    return carried_out(lowered(read_formula(text, VALUES)), VALUES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a/b", Fraction(3, 2)),
        ("(a + 3)/b", 3),
        ("d/b", 0.25),
        ("z/b + o", Vector(Fraction(1, 2), Fraction(1, 4), Fraction(3, 2))),
        ("h^2", Fraction(1, 4)),
        ("h^-2", 4),
        ("b^-1", Fraction(1, 2)),
        ("a^h", math.sqrt(3)),
        ("a^d", math.sqrt(3)),
        ("h^h", math.sqrt(0.5)),
        ("o^h", 0.0),
        ("o^o", 1),
        ("d^2", 0.25),
        ("w^10001", -1),
        ("o^10001", 0),
        ("w^-3", -1),
        ("floor(a/b)", 1),
        ("ceil(a/b)", 2),
        ("(-a) mod b", 1),
        ("max(a, 7, b)", 7),
        ("min(a, 7, b)", 2),
        ("e^o", 1.0),
        ("e", math.e),
        ("pi", math.pi),
        ("2.5", Fraction(5, 2)),
        ("4.0", 4),
        ("z[1]", 1),
        ("z[b]", Fraction(1, 2)),
        ("z[3]", 3),
        ("dot(z, z)", Fraction(41, 4)),
        ("log10(1000)", 3.0),
    ],
)
def test_values(text: str, value: Any) -> None:
    """Whole numbers and fractions stay what they are; a root or a float gives a float."""
    found = value_of(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("a/o", ZeroDivisionError, "it divides by zero"),
        ("a mod o", ZeroDivisionError, "it divides by zero"),
        ("o^-1", ZeroDivisionError, "it divides by zero"),
        ("w^h", ValueError, "a root of a negative number"),
        ("(w/4)^d", ValueError, "a root of a negative number"),
        ("b^10001", OverflowError, "a power is too large"),
        ("b^-10001", OverflowError, "a power is too large"),
        ("a^9000", OverflowError, None),
        ("z[o]", IndexError, "there is no such component"),
        ("z[4]", IndexError, "there is no such component"),
        ("z[h]", IndexError, "there is no such component"),
        ("z[w]", IndexError, "there is no such component"),
        ("exp(a*300)", OverflowError, None),
    ],
)
def test_refusals(text: str, kind: type[Exception], says: str | None) -> None:
    """What has no value, or none that is small enough, says which it is."""
    with pytest.raises(kind) as caught:
        value_of(text)
    assert says is None or str(caught.value) == says


@pytest.mark.parametrize(
    ("value", "tidied"),
    [
        (Fraction(4, 2), 2),
        (Fraction(1, 3), Fraction(1, 3)),
        (Fraction(1, 2**MAX_FRACTION - 1), Fraction(1, 2**MAX_FRACTION - 1)),
        (Fraction(2**MAX_FRACTION - 1, 2), Fraction(2**MAX_FRACTION - 1, 2)),
        (Fraction(1, 2**MAX_FRACTION), 0.0),
        (Fraction(2**MAX_FRACTION + 1, 2**MAX_FRACTION), 1.0),
        (2**MAX_BITS - 1, 2**MAX_BITS - 1),
        (1.5, 1.5),
        (Vector(Fraction(4, 2), 1.5), Vector(2, 1.5)),
    ],
)
def test_tidying(value: Any, tidied: Any) -> None:
    """Whole fractions become whole numbers, and fractions of more than 2,048 bits floats."""
    found = tidy(value)
    assert (found, type(found)) == (tidied, type(tidied))
    if isinstance(tidied, Vector):
        assert [type(cell) for cell in found.cells] == [type(cell) for cell in tidied.cells]


@pytest.mark.parametrize("value", [2**MAX_BITS, Fraction(2**MAX_BITS), math.inf, -math.inf, math.nan])
def test_what_is_too_large(value: Any) -> None:
    """A whole number of more than 4,096 bits, and what is no number, is refused."""
    with pytest.raises(OverflowError) as caught:
        tidy(value)
    assert str(caught.value) == "a number is too large"


def test_powers_up_to_their_bounds() -> None:
    """Up to 4,096 bits exactly, beyond as a float, up to an exponent of 10,000."""
    power = Node("pow", (N, Node("name", (), "k")))
    assert carried_out(power, {"n": 2, "k": 2048}) == 2**2048
    assert type(carried_out(power, {"n": Fraction(1, 2), "k": 2047})) is Fraction
    assert carried_out(power, {"n": Fraction(1001, 1000), "k": 1000}) == pytest.approx(1.001**1000)
    assert type(carried_out(power, {"n": Fraction(1001, 1000), "k": 1000})) is float
    assert carried_out(power, {"n": Fraction(1001, 1000), "k": MAX_EXPONENT}) == pytest.approx(1.001**10_000)
    assert carried_out(power, {"n": -2, "k": 3.0}) == -8


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("max(a, b, o)", Node("call", (Node("call", (Node("name", (), "a"), Node("name", (), "b")), "max"),
                                       Node("name", (), "o")), "max")),
        ("dot(z, z)", Node("matmul", (Node("name", (), "z"), Node("name", (), "z")))),
        ("e^a", Node("call", (Node("name", (), "a"),), "exp")),
        ("a^b", Node("pow", (Node("name", (), "a"), Node("name", (), "b")))),
    ],
)  # fmt: skip
def test_lowering(text: str, tree: Node) -> None:
    """Max of more than two is a chain, a dot product a matmul, a power of e the function."""
    assert lowered(read_formula(text, VALUES)) == tree


def test_traced_values_keep_their_formulas() -> None:
    """On traced numbers every operation, constant and component is recorded on the tape."""
    tape = Tape()
    values = {"n": Traced(3, GIVEN, (), tape, "n"), "z": Traced(Vector(5, 7), GIVEN, (), tape, "z")}
    total = carried_out(Node("add", (N, TWO)), values, tape)
    assert (total.value, total.op, total.args, total.tape) == (5, "add", (values["n"], 2), tape)
    pi = carried_out(Node("constant", (), "pi"), values, tape)
    assert (pi.value, pi.op, pi.args, pi.tape, pi.name) == (math.pi, STEP, (math.pi,), tape, "pi")
    cell = carried_out(Node("index", (Node("name", (), "z"), TWO)), values, tape)
    assert (cell.value, cell.op, cell.args, cell.tape) == (7, "index", (values["z"], 1), tape)
    named = {**values, "n": Traced(1, GIVEN, (), tape, "k")}
    cell = carried_out(Node("index", (Node("name", (), "z"), N)), named, tape)
    place = cell.args[1]
    assert (cell.value, cell.op, cell.args[0], cell.tape) == (5, "index", values["z"], tape)
    assert (place.value, place.op, place.args, place.tape, place.name) == (0, STEP, (named["n"],), tape, "k")
