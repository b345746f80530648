"""Small things that the families on losses share: numbers in a text, and domains of several lengths."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from dldrill.derivation.domain import Domain
from dldrill.maths.linear import Matrix, Vector

T = TypeVar("T")


def tex(value: Any) -> str:
    """A number, vector or matrix as LaTeX; a fraction as a decimal where that is short and exact."""
    if isinstance(value, Matrix):
        rows = r" \\ ".join(" & ".join(map(tex, row.cells)) for row in value.cells)
        return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"
    if isinstance(value, Vector):
        return f"({', '.join(map(tex, value.cells))})"
    short = f"{float(value):.6g}"
    if not isinstance(value, Fraction) or Fraction(short) == value:
        return short if isinstance(value, Fraction | float) else str(value)
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


class Either(Domain[T]):
    """The values of several domains, one domain after the other: vectors of several lengths."""

    def __init__(self, *parts: Domain[T]) -> None:
        self.parts, self.size = parts, sum(part.size for part in parts)

    def at(self, index: int) -> T:
        """The value at an index."""
        for part in self.parts:
            if index < part.size:
                return part.at(index)
            index -= part.size
        raise IndexError("beyond the last value")

    def draw(self, stream: Random) -> T:
        """One of the domains, all equally likely, then one of its values."""
        return self.parts[int(stream.random() * len(self.parts))].draw(stream)
