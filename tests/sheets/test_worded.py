"""The words of a sheet."""

from __future__ import annotations

import pytest
from lms_at_hand import exam_sheet

from dldrill.sheets.form import Shows
from dldrill.sheets.printed import printed
from dldrill.sheets.worded import counted, instructions, line, manner, time, worth


@pytest.mark.parametrize(
    ("value", "said"), [(1, "1 point"), (2, "2 points"), (0.5, "0.5 points"), (1.0, "1 point")]
)
def test_counted(value: float, said: str) -> None:
    """One is one, and whole numbers have no point."""
    assert counted(value, "point") == said


def test_worth() -> None:
    """Points are told, with what is extra, unless they are not printed."""
    assert worth(2, Shows()) == "2 points"
    assert worth(1, Shows(), extra=True) == "1 point, extra credit"
    assert worth(2, Shows(points=False), extra=True) == ""


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (4, "about 4 minutes"),
        (38.4, "about 38 minutes"),
        (2.5, "about 2.5 minutes"),
        (1, "about 1 minute"),
        (0, ""),
    ],
)
def test_time(minutes: float, said: str) -> None:
    """Nobody plans by tenths of a minute, and no time is not told."""
    assert time(minutes, Shows()) == said
    assert time(minutes, Shows(minutes=False)) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n\nb  c", "a b c"),
        (" a ", "a"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\u202eb", r"a\u202eb"),
        ("", ""),
    ],
)
def test_line(text: str, said: str) -> None:
    """Whatever stands in a title stands on one line, and controls are only named."""
    assert line(text) == said


def test_instructions() -> None:
    """Each way of answering that a section has is told once, in the order of its questions."""
    (form,) = exam_sheet("ist-feb23").forms
    questions = [printed(placed) for placed in form.of(form.placed[0].section)]
    kinds = list(dict.fromkeys(map(manner, questions)))
    assert kinds == ["one", "open", "many"]
    told = instructions(questions)
    assert [told.index(word) for word in ("circle of", "space provided", "square of")] == sorted(
        told.index(word) for word in ("circle of", "space provided", "square of")
    )
    assert told.count(".") == len(kinds)
    assert instructions([]) == ""
