"""A second opinion on equality: trees of our own, their text, and mpmath at a hundred digits.

Nothing here is the package's: neither its trees nor its evaluator, nor its points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, NamedTuple

from mpmath import MPContext

Tree = tuple[Any, ...]
"""``("num", "3/2")``, ``("var", "x")``, ``("+", a, b)``, ``("tanh", a)``, ``("max", a, b)`` …"""

BINARY = frozenset("+-*/^")
DIGITS, MANY_DIGITS = 100, (400, 600)
NOISE = 25  # digits that rounding may cost, of the largest number met on the way

mp = MPContext()
mp.dps = DIGITS


class Nowhere(ArithmeticError):
    """There is no real value at this point."""


class TooFar(ArithmeticError):
    """The value is too large or too small to say anything."""


def write(tree: Tree, random: Random) -> str:
    """The tree as a person could type it, with no more brackets than it takes, or with some."""
    return _written(tree, random)[0]


_TIGHT = {"+": (1, 1, 2), "-": (1, 1, 2), "*": (2, 2, 3), "/": (2, 2, 3), "^": (4, 5, 3)}


def _written(tree: Tree, random: Random) -> tuple[str, int]:
    op, *args = tree
    if op == "num":
        return args[0], 2 if "/" in args[0] else 5
    if op == "var":
        return args[0], 5
    if op == "neg":
        return "-" + _within(args[0], 3, random), 3
    if op in BINARY:
        here, left, right = _TIGHT[op]
        gap = " " if here < 2 or random.random() < 0.3 else ""
        before, after = _within(args[0], left, random), _within(args[1], right, random)
        sign = "·" if op == "*" and random.random() < 0.2 else op
        return f"{before}{gap}{sign}{gap}{after}", here
    if op == "e^":
        return f"e^{_within(args[0], 5, random)}", 4
    inside = ", ".join(_written(arg, random)[0] for arg in args)
    if op == "abs" and "|" not in inside and random.random() < 0.5:
        return f"|{inside}|", 5
    return f"{op}({inside})", 5


def _within(tree: Tree, least: int, random: Random) -> str:
    text, tightness = _written(tree, random)
    return text if tightness >= least and random.random() > 0.1 else f"({text})"


def _power(a: Any, b: Any) -> Any:
    if a == 0:
        if b < 0:
            raise Nowhere
        return mp.mpf(b == 0)
    if a < 0 and b != mp.floor(b):
        raise Nowhere
    if abs(b * mp.ln(abs(a))) > 1e6:
        raise TooFar
    return mp.power(a, b)


def _quotient(a: Any, b: Any) -> Any:
    if b == 0:
        raise Nowhere
    return a / b


def _positive(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def call(x: Any) -> Any:
        if x <= 0:
            raise Nowhere
        return function(x)

    return call


def _moderate(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def call(x: Any) -> Any:
        if abs(x) > 1e6:
            raise TooFar
        return function(x)

    return call


def _root(x: Any) -> Any:
    if x < 0:
        raise Nowhere
    return mp.sqrt(x)


_exp = _moderate(mp.exp)
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _quotient,
    "^": _power,
    "neg": lambda a: -a,
    "exp": _exp,
    "e^": _exp,
    "ln": _positive(mp.ln),
    "log": _positive(mp.ln),
    "log2": _positive(lambda x: mp.ln(x) / mp.ln(2)),
    "log10": _positive(mp.log10),
    "sqrt": _root,
    "tanh": lambda x: mp.tanh(x) if abs(x) < 1e6 else mp.sign(x),
    "sigma": lambda x: 1 / (1 + _exp(-x)),
    "sigmoid": lambda x: 1 / (1 + _exp(-x)),
    "sin": _moderate(mp.sin),
    "cos": _moderate(mp.cos),
    "cosh": _moderate(mp.cosh),
    "sinh": _moderate(mp.sinh),
    "relu": lambda x: x if x > 0 else mp.zero,
    "abs": abs,
    "sign": mp.sign,
    "max": max,
    "min": min,
}


def value(tree: Tree, point: Mapping[str, Any]) -> tuple[Any, Any]:
    """The value at a point, and the size of the largest number met on the way there."""
    op, *args = tree
    if op == "num":
        above, _, below = args[0].partition("/")
        found = mp.mpf(above) / mp.mpf(below or 1)
        return found, abs(found)
    if op == "var":
        return point[args[0]], abs(point[args[0]])
    values, sizes = zip(*(value(arg, point) for arg in args), strict=True)
    found = FUNCTIONS[op](*values)
    return found, max(abs(found), *sizes)


def _whole(least: int, most: int) -> Callable[[Random], Any]:
    return lambda random: mp.mpf(random.randint(least, random.choice((least + 6, most))))


def _size(random: Random, most: float) -> Any:
    return mp.exp(random.uniform(-3, float(mp.ln(most)))) * mp.mpf(random.choice((1, 1 / 3, 0.7)))


DOMAINS: Mapping[str, Callable[[Random], Any]] = {
    "positive": lambda random: _size(random, 12),
    "real": lambda random: random.choice((-1, 1)) * _size(random, 9),
    "integer": lambda random: _whole(-random.choice((4, 50)), 50)(random),
    "count": _whole(1, 300),
    "size": _whole(2, 300),
    "probability": lambda random: mp.mpf(random.uniform(0.001, 0.999)),
    "unit": lambda random: mp.mpf(random.uniform(-0.999, 0.999)),
}


class Opinion(NamedTuple):
    """At how many points two trees had the same value, and whether they differ at another."""

    compared: int
    different: bool


def opinion(right: Tree, given: Tree, domains: Mapping[str, str], random: Random, points: int) -> Opinion:
    """Compare two trees at many points of their domain, up to the first difference.

    What looks different is looked at again with more digits, as it may be the noise of rounding:
    noise shrinks with every digit, a difference stays what it is.
    """
    compared = 0
    for _ in range(points):
        point = {name: DOMAINS[domain](random) for name, domain in domains.items()}
        try:
            apart, scale = _difference(right, given, point, DIGITS)
            if apart is None or apart <= scale * mp.mpf(10) ** (NOISE - DIGITS):
                compared += apart is not None
                continue
            first, second = (_difference(right, given, point, digits)[0] for digits in MANY_DIGITS)
        except TooFar:
            continue
        if first is None or second is None:
            continue
        if first == second == mp.inf or (second and abs(first - second) <= second / 1000):
            return Opinion(compared, different=True)
        compared += 1
    return Opinion(compared, different=False)


def _difference(right: Tree, given: Tree, point: Mapping[str, Any], digits: int) -> tuple[Any, Any]:
    """How far the values are apart, infinitely where there is only one, and how large they are."""
    with mp.workdps(digits):
        pair = [_or_nowhere(tree, point) for tree in (right, given)]
        if pair[0] is None or pair[1] is None:
            return None if pair == [None, None] else mp.inf, mp.one
        (a, size), (b, other) = pair[0], pair[1]
        return abs(a - b), max(size, other, mp.one)


def _or_nowhere(tree: Tree, point: Mapping[str, Any]) -> tuple[Any, Any] | None:
    try:
        return value(tree, point)
    except Nowhere:
        return None
