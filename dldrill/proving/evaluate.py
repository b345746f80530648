"""Evaluate closed forms exactly: fractions as long as it goes, then fifty digits.

The expressions are turned into a short list of instructions once (equal subexpressions become one),
which is then run on the givens of every variant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import mpmath
import sympy
from sympy import Expr

DIGITS = 50
CONTEXT = mpmath.MPContext()
CONTEXT.dps = DIGITS
Number = Any  #: a Fraction, or a float of CONTEXT


class Undecided(ArithmeticError):
    """A value so near a jump that fifty digits do not tell on which side it lies."""


class Program:
    """Expressions compiled to instructions that share equal subexpressions."""

    def __init__(self, expressions: Sequence[Expr]) -> None:
        self._steps: list[tuple[Callable[..., Number], tuple[int, ...]]] = []
        self._places: dict[Expr, int] = {}
        self._inputs: dict[int, str] = {}
        self.outputs = [self._compile(expression) for expression in expressions]

    def run(self, givens: Mapping[str, Any]) -> list[Number]:
        """The values of the expressions for these givens."""
        values: list[Number] = []
        for place, (operation, args) in enumerate(self._steps):
            if place in self._inputs:
                values.append(exact(givens[self._inputs[place]]))
            else:
                values.append(operation(*[values[arg] for arg in args]))
        return [values[place] for place in self.outputs]

    def _compile(self, expression: Expr) -> int:
        place = self._places.get(expression)
        if place is not None:
            return place
        if isinstance(expression, sympy.Symbol):
            step: tuple[Callable[..., Number], tuple[int, ...]] = (_nothing, ())
        elif isinstance(expression, sympy.Rational):
            value = Fraction(int(expression.p), int(expression.q))
            step = ((lambda: value), ())
        else:
            operation = _OPERATIONS.get(expression.func)
            if operation is None:
                raise TypeError(f"no exact evaluation of {expression.func.__name__}")
            step = (operation, tuple(self._compile(arg) for arg in expression.args))
        place = len(self._steps)
        self._steps.append(step)
        self._places[expression] = place
        if isinstance(expression, sympy.Symbol):
            self._inputs[place] = expression.name
        return place


def exact(value: Any) -> Number:
    """A given as a fraction; a float stands for the decimal it is written as."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def side(value: Number) -> int:
    """The sign of a value: −1, 0 or 1.

    Raises:
        Undecided: the value is too near 0 for its digits.
    """
    if not isinstance(value, Fraction) and abs(value) < CONTEXT.mpf(10) ** (10 - DIGITS):
        raise Undecided("a comparison is too close to call")
    return int((value > 0) - (value < 0))


def _nothing() -> Number:
    return None


def _wide(value: Number) -> Any:
    if isinstance(value, Fraction):
        return CONTEXT.mpf(value.numerator) / value.denominator
    return value


def _add(*terms: Number) -> Number:
    if all(type(term) is Fraction for term in terms):
        return sum(terms, Fraction(0))
    return CONTEXT.fsum(map(_wide, terms))


def _mul(*factors: Number) -> Number:
    if all(type(factor) is Fraction for factor in factors):
        product = Fraction(1)
        for factor in factors:
            product *= factor
        return product
    if any(type(factor) is Fraction and not factor for factor in factors):
        return Fraction(0)  # exactly, whatever the others round to
    return CONTEXT.fprod(map(_wide, factors))


def _pow(base: Number, exponent: Number) -> Number:
    if type(exponent) is Fraction and exponent.denominator == 1:
        return base**exponent.numerator
    return _wide(base) ** _wide(exponent)


def _floor(value: Number) -> Number:
    if type(value) is Fraction:
        return Fraction(value.numerator // value.denominator)
    nearest = CONTEXT.nint(value)
    if abs(value - nearest) < CONTEXT.mpf(10) ** (10 - DIGITS):
        raise Undecided("a floor is too close to call")
    return Fraction(int(CONTEXT.floor(value)))


def _wide_call(fn: Callable[[Any], Any]) -> Callable[[Number], Number]:
    return lambda value: fn(_wide(value))


_OPERATIONS: dict[Any, Callable[..., Number]] = {
    sympy.Add: _add,
    sympy.Mul: _mul,
    sympy.Pow: _pow,
    sympy.floor: _floor,
    sympy.ceiling: lambda x: -_floor(-x),
    sympy.Abs: abs,
    sympy.exp: _wide_call(CONTEXT.exp),
    sympy.log: _wide_call(CONTEXT.log),
    sympy.tanh: _wide_call(CONTEXT.tanh),
    sympy.sin: _wide_call(CONTEXT.sin),
    sympy.cos: _wide_call(CONTEXT.cos),
    sympy.Max: lambda *xs: max(xs, key=_wide),
    sympy.Min: lambda *xs: min(xs, key=_wide),
    type(sympy.E): lambda: +CONTEXT.e,
    type(sympy.pi): lambda: +CONTEXT.pi,
}
