"""Forms of a sheet: which questions they ask, with which numbers."""

from __future__ import annotations

from typing import Any

import pytest
from lms_at_hand import EXAMS, claim, exam_sheet, library

from dldrill.bank.exam import exams
from dldrill.bank.question import Question
from dldrill.dealing.paper import Placed
from dldrill.faults import Fault
from dldrill.sheets import making
from dldrill.sheets.form import Form
from dldrill.sheets.making import MOST, forms, paper_of, paper_of_exam

COMMAND = "dldrill sheet --exam uw-sp24-q4 --fresh"


def content(placed: Placed) -> tuple[Any, ...]:
    """All that a reader sees or that is right."""
    dealt = placed.dealt
    return (
        placed.item,
        (dealt.id, dealt.seed, dealt.index, dealt.ask, dealt.items),
        tuple((option.letter, option.text, option.true, option.figure) for option in dealt.options),
        tuple((part.name, part.right) for part in dealt.parts),
        dealt.problem,
    )


def asked(form: Form) -> list[tuple[Any, ...]]:
    """All that the questions of a form say."""
    return [content(placed) for placed in form.placed]


def numbers(placed: Placed) -> tuple[Any, ...]:
    """What is fresh in a question: its numbers, its options in their order, or its claim."""
    dealt = placed.dealt
    return (dealt.id, dealt.problem, tuple(option.text for option in dealt.options), dealt.items)


def copies_of(name: str, count: int, seed: str = "k3f9") -> tuple[Form, ...]:
    """Fresh forms of an exam."""
    return forms(paper_of_exam(exams()[name], library()), library(), seed, count, command=COMMAND)


@pytest.mark.parametrize("name", ["uw-au24-q2", "uw-au24-q4", "uw-sp24-q4"])
def test_thirty_copies(name: str) -> None:
    """Of 30 copies of a quiz of 20 points no two share all their numbers, or even nearly all."""
    assert exams()[name].points == 20
    found = copies_of(name, 30)
    assert len({form.letter for form in found}) == len({form.seed for form in found}) == 30
    fresh = [[numbers(placed) for placed in form.placed] for form in found]
    for place, one in enumerate(fresh):
        for other in fresh[:place]:
            same = sum(a == b for a, b in zip(one, other, strict=True))
            assert same <= len(one) - 3


def test_seeds_and_letters() -> None:
    """Each copy has its letter, its seed, and the command that makes it again."""
    found = copies_of("uw-sp24-q4", 3)
    assert [(form.letter, form.seed, form.command) for form in found] == [
        (letter, f"k3f9-{letter}", f"{COMMAND} --seed k3f9-{letter}") for letter in "ABC"
    ]
    (single,) = copies_of("uw-sp24-q4", 1)
    assert (single.letter, single.seed, single.command) == ("", "k3f9", f"{COMMAND} --seed k3f9")


def test_a_seed_for_a_shell() -> None:
    """A seed with blanks or quotes stands in the command as a shell reads it."""
    (form,) = copies_of("uw-sp24-q4", 1, "my 'seed'; rm")
    assert form.command == COMMAND + """ --seed 'my '"'"'seed'"'"'; rm'"""


@pytest.mark.parametrize("name", EXAMS)
def test_one_copy_made_again(name: str) -> None:
    """The seed of a copy makes the same form by itself, with its letter."""
    for form in copies_of(name, 3):
        assert form.seed is not None
        (again,) = copies_of(name, 1, form.seed)
        assert (again.letter, again.seed, again.command) == (form.letter, form.seed, form.command)
        assert asked(again) == asked(form)


def test_processes_deal_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many copies, which several processes deal, are those that one deals, in the exam's own sections."""
    count = making.IN_ONE_PROCESS + 4
    many = copies_of("uw-sp23-mid", count)
    monkeypatch.setattr(making, "IN_ONE_PROCESS", count)
    one = copies_of("uw-sp23-mid", count)
    assert [form._replace(placed=()) for form in many] == [form._replace(placed=()) for form in one]
    assert list(map(asked, many)) == list(map(asked, one))
    sections = exams()["uw-sp23-mid"].sections
    for form in many:
        assert tuple(placed for section in sections for placed in form.of(section)) == form.placed


@pytest.mark.parametrize("count", [1, 3, making.IN_ONE_PROCESS + 2])
def test_progress(count: int) -> None:
    """Each form that is dealt is told of."""
    told: list[int] = []
    paper = paper_of_exam(exams()["uw-sp24-q4"], library())
    found = forms(paper, library(), "k3f9", count, command=COMMAND, done=lambda: told.append(1))
    assert len(found) == len(told) == count


