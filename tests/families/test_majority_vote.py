"""Votes of cells that see a quarter of the image, or do not."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from dldrill.derivation.values import problem_of
from dldrill.families.majority_vote import QUARTERS, MajorityVote
from dldrill.faults import Fault
from dldrill.proving.roads import prove


def vote(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(MajorityVote, written)


@pytest.mark.parametrize(
    ("given", "cells", "seeing"),
    [
        ({"layers": "conv 4 stride 4"}, 4, 1),
        ({"layers": "conv 5; conv 3"}, 4, 4),
        ({"layers": "conv 3 stride 2 padding 1; conv 3 stride 2 padding 1"}, 4, 1),
        ({"layers": "conv 2 stride 2", "ink": "top left"}, 16, 4),
        ({"layers": "conv 4 stride 2", "ink": "top right"}, 9, 4),
        ({"layers": "conv 3 stride 2", "ink": "bottom left"}, 9, 4),
    ],
)
def test_known_votes(given: dict[str, object], cells: int, seeing: int) -> None:
    """One of four for the exam's second network, four of four for its first (uw-au24-q2/3.1.4)."""
    problem = vote(size=8, **given)
    assert problem.plain() == {"cells": cells, "seeing": seeing, "blind": (cells - seeing) / cells}
    assert prove(problem).ok


def test_the_first_cell_sees_no_ink_behind_two_padded_strides() -> None:
    """Its field is rows 0 to 3: quarters again, although the layers overlap."""
    lines = vote(size=8, layers="conv 3 stride 2 padding 1; conv 3 stride 2 padding 1").traced().lines
    assert (lines["field0.input.first"].value, lines["field0.input.last"].value) == (0, 3)


def drawn(count: int) -> list[MajorityVote]:
    """Problems as they are dealt."""
    space, stream, found = MajorityVote.space(), Random("votes"), list[MajorityVote]()
    while len(found) < count:
        problem = MajorityVote(**space.draw(stream))
        if problem.fits() is None and problem.suits():
            found.append(problem)
    return found


@pytest.mark.parametrize("problem", drawn(20), ids=str)
def test_statements_follow_from_the_vote(problem: MajorityVote) -> None:
    """Statements of a key that deny each other have opposite verdicts, and the counts are the check's."""
    check = problem.check()
    verdicts: dict[str, set[bool]] = {}
    for statement in problem.statements():
        verdicts.setdefault(statement.key, set()).add(statement.true)
        if statement.says.startswith("The number of cells"):
            number = int(statement.says.split()[-1].strip("."))
            assert statement.true == (number == check["seeing"])
    for key in ("all", "count", "overlap", "size", "unseen", "gaps"):
        assert verdicts[key] == {True, False}, key
    assert problem.plain() == pytest.approx(check)


@pytest.mark.parametrize("ink", QUARTERS)
def test_quarters_are_symmetric_where_the_network_is(ink: str) -> None:
    """Tiles that cover the image evenly see every quarter alike."""
    assert vote(size=8, layers="conv 4 stride 4", ink=ink).plain()["seeing"] == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"size": 7}, "must be even"),
        ({"size": 66}, "at most 64"),
        ({"layers": ""}, "there is no layer"),
        ({"layers": "conv 9"}, "larger than the"),
        ({"size": 24, "layers": "conv 3"}, "more than 8 rows"),
        ({"ink": "middle"}, "write one of top left"),
    ],
)
def test_votes_that_do_not_fit(given: dict[str, object], says: str) -> None:
    """Ill-posed votes are refused with a sentence."""
    with pytest.raises(Fault, match=says):
        vote(**given)
