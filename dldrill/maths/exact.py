"""Exact evaluation: rational arithmetic within bounds, and nothing else."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

from dldrill.maths.program import TRANSCENDENTAL, Arithmetic, NoValue, TooBig, Undefined, flatten, run
from dldrill.maths.tokens import MAX_POWER
from dldrill.maths.tree import Node

MAX_BITS = 4096

_WHY = "it is not a fraction"
_LITERAL = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?(?:/(\d+))?")


class Irrational(NoValue):
    """The value is not computed exactly here: it holds a name, e, pi or a function."""


def exact(node: Node) -> Fraction | None:
    """The value of a tree as a fraction; None where it is more than rational arithmetic.

    Raises:
        Undefined: Some part divides by zero.
        TooBig: Some part needs more than 4096 bits.
    """
    program = flatten(node)
    outcome = run(program, EXACT, dict.fromkeys(program.names, Irrational(_WHY)))[program.results[0]]
    if isinstance(outcome, Irrational):
        return None
    if isinstance(outcome, NoValue):
        raise outcome
    return outcome  # type: ignore[no-any-return]


def literal(text: str) -> Fraction:
    """The value of a number's digits: ``8224``, ``.5``, ``1e-3``, ``1/3``.

    Raises:
        TooBig: It is beyond 4096 bits; the digits are counted before anything is computed.
        Undefined: It is no number, or divides by zero.
    """
    found = _LITERAL.fullmatch(text)
    if not found or not (found[2] or found[3]):
        raise Undefined(f"{text[:20]!r} is not a number")
    sign, whole, fraction, power, below = found.groups()
    if len(text) > MAX_BITS // 4 or len(power or "") > 5 or abs(int(power or 0)) > 4 * MAX_POWER:
        raise TooBig("a number is too large")
    value = Fraction(int(sign + whole + (fraction or "")), 10 ** len(fraction or ""))
    value *= Fraction(10) ** int(power or 0)
    return _bounded(divide(value, Fraction(int(below)))) if below else _bounded(value)


def divide(a: Fraction, b: Fraction) -> Fraction:
    """The quotient a/b."""
    if b == 0:
        raise Undefined("it divides by zero")
    return _bounded(a / b)


def power(a: Fraction, b: Fraction) -> Fraction:
    """The power a^b of a whole b, its size known before it is computed; 0^0 is 1."""
    if a == 0 and b < 0:
        raise Undefined("it divides by zero")
    if b.denominator != 1:
        root = _root(a) if b.denominator == 2 else None
        if root is None:
            raise Irrational(_WHY)
        a, b = root, b * 2
    if a in {0, 1}:
        return Fraction(1) if b == 0 else a
    if a == -1:
        return Fraction(-1 if b % 2 else 1)
    bits = max(a.numerator.bit_length(), a.denominator.bit_length()) - 1
    if abs(b) * max(bits, 1) > MAX_BITS:
        raise TooBig("a power is too large")
    return _bounded(a ** int(b))


def _bounded(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise TooBig("a number is too large")
    return value


def _root(x: Fraction) -> Fraction | None:
    if x < 0:
        return None
    above, below = math.isqrt(x.numerator), math.isqrt(x.denominator)
    return Fraction(above, below) if above**2 == x.numerator and below**2 == x.denominator else None


def _sqrt(x: Fraction) -> Fraction:
    if x < 0:
        raise Undefined("it takes the root of a negative number")
    root = _root(x)
    if root is None:
        raise Irrational(_WHY)
    return root


def _floordiv(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(math.floor(divide(a, b)))


def _irrational(*_: Any) -> Fraction:
    raise Irrational(_WHY)


EXACT = Arithmetic(
    literal=literal,
    constant=_irrational,
    operations={
        **dict.fromkeys(TRANSCENDENTAL, _irrational),
        "add": lambda a, b: _bounded(a + b),
        "sub": lambda a, b: _bounded(a - b),
        "mul": lambda a, b: _bounded(a * b),
        "div": divide,
        "floordiv": _floordiv,
        "pow": power,
        "neg": lambda a: -a,
        "sqrt": _sqrt,
        "abs": abs,
        "max": lambda *args: max(args),
        "min": lambda *args: min(args),
        "relu": lambda x: max(x, Fraction(0)),
        "sign": lambda x: Fraction((x > 0) - (x < 0)),
        "positive": lambda x: Fraction(x > 0),
        "floor": lambda x: Fraction(math.floor(x)),
        "ceil": lambda x: Fraction(math.ceil(x)),
    },
    less=lambda a, b: bool(a < b),
    zero=Fraction(0),
)
