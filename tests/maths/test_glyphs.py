"""Characters: small forms are what they stand for, and frames keep their width in ASCII."""

from __future__ import annotations

import unicodedata

import pytest

from dldrill.maths.ascii import ascii_text
from dldrill.maths.boxes import BRACES, SHORT_BRACES, TALL
from dldrill.maths.glyphs import (
    BLACKBOARD,
    CALLIGRAPHIC,
    MARKS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    in_ascii,
    marked,
    width,
)

LOOKALIKES = {"×": "ˣ", "⊤": "ᵀ", "′": "′", "θ": "ᶿ"}  #: small forms that are other characters


@pytest.mark.parametrize("table", [SUPERSCRIPTS, SUBSCRIPTS, CALLIGRAPHIC, BLACKBOARD])
def test_small_and_styled_forms_are_their_letters(table: dict[str, str]) -> None:
    """Unicode itself says that each form is a form of its letter."""
    for letter, form in table.items():
        if LOOKALIKES.get(letter) != form:
            plain = "-" if letter == "−" else letter
            same = unicodedata.normalize("NFKC", form).replace("−", "-").replace("ɸ", "φ")
            assert same == plain, (letter, form)


def test_forms_are_one_column_of_the_basic_plane() -> None:
    """Every form takes one column in every terminal."""
    for table in (SUPERSCRIPTS, SUBSCRIPTS, CALLIGRAPHIC, BLACKBOARD):
        for form in table.values():
            assert len(form) == 1
            assert ord(form) <= 0xFFFF
            assert unicodedata.east_asian_width(form) not in "WF"


@pytest.mark.parametrize("mark", MARKS)
def test_accents_take_no_column(mark: str) -> None:
    """A letter with a mark is as wide as the letter."""
    assert width(marked("y", mark)) == width(marked("θ", mark)) == 1


def test_frames_keep_their_width_in_ascii() -> None:
    """Brackets that grow, bars and hooks have a stand-in of one column each."""
    drawn = "".join("".join(pieces) for table in (TALL, BRACES, SHORT_BRACES) for pieces in table.values())
    drawn += "─┌╴╲‾"
    assert "?" not in in_ascii(drawn)
    assert len(in_ascii(drawn)) == width(drawn)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("x² ≤ λ — “so”", 'x^2 <= lambda - "so"'),
        ("16×15×15", "16x15x15"),
        ("café", "cafe"),
        ("漢", "?"),
        ("plain", "plain"),
    ],
)
def test_prose_in_ascii(text: str, plain: str) -> None:
    """Prose keeps its sense in ASCII."""
    assert ascii_text(text) == plain
