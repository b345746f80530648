"""What a family of formulas says of itself and of numbers that it cannot take."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from test_compiling import ROOM, WIDTH, written

from dldrill.derivation.formula import because, family_of, told
from dldrill.derivation.written import WrittenAnswer, WrittenStep
from dldrill.faults import BankFault, Fault
from dldrill.maths.linear import Vector


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "these numbers"),
        ({"k": 9}, "k = 9"),
        ({"k": 9, "n": Fraction(8, 2)}, "k = 9 and n = 4"),
        ({"a": 1, "b": 2, "c": 3}, "a = 1, b = 2 and c = 3"),
        ({"x": 1 / 3}, "x = 0.333333"),
        ({"x": Fraction(1, 3)}, "x = 1/3"),
        ({"x": Fraction(12345, 678901)}, "x = 12345/678901"),
        ({"x": Fraction(123456, 678901)}, "x = 0.181847"),
        ({"z": Vector(1, 0.5, Fraction(1, 3))}, "z = [1, 0.5, 1/3]"),
        ({"n": 10**50}, f"n = 1{'0' * 39}"),
    ],
)
def test_numbers_are_told_short(values: Mapping[str, Any], says: str) -> None:
    """Fractions as they are while they are short, decimals to six digits, nothing beyond 40 characters."""
    assert told(values) == says


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("math domain error", "a root or logarithm of a number that has none"),
        ("math range error", "a number is too large"),
        ("max() arg is an empty sequence", "a max over nothing"),
        ("min() arg is an empty sequence", "a min over nothing"),
        ("It divides by zero", "it divides by zero"),
    ],
)
def test_reasons_are_told_in_words(reason: str, says: str) -> None:
    """What Python says of a number is said as a reader would."""
    assert because(ValueError(reason)) == says


def test_python_says_what_is_translated() -> None:
    """The words that are looked for are those that Python raises."""
    for checks, says in (
        ("max(i, 2, 1, i)", "a max over nothing"),
        ("min(i, 2, 1, i)", "a min over nothing"),
    ):
        with pytest.raises(BankFault) as caught:
            family_of(written(checks=(("width", checks),)))().check()
        whole = f"the check of width has no value for n = 8, k = 1, s = 1 and p = 0: {says}"
        assert (caught.value.says, caught.value.place, caught.value.code) == (
            whole,
            ("check", "width"),
            "bank",
        )
        assert str(caught.value) == f"toys.toml:1: toys/width: {whole}"


def test_a_family_knows_its_question() -> None:
    """Title, topic, minutes, parts and how it is checked come from the bank; its givens from the domains."""
    answers = (WrittenAnswer("width"), WrittenAnswer("room"))
    checks = (("width", "n"), ("room", "k"))
    family = family_of(written(answers=answers, checks=checks, minutes=3.5))
    assert (family.title, family.topic, family.minutes, family.parts) == (
        "toys/width",
        "toys",
        3.5,
        ("width", "room"),
    )
    assert family.how == "`width = n`; `room = k`"
    assert (family.__name__, family.__module__) == ("Formula", "dldrill.derivation.formula")
    assert family_of(written(how="counted")).how == "counted"
    n = family.givens()["n"]
    assert (n.default, n.metadata["symbol"], n.metadata["help"], n.metadata["domain"].size) == (8, "n", "", 4)
    assert repr(family(k=3)) == "Formula(n=8, k=3, s=1, p=0)"


def test_a_question_with_a_fault_has_no_family() -> None:
    """The first fault is raised, with its place."""
    with pytest.raises(BankFault) as caught:
        family_of(written(steps=(ROOM._replace(formula="q"), WIDTH)))
    assert caught.value.place == ("step", 0, "is")
    assert str(caught.value).startswith("toys.toml:1: toys/width: step room: 'q': ")


def test_numbers_that_have_no_answer_are_refused_without_requirements() -> None:
    """Steps that no requirement waits for are carried out, too, each after the one before."""
    family = family_of(written(require=()))
    assert family(s=0).fits() == "these numbers have no answer (it divides by zero): change one of them"
    assert family(n=9).fits() is None
    chain = (ROOM, WrittenStep("half", "room/2", "why"), WIDTH._replace(formula="floor(half*2/s) + 1"))
    assert family_of(written(steps=chain, require=("room >= 2",)))(s=2).fits() is None
    assert family_of(written(steps=chain, require=("room >= 2",)))(n=1).fits() == (
        "room >= 2 must hold, but room = 0: change one of them"
    )


def test_a_vector_of_another_length_is_refused() -> None:
    """It says how many components there must be."""
    steps = (ROOM._replace(formula="n + 2*p - k + sum(z)"), WIDTH)
    family = family_of(written(more=(("z", "3 of 1..2"),), steps=steps, require=()))
    assert family(z=Vector(1, 2)).fits() == "z must have 3 components"
    assert family(z=Vector(1, 2, 2)).fits() is None


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ({"n": 20}, None),
        ({"n": 24}, None),
        ({"n": 9}, None),
        ({"k": 2}, None),
        ({"n": 10**6}, "these numbers are too large to be checked: make them smaller"),
    ],
)
def test_only_own_numbers_are_checked(numbers: dict[str, int], says: str | None) -> None:
    """Numbers of the domains were checked when the bank was; others only if the check can follow."""
    assert family_of(written())(**numbers).fits() == says


def test_an_unknown_given_is_named() -> None:
    """The first name that is no given is told."""
    with pytest.raises(TypeError) as caught:
        family_of(written())(q=1, n=3)
    assert str(caught.value) == "Formula has no given 'q'"
    assert not isinstance(caught.value, Fault)
