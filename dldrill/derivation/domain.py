"""The finite set of values that a given can take when a variant is dealt.

Every domain is indexed: ``at(0) … at(size − 1)`` are its values, each once. A variant of a family is
therefore a whole number below the product of the sizes, and a family whose product is small enough
can be proven whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from random import Random
from typing import Any, Generic, TypeVar

from dldrill.maths.linear import Matrix, Vector

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Domain(Generic[T_co]):
    """An indexed finite set."""

    size: int

    def at(self, index: int) -> T_co:
        """The value at an index from 0 to size − 1."""
        raise NotImplementedError

    def draw(self, stream: Random) -> T_co:
        """A value at random, all equally likely."""
        return self.at(int(stream.random() * self.size))

    def read(self, text: str) -> Any:
        """The value that a person wrote, for domains of values no general reader knows.

        Raises:
            NotImplementedError: the value is one that the readers of numbers, shapes, vectors,
                matrices and words can read.
        """
        raise NotImplementedError


class Range(Domain[int]):
    """Whole numbers from the first to the last, both included, by a step."""

    def __init__(self, first: int, last: int, step: int = 1) -> None:
        self.first, self.step = first, step
        self.size = (last - first) // step + 1

    def at(self, index: int) -> int:
        """The value at an index."""
        return self.first + index * self.step


class OneOf(Domain[T]):
    """The values as listed."""

    def __init__(self, *values: T) -> None:
        self.values, self.size = values, len(values)

    def at(self, index: int) -> T:
        """The value at an index."""
        return self.values[index]


class Tuples(Domain[tuple[T, ...]]):
    """One value of each part's domain: the sides of a shape, the height and width of a kernel."""

    def __init__(self, *parts: Domain[T]) -> None:
        self.parts, self.size = parts, prod(part.size for part in parts)

    def at(self, index: int) -> tuple[T, ...]:
        """The value at an index, the last part running fastest."""
        return tuple(mixed(self.parts, index))

    def draw(self, stream: Random) -> tuple[T, ...]:
        """Each part at random."""
        return tuple([part.draw(stream) for part in self.parts])


class Squares(Domain[tuple[int, int]]):
    """The same number twice: a square kernel, the same stride both ways."""

    def __init__(self, sides: Domain[int]) -> None:
        self.sides, self.size = sides, sides.size

    def at(self, index: int) -> tuple[int, int]:
        """The value at an index."""
        side = self.sides.at(index)
        return side, side


class Vectors(Domain[Vector]):
    """Vectors of a length with cells of a domain."""

    def __init__(self, length: int, cell: Domain[Any]) -> None:
        self.parts: tuple[Domain[Any], ...] = (cell,) * length
        self.size = cell.size**length

    def at(self, index: int) -> Vector:
        """The value at an index, the last cell running fastest."""
        return Vector(*mixed(self.parts, index))

    def draw(self, stream: Random) -> Vector:
        """Each cell at random."""
        return Vector(*[part.draw(stream) for part in self.parts])


class Matrices(Domain[Matrix]):
    """Matrices with cells of a domain."""

    def __init__(self, rows: int, columns: int, cell: Domain[Any]) -> None:
        self.row, self.rows = Vectors(columns, cell), rows
        self.size = self.row.size**rows

    def at(self, index: int) -> Matrix:
        """The value at an index, the last cell running fastest."""
        return Matrix(*mixed((self.row,) * self.rows, index))

    def draw(self, stream: Random) -> Matrix:
        """Each cell at random."""
        return Matrix(*[self.row.draw(stream) for _ in range(self.rows)])


class Product(Domain[dict[str, Any]]):
    """A value of each named domain: the space of a family's givens."""

    def __init__(self, domains: Mapping[str, Domain[Any]]) -> None:
        self.domains = dict(domains)
        self.size = prod(domain.size for domain in self.domains.values())

    def at(self, index: int) -> dict[str, Any]:
        """The value at an index, the last domain running fastest."""
        return dict(zip(self.domains, mixed(tuple(self.domains.values()), index), strict=True))

    def draw(self, stream: Random) -> dict[str, Any]:
        """Each domain at random."""
        return {name: domain.draw(stream) for name, domain in self.domains.items()}


def mixed(parts: Sequence[Domain[T]], index: int) -> list[T]:
    """The values whose positions are the digits of the index in the mixed base of the sizes."""
    values: list[T] = []
    for part in reversed(parts):
        index, position = divmod(index, part.size)
        values.append(part.at(position))
    return values[::-1]
