"""What a given may be, in a few words: ``16..64 by 16``, ``same, valid``, ``cells of -2..2``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dldrill.derivation.domain import Domain, Matrices, OneOf, Range, Squares, Vectors
from dldrill.show.look import Look

FEW = 5  #: values that are all shown
LONG = 40  #: characters of values that are shown


def allowed(domain: Domain[Any], written: Callable[[object], str], look: Look) -> str:
    """The values of a domain, in the words of a bank where it has such.

    Args:
        domain: the domain.
        written: how a value is written.
        look: what can be shown.
    """
    span = _span(domain)
    if span:
        return span
    if isinstance(domain, Vectors):
        return f"cells of {allowed(domain.parts[0], written, look)}"
    if isinstance(domain, Matrices):
        return f"cells of {allowed(domain.row.parts[0], written, look)}"
    if isinstance(domain, Squares) and domain.size > FEW:
        return f"{allowed(domain.sides, written, look)}, both the same"
    many = look.mark("…", "...")
    if domain.size <= FEW:
        shown = ", ".join(written(domain.at(place)) for place in range(domain.size))
    elif isinstance(domain, OneOf):
        first, second, last = (written(domain.at(place)) for place in (0, 1, domain.size - 1))
        shown = f"{first}, {second}, {many}, {last} ({domain.size} values)"
    else:
        return f"{domain.size:,} of this kind"
    return shown if len(shown) <= LONG else f"{domain.size:,} of this kind"


def _span(domain: Domain[Any]) -> str:
    """Whole numbers by a step; empty where a domain is not that."""
    if isinstance(domain, Range):
        first, step = domain.first, domain.step
    elif isinstance(domain, OneOf) and domain.size > FEW and all(type(one) is int for one in domain.values):
        first, step = domain.values[0], domain.values[1] - domain.values[0]
    else:
        return ""
    numbers = [first + step * place for place in range(domain.size)]
    if step < 1 or (isinstance(domain, OneOf) and list(domain.values) != numbers):
        return ""
    by = f" by {step}" if step > 1 and domain.size > 1 else ""
    return f"{first}..{numbers[-1]}{by}" if domain.size > 1 else str(first)
