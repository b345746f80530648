"""The kinds of answer: the values they read, how they show them, and what they refuse."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.answer.kinds import KINDS, notes, read, same, show
from dldrill.answer.spec import PLAIN, Spec
from dldrill.faults import Fault
from dldrill.maths.reader import read_expression
from dldrill.maths.text import safe

TWO = Spec(size=(2, 1))
SQUARE = Spec(size=(2, 2))
LETTERS = Spec(letters="ABCDE")
PAIRS = Spec(letters="ABC", count=3)
WORDS = Spec(words=("seagull", "flying", "STOP"))
NAMES = Spec(names={"a": "positive", "Delta": "positive"})


@pytest.mark.parametrize(
    ("kind", "typed", "spec", "value", "shown"),
    [
        ("integer", "1,693,362", Spec(), 1693362, "1,693,362"),
        ("integer", "1693362.5", Spec(), Fraction(3386725, 2), "1,693,362.5"),
        ("integer", "-7*7*64", Spec(), -3136, "-3,136"),
        ("integer", "2^100", Spec(), 2**100, "1.26765e30"),
        ("integer", "log2(8)", Spec(), 3.0, "3"),
        ("integer", "999", Spec(), 999, "999"),
        ("integer", "1e15", Spec(), 10**15, "1e15"),
        ("integer", "999999999999999", Spec(), 10**15 - 1, "999,999,999,999,999"),
        ("number", "1/3", Spec(), Fraction(1, 3), "1/3"),
        ("number", "0.125", Spec(), Fraction(1, 8), "0.125"),
        ("number", "1/16384", Spec(), Fraction(1, 16384), "6.10352e-5"),
        ("number", "9999/7", Spec(), Fraction(9999, 7), "9999/7"),
        ("number", "10000/7", Spec(), Fraction(10000, 7), "1,428.57"),
        ("number", "1234567.125", Spec(), Fraction(9876537, 8), "1,234,567.12"),
        ("number", "0.0001", Spec(), Fraction(1, 10000), "0.0001"),
        ("number", "0.00001", Spec(), Fraction(1, 100000), "1e-5"),
        ("number", "50%", Spec(), Fraction(1, 2), "0.5"),
        ("number", "50%", Spec(unit="%"), 50, "50"),
        ("number", "1.7 x 10^6", Spec(), 1700000, "1,700,000"),
        ("number", "3.2k", Spec(), 3200, "3,200"),
        ("number", "3.2K", Spec(), 3200, "3,200"),
        ("number", "2 bn", Spec(), 2 * 10**9, "2,000,000,000"),
        ("number", "1T", Spec(), 10**12, "1,000,000,000,000"),
        ("number", "53x", Spec(), 53, "53"),
        ("number", "1 234 567.5", Spec(), Fraction(2469135, 2), "1,234,567.5"),
        ("number", "e", Spec(), 2.718281828459045, "2.71828"),
        ("number", "-e/65536", Spec(), -2.718281828459045 / 65536, "-4.14777e-5"),
        ("shape", "16x15x15", Spec(), (16, 15, 15), "16×15×15"),
        ("shape", "(5,)", Spec(), (5,), "5"),
        ("shape", "()", Spec(), (), "()"),
        ("vector", "[1 0]^T", TWO, (1, 0), "[1, 0]"),
        ("vector", "1 -2", TWO, (1, -2), "[1, -2]"),
        ("vector", "1234 1/3", TWO, (1234, Fraction(1, 3)), "[1234, 1/3]"),
        ("vector", "5", Spec(), (5,), "[5]"),
        ("matrix", "1 2; 3 4", SQUARE, ((1, 2), (3, 4)), "[[1, 2], [3, 4]]"),
        ("matrix", "1 2", Spec(), ((1, 2),), "[[1, 2]]"),
        ("signs", "+ 0 -; pos neg zero", Spec(), ("+0-", "+-0"), "+ 0 -; + - 0"),
        ("letters", "c, A", LETTERS, frozenset("AC"), "A, C"),
        ("letters", "none", LETTERS, frozenset(), "none"),
        ("letters", "yes", Spec(letters="TF"), frozenset("T"), "T"),
        ("letters", "all", LETTERS, frozenset("ABCDE"), "A, B, C, D, E"),
        ("letters", "a and d", Spec(letters="ADNX"), frozenset("ADN"), "A, D, N"),
        ("matching", "2c 1a 3b", PAIRS, ("A", "C", "B"), "1A 2C 3B"),
        ("order", "3 1 2", PAIRS, ("C", "A", "B"), "CAB"),
        ("order", "CAB", Spec(), ("C", "A", "B"), "CAB"),
        ("text", "Seagull flying", WORDS, ("seagull", "flying"), "seagull, flying"),
        ("text", "<stop>.", WORDS, "STOP", "STOP"),
        ("text", " two\nlines\x1b ", Spec(), "two\nlines\\x1b", "two lines\\x1b"),
    ],
)
def test_reads_and_shows(kind: str, typed: str, spec: Spec, value: Any, shown: str) -> None:
    """What is typed becomes this value, of this type, and is shown like this."""
    found = read(kind, typed, spec)
    assert found == value
    assert type(found) is type(value)
    assert show(kind, found) == shown


def test_expressions_are_trees() -> None:
    """An expression's value is the tree of its formula."""
    tree = read("expression", "b = 2aΔ", NAMES)
    assert tree == read_expression("2*a*Delta", NAMES.names)
    assert show("expression", tree) == "2*a*Delta"


