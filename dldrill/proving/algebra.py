"""The recorded formulas on sympy's symbols: the closed form of every answer along one path."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import sympy
from sympy import Expr

from dldrill.maths.linear import Array
from dldrill.maths.trace import GIVEN
from dldrill.proving.recording import Instruction, Recording

Cells = Any  #: an Expr, or a list of them, or a list of such lists


class Condition(NamedTuple):
    """A comparison with zero that the path takes for granted: ``side`` is the sign it had."""

    difference: Expr
    side: int


class ClosedForm(NamedTuple):
    """Every answer as expressions of the givens, valid while the conditions hold."""

    answers: dict[str, Cells]
    conditions: list[Condition]


def closed_form(recording: Recording) -> ClosedForm:
    """Carry the recorded operations out on symbols."""
    algebra = _Algebra()
    results: list[Cells] = []
    for instruction in recording.instructions:
        results.append(algebra.carry_out(instruction, results))
    for op, left, right, outcome in recording.path:
        algebra.compare(op, results[left], results[right], outcome)
    return ClosedForm({name: results[i] for name, i in recording.answers}, algebra.conditions)


class _Algebra:
    def __init__(self) -> None:
        self.conditions: list[Condition] = []

    def carry_out(self, instruction: Instruction, results: list[Cells]) -> Cells:
        op, places, fixed = instruction
        args = [results[place] for place in places]
        if op == GIVEN:
            return _symbols(*fixed)
        if op == "constant":
            return _constant(fixed)
        if op in ("shape", "vector", "matrix"):
            return args
        if op == "index":
            return args[0][fixed]
        if op in _EACH:
            return _each(_EACH[op], args[0])
        if op in _WHOLE:
            return _WHOLE[op](*args)
        return self._decide(op, args, fixed)

    def compare(self, op: str, left: Cells, right: Cells, outcome: bool) -> None:
        """Take down what a comparison in the family's own code took for granted."""
        if isinstance(left, list) or isinstance(right, list):
            raise TypeError("vectors are not compared as a whole")
        sides = _SIDES[op] if outcome else {-1, 0, 1} - _SIDES[op]
        self.conditions.append(Condition(left - right, sum(1 << (side + 1) for side in sides)))

    def _is(self, difference: Expr, side: int) -> None:
        self.conditions.append(Condition(difference, 1 << (side + 1)))

    def _decide(self, op: str, args: list[Cells], fixed: Any) -> Cells:
        if op in ("argmax", "argmin"):
            for i, cell in enumerate(args[0]):
                if i != fixed:
                    self._is(args[0][fixed] - cell, 1 if op == "argmax" else -1)
            return sympy.Integer(fixed)
        if op in ("max", "min"):
            self._is(args[0] - args[1], fixed)
            return args[0] if (fixed >= 0) == (op == "max") else args[1]
        return self._sided(op, args[0], fixed)

    def _sided(self, op: str, x: Cells, sides: Any) -> Cells:
        if isinstance(x, list):
            return [self._sided(op, cell, side) for cell, side in zip(x, sides, strict=True)]
        self._is(x, sides)
        if op == "relu":
            return x if sides > 0 else sympy.Integer(0)
        if op == "abs":
            return x if sides >= 0 else -x
        return sympy.Integer(int(sides > 0) if op == "positive" else sides)


_SIDES = {"<": {-1}, ">": {1}, "<=": {-1, 0}, ">=": {0, 1}, "==": {0}, "!=": {-1, 1}}


def _symbols(name: str, form: tuple[int, ...]) -> Cells:
    if not form:
        return sympy.Symbol(name, real=True)
    return [_symbols(f"{name}_{i}", form[1:]) for i in range(1, form[0] + 1)]


def _constant(value: Any) -> Cells:
    if isinstance(value, Array):
        return [_constant(cell) for cell in value.cells]
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    return sympy.Rational(exact.numerator, exact.denominator)


def _each(fn: Callable[[Expr], Expr], x: Cells) -> Cells:
    return [_each(fn, cell) for cell in x] if isinstance(x, list) else fn(x)


def _pairs(fn: Callable[[Expr, Expr], Expr]) -> Callable[[Cells, Cells], Cells]:
    def both(a: Cells, b: Cells) -> Cells:
        if isinstance(a, list) and isinstance(b, list):
            return [both(x, y) for x, y in zip(a, b, strict=True)]
        if isinstance(a, list):
            return [both(x, b) for x in a]
        return [both(a, y) for y in b] if isinstance(b, list) else fn(a, b)

    return both


def _dot(a: Cells, b: Cells) -> Expr:
    return sympy.Add(*(x * y for x, y in zip(a, b, strict=True)))


def _product(a: Cells, b: Cells) -> Cells:
    if not isinstance(a[0], list):
        return _dot(a, b)
    if isinstance(b[0], list):
        columns = _transpose(b)
        return [[_dot(row, column) for column in columns] for row in a]
    return [_dot(row, b) for row in a]


def _transpose(a: Cells) -> Cells:
    return [list(column) for column in zip(*a, strict=True)]


def _softmax(x: Cells) -> Cells:
    powers = [sympy.exp(cell) for cell in x]
    whole = sympy.Add(*powers)
    return [power / whole for power in powers]


_EACH: dict[str, Callable[[Expr], Expr]] = {
    "neg": lambda x: -x,
    "exp": sympy.exp,
    "ln": sympy.log,
    "log2": lambda x: sympy.log(x) / sympy.log(2),
    "log10": lambda x: sympy.log(x) / sympy.log(10),
    "sqrt": sympy.sqrt,
    "tanh": sympy.tanh,
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
    "sin": sympy.sin,
    "cos": sympy.cos,
    "ceil": lambda x: -sympy.floor(-x),
    "floor": sympy.floor,
}
_WHOLE: dict[str, Callable[..., Cells]] = {
    "add": _pairs(lambda a, b: a + b),
    "sub": _pairs(lambda a, b: a - b),
    "mul": _pairs(lambda a, b: a * b),
    "div": _pairs(lambda a, b: a / b),
    "pow": _pairs(lambda a, b: a**b),
    "floordiv": _pairs(lambda a, b: sympy.floor(a / b)),
    "matmul": _product,
    "transpose": _transpose,
    "concat": lambda a, b: [*a, *b],
    "outer": lambda a, b: [[x * y for y in b] for x in a],
    "onehot": lambda i, n: [sympy.Integer(int(j == int(i))) for j in range(int(n))],
    "softmax": _softmax,
    "norm": lambda x: sympy.sqrt(_dot(x, x)),
    "mean": lambda x: sympy.Add(*x) / len(x),
    "sum": lambda x: sympy.Add(*x),
}
