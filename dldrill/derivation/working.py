"""The sheet of paper: the steps of a solution are written on it one after another.

A family's ``solve`` writes on whatever sheet it is handed. The plain sheet only collects answers
and is fast; the altered sheet makes mistakes and puts in a learner's own values; the traced sheet
keeps every line with its formula.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar, cast

from dldrill.maths.compare import close
from dldrill.maths.linear import Array
from dldrill.maths.trace import STEP, Tape, Traced, bare, gathered

T = TypeVar("T")
Wrong = tuple[Callable[[], T], str]
"""What people write instead of a step's value (evaluated only when asked for), and what to tell them."""


IMPOSSIBLE = (ArithmeticError, ValueError, IndexError)
"""What a mistaken value can raise: the mistake can then not be made in this problem."""


class DerivationError(Exception):
    """A family is written wrongly: a name twice, a name nobody knows, a mistake of another kind."""


class Asked(NamedTuple):
    """How an answer is asked for and judged.

    Attributes:
        label: what to call it when it is asked for.
        kind: integer, number, shape, vector, matrix, signs (of a matrix), text, matching or order;
            empty: what the value is.
        points: its share of the question's points.
        rtol: the relative tolerance of a decimal; whole numbers and shapes are always exact.
        unit: what stands behind the number, if anything.
        words: the vocabulary of an answer that is a word.
    """

    label: str = ""
    kind: str = ""
    points: float = 1
    rtol: float = 0.01
    unit: str | None = None
    words: tuple[str, ...] = ()


PLAIN = Asked()

KINDS = (int, float, Fraction, str, tuple, Array)
"""What a value of a step can be."""


class Working:
    """A sheet to write on with ``step`` and ``answer``; ``part`` opens a section of it.

    The base class is the plain sheet: numbers in, answers out.
    """

    __slots__ = ("answers", "prefix")

    def __init__(self) -> None:
        self.prefix = ""
        self.answers: dict[str, Any] = {}

    def step(self, name: str, value: T, why: str, /, **wrong: Wrong[T]) -> T:
        """Name a value, say why it is so, and go on with it; ``wrong``: the usual mistakes."""
        return value

    def answer(self, name: str, value: T, why: str, asked: Asked = PLAIN, /, **wrong: Wrong[T]) -> T:
        """A step that can be asked for."""
        self.answers[self.prefix + name] = value
        return value

    def part(self, name: str) -> Working:
        """A section whose names begin with ``name.``."""
        inner = Working()
        inner.prefix, inner.answers = f"{self.prefix}{name}.", self.answers
        return inner


class MistakenWorking(Working):
    """The plain sheet with one mistake made, everywhere or at one step: nothing else is kept.

    Fairness is judged by one such run a mistake for every variant that is dealt, so it is lean.
    """

    __slots__ = ("at", "kind")

    def __init__(self, slip: str) -> None:
        super().__init__()
        self.kind, _, self.at = slip.partition("@")

    def step(self, name: str, value: T, why: str, /, **wrong: Wrong[T]) -> T:
        """The value, or what the mistake makes of it."""
        if self.kind in wrong and (not self.at or self.at == self.prefix + name):
            return wrong[self.kind][0]()
        return value

    def answer(self, name: str, value: T, why: str, asked: Asked = PLAIN, /, **wrong: Wrong[T]) -> T:
        """Write a step that can be asked for."""
        if self.kind in wrong and (not self.at or self.at == self.prefix + name):
            value = wrong[self.kind][0]()
        self.answers[self.prefix + name] = value
        return value

    def part(self, name: str) -> MistakenWorking:
        """A section whose names begin with ``name.``."""
        inner = MistakenWorking(self.kind)
        inner.at, inner.prefix, inner.answers = self.at, f"{self.prefix}{name}.", self.answers
        return inner


