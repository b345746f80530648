"""The receptive field: which pixels of the input a cell behind several layers depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._fields import (
    Cells,
    Stacks,
    Window,
    Windows,
    objection,
    one_of,
    plain_sides,
    reached,
    sides,
    table,
    walk,
)
from dldrill.families._layers import Pair
from dldrill.families._network_text import Modes
from dldrill.maths.functions import maximum, minimum, total, vector
from dldrill.maths.linear import Vector

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

STRIDES, SIZES = "strides", "sizes"
FIRST = ((3, 1, 0), (3, 2, 0), (3, 2, 1), (2, 2, 0), (5, 1, 0), (4, 2, 1))
SECOND = ((2, 1, 0), (3, 1, 0), (3, 1, 1), (2, 2, 0), (3, 2, 1))
RANGE = "first and last {} of the field, counted from 0"


class ReceptiveField(Family):
    """Windows one behind the other: which rows and columns of the input does one cell see?"""

    title = "Receptive field of a cell"
    topic = "convolution"
    how = "lit every row and column of the input in turn and watched whether the cell notices"
    minutes = 3
    parts = ("sizes", "rows", "columns")

    size: int = given("n", Range(6, 14), "side of the square input in pixels", default=5)
    layers: Windows = given(
        "layers",
        Stacks(one_of(*FIRST), one_of(*SECOND), one_of((), (2, 1, 0), (3, 1, 0), (2, 2, 0))),
        "the layers, without filters: conv 3 stride 2 padding 1; pool 2",
        default=(Window(kernel_size=3), Window(kernel_size=2)),
    )
    cell: Pair = given("r c", Cells(4), "row and column of the cell in the last map, from 0", default=(0, 0))
    told: str = given(
        "told",
        Modes(STRIDES, SIZES),
        "what the question prints: the strides, or the sizes of the maps",
        default=STRIDES,
    )

    def solve(self, work: Working) -> None:
        """The sizes forwards, then the field backwards, for the row and for the column."""
        maps = sides(work, self.size, self.layers)
        work.answer(
            "sizes",
            vector(*maps[1:]),
            "the sides of the maps, one after another",
            Asked("sides of the maps behind each layer, in order"),
        )
        row, column = self.cell
        self._field(work, "rows", row, maps)
        self._field(work, "columns", column, maps)

    def _field(self, work: Working, name: str, index: int, maps: list[int]) -> Vector:
        found = walk(work.part(name), index, maps, self.layers)
        (first, last), one_layer = found[-1], found[1]
        kernels = total(layer.kernel_size for layer in self.layers)
        half, edge = (last - first) // 2, maps[0] - 1
        return work.answer(
            name,
            vector(first, last),
            "the range in the input",
            Asked(RANGE.format("row" if name == "rows" else "column")),
            last_layer_only=(
                lambda: vector(*one_layer),
                "that is the range in the map before the last layer: go on back to the input",
            ),
            kernels_added=(
                lambda: vector(first, minimum(first + kernels - 1, edge)),
                "windows overlap: a layer adds its kernel − 1, times the strides before it, not its kernel",
            ),
            same_index=(
                lambda: vector(maximum(index - half, 0), minimum(index + half, edge)),
                "the field does not lie around the same index: walk back through every layer",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Light every input row alone, send it through, and see which reach the cell."""
        import numpy as np

        through = reached(self.size, self.layers)
        found: dict[str, Any] = {"sizes": Vector(*(rows.shape[1] for rows in through))}
        for name, index in zip(("rows", "columns"), self.cell, strict=True):
            lit = np.flatnonzero(through[-1][:, index])
            found[name] = Vector(int(lit[0]), int(lit[-1]))
        return found

    def ask(self) -> str:
        """The layers as a table, the cell, and what is to be found."""
        row, column = self.cell
        start = f"An input of ${self.size}\\times {self.size}$ pixels goes through these layers, in order"
        if self.told == SIZES:
            maps = plain_sides(self.size, self.layers)[1:]
            shown = ", ".join(f"${side}\\times {side}$" for side in maps)
            return (
                f"{start}; a ReLU stands behind layer 1, and a window that does not fit whole is dropped:\n\n"
                f"{table(self.layers, strides=False)}\n\nThe maps behind the layers have {shown} cells. Find "
                f"the strides, and the pixels that the output cell in row {row}, column {column} depends on "
                "(rows and columns are counted from 0, from the top left)."
            )
        return (
            f"{start} (a window that does not fit whole is dropped):\n\n{table(self.layers)}\n\n"
            "How many cells long is a side of the map behind each layer? Which rows and which columns of the "
            f"input does the output cell in row {row}, column {column} depend on? Give the first and the "
            "last of each; rows and columns are counted from 0, from the top left. The padding does not "
            "belong to a map."
        )

    def figure(self) -> Figure | None:
        """The maps where their sizes are told, else the first window on the input."""
        from dldrill.families._grids import maps, sliding

        if self.told == SIZES:
            kernels = [f"{layer.kernel_size}×{layer.kernel_size}" for layer in self.layers]
            return maps(plain_sides(self.size, self.layers), kernels, self.cell)
        k, s, p = self.layers[0].kernel_size, self.layers[0].stride, self.layers[0].padding
        return sliding((self.size, self.size), (k, k), (s, s), (p, p))

    def fits(self) -> str | None:
        """The windows fit, and the cell lies in the last map."""
        if self.told not in (STRIDES, SIZES):
            return f"told must be {STRIDES} or {SIZES}"
        if not self.layers:
            return "there is no layer: write conv 3; pool 2"
        wrong = objection(self.size, self.layers)
        if wrong:
            return wrong
        maps = plain_sides(self.size, self.layers)
        if not all(0 <= index < maps[-1] for index in self.cell):
            return f"the cell must lie in the last map: rows and columns from 0 to {maps[-1] - 1}"
        if self.told == SIZES and not self._strides_follow(maps):
            return "the sizes leave a stride open: choose sizes that only one stride gives, or tell strides"
        return None

    def _strides_follow(self, maps: list[int]) -> bool:
        """Whether each stride is the only one, up to its kernel, that gives the size behind it."""
        for size, after, layer in zip(maps, maps[1:], self.layers, strict=False):
            room = size + 2 * layer.padding - layer.kernel_size
            if sum(room // s + 1 == after for s in range(1, max(room, layer.stride) + 2)) != 1:
                return False
        return True

    def suits(self) -> bool:
        """Several cells to choose from, and a field that is not everything."""
        if plain_sides(self.size, self.layers)[-1] < 2 or self.cell[0] == self.cell[1]:
            return False
        answers, whole = self.plain(), Vector(0, self.size - 1)
        return whole not in (answers["rows"], answers["columns"])

    def statements(self) -> list[Statement]:
        """What can be said of the strides, the ReLU and single pixels."""
        maps = plain_sides(self.size, self.layers)
        return [
            *_about_relu(maps[1]),
            *(
                statement
                for i, layer in enumerate(self.layers, 1)
                for statement in _about_stride(i, layer, maps[i - 1], maps[i])
            ),
            *self._about_pixels(),
        ]

    def _about_pixels(self) -> list[Statement]:
        """Pixels at the edges of the field, just inside and just outside, and one in the middle map."""
        work = Working()
        rows, columns = (
            walk(work, index, plain_sides(self.size, self.layers), self.layers, slips=False)
            for index in self.cell
        )
        behind = len(self.layers) - 1
        found = self._about_cells(rows[-1], columns[-1], self.size, "input")
        if behind:
            side = plain_sides(self.size, self.layers)[behind]
            found += self._about_cells(rows[1], columns[1], side, f"map behind layer {behind}")
        return found

    def _about_cells(self, rows: Pair, columns: Pair, side: int, where: str) -> list[Statement]:
        (top, bottom), (left, right) = rows, columns
        inside = [(top, left), (bottom, right), (top, right), (bottom, left)]
        outside = [(bottom + 1, right), (bottom, right + 1), (top - 1, left), (top, left - 1)]
        seen_from = f"the output cell in row {self.cell[0]}, column {self.cell[1]}"
        return [
            Statement(
                f"Row {row}, column {column} of the {where} lies in the receptive field of {seen_from}.",
                (row, column) in inside,
                f"It sees rows {top} to {bottom} and columns {left} to {right} of the {where}.",
                f"{where} {i % 2}",
            )
            for i, (row, column) in enumerate(dict.fromkeys(inside + outside))
            if 0 <= row < side and 0 <= column < side
        ]


def _about_relu(side: int) -> list[Statement]:
    why = "A ReLU works on every number by itself: the shape stays."
    return [
        Statement("The ReLU leaves the shape of the map behind layer 1 as it is.", True, why, "relu"),
        Statement("The map is smaller behind the ReLU than before it.", False, why, "relu"),
    ]


def _about_stride(number: int, layer: Window, before: int, after: int) -> list[Statement]:
    room = before + 2 * layer.padding - layer.kernel_size
    why = (
        f"{after} places are one and {after - 1} more: with stride {layer.stride} "
        f"⌊{room}/{layer.stride}⌋ = {room // layer.stride} more find room."
    )
    others = [s for s in (1, 2, 3) if s != layer.stride]
    return [
        Statement(f"The stride of layer {number} is {stride}.", true, why, f"stride {number}")
        for stride, true in ((layer.stride, True), (others[0], False))
    ]
