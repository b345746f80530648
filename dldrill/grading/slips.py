"""Slips that can be made in any calculation: a sign, a factor, a unit, sides exchanged, digits lost.

Every slip proposes the value that it leads to; the first whose value is what was answered explains
it. They are tried from the likeliest, and each asks for as many typed digits as keep accidents out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from dldrill.dealing.dealt import Part
from dldrill.dealing.problem import kind_of
from dldrill.derivation.ancestry import ancestors
from dldrill.derivation.family import Family
from dldrill.derivation.working import AlteredWorking, Line
from dldrill.grading.diagnosis import Diagnosis
from dldrill.grading.digits import NUMERIC, Cells, TypedAnswer, as_float, cells

BATCH = re.compile(r"\b(?:batch|examples|samples|sequences|pairs)\b")  #: in the help of a given
LETTER = re.compile(r"[A-Za-z](?:_[A-Za-z0-9]+)?")  #: a symbol that needs no writer to be LaTeX
SIDES = {"height": "width", "width": "height", "rows": "columns", "columns": "rows"}
SMALLEST_COUNT = 40  #: the next whole number to a smaller one is often hit by accident
SCALED = frozenset(("integer", "number", "vector", "matrix"))


class Slip(NamedTuple):
    """What a slip leads to.

    Attributes:
        name: what it is counted under.
        value: the answer it leads to; None where it cannot be made.
        says: what to tell the learner.
        digits: how many have to be typed before agreeing is no accident; 0 to go by the question's
            own tolerance.
        steps: the steps it was made at; none: at the answer itself.
    """

    name: str
    value: Any
    says: str
    digits: int = 2
    steps: tuple[str, ...] = ()


class Wrong:
    """A wrong answer.

    Attributes:
        problem: the problem.
        part: what was asked for.
        answer: what was typed.
        right: the problem, solved rightly.
    """

    def __init__(self, problem: Family, part: Part, answer: TypedAnswer, right: AlteredWorking) -> None:
        self.problem, self.part, self.answer, self.right = problem, part, answer, right

    @property
    def cells(self) -> Cells:
        """The right numbers."""
        return self.answer.right

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The problem with its formulas."""
        return self.problem.traced().lines

    @cached_property
    def before(self) -> tuple[str, ...]:
        """The steps that the answer is made from, in order."""
        needed = ancestors(self.lines, (self.part.name,)) - {self.part.name}
        return tuple(name for name in self.right.values if name in needed)


Slips = Callable[[Wrong], Iterator[Slip]]


def wrong_answer(problem: Family, part: Part, given: Any, typed: str, right: AlteredWorking) -> Wrong | None:
    """A wrong answer that slips can be looked for in, or None where it is not made of numbers."""
    return Wrong(problem, part, TypedAnswer(part, given, typed), right) if part.kind in NUMERIC else None


def first_of(wrong: Wrong, *likeliest_first: Slips) -> Diagnosis | None:
    """The first slip that leads to what was answered."""
    for slips in likeliest_first:
        for slip in slips(wrong):
            if slip.value is not None and wrong.answer.agrees(slip.value, slip.digits):
                return Diagnosis(slip.name, slip.says, slip.steps or (wrong.part.name,))
    return None


def coarse(wrong: Wrong) -> Diagnosis | None:
    """The right answer with fewer digits than its tolerance asks for."""
    pairs = zip(wrong.cells, wrong.answer.cells, strict=True)
    near = all(abs(as_float(a) - as_float(b)) <= abs(as_float(b)) / 10 for a, b in pairs)
    if wrong.part.kind in ("shape", "signs") or not near or not wrong.answer.rounds_from(wrong.cells):
        return None
    wanted = "the whole number is" if wrong.answer.exact else f"within {100 * wrong.part.spec.rtol:g} % is"
    return Diagnosis("few-digits", f"Right, but with too few digits: {wanted} asked for.", (wrong.part.name,))


def signs(wrong: Wrong) -> Iterator[Slip]:
    """Minus the right answer; in a vector or a matrix also one sign alone."""
    if wrong.part.kind == "shape":
        return
    right = wrong.cells
    every = "every sign" if len(right) > 1 else "the sign"
    yield Slip("sign", [-cell for cell in right], f"Right but for {every}.", 0)
    if wrong.part.kind == "signs" or sum(cell != 0 for cell in right) < 2:
        return
    for place, cell in enumerate(right):
        turned = [*right[:place], -cell, *right[place + 1 :]]
        yield Slip("sign", turned, f"Right but for the sign of {_where(wrong.part, place)}.", 0)


def _where(part: Part, place: int) -> str:
    if part.kind == "matrix":
        row, column = divmod(place, len(part.right[0]))
        return f"row {row + 1}, column {column + 1}"
    return f"number {place + 1}"


