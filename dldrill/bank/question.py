"""What a bank holds: questions of each type, as they are written, before numbers are dealt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from dldrill.derivation.family import Family
    from dldrill.derivation.written import Written

    FamilyClass = type[Family]  # ``type`` is also a question's attribute


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Question:
    """What questions of every type have.

    Attributes:
        id: ``topic/name``; progress hangs on it, so it never changes.
        topic: the bank file it stands in.
        sources: the exam questions it stands for (``ist-feb23/P1.1``).
        minutes: a fair time for it.
        points: what it is worth.
        note: what the official key left out or got wrong, and why ours holds; Markdown.
        where: file:line of its header.
    """

    type: ClassVar[str]
    id: str
    topic: str
    sources: tuple[str, ...] = ()
    minutes: float
    points: float
    note: str = ""
    where: str = ""

    # written once: a dataclass would compile these anew for every type, at every start
    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({told})"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Claim(Question):
    """One statement to be judged true or false.

    Attributes:
        claim: the statement, Markdown; it stands alone.
        true: the verdict.
        why: the reason for it.
        pool: related claims, from which select-all questions are made.
        key: claims of a pool with the same key say or deny the same thing.
        experiment: the run that settles it, ``file.function``; none: no small run can.
    """

    type: ClassVar[str] = "claim"
    claim: str
    true: bool
    why: str
    pool: str = ""
    key: str = ""
    experiment: str = ""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Compute(Question):
    """A problem of a family: its numbers are dealt, or those of the exam.

    Attributes:
        family: the family's name.
        parts: the answers asked for, in order; none: the family's own.
        free: givens that stay letters, with the set they range over; the answers are then
            expressions in them.
        ask: a template that replaces the family's text; ``@{given}`` puts a value in.
        given: narrower domains for dealt variants, as written.
        original: the exam's own numbers, as written.
    """

    type: ClassVar[str] = "compute"
    family: str
    parts: tuple[str, ...] = ()
    free: Mapping[str, str] = field(default_factory=dict)
    ask: str = ""
    given: Mapping[str, object] = field(default_factory=dict)
    original: Mapping[str, object] = field(default_factory=dict)

    def problems(self) -> FamilyClass:
        """The family; only its own file is imported, and only when it is asked for."""
        from dldrill.families import family

        return family(self.family)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FormulaQuestion(Compute):
    """A problem whose steps are formulas of the bank: it has a family of its own, which has no name.

    Attributes:
        formula: what the bank says; its formulas are read when the family is first wanted.
    """

    formula: Written

    def problems(self) -> FamilyClass:
        """The family that the formulas are compiled to.

        Raises:
            Fault: a formula cannot be read, with file and line.
        """
        from dldrill.derivation.formula import family_of

        return family_of(self.formula)

    def __repr__(self) -> str:
        # the place of the formulas is the question's: without the one, without the other
        told = {**vars(self), "formula": self.formula._replace(where=self.where)}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in told.items())})"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Choose(Compute):
    """Select all that are true, among statements that the drawn data decide, or the right picture.

    Attributes:
        pictures: whether the options are pictures of the answer, of which one is right.
        options: the exam's own options, each as the key of a statement behind ``+`` where it is true
            and ``-`` where it is not.
    """

    type: ClassVar[str] = "choose"
    options: tuple[str, ...] = ()
    pictures: bool = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Select(Question):
    """Options drawn from a pool of claims: all that are true, or the one that is.

    Attributes:
        pool: the pool's name.
        claims: its claims, all of the same bank.
        own: the exam's own options, in order.
        single: whether exactly one is true.
        ask: the text above the options.
    """

    type: ClassVar[str] = "choose"
    pool: str
    claims: tuple[Claim, ...]
    own: tuple[Claim, ...] = ()
    single: bool = False
    ask: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Match(Question):
    """Each item has one answer; an answer may belong to several items, or to none.

    Attributes:
        ask: what is to be matched.
        pairs: item and answer.
        extra: answers that belong to no item.
        why: the reason for the whole.
    """

    type: ClassVar[str] = "match"
    ask: str
    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()
    why: str = ""


class DerivationLine(NamedTuple):
    """A line of a derivation.

    Attributes:
        says: the line, Markdown.
        why: what was done to get it from the line before.
        equals: the line's value as a formula, by which it is proven.
        within: how far it may be from the line before, as a formula; empty: it is equal.
    """

    says: str
    why: str
    equals: str = ""
    within: str = ""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Order(Question):
    """The lines of a derivation, to be put in order.

    Attributes:
        ask: what is derived from what.
        lines: in the right order, which is the only one.
        names: the variables of the formulas, with the set each ranges over.
    """

    type: ClassVar[str] = "order"
    ask: str
    lines: tuple[DerivationLine, ...]
    names: Mapping[str, str] = field(default_factory=dict)


class RubricPoint(NamedTuple):
    """Something a good answer says, and its share of the points."""

    says: str
    points: float = 1


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Explain(Question):
    """Free text that its author marks against a model answer.

    Attributes:
        ask: the question.
        model: a model answer, Markdown.
        rubric: what a good answer says.
    """

    type: ClassVar[str] = "explain"
    ask: str
    model: str
    rubric: tuple[RubricPoint, ...]
