"""Evaluate the second formula of an answer: another evaluator, in floats, so that it is another road.

It shares the reader with the steps and nothing else: no fractions, no traces, and sums over a range
are really added up, term by term.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from dldrill.maths.linear import Array
from dldrill.maths.tree import Node

TERMS = 10_000  #: that one formula may add up, ranges within ranges included
NEAR = 1e-9  #: two floats this near each other, relatively, are equal to a floor and a comparison
TINY = 1e-12  #: and absolutely
Number = int | float


class TooLong(ArithmeticError):
    """The ranges of a formula have too many terms."""


class Sheet:
    """What one evaluation writes on: the value of every name, and how many terms are left."""

    __slots__ = ("left", "values")

    def __init__(self, givens: Mapping[str, Any]) -> None:
        self.values = {name: _float(value) for name, value in givens.items()}
        self.left = TERMS


Evaluate = Callable[[Sheet], Any]


def evaluated(formula: Evaluate, givens: Mapping[str, Any]) -> Number:
    """The value of a prepared formula for these givens.

    Raises:
        ArithmeticError: it has no value, or takes too many terms.
        ValueError: a function has no value there.
        IndexError: a vector has no such component.
    """
    value = formula(Sheet(givens))
    if not isinstance(value, int) and not math.isfinite(value):
        raise OverflowError("a number is too large")
    return value  # type: ignore[no-any-return]


def prepared(node: Node) -> Evaluate:
    """A tree as nested functions: its terms are evaluated thousands of times."""
    op = node.op
    if op == "name":
        return _named(node.text)
    if op in {"number", "constant"}:
        return _fixed(node)
    if op == "over":
        return _over(node)
    parts = [prepared(arg) for arg in node.args]
    if op == "index":
        vector, position = parts
        return lambda sheet: _cell(vector(sheet), position(sheet))
    if op == "compare":
        left, right = parts
        sign = node.text
        return lambda sheet: holds(sign, left(sheet), right(sheet))
    return _operation(node.text if op == "call" else op, parts)


def _named(name: str) -> Evaluate:
    return lambda sheet: sheet.values[name]


def _fixed(node: Node) -> Evaluate:
    if node.op == "constant":
        value: Number = math.e if node.text == "e" else math.pi
    else:
        value = int(node.text) if node.text.isdigit() else float(node.text)
    return lambda _: value


def _operation(op: str, parts: list[Evaluate]) -> Evaluate:
    if op in _NUMBERS and len(parts) == 2:
        first, second = parts
        operation = _NUMBERS[op]

        def both(sheet: Sheet) -> Any:
            a, b = first(sheet), second(sheet)
            if type(a) is list or type(b) is list:
                return _apply(op, [a, b])
            return operation(a, b)  # nearly always, and in the innermost of ranges

        return both
    return lambda sheet: _apply(op, [part(sheet) for part in parts])


def _over(node: Node) -> Evaluate:
    """Go through a range."""
    name = node.args[0].text
    first, last, body = map(prepared, node.args[1:])
    whole = _WHOLES[node.text]

    def go(sheet: Sheet) -> Any:
        low, high = _whole(first(sheet)), _whole(last(sheet))
        found = []
        for i in range(low, high + 1):
            sheet.left -= 1
            if sheet.left < 0:
                raise TooLong(f"it takes more than {TERMS:,} terms")
            sheet.values[name] = i
            found.append(body(sheet))
        return whole(found)

    return go


def _cell(vector: Any, position: Number) -> Any:
    return vector[_whole(position, 1, len(vector)) - 1]


def holds(sign: str, a: Number, b: Number) -> bool:
    """Whether a comparison holds; floats that differ by rounding are equal."""
    if type(a) is int and type(b) is int and sign == "=":
        return a == b
    rounded = isinstance(a, float) or isinstance(b, float)
    same = a == b or (rounded and math.isclose(a, b, rel_tol=NEAR, abs_tol=TINY))
    if sign in {"=", "<=", ">="} and same:
        return True
    if sign in {"!=", "<", ">"} and same:
        return False
    return {"=": False, "!=": True, "<": a < b, "<=": a < b, ">": a > b, ">=": a > b}[sign]


def _float(value: Any) -> Any:
    if isinstance(value, Array):
        return [_float(cell) for cell in value.cells]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


def _whole(value: Number, low: int = -(10**9), high: int = 10**9) -> int:
    if not math.isclose(value, round(value), abs_tol=NEAR):
        raise ValueError("a range or a position is no whole number")
    if not low <= round(value) <= high:
        raise IndexError("a range or a position is out of bounds")
    return round(value)


def _apply(op: str, args: list[Any]) -> Any:
    if list not in map(type, args):
        return _NUMBERS[op](*args)
    if op in _OF_LISTS:
        return _OF_LISTS[op](*args)
    if len(args) == 1 and isinstance(args[0], list):
        return [_apply(op, [cell]) for cell in args[0]]
    if len(args) == 2 and any(isinstance(arg, list) for arg in args):
        a, b = args
        pairs = zip(
            a if isinstance(a, list) else [a] * len(b),
            b if isinstance(b, list) else [b] * len(a),
            strict=True,
        )
        return [_apply(op, list(pair)) for pair in pairs]
    return _NUMBERS[op](*args)


def _divide(a: Number, b: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int) and b and a % b == 0:
        return a // b
    return a / b


def _power(a: Number, b: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int) and 0 <= b <= 4096 and b * a.bit_length() <= 4096:
        return int(a**b)
    if a < 0 and b != int(b):
        raise ValueError("a root of a negative number")
    return float(math.pow(a, b))


def _floor(x: Number) -> int:
    return math.floor(x + NEAR * max(1.0, abs(x))) if isinstance(x, float) else x


def _multiplied(a: Number, b: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int) and a.bit_length() + b.bit_length() > 8192:
        raise OverflowError("a number is too large")
    return a * b


def _product(factors: list[Number]) -> Number:
    value: Number = 1
    for factor in factors:
        value = _multiplied(value, factor)
    return value


def _sum(terms: list[Number]) -> Number:
    return sum(terms) if all(isinstance(term, int) for term in terms) else math.fsum(terms)


_WHOLES: dict[str, Callable[[list[Any]], Any]] = {
    "sum": _sum,
    "product": _product,
    "count": sum,
    "max": max,
    "min": min,
}
_OF_LISTS: dict[str, Callable[..., Any]] = {
    "sum": _sum,
    "mean": lambda x: _sum(x) / len(x),
    "norm": lambda x: math.hypot(*x),
    "dot": lambda a, b: _sum([x * y for x, y in zip(a, b, strict=True)]),
}
_NUMBERS: dict[str, Callable[..., Number]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": _multiplied,
    "div": _divide,
    "floordiv": lambda a, b: _floor(_divide(a, b)),
    "pow": _power,
    "neg": lambda a: -a,
    "exp": math.exp,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "sigmoid": lambda x: 0.5 * (1 + math.tanh(x / 2)),
    "sin": math.sin,
    "cos": math.cos,
    "relu": lambda x: (x + abs(x)) / 2,
    "abs": abs,
    "positive": lambda x: int(x > 0),
    "sign": lambda x: (x > 0) - (x < 0),
    "max": max,
    "min": min,
    "floor": _floor,
    "ceil": lambda x: -_floor(-x),
}
