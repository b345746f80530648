"""Slips made at a step on the way and carried on: rounded early, another logarithm, a sign."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

from dldrill.derivation.working import IMPOSSIBLE, AlteredWorking
from dldrill.grading.digits import cells
from dldrill.grading.slips import Slip, Wrong
from dldrill.maths import functions
from dldrill.maths.linear import Array, Matrix, divide
from dldrill.maths.trace import Traced, bare

LONGEST = 24  #: steps that are looked at, the last ones before the answer
BASES = {
    "ln": (("log_2", 1 / math.log(2)), ("log_{10}", 1 / math.log(10))),
    "log2": (("ln", math.log(2)), ("log_{10}", math.log10(2))),
}
"""For a logarithm the others in its place, as LaTeX writes them, with the factor that they come to."""

AGAIN: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": divide,
    "neg": operator.neg,
    "pow": operator.pow,
    "index": operator.getitem,
    "sum": functions.added,
    "mean": functions.mean,
    "vector": functions.vector,
    "matrix": Matrix,
    "max": functions.maximum,
    "min": functions.minimum,
    "exp": functions.exp,
}
"""How the operations around a logarithm are done again."""


class _Rounded(Mapping[str, Any]):
    """What a learner carries on who rounds at these steps: values made while the sheet is written."""

    def __init__(self, steps: tuple[str, ...], to: Callable[[float], float]) -> None:
        self.steps, self.to = steps, to
        self.due: Mapping[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return rounded(self.due[name], self.to)

    def __contains__(self, name: object) -> bool:
        return name in self.steps

    def __iter__(self) -> Iterator[str]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)


def rounded(value: Any, to: Callable[[float], float]) -> Any:
    """A value with every number rounded that is not whole."""
    if isinstance(value, Array):
        return value.map(lambda cell: rounded(cell, to))
    if isinstance(value, int | str | tuple) or not math.isfinite(value):
        return value
    return to(float(value))


def _to_places(places: int) -> Callable[[float], float]:
    return lambda value: round(value, places)


def _to_figures(figures: int) -> Callable[[float], float]:
    return lambda value: float(f"{value:.{figures}g}")


ROUNDINGS = (
    *((f"{places} decimal{'s' if places > 1 else ''}", _to_places(places)) for places in (3, 2, 1)),
    *((f"{figures} figures", _to_figures(figures)) for figures in (3, 2)),
)


def rounded_early(wrong: Wrong) -> Iterator[Slip]:
    """Every step, or one of them, rounded before it is used."""
    steps = tuple(name for name in _before(wrong) if _is_decimal(wrong.right.values[name]))
    if wrong.part.kind in ("integer", "shape", "signs") or not steps:
        return
    for alone in ((), *((step,) for step in reversed(steps))):
        for digits, to in ROUNDINGS:
            value = _after_rounding(wrong, alone or steps, to)
            if value is None:
                continue
            where = alone[0] if alone else "the steps"
            says = f"You rounded {where} to {digits} before going on: keep more."
            yield Slip("early-rounding", value, says, 3, alone or steps)


def _after_rounding(wrong: Wrong, steps: tuple[str, ...], to: Callable[[float], float]) -> Any:
    """The answer, or None where rounding changes nothing."""
    if all(rounded(wrong.right.values[name], to) == wrong.right.values[name] for name in steps):
        return None
    put = _Rounded(steps, to)
    work = AlteredWorking((), put)
    put.due = work.due
    return _solved(wrong, work)


def other_logarithms(wrong: Wrong) -> Iterator[Slip]:
    """Logarithms to another base, at all the steps that take one or at one of them."""
    lines = wrong.lines
    steps = [name for name in (*_before(wrong), wrong.part.name) if name in lines]
    for base, others in BASES.items():
        taking = tuple(name for name in steps if _takes(lines[name].formula, base))
        for names in dict.fromkeys((taking, *((name,) for name in taking))) if taking else ():
            for other, factor in others:
                put = {name: _again(lines[name].formula, base, factor) for name in names}
                if None in put.values():
                    continue
                says = rf"You took $\{other}$ for $\{base.replace('2', '_2')}$ in {' and '.join(names)}."
                yield Slip("log-base", _solved(wrong, AlteredWorking((), put)), says, 2, names)


def _takes(x: Any, function: str) -> bool:
    """Whether a formula takes this function itself, not in a step that it goes on from."""
    if type(x) is not Traced or x.name:
        return False
    return x.op == function or any(_takes(arg, function) for arg in x.args)


def _again(x: Any, function: str, factor: float) -> Any:
    """The value of a formula with a factor before every call of a function; None where it has no way."""
    if type(x) is not Traced or not _takes(x, function):
        return bare(x)
    if x.op == function:
        return x.value * factor
    args = [_again(arg, function, factor) for arg in x.args]
    if x.op not in AGAIN or None in args:
        return None
    try:
        return AGAIN[x.op](*args)
    except IMPOSSIBLE:
        return None


def signs_on_the_way(wrong: Wrong) -> Iterator[Slip]:
    """The sign of one step turned round, and then on."""
    for name in reversed(_before(wrong)):
        value = wrong.right.values[name]
        if _is_decimal(value) or _goes_below_0(value):
            says = f"Right but for the sign of {name}, which you carried on."
            yield from _put(wrong, name, "sign", -1, says)


def factors_on_the_way(wrong: Wrong) -> Iterator[Slip]:
    """A factor of 2 at one step, and then on."""
    for name in reversed(_before(wrong)):
        if _is_decimal(wrong.right.values[name]):
            for factor, says in ((2, "twice"), (Fraction(1, 2), "half")):
                text = f"With {says} the right {name} you would get this."
                yield from _put(wrong, name, "factor-2", factor, text)


def _put(wrong: Wrong, name: str, slip: str, factor: int | Fraction, says: str) -> Iterator[Slip]:
    value = _solved(wrong, AlteredWorking((), {name: wrong.right.values[name] * factor}))
    if value is not None:
        yield Slip(slip, value, says, 3, (name,))


def _before(wrong: Wrong) -> tuple[str, ...]:
    return wrong.before[-LONGEST:]


def _is_decimal(value: Any) -> bool:
    """Whether a value is made of numbers of which one at least is not whole."""
    if isinstance(value, Array):
        return any(map(_is_decimal, value.cells))
    return not isinstance(value, int | str | tuple) and math.isfinite(value) and value != int(value)


def _goes_below_0(value: Any) -> bool:
    if isinstance(value, Array):
        return any(map(_goes_below_0, value.cells))
    return not isinstance(value, str | tuple) and value < 0


def _solved(wrong: Wrong, work: AlteredWorking) -> Any:
    """What becomes of the answer on a sheet with values put in; None where nothing does."""
    # the sheet may well break off after the answer was written: with an odd sign a later step has no value
    with suppress(
        *IMPOSSIBLE, TypeError
    ):  # a power of a negative number is complex, and compares with nothing
        wrong.problem.solve(work)
    value = work.values.get(wrong.part.name)
    return None if any(isinstance(cell, complex) for cell in cells(value)) else value


ON_THE_WAY = (other_logarithms, rounded_early, signs_on_the_way, factors_on_the_way)