class AlteredWorking(Working):
    """The plain sheet with mistakes made and a learner's values put in.

    Args:
        slips: mistakes to make, everywhere (``no_bias``) or at one step (``no_bias@conv2``).
        put: values that replace those of the steps of these names.

    Attributes:
        values: what each step went on with.
        due: what each step would have been, given what went before.
        sites: the mistakes that could have been made at each step.
        arising: of these, on a sheet without alterations, those that make a difference there, with
            what to tell the learner; judged at the step itself, before a loop moves on.
        asked: how each answer is asked for.
    """

    __slots__ = ("arising", "asked", "due", "put", "sites", "slips", "values")

    def __init__(self, slips: Collection[str] = (), put: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.slips, self.put = slips, put or {}
        self.values: dict[str, Any] = {}
        self.due: dict[str, Any] = {}
        self.sites: dict[str, dict[str, Wrong[Any]]] = {}
        self.arising: dict[str, dict[str, str]] = {}
        self.asked: dict[str, Asked] = {}

    def step(self, name: str, value: T, why: str, /, **wrong: Wrong[T]) -> T:
        """Write a step: as it should be, with a mistake, or with the learner's value."""
        name = self.prefix + name
        if name in self.values:
            raise DerivationError(f"the step {name!r} is written twice")
        _must_be_value(name, value)
        self.due[name] = value
        if wrong:
            self.sites[name] = wrong
            if not self.slips and not self.put:
                self.arising[name] = _arising(value, wrong)
            for slip in self.slips:
                if slip in wrong or slip.endswith(f"@{name}"):
                    value = self._mistaken(slip, name, value, wrong)
        if name in self.put:
            value = cast(T, self.put[name])
        self.values[name] = value
        return value

    def _mistaken(self, slip: str, name: str, value: T, wrong: dict[str, Wrong[T]]) -> T:
        kind = slip.partition("@")[0]
        if kind not in wrong:
            raise DerivationError(f"the step {name!r} has no mistake {kind!r}")
        mistaken = wrong[kind][0]()
        if not same_kind(value, mistaken):
            raise DerivationError(f"{slip!r} at {name!r} gives {mistaken!r} for {value!r}")
        return mistaken

    def answer(self, name: str, value: T, why: str, asked: Asked = PLAIN, /, **wrong: Wrong[T]) -> T:
        """Write a step that can be asked for."""
        value = self.step(name, value, why, **wrong)
        self.answers[self.prefix + name] = value
        self.asked[self.prefix + name] = asked
        return value

    def part(self, name: str) -> AlteredWorking:
        """A section whose names begin with ``name.``."""
        inner = AlteredWorking(self.slips, self.put)
        inner.prefix = f"{self.prefix}{name}."
        inner.answers, inner.values, inner.due = self.answers, self.values, self.due
        inner.sites, inner.arising, inner.asked = self.sites, self.arising, self.asked
        return inner


INSTEAD = "write Vector(a, b) for numbers in a row, Matrix((a, b), (c, d)) for rows, (a, b) for a shape"


def _must_be_value(name: str, value: object) -> None:
    if not isinstance(value, KINDS):
        kind = type(value).__name__
        raise DerivationError(f"the step {name!r} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}: {INSTEAD}")


def _arising(value: Any, wrong: dict[str, Wrong[Any]]) -> dict[str, str]:
    """The mistakes that can be made at a step and give another value there."""
    found = {}
    for kind, (mistaken, says) in wrong.items():
        try:
            if not close(value, mistaken(), 0):
                found[kind] = says
        except IMPOSSIBLE:
            continue
    return found


class Line(NamedTuple):
    """A step as it stands on the sheet.

    Attributes:
        name: its name, with the names of the parts it stands in before it.
        why: the reason for it.
        formula: the value with its history, before the step had a name.
        value: the bare value.
        asked: how it is asked for, if it is an answer.
    """

    name: str
    why: str
    formula: Any
    value: Any
    asked: Asked | None


class TracedWorking(Working):
    """The sheet that keeps every line with its formula."""

    __slots__ = ("lines", "put", "slips", "tape")

    def __init__(self, slips: Collection[str] = (), put: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.slips, self.put = slips, put or {}
        self.tape = Tape()
        self.lines: dict[str, Line] = {}

    def step(self, name: str, value: T, why: str, /, **wrong: Wrong[T]) -> T:
        """Write a line and go on with its named value."""
        return self._write(name, value, why, None, wrong)

    def answer(self, name: str, value: T, why: str, asked: Asked = PLAIN, /, **wrong: Wrong[T]) -> T:
        """Write a line that can be asked for."""
        named = self._write(name, value, why, asked, wrong)
        self.answers[self.prefix + name] = bare(named)
        return named

    def part(self, name: str) -> TracedWorking:
        """A section whose names begin with ``name.``."""
        inner = TracedWorking(self.slips, self.put)
        inner.prefix, inner.tape = f"{self.prefix}{name}.", self.tape
        inner.answers, inner.lines = self.answers, self.lines
        return inner

    def _write(self, name: str, value: T, why: str, asked: Asked | None, wrong: dict[str, Wrong[T]]) -> T:
        name = self.prefix + name
        if name in self.lines:
            raise DerivationError(f"the step {name!r} is written twice")
        for slip in self.slips:
            kind, _, at = slip.partition("@")
            if kind in wrong and at in ("", name):
                value = wrong[kind][0]()
        if name in self.put:
            value = cast(T, self.put[name])
        value = gathered(value)
        self.lines[name] = Line(name, why, value, bare(value), asked)
        return cast(T, named(name, value, self.tape))


def named(name: str, value: Any, tape: Tape) -> Any:
    """A step's value as the next steps see it; the sides of a shape keep the names they have."""
    if type(value) is tuple:
        many = len(value) > 1
        return tuple(
            side
            if type(side) is Traced and side.name
            else Traced(bare(side), STEP, (side,), tape, f"{name}_{i}" if many else name)
            for i, side in enumerate(value, 1)
        )
    if isinstance(bare(value), str):
        return bare(value)
    return Traced(bare(value), STEP, (value,), tape, name)


def same_kind(a: Any, b: Any) -> bool:
    """Whether two values could be answers to the same question."""
    if isinstance(a, int | float | complex) or hasattr(a, "numerator"):
        return isinstance(b, int | float) or hasattr(b, "numerator")
    return type(a) is type(b)
