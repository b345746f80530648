"""Figures of families: they say what the question says, fit a terminal, and keep their answers."""

from __future__ import annotations

from functools import cache
from math import floor
from typing import Any

import pytest

from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families import family
from dldrill.families._curves import pictures
from dldrill.families._diagrams import WIDEST, network, numbered, unit, written
from dldrill.families._fields import plain_sides
from dldrill.figures.marks import Cell, Dots, Figure, Line, Shape, Text
from dldrill.figures.terminal import draw
from dldrill.maths.linear import Matrix

DRAWN = (
    *("two_layer_net", "score_slopes", "sign_gradient", "relu_gate", "graph_derivative", "huber_hinge"),
    *("receptive_field", "transposed_conv_shape"),
)
SOMETIMES = ("conv_shape", "pool_shape")


def of(name: str, **given: object) -> Figure:
    """The figure of a problem with its givens as they are typed."""
    found = problem_of(family(name), given).figure()
    assert found is not None
    return found


@cache
def dealt(name: str) -> tuple[Any, ...]:
    """Some problems as they are dealt."""
    source = Source(family(name), "figures")
    return tuple(source.deal(index).problem for index in range(12))


def shown(figure: Figure, columns: int) -> str:
    """What a terminal shows."""
    lines = draw(figure, columns)
    assert lines is not None
    return "\n".join("".join(span.text for span in line) for line in lines)


def labels(figure: Figure) -> list[Text]:
    """The texts of a figure."""
    return [mark for mark in figure.marks if isinstance(mark, Text)]


@pytest.mark.parametrize("name", DRAWN)
def test_every_variant_is_drawn(name: str) -> None:
    """A dealt problem has a figure that fits a terminal and a window of 24 rows, and a table."""
    for problem in dealt(name):
        figure = problem.figure()
        assert figure is not None
        text = shown(figure, WIDEST)
        assert len(text.split("\n")) <= 22
        assert figure.alt
        assert len({len(row) for row in figure.table}) == 1


@pytest.mark.parametrize("name", SOMETIMES)
def test_small_maps_are_drawn(name: str) -> None:
    """Maps are drawn where they fit, and left out where they do not."""
    for problem in dealt(name):
        figure = problem.figure()
        top, left = problem.padding
        small = problem.height + 2 * top <= 16 and problem.width + 2 * left <= 24
        assert (figure is not None) == small
        if figure is not None:
            assert shown(figure, WIDEST)


@pytest.mark.parametrize("name", ["two_layer_net", "score_slopes", "sign_gradient"])
def test_network_can_be_read_back(name: str) -> None:
    """Each weight stands on the edge from its input to its unit, and all of them follow from the marks."""
    for problem in dealt(name):
        figure = problem.figure()
        assert figure is not None
        edges = [mark.points for mark in figure.marks if isinstance(mark, Line)]
        said = [text for text in labels(figure) if text.y < 0]
        assert len(said) == len(edges)
        read: dict[tuple[float, ...], int] = {}
        for (start, end), text in zip(edges, sorted_as(said, edges), strict=True):
            read[*start, *end] = int(text.says.replace("−", "-"))
        wanted = sorted(w for m in (problem.W1, problem.W2) for row in m for w in row if w)
        assert sorted(read.values()) == wanted
        boxes = [mark for mark in figure.marks if isinstance(mark, Cell)]
        middles = [-3, -8, -13]
        heights = sorted({box.y + 1 for box in boxes}, reverse=True)
        assert len(heights) == len(middles)
        for layer, matrix in enumerate((problem.W1, problem.W2)):
            right = boxes[3 * layer].x + boxes[3 * layer].width
            left = boxes[3 * layer + 3].x
            for j, row in enumerate(matrix):
                for i, weight in enumerate(row):
                    assert read.get((right, heights[i], left, heights[j]), 0) == weight


