"""The source exams: their points and minutes add up, and every question of theirs has a place."""

from __future__ import annotations

import pytest

from dldrill.bank.exam import Exam, exam_named, exams
from dldrill.faults import Fault

EXPECTED = {
    "ist-feb23": (100, 120, 17, 0),
    "uw-au24-q2": (20, 30, 10, 0),
    "uw-au24-q4": (20, 30, 9, 0),
    "uw-sp23-mid": (100, 80, 38, 12),
    "uw-sp24-q4": (20, 20, 9, 4),
}


@pytest.mark.parametrize("exam", exams().values(), ids=lambda exam: exam.name)
def test_points_and_minutes_add_up(exam: Exam) -> None:
    """Points, minutes, number of questions and extra credit are those that were printed."""
    extra = sum(item.points for item in exam.items if item.extra)
    assert (exam.points, exam.minutes, len(exam.items), extra) == EXPECTED[exam.name]
    assert sum(section.points for section in exam.sections) == exam.points
    assert sum(section.minutes for section in exam.sections) <= exam.minutes
    assert len({item.number for item in exam.items}) == len(exam.items)
    assert exam.rules


def test_what_was_published_about_the_classes() -> None:
    """Two exams printed how the class did."""
    assert exam_named("uw-sp24-q4").published == {"mean": 14.51, "median": 14.0, "sd": 3.97}
    assert exam_named("uw-au24-q4").published == {"mean": 15.3, "median": 16.0, "sd": 3.9}
    assert exam_named("ist-feb23").published == {}


def test_marking_of_the_sections() -> None:
    """Only the midterm takes points off for a wrong true/false answer; ticks cost 2 each."""
    marks = {exam.name: [section.marking for section in exam.sections] for exam in exams().values()}
    assert [marking.wrong for marking in marks["uw-sp23-mid"]] == [-1, 0, 0]
    assert [marking.error for marking in marks["uw-sp23-mid"]] == [None, -2, None]
    assert all(marking == (0, None) for marking in marks["ist-feb23"])


def test_an_unknown_exam_is_a_fault() -> None:
    """With the names to choose from."""
    with pytest.raises(Fault, match="there is no exam 'quiz': choose from ist-feb23, "):
        exam_named("quiz")
