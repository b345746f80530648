"""From what a person names to what can be dealt: a question's id, an exam's question, a family."""

from __future__ import annotations

from dldrill.bank.library import OWN, Library
from dldrill.bank.question import Question
from dldrill.derivation.family import Family
from dldrill.families import family, is_family, names
from dldrill.faults import Fault


def locate(name: str, library: Library) -> Question | type[Family]:
    """The question or family of a name.

    Raises:
        Fault: it is neither.
    """
    if "/" in name:
        return library.find(name)
    if is_family(name):
        return family(name)
    raise Fault(_unknown(name, library), code="question")


def _unknown(name: str, library: Library) -> str:
    from difflib import get_close_matches

    from dldrill.families._packages import undeclared

    known = [*names(), *(question.id for question in library)]
    near = get_close_matches(name.replace("-", "_"), known, 1)
    hint = f"did you mean {near[0]}?" if near else f"see `dldrill list`; {OWN}"
    hint = undeclared(name.replace("-", "_")) or hint
    return f"there is no question or family {name!r}: {hint}"
