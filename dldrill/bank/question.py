"""What a bank holds: questions of each type, as they are written, before numbers are dealt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from dldrill.derivation.family import Family

    FamilyClass = type[Family]  # ``type`` is also a question's attribute


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class Choose(Compute):
    """Select all that are true, among statements that the drawn data decide."""

    type: ClassVar[str] = "choose"
