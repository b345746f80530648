"""Small exact vectors and matrices: tuples of numbers with the arithmetic of the field."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import repeat
from typing import Any, Self, cast, overload


def divide(a: Any, b: Any) -> Any:
    """a/b, kept exact: whole numbers divide to a fraction."""
    return Fraction(a, b) if isinstance(a, int) and isinstance(b, int) else a / b


class Recorded:
    """What keeps its own history: an array leaves the arithmetic with it to it."""

    __slots__ = ()


class Array:
    """Elementwise arithmetic on cells of any kind of number, or on rows."""

    __slots__ = ("cells",)

    def __init__(self, *cells: Any) -> None:
        self.cells = cells

    def map(self, fn: Callable[[Any], Any]) -> Self:
        """The function applied to every number."""
        return type(self)(*(c.map(fn) if isinstance(c, Array) else fn(c) for c in self.cells))

    def _with(self, other: Any, fn: Callable[[Any, Any], Any]) -> Self:
        if not isinstance(other, Array):
            if isinstance(other, Recorded):
                return cast(Self, NotImplemented)
            return type(self)(*map(fn, self.cells, repeat(other)))
        if len(other.cells) != len(self.cells):
            raise ValueError(f"{self} and {other} differ in length")
        return type(self)(*map(fn, self.cells, other.cells))

    def __add__(self, other: Self | float) -> Self:
        return self._with(other, operator.add)

    def __sub__(self, other: Self | float) -> Self:
        return self._with(other, operator.sub)

    def __mul__(self, other: Self | float) -> Self:
        return self._with(other, operator.mul)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: float) -> Self:
        return self.map(lambda c: other - c)

    def __truediv__(self, other: Self | float) -> Self:
        return self._with(other, divide)

    def __neg__(self) -> Self:
        return self.map(operator.neg)

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.cells)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.cells == other.cells

    def __hash__(self) -> int:
        return hash(self.cells)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.cells))})"


class Vector(Array):
    """Numbers in a row."""

    __slots__ = ()

    def __matmul__(self, other: Vector) -> float:
        if isinstance(other, Recorded):
            return NotImplemented
        if len(self.cells) != len(other.cells):
            raise ValueError(f"{self} and {other} differ in length")
        return cast(float, sum(map(operator.mul, self.cells, other.cells)))

    def __getitem__(self, position: int) -> float:
        return cast(float, self.cells[position])

    def __iter__(self) -> Iterator[float]:
        return iter(self.cells)


class Matrix(Array):
    """Rows, each a vector of the same length."""

    __slots__ = ()

    def __init__(self, *rows: Iterable[Any]) -> None:
        super().__init__(*(row if isinstance(row, Vector) else Vector(*row) for row in rows))

    @overload
    def __matmul__(self, other: Vector) -> Vector: ...
    @overload
    def __matmul__(self, other: Matrix) -> Matrix: ...
    def __matmul__(self, other: Vector | Matrix) -> Vector | Matrix:
        if isinstance(other, Recorded):
            return NotImplemented
        if isinstance(other, Matrix):
            columns = other.T
            return Matrix(*(columns @ row for row in self.cells))
        return Vector(*(row @ other for row in self.cells))

    @property
    def T(self) -> Matrix:  # noqa: N802 - the field's name for the transpose
        """Rows and columns exchanged."""
        return Matrix(*zip(*self.cells, strict=True))

    def __getitem__(self, position: int) -> Vector:
        return cast(Vector, self.cells[position])

    def __iter__(self) -> Iterator[Vector]:
        return iter(self.cells)
