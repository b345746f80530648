"""A traced run as a list of instructions: what was computed, without the numbers.

Two variants with the same recording took the same path through the same formulas, so they share a
closed form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from dldrill.derivation.working import TracedWorking
from dldrill.maths.linear import Array
from dldrill.maths.trace import GIVEN, STEP, Traced

DECISIONS = frozenset({"relu", "max", "min", "abs", "positive", "sign", "argmax", "argmin"})
"""Operations whose result depends on a comparison: what they decided is part of the path."""


class Instruction(NamedTuple):
    """One operation on earlier results.

    Attributes:
        op: the operation, ``given``, ``constant`` or ``shape``.
        args: the positions of its operands among the instructions.
        fixed: the name of a given, the value of a constant, or what was decided.
    """

    op: str
    args: tuple[int, ...]
    fixed: Any = None


class Recording(NamedTuple):
    """What was computed: hashable, free of the values of the givens.

    Attributes:
        instructions: in an order in which each uses only earlier ones.
        answers: answer → position of its instruction.
        path: the comparisons, as (operator, left, right, outcome).
    """

    instructions: tuple[Instruction, ...]
    answers: tuple[tuple[str, int], ...]
    path: tuple[tuple[str, int, int, bool], ...]


def record(work: TracedWorking) -> tuple[Recording, dict[str, Any]]:
    """The recording of a traced run, and the values of the givens it used."""
    scribe = _Scribe()
    answers = tuple(
        (name, scribe.write(work.lines[name].formula, name))
        for name in work.answers
        if not isinstance(work.answers[name], str)
    )
    path = tuple(
        (op, scribe.write(a), scribe.write(b), outcome) for op, a, b, outcome in work.tape.comparisons
    )
    return Recording(tuple(scribe.instructions), answers, path), scribe.givens


class _Scribe:
    def __init__(self) -> None:
        self.instructions: list[Instruction] = []
        self.places: dict[int, int] = {}
        self.known: dict[Instruction, int] = {}
        self.givens: dict[str, Any] = {}
        self.kept: list[Any] = []

    def write(self, x: Any, name: str = "") -> int:
        """The position of the instruction that makes this value."""
        if type(x) is tuple:
            return self._place(Instruction("shape", tuple(self.write(part) for part in x)))
        if type(x) is not Traced:
            return self._place(Instruction("constant", (), x))
        place = self.places.get(id(x))
        if place is None:
            place = self.places[id(x)] = self._write(x)
            self.kept.append(x)  # an id is only unique while its owner lives
        return place

    def _write(self, x: Traced) -> int:
        if x.op == GIVEN:
            self.givens[x.name] = x.value
            return self._place(Instruction(GIVEN, (), (x.name, _form(x.value))))
        if x.op == STEP:
            return self.write(x.args[0])
        args = tuple(self.write(arg) for arg in x.args)
        if x.op == "index":
            return self._place(Instruction("index", args, _plain_index(x)))
        return self._place(Instruction(x.op, args, _decided(x) if x.op in DECISIONS else None))

    def _place(self, instruction: Instruction) -> int:
        place = self.known.get(instruction)
        if place is None:
            place = self.known[instruction] = len(self.instructions)
            self.instructions.append(instruction)
        return place


def _form(value: Any) -> tuple[int, ...]:
    """() for a number, (n,) for a vector, (rows, columns) for a matrix."""
    if not isinstance(value, Array):
        return ()
    return (len(value), *_form(value.cells[0])) if len(value) else (0,)


def _plain_index(x: Traced) -> int:
    position = x.args[1]
    at = int(position.value if type(position) is Traced else position)
    length: int = len(x.args[0].value)
    return at % length


def _decided(x: Traced) -> Any:
    """What the numbers decided: the side each cell fell on, or the position that won."""
    values = [arg.value if type(arg) is Traced else arg for arg in x.args]
    if x.op in ("argmax", "argmin"):
        return x.value
    if x.op in ("max", "min"):
        return _side(values[0] - values[1])
    return _sides(values[0])


def _sides(value: Any) -> Any:
    return tuple(map(_sides, value.cells)) if isinstance(value, Array) else _side(value)


def _side(value: Any) -> int:
    return int(value > 0) - int(value < 0)


def givens_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The givens' numbers one by one: ``x`` → its cells ``x_1``, ``x_2`` and so on."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Array):
            flat |= givens_of({f"{name}_{i}": cell for i, cell in enumerate(value.cells, 1)})
        else:
            flat[name] = value
    return flat
