"""A problem family: a frozen dataclass of givens with one method, ``solve``."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, TypeVar, dataclass_transform

from dldrill.derivation.domain import Domain, Product
from dldrill.derivation.working import (
    AlteredWorking,
    DerivationError,
    TracedWorking,
    Working,
)
from dldrill.faults import Fault
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.trace import GIVEN, Tape, Traced

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

T = TypeVar("T")


class Statement(NamedTuple):
    """A computed claim: its truth follows from the drawn data.

    Attributes:
        says: the statement, Markdown.
        true: whether it holds for these givens.
        why: the reason, with the figures.
        key: statements of the same key say or deny the same thing; one of them is dealt.
    """

    says: str
    true: bool
    why: str
    key: str = ""


def given(symbol: str, domain: Domain[T], help: str, *, default: T) -> T:  # noqa: A002
    """Declare a given.

    Args:
        symbol: how it stands in formulas, with Greek letters by name (``tau``); a shape or a pair
            has a symbol for each side, separated by spaces (``H W C``).
        domain: the values that a dealt variant takes it from.
        help: what it is, with its unit.
        default: its value where nobody says otherwise; its type is the type of the given.
    """
    return dataclasses.field(default=default, metadata={"symbol": symbol, "domain": domain, "help": help})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(given,))
class Family:
    """Problems that differ in their givens and share their solution."""

    title: ClassVar[str] = ""
    topic: ClassVar[str] = ""
    how: ClassVar[str] = ""  #: what ``check`` does, in the words of "verified: …"
    minutes: ClassVar[float] = 2.0  #: a fair time for one variant
    parts: ClassVar[tuple[str, ...]] = ()  #: the answers asked for, in order; none named: the last

    def __init_subclass__(cls) -> None:
        dataclasses.dataclass(frozen=True, kw_only=True, eq=False, repr=False)(cls)
        for name, field in cls.givens().items():
            if hasattr(Family, name):
                says = f"every family has a {name} of its own: give the given another name"
            elif "symbol" not in field.metadata:
                says = f"{name} has a type, but is no given: write given(…), or leave out the type"
            else:
                continue
            raise Fault(f"{cls.__name__}.{name}: {says}", code="family")

    # written once: a dataclass would compile these anew for every family, at every start
    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.givens())
        return f"{type(self).__name__}({told})"

    def solve(self, work: Working) -> Any:
        """The worked solution, written as on paper."""
        raise NotImplementedError

    def check(self) -> Mapping[str, Any]:
        """Every answer by a different algorithm, in numpy: name → value."""
        raise NotImplementedError

    def ask(self) -> str:
        """The question, Markdown with LaTeX."""
        raise NotImplementedError

    def fits(self) -> str | None:
        """What is wrong with these givens, in a sentence that says what to change, or None."""
        return None

    def suits(self) -> bool:
        """Whether a dealt variant may look like this: well posed, and it teaches something."""
        return True

    def figure(self) -> Figure | None:
        """What the question shows, drawn from the givens; None where words are enough."""
        return None

    def pictures(self) -> tuple[Figure, ...]:
        """The right picture of the answer first, then wrong ones, for a choice between pictures."""
        return ()

    def statements(self) -> list[Statement]:
        """Claims whose truth these givens decide, for select-all questions."""
        return []

    def plain(self) -> dict[str, Any]:
        """Solve with plain numbers: answer → value."""
        work = Working()
        self.solve(work)
        return work.answers

    def altered(self, slips: Collection[str] = (), put: Mapping[str, Any] | None = None) -> AlteredWorking:
        """Solve with mistakes made or a learner's values put in.

        Raises:
            DerivationError: a mistake or a step that the solution does not have.
        """
        work = AlteredWorking(slips, put)
        self.solve(work)
        unknown = [name for name in work.put if name not in work.values]
        known = {f"{kind}@{name}" for name, wrong in work.sites.items() for kind in wrong}
        kinds = {name.partition("@")[0] for name in known}
        unknown += [slip for slip in work.slips if slip not in known and slip not in kinds]
        if unknown:
            raise DerivationError(f"{type(self).__name__} has no step or mistake {unknown[0]!r}")
        return work

    def traced(self, slips: Collection[str] = (), put: Mapping[str, Any] | None = None) -> TracedWorking:
        """Solve with every formula kept."""
        work = TracedWorking(slips, put)
        self.seen(work.tape).solve(work)
        return work

    def seen(self, tape: Tape, suffix: str = "") -> Self:
        """The same problem with traced givens."""
        traced = {
            f.name: see(getattr(self, f.name), f.metadata["symbol"], tape, suffix)
            for f in dataclasses.fields(self)  # type: ignore[arg-type]
        }
        return type(self)(**traced)

    @classmethod
    def givens(cls) -> dict[str, dataclasses.Field[Any]]:
        """The declared givens by name."""
        return {f.name: f for f in dataclasses.fields(cls)}  # type: ignore[arg-type]

    @classmethod
    def space(cls, narrowed: Mapping[str, Domain[Any]] | None = None) -> Product:
        """All the givens that variants are dealt from; a bank can narrow some domains."""
        domains = {name: f.metadata["domain"] for name, f in cls.givens().items()}
        return Product(domains | dict(narrowed or {}))


def see(value: Any, symbol: str, tape: Tape, suffix: str = "") -> Any:
    """A given as the traced run sees it: numbers, vectors and matrices traced, words as they are."""
    if isinstance(value, tuple):
        symbols = symbol.split()
        if value and isinstance(value[0], Family):
            return tuple(part.seen(tape, f"_{i}") for i, part in enumerate(value, 1))
        if len(symbols) == len(value) and not isinstance(value[0], str):
            return tuple(see(v, s, tape, suffix) for v, s in zip(value, symbols, strict=True))
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Vector | Matrix):
        return value
    return Traced(value, GIVEN, (), tape, symbol + suffix)
