"""Marking a whole paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dldrill.dealing.paper import Placed
from dldrill.grading.marking import grade
from dldrill.grading.scheme import earned
from dldrill.grading.verdict import Verdict


class Marked(NamedTuple):
    """A question of a paper with its verdict, none where it was left blank, and what it earned."""

    placed: Placed
    verdict: Verdict | None
    earned: float


def mark(paper: Sequence[Placed], answers: Mapping[str, Mapping[str, str]]) -> list[Marked]:
    """What every question of a paper earned.

    Args:
        paper: the questions.
        answers: number → part → what was typed.
    """
    return [_marked(placed, answers.get(placed.item.number, {})) for placed in paper]


def _marked(placed: Placed, given: Mapping[str, str]) -> Marked:
    verdict = grade(placed.dealt, given) if given else None
    return Marked(placed, verdict, earned(placed.dealt, verdict, placed.item.points, placed.section.marking))
