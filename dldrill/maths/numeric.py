"""Evaluation at a point: floats for speed, mpmath's many digits for judging. Real numbers only."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from dldrill.maths.exact import literal
from dldrill.maths.program import Arithmetic, NoValue, TooBig, Undefined, flatten, run
from dldrill.maths.tree import Node

LARGEST_POWER = 100_000  # e to more than this is not computed
LARGEST_ANGLE = 10**9  # nor the sine of more
LARGEST_BITS = 200_000  # nor a number beyond 2 to this, or below 2 to its negative

_DIVISION = "it divides by zero"
_ROOT = "it takes the root of a negative number"
_LOGARITHM = "it takes the logarithm of a number that is not positive"
_BASE = "it takes a fractional power of a negative number"


def evaluate(node: Node, values: Mapping[str, float] | None = None) -> float:
    """The value of a tree at a point, as a float.

    Raises:
        Undefined: There is no real value there.
        TooBig: The value or a part of it is beyond a float.
    """
    program = flatten(node)
    outcome = run(program, FLOAT, values or {})[program.results[0]]
    if isinstance(outcome, NoValue):
        raise outcome
    return float(outcome)


def evaluate_to(node: Node, values: Mapping[str, float], digits: int) -> str:
    """The value of a tree at a point to many digits, in decimal.

    Raises:
        Undefined: There is no real value there.
        TooBig: A part of it is beyond what is computed.
    """
    from mpmath.libmp import dps_to_prec, to_str

    many = arithmetic(dps_to_prec(digits) + 32)
    program = flatten(node)
    outcome = run(program, many, {k: many_digits(v) for k, v in values.items()})
    result = outcome[program.results[0]]
    if isinstance(result, NoValue):
        raise result
    return str(to_str(result, digits))


def _checked(operation: Callable[..., float]) -> Callable[..., float]:
    """The operation, with Python's own refusals turned into ours."""

    def call(*args: float) -> float:
        try:
            value = operation(*args)
        except OverflowError:
            raise TooBig("a number is too large") from None
        if not math.isfinite(value):
            raise TooBig("a number is too large")
        return value

    return call


def _divide(a: float, b: float) -> float:
    if b == 0:
        raise Undefined(_DIVISION)
    return a / b


def _power(a: float, b: float) -> float:
    if a == 0 and b < 0:
        raise Undefined(_DIVISION)
    if a < 0 and b != math.floor(b):
        raise Undefined(_BASE)
    return math.pow(a, b)


def _logarithm(log: Callable[[float], float]) -> Callable[[float], float]:
    def call(x: float) -> float:
        if x <= 0:
            raise Undefined(_LOGARITHM)
        return log(x)

    return call


def _sqrt(x: float) -> float:
    if x < 0:
        raise Undefined(_ROOT)
    return math.sqrt(x)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _sech(x: float) -> float:
    return 0.0 if abs(x) > 700 else 1 / math.cosh(x)


def _float(text: str) -> float:
    try:
        return float(literal(text))
    except OverflowError:
        raise TooBig("a number is too large") from None


_FLOATS: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _divide,
    "floordiv": lambda a, b: math.floor(_divide(a, b)),
    "pow": _power,
    "neg": lambda a: -a,
    "exp": math.exp,
    "ln": _logarithm(math.log),
    "log2": _logarithm(math.log2),
    "log10": _logarithm(math.log10),
    "sqrt": _sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "sech": _sech,
    "sigmoid": _sigmoid,
    "abs": abs,
    "max": lambda *args: max(args),
    "min": lambda *args: min(args),
    "relu": lambda x: max(x, 0),
    "sign": lambda x: (x > 0) - (x < 0),
    "positive": lambda x: int(x > 0),
    "floor": math.floor,
    "ceil": math.ceil,
}

FLOAT = Arithmetic(
    literal=_float,
    constant={"e": math.e, "pi": math.pi}.__getitem__,
    operations={op: _checked(operation) for op, operation in _FLOATS.items()},
    less=lambda a, b: bool(a < b),
    zero=0,
)


def many_digits(value: float | Fraction) -> Any:
    """An int, float or fraction of a power of two as mpmath holds it, without rounding."""
    from mpmath.libmp import from_float, from_int

    return from_int(value) if isinstance(value, int) else from_float(float(value))


@lru_cache(maxsize=4)
def arithmetic(precision: int) -> Arithmetic:
    """The arithmetic of mpmath's numbers with this many bits."""
    from mpmath import libmp

    return _Many(libmp, precision).arithmetic()