def arrangements(wrong: Wrong) -> Iterator[Slip]:
    """Sides of a shape exchanged, a matrix transposed, a vector read backwards."""
    right, kind = wrong.cells, wrong.part.kind
    if kind == "shape" and len(right) > 1:
        sides = "Height and width" if "height" in wrong.right.values else "The first two sides"
        says = f"{sides} are exchanged."
        yield Slip("swapped-sides", [right[1], right[0], *right[2:]], says, 0)
        yield Slip("sides-order", [right[-1], *right[:-1]], "Right sides, but the last stands first.", 0)
    if kind in ("matrix", "signs") and len(wrong.part.right) == len(wrong.part.right[0]):
        turned = cells(list(zip(*wrong.part.right, strict=True)))
        yield Slip("transposed", turned, "Rows and columns are exchanged.", 2)
    if kind == "vector":
        yield Slip("reversed", right[::-1], "Right numbers, but in reverse order.", 2)
    if kind in ("integer", "number"):
        yield from _other_side(wrong)


def _other_side(wrong: Wrong) -> Iterator[Slip]:
    """The width where the height was asked for."""
    before, dot, own = wrong.part.name.rpartition(".")
    other = SIDES.get(own)
    if other and before + dot + other in wrong.right.values:
        value = wrong.right.values[before + dot + other]
        yield Slip("swapped-sides", value, f"That is the {other}, not the {own}.", 1)


def percent(wrong: Wrong) -> Iterator[Slip]:
    """A percentage for a fraction, or the other way round."""
    if wrong.part.kind not in ("number", "vector", "matrix"):
        return
    if all(abs(as_float(cell)) <= 1 for cell in wrong.cells):
        says = "Right as a percentage, where a fraction of 1 is asked for."
        yield Slip("percent", scaled(wrong, 100), says)
    elif wrong.part.unit == "%":
        says = "Right as a fraction of 1, where a percentage is asked for."
        yield Slip("percent", scaled(wrong, Fraction(1, 100)), says)


def earlier(wrong: Wrong) -> Iterator[Slip]:
    """The value of a step before the answer, the last one first."""
    before = list(wrong.right.values)
    before = before[: before.index(wrong.part.name)] if wrong.part.name in before else []
    for back, name in enumerate(reversed(before), 1):
        value = wrong.right.values[name]
        if _alike(wrong.part.kind, value):
            which = "the step before" if back == 1 else "an earlier step"
            yield Slip("earlier-step", value, f"That is {name}, {which}.", 2, (name,))


def _alike(kind: str, value: Any) -> bool:
    own = kind_of(value)
    return own == kind or {own, kind} <= {"integer", "number"}


def batch(wrong: Wrong) -> Iterator[Slip]:
    """The sum over a batch where its mean belongs, or the mean where the sum belongs."""
    for name, symbol, size in _counts(wrong.problem):
        if size > 2 and BATCH.search(wrong.problem.givens()[name].metadata["help"]):
            times = rf"Right but for the batch: this is ${symbol} = {size}$ times the right value."
            part = rf"Right but for the batch: this is the right value divided by ${symbol} = {size}$."
            yield Slip("batch-factor", scaled(wrong, size), times)
            yield Slip("batch-factor", scaled(wrong, Fraction(1, size)), part)


def doubled(wrong: Wrong) -> Iterator[Slip]:
    """A factor of 2 too much or too little."""
    yield Slip("factor-2", scaled(wrong, 2), "That is twice the right value.")
    yield Slip("factor-2", scaled(wrong, Fraction(1, 2)), "That is half the right value.")


def powers_of_ten(wrong: Wrong) -> Iterator[Slip]:
    """The decimal point in the wrong place."""
    for power in (1, 2, 3, 6, 9):
        for factor in (Fraction(10**power), Fraction(1, 10**power)):
            way = "much" if factor > 1 else "little"
            times = f"$10^{{{power}}}$" if power > 1 else "10"
            yield Slip("power-of-ten", scaled(wrong, factor), f"That is {times} times too {way}.", 3)


def given_factors(wrong: Wrong) -> Iterator[Slip]:
    """A whole number of the question multiplied in once too often, or left out."""
    for _, symbol, size in _counts(wrong.problem):
        of = f"${symbol} = {size}$"
        yield Slip("given-factor", scaled(wrong, size), f"The factor {of} is there once too often.", 3)
        yield Slip("given-factor", scaled(wrong, Fraction(1, size)), f"The factor {of} is missing.", 3)


def next_to(wrong: Wrong) -> Iterator[Slip]:
    """One more or one less than a whole number."""
    if wrong.part.kind == "integer" and abs(as_float(wrong.cells[0])) >= SMALLEST_COUNT:
        yield Slip("off-by-one", [wrong.cells[0] + 1], "That is one too many.")
        yield Slip("off-by-one", [wrong.cells[0] - 1], "That is one too few.")


def scaled(wrong: Wrong, factor: int | float | Fraction) -> list[Any]:
    """The right answer times a factor; nothing, where that makes no sense."""
    return [cell * factor for cell in wrong.cells] if wrong.part.kind in SCALED else []


def _counts(problem: Family) -> Iterator[tuple[str, str, int]]:
    """Name, symbol and value of the whole numbers beyond 1 among the givens."""
    for field in fields(problem):  # type: ignore[arg-type]
        value = getattr(problem, field.name)
        if type(value) is int and value > 1:
            symbol = field.metadata["symbol"]
            plain = LETTER.fullmatch(symbol) is not None
            yield field.name, symbol if plain else rf"\text{{{field.name.replace('_', ' ')}}}", value


AT_THE_ANSWER = (signs, arrangements, percent, earlier, batch, doubled)
LESS_LIKELY = (given_factors, powers_of_ten, next_to)
