"""Givens as a person writes them, on the command line or in a bank."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dldrill.derivation.domain import Domain, OneOf, Range, Squares
from dldrill.derivation.family import Family, given
from dldrill.derivation.values import as_text, option, problem_of, value_of
from dldrill.derivation.working import Asked, Working
from dldrill.faults import Fault
from dldrill.maths.linear import Matrix, Vector


class Upper(Domain[str]):
    """Words that only this domain can read."""

    size = 1

    def at(self, index: int) -> str:
        """The one word."""
        return "A"

    def read(self, text: str) -> str:
        """In capitals, letters only."""
        if not text.isalpha():
            raise Fault("write letters", code="letters")
        return text.upper()


class Every(Family):
    """A given of every type."""

    size: int = given("n", Range(1, 9), "size", default=2)
    rate: float = given("r", OneOf(0.5), "rate", default=0.5)
    share: Fraction = given("s", OneOf(Fraction(1, 3)), "share", default=Fraction(1, 3))
    pair: tuple[int, int] = given("k_h k_w", Squares(Range(1, 3)), "pair", default=(3, 3))
    shape: tuple[int, int, int] = given("H W C", OneOf((1, 2, 3)), "shape", default=(1, 2, 3))
    x: Vector = given("x", OneOf(Vector(1, 2)), "x", default=Vector(1, 2))
    A: Matrix = given("A", OneOf(Matrix((1, 2), (3, 4))), "A", default=Matrix((1, 2), (3, 4)))
    mode: str = given("m", OneOf("same", "valid"), "mode", default="same")
    free_word: str = given("w", Upper(), "word", default="A")
    bias: bool = given("b", OneOf(True, False), "bias", default=True)
    words: tuple[str, ...] = given("v", OneOf(("a", "b")), "words", default=("a", "b"))
    odds: tuple[float, float] = given("o", OneOf((0.5, 0.5)), "odds", default=(0.5, 0.5))

    def solve(self, work: Working) -> int:
        """The size."""
        return work.answer("size", self.size, "as given", Asked("size"))

    def fits(self) -> str | None:
        """At least one."""
        return "size must be at least 1: make it larger" if self.size < 1 else None


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("size", "7", 7),
        ("size", 7, 7),
        ("size", "14/2", 7),
        ("rate", "0.25", 0.25),
        ("rate", 0.25, 0.25),
        ("rate", "1/4", 0.25),
        ("share", "0.1", Fraction(1, 10)),
        ("share", "2/3", Fraction(2, 3)),
        ("pair", "3,5", (3, 5)),
        ("pair", "3x5", (3, 5)),
        ("pair", "4", (4, 4)),
        ("pair", [3, 5], (3, 5)),
        ("shape", "84x84x4", (84, 84, 4)),
        ("x", "1, -2, 1/2", Vector(1, -2, Fraction(1, 2))),
        ("x", [1, -2], Vector(1, -2)),
        ("A", "[[1,2],[3,4]]", Matrix((1, 2), (3, 4))),
        ("A", [[1, 2], [3, 4]], Matrix((1, 2), (3, 4))),
        ("mode", "valid", "valid"),
        ("free_word", "abc", "ABC"),
        ("bias", "no", False),
        ("bias", "TRUE", True),
        ("bias", False, False),
        ("bias", "0", False),
        ("words", "red, green", ("red", "green")),
        ("odds", "0.25, 0.75", (0.25, 0.75)),
    ],
)
def test_values_are_read_by_the_type_of_the_default(name: str, written: Any, value: Any) -> None:
    """What is typed, or written in TOML, becomes a value of the given's type."""
    found = value_of(Every, name, written)
    assert found == value
    assert type(found) is type(value)


def test_whole_cells_are_ints() -> None:
    """Whole numbers in vectors and matrices are ints, so that they are computed exactly."""
    assert [type(cell) for cell in value_of(Every, "x", "1, 4/2")] == [int, int]


