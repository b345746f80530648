"""What a figure is made of: lines, dots, texts and cells, in the coordinates of their data."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

Point = tuple[float, float]
Row = tuple[str, ...]


class Dash(StrEnum):
    """How a line is broken, so that lines differ by more than colour."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    MIXED = "mixed"


class Shape(StrEnum):
    """What a dot looks like."""

    CIRCLE = "circle"
    SQUARE = "square"
    CROSS = "cross"
    PLUS = "plus"


class Line(NamedTuple):
    """Points joined in order.

    Attributes:
        points: data coordinates; points that are not finite break the line.
        label: the name of the series, written at its end; none: the line is only drawn.
        dash: how it is broken.
        arrow: whether it ends in an arrow head.
        weight: its width, 1 for a series, less for what stands behind.
    """

    points: tuple[Point, ...]
    label: str = ""
    dash: Dash = Dash.SOLID
    arrow: bool = False
    weight: float = 1.0


class Dots(NamedTuple):
    """Single points of one look.

    Attributes:
        points: data coordinates.
        shape: what each looks like.
        filled: whether it is filled; crosses and pluses have no inside.
        label: what they are, for the legend.
    """

    points: tuple[Point, ...]
    shape: Shape = Shape.CIRCLE
    filled: bool = True
    label: str = ""


class Text(NamedTuple):
    """A short text at a place; ``anchor`` says which end of it stands there."""

    x: float
    y: float
    says: str
    anchor: str = "centre"  #: left, centre or right


class Cell(NamedTuple):
    """A box from its lower left corner, with a text in its middle.

    Attributes:
        shade: 0 to 3, from none to dark.
        rounded: whether its corners are round, as those of a unit of a network are.
    """

    x: float
    y: float
    width: float
    height: float
    says: str = ""
    shade: int = 0
    rounded: bool = False


Mark = Line | Dots | Text | Cell


class Axis(NamedTuple):
    """An axis: its range, its name, and where its ticks are (none: nice ones)."""

    low: float
    high: float
    label: str = ""
    ticks: tuple[float, ...] | None = None


class Figure(NamedTuple):
    """Marks between two axes, or a diagram without them.

    Attributes:
        marks: drawn in order; later ones stand in front.
        x: the horizontal range and its name.
        y: the vertical range and its name.
        alt: what a reader who does not see it has to know, in a sentence or two, without giving
            the answer away.
        axes: whether axes are drawn; a diagram has none.
        table: the same data in rows, the first the heads; where it is empty the labelled lines
            and dots give one.
        with_table: whether the table stands beside the picture, which alone does not tell enough.
        unit: in a diagram, how many columns and rows of a terminal one unit of the data takes.
        size: width and height in points on paper.
    """

    marks: tuple[Mark, ...]
    x: Axis
    y: Axis
    alt: str
    axes: bool = True
    table: tuple[Row, ...] = ()
    with_table: bool = False
    unit: tuple[float, float] | None = None
    size: tuple[float, float] = (320, 190)
