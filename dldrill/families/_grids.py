"""Maps of cells, as the figures of several families show them: windows, padding, marked cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dldrill.families._diagrams import WIDEST, diagram
from dldrill.families._layers import Pair
from dldrill.figures.marks import Cell, Dots, Figure, Line, Mark, Point, Shape, Text

BOX = (4, 2)  #: columns and rows of a cell that is drawn as a box
LOWEST_BOXES, WIDEST_BOXES = 6, 11
LOWEST_DOTS, WIDEST_DOTS = 16, 24
MARGIN = 4  #: columns for the numbers of rows
STARTS = {"A": "first window", "B": "next across", "C": "next down"}
MOST_SET_DOWN = 9  #: cells that the first kernels of a transposed convolution may cover


class Grid(NamedTuple):
    """Cells in rows and columns, some shaded, some with a text of one letter or two.

    ``padding`` are rows above and below and columns on the sides that do not belong to the map.
    """

    height: int
    width: int
    shaded: Collection[Pair] = ()
    says: dict[Pair, str] = {}  # noqa: RUF012 - never written to
    padding: Pair = (0, 0)

    def cells(self) -> Iterator[tuple[Pair, bool]]:
        """Every cell, and whether it belongs to the map; indices of the map start at 0."""
        down, across = self.padding
        for row in range(-down, self.height + down):
            for column in range(-across, self.width + across):
                yield (row, column), 0 <= row < self.height and 0 <= column < self.width


class Drawn(NamedTuple):
    """Marks, and the columns and rows that they take."""

    marks: list[Mark]
    columns: int
    rows: int


def boxes(grid: Grid, fill: str = "0") -> Drawn:
    """A grid of boxes from column and row 0; ``fill`` stands in the padding."""
    wide, high = BOX
    down, across = grid.padding
    marks: list[Mark] = []
    for (row, column), inside in grid.cells():
        says = grid.says.get((row, column), "" if inside else fill)
        shade = 2 if (row, column) in grid.shaded else 0
        marks.append(
            Cell((column + across) * wide, -(row + down + 1) * high, wide, high, says, shade)
        )  # fmt: skip
    return Drawn(marks, wide * (grid.width + 2 * across), high * (grid.height + 2 * down))


def dots(grid: Grid) -> Drawn:
    """The same grid of squares, a row high each, for maps that are too large for boxes."""
    down, across = grid.padding
    plain: list[Point] = []
    shaded: list[Point] = []
    padded: list[Point] = []
    texts: list[Mark] = []
    for at, inside in grid.cells():
        point = 2.0 * (at[1] + across), -float(at[0] + down)
        if at in grid.says:
            texts.append(Text(*point, grid.says[at]))
        else:
            (shaded if at in grid.shaded else plain if inside else padded).append(point)
    found = [
        Dots(tuple(plain), Shape.SQUARE, filled=False),
        Dots(tuple(shaded), Shape.SQUARE),
        Dots(tuple(padded), Shape.PLUS),
    ]
    marks = [*(mark for mark in found if mark.points), *texts]
    return Drawn(marks, 2 * (grid.width + 2 * across) - 2, grid.height + 2 * down - 1)


def indexed(grid: Grid, part: Drawn, is_boxed: bool) -> Drawn:
    """A drawn grid with the numbers of its rows and columns, from 0: all, or every fifth."""
    across, down = BOX if is_boxed else (2, 1)
    half_across, half_down = (across / 2, down / 2) if is_boxed else (0.0, 0.0)
    top, left = grid.padding
    marks = moved(part.marks, MARGIN, 1)
    for i in range(0, grid.width, 1 if is_boxed else 5):
        marks.append(Text(MARGIN + (i + left) * across + half_across, 0, str(i)))
    for i in range(0, grid.height, 1 if is_boxed else 5):
        marks.append(Text(1, -1 - (i + top) * down - half_down, str(i), "right"))
    return Drawn(marks, part.columns + MARGIN, part.rows + 1)


def moved(marks: Sequence[Mark], right: float, down: float) -> list[Mark]:
    """The marks at another place."""

    def point(at: Point) -> Point:
        return at[0] + right, at[1] - down

    return [
        mark._replace(points=tuple(map(point, mark.points)))
        if isinstance(mark, Line | Dots)
        else mark._replace(x=mark.x + right, y=mark.y - down)
        for mark in marks
    ]


def drawn(grid: Grid, fill: str = "0") -> Drawn:
    """A grid of boxes, or of squares where those would be too large, with its numbers."""
    height, width = grid.height + 2 * grid.padding[0], grid.width + 2 * grid.padding[1]
    if height <= LOWEST_BOXES and width <= WIDEST_BOXES:
        return indexed(grid, boxes(grid, fill), is_boxed=True)
    return indexed(grid, dots(grid), is_boxed=False)


def sliding(  # noqa: PLR0917 - the numbers are PyTorch's, in PyTorch's order
    size: Pair, kernel: Pair, stride: Pair, padding: Pair, dilation: Pair = (1, 1), fill: str = "0"
) -> Figure | None:
    """A padded map with the first window on it, and where the next ones across and down start."""
    top, left = -padding[0], -padding[1]
    if size[0] - 2 * top > LOWEST_DOTS or size[1] - 2 * left > WIDEST_DOTS:
        return None
    rows, columns = (range(-p, -p + k * d, d) for p, k, d in zip(padding, kernel, dilation, strict=True))
    starts = {"B": (top, left + stride[1]), "C": (top + stride[0], left), "A": (top, left)}
    says = {
        at: text for text, at in starts.items() if at[0] < size[0] - top and at[1] < size[1] - left
    }  # fmt: skip
    grid = Grid(*size, {(row, column) for row in rows for column in columns}, says, padding)
    found = drawn(grid, fill)
    legend = [", ".join(f"{n} {what}" for n, what in STARTS.items() if n in says.values())]
    is_padded = any(padding)
    if is_padded:
        legend.append(f"{'+' if any(isinstance(m, Dots) for m in found.marks) else fill} padding")
    texts = [Text(0, -found.rows - 2 - i, line, "left") for i, line in enumerate(legend)]
    around = f", padded by {_both(padding)} on every side" if is_padded else ""
    alt = (
        f"A map of {size[0]}×{size[1]} cells{around}, the first {kernel[0]}×{kernel[1]} window shaded at the "
        f"top left. The windows start {_both(stride)} apart."
    )
    given = {"map": size, "window": kernel, "stride": stride, "padding": padding}
    table = [("", "rows", "columns"), *((name, str(a), str(b)) for name, (a, b) in given.items())]
    width = max(found.columns, len(legend[0]) - 1)
    return diagram([*found.marks, *texts], width, found.rows + 1 + len(legend), alt, table)


def _both(pair: Pair) -> str:
    """A number of cells down and across."""
    if pair[0] != pair[1]:
        return f"{pair[0]} cells down and {pair[1]} across"
    return "1 cell" if pair[0] == 1 else f"{pair[0]} cells"


def maps(sizes: Sequence[int], kernels: Sequence[str], cell: Pair) -> Figure | None:
    """Square maps one behind the other, a cell of the last one marked.

    Where there is no room for all of them, the first and the last are drawn.

    Args:
        sizes: the side of each map.
        kernels: what stands between them.
        cell: row and column of the cell.
    """
    if max(sizes) > LOWEST_DOTS:
        return None
    names = ["input", *(f"map {i}" for i in range(1, len(sizes)))]
    few = [sizes[0], sizes[-1]], [f"{len(kernels)} layers"], [names[0], names[-1]]
    table = [("map", "side"), *zip(names, map(str, sizes), strict=True)]
    alt = (
        f"Square maps one behind the other, of sides {', '.join(map(str, sizes))}. In the last one the cell "
        f"in row {cell[0]}, column {cell[1]} is shaded."
    )
    for shown, between, captions in ((list(sizes), list(kernels), names), few):
        for is_boxed in (True, False):
            grids = [Grid(size, size) for size in shown[:-1]]
            grids.append(Grid(shown[-1], shown[-1], {cell}))
            found = _in_a_row(grids, between, captions, is_boxed)
            highest = LOWEST_BOXES * BOX[1] if is_boxed else LOWEST_DOTS
            if found.columns <= WIDEST and found.rows <= highest + 3:
                return diagram(found.marks, found.columns, found.rows, alt, table)
    return None


def _in_a_row(grids: Sequence[Grid], between: Sequence[str], names: Sequence[str], is_boxed: bool) -> Drawn:
    """Grids side by side with arrows; all but the last have numbers, as their cells have to be found."""
    draw = boxes if is_boxed else dots
    parts = [indexed(grid, draw(grid), is_boxed) for grid in grids[:-1]] + [draw(grids[-1])]
    tallest = max(part.rows for part in parts)
    marks: list[Mark] = []
    left = 0
    for i, (part, grid) in enumerate(zip(parts, grids, strict=True)):
        top, margin = (tallest - part.rows) // 2, MARGIN if i < len(between) else 0
        marks += moved(part.marks, left, top)
        middle = left + (margin + part.columns) / 2
        marks.append(Text(middle, -(top + part.rows + 1), names[i]))
        marks.append(Text(middle, -(top + part.rows + 2), f"{grid.height}×{grid.width}"))
        left += part.columns
        if i < len(between):
            gap = max(len(between[i]), 3) + 4
            marks.append(Line(((left + 2, -tallest // 2), (left + gap - 2, -tallest // 2)), arrow=True))
            marks.append(Text(left + gap / 2, -tallest // 2 + 1, between[i]))
            left += gap
    return Drawn(marks, left, tallest + 2)


def set_down(size: int, kernel: int, stride: int, padding: int, dilation: int = 1) -> Figure | None:
    """Along one side of the output of a transposed convolution: the kernels of the first two cells."""
    reach = dilation * (kernel - 1) + 1
    if size < 2 or stride + reach > MOST_SET_DOWN + 1:
        return None
    wide, high = BOX
    label = 8
    marks: list[Mark] = []
    for i, start in enumerate((0, stride)):
        marks.append(Text(0, -(high + 1) * i - 1, f"cell {i}", "left"))
        for place in range(start, start + reach, dilation):
            says = "×" if place < padding else ""
            marks.append(Cell(label + place * wide, -(high + 1) * i - high, wide, high, says, 2))
    rows = 2 * high + 1
    lines = [f"⋮ to cell {size - 1}"] if size > 2 else []
    if padding:
        lines.append("× cut off by the padding")
    marks += [Text(0, -rows - 1 - i, line, "left") for i, line in enumerate(lines)]
    alt = (
        f"Where the kernels of the first two of {size} input cells are set down along one side of the "
        f"output: {kernel} cells each, the second one {stride} further."
        + (f" Of the output, {padding} at this end are cut off by the padding." if padding else "")
    )
    table = [
        ("input cell", "its kernel starts at", "cells"),
        ("0", "0", str(kernel)),
        ("1", str(stride), str(kernel)),
    ]
    columns = label + (stride + reach) * wide
    return diagram(marks, max(columns, 24), rows + len(lines), alt, table)
