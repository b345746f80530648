"""Derivations to put in order are proven line by line."""

from __future__ import annotations

import re

import pytest

from dldrill.bank.library import load
from dldrill.bank.question import DerivationLine, Order
from dldrill.proving.lines import prove_lines

ORDERS = [question for question in load() if isinstance(question, Order)]


def order(*lines: tuple[str, str]) -> Order:
    """A derivation of formulas, each with the bound of an approximation or none."""
    return Order(
        id="t/o",
        topic="t",
        minutes=1,
        points=1,
        where="t.toml:4",
        ask="",
        lines=tuple(DerivationLine("", "", equals, within) for equals, within in lines),
        names={"x": "real", "y": "real"},
    )


@pytest.mark.parametrize("question", ORDERS, ids=lambda question: question.id)
def test_every_derivation_of_the_banks_stands(question: Order) -> None:
    """Each line of a bundled derivation equals the one before, or is as near as it says."""
    assert prove_lines(question) == []


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([("(x+1)^2", ""), ("x^2+2x+1", ""), ("1+x(x+2)", "")], []),
        ([("(x+1)^2", ""), ("x^2+x+1", ""), ("x^2+2x+1", "")], [2]),
        ([("(x+1)^2", ""), ("x^2+x+1", ""), ("x^2+x+2", "")], [2, 3]),
        ([("(x+1)^2", ""), ("x^2+x+1", ""), ("1+x(x+1)", "")], [2]),
        ([("(x+1)^2", ""), ("x^2+x+1", ""), ("x^2+2x+1", ""), ("x^2+2x+2", "")], [2, 4]),
        ([("ln(1+e^x)", ""), ("max(0,x)", "ln(2)")], []),
        ([("ln(1+e^x)", ""), ("max(0,x)", "0.1")], [2]),
        ([("max(0,x)", ""), ("ln(1+e^x)", "ln(2)")], []),
        ([("x", ""), ("", "")], [2]),
    ],
)
def test_a_wrong_line_is_found(lines: list[tuple[str, str]], wrong: list[int]) -> None:
    """A line that is not equal, not as near as it says, or without a formula."""
    found = prove_lines(order(*lines))
    assert [fault.place for fault in found] == wrong


def test_a_formula_that_cannot_be_read_has_its_place() -> None:
    """Its line comes with what is wrong with it."""
    (fault,) = prove_lines(order(("x", ""), ("x++", "")))
    assert str(fault).startswith("line 2 has the formula 'x++': ")


def test_the_point_is_told_in_three_figures() -> None:
    """Where a line is wrong is told as a person writes numbers."""
    (fault,) = prove_lines(order(("x*y", ""), ("x*y + 1", "")))
    assert re.fullmatch(
        r"line 2 is not equal to the line before at x = -?\d\.\d{2,3}, y = -?\d\.\d{2,3}", str(fault)
    )