class _Many:
    """The operations on mpmath's raw numbers: plain functions, with neither context nor state."""

    def __init__(self, libmp: Any, precision: int) -> None:
        self.mp, self.precision = libmp, precision

    def arithmetic(self) -> Arithmetic:
        mp, round_to = self.mp, self.rounded
        return Arithmetic(
            literal=self.literal,
            constant={"e": mp.mpf_e(self.precision), "pi": mp.mpf_pi(self.precision)}.__getitem__,
            operations={
                "add": round_to(mp.mpf_add),
                "sub": round_to(mp.mpf_sub),
                "mul": round_to(mp.mpf_mul),
                "div": self.divide,
                "floordiv": lambda a, b: mp.mpf_floor(self.divide(a, b)),
                "pow": self.power,
                "neg": mp.mpf_neg,
                "exp": self.limited(mp.mpf_exp, LARGEST_POWER),
                "ln": self.logarithm(),
                "log2": self.logarithm(2),
                "log10": self.logarithm(10),
                "sqrt": self.sqrt,
                "sin": self.limited(mp.mpf_sin, LARGEST_ANGLE),
                "cos": self.limited(mp.mpf_cos, LARGEST_ANGLE),
                "tan": self.limited(mp.mpf_tan, LARGEST_ANGLE),
                "sinh": self.limited(mp.mpf_sinh, LARGEST_POWER),
                "cosh": self.limited(mp.mpf_cosh, LARGEST_POWER),
                "tanh": self.limited(mp.mpf_tanh, LARGEST_POWER),
                "sech": self.limited(self.sech, LARGEST_POWER),
                "sigmoid": self.limited(self.sigmoid, LARGEST_POWER),
                "abs": mp.mpf_abs,
                "max": lambda *args: self.extreme(args, largest=True),
                "min": lambda *args: self.extreme(args, largest=False),
                "relu": lambda x: x if mp.mpf_sign(x) > 0 else mp.fzero,
                "sign": lambda x: mp.from_int(mp.mpf_sign(x)),
                "positive": lambda x: mp.from_int(int(mp.mpf_sign(x) > 0)),
                "floor": mp.mpf_floor,
                "ceil": mp.mpf_ceil,
            },
            less=mp.mpf_lt,
            zero=mp.fzero,
        )

    def literal(self, text: str) -> Any:
        value = literal(text)
        return self.mp.from_rational(value.numerator, value.denominator, self.precision, "n")

    def rounded(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        """The operation at this precision, within the bounds."""

        def call(*args: Any) -> Any:
            value = operation(*args, self.precision, "n")
            if value[1] and abs(value[2] + value[3]) > LARGEST_BITS:
                raise TooBig("a number is too large")
            return value

        return call

    def limited(self, operation: Callable[..., Any], largest: int) -> Callable[[Any], Any]:
        limit, compute = self.mp.from_int(largest), self.rounded(operation)

        def call(x: Any) -> Any:
            if self.mp.mpf_gt(self.mp.mpf_abs(x), limit):
                raise TooBig("a number is too large")
            return compute(x)

        return call

    def divide(self, a: Any, b: Any) -> Any:
        if b == self.mp.fzero:
            raise Undefined(_DIVISION)
        return self.rounded(self.mp.mpf_div)(a, b)

    def power(self, a: Any, b: Any) -> Any:
        mp = self.mp
        if b == mp.fzero:
            return mp.fone
        if a == mp.fzero:
            if mp.mpf_sign(b) < 0:
                raise Undefined(_DIVISION)
            return a
        whole = mp.mpf_floor(b) == b
        if mp.mpf_sign(a) < 0 and not whole:
            raise Undefined(_BASE)
        # the size of the result, before it is computed
        size = mp.to_float(b) * (a[2] + a[3]) if b[2] + b[3] < 64 else math.inf
        far = abs(a[2] + a[3]) > 1 and abs(size) > 2 * LARGEST_BITS
        if far or b[2] + b[3] >= 64:
            raise TooBig("a power is too large")
        if whole:
            return self.rounded(mp.mpf_pow_int)(a, mp.to_int(b))
        return self.rounded(mp.mpf_pow)(a, b)

    def logarithm(self, base: int | None = None) -> Callable[[Any], Any]:
        mp = self.mp
        scale = mp.mpf_log(mp.from_int(base), self.precision, "n") if base else mp.fone

        def call(x: Any) -> Any:
            if mp.mpf_sign(x) <= 0:
                raise Undefined(_LOGARITHM)
            return mp.mpf_div(mp.mpf_log(x, self.precision, "n"), scale, self.precision, "n")

        return call

    def sqrt(self, x: Any) -> Any:
        if self.mp.mpf_sign(x) < 0:
            raise Undefined(_ROOT)
        return self.mp.mpf_sqrt(x, self.precision, "n")

    def sech(self, x: Any, precision: int, rounding: str) -> Any:
        mp = self.mp
        return mp.mpf_div(mp.fone, mp.mpf_cosh(x, precision, rounding), precision, rounding)

    def sigmoid(self, x: Any, precision: int, rounding: str) -> Any:
        mp = self.mp
        power = mp.mpf_exp(mp.mpf_neg(x), precision, rounding)
        below = mp.mpf_add(mp.fone, power, precision, rounding)
        return mp.mpf_div(mp.fone, below, precision, rounding)

    def extreme(self, args: tuple[Any, ...], *, largest: bool) -> Any:
        best = args[0]
        for arg in args[1:]:
            if self.mp.mpf_gt(arg, best) if largest else self.mp.mpf_lt(arg, best):
                best = arg
        return best
