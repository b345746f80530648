"""Numbers with a bound on their error: what a comparison may conclude, and what it may not.

Two values that are farther apart than their errors differ; a step whose outcome hangs on digits
that are not there (a floor at a whole number, a root at zero) says so instead of guessing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from dldrill.maths.exact import literal
from dldrill.maths.numeric import arithmetic
from dldrill.maths.program import Arithmetic, TooBig

EXACTLY = -math.inf
_SMALL = -3.0  # a relative error below 2 to this makes the bounds on derivatives hold
_SLACK = 0.25  # bits, for what these bounds leave out
_ROUNDING = 3  # bits: the functions are composed of a few roundings


class Unclear(TooBig):
    """The outcome depends on digits beyond those computed."""


class Ball(NamedTuple):
    """A number of mpmath's, and the binary logarithm of how far it may be from the true value."""

    mid: Any
    error: float


Operation = Callable[..., Ball]


@lru_cache(maxsize=4)
def balls(precision: int) -> Arithmetic:
    """The arithmetic of balls with this many bits."""
    from mpmath import libmp

    return _Balls(libmp, precision).arithmetic()


def ball(value: float | Fraction, precision: int) -> Ball:
    """An int, a float or a fraction as a ball; without error where the bits are enough."""
    from mpmath.libmp import from_rational

    above, below = value.as_integer_ratio()
    mid = from_rational(above, below, precision, "n")
    return Ball(mid, EXACTLY if _is(mid, above, below) else size(mid) - precision)


def size(mid: Any) -> float:
    """The binary logarithm of a number without its sign."""
    _, mantissa, exponent, bits = mid
    if not mantissa:
        return -math.inf
    shift = max(0, bits - 60)
    return math.log2(int(mantissa >> shift)) + float(exponent + shift)


def together(*errors: float) -> float:
    """The logarithm of the sum of what these are the logarithms of, or a little more."""
    most = max(errors)
    if most == EXACTLY:
        return most
    sizes = (math.pow(2, error - most) for error in errors if error > most - 1000)
    return most + math.log2(sum(sizes)) + 1e-9


def _is(mid: Any, above: int, below: int) -> bool:
    sign, mantissa, exponent, _ = mid
    if not mantissa or abs(exponent) > 5000:
        return bool(not mantissa and not above)
    value = Fraction(-int(mantissa) if sign else int(mantissa)) * Fraction(2) ** exponent
    return bool(value == Fraction(above, below))