def sorted_as(texts: list[Text], edges: list[Any]) -> list[Text]:
    """The texts in the order of the edges on which they stand."""

    def on(text: Text, edge: Any) -> bool:
        (x, y), (far, low) = edge
        return bool(x < text.x < far and abs(y + (text.x - x) / (far - x) * (low - y) - text.y) < 1e-6)

    found = []
    for edge in edges:
        matching = [text for text in texts if on(text, edge)]
        # where edges cross a text can lie on both: the nearest to the start is the edge's own
        found.append(min(matching, key=lambda text: text.x))
    return found


@pytest.mark.parametrize("name", ["two_layer_net", "score_slopes", "sign_gradient", "relu_gate"])
def test_weights_do_not_touch(name: str) -> None:
    """On a terminal every weight can be seen whole: none is pushed from its edge or written over."""
    for problem in dealt(name):
        figure = problem.figure()
        assert figure is not None
        lines = shown(figure, WIDEST).split("\n")
        for text in labels(figure):
            left, row = floor(text.x + 0.5) - len(text.says) // 2, floor(0.5 - text.y)
            assert lines[row][left : left + len(text.says)] == text.says.ljust(len(text.says))


def test_more_than_four_units_are_not_drawn() -> None:
    """Layers whose edges could not be told apart, and weights that hide one another, have no figure."""
    many = Matrix([1] * 5)
    assert network([["x"] * 5, ["h"]], [many], ["", "", ""], "") is None
    assert network([["x"], ["h"]], [Matrix([1.2345e-5])], ["", "", ""], "") is None
    assert unit([1] * 5, [1] * 5, 1) is None


def test_sums_are_the_table() -> None:
    """Where a network is not drawn, the table says what each unit adds up."""
    problem: Any = family("two_layer_net")
    figure = problem(W1=Matrix((0, -1, -1), (1, 1, -1), (0, 0, 0))).figure()
    assert figure.table[1:] == (
        ("h₁", "−x₂ − x₃"), ("h₂", "x₁ + x₂ − x₃"), ("h₃", "0"),
        ("Zom", "−2·h₁ + h₂ + 2·h₃"), ("Flom", "h₁ + 2·h₂ − h₃"), ("Nom", "−h₁ − h₃"),
    )  # fmt: skip


def test_unit_shows_what_comes_back() -> None:
    """The unit's inputs, weights and the gradient from behind are all in the picture."""
    text = shown(of("relu_gate", w="-1,2", x="1,0", delta="-2"), 48)
    for part in ("x₁ = 1", "x₂ = 0", "−1", "ReLU", "∂L/∂a = −2"):
        assert part in text


def test_graph_has_its_formulas() -> None:
    """The nodes of the graph say how they are computed, and x has its value."""
    text = shown(of("graph_derivative", f="x^3", g="ln(1+x^2)", h="sigmoid(a+b)", x="-1/2"), 50)
    for part in ("a = x³", "b = ln(1+x²)", "y = σ(a+b)", "x = −0.5"):
        assert part in text


@pytest.mark.parametrize("name", ["receptive_field", *SOMETIMES])
def test_window_and_padding_can_be_counted(name: str) -> None:
    """Cells, padding and the first window are as many as told, and A, B, C stand a stride apart."""
    for problem in dealt(name):
        figure = problem.figure()
        if figure is None or getattr(problem, "told", "") == "sizes":
            continue
        if name == "receptive_field":
            layer = problem.layers[0]
            size, k, s, p = (problem.size,) * 2, layer.kernel_size, layer.stride, layer.padding
        else:
            size = problem.height, problem.width
            k, s, p = problem.kernel_size[0], problem.stride[0], problem.padding[0]
        at = {text.says: text for text in labels(figure) if text.says in "ABC"}
        whole = (size[0] + 2 * p) * (size[1] + 2 * p)
        dots = [mark for mark in figure.marks if isinstance(mark, Dots)]
        if dots:
            assert sum(len(mark.points) for mark in dots) + len(at) == whole
            shaded = next(mark for mark in dots if mark.filled and mark.shape is Shape.SQUARE)
            inside = 1 + 2 * (s < k)
            assert len(shaded.points) == k * k - inside
            assert {"B": at["B"].x - at["A"].x, "C": at["A"].y - at["C"].y} == {"B": 2 * s, "C": s}
        else:
            cells = [mark for mark in figure.marks if isinstance(mark, Cell)]
            assert len(cells) == whole
            assert sum(mark.shade > 0 for mark in cells) == k * k


