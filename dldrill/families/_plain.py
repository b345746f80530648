"""What the families on losses share: exact decimals, numbers in a text, vectors of several lengths."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any, TypeVar, cast

from dldrill.derivation.domain import Domain, OneOf
from dldrill.maths.linear import Matrix, Vector

T = TypeVar("T")


def exact(value: str | int) -> float:
    """A decimal or fraction such as ``1/2`` that stays exact, typed as the number that it is."""
    return cast(float, Fraction(value))


def exacts(*values: str | int) -> Domain[float]:
    """The decimals or fractions as listed."""
    return OneOf(*map(exact, values))


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
