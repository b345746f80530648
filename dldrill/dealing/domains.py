"""A bank's narrower domains for a family's givens: ``"16..64 by 4"``, ``"1, 3, 5"``, a list, a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dldrill.bank.table import meant
from dldrill.derivation.domain import Domain, OneOf, Range
from dldrill.derivation.family import Family
from dldrill.derivation.values import as_text, value_of
from dldrill.faults import Fault

SPAN = re.compile(r"(?P<first>-?\d{1,9})\s*\.\.\s*(?P<last>-?\d{1,9})(\s+by\s+(?P<step>\d{1,9}))?")


def narrowed(family: type[Family], written: Mapping[str, object]) -> dict[str, Domain[Any]]:
    """The domains that a question deals its variants from, where they differ from the family's.

    Raises:
        Fault: a given that the family does not have, or a domain that cannot be read.
    """
    for name in written:
        if name not in family.givens():
            raise Fault(f"there is no given {name!r}: {meant(name, family.givens())}", code="given")
    return {name: _domain(family, name, text) for name, text in written.items()}


def _domain(family: type[Family], name: str, written: object) -> Domain[Any]:
    if isinstance(written, list):
        return OneOf(*(value_of(family, name, item, name) for item in written))
    text = as_text(written)
    span = SPAN.fullmatch(text)
    if span:
        first, last, step = int(span["first"]), int(span["last"]), int(span["step"] or 1)
        if last < first or step < 1:
            raise Fault(f"{name} = {text!r} is empty: write the smaller number first", code="domain")
        return Range(first, last, step)
    default = family.givens()[name].default
    if isinstance(default, int | float | Fraction) and not isinstance(default, bool) and "," in text:
        return OneOf(*(value_of(family, name, item, name) for item in text.split(",")))
    return OneOf(value_of(family, name, text, name))
