"""Figures on a terminal: what they look like, and what holds for every figure."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest
from drawings import figures
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import ALL

from dldrill.figures.canvas import Canvas, Level, Span, columns
from dldrill.figures.ink import Pen
from dldrill.figures.margins import axes, line_ends
from dldrill.figures.marks import Axis, Cell, Dash, Dots, Figure, Line, Shape, Text
from dldrill.figures.scale import Frame, Scale, limits
from dldrill.figures.terminal import draw
from dldrill.maths.text import safe

GOLDEN = Path(__file__).parent / "golden"


def plain(lines: list[list[Span]]) -> str:
    """The lines without their series."""
    return "".join("".join(span.text for span in line) + "\n" for line in lines)


def drawn(figure: Figure, width: int = 80, level: Level = Level.BRAILLE) -> str:
    """A figure that fits, as text."""
    lines = draw(figure, width, level)
    assert lines is not None
    return plain(lines)


def plot(*marks: Line | Dots | Text | Cell, **changes: object) -> Figure:
    """A plot of the square from 0 to 10."""
    given: dict[str, object] = {"x": Axis(0, 10, "x"), "y": Axis(0, 10, "y"), "alt": "a plot"}
    return Figure(marks=marks, **(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("look", ["80-braille", "50-braille", "80-ascii", "80-blocks"])
@pytest.mark.parametrize("name", ALL)
def test_golden(name: str, look: str) -> None:
    """Each sample looks as it was accepted, and keeps to the width."""
    width, level = look.split("-")
    screen = drawn(ALL[name](), int(width), Level(level))
    assert max(map(columns, screen.splitlines())) <= int(width)
    path = GOLDEN / f"test_terminal-{name}-{look}.txt"
    if os.environ.get("DLDRILL_ACCEPT"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(screen, "utf-8")
    assert path.is_file(), f"no golden file yet:\n{screen}"
    assert screen == path.read_text("utf-8")


@given(figures(), st.integers(0, 100), st.sampled_from(Level))
@settings(max_examples=100, deadline=None)
def test_every_figure_keeps_to_the_width(figure: Figure, width: int, level: Level) -> None:
    """Whatever the data are, the lines fit, hold no control characters, and ASCII is ASCII."""
    lines = draw(figure, width, level)
    if lines is not None:
        screen = plain(lines)
        assert max(map(columns, screen.splitlines()), default=0) <= width
        assert safe(screen, keep="\n") == screen
        assert level != Level.ASCII or screen.isascii()
        assert all(not line.endswith(" ") for line in screen.splitlines())


@given(figures(), st.sampled_from([30, 60, 80]))
@settings(max_examples=100, deadline=None)
def test_labels_at_the_ends_hide_nothing(figure: Figure, across: int) -> None:
    """Labels of lines stand where no line, dot, frame, axis or other label is."""
    (left, right), (low, high) = limits(figure)
    frame = Frame(Scale(left, right, 0.5, across - 0.5), Scale(low, high, 14.5, 0.5))
    pen = Pen(figure, Canvas(), frame, Level.BRAILLE)
    pen.marks()
    axes(pen, 80)
    canvas = pen.canvas
    before = {*canvas.ink, *canvas.frames, *canvas.text}
    if line_ends(pen, 20):
        written = [place for place in canvas.text if place not in before]
        names = {mark.label for mark in figure.marks if isinstance(mark, Line) and mark.label}
        shown = {name for name in names if canvas_series(canvas, before, pen.series[name])}
        assert len(written) == sum(columns(name) for name in shown)
        for column, row in written:
            assert not {(column - 1, row), (column + 1, row)} & before


def canvas_series(canvas: Canvas, before: set[tuple[int, int]], series: int) -> bool:
    """Whether a label of this series was written."""
    return any(n == series for place, (_, n) in canvas.text.items() if place not in before)


def test_series_differ_without_colour() -> None:
    """Lines of each dash leave different dots, also in the legend."""
    rows = {dash: drawn(plot(Line(((0, 5), (10, 5)), dash=dash))) for dash in Dash}
    assert len(set(rows.values())) == len(Dash)


def test_lines_of_one_dash_are_told_apart_in_a_legend() -> None:
    """Where labels go to the legend, lines that were all solid get dashes of their own."""
    lines = [Line(((0, 10 * k), (5, 5)), f"a long name {k}") for k in (0, 1)]
    cross = Line(tuple((5 + math.cos(t) * t / 9, 5 + math.sin(t) * t / 9) for t in range(40)))
    legend = drawn(plot(*lines, cross)).splitlines()[-1]
    samples = [part.split(" a long")[0] for part in legend.split("   ")]
    assert len(set(samples)) == 2


@pytest.mark.parametrize(("marks", "entry"), [
    ((Dots(((1, 1),), label="train"), Dots(((2, 2),), filled=False, label="test")), "● train   ○ test"),
    ((Dots(((1, 1),), Shape.SQUARE, label="a"), Dots(((2, 2),), Shape.CROSS, label="b")), "■ a   × b"),
])  # fmt: skip
def test_legend_of_dots(marks: tuple[Dots, ...], entry: str) -> None:
    """Labelled dots are explained under the figure by their own glyphs."""
    assert entry in drawn(plot(*marks)).splitlines()[-1]


def test_cells_join() -> None:
    """Cells that share edges make one grid."""
    cells = [Cell(x, y, 1, 1, "" if (x, y) != (0, 1) else "a", x + y) for x in (0, 1) for y in (0, 1)]
    figure = plot(*cells, x=Axis(0, 2), y=Axis(0, 2), axes=False, unit=(4, 2))
    assert drawn(figure).splitlines() == [
        "┌───┬───┐",
        "│ a │▒▒▒│",
        "├───┼───┤",
        "│   │░░░│",
        "└───┴───┘",
    ]
    assert "|:::|" in drawn(figure, level=Level.ASCII)


def test_straight_lines_join_boxes_and_end_in_arrows() -> None:
    """A level line of a diagram is ruled, grows out of a frame, and its head stops before the next."""
    boxes = Cell(0, 0, 2, 1, "a", rounded=True), Cell(4, 0, 2, 1, "b")
    line = Line(((2, 0.5), (4, 0.5)), arrow=True)
    figure = plot(*boxes, line, x=Axis(0, 6), y=Axis(0, 1), axes=False, unit=(3, 2))
    assert drawn(figure).splitlines()[1] == "│  a  ├────→│  b  │"
    assert drawn(figure, level=Level.ASCII).splitlines()[1] == "|  a  +---->|  b  |"


def test_a_narrow_diagram_shrinks_as_far_as_its_texts_fit() -> None:
    """A unit takes fewer columns in a narrow terminal; where a text would not fit there is no figure."""
    figure = plot(Cell(0, 0, 5, 1, "abcd"), x=Axis(0, 10), y=Axis(0, 1), axes=False, unit=(3, 2))
    assert "│     abcd     │" in drawn(figure, 31)
    assert "│  abcd  │"[:8] in drawn(figure, 21)
    assert draw(figure, 10) is None


@pytest.mark.parametrize("width", [0, 1, 10, 20])
def test_too_narrow(width: int) -> None:
    """Where there are too few columns there is no figure."""
    assert draw(ALL["learning-rates"](), width) is None


def test_series_numbers() -> None:
    """Ink and label of a series carry its number, the axes none; one label is one series."""
    same = Line(((0, 1), (10, 1)), "b"), Dots(((5, 1),), label="b"), Line(((0, 9), (10, 9)), "a")
    lines = draw(plot(*same), 80)
    assert lines is not None
    found = [(char, span.series) for line in lines for span in line for char in span.text]
    assert {series for char, series in found if char in "b●"} == {1}
    assert {series for char, series in found if char == "a"} == {2}
    assert {series for char, series in found if char in "┤└─0│xy"} == {0}


def test_texts_do_not_garble_each_other() -> None:
    """Two texts at one place are set beside each other."""
    screen = drawn(plot(Text(5, 5, "first"), Text(5, 5, "second")))
    assert "first" in screen
    assert "second" in screen


def test_labels_keep_the_order_of_their_lines() -> None:
    """Labels of lines that end close together stand in the order in which the lines end."""
    heights = [5.3, 5.0, 5.2, 5.1]
    lines = (
        Line(((0, 5), (10, height)), f"at {height}", dash) for height, dash in zip(heights, Dash, strict=True)
    )
    shown = [row.split(" at ")[1] for row in drawn(plot(*lines)).splitlines() if " at " in row]
    assert shown == ["5.3", "5.2", "5.1", "5.0"]


def test_wide_letters_keep_the_columns() -> None:
    """A letter of two columns that an axis or a frame cuts in half is not shown at all."""
    rows = drawn(plot(Text(0, 5, "層層", "right"))).splitlines()
    assert len({row.index("│") for row in rows if "│" in row and "層" not in row}) == 1
    assert max(map(columns, rows)) <= 60