@pytest.mark.parametrize("name", EXAMS)
def test_own_numbers(name: str) -> None:
    """Without a seed the exam is as it was: one form, without a letter."""
    exam = exams()[name]
    (form,) = exam_sheet(name).forms
    assert (form.letter, form.seed) == ("", None)
    assert [placed.item for placed in form.placed] == list(exam.items)
    assert {placed.dealt.seed for placed in form.placed} == {"original"}
    for placed in form.placed:
        assert placed.dealt.question is not None
        assert f"{name}/{placed.item.number}" in placed.dealt.question.sources


@pytest.mark.parametrize(("seed", "count"), [("k3f9", MOST + 1), (None, 2)])
def test_copies_that_cannot_be(seed: str | None, count: int) -> None:
    """More copies than letters are refused before any is dealt, and so are copies that would be the same."""
    with pytest.raises(Fault) as fault:
        forms(paper_of_exam(exams()["uw-sp24-q4"], library()), library(), seed, count, command=COMMAND)
    assert fault.value.code == "usage"


def test_an_exam_with_a_question_that_is_gone() -> None:
    """A question that no bank has is a fault that names it."""
    with pytest.raises(Fault, match=r"uw-sp24-q4/1\.1"):
        paper_of_exam(exams()["uw-sp24-q4"], type(library())(()))


def some() -> list[Question]:
    """A question of each type, and a second claim."""
    by_type: dict[str, Question] = {}
    for question in library():
        by_type.setdefault(question.type, question)
    rest = [by_type[kind] for kind in sorted(by_type, reverse=True) if kind != "claim"]
    return [*rest, by_type["claim"], claim(1, "second")]


def test_sections_by_type() -> None:
    """Chosen questions are gathered into sections by their types, numbered, with their minutes and points."""
    questions = some()
    paper = paper_of(questions, "made", "Made")
    sections = paper.exam.sections
    assert [section.name for section in sections] == [
        "True or false",
        "Choices",
        "Problems",
        "Short answers",
    ]
    assert [item.number for item in sections[0].items] == ["1.1", "1.2"]
    assert [paper.questions[number].id for number in ("1.1", "1.2")] == [
        questions[-2].id,
        "toys/c1",
    ]
    assert sorted(question.id for question in paper.questions.values()) == sorted(one.id for one in questions)
    assert paper.exam.points == sum(question.points for question in questions)
    assert paper.exam.minutes == pytest.approx(sum(question.minutes for question in questions))
    assert all(section.points for section in sections)


@pytest.mark.parametrize("count", [1, 3, making.IN_ONE_PROCESS + 2])
def test_what_is_named_is_what_is_printed(count: int) -> None:
    """Questions that were named stand on every form, a claim of a pool among its mates; numbers are fresh."""
    pools = [question for question in library() if getattr(question, "pool", "") and question.type == "claim"]
    problem = library().find("ist-feb23/P1.1")
    paper = paper_of([*pools[:2], problem], "sheet", "Named", named=True)
    found = forms(paper, library(), "k3f9", count, command=COMMAND)
    for form in found:
        assert [placed.dealt.id for placed in form.placed] == [pools[0].id, pools[1].id, problem.id]
    assert len({form.placed[-1].dealt.problem for form in found}) == count


def test_what_is_drawn_may_change_places_with_its_mates() -> None:
    """Where nothing was named, the copies of a sheet have several claims of a pool in one place."""
    chosen = next(one for one in library() if getattr(one, "pool", "") and one.type == "claim")
    found = forms(paper_of([chosen], "sheet", "Drawn"), library(), "k3f9", 8, command=COMMAND)
    assert len({form.placed[0].dealt.id for form in found}) > 1


def test_sections_without_questions() -> None:
    """A type that no question has makes no section."""
    (section,) = paper_of([claim(1, "c")], "made", "Made").exam.sections
    assert section.name == "True or false"


def test_every_question_on_one_sheet() -> None:
    """All questions of all banks make a sheet, each in its place once."""
    questions = list(library())
    paper = paper_of(questions, "made", "All")
    (form,) = forms(paper, library(), "k3f9", 1, command=COMMAND)
    assert [placed.item.number for placed in form.placed] == list(paper.questions)
    assert len(form.placed) == len(questions)
