"""What is refused, whole: the code that scripts go by, the column, and every word of the line."""

from __future__ import annotations

import pytest

from dldrill.answer.kinds import KINDS, read
from dldrill.answer.spec import Spec
from dldrill.faults import Fault

ANY = Spec()
FIVE = Spec(letters="ABCDE")
THREE = Spec(letters="ABC", count=3)
WORDS = Spec(words=("seagull", "flying", "STOP"))
BRACKETS = "The brackets do not match; write rows as 1 2; 3 4 or [[1, 2], [3, 4]]."
NUMBERS = "write numbers, e, pi and functions such as sqrt, exp and ln."
SHAPE = "write a shape as whole numbers, 4x4x5 or (4, 4, 5)."
LETTERS = "Write letters from A to E, such as AC, or none."
EVERY = "Write every letter from A to C once, first to last, such as CBA."
PLACES = "Write the numbers 1 to 3, each once."
PAIRS = "Write pairs such as 1A 2C 3B, with letters from A to C."
RAGGED = "The rows are not of one length; write as many in each, a ; between the rows."
LONG = "That has more than 64 numbers in a row; write fewer."
NO_LETTER = "There is no letter in that; write letters such as AC, or none."
TWICE = "The number 1 has two letters; write one for every number."
BOTH = "Write every letter from A to B once, first to last, such as BA."
MATRIX = "That is a matrix; write a vector as (1, 0) or 1 0."


