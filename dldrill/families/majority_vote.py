"""A vote of the cells of a feature map, when all the ink lies in one quarter of the image."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._fields import (
    Stacks,
    Window,
    Windows,
    objection,
    one_of,
    plain_sides,
    sides,
    table,
    walk,
)
from dldrill.families._layers import convolved

QUARTERS = ("top left", "top right", "bottom left", "bottom right")
MOST_CELLS, LARGEST = 8, 64
FIRST = ((4, 4, 0), (3, 3, 0), (2, 2, 0), (6, 4, 0), (3, 2, 1), (5, 2, 0), (5, 1, 0), (3, 1, 0), (7, 4, 0))


class MajorityVote(Family):
    """Every cell of the last map votes on what it sees: how many see the inked quarter?"""

    title = "Cells that see a quarter of the image"
    topic = "convolution"
    how = "sent the inked image through windows that add up what they see and counted the cells above 0"
    minutes = 3
    parts = ("cells", "seeing", "blind")

    size: int = given("n", Range(6, 24, 2), "side of the square input in pixels", default=8)
    layers: Windows = given(
        "layers",
        Stacks(
            one_of(
                (4, 4, 0),
                (3, 3, 0),
                (2, 2, 0),
                (6, 4, 0),
                (3, 2, 1),
                (5, 2, 0),
                (5, 1, 0),
                (3, 1, 0),
                (7, 4, 0),
            ),
            one_of((), (2, 2, 0), (3, 1, 0), (3, 2, 0), (2, 1, 0)),
            one_of((), (2, 2, 0), (3, 1, 0)),
        ),
        "the layers, without filters: conv 4 stride 4; pool 2",
        default=(Window(kernel_size=4, stride=4),),
    )
    ink: str = given("ink", OneOf(*QUARTERS), "the quarter that the ink fills", default="bottom right")

    def solve(self, work: Working) -> None:
        """The size of the last map, the field of each of its rows, and those that reach the ink."""
        maps = sides(work, self.size, self.layers)
        cells = work.answer(
            "cells",
            maps[-1] * maps[-1],
            "as many rows as columns",
            Asked("cells of the last map"),
            one_row=(lambda: maps[-1], "the map has as many rows as columns: multiply"),
        )
        fields = [
            walk(work.part(f"field{i}"), i, maps, self.layers, slips=False)[-1] for i in range(maps[-1])
        ]
        half = work.step("half", self.size // 2, "the first row, and column, of the lower and right half")
        down, right = self.ink.split()
        rows = work.step("rows", reaching(fields, half, down == "bottom"), "rows whose field reaches the ink")
        columns = work.step(
            "columns", reaching(fields, half, right == "right"), "columns whose field reaches the ink"
        )
        seeing = work.answer(
            "seeing",
            rows * columns,
            "a cell sees the ink if its rows and its columns both reach it",
            Asked("cells that see some ink"),
            every_cell=(lambda: cells, "not every field reaches the ink: walk back from each cell"),
            own_quarter=(
                lambda: (maps[-1] // 2) * (maps[-1] // 2),
                "what a cell sees is its field, not the quarter of the map that it stands in",
            ),
            rows_or_columns=(
                lambda: rows * maps[-1] + columns * maps[-1] - rows * columns,
                "a cell whose rows reach the ink but whose columns do not sees none of it",
            ),
        )
        work.answer(
            "blind",
            (cells - seeing) / cells,
            "the others see none of it",
            Asked("share of the cells that see no ink, a fraction"),
            share_that_sees=(lambda: seeing / cells, "asked are those that see none of it"),
        )

    def check(self) -> dict[str, Any]:
        """Send the image through two-dimensional windows of ones."""
        import numpy as np

        light, half = np.zeros((self.size, self.size, 1)), self.size // 2
        quarter = light[half:] if "bottom" in self.ink else light[:half]
        (quarter[:, half:] if "right" in self.ink else quarter[:, :half])[:] = 1
        for layer in self.layers:
            ones = np.ones((layer.kernel_size, layer.kernel_size, 1, 1))
            light = np.sign(convolved(light, ones, layer.stride, layer.padding))
        return {
            "cells": light.size,
            "seeing": int(np.count_nonzero(light)),
            "blind": float(np.count_nonzero(light == 0) / light.size),
        }

    def ask(self) -> str:
        """The image, the layers as a table, and the vote."""
        return (
            f"An image has ${self.size}\\times {self.size}$ pixels. Its {self.ink} quarter is full of ink, "
            "the rest is blank. It goes through these layers, in order (a window that does not fit whole is "
            f"dropped):\n\n{table(self.layers)}\n\nEvery cell of the last map is then classified by itself, "
            "and the cells vote. Work out how many cells the last map has, how many of them see at least one "
            "pixel of ink, and what fraction of the votes comes from cells that see none."
        )

    def fits(self) -> str | None:
        """The windows fit, the image has quarters, and the votes can be counted by hand."""
        if self.ink not in QUARTERS:
            return f"ink must be one of {', '.join(QUARTERS)}"
        if not self.layers:
            return "there is no layer: write conv 4 stride 4"
        if self.size % 2 or self.size > LARGEST:
            return f"size must be even, so that there are quarters, and at most {LARGEST}"
        wrong = objection(self.size, self.layers)
        if wrong:
            return wrong
        if plain_sides(self.size, self.layers)[-1] > MOST_CELLS:
            return f"the last map has more than {MOST_CELLS} rows: use larger strides or more layers"
        return None

    def suits(self) -> bool:
        """Enough cells for a vote, few enough to walk back from each; most votes have blind cells."""
        side = plain_sides(self.size, self.layers)[-1]
        if not 2 <= side <= 4:
            return False
        return side == 2 or self.plain()["blind"] > 0

    def statements(self) -> list[Statement]:
        """What can be said of the fields, the ink and the vote."""
        maps, answers = plain_sides(self.size, self.layers), self.plain()
        fields = [walk(Working(), i, maps, self.layers, slips=False)[-1] for i in range(maps[-1])]
        return [
            *_about_votes(answers["cells"], answers["seeing"]),
            *_about_fields(fields, self.size, self.layers),
        ]


def reaching(fields: list[Any], half: int, later: bool) -> int:
    """How many of the ranges reach into the half from ``half`` on, or into the half before it."""
    return sum(1 for first, last in fields if (last >= half if later else first < half))


def _about_votes(cells: int, seeing: int) -> list[Statement]:
    why = f"{seeing} of {cells} cells {'sees' if seeing == 1 else 'see'} some ink."
    blind, wrong = cells - seeing, seeing + 1 if seeing < cells else seeing - 1
    return [
        Statement("Every cell of the last map sees some ink.", blind == 0, why, "all"),
        Statement("At least one cell of the last map sees no ink at all.", blind > 0, why, "all"),
        Statement("Cells that see no ink have more than half of the votes.", 2 * blind > cells, why, "most"),
        Statement(
            "Cells that see some ink have more than half of the votes.", 2 * seeing > cells, why, "most"
        ),
        Statement(f"The number of cells in the last map that see ink is {seeing}.", True, why, "count"),
        Statement(f"The number of cells in the last map that see ink is {wrong}.", False, why, "count"),
    ]


def _about_fields(fields: list[Any], size: int, layers: Windows) -> list[Statement]:
    ranges = ", ".join(f"{first}–{last}" for first, last in fields)
    why = f"The rows of the map see rows {ranges} of the image (columns alike)."
    sides = [last - first + 1 for first, last in fields]
    shared = any(later[0] <= earlier[1] for earlier, later in pairwise(fields))
    apart = any(later[0] > earlier[1] + 1 for earlier, later in pairwise(fields))
    covered = len({row for first, last in fields for row in range(first, last + 1)}) == size
    widest, kernels = max(sides), sum(layer.kernel_size for layer in layers)
    wrong = widest + 1 if kernels == widest else kernels
    return [
        Statement("The fields of neighbouring cells share pixels.", shared, why, "overlap"),
        Statement("No pixel lies in the fields of two cells.", not shared, why, "overlap"),
        Statement(f"The largest field of a cell has ${widest}\\times {widest}$ pixels.", True, why, "size"),
        Statement(f"The largest field of a cell has ${wrong}\\times {wrong}$ pixels.", False, why, "size"),
        Statement("Every pixel of the image reaches some cell of the last map.", covered, why, "unseen"),
        Statement("Some pixels of the image reach no cell of the last map.", not covered, why, "unseen"),
        Statement("Between the fields of two neighbouring cells lie pixels of neither.", apart, why, "gaps"),
        Statement("No pixel lies between the fields of two neighbouring cells.", not apart, why, "gaps"),
        Statement("Each cell sees more than half of the image's rows.", 2 * min(sides) > size, why, "half"),
        Statement("No cell sees more than half of the image's rows.", 2 * widest <= size, why, "half"),
    ]
