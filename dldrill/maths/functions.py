"""The functions that deep learning is written with, on plain numbers, vectors and traced values.

A traced argument gives a traced result, which appears in formulas under the function's name here.
Logarithms are natural unless the name says otherwise. On vectors, ``exp``, ``ln``, ``relu``,
``tanh``, ``sigmoid``, ``sign`` and ``positive`` work on every cell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from dldrill.maths.linear import Array, Matrix, Vector, divide
from dldrill.maths.trace import Traced, bare, gathered

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
N = TypeVar("N", float, Vector, Matrix)
Real = TypeVar("Real", int, float)


def shown(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function that appears in formulas under this name."""

    def wrap(fn: Callable[P, R]) -> Callable[P, R]:
        plain = cast(Callable[..., Any], fn)

        @wraps(fn)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            for arg in args:
                one = gathered(arg) if isinstance(arg, Array) else arg
                if type(one) is Traced:
                    whole = tuple(map(gathered, args))
                    return cast(R, Traced(plain(*map(bare, whole)), name, whole, one.tape))
            return fn(*args, **kwargs)

        return call

    return wrap


def _each(x: T, fn: Callable[[Any], Any]) -> T:
    return cast(T, x.map(fn) if isinstance(x, Array) else fn(x))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else (e := math.exp(x)) / (1 + e)


@shown("exp")
def exp(x: N) -> N:
    """E to the power x."""
    return _each(x, math.exp)


@shown("ln")
def ln(x: N) -> N:
    """The natural logarithm."""
    return _each(x, math.log)


@shown("log2")
def log2(x: N) -> N:
    """The logarithm to base 2."""
    return _each(x, math.log2)


@shown("sqrt")
def sqrt(x: float) -> float:
    """The square root."""
    return math.sqrt(x)


@shown("tanh")
def tanh(x: N) -> N:
    """The hyperbolic tangent."""
    return _each(x, math.tanh)


@shown("sigmoid")
def sigmoid(x: N) -> N:
    """1/(1 + e^−x)."""
    return _each(x, _sigmoid)


@shown("sin")
def sin(x: float) -> float:
    """The sine of an angle in radians."""
    return math.sin(x)


@shown("cos")
def cos(x: float) -> float:
    """The cosine of an angle in radians."""
    return math.cos(x)


@shown("relu")
def relu(x: N) -> N:
    """What is positive passes, the rest becomes 0."""
    return _each(x, lambda c: c if c > 0 else 0)


@shown("max")
def maximum(a: Real, b: Real) -> Real:
    """The larger of two numbers."""
    return max(a, b)


@shown("min")
def minimum(a: Real, b: Real) -> Real:
    """The smaller of two numbers."""
    return min(a, b)


@shown("abs")
def absolute(x: N) -> N:
    """The distance from 0."""
    return _each(x, abs)


@shown("positive")
def positive(x: N) -> N:
    """1 where positive, else 0: the gate of a ReLU."""
    return _each(x, lambda c: int(c > 0))


@shown("sign")
def sign(x: N) -> N:
    """1, 0 or −1."""
    return _each(x, lambda c: (c > 0) - (c < 0))


@shown("softmax")
def softmax(x: Vector) -> Vector:
    """Exp of every cell over the sum of all; the cells are shifted by the largest, so none overflows."""
    top = max(x.cells)
    powers = [math.exp(c - top) for c in x.cells]
    whole = sum(powers)
    return Vector(*(p / whole for p in powers))


@shown("argmax")
def argmax(x: Vector) -> int:
    """The position, from 0, of the largest cell (the first of equals)."""
    return max(range(len(x)), key=x.cells.__getitem__)


@shown("argmin")
def argmin(x: Vector) -> int:
    """The position, from 0, of the smallest cell (the first of equals)."""
    return min(range(len(x)), key=x.cells.__getitem__)


@shown("concat")
def concat(a: Vector, b: Vector) -> Vector:
    """One vector after the other."""
    return Vector(*a.cells, *b.cells)


@shown("outer")
def outer(a: Vector, b: Vector) -> Matrix:
    """Every product: row i, column j is a_i·b_j."""
    return Matrix(*([c * d for d in b.cells] for c in a.cells))


@shown("onehot")
def onehot(position: int, size: int) -> Vector:
    """1 at the position, counted from 0, and 0 elsewhere."""
    return Vector(*(int(j == position) for j in range(size)))


@shown("norm")
def norm(x: Vector) -> float:
    """The Euclidean length."""
    return math.sqrt(sum(c * c for c in x.cells))


@shown("mean")
def mean(x: Vector) -> float:
    """The sum of the cells over their number."""
    return cast(float, divide(sum(x.cells), len(x.cells)))


@shown("sum")
def added(x: Vector) -> float:
    """The sum of the cells."""
    return cast(float, sum(x.cells))


@shown("ceil")
def ceil(x: float) -> int:
    """The smallest whole number that is not below x."""
    return math.ceil(x)


@shown("floor")
def floor(x: float) -> int:
    """The largest whole number that is not above x."""
    return math.floor(x)


def total(terms: Iterable[T]) -> T:
    """The sum of one or more things of a kind, written out term by term."""
    first, *rest = terms
    for term in rest:
        first = first + term  # type: ignore[operator]
    return first


def vector(*cells: float) -> Vector:
    """A vector of values that were computed one by one."""
    return cast(Vector, gathered(Vector(*cells)))
