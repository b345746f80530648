"""A figure as the reader gets it: drawn, in words, or as a table."""

from __future__ import annotations

import io

import pytest

from dldrill.figures.marks import Axis, Figure, Line
from dldrill.show.figure import COLOURS, figure
from dldrill.show.look import Look
from dldrill.show.markdown import shown_in

CURVES = Figure(
    marks=(Line(((0, 0), (1, 1)), "λ₁"), Line(((0, 1), (1, 0)), "b\x1b[31m")),
    x=Axis(0, 1, "epoch"),
    y=Axis(0, 1, "loss\x1b]0;"),
    alt="Two curves\x1b[2J that cross.",
)


@pytest.mark.parametrize(
    ("look", "has", "has_not"),
    [
        (Look(80), ["└", "λ₁", "epoch"], ["Two curves"]),
        (Look(80, ascii=True), ["+--", "lambda_1"], ["Two curves"]),
        (Look(20), ["too wide", "Two curves", "epoch", "0"], ["└"]),
        (Look(80, plain=True), ["Figure: Two curves", "epoch: 0; λ₁: 0"], ["└", "⠤"]),
    ],
)
def test_looks(look: Look, has: list[str], has_not: list[str]) -> None:
    """Each terminal gets what it can show, and no escape sequence."""
    screen = shown_in(figure(CURVES, look), look)
    flat = " ".join(screen.split())
    assert all(part in flat for part in has)
    assert not any(part in screen for part in has_not)
    assert "\x1b" not in screen
    assert max(map(len, screen.splitlines())) <= look.width
    assert not look.ascii or screen.isascii()


def test_narrower_than_the_look() -> None:
    """A figure may be given less than the whole width."""
    screen = shown_in(figure(CURVES, Look(80), 40), Look(80))
    assert max(map(len, screen.splitlines())) <= 40


def test_series_have_colours() -> None:
    """The ink of a series is coloured, the axes are not."""
    from rich.console import Console

    stream = io.StringIO()
    console = Console(file=stream, width=80, force_terminal=True, color_system="standard")
    console.print(figure(CURVES, Look(80)))
    first = next(line for line in stream.getvalue().splitlines() if "λ₁" in line)
    assert "\x1b[36m" in first
    assert COLOURS[0] == "cyan"
    assert "\x1b" not in stream.getvalue().splitlines()[0]