@pytest.mark.parametrize(
    ("kind", "typed", "spec", "says"),
    [
        ("integer", "0,5", Spec(), "Write decimals with a point (0.5)"),
        ("number", "2^x", Spec(), "I do not know 'x'"),
        ("number", "ln(0)", Spec(), "it takes the logarithm of a number that is not positive"),
        ("number", "e^e^e^e^e", Spec(), "too large"),
        ("shape", "4x4.5", Spec(), "write a shape as whole numbers, 4x4x5 or (4, 4, 5)."),
        ("shape", "4x1234567890", Spec(), "write a shape"),
        ("shape", "1x1x1x1x1x1x1x1x1", Spec(), "at most 8 sides"),
        ("vector", "1 2 3", TWO, "The answer has 2 numbers, not 3; write them as (a, b)."),
        ("vector", "1", Spec(size=(9, 1)), "The answer has 9 numbers, not 1; write them as (a, b, …)."),
        ("vector", "1", Spec(size=(8, 1)), "write them as (a, b, c, d, e, f, g, h)."),
        ("order", "1 2 333", PAIRS, "Write the numbers 1 to 3, each once."),
        ("vector", "1 2; 3 4", Spec(), "That is a matrix; write a vector as (1, 0) or 1 0."),
        ("vector", "1 " * 65, Spec(), "more than 64 numbers"),
        ("vector", "(" * 25 + ")" * 25, Spec(), "nested more than 24 deep"),
        ("matrix", "1 2", SQUARE, "The answer has 2 rows of 2 numbers; write a ; between the rows."),
        ("matrix", "1 2", Spec(size=(1, 3)), "The answer has 1 row of 3 numbers"),
        ("matrix", "1 2; 3", Spec(), "The rows are not of one length"),
        ("signs", "+ 2", Spec(), "Write only the signs + 0 -"),
        ("signs", "+ +", Spec(size=(1, 3)), "The answer has 1 row of 3 signs"),
        ("letters", "AF", LETTERS, "Write letters from A to E, such as AC, or none."),
        ("letters", ",", LETTERS, "There is no letter in that"),
        ("letters", "maybe", Spec(letters="TF"), "Write t for true or f for false."),
        ("letters", "A" * 121, LETTERS, "longer than 120 characters"),
        ("matching", "1A 2B", PAIRS, "Write 1… 2… 3…, a letter for every number."),
        ("matching", "AB", Spec(letters="ABC", count=7), "Write 1… 2… to 7…, a letter"),
        ("matching", "1A 1B", PAIRS, "The number 1 has two letters"),
        ("matching", "1A 3B", PAIRS, "a letter for every number"),
        ("matching", "1A 2?", PAIRS, "Write pairs such as 1A 2C 3B, with letters from A to C."),
        ("order", "AB", PAIRS, "Write every letter from A to C once, first to last, such as CBA."),
        ("order", "1 2 4", PAIRS, "Write the numbers 1 to 3, each once."),
        ("text", "gull", WORDS, "'gull' is not a word here; did you mean seagull?"),
        ("text", "zzz", WORDS, "write one of seagull, flying, STOP."),
        ("text", "zzz", Spec(words=tuple("abcdefghi")), "write one of a, b, c, d, e, f, g, h …"),
        ("text", "stop", Spec(words=WORDS.words, count=2), "Write 2 words with commas between."),
        ("text", "stop stop", Spec(words=WORDS.words, count=1), "Write one word."),
        ("text", ", ,", WORDS, "Nothing was typed"),
        ("text", "x" * 4001, Spec(), "longer than 4000 characters"),
        ("text", "x" * 401, WORDS, "longer than 400 characters"),
        ("expression", "2ab", NAMES, "the names here are Delta, a, e and pi."),
        ("nothing", "1", Spec(), "use one of integer, number, shape, vector"),
    ],
)
def test_refuses(kind: str, typed: str, spec: Spec, says: str) -> None:
    """What cannot be read is refused with a line that says what to write instead."""
    with pytest.raises(Fault) as caught:
        read(kind, typed, spec)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "typed", "position"),
    [
        ("number", " ~ 3·q", 5),
        ("number", "2 * ½ * y k", 8),
        ("vector", "(1, 2q)", 5),
        ("matrix", "1 2; 3 (4", 8),
        ("signs", "+ 0 ?", 4),
        ("letters", "A, ?", 3),
    ],
)
def test_positions(kind: str, typed: str, position: int) -> None:
    """The fault points at the column where it was typed."""
    with pytest.raises(Fault) as caught:
        read(kind, typed, LETTERS)
    assert caught.value.position == position


