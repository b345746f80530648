"""Curves that families show: a score against its features, and a loss of two pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dldrill.derivation.mistakes import answers_after, mistakes_of
from dldrill.families._diagrams import numbered, written
from dldrill.families._huber import loss
from dldrill.figures.marks import Axis, Dash, Dots, Figure, Line, Row

if TYPE_CHECKING:
    from dldrill.derivation.family import Family

Slopes = tuple[tuple[float, ...], tuple[float, ...]]  #: for negative values and for positive ones

PICTURES = 4
REACH = 2  #: values of a feature from minus this to this
TELLING = ("straight-line", "mirrored", "rows-of-W1", "no-second-layer", "sign-lost", "column-of-W2")
"""Mistakes in the order in which their pictures are wanted."""
DASHES = (Dash.SOLID, Dash.DASHED, Dash.DOTTED, Dash.MIXED)


def score_plot(slopes: Slopes, number: int, highest: float) -> Figure:
    """A score against each of its features, the others being 0.

    Args:
        slopes: of each feature, for negative values and for positive ones.
        number: the class of the score, counted from 1.
        highest: how high the vertical axis reaches.
    """
    score = numbered("s", number)
    names = [numbered("x", i) for i in range(1, len(slopes[0]) + 1)]
    lines = tuple(
        Line(((-REACH, -REACH * left), (0, 0), (REACH, REACH * right)), name, DASHES[i % len(DASHES)])
        for i, (name, left, right) in enumerate(zip(names, *slopes, strict=True))
    )
    table: list[Row] = [("feature", *(f"{score} at {written(t)}" for t in (-REACH, 0, REACH)))]
    table += [(line.label, *(written(y) for _, y in line.points)) for line in lines]
    return Figure(
        marks=lines,
        x=Axis(-REACH, REACH, "feature", (-REACH, -1, 0, 1, REACH)),
        y=Axis(-highest, highest, score),
        alt=f"The score {score} against each of {len(names)} features, the others being 0: a line that "
        "may bend at 0 for each.",
        table=tuple(table),
        size=(260, 170),
    )  # fmt: skip


def pictures(problem: Family) -> tuple[Figure, ...]:
    """The plots of a problem on a score's slopes: the right one first, then up to three wrong ones.

    The wrong ones are what the usual mistakes lead to, and all have the same axes. There are fewer
    than three where the mistakes that arise lead to the same picture.
    """
    right = problem.plain()
    found = [_slopes(right)]
    mistakes = sorted(
        mistakes_of(problem), key=lambda m: TELLING.index(m.name) if m.name in TELLING else len(TELLING)
    )
    for mistake in mistakes:
        answers = answers_after(problem, mistake.slips)
        # a mistake that gives another number of slopes cannot be drawn beside the others
        if answers is not None and len(answers["left"]) == len(right["left"]) == len(answers["right"]):
            found.append(_slopes(answers))
    distinct = list(dict.fromkeys(found))[:PICTURES]
    highest = REACH * max(abs(slope) for slopes in distinct for side in slopes for slope in side)
    number = int(getattr(problem, "c", 1))
    return tuple(score_plot(slopes, number, float(highest) or 1.0) for slopes in distinct)


def _slopes(answers: dict[str, object]) -> Slopes:
    left, right = (tuple(map(float, answers[side])) for side in ("left", "right"))  # type: ignore[call-overload]
    return left, right


def two_pieces(a: float, b: float, margin: float) -> Figure:
    """The Huber hinge loss of one wrong class: a parabola up to equal scores, then a straight line."""
    a, b, D = float(a), float(b), float(margin)
    before = [(-2 * D, 0.0)] + [
        (-D + D * i / 24, loss(-D + D * i / 24, a, b, D, parabola=True)) for i in range(25)
    ]
    beyond = [(u, loss(u, a, b, D, parabola=False)) for u in (0.0, 2 * D)]
    ends = before[-1], beyond[0]
    marks: list[Line | Dots] = [Line(tuple(before)), Line(tuple(beyond))]
    if abs(ends[0][1] - ends[1][1]) > 1e-9:
        marks += [Dots((ends[0],)), Dots((ends[1],), filled=False)]
    named = ((-D, "L_j"), (-D / 2, "L_j"), (0.0, "L_j"))
    table: list[Row] = [("s_j − s_y", "L_j")]
    table += [(written(u), written(loss(u, a, b, D, parabola=True))) for u, _ in named]
    table += [(written(u), written(loss(u, a, b, D, parabola=False))) for u in (D / 2, D, 2 * D)]
    heights = [y for _, y in (*before, *beyond)]
    return Figure(
        marks=tuple(marks),
        x=Axis(-2 * D, 2 * D, "s_j − s_y", (-2 * D, -D, 0.0, D, 2 * D)),
        y=Axis(min(0.0, *heights), max(heights), "L_j"),
        alt=f"The loss of one wrong class against s_j − s_y: 0 up to {written(-D)}, a parabola up to 0, "
        "then a straight line.",
        table=tuple(table),
        size=(260, 160),
    )  # fmt: skip
