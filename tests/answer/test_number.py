"""Numbers as they are dressed: about, in a unit, in thousands, in words, as a factor."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dldrill.answer import expression, integer, number, text, vector
from dldrill.answer.kinds import read, same
from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.text import clean

PLAIN = Spec()


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("~5", "", 5),
        ("~ 12", "", 12),
        ("5.", "", 5),
        ("12.", "", 12),
        ("12 MB.", "MB", 12),
        ("12mb", "MB", 12),
        ("12 mb", "MB", 12),
        ("12 MB", "mb", 12),
        ("50 %", "%", 50),
        ("1k", "MB", 1000),
        ("53X", "", 53),
        ("53 x", "", 53),
        ("53*", "", 53),
        ("2 x 3", "", 6),
        ("2X3", "", 6),
        ("2 X (3)", "", 6),
        ("(2)x.5", "", 1),
        ("1.7 X 10^6", "", 1_700_000),
        ("1 234", "", 1234),
        ("-1 234 567", "", -1_234_567),
        ("+ 1 234", "", 1234),
        ("1 234 k", "", 1_234_000),
        ("3 thousand", "", 3000),
        ("3million", "", 3_000_000),
        ("3 mio", "", 3_000_000),
        ("3M", "", 3_000_000),
        ("3G", "", 3 * 10**9),
        ("3B", "", 3 * 10**9),
        ("3 billion", "", 3 * 10**9),
        ("3 trillion", "", 3 * 10**12),
        ("(1/2)k", "", 500),
        ("0.0001k", "", Fraction(1, 10)),
    ],
)
def test_a_dressed_number(typed: str, unit: str, value: object) -> None:
    """What may stand around a number changes nothing but its power of ten."""
    found = number.read(typed, Spec(unit=unit))
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 2**23), "1.19209e-7"),
        (Fraction(1, 1_000_000), "1e-6"),
        (Fraction(3, 8), "0.375"),
        (Fraction(12345678, 10), "1,234,567.8"),
        (Fraction(1, 9999), "1/9999"),
        (Fraction(1, 10_000 - 3), "1/9997"),
        (Fraction(1, 10_001), "9.999e-5"),
        (Fraction(-9999, 7), "-9999/7"),
        (Fraction(1, 15625), "6.4e-5"),
        (Fraction(1, 78125), "1.28e-5"),
        (0, "0"),
        (10**14, "100,000,000,000,000"),
        (10**15, "1e15"),
        (1234567.891, "1,234,567.89"),
        (123456.7891, "123,456.79"),
        (0.00012345678, "0.000123457"),
        (0.000012345678, "1.23457e-5"),
        (-2.5, "-2.5"),
    ],
)
def test_shown(value: number.Number, shown: str) -> None:
    """Short decimals as they are, short fractions as fractions, the rest to six digits or two decimals."""
    assert number.show(value) == shown


@pytest.mark.parametrize(
    ("right", "given", "verdict"),
    [
        (3, 3.0 + 3e-12, True),
        (3, 3.0 + 4e-12, False),
        (0, 1e-12, True),
        (0, 2e-12, False),
        (10**13, 1e13 + 4.0, True),
        (10**13, 1e13 + 16.0, False),
        (-(10**13), -1e13 - 4.0, True),
    ],
)
def test_a_float_is_a_whole_number_up_to_its_last_bits(right: int, given: float, verdict: bool) -> None:
    """A logarithm that comes to a whole number is one, whatever the last bits say."""
    assert integer.same(right, given, PLAIN) is verdict


def test_vectors_of_another_length_are_wrong() -> None:
    """Nothing is compared that has no partner."""
    assert not vector.same((1,), (1, 2), PLAIN)
    with pytest.raises(Fault) as caught:
        number.read_cell(clean("1 2"))
    assert caught.value.code == "numbers"


@pytest.mark.parametrize(
    ("typed", "words", "found"),
    [
        ("batch-norm", ("batch norm", "layer norm"), "batch norm"),
        ("Batch_Norm; LAYER  norm", ("batch norm", "layer norm"), ("batch norm", "layer norm")),
        ("<a> -> (b) | c/d", ("a", "b", "c", "d"), ("a", "b", "c", "d")),
        ("a, ., b", ("a", "b"), ("a", "b")),
        ("[a b]", ("a", "b"), ("a", "b")),
        ('"a"', ("a", "b"), "a"),
    ],
)
def test_words_are_told_apart(typed: str, words: tuple[str, ...], found: object) -> None:
    """Between words stand commas, arrows and the like; spaces only where no word has one."""
    assert read("text", typed, Spec(words=words)) == found


def test_free_text_is_the_same_in_any_case() -> None:
    """Case, hyphens and spaces do not matter; the number of words does."""
    assert same("text", "batch-norm", "Batch  Norm")
    assert not same("text", ("a", "b"), "a b")
    assert text.show("two\n lines") == "two lines"
    assert text.show(("a", "b c")) == "a, b c"


def test_expressions_are_equal_in_their_domains() -> None:
    """Where a name is positive its root can be squared; where it is real it cannot."""
    for domain, verdict in (("positive", True), ("real", False)):
        spec = Spec(names={"x": domain})
        assert (
            expression.same(expression.read("x", spec), expression.read("sqrt(x^2)", spec), spec) is verdict
        )
