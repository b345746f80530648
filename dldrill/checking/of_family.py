"""What is wrong with a question on a family before its numbers are dealt: names that the family lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dldrill.bank.question import Compute
from dldrill.bank.table import meant
from dldrill.checking.texts import FILLED, Wrong
from dldrill.faults import Fault
from dldrill.maths.text import quoted

if TYPE_CHECKING:
    from dldrill.derivation.family import Family


def family_faults(question: Compute) -> Iterator[Wrong]:
    """The family, and every given and set that is named, is there, and every value is read."""
    try:
        family = question.problems()
    except Fault as fault:
        yield Wrong(("family",), str(fault))
        return
    unknown = [*_unknown_givens(question, family)]
    yield from unknown
    yield from _slots(question, family)
    yield from _sets(question)
    if not unknown:
        yield from _values(question, family)


def _unknown_givens(question: Compute, family: type[Family]) -> Iterator[Wrong]:
    known = family.givens()
    for key, named in (("given", question.given), ("original", question.original), ("free", question.free)):
        for name in named:
            # what is typed as an option may be written so where values stand
            if name not in known and not (key == "original" and name.replace("-", "_") in known):
                hint = meant(name, known)
                yield Wrong((key, name), f"{key}: {question.family} has no given {quoted(name)}: {hint}")


def _slots(question: Compute, family: type[Family]) -> Iterator[Wrong]:
    known = family.givens()
    for slot in dict.fromkeys(FILLED.findall(question.ask)):
        name = slot.strip("@{}").partition(":")[0].strip()
        if name not in known:
            yield Wrong(("ask",), f"ask: {quoted(slot)} names no given: {meant(name, known)}", slot)


def _sets(question: Compute) -> Iterator[Wrong]:
    from dldrill.maths.domains import DOMAINS

    for name, of in question.free.items():
        if of not in DOMAINS:
            yield Wrong(("free", name), f"free: there is no set {quoted(of)}: {meant(of, DOMAINS)}")


def _values(question: Compute, family: type[Family]) -> Iterator[Wrong]:
    from dldrill.dealing.domains import narrowed
    from dldrill.derivation.values import problem_of

    for name, written in question.given.items():
        try:
            narrowed(family, {name: written})
        except Fault as fault:
            yield Wrong(("given", name), f"given: {str(fault).removeprefix('--')}")
    try:
        problem_of(family, question.original)
    except Fault as fault:
        found = list(_unread(question, family))
        yield from found or [Wrong(("original",), f"original: {fault}")]


def _unread(question: Compute, family: type[Family]) -> Iterator[Wrong]:
    from dldrill.derivation.values import value_of

    for name, written in question.original.items():
        try:
            value_of(family, name.replace("-", "_"), written)
        except Fault as fault:
            yield Wrong(("original", name), f"original: {str(fault).removeprefix('--')}")
