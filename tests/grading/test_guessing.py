"""Blind guessing in the exams: what a simulated guesser earns is what the marking rule predicts."""

from __future__ import annotations

from math import comb, sqrt
from random import Random
from statistics import fmean, pstdev

import pytest

from dldrill.bank.exam import Section, exam_named, exams
from dldrill.bank.library import load
from dldrill.dealing.paper import Placed, paper
from dldrill.grading.marks import mark

LIBRARY = load()
RUNS = 400
GUESSED = [
    (name, section)
    for name, exam in exams().items()
    for section in exam.sections
    if section.name.startswith(("True", "Select"))
]


def predicted(placed: Placed) -> float:
    """The mean of a guess, from the rule alone."""
    points, marking = placed.item.points, placed.section.marking
    if placed.dealt.type == "claim":
        return (points + marking.wrong) / 2
    options = len(placed.dealt.options)
    cost = -marking.error if marking.error is not None else points
    if placed.dealt.parts[-1].spec.count == 1:  # a wrong letter is one tick too many and one too few
        return (points + (options - 1) * max(0.0, points - 2 * cost)) / options
    # with a coin for each option, the number of errors is binomial
    total: float = sum(comb(options, n) * max(0.0, points - cost * n) for n in range(options + 1))
    return total / 2.0**options


def guessed(placed: Placed, random: Random) -> dict[str, str]:
    """A coin for a claim and for every option; one letter where one is asked for."""
    part = placed.dealt.parts[-1]
    if placed.dealt.type == "claim":
        return {part.name: random.choice("TF")}
    if part.spec.count == 1:
        return {part.name: random.choice(part.spec.letters)}
    letters = [option.letter for option in placed.dealt.options if random.random() < 0.5]
    return {part.name: "".join(letters) or "none"}


@pytest.mark.parametrize(("name", "section"), GUESSED, ids=[f"{name}-{s.name[:6]}" for name, s in GUESSED])
def test_a_guesser_earns_what_the_rule_predicts(name: str, section: Section) -> None:
    """Over many guesses the mean of a section lies within four standard errors of the prediction."""
    random = Random(f"guess/{name}")
    placed = [
        one
        for one in paper(exam_named(name), LIBRARY, None)
        if one.section == section and (one.dealt.type == "claim" or one.dealt.options)
    ]
    assert placed
    totals = [
        sum(one.earned for one in mark(placed, {p.item.number: guessed(p, random) for p in placed}))
        for _ in range(RUNS)
    ]
    expected = sum(map(predicted, placed))
    assert abs(fmean(totals) - expected) < 4 * pstdev(totals) / sqrt(RUNS)
