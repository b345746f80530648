"""What a figure shows, as rows."""

from __future__ import annotations

import pytest

from dldrill.figures.marks import Axis, Dots, Figure, Line, Mark, Row
from dldrill.figures.table import rows

UP, DOWN = ((0, 0), (1, 2)), ((0, 2), (1, 1 / 3))


def figure(*marks: Mark, table: tuple[Row, ...] = ()) -> Figure:
    """A figure with named axes."""
    return Figure(marks=marks, x=Axis(0, 1, "epoch"), y=Axis(0, 2, "loss"), alt="", table=table)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (
            figure(Line(UP, "a"), Line(DOWN, "b")),
            (("epoch", "a", "b"), ("0", "0", "2"), ("1", "2", "0.3333")),
        ),
        (figure(Line(UP), Line(DOWN)), ()),
        (figure(Dots(((1, 2),), label="d")), (("series", "epoch", "loss"), ("d", "1", "2"))),
        (figure(Line(UP, "a"), table=(("own",), ("1",))), (("own",), ("1",))),
        (
            figure(Line(UP, "a"), Line(((3, 4),), "b")),
            (("series", "epoch", "loss"), ("a", "0", "0"), ("a", "1", "2"), ("b", "3", "4")),
        ),
        (figure(Line((), "a")), ()),
    ],
)
def test_rows(shown: Figure, expected: tuple[Row, ...]) -> None:
    """Lines over the same values stand side by side, all else in a row a point."""
    assert rows(shown) == expected


def test_long_lines_are_thinned() -> None:
    """A line of many points keeps its ends and a dozen rows."""
    found = rows(figure(Line(tuple((float(n), 0.0) for n in range(1000)), "a")))
    assert len(found) == 13
    assert (found[1][0], found[-1][0]) == ("0", "999")