@pytest.mark.parametrize(
    ("name", "written", "says"),
    [
        ("size", "2.5", "--size '2.5': write a whole number"),
        ("size", "two", "--size 'two': "),
        ("mode", "sane", "--mode 'sane': write one of same, valid"),
        ("free_word", "a1", "--free-word 'a1': write letters"),
        ("bias", "maybe", "--bias 'maybe': write true or false"),
        ("shape", "84x84", "write 3 numbers, like 1x2x3"),
        ("pair", "1,2,3", "write 2 numbers, like 3x3"),
        ("A", "[[1,2],[3]]", "--A "),
    ],
)
def test_what_cannot_be_read_is_a_fault(name: str, written: Any, says: str) -> None:
    """The fault has the option, what was written, and what to write instead; one line."""
    with pytest.raises(Fault) as caught:
        value_of(Every, name, written)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "text"),
    [(True, "true"), (False, "false"), ([1, [2, True]], "[1, [2, true]]"), (" 3x3 ", "3x3"), (1.5, "1.5")],
)
def test_toml_is_read_as_if_typed(written: object, text: str) -> None:
    """A TOML value becomes the text a person would type."""
    assert as_text(written) == text


def test_problem_of_keeps_the_defaults_of_the_rest() -> None:
    """Givens that are not written have the family's values; hyphens serve for underscores."""
    assert problem_of(Every, {"free-word": "b", "size": "3"}) == Every(free_word="B", size=3)
    assert problem_of(Every, {}) == Every()


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ({"sise": "3"}, "given", "there is no given --sise: did you mean --size?"),
        ({"zzz": "3"}, "given", "its givens are --size --rate"),
        ({"size": "0"}, "ill-posed", "size must be at least 1: make it larger"),
        ({"bias": "perhaps"}, "given", "--bias"),
    ],
)
def test_problem_of_refuses(written: dict[str, object], code: str, says: str) -> None:
    """Unknown givens, unreadable values and givens that do not fit are faults."""
    with pytest.raises(Fault) as caught:
        problem_of(Every, written)
    assert caught.value.code == code
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("name", "shown"), [("out_channels", "--out-channels"), ("x", "--x"), ("--x", "--x")]
)
def test_options_have_hyphens(name: str, shown: str) -> None:
    """A given's option is its name with hyphens."""
    assert option(name) == shown


@pytest.mark.parametrize(
    ("name", "written", "code", "says"),
    [
        ("size", "2.5", "given", "--size '2.5': write a whole number"),
        ("mode", "sane", "given", "--mode 'sane': write one of same, valid"),
        ("bias", "maybe", "given", "--bias 'maybe': write true or false"),
        ("shape", "84x84", "given", "--shape '84x84': write 3 numbers, like 1x2x3"),
        ("odds", "1, 2, 3", "given", "--odds '1, 2, 3': write 2 numbers, like 0.5x0.5"),
        ("free_word", "a1", "letters", "--free-word 'a1': write letters"),
        ("x", "1; 2 3", "vector", "--x '1; 2 3': That is a matrix; write a vector as (1, 0) or 1 0."),
        ("rate", "ln(0)", "undefined",
         "--rate 'ln(0)': That has no value: it takes the logarithm of a number that is not positive."),
    ],
)  # fmt: skip
def test_faults_are_told_whole(name: str, written: Any, code: str, says: str) -> None:
    """The option, what was written, what to write instead, and a code that stays."""
    with pytest.raises(Fault) as caught:
        value_of(Every, name, written)
    assert (caught.value.code, str(caught.value)) == (code, says)


@pytest.mark.parametrize(
    ("name", "written", "kinds"),
    [
        ("A", "[[4/2, 1/2], [3, 0.5]]", [[int, Fraction], [int, Fraction]]),
        ("odds", "0.25, 4/2", [Fraction, int]),
        ("odds", "3", [int, int]),
        ("words", "[red, green]", [str, str]),
    ],
)
def test_cells_are_exact(name: str, written: str, kinds: list[Any]) -> None:
    """Whole cells are whole, others fractions; one number stands for both of a pair."""
    found = value_of(Every, name, written)
    rows = found if name == "A" else [found]
    assert [[type(cell) for cell in row] for row in rows] == (kinds if name == "A" else [kinds])


def test_a_name_that_is_no_given_is_refused_whole() -> None:
    """With the nearest given, or with all of them."""
    with pytest.raises(Fault) as caught:
        problem_of(Every, {"out_zzz": "3"})
    options = "--size --rate --share --pair --shape --x --A --mode --free-word --bias --words --odds"
    assert str(caught.value) == f"there is no given --out-zzz: its givens are {options}"
