"""Marking by the rules of the exams: what each kind of answer earns, and what guessing does on average."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

import pytest

from dldrill.answer.spec import Spec
from dldrill.bank.exam import Marking
from dldrill.dealing.dealt import Dealt, Option, Part
from dldrill.grading.scheme import earned
from dldrill.grading.verdict import PartVerdict, Verdict, summed

PLAIN, MIDTERM, TICKS = Marking(), Marking(wrong=-1), Marking(error=-2)


def asked(type_: str, *parts: Part, options: int = 0) -> Dealt:
    """A question of a type with parts."""
    lettered = tuple(Option(letter, letter) for letter in "ABCDEF"[:options])
    return Dealt(None, "t/q", type_, "t", None, 1, 4, "s", 0, "", parts, lettered)


def part(right: Any, kind: str = "letters", points: float = 1, name: str = "p") -> Part:
    """A part with its right answer."""
    return Part(name, name, kind, right, Spec(), points)


def answered(dealt: Dealt, *readings: Any) -> Verdict:
    """The verdict on readings, one a part; None for a part left out."""
    parts = tuple(
        PartVerdict(p.name, p.kind, "right" if r == p.right else "wrong", "", r, p.right, weight=p.points)
        for p, r in zip(dealt.parts, readings, strict=True)
        if r is not None
    )
    return summed(tuple(p._replace(share=float(p.verdict == "right")) for p in parts), dealt.points)


CLAIM = asked("claim", part(frozenset("T")), options=2)


@pytest.mark.parametrize(
    ("typed", "marking", "points"),
    [
        ("T", PLAIN, 2),
        ("F", PLAIN, 0),
        (None, PLAIN, 0),
        ("T", MIDTERM, 2),
        ("F", MIDTERM, -1),
        (None, MIDTERM, 0),
    ],
)
def test_claims(typed: str | None, marking: Marking, points: float) -> None:
    """Right earns all, wrong what the section says, blank nothing."""
    verdict = answered(CLAIM, frozenset(typed)) if typed else None
    assert earned(CLAIM, verdict, 2, marking) == points


SELECT = asked("choose", part(frozenset("AC")), options=5)


@pytest.mark.parametrize(
    ("typed", "points"),
    [("AC", 4), ("A", 2), ("ACE", 2), ("AE", 0), ("", 0), ("ABCDE", 0), ("ABC", 2), ("B", 0)],
)
def test_select_all(typed: str, points: float) -> None:
    """Every wrong or missing tick costs 2, and no question falls below 0."""
    assert earned(SELECT, answered(SELECT, frozenset(typed)), 4, TICKS) == points


def test_without_such_a_rule_select_all_is_right_or_wrong() -> None:
    """A section that names no cost gives all or nothing."""
    assert earned(SELECT, answered(SELECT, frozenset("AC")), 4, PLAIN) == 4
    assert earned(SELECT, answered(SELECT, frozenset("A")), 4, PLAIN) == 0


def test_nothing_ticked_is_not_blank() -> None:
    """Where nothing is true, the answer none earns all and a blank nothing."""
    none = asked("choose", part(frozenset()), options=4)
    assert earned(none, answered(none, frozenset()), 4, TICKS) == 4
    assert earned(none, None, 4, TICKS) == 0


def test_matching_is_split_by_pairs() -> None:
    """Every right pair earns its share."""
    dealt = asked("compute", part(("A", "B", "C", "D"), "matching"))
    assert earned(dealt, answered(dealt, ("A", "B", "D", "C")), 4, PLAIN) == 2


def test_parts_that_are_left_out_earn_nothing() -> None:
    """A question of parts is worth its right parts, whichever were answered."""
    dealt = asked(
        "compute", part(1, "integer", 2, "a"), part(2, "integer", 1, "b"), part(3, "integer", 1, "c")
    )
    assert earned(dealt, answered(dealt, 1, None, None), 8, PLAIN) == 4
    assert earned(dealt, answered(dealt, 1, 2, 3), 8, PLAIN) == 8
    assert earned(dealt, answered(dealt, 0, 2, None), 8, PLAIN) == 2


@pytest.mark.parametrize(("marking", "mean"), [(PLAIN, 1.0), (MIDTERM, 0.5)])
def test_a_blind_guess_at_a_claim(marking: Marking, mean: float) -> None:
    """Over both answers the mean is half the points, less half of what a wrong one costs."""
    total = sum(earned(CLAIM, answered(CLAIM, frozenset(letter)), 2, marking) for letter in "TF")
    assert total / 2 == mean


@pytest.mark.parametrize(("options", "mean"), [(4, 0.75), (5, 0.4375), (6, 0.25)])
def test_random_ticks(options: int, mean: float) -> None:
    """Over all ways to tick, a select-all question of 4 points earns what the rule predicts."""
    letters = "ABCDEF"[:options]
    dealt = asked("choose", part(frozenset("AB")), options=options)
    ways = list(chain.from_iterable(combinations(letters, n) for n in range(options + 1)))
    total = sum(earned(dealt, answered(dealt, frozenset(way)), 4, TICKS) for way in ways)
    assert total / len(ways) == mean


def test_shares_are_rounded_to_four_places() -> None:
    """A third of a point is 0.3333, by pairs and by parts."""
    pairs = asked("match", part(("A", "B", "C"), "matching"))
    assert earned(pairs, answered(pairs, ("A", "C", "B")), 1, PLAIN) == 0.3333
    steps = asked("compute", *(part(i, "integer", 1, f"p{i}") for i in range(3)))
    assert earned(steps, answered(steps, 0, None, None), 1, PLAIN) == 0.3333


@pytest.mark.parametrize("dealt", [CLAIM, SELECT])
def test_what_could_not_be_read_costs_nothing(dealt: Dealt) -> None:
    """An answer that cannot be read is not a wrong one."""
    own = dealt.parts[0]
    verdict = summed((PartVerdict(own.name, own.kind, "unreadable", "?", None, own.right),), 4)
    assert earned(dealt, verdict, 4, Marking(wrong=-1, error=-2)) == 0


def test_a_matching_among_other_parts_is_one_of_them() -> None:
    """Only a question that is nothing but a matching is split by pairs."""
    dealt = asked("compute", part(1, "integer", 1, "n"), part(("A", "B"), "matching", 1, "m"))
    assert earned(dealt, answered(dealt, 1, ("B", "A")), 4, PLAIN) == 2
    assert earned(dealt, answered(dealt, 0, ("A", "B")), 4, PLAIN) == 2