class _Balls:
    """The operations on balls of one precision."""

    def __init__(self, libmp: Any, precision: int) -> None:
        self.mp, self.precision = libmp, precision
        self.many = arithmetic(precision).operations
        self.whole_constants = {"e": libmp.mpf_e(precision), "pi": libmp.mpf_pi(precision)}

    def arithmetic(self) -> Arithmetic:
        mp = self.mp
        one, zero = Ball(mp.fone, EXACTLY), Ball(mp.fzero, EXACTLY)
        f = self.function
        return Arithmetic(
            literal=self.literal,
            constant=lambda text: Ball(self.whole_constants[text], float(_ROUNDING - self.precision)),
            operations={
                "add": self.sum(mp.mpf_add),
                "sub": self.sum(mp.mpf_sub),
                "mul": self.product,
                "div": self.quotient,
                "floordiv": lambda a, b: self.floor(self.quotient(a, b)),
                "pow": self.power,
                "neg": lambda x: Ball(mp.mpf_neg(x.mid), x.error),
                "exp": f("exp", lambda x, y: size(y), at_zero=one),
                "ln": self.logarithm("ln"),
                "log2": self.logarithm("log2"),
                "log10": self.logarithm("log10"),
                "sqrt": self.sqrt,
                "sin": f("sin", lambda x, y: 0.0, at_zero=zero),
                "cos": f("cos", lambda x, y: 0.0, at_zero=one),
                "tan": self.tan,
                "sinh": f("sinh", lambda x, y: max(0.0, size(y)) + 1, at_zero=zero),
                "cosh": f("cosh", lambda x, y: size(y), at_zero=one),
                "tanh": f("tanh", lambda x, y: min(0.0, 2 - 2.8 * self.magnitude(x)), at_zero=zero),
                "sech": f("sech", lambda x, y: size(y), at_zero=one),
                "sigmoid": f("sigmoid", lambda x, y: size(y), at_zero=Ball(mp.fhalf, EXACTLY)),
                "abs": lambda x: Ball(mp.mpf_abs(x.mid), x.error),
                "max": lambda *args: self.extreme(args, mp.mpf_gt),
                "min": lambda *args: self.extreme(args, mp.mpf_lt),
                "relu": lambda x: self.extreme((x, zero), mp.mpf_gt),
                "sign": lambda x: Ball(mp.from_int(self.sign(x)), EXACTLY),
                "positive": lambda x: Ball(mp.from_int(int(self.sign(x) > 0)), EXACTLY),
                "floor": self.floor,
                "ceil": lambda x: self.negated(self.floor(self.negated(x))),
            },
            less=lambda a, b: bool(mp.mpf_lt(a.mid, b.mid)),
            zero=zero,
        )

    def literal(self, text: str) -> Ball:
        return ball(literal(text), self.precision)

    def rounding(self, mid: Any) -> float:
        return size(mid) - self.precision

    def magnitude(self, x: Ball) -> float:
        """How large it is without its sign, as a float."""
        return float(min(2.0 ** min(size(x.mid), 60.0), 1e9))

    def negated(self, x: Ball) -> Ball:
        return Ball(self.mp.mpf_neg(x.mid), x.error)

    def sign(self, x: Ball) -> int:
        """-1, 0 or 1, where the error leaves no doubt."""
        if x.error != EXACTLY and size(x.mid) <= x.error:
            raise Unclear("it may be zero")
        return int(self.mp.mpf_sign(x.mid))

    def sum(self, operation: Callable[..., Any]) -> Operation:
        plain = self.many["add" if operation is self.mp.mpf_add else "sub"]

        def call(a: Ball, b: Ball) -> Ball:
            if a is b and operation is self.mp.mpf_sub:
                return Ball(self.mp.fzero, EXACTLY)
            mid = plain(a.mid, b.mid)
            if a.error == b.error == EXACTLY and abs(a.mid[2] - b.mid[2]) < 2 * self.precision:
                whole = operation(a.mid, b.mid)
                if whole[3] <= self.precision:
                    return Ball(whole, EXACTLY)
            return Ball(mid, together(a.error, b.error, self.rounding(mid)))

        return call

    def product(self, a: Ball, b: Ball) -> Ball:
        mid = self.many["mul"](a.mid, b.mid)
        for x in a, b:
            if x == (self.mp.fzero, EXACTLY):
                return x
        if a.error == b.error == EXACTLY and a.mid[3] + b.mid[3] <= self.precision:
            return Ball(mid, EXACTLY)
        mixed = together(size(a.mid) + b.error, size(b.mid) + a.error, a.error + b.error)
        return Ball(mid, together(mixed, self.rounding(mid)))

    def quotient(self, a: Ball, b: Ball) -> Ball:
        if b.error != EXACTLY and size(b.mid) + _SMALL <= b.error:
            raise Unclear("it may divide by zero")
        mid = self.many["div"](a.mid, b.mid)
        if a.error == b.error == EXACTLY and mid[3] + b.mid[3] <= 2 * self.precision:
            whole = self.mp.mpf_mul(mid, b.mid) == a.mid
            return Ball(mid, EXACTLY if whole else self.rounding(mid))
        error = together(a.error, size(mid) + b.error) - size(b.mid) + _SLACK
        return Ball(mid, together(error, self.rounding(mid)))

    def power(self, a: Ball, b: Ball) -> Ball:
        mp = self.mp
        if b == (mp.fzero, EXACTLY):
            return Ball(mp.fone, EXACTLY)
        if b.error == EXACTLY and mp.mpf_floor(b.mid) == b.mid:
            return self.whole_power(a, b)
        sign = self.sign(a)
        if sign == 0:
            self.sign(b)
        elif sign < 0:
            self.floor(b)  # unclear where b may be whole; else the power below is undefined
        mid = self.many["pow"](a.mid, b.mid)
        if sign <= 0:
            return Ball(mid, EXACTLY)
        logarithm = size(mp.mpf_log(a.mid, 53, "n"))
        relative = together(size(b.mid) + a.error - size(a.mid), max(logarithm, -40.0) + b.error)
        return self.relatively(mid, relative)

    def whole_power(self, a: Ball, b: Ball) -> Ball:
        if self.mp.mpf_sign(b.mid) < 0:
            self.sign(a)  # unclear where a may be zero
        mid = self.many["pow"](a.mid, b.mid)
        count = abs(self.mp.to_float(b.mid))
        if a.error == EXACTLY:
            whole = a.mid[3] == 1 or (a.mid[3] * count <= self.precision and self.mp.mpf_sign(b.mid) > 0)
            return Ball(mid, EXACTLY if whole or not a.mid[1] else self.rounding(mid) + _ROUNDING)
        most = together(size(a.mid), a.error)
        if self.mp.mpf_sign(b.mid) > 0:
            error = math.log2(count) + (count - 1) * most + a.error
            return Ball(mid, together(error, self.rounding(mid) + _ROUNDING))
        return self.relatively(mid, math.log2(count) + a.error - size(a.mid))

    def relatively(self, mid: Any, relative: float) -> Ball:
        if relative > _SMALL:
            raise Unclear("a power is not known well enough")
        return Ball(mid, together(size(mid) + relative + _SLACK, self.rounding(mid) + _ROUNDING))

    def function(self, name: str, slope: Callable[[Ball, Any], float], at_zero: Ball) -> Operation:
        """A smooth function; ``slope`` bounds the logarithm of its derivative near x from y = f(x)."""
        compute = self.many[name]

        def call(x: Ball) -> Ball:
            if x == (self.mp.fzero, EXACTLY):
                return at_zero
            mid = compute(x.mid)
            if x.error > _SMALL:
                raise Unclear("an argument is not known well enough")
            error = together(x.error + slope(x, mid) + _SLACK, self.rounding(mid) + _ROUNDING)
            return Ball(mid, error)

        return call

    def tan(self, x: Ball) -> Ball:
        if x == (self.mp.fzero, EXACTLY):
            return x
        mid = self.many["tan"](x.mid)
        slope = together(0.0, 2 * size(mid))
        if x.error + slope > 2 * _SMALL:
            raise Unclear("an angle is not known well enough")
        return Ball(mid, together(x.error + slope + 1, self.rounding(mid) + _ROUNDING))

    def logarithm(self, name: str) -> Operation:
        compute = self.many[name]

        def call(x: Ball) -> Ball:
            if self.sign(x) > 0 and x.error - size(x.mid) > _SMALL:
                raise Unclear("a logarithm is not known well enough")
            mid = compute(x.mid)
            if x.error == EXACTLY and (x.mid == self.mp.fone or (name == "log2" and x.mid[1] == 1)):
                return Ball(self.mp.from_int(x.mid[2]), EXACTLY)
            return Ball(mid, together(x.error - size(x.mid) + 1, self.rounding(mid) + _ROUNDING))

        return call

    def sqrt(self, x: Ball) -> Ball:
        if self.sign(x) > 0 and x.error - size(x.mid) > _SMALL:
            raise Unclear("a root is not known well enough")
        mid = self.many["sqrt"](x.mid)
        if x.error == EXACTLY:
            whole = self.mp.mpf_mul(mid, mid) == x.mid
            return Ball(mid, EXACTLY if whole else self.rounding(mid))
        return Ball(mid, together(x.error - size(mid), self.rounding(mid)))

    def extreme(self, args: tuple[Ball, ...], beyond: Callable[[Any, Any], bool]) -> Ball:
        best = args[0]
        for arg in args[1:]:
            best = arg if beyond(arg.mid, best.mid) else best
        near = [arg.error for arg in args if self.near(arg, best)]
        return Ball(best.mid, max(near))

    def near(self, a: Ball, b: Ball) -> bool:
        """Whether the errors allow either to be the larger one."""
        apart = size(self.mp.mpf_sub(a.mid, b.mid, 53, "n"))
        return a is b or apart <= together(a.error, b.error)

    def floor(self, x: Ball) -> Ball:
        mid = self.mp.mpf_floor(x.mid)
        if x.error != EXACTLY:
            for edge in mid, self.mp.mpf_add(mid, self.mp.fone, self.precision, "n"):
                if size(self.mp.mpf_sub(x.mid, edge, self.precision, "n")) <= together(
                    x.error, self.rounding(x.mid)
                ):
                    raise Unclear("it may be a whole number")
        return Ball(mid, EXACTLY)
