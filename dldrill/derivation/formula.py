"""A problem family made of formulas: what a bank's ``compute`` question without code becomes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from dldrill.derivation.carrying_out import carried_out, tidy
from dldrill.derivation.family import Family
from dldrill.derivation.second_formula import Evaluate, evaluated, holds
from dldrill.derivation.working import IMPOSSIBLE, Asked, Working
from dldrill.faults import BankFault, Fault, Key
from dldrill.maths.linear import Vector
from dldrill.maths.trace import Traced
from dldrill.maths.tree import Node

if TYPE_CHECKING:
    from dldrill.derivation.domain import Domain
    from dldrill.derivation.written import Written


class Mistaken(NamedTuple):
    """A mistake at a step: its name as a keyword, the formula it leads to, what to say."""

    kind: str
    tree: Node
    says: str


class Step(NamedTuple):
    """A step whose formula was read; ``asked`` where it is an answer."""

    name: str
    tree: Node
    why: str
    asked: Asked | None
    mistakes: tuple[Mistaken, ...]


class Requirement(NamedTuple):
    """A comparison that has to hold; ``after`` is the number of steps that it needs."""

    text: str
    sign: str
    left: Node
    right: Node
    names: tuple[str, ...]
    after: int


class Compiled(NamedTuple):
    """A formula question whose formulas were read."""

    written: Written
    domains: Mapping[str, Domain[Any]]
    defaults: Mapping[str, Any]
    steps: tuple[Step, ...]
    requirements: tuple[Requirement, ...]
    checks: Mapping[str, Evaluate]


class Formula(Family):
    """Problems whose steps are formulas; every question has a class of its own."""

    compiled: ClassVar[Compiled]
    road: ClassVar[str] = "second formula"  #: what its check is called among the roads

    def __init_subclass__(cls) -> None:
        # no __init__ is made from the names of givens: one may be lambda, and none becomes code
        dataclasses.dataclass(frozen=True, init=False, eq=False, repr=False)(cls)

    def __init__(self, **values: Any) -> None:
        for field in dataclasses.fields(type(self)):
            object.__setattr__(self, field.name, values.pop(field.name, field.default))
        if values:
            raise TypeError(f"{type(self).__name__} has no given {next(iter(values))!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.compiled.written, dict(vars(self)))

    def solve(self, work: Working) -> Any:
        """Carry the formulas out, one after another."""
        values = dict(vars(self))
        tape = next((value.tape for value in values.values() if type(value) is Traced), None)
        value: Any = None
        for step in self.compiled.steps:
            value = carried_out(step.tree, values, tape)
            # a mistake may name the step itself: there it stands for the right value
            known = {**values, step.name: value} if step.mistakes else values
            wrong = {
                mistake.kind: (partial(carried_out, mistake.tree, known, tape), mistake.says)
                for mistake in step.mistakes
            }
            if step.asked is None:
                value = work.step(step.name, value, step.why, **wrong)
            else:
                value = work.answer(step.name, value, step.why, step.asked, **wrong)
            values[step.name] = value
        return value

    def check(self) -> dict[str, Any]:
        """Evaluate the second formula of every answer.

        Raises:
            Fault: one has no value.
        """
        compiled, givens = self.compiled, vars(self)
        found = {}
        for name, formula in compiled.checks.items():
            try:
                found[name] = evaluated(formula, givens)
            except IMPOSSIBLE as reason:
                says = f"the check of {name} has no value for {told(givens)}: {because(reason)}"
                raise fault(compiled.written, says, ("check", name)) from None
        return found

    def fits(self) -> str | None:
        """The requirements hold, and the steps have values."""
        lengths = {name: len(v) for name, v in self.compiled.defaults.items() if isinstance(v, Vector)}
        values = dict(vars(self))
        for name, length in lengths.items():
            if len(values[name]) != length:
                return f"{name} must have {length} components"
        try:
            broken = self._broken(values)
        except IMPOSSIBLE as reason:
            return f"these numbers have no answer ({because(reason)}): change one of them"
        return broken if broken or self._is_dealt() else self._unchecked()

    def _broken(self, values: dict[str, Any]) -> str | None:
        """The first requirement that does not hold, each tried as soon as its steps are known."""
        steps, done = self.compiled.steps, 0
        for requirement in self.compiled.requirements:
            for step in steps[done : requirement.after]:
                values[step.name] = carried_out(step.tree, values)
            done = max(done, requirement.after)
            sides = carried_out(requirement.left, values), carried_out(requirement.right, values)
            if not holds(requirement.sign, *sides):
                shown = told({name: values[name] for name in requirement.names})
                return f"{requirement.text} must hold, but {shown}: change one of them"
        for step in steps[done:]:
            values[step.name] = carried_out(step.tree, values)
        return None

    def _is_dealt(self) -> bool:
        """Whether every given is one of those that variants are dealt with."""
        return all(_is_among(domain, getattr(self, name)) for name, domain in self.compiled.domains.items())

    def _unchecked(self) -> str | None:
        try:
            self.check()
        except Fault:
            return "these numbers are too large to be checked: make them smaller"
        return None


def _is_among(domain: Domain[Any], value: Any) -> bool:
    from dldrill.derivation.domain import OneOf, Range

    if isinstance(domain, OneOf):
        return value in domain.values
    if isinstance(domain, Range):
        place, rest = divmod(value - domain.first, domain.step)
        return not rest and 0 <= place < domain.size
    return True  # fractions by a step and vectors: their sizes make no check longer


def because(reason: Exception) -> str:
    """Why a formula has no value."""
    known = {
        "math domain error": "a root or logarithm of a number that has none",
        "math range error": "a number is too large",
        "max() arg is an empty sequence": "a max over nothing",
        "min() arg is an empty sequence": "a min over nothing",
    }
    return known.get(str(reason), str(reason).lower())


def told(values: Mapping[str, Any]) -> str:
    """``k = 9 and n = 4``."""
    shown = [f"{name} = {_short(tidy(value))}" for name, value in values.items()]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown) or "these numbers"


def _short(value: Any) -> str:
    if isinstance(value, Vector):
        return f"[{', '.join(map(_short, value.cells))}]"
    if isinstance(value, Fraction) and len(str(value)) > 12:
        value = float(value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)[:40]


def fault(written: Written, says: str, place: tuple[Key, ...] = ()) -> BankFault:
    """A fault of a formula question; ``place`` are the keys that lead to it."""
    return BankFault(written.where, written.id, says, place)


@lru_cache(maxsize=1024)
def family_of(written: Written) -> type[Formula]:
    """The family of a formula question; its formulas are read here, once.

    Raises:
        Fault: the first fault of the question.
    """
    from dldrill.derivation.compiling import compiled

    found, faults = compiled(written)
    if found is None:
        raise fault(written, *faults[0])
    fields: dict[str, Any] = {}
    for name, default in found.defaults.items():
        metadata = {"symbol": name, "domain": found.domains[name], "help": ""}
        fields[name] = dataclasses.field(default=default, metadata=metadata)
    return type(
        "Formula",
        (Formula,),
        {
            "__module__": __name__,
            "__doc__": None,
            "__annotations__": {name: type(default) for name, default in found.defaults.items()},
            **fields,
            "compiled": found,
            "title": written.id,
            "topic": written.topic,
            "how": written.how or "; ".join(f"`{name} = {text}`" for name, text in written.checks),
            "minutes": written.minutes,
            "parts": tuple(answer.step for answer in written.answers),
        },
    )


def _rebuilt(written: Written, values: Mapping[str, Any]) -> Formula:
    return family_of(written)(**values)
