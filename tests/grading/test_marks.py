"""Marking a whole paper, and what a sitting and an attempt say of themselves."""

from __future__ import annotations

from typing import Any

import pytest

from dldrill.answer.spec import Spec
from dldrill.bank.exam import Item, Marking, Section
from dldrill.bank.question import Claim, Explain, RubricPoint
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.paper import Placed
from dldrill.dealing.source import Source
from dldrill.grading.attempt import Attempt
from dldrill.grading.marking import grade
from dldrill.grading.marks import mark
from dldrill.grading.sitting import Phase, Sitting, parts_of
from dldrill.grading.verdict import PartVerdict, Verdict, summed

ODD = Claim(id="t/odd", topic="t", minutes=1, points=2, claim="3 is odd", true=True, why="it is")
TELL = Explain(
    id="t/tell", topic="t", minutes=1, points=3, ask="Why?", model="So.",
    rubric=(RubricPoint("first", 1), RubricPoint("second", 2)),
)  # fmt: skip
SECTION = Section("S", 10, Marking(wrong=-1), ())


def placed(question: Any, number: str, points: float = 4) -> Placed:
    """A question in its place."""
    return Placed(SECTION, Item(number, points), Source(question, "a").deal(0))


PAPER = (placed(ODD, "1"), placed(ODD, "2"), placed(ODD, "3"), placed(TELL, "4", 3))


def test_every_question_earns_by_its_section_and_item() -> None:
    """Right earns the item's points, wrong what the section says, blank nothing and no verdict."""
    found = mark(PAPER, {"1": {"verdict": "T"}, "2": {"verdict": "F"}, "3": {}})
    assert [one.placed for one in found] == list(PAPER)
    assert [one.earned for one in found] == [4, -1, 0, 0]
    assert [one.verdict and one.verdict.verdict for one in found] == ["right", "wrong", None, None]


@pytest.mark.parametrize(
    ("ticked", "share", "verdict"),
    [("AB", 1, "right"), ("B", 2 / 3, "partly"), ("A", 1 / 3, "partly"), ("none", 0, "wrong")],
)
def test_free_text_earns_the_points_that_were_ticked(ticked: str, share: float, verdict: str) -> None:
    """The points of a rubric weigh by their own points; the text itself always stands."""
    (one,) = mark(PAPER[3:], {"4": {"text": "because", "points": ticked}})
    assert one.verdict is not None
    text, points = one.verdict.parts
    assert (text.verdict, text.says) == ("right", "")
    assert points.verdict == verdict
    assert points.share == pytest.approx(share)
    assert one.earned == round(3 * share, 4)


def test_free_text_is_asked_before_its_points() -> None:
    """While the clock runs only the text is asked for; of other questions every part."""
    assert [part.name for part in parts_of(PAPER[3])] == ["text"]
    assert [part.name for part in parts_of(PAPER[0])] == ["verdict"]


def test_a_sitting_knows_where_it_stands() -> None:
    """The question in front, what is blank, and which texts are still to be ticked."""
    start = Sitting(PAPER, 60.0)
    assert (start.current, start.blanks, start.to_tick()) == (PAPER[0], 4, [])
    assert (start.part, start.since, start.sure, start.phase) == (0, 0, False, Phase.SITTING)
    last = Sitting(PAPER, 60.0, place=3, answers={"1": {}, "2": {"verdict": "T"}, "4": {"text": "so"}})
    assert (last.current, last.blanks, last.to_tick()) == (PAPER[3], 2, [PAPER[3]])
    assert [part.name for part in last.asked()] == ["text"]
    ticked = Sitting(PAPER, 60.0, place=4, answers={"2": {"text": "no"}, "4": {"text": "so", "points": "A"}})
    assert (ticked.current, ticked.asked(), ticked.to_tick()) == (None, [], [])
    assert Sitting(PAPER, 60.0, answers={"4": {"points": "A"}}).to_tick() == []


def attempt(typed: str | None, **other: Any) -> Attempt:
    """An attempt at the claim; None: the solution was asked for."""
    dealt = PAPER[0].dealt
    verdict = grade(dealt, {"verdict": typed}) if typed else None
    return Attempt(dealt, {"verdict": typed or ""}, verdict, 3.0, **other)


@pytest.mark.parametrize(
    ("tried", "right", "points", "counts"),
    [
        (attempt("T"), True, 2, True),
        (attempt("F"), False, 0, True),
        (attempt("maybe"), False, 0, False),
        (attempt(None), False, 0, True),
        (attempt("F", disputed=True), True, 2, True),
        (attempt(None, disputed=True), True, 2, True),
    ],
)
def test_an_attempt_is_right_earns_and_counts(
    tried: Attempt, right: bool, points: float, counts: bool
) -> None:
    """By its verdict or by the learner's word; what could not be read does not count."""
    assert (tried.right, tried.points, tried.counts) == (right, points, counts)
    assert (tried.hints, tried.left) == (0, "")


def judged(verdict: Any, weight: float = 1, share: float = 0, carried: bool = False) -> PartVerdict:
    """The verdict on a part."""
    return PartVerdict("p", "integer", verdict, "", 1, 1, carried=carried, weight=weight, share=share)


@pytest.mark.parametrize(
    ("parts", "verdict", "points"),
    [
        ((judged("right", share=1), judged("wrong"), judged("wrong")), "partly", 2.3333),
        ((judged("right", share=1), judged("right", share=1, carried=True)), "partly", 7),
        ((judged("right", share=1), judged("unreadable", share=1)), "unreadable", 0),
        ((judged("wrong"),), "wrong", 0),
        ((judged("right", weight=0, share=1),), "right", 0),
        ((judged("right", weight=0, share=1), judged("partly", 3, 0.5)), "partly", 3.5),
    ],
)
def test_a_question_sums_its_parts(parts: tuple[PartVerdict, ...], verdict: str, points: float) -> None:
    """Shares weigh by their points and are rounded to four places; one that is unreadable counts nothing."""
    assert summed(parts, 7) == Verdict(verdict, points, 7, parts)  # type: ignore[arg-type]


def test_a_part_has_no_share_unless_it_is_given() -> None:
    """A verdict on a part says nothing, carries nothing and weighs one."""
    bare = PartVerdict("p", "integer", "wrong", "2", 2, 1)
    assert (bare.mistake, bare.carried, bare.says, bare.weight, bare.share) == (None, False, "", 1, 0)


def test_parts_of_a_rubric_do_not_weigh() -> None:
    """The text of a question that is explained has no points of its own."""
    dealt: Dealt = PAPER[3].dealt
    assert [part.points for part in dealt.parts] == [0, 1]
    assert isinstance(dealt.parts[0], Part)
    assert dealt.parts[0].spec == Spec()