@pytest.mark.parametrize(
    ("right", "given", "spec", "verdict"),
    [
        (100, Fraction(101), Spec(), True),
        (100, Fraction(99), Spec(), True),
        (100, Fraction(10101, 100), Spec(), False),
        (-100, -101, Spec(), True),
        (-100, 100, Spec(), False),
        (100, 103, Spec(rtol=0.03), True),
        (0.5, Fraction(1, 2), Spec(rtol=0), True),
        (Fraction(1, 3), 1 / 3, Spec(rtol=0), False),
        (0, Fraction(1, 10**9), Spec(), True),
        (0, 1.1e-9, Spec(), False),
        (1e-12, 0, Spec(), False),
        (1, 1.5, Spec(atol=0.5), True),
        (1, 1.51, Spec(atol=0.5), False),
        (float("nan"), 1, Spec(), False),
        (1.0, float("inf"), Spec(), False),
        (float("inf"), float("inf"), Spec(), False),
    ],
)
def test_tolerance(right: float, given: float, spec: Spec, verdict: bool) -> None:
    """A number is right up to and on the edge of its tolerance, reckoned in decimals."""
    assert same("number", right, given, spec) is verdict
    assert same("vector", (right, 2), (given, 2), spec) is verdict
    assert same("matrix", ((2, right),), ((2, given),), spec) is verdict


@pytest.mark.parametrize(
    ("kind", "right", "given", "verdict"),
    [
        ("integer", 8, 8, True),
        ("integer", 8, 3 * 2.6666666666666665, True),
        ("integer", 8, 8.001, False),
        ("integer", 8, Fraction(80001, 10000), False),
        ("integer", 0, 1e-13, True),
        ("integer", 0, float("inf"), False),
        ("integer", 2**2000, 3.5, False),
        ("integer", 2**2000, 2**2000, True),
        ("integer", 3, 2**2000, False),
        ("number", 0.5, 10**400, False),
        ("number", 10**400, 0.5, False),
        ("number", 10**400, Fraction(10**401, 10), True),
        ("number", float("inf"), 1, False),
        ("vector", (0.5,), (10**400,), False),
        ("matrix", ((10**400,),), ((Fraction(10**400, 3),),), False),
        ("shape", [4, 5], (4, 5), True),
        ("shape", (4, 5), (5, 4), False),
        ("vector", (1, 2), (1, 2, 3), False),
        ("matrix", ((1, 2),), ((1, 2), (3, 4)), False),
        ("matrix", [[1, 2]], ((1, 2),), True),
        ("signs", [["+", "0"], ["-", "-"]], ("+0", "--"), True),
        ("signs", ("+0",), ("+", "0"), False),
        ("letters", ["A", "C"], frozenset("CA"), True),
        ("letters", "AC", frozenset("A"), False),
        ("matching", ["A", "B"], ("A", "B"), True),
        ("order", "AB", ("B", "A"), False),
        ("text", "STOP", ("stop",), True),
        ("text", ["a", "b"], ("a",), False),
        ("text", "Batch Norm", "batch  norm.", True),
    ],
)
def test_same(kind: str, right: Any, given: Any, verdict: bool) -> None:
    """Values from JSON lists, tuples and strings compare as what they stand for."""
    assert same(kind, right, given) is verdict


