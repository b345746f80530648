"""Text from outside: made plain before it is read, harmless before it is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.faults import Fault
from dldrill.maths.text import GREEK_WORDS, LIMIT, Clean, clean, normalise, quoted, safe

PLAIN = [
    ("2x + 1", "2x + 1"),
    ("  7 ", "7"),
    ("1\t2\n3\r4", "1 2 3 4"),
    ("2a·Δ", "2a*Delta"),
    ("aΔx", "a Delta x"),
    ("2Δ", "2 Delta"),
    ("Δ_t", "Delta_t"),
    ("s_Δ", "s_Delta"),
    ("s_{Δ}", "s_{Delta}"),
    ("β1", "beta1"),
    ("β₁", "beta_1"),
    ("θₖ", "theta_k"),
    ("αβ", "alpha beta"),
    ("λ·w", "lambda*w"),
    ("ς∆µϵΩ", "sigma Delta mu epsilon Omega"),
    ("𝜆", "lambda"),
    ("x²", "x^(2)"),
    ("x²³y", "x^(23)y"),
    ("e⁻²", "e^(-2)"),
    ("e⁻²⁺ⁿ", "e^(-2+n)"),
    ("Wᵀ", "W^(T)"),
    ("x₁₂", "x_12"),
    ("x₁y", "x_1 y"),
    ("x₁²", "x_1 ^(2)"),
    ("½", "(1/2)"),
    ("x¾", "x(3/4)"),
    ("√2", "sqrt 2"),
    ("2√2", "2 sqrt 2"),
    ("+√2", "+sqrt 2"),
    ("１２．５％", "12.5%"),
    ("（１，２）", "(1,2)"),
    ("𝑥＋𝑦", "x+y"),
    ("٣٤", "34"),
    ("−1‐2‑3‒4–5—6―7", "-1-2-3-4-5-6-7"),
    ("a×b·c⋅d∙e∗f•g", "a*b*c*d*e*f*g"),
    ("a÷b∕c⁄d", "a/b/c/d"),
    ("x≈3", "x=3"),
    ("a≤b≥c", "a<=b>=c"),
    ("1→A", "1->A"),
    ("∣x∣", "|x|"),
    ("⟨1、2⟩", "(1,2)"),
    ("⌊x⌋⌈y⌉", "⌊x⌋⌈y⌉"),
    ("f’ “q”", 'f\' "q"'),
    ("1\u00a02\u20093", "1 2 3"),
    ("∅", "{}"),
    ("∂L", "dL"),
    ("ﬁ", "fi"),
]


@pytest.mark.parametrize(("typed", "plain"), PLAIN)
def test_becomes_plain(typed: str, plain: str) -> None:
    """Each way to write the same thing ends in the same ASCII."""
    assert normalise(typed) == plain


@pytest.mark.parametrize("typed", [typed for typed, _ in PLAIN])
def test_plain_text_stays(typed: str) -> None:
    """What is plain already is not changed again."""
    assert normalise(normalise(typed)) == normalise(typed)


REFUSED = [
    ("", "empty", None),
    (" \t\n", "empty", None),
    ("1" * (LIMIT + 1), "long", None),
    ("1\x1b[2J", "control", 1),
    ("\x00", "control", 0),
    ("\x7f", "control", 0),
    ("1\x9b2", "control", 1),
    ("ab\u202ec", "control", 2),
    ("a\u2066b", "control", 1),
    ("a\u200bb", "control", 1),
    ("a\u00adb", "control", 1),
    ("\ufeff1", "control", 0),
    ("1\ud800", "control", 1),
    ("a\u2028b", "control", 1),
    ("\U000e0041", "control", 0),
    ("1😀", "character", 1),
    ("x\u0304", "character", 1),
    ("ñ", "character", 0),
    ("∑", "character", 0),
    ("∞", "character", 0),
    ("2½", "mixed", 1),
    ("⅟2", "character", 0),
]


@pytest.mark.parametrize(("typed", "code", "position"), REFUSED)
def test_refuses(typed: str, code: str, position: int | None) -> None:
    """Invisible, unknown, missing and endless text is refused, at its column, in a harmless line."""
    with pytest.raises(Fault) as caught:
        clean(typed)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert str(caught.value) == safe(str(caught.value))


@pytest.mark.parametrize("length", [LIMIT, 10])
def test_the_limit_itself_is_allowed(length: int) -> None:
    """A text as long as the limit is read; one character more is not."""
    assert normalise("1" * length, length) == "1" * length
    with pytest.raises(Fault, match=str(length)):
        normalise("1" * (length + 1), length)


def test_columns_point_at_what_was_typed() -> None:
    """Every plain character knows the column of the one it came from."""
    source = clean(" 2·Δ²+x")
    assert source.text == "2*Delta^(2)+x"
    assert [source.column(i) for i in range(len(source.text))] == [
        *(1, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6)  # the closing bracket is put where ² ends
    ]
    assert source.column(99) == 7
    assert Clean("", ()).column(0) == 0


def test_parts_keep_their_columns() -> None:
    """Cutting and stripping a text moves no column."""
    source = clean("ab  cd ")
    assert source.text == "ab  cd"
    assert source.cut(2).strip() == Clean("cd", range(4, 6))
    assert source.cut(2, 4).strip().text == ""


def test_greek_words_are_the_alphabet() -> None:
    """Both cases of the 24 letters, and nothing else, are names."""
    assert len(GREEK_WORDS) == 48
    assert {"alpha", "Omega", "sigma", "Sigma"} <= GREEK_WORDS
    assert "final" not in GREEK_WORDS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ü λ 字", "plain ü λ 字"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b1m", "\\x9b1m"),
        ("\x7f\x00\x08", "\\x7f\\x00\\x08"),
        ("a\u202eb\u2066", "a\\u202eb\\u2066"),
        ("\u200b\u2060\ufeff\u00ad", "\\u200b\\u2060\\ufeff\\xad"),
        ("\ud800", "\\ud800"),
        ("a\nb\tc", "a\\x0ab\\x09c"),
        ("\u2028\U000e0041\ufe0f\u3164", "\\u2028\\ue0041\\ufe0f\\u3164"),
    ],
)
def test_safe_spells_out(text: str, shown: str) -> None:
    """What could move the cursor, hide or turn text is shown as its code."""
    assert safe(text) == shown


def test_safe_keeps_what_it_is_told_to() -> None:
    """A caller may let line ends and tabs through, and nothing else."""
    assert safe("a\nb\tc\x1b", keep="\n\t") == "a\nb\tc\\x1b"


def test_safe_leaves_no_control_character() -> None:
    """No character of a control, format, surrogate or separator class gets through."""
    harmful = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    text = "".join(map(chr, range(0x110000)))
    assert {char for char in safe(text) if unicodedata.category(char) in harmful} == set()


@given(st.text(st.characters(), max_size=30))
def test_safe_text_is_safe_again(text: str) -> None:
    """Making a text safe twice changes nothing more."""
    assert safe(safe(text)) == safe(text)


@pytest.mark.parametrize(
    ("text", "quotation"),
    [("x", "'x'"), ("a" * 24, f"'{'a' * 24}'"), ("a" * 25, f"'{'a' * 23}…'"), ("\x1b", "'\\x1b'")],
)
def test_quotations_are_short(text: str, quotation: str) -> None:
    """What was typed is quoted in one short harmless piece."""
    assert quoted(text) == quotation


@given(st.text(st.characters(), max_size=60))
def test_only_faults(text: str) -> None:
    """Any text is either made plain or refused with a fault."""
    try:
        source = clean(text)
    except Fault:
        return
    assert all((char.isascii() and char.isprintable()) or char in "⌊⌋⌈⌉" for char in source.text)
    assert len(source.text) == len(source.columns)
