"""Receptive fields, against single pixels sent through two-dimensional windows."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from dldrill.derivation.values import problem_of
from dldrill.families._fields import Window, Windows, plain_sides
from dldrill.families._layers import convolved
from dldrill.families.receptive_field import ReceptiveField
from dldrill.faults import Fault
from dldrill.maths.linear import Vector
from dldrill.proving.roads import prove


def field(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(ReceptiveField, written)


@pytest.mark.parametrize(
    ("given", "sizes", "rows", "columns"),
    [
        ({"size": 5, "layers": "conv 3; conv 2", "cell": "0,1"}, (3, 2), (0, 3), (1, 4)),
        ({"size": 8, "layers": "conv 5; conv 3", "cell": "0,1"}, (4, 2), (0, 6), (1, 7)),
        ({"size": 8, "layers": "conv 4 stride 4", "cell": "1,0"}, (2,), (4, 7), (0, 3)),
        (
            {"size": 9, "layers": "conv 3 stride 2 padding 1; conv 3 stride 2 padding 1", "cell": "0,2"},
            (5, 3), (0, 3), (5, 8),
        ),
        ({"size": 12, "layers": "conv 3; pool 2; conv 3", "cell": "1,2"}, (10, 5, 3), (2, 9), (4, 11)),
        ({"size": 6, "layers": "conv 1", "cell": "3,4"}, (6,), (3, 3), (4, 4)),
    ],
)  # fmt: skip
def test_known_fields(given: dict[str, object], sizes: Any, rows: Any, columns: Any) -> None:
    """The rebuilt networks of uw-sp23-mid/2.4 and uw-au24-q2/3.1, padding cut off, three layers."""
    problem = field(**given)
    assert problem.plain() == {"sizes": Vector(*sizes), "rows": Vector(*rows), "columns": Vector(*columns)}
    assert prove(problem).ok


def lit_pixels(size: int, layers: Windows, cell: tuple[int, int]) -> set[tuple[int, int]]:
    """The pixels that change a cell, found by changing each alone in a network of ones."""
    found = set()
    for row in range(size):
        for column in range(size):
            light = np.zeros((size, size, 1))
            light[row, column] = 1
            for layer in layers:
                ones = np.ones((layer.kernel_size, layer.kernel_size, 1, 1))
                light = convolved(light, ones, layer.stride, layer.padding)
            if light[cell] > 0:
                found.add((row, column))
    return found


def drawn(count: int, told: str = "strides") -> list[ReceptiveField]:
    """Problems that fit, from stacks that variants are not dealt with as well."""
    stream, found = Random("fields"), list[ReceptiveField]()
    while len(found) < count:
        layers = tuple(
            Window(
                kernel_size=(k := stream.randint(1, 4)),
                stride=stream.randint(1, k),
                padding=stream.randint(0, k - 1),
            )
            for _ in range(stream.randint(1, 3))
        )
        size = stream.randint(3, 9)
        side = plain_sides(size, layers)[-1]
        cell = stream.randrange(max(1, side)), stream.randrange(max(1, side))
        problem = ReceptiveField(size=size, layers=layers, cell=cell, told=told)
        if problem.fits() is None:
            found.append(problem)
    return found


@pytest.mark.parametrize("problem", drawn(25), ids=str)
def test_field_is_what_single_pixels_change(problem: ReceptiveField) -> None:
    """Rows × columns is exactly the set of pixels that the cell notices, in two dimensions."""
    (top, bottom), (left, right) = problem.plain()["rows"], problem.plain()["columns"]
    block = {(r, c) for r in range(int(top), int(bottom) + 1) for c in range(int(left), int(right) + 1)}
    assert block == lit_pixels(problem.size, problem.layers, problem.cell)
    assert problem.check() == problem.plain()


def says(statement: str) -> tuple[int, int]:
    """The cell that a statement is about."""
    words = statement.replace(",", "").split()
    return int(words[1]), int(words[3])


@pytest.mark.parametrize("problem", drawn(12, told="sizes"), ids=str)
def test_statements_are_as_they_say(problem: ReceptiveField) -> None:
    """Pixels in and out of the field are told apart as by changing them; one stride is right."""
    inside = lit_pixels(problem.size, problem.layers, problem.cell)
    behind = problem.layers[-1:]
    middle = lit_pixels(plain_sides(problem.size, problem.layers)[-2], behind, problem.cell)
    for statement in problem.statements():
        if "of the input lies" in statement.says:
            assert statement.true == (says(statement.says) in inside), statement
        elif "of the map" in statement.says and "lies" in statement.says:
            assert statement.true == (says(statement.says) in middle), statement
        elif "stride" in statement.says:
            number, stride = (
                int(word.strip(".")) for word in statement.says.split() if word.strip(".").isdigit()
            )
            assert statement.true == (problem.layers[number - 1].stride == stride), statement


def test_statements_of_the_exam() -> None:
    """Both verdicts occur for every marked map, and no two texts are the same (uw-sp23-mid/2.4)."""
    statements = field(size=5, layers="conv 3; conv 2", cell="0,1", told="sizes").statements()
    assert len({s.says for s in statements}) == len(statements)
    assert len({s.key for s in statements}) >= 6
    for key in {s.key for s in statements}:
        assert {s.true for s in statements if s.key == key} == {True, False}


def test_mistakes_of_the_walk() -> None:
    """Only the last layer, kernels added up, the same index, one too far, strides ignored."""
    problem = field(size=12, layers="conv 3 stride 2; conv 3", cell="1,2")
    assert problem.plain()["rows"] == Vector(2, 8)
    wrong = {
        "last_layer_only@rows": (1, 3),
        "kernels_added@rows": (2, 7),
        "same_index@rows": (0, 4),
        "one_too_far@rows.input.last": (2, 9),
        "stride_ignored@rows.input.first": (1, 8),
    }
    for slip, rows in wrong.items():
        assert problem.altered([slip]).answers["rows"] == Vector(*rows), slip


def test_told_sizes_hide_the_strides() -> None:
    """A question that asks for the strides does not print them."""
    ask = field(size=10, layers="conv 4 stride 2; conv 2", told="sizes").ask()
    assert "stride |" not in ask
    assert r"$4\times 4$, $3\times 3$" in ask


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"layers": ""}, "there is no layer"),
        ({"layers": "conv 2 stride 3"}, "leaves holes"),
        ({"layers": "conv 2 padding 2"}, "smaller than the kernel"),
        ({"layers": "conv 3; conv 5"}, "window of layer 2 is larger"),
        ({"layers": "conv 0"}, "at least 1"),
        ({"layers": "conv 65 padding 64"}, "at most 64"),
        ({"layers": "conv 1;" * 13}, "more than 12"),
        ({"size": 0}, "from 1 to"),
        ({"cell": "2,0"}, "from 0 to 1"),
        ({"told": "nothing"}, "write one of strides, sizes"),
        ({"size": 6, "layers": "conv 3 stride 3", "told": "sizes"}, "leave a stride open"),
        ({"size": 3, "layers": "conv 3", "cell": "0,0", "told": "sizes"}, "leave a stride open"),
    ],
)
def test_stacks_that_do_not_fit(given: dict[str, object], says: str) -> None:
    """Ill-posed stacks are refused with a sentence."""
    with pytest.raises(Fault, match=says):
        field(**given)