def test_undecided_is_not_right() -> None:
    """An expression whose equality cannot be decided is not called right."""
    spec = Spec(names={"x": "real"})
    right = read("expression", "e^e^e^e^e^e^e^x", spec)
    assert not same("expression", right, read("expression", "e^e^e^e^e^e^e^x+0", spec), spec)


@pytest.mark.parametrize(
    ("kind", "typed", "codes"),
    [
        ("number", "2e-1", ["scientific"]),
        ("integer", "1,234", ["thousands"]),
        ("number", "7", []),
        ("expression", "1/2a", ["division"]),
        ("shape", "4x4", []),
    ],
)
def test_notes(kind: str, typed: str, codes: list[str]) -> None:
    """Doubtful readings are told, so that they can be echoed."""
    assert [note.code for note in notes(kind, typed, NAMES)] == codes


def test_notes_need_a_known_kind() -> None:
    """A kind that is unknown is refused everywhere."""
    for call in lambda: show("x", 1), lambda: same("x", 1, 1):
        with pytest.raises(Fault):
            call()


def test_kinds_are_the_interface() -> None:
    """The names of the kinds are those that scripts rely on."""
    assert " ".join(KINDS) == (
        "integer number shape vector matrix signs expression letters matching order text"
    )
    modules = [import_module(f"dldrill.answer.{kind}") for kind in KINDS]
    assert all(hasattr(module, name) for module in modules for name in ("read", "same", "show"))


NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.fractions(min_value=-(10**6), max_value=10**6),
    st.floats(1e-300, 1e300),
    st.floats(-1e300, -1e-300),
)
VALUES = {
    "integer": st.integers(-(10**14), 10**14),
    "number": NUMBERS,
    "shape": st.lists(st.integers(0, 10**9 - 1), max_size=8).map(tuple),
    "vector": st.lists(NUMBERS, min_size=1, max_size=6).map(tuple),
    "matrix": st.integers(1, 3).flatmap(
        lambda n: st.lists(st.lists(NUMBERS, min_size=n, max_size=n).map(tuple), min_size=1, max_size=4)
    ),
    "signs": st.lists(st.text("+-0", min_size=3, max_size=3), min_size=1, max_size=4).map(tuple),
    "letters": st.frozensets(st.sampled_from("ABCDE")),
    "matching": st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=9).map(tuple),
    "order": st.permutations("ABCDE").map(tuple),
    "text": st.text(min_size=1).map(lambda text: safe(text, keep="\n\t")).filter(str.strip),
}
EXACT = {"integer", "shape", "signs", "letters", "matching", "order"}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_what_is_shown_reads_back(kind: str, data: st.DataObject) -> None:
    """Reading what was shown gives the value back: itself where it is exact, else one judged same."""
    value = data.draw(VALUES[kind])
    line = show(kind, value)
    assert "\n" not in line
    again = read(kind, line, LETTERS)
    assert same(kind, value, again, LETTERS)
    if kind in EXACT:
        assert again == value


JUNK = st.one_of(
    st.text(st.characters(), max_size=40),
    st.lists(
        st.sampled_from(
            [*"01 9,.;:|()[]{}+-*/^%xXABeT'→×²√½−_\x1b\u202e", "10^", "1e9", "by", "none", "tensor("]
        ),
        max_size=30,
    ).map("".join),
)


@pytest.mark.parametrize("kind", KINDS)
@given(typed=JUNK)
def test_only_faults(kind: str, typed: str) -> None:
    """Whatever is typed, every kind reads it, or refuses it with a harmless line."""
    for spec in Spec(), Spec(letters="ABC", count=3, size=(2, 2), words=("a", "b"), names={"x": "real"}):
        line = outcome(kind, typed, spec)
        assert line == safe(line)


def outcome(kind: str, typed: str, spec: Spec) -> str:
    """What the terminal would show of an answer: the value as read, or the fault."""
    try:
        value = read(kind, typed, spec)
    except Fault as fault:
        return str(fault)
    same(kind, value, value, spec)
    return show(kind, value)


def test_a_spec_is_a_value() -> None:
    """Two specs with the same fields are one, and can be keys."""
    assert Spec(names={"a": "real"}) == Spec(names={"a": "real"})
    assert hash(Spec(letters="AB")) == hash(Spec(letters="AB"))
    assert Spec() == PLAIN