@pytest.mark.parametrize(
    ("kind", "typed", "spec", "refusal"),
    [
        ("vector", "1 " * 65, ANY, ("long", None, LONG)),
        ("matrix", "1;" * 65, ANY, ("long", None, LONG)),
        ("vector", f"1 {'(' * 25}2{')' * 25}", ANY,
         ("depth", 26, "Brackets are nested more than 24 deep; leave some out.")),
        ("vector", "(1, 2", ANY, ("bracket", 4, BRACKETS)),
        ("vector", " 1, 2) 3", ANY, ("bracket", 5, BRACKETS)),
        ("vector", "(1, 2]", ANY, ("bracket", 5, BRACKETS)),
        ("vector", "1 2 3", Spec(size=(2, 1)),
         ("size", None, "The answer has 2 numbers, not 3; write them as (a, b).")),
        ("vector", "1", Spec(size=(4, 2)),
         ("size", None, "The answer has 8 numbers, not 1; write them as (a, b, c, d, e, f, g, h).")),
        ("vector", "1", Spec(size=(9, 1)),
         ("size", None, "The answer has 9 numbers, not 1; write them as (a, b, …).")),
        ("vector", "1 2; 3", ANY, ("vector", None, MATRIX)),
        ("vector", "1, 2q", ANY, ("name", 4, f"I do not know 'q'; {NUMBERS}")),
        ("matrix", "1 2", Spec(size=(2, 2)),
         ("size", None, "The answer has 2 rows of 2 numbers; write a ; between the rows.")),
        ("matrix", "1 2", Spec(size=(1, 3)),
         ("size", None, "The answer has 1 row of 3 numbers; write a ; between the rows.")),
        ("matrix", "1 2; 3", ANY, ("ragged", None, RAGGED)),
        ("signs", "+ -; 0 ?", ANY, ("sign", 7, "Write only the signs + 0 -, and a ; between rows.")),
        ("signs", "+ X -", ANY, ("sign", 2, "Write only the signs + 0 -, and a ; between rows.")),
        ("signs", "+ -x", ANY, ("sign", 3, "Write only the signs + 0 -, and a ; between rows.")),
        ("signs", "+ +", Spec(size=(2, 2)),
         ("size", None, "The answer has 2 rows of 2 signs; write a ; between the rows.")),
        ("signs", "+; + -", ANY, ("ragged", None, RAGGED)),
        ("letters", "A, BF", FIVE, ("letter", 4, LETTERS)),
        ("letters", ",", FIVE, ("empty", None, NO_LETTER)),
        ("letters", "maybe", Spec(letters="TF"), ("letter", None, "Write t for true or f for false.")),
        ("letters", "A" * 121, FIVE, ("long", None, "That is longer than 120 characters; write less.")),
        ("letters", "AB", Spec(letters="ABC", count=1), ("count", None, "Write one letter.")),
        ("letters", "A", Spec(letters="ABC", count=2), ("count", None, "Write 2 letters.")),
        ("matching", "A" * 121, FIVE, ("long", None, "That is longer than 120 characters; write less.")),
        ("matching", "1A 2B", THREE, ("count", None, "Write 1… 2… 3…, a letter for every number.")),
        ("matching", "AB", Spec(letters="ABC", count=6),
         ("count", None, "Write 1… 2… 3… 4… 5… 6…, a letter for every number.")),
        ("matching", "AB", Spec(letters="ABC", count=7),
         ("count", None, "Write 1… 2… to 7…, a letter for every number.")),
        ("matching", "1A 3B", ANY, ("count", None, "Write 1… 2… 3…, a letter for every number.")),
        ("matching", "2A 1B 1B", THREE, ("pair", 5, TWICE)),
        ("matching", "1A 2?", THREE, ("pair", 2, PAIRS)),
        ("matching", "1A 2D", THREE, ("pair", 2, PAIRS)),
        ("matching", "1A 2B D", THREE, ("pair", 5, PAIRS)),
        ("order", "A" * 121, FIVE, ("long", None, "That is longer than 120 characters; write less.")),
        ("order", "AB", THREE, ("count", None, EVERY)),
        ("order", "ABB", THREE, ("count", None, EVERY)),
        ("order", "A C", ANY, ("count", None, BOTH)),
        ("order", "A < ?", ANY, ("letter", 4, "Write letters from A to Z, such as AC, or none.")),
        ("order", "AD", Spec(count=3), ("letter", 1, "Write letters from A to C, such as AC, or none.")),
        ("order", "1 2 4", THREE, ("count", None, PLACES)),
        ("order", "0 1 2", THREE, ("count", None, PLACES)),
        ("order", "1 2 333", THREE, ("count", None, PLACES)),
        ("shape", " 4x1234567890", ANY, ("shape", 1, f"That is no shape; {SHAPE}")),
        ("shape", "4x4.5", ANY, ("shape", 0, f"That is no shape; {SHAPE}")),
        ("shape", "1x1x1x1x1x1x1x1x1", ANY, ("shape", None, f"A shape has at most 8 sides; {SHAPE}")),
        ("shape", " [4)", ANY, ("bracket", 1, f"The brackets do not match; {SHAPE}")),
        ("shape", "((4)", ANY, ("bracket", 1, f"The brackets do not match; {SHAPE}")),
        ("text", " \t", ANY, ("empty", None, "Nothing was typed; write an answer.")),
        ("text", "x" * 4001, ANY, ("long", None, "That is longer than 4000 characters; write less.")),
        ("text", "x" * 401, WORDS, ("long", None, "That is longer than 400 characters; write less.")),
        ("text", "gull", WORDS, ("word", None, "'gull' is not a word here; did you mean seagull?")),
        ("text", "zzz", WORDS,
         ("word", None, "'zzz' is not a word here; write one of seagull, flying, STOP.")),
        ("text", "zzz", Spec(words=tuple("abcdefgh")),
         ("word", None, "'zzz' is not a word here; write one of a, b, c, d, e, f, g, h.")),
        ("text", "zzz", Spec(words=tuple("abcdefghi")),
         ("word", None, "'zzz' is not a word here; write one of a, b, c, d, e, f, g, h …")),
        ("text", "stop", Spec(words=WORDS.words, count=2),
         ("count", None, "Write 2 words with commas between.")),
        ("text", "stop stop", Spec(words=WORDS.words, count=1), ("count", None, "Write one word.")),
        ("text", ", ,", WORDS, ("empty", None, "Nothing was typed; write a word of the vocabulary.")),
        ("number", "ln(0)", ANY,
         ("undefined", None, "That has no value: it takes the logarithm of a number that is not positive.")),
        ("number", "e^e^e^e^e", ANY, ("size", None, "That number is too large; write a smaller one.")),
        ("number", "3 km", Spec(unit="MB"), ("name", 2, f"I do not know 'km'; {NUMBERS}")),
        ("nothing", "1", ANY,
         ("kind", None, f"There is no kind 'nothing' of answer; use one of {', '.join(KINDS)}.")),
    ],
)  # fmt: skip
def test_refusals(kind: str, typed: str, spec: Spec, refusal: tuple[str, int | None, str]) -> None:
    """A refusal has a code that stays, points at the column where it went wrong, and says what to write."""
    with pytest.raises(Fault) as caught:
        read(kind, typed, spec)
    assert (caught.value.code, caught.value.position, str(caught.value)) == refusal


@pytest.mark.parametrize(
    ("kind", "typed", "spec"),
    [
        ("vector", "1 " * 64, ANY),
        ("vector", f"1 {'(' * 24}2{')' * 24}", ANY),
        ("letters", "A" * 120, FIVE),
        ("text", "x" * 4000, ANY),
        ("text", "stop" + " " * 396, WORDS),
        ("shape", "1x1x1x1x1x1x1x1", ANY),
        ("shape", "123456789", ANY),
    ],
)
def test_what_just_fits(kind: str, typed: str, spec: Spec) -> None:
    """The largest answer that the limits allow is read."""
    assert read(kind, typed, spec)
