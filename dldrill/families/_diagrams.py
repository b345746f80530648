"""Networks and graphs, as the figures of several families show them.

A diagram is laid out in columns and rows of a terminal, rows counted downwards from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import NamedTuple

from dldrill.figures.marks import Axis, Cell, Figure, Line, Mark, Point, Row, Text
from dldrill.maths.linear import Matrix

WIDEST = 76  #: columns
MOST_UNITS = 4  #: of a layer; the edges of more cannot be told apart
GAP, NARROW_GAP = 12, 9  #: columns between layers
APART = 5  #: rows between the middles of units
LONGEST = 5  #: signs of a weight; longer ones would hide their neighbours
ALONG = (0.22, 0.26, 0.3, 0.18, 0.35)  #: where on its edge a weight may stand
DIGITS = "₀₁₂₃₄₅₆₇₈₉"
NO_EDGE = "Every edge has its weight; where there is no edge the weight is 0."


class Box(NamedTuple):
    """A unit or a node: its left and right column, and its middle row."""

    left: int
    right: int
    row: int


def written(value: float) -> str:
    """A number as it stands in a figure."""
    short = f"{float(value) + 0.0:.4g}"  # no −0
    if isinstance(value, Fraction) and Fraction(short) != value:
        short = str(value)
    return short.replace("-", "−")


def numbered(name: str, number: int) -> str:
    """A name with an index below."""
    return name + "".join(DIGITS[int(digit)] for digit in str(number))


def diagram(marks: Sequence[Mark], columns: int, rows: int, alt: str, table: Sequence[Row]) -> Figure:
    """A figure without axes, of so many columns and rows."""
    return Figure(
        marks=tuple(marks), x=Axis(0, columns), y=Axis(-rows, 0), axes=False, alt=alt, table=tuple(table),
        unit=(1, 1), size=(6.4 * columns, 12.8 * rows),
    )  # fmt: skip


def network(
    layers: Sequence[Sequence[str]],
    weights: Sequence[Matrix],
    heads: Sequence[str],
    alt: str,
    gap: int = GAP,
) -> Figure | None:
    """Units in boxes, joined by edges with their weights; none where there is no room for them.

    Args:
        layers: the units of every layer, from the inputs on, as their boxes say.
        weights: of each layer but the first, a row for each of its units.
        heads: over the first layer, over its edges, over the second layer, and so on.
        alt: what the network is.
        gap: columns between layers.
    """
    longest = max(len(written(cell)) for matrix in weights for row in matrix for cell in row)
    if max(map(len, layers)) > MOST_UNITS or longest > LONGEST:
        return None
    rows = APART * (max(map(len, layers)) - 1) + 3
    boxes = list(_placed(layers, rows, gap))
    marks: list[Mark] = []
    says: list[Text] = []
    for (start, end), matrix in zip(pairwise(boxes), weights, strict=True):
        marks += _edges(start, end, matrix)
        says += _weights(start, end, matrix)
    for units, texts in zip(boxes, layers, strict=True):
        marks += [_boxed(box, text) for box, text in zip(units, texts, strict=True)]
    width = boxes[-1][0].right
    if width > WIDEST:
        return None
    names = [[text.partition(" ")[0] for text in units] for units in layers]
    table = [("unit", "weighted sum of what it is given"), *_sums(names, weights)]
    return diagram(
        [*marks, *says, *_heads(boxes, heads, gap)], width, rows, f"{alt} {NO_EDGE}", table
    )  # fmt: skip


def _placed(layers: Sequence[Sequence[str]], rows: int, gap: int) -> Iterator[list[Box]]:
    left = 0
    for units in layers:
        right = left + max(map(len, units)) + 3
        first = 2 + (rows - 3 - APART * (len(units) - 1)) // 2
        yield [Box(left, right, first + APART * i) for i in range(len(units))]
        left = right + gap


def _boxed(box: Box, says: str) -> Cell:
    return Cell(box.left, -box.row - 1, box.right - box.left, 2, says, rounded=True)


def _edge(start: Box, end: Box) -> tuple[Point, Point]:
    return (start.right, -start.row), (end.left, -end.row)


def _edges(starts: Sequence[Box], ends: Sequence[Box], weights: Matrix) -> Iterator[Line]:
    for end, row in zip(ends, weights, strict=True):
        for start, weight in zip(starts, row, strict=True):
            if weight:
                yield Line(_edge(start, end), weight=0.7)


def _weights(starts: Sequence[Box], ends: Sequence[Box], weights: Matrix) -> Iterator[Text]:
    """The weights near the start of their edges, where edges have parted and do not cross yet."""
    taken: set[tuple[int, int]] = set()
    for i, start in enumerate(starts):
        for end, row in zip(ends, weights, strict=True):
            if not row[i]:
                continue
            (x, y), (far, low) = _edge(start, end)
            # on a level line a minus sign would look like a part of it
            says = f" {written(row[i])} " if y == low else written(row[i])
            shares = ALONG if len(ends) > 1 else ALONG[-1:]
            places = [(x + t * (far - x), y + t * (low - y)) for t in shares]
            at = next((place for place in places if not taken & _covered(place, says)), places[0])
            taken |= _covered(at, says)
            yield Text(*at, says)


def _covered(at: Point, says: str) -> set[tuple[int, int]]:
    """The places of a text on a terminal, with a blank on either side."""
    left, row = floor(at[0] + 0.5) - len(says) // 2, floor(0.5 - at[1])
    return {(column, row) for column in range(left - 1, left + len(says) + 1)}


def _heads(boxes: Sequence[Sequence[Box]], heads: Sequence[str], gap: int) -> Iterator[Text]:
    for place, says in enumerate(heads):
        units, edges = boxes[place // 2][0], place % 2
        yield Text(units.right + gap / 2 if edges else (units.left + units.right) / 2, 0, says)


def _sums(names: Sequence[Sequence[str]], weights: Sequence[Matrix]) -> Iterator[Row]:
    for (given, units), matrix in zip(pairwise(names), weights, strict=True):
        for unit, row in zip(units, matrix, strict=True):
            terms = [(weight, name) for weight, name in zip(row, given, strict=True) if weight]
            text = " ".join(
                f"{'−' if weight < 0 else '+'} {'' if abs(weight) == 1 else written(abs(weight)) + '·'}{name}"
                for weight, name in terms
            )
            yield unit, text.removeprefix("+ ").replace("− ", "−", int(text.startswith("−"))) or "0"


def two_layers(
    W1: Matrix, W2: Matrix, hidden: str, classes: Sequence[str] = (), x: Sequence[float] = ()
) -> Figure | None:
    """A network without biases: inputs, hidden units, scores.

    Args:
        W1: a row for each hidden unit.
        W2: a row for each class.
        hidden: the name of the activation.
        classes: their names, where they have some.
        x: the input, where it is known.
    """
    inputs = [numbered("x", i) for i in range(1, len(W1[0]) + 1)]
    known = [f"{name} = {written(value)}" for name, value in zip(inputs, x, strict=False)] or inputs
    units = [numbered("h", j) for j in range(1, len(W1) + 1)]
    scores = [numbered("s", k) for k in range(1, len(W2) + 1)]
    alt = (
        f"A network with {len(inputs)} inputs, {len(units)} hidden units ({hidden}) and {len(scores)} scores."
    )
    return network([known, units, list(classes) or scores], [W1, W2], ["", "W₁", hidden, "W₂", ""], alt)


def unit(w: Sequence[float], x: Sequence[float], delta: float) -> Figure | None:
    """One ReLU unit between its inputs and the gradient that comes back."""
    inputs = [f"{numbered('x', i)} = {written(value)}" for i, value in enumerate(x, 1)]
    alt = (
        f"A ReLU unit with {len(inputs)} inputs. From its activation a the gradient "
        f"∂L/∂a = {written(delta)} comes back."
    )
    found = network([inputs, ["z"]], [Matrix(list(w))], ["", "w", ""], alt, NARROW_GAP)
    if found is None:
        return None
    z = next(mark for mark in found.marks if isinstance(mark, Cell) and mark.says == "z")
    right, row = round(z.x + z.width), round(-z.y - 1)
    a = Box(right + 8, right + 12, row)
    back = f"∂L/∂a = {written(delta)}"
    end = a.right + len(back) + 2
    marks = (
        *found.marks,
        Line(((right, -row), (a.left, -row)), arrow=True),
        Text(right + 4, -row + 1, "ReLU"),
        _boxed(a, "a"),
        Line(((end, -row), (a.right, -row)), arrow=True),
        Text((a.right + end) / 2 + 0.5, -row + 1, back),
    )
    table = (*found.table, ("a", "ReLU(z)"), ("∂L/∂a", written(delta)))
    return diagram(marks, end, round(-found.y.low), found.alt, table)


def fork(x: str, a: str, b: str, y: str) -> Figure:
    """A graph of four nodes: x feeds a and b, and both feed y.

    Args:
        x: the value of x; it stands below, as its node is narrow.
        a: the first inner node, as its box says.
        b: the second one.
        y: the output.
    """
    gap, boxes, left = 7, [], 0
    for texts, rows in ((("x",), (4,)), ((a, b), (1, 7)), ((y,), (4,))):
        right = left + max(map(len, texts)) + 3
        boxes += [Box(left, right, row) for row in rows]
        left = right + gap
    first, upper, lower, last = boxes
    edges = [(first, upper), (first, lower), (upper, last), (lower, last)]
    marks: list[Mark] = [Line(_edge(start, end), arrow=True, weight=0.7) for start, end in edges]
    marks += [_boxed(box, says) for box, says in zip(boxes, ("x", a, b, y), strict=True)]
    if len(x) <= lower.left:
        marks.append(Text(0, -8, x, "left"))
    alt = "A computation graph: x feeds a and b, and both feed y."
    table = [("node", "is given"), (x, ""), (a, "x"), (b, "x"), (y, "a, b")]
    return diagram(marks, last.right, 8, alt, table)
