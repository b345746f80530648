"""Curves and pretraining sets: the told facts leave one matching, and it is the one that was drawn."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import Any

import pytest

from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families.curve_matching import FACTS, LAST, CurveMatching
from dldrill.faults import Fault
from dldrill.grading.marking import grade
from dldrill.proving.roads import prove


def curves(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(CurveMatching, written)


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("order", ["ADBC", "CBDA", "BACD", "DCAB"])
def test_matching_is_the_order_drawn(order: str, facts: str) -> None:
    """Whatever is told, the facts give back which set each line was drawn for (ADBC: uw-au24-q4/2.2)."""
    problem = curves(order=order, facts=facts)
    assert problem.plain() == problem.check() == {"matching": order}
    assert prove(problem).ok


def test_curves_end_where_the_table_says() -> None:
    """The points begin at the start and come within e^(−20/τ) of the end."""
    problem = curves(order="ABCD")
    epochs, accuracies = problem.points(1)
    assert (epochs[0], epochs[-1]) == (0, LAST)
    assert accuracies[0] == pytest.approx(16)
    assert accuracies[-1] == pytest.approx(88 - 72 * 2.718281828459045**-4)


def test_facts_are_true_and_visible() -> None:
    """In dealt variants the points printed tell apart what the facts compare."""
    source = Source(CurveMatching, "tests")
    for index in range(60):
        problem: Any = source.deal(index).problem
        first, last = ({c: problem.points(i + 1)[1][k] for i, c in enumerate(problem.order)} for k in (0, -1))
        assert last["A"] - 4 >= last["D"] >= last["B"] + 4 >= last["C"] + 8
        assert first["D"] >= max(first[c] for c in "ABC") + 4
        assert first["A"] < first["D"]


def test_answer_is_a_matching() -> None:
    """It is typed as pairs or as letters; one that exchanges two sets is wrong, and named."""
    dealt = Source(CurveMatching, "tests").deal(0)
    right = "".join(dealt.parts[0].right)
    assert dealt.parts[0].kind == "matching"
    for typed in (right, " ".join(f"{i}{letter}" for i, letter in enumerate(right, 1))):
        assert grade(dealt, {"matching": typed}).verdict == "right"
    exchanged = right.translate(str.maketrans("AD", "DA"))
    verdict = grade(dealt, {"matching": exchanged})
    assert verdict.verdict == "wrong"
    assert verdict.parts[0].mistake is not None
    assert grade(dealt, {"matching": right[:3]}).verdict == "unreadable"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"order": "AABC"}, "write one of"),
        ({"facts": "none"}, "facts"),
        ({"start": "16, 23, 10, 25"}, "D must start"),
        ({"end": "74, 61, 44, 74"}, "the order must be A, D, B, C"),
        ({"end": "88, 61, 44"}, "four numbers"),
        ({"start": "40, 3, 3, 44", "end": "84, 72, 60, 78"}, "A must gain"),
        ({"speed": "5, 4, 5, 0"}, "speeds"),
        ({"start": "90, 23, 10, 38"}, "above its start"),
    ],
)
def test_refusals(given: dict[str, object], says: str) -> None:
    """Curves on which a fact would be false or too close are refused."""
    with pytest.raises(Fault, match=says):
        curves(**given)


@pytest.mark.slow
def test_all_matchings_are_equally_frequent() -> None:
    """Each of the 24 matchings, and each choice of facts, is dealt about equally often."""
    source = Source(CurveMatching, "tests")
    problems: list[Any] = [source.deal(index).problem for index in range(1200)]
    orders = Counter(problem.order for problem in problems)
    assert set(orders) == {"".join(order) for order in permutations("ABCD")}
    assert 25 <= min(orders.values()) <= max(orders.values()) <= 80
    assert min(Counter(problem.facts for problem in problems).values()) >= 230
