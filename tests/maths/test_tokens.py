"""Numbers, words and signs, each with its column."""

from __future__ import annotations

import pytest

from dldrill.faults import Fault
from dldrill.maths.text import clean
from dldrill.maths.tokens import MAX_DIGITS, MAX_TOKENS, MAX_WORD, tokenise


def texts(typed: str) -> list[str]:
    """The texts of the tokens before the end."""
    *tokens, end = tokenise(clean(typed))
    assert end.kind == "end"
    return [token.text for token in tokens]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2x", ["2", "x"]),
        ("9999e", ["9999", "e"]),
        ("1e-3", ["1e-3"]),
        ("1E+5", ["1E+5"]),
        ("2e3x", ["2e3", "x"]),
        ("1e-3a", ["1e-3", "a"]),
        ("1e-3.5", ["1", "e", "-", "3.5"]),
        ("1e-35.5", ["1", "e", "-", "35.5"]),
        ("2e", ["2", "e"]),
        ("2e-", ["2", "e", "-"]),
        (".5", [".5"]),
        ("5.", ["5."]),
        (".5e2", [".5e2"]),
        ("1,606,144", ["1606144"]),
        ("1'606'144.5", ["1606144.5"]),
        ("1_000", ["1000"]),
        ("(1,234)", ["(", "1234", ")"]),
        ("f(1,234)", ["f", "(", "1", ",", "234", ")"]),
        ("f((1,234))", ["f", "(", "(", "1", ",", "234", ")", ")"]),
        ("f(1)+1,234", ["f", "(", "1", ")", "+", "1234"]),
        ("f(0,5)", ["f", "(", "0", ",", "5", ")"]),
        ("x_1", ["x_1"]),
        ("x_{1}y", ["x_{1}", "y"]),
        ("in_channels*2", ["in_channels", "*", "2"]),
        ("a**b", ["a", "^", "b"]),
        ("a//b<=c->d==e!=f>=g", ["a", "//", "b", "<=", "c", "->", "d", "==", "e", "!=", "f", ">=", "g"]),
        ("⌊x⌋", ["⌊", "x", "⌋"]),
        ("|x|", ["|", "x", "|"]),
    ],
)
def test_splits(typed: str, expected: list[str]) -> None:
    """Each text falls into these tokens."""
    assert texts(typed) == expected


def test_a_token_knows_its_place() -> None:
    """Kind, column, space before it and thousands are kept."""
    first, second, end = tokenise(clean(" Δ  1,234"))
    assert (first.kind, first.text, first.at, first.gap) == ("word", "Delta", 1, False)
    assert (second.kind, second.at, second.gap, second.grouped) == ("number", 4, True, True)
    assert (end.kind, end.at, end.gap) == ("end", 9, False)


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("0,5", "comma", 0),
        ("x+1,5", "comma", 2),
        ("1,23", "comma", 0),
        ("0,123", "comma", 0),
        ("1,234,56", "comma", 0),
        ("12,34", "comma", 0),
        ("1,2345", "comma", 0),
        ("1.5,5", "comma", 0),
        ("1.2.3", "number", 0),
        ("1.234.567", "number", 0),
        ("a.b", "character", 1),
        ("_x", "character", 0),
        ("x'", "character", 1),
        ("2@3", "character", 1),
        ("\\sqrt", "character", 0),
        ("$x$", "character", 0),
        ("1e309", "power", 0),
        ("1e-309", "power", 0),
        ("x+1e999999999", "power", 2),
        ("1e" + "0" * 9, "power", 0),
        (".1e-308", "power", 0),
        ("10e308", "power", 0),
    ],
)
def test_refuses(typed: str, code: str, position: int) -> None:
    """Wrong commas, foreign characters and enormous powers are refused at their column."""
    with pytest.raises(Fault) as caught:
        tokenise(clean(typed))
    assert (caught.value.code, caught.value.position) == (code, position)


@pytest.mark.parametrize("typed", ["1e308", "1e-308", "0.1e309", "100e306", "0.001e-305", "0e308"])
def test_the_largest_powers_are_read(typed: str) -> None:
    """Numbers up to 10^308 and down to 10^-308 are read, however they are written."""
    assert texts(typed) == [typed]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("9" * MAX_DIGITS, ""),
        ("9" * (MAX_DIGITS + 1), "digits"),
        ("9." + "9" * MAX_DIGITS, "digits"),
        ("x " * MAX_TOKENS, ""),
        ("x " * (MAX_TOKENS - 1) + "x+", "long"),
        ("x" * MAX_WORD, ""),
        ("x" * (MAX_WORD + 1), "name"),
    ],
)
def test_caps(typed: str, code: str) -> None:
    """Each cap itself is allowed and one more is refused."""
    source = clean(typed, 1000)
    if not code:
        assert tokenise(source)
        return
    with pytest.raises(Fault) as caught:
        tokenise(source)
    assert caught.value.code == code
