"""How rows and cells are told apart, however they are written."""

from __future__ import annotations

import pytest

from dldrill.answer.cells import bare, cells, rows
from dldrill.maths.text import clean


@pytest.mark.parametrize(
    ("typed", "table"),
    [
        ("1  2", ["1", "2"]),
        ("1 -2", ["1", "-2"]),
        ("1 - 2", ["1 - 2"]),
        ("1 -  2", ["1 -  2"]),
        ("-1 + 2", ["-1 + 2"]),
        ("1 +2", ["1", "+2"]),
        ("1 /  2", ["1 /  2"]),
        ("1/ 2", ["1/ 2"]),
        ("1 /2", ["1 /2"]),
        ("2 *3", ["2 *3"]),
        ("2* 3", ["2* 3"]),
        ("2 ^3", ["2 ^3"]),
        ("2^ 3", ["2^ 3"]),
        ("50 % 3", ["50 %", "3"]),
        ("1 × 2", ["1 * 2"]),
        ("2 X 3", ["2", "X", "3"]),
        ("sqrt 2 3", ["sqrt 2", "3"]),
        ("ln 2 ln 3", ["ln 2", "ln 3"]),
        ("log2 8 1", ["log2 8", "1"]),
        ("a 2", ["a", "2"]),
        ("3√2 5", ["3 sqrt 2", "5"]),
        ("½ 3", ["(1/2)", "3"]),
        ("(1 2) 3", ["(1 2)", "3"]),
        ("1,,2", ["1", "", "2"]),
        ("1, 2 3,", ["1", "2 3"]),
        ("1 2,", ["1", "2"]),
    ],
)
def test_cells_of_a_row(typed: str, table: list[str]) -> None:
    """Commas part cells, else spaces do; those of an operation, a function's name or a sign do not."""
    assert [cell.text for cell in cells(clean(typed))] == table


@pytest.mark.parametrize(
    ("typed", "table"),
    [
        ("1 2; 3 4", [["1", "2"], ["3", "4"]]),
        ("1; 2;", [["1"], ["2"]]),
        ("1 2;", [["1", "2"]]),
        ("[[1, 2], [3, 4]];", [["1", "2"], ["3", "4"]]),
        ("[1 2] [3 4]", [["1", "2"], ["3", "4"]]),
        ("(1)(2)", [["1"], ["2"]]),
        ("[1] + [2]", [["[1] + [2]"]]),
        ("[1, 2], 3", [["[1, 2]", "3"]]),
        ("[1, 2] X [3]", [["[1, 2]", "X", "[3]"]]),
        ("(5,)", [["5"]]),
        ("((1, 2))", [["1", "2"]]),
        ("{1 2}", [["1", "2"]]),
        ("x = [1, 2]", [["1", "2"]]),
        ("torch.Tensor ((1 2))", [["1", "2"]]),
        ("np.array([[1,2],[3,4]])", [["1", "2"], ["3", "4"]]),
        ("[1 0]^T", [["1", "0"]]),
        ("[1 0]^(T)", [["1", "0"]]),
        ("[1, 2]'", [["1", "2"]]),
        ("[[1,2],[3,4]].T", [["1", "2"], ["3", "4"]]),
    ],
)
def test_rows_of_a_matrix(typed: str, table: list[list[str]]) -> None:
    """Rows stand between semicolons or in brackets of their own; what frames the whole is left out."""
    assert [[cell.text for cell in cells(row)] for row in rows(clean(typed))] == table


def test_columns_are_those_that_were_typed() -> None:
    """A cell knows where it stood, so that a fault can point at it."""
    assert [cell.column(0) for row in rows(clean(" [[1, 2], [3, 4]]")) for cell in cells(row)] == [
        3,
        6,
        11,
        14,
    ]
    assert bare(clean(" (+, -) X")).text == "+  -  X"
    assert bare(clean(" (+, -) X")).column(0) == 2