def test_field_is_not_given_away() -> None:
    """Where maps are drawn, nothing but the cell itself is marked."""
    figure = of("receptive_field", told="sizes", cell="1,0")
    shaded = [mark for mark in figure.marks if isinstance(mark, Cell) and mark.shade]
    assert len(shaded) == 1
    assert len([mark for mark in figure.marks if isinstance(mark, Cell)]) == 25 + 9 + 4
    last = [mark for mark in figure.marks if isinstance(mark, Cell)][-4:]
    assert last[2] == shaded[0]


def test_large_maps_keep_the_first_and_the_last() -> None:
    """Maps without room beside one another are cut down to the input and the last one."""
    problem: Any = problem_of(
        family("receptive_field"), {"told": "sizes", "size": 14, "layers": "conv 3; conv 2; conv 2"}
    )
    figure = problem.figure()
    assert figure is not None
    sides = plain_sides(problem.size, problem.layers)
    says = [text.says for text in labels(figure)]
    assert f"{sides[0]}×{sides[0]}" in says
    assert f"{sides[-1]}×{sides[-1]}" in says
    assert f"{sides[1]}×{sides[1]}" not in says
    assert [row[1] for row in figure.table[1:]] == [str(side) for side in sides]


def test_huge_maps_cost_nothing() -> None:
    """A map of a million cells a side has no figure, and none is begun."""
    huge = {"height": 10**6, "width": 10**6, "kernel_size": 10**6}
    assert problem_of(family("conv_shape"), huge).figure() is None
    many = {"size": 10**5, "kernel_size": 9, "stride": 9}
    assert problem_of(family("transposed_conv_shape"), many).figure() is None


def test_kernels_are_set_down_a_stride_apart() -> None:
    """The second kernel starts a stride later, and the cells that are cut off are crossed out."""
    figure = of("transposed_conv_shape", size=7, kernel_size=4, stride=2, padding=1)
    cells = [mark for mark in figure.marks if isinstance(mark, Cell)]
    first, second = cells[:4], cells[4:]
    assert len(second) == 4
    assert second[0].x - first[0].x == 2 * first[0].width
    assert [cell.says for cell in cells].count("×") == 1
    assert first[0].says == "×"


def test_loss_has_its_jump() -> None:
    """The curve meets the formula at its ends; where the pieces agree there is no dot."""
    broken, joined = of("huber_hinge", b=4), of("huber_hinge", a=2, Delta="3/2", b=6)
    ends = [mark.points[0] for mark in broken.marks if isinstance(mark, Dots)]
    assert ends == [(0.0, 4.5), (0.0, 3.0)]
    assert not [mark for mark in joined.marks if isinstance(mark, Dots)]


def test_pictures_show_the_right_slopes_and_others() -> None:
    """The first picture has the right slopes, the others differ, and all have the same axes."""
    for problem in dealt("score_slopes"):
        found = pictures(problem)
        assert 3 <= len(found) <= 4
        slopes = problem.plain()
        lines = [mark for mark in found[0].marks if isinstance(mark, Line)]
        assert [line.points[0][1] for line in lines] == [-2 * slope for slope in slopes["left"]]
        assert [line.points[-1][1] for line in lines] == [2 * slope for slope in slopes["right"]]
        assert len({figure.marks for figure in found}) == len(found)
        assert len({(figure.x, figure.y, figure.alt) for figure in found}) == 1
        for figure in found:
            assert shown(figure, 50)


@pytest.mark.parametrize(
    ("value", "says"), [(-2, "−2"), (0.5, "0.5"), (-0.0, "0"), (2.0, "2"), (1 / 3, "0.3333")]
)
def test_numbers_in_figures(value: float, says: str) -> None:
    """Numbers are short and have a real minus sign."""
    assert written(value) == says


def test_indices_stand_below() -> None:
    """A name of more than nine units still has its number below."""
    assert numbered("x", 12) == "x₁₂"
