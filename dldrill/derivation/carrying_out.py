"""Carry a formula out as a step: on plain numbers, exactly where that can be, or on traced ones.

Whole numbers and fractions stay exact as long as they are short; what is no fraction becomes a
float. Sizes are known before anything large is computed.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from dldrill.maths import functions
from dldrill.maths.exact import literal
from dldrill.maths.linear import Array
from dldrill.maths.trace import STEP, Tape, Traced, bare
from dldrill.maths.tree import Node

MAX_BITS = 4096  #: of a whole number
MAX_FRACTION = 2048  #: bits above or below the line; longer fractions become floats
MAX_EXPONENT = 10_000  #: of a fraction's power, which sympy's road computes exactly
_CONSTANTS = {"e": math.e, "pi": math.pi}


def carried_out(node: Node, values: Mapping[str, Any], tape: Tape | None = None) -> Any:
    """The value of a tree.

    Args:
        node: a tree of :func:`lowered`.
        values: the value of every name, plain or traced.
        tape: that of the traced values; None: all are plain.

    Raises:
        ArithmeticError: it has no value, or one that is too large.
        ValueError: a function has no value there.
        IndexError: a vector has no such component.
    """
    if node.op == "name":
        return values[node.text]
    if node.op == "number":
        return _number(node.text)
    if node.op == "constant":
        value = _CONSTANTS[node.text]
        return value if tape is None else Traced(value, STEP, (value,), tape, node.text)
    if node.op == "index":
        base, position = [carried_out(arg, values, tape) for arg in node.args]
        return _component(base, position, tape)
    args = [carried_out(arg, values, tape) for arg in node.args]
    op = node.text if node.op == "call" else node.op
    if tape is None:
        return tidy(_OPERATIONS[op](*args))
    return Traced(tidy(_OPERATIONS[op](*map(bare, args))), op, tuple(args), tape)


def lowered(node: Node) -> Node:
    """The tree in the operations that steps have: max of two, exp for a power of e."""
    args = tuple(map(lowered, node.args))
    if node.op == "call" and node.text in {"max", "min"}:
        first, *rest = args
        for arg in rest:
            first = Node("call", (first, arg), node.text)
        return first
    if node.op == "call" and node.text == "dot":
        return Node("matmul", args)
    if node.op == "pow" and args[0] == Node("constant", (), "e"):
        return Node("call", args[1:], "exp")
    return Node(node.op, args, node.text)


def tidy(value: Any) -> Any:
    """Whole fractions as whole numbers, long ones as floats; nothing too large, nothing that is no number."""
    if isinstance(value, Array):
        return value.map(tidy)
    if isinstance(value, Fraction):
        if value.denominator != 1:
            bits = max(value.numerator.bit_length(), value.denominator.bit_length())
            return value if bits <= MAX_FRACTION else float(value)
        value = value.numerator
    if isinstance(value, float) and not math.isfinite(value):
        raise OverflowError("a number is too large")
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise OverflowError("a number is too large")
    return value


@lru_cache(maxsize=4096)
def _number(text: str) -> int | Fraction:
    value = literal(text)
    return value.numerator if value.denominator == 1 else value


def _component(vector: Any, position: Any, tape: Tape | None) -> Any:
    """A component, counted from 1."""
    at = bare(position)
    cells = bare(vector).cells
    if at != int(at) or not 1 <= at <= len(cells):
        raise IndexError("there is no such component")
    place = int(at) - 1
    if tape is None:
        return cells[place]
    if type(position) is Traced:
        # formulas show the position as it was written; what is recorded is the place from 0
        return Traced(
            cells[place], "index", (vector, Traced(place, STEP, (position,), tape, position.name)), tape
        )
    return Traced(cells[place], "index", (vector, place), tape)


def _divide(a: Any, b: Any) -> Any:
    if not isinstance(b, Array) and b == 0:
        raise ZeroDivisionError("it divides by zero")
    if isinstance(a, int) and isinstance(b, int):
        return Fraction(a, b)
    return a / b


def _power(a: Any, b: Any) -> Any:
    """The power a^b, its size known before it is computed."""
    if a == 0 and b < 0:
        raise ZeroDivisionError("it divides by zero")
    if isinstance(b, Fraction) or (isinstance(b, float) and not b.is_integer()):
        if a < 0:
            raise ValueError("a root of a negative number")
        return float(a) ** float(b)
    b = int(b)
    if isinstance(a, float):
        return a**b
    above, below = a.as_integer_ratio()
    bits = max(abs(above).bit_length(), below.bit_length()) * abs(b)
    if abs(b) > MAX_EXPONENT and abs(a) != 1 and a:
        raise OverflowError("a power is too large")
    if bits <= MAX_BITS or a in {0, 1, -1}:
        return Fraction(a) ** b
    return float(a) ** b


def _floor_quotient(a: Any, b: Any) -> Any:
    return math.floor(_divide(a, b))


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": _divide,
    "floordiv": _floor_quotient,
    "pow": _power,
    "neg": operator.neg,
    "matmul": operator.matmul,
    "exp": functions.exp,
    "ln": functions.ln,
    "log2": functions.log2,
    "log10": math.log10,
    "sqrt": functions.sqrt,
    "tanh": functions.tanh,
    "sigmoid": functions.sigmoid,
    "sin": functions.sin,
    "cos": functions.cos,
    "relu": functions.relu,
    "abs": functions.absolute,
    "positive": functions.positive,
    "sign": functions.sign,
    "max": functions.maximum,
    "min": functions.minimum,
    "floor": math.floor,
    "ceil": math.ceil,
    "sum": functions.added,
    "mean": functions.mean,
    "norm": functions.norm,
}
