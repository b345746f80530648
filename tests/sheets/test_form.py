"""Letters and seeds of forms."""

from __future__ import annotations

import pytest
from lms_at_hand import exam_sheet

from dldrill.sheets.form import base_of, letter, letter_of
from dldrill.sheets.making import MOST


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (MOST - 1, "ZZ")]
)
def test_letter(number: int, expected: str) -> None:
    """Forms count A to Z, then AA to ZZ."""
    assert letter(number) == expected


def test_every_letter_is_read_back() -> None:
    """Each form has a letter of its own, which its seed tells again."""
    letters = [letter(number) for number in range(MOST)]
    assert len(set(letters)) == MOST
    assert [letter_of(f"k3f9-{one}") for one in letters] == letters
    assert {base_of(f"k3f9-{one}") for one in letters} == {"k3f9"}


@pytest.mark.parametrize(
    ("seed", "found"),
    [
        (None, ""),
        ("", ""),
        ("k3f9", ""),
        ("k3f9-a", ""),
        ("k3f9-ABC", ""),
        ("k3f9-1", ""),
        ("-A", ""),
        ("a-b-C", "C"),
        ("A-A", "A"),
        ("k3f9-A\n", ""),
    ],
)
def test_seeds_without_letters(seed: str | None, found: str) -> None:
    """Only what stands behind the last hyphen of a seed, and is a letter, is one."""
    assert letter_of(seed) == found


@pytest.mark.parametrize(("seed", "base"), [("k3f9", "k3f9"), ("a-b-C", "a-b"), ("-A", "-A"), ("", "")])
def test_base(seed: str, base: str) -> None:
    """What forms have in common is their seed without the letter."""
    assert base_of(seed) == base


def test_questions_by_section() -> None:
    """The sections of a form share out its questions, in order."""
    sheet = exam_sheet("uw-sp23-mid", "k3f9", 2)
    for form in sheet.forms:
        assert tuple(placed for section in sheet.exam.sections for placed in form.of(section)) == form.placed
