"""Domains as banks write them: ``16..64 by 4``, ``1, 3, 5``, ``1/2, 1/4``, ``3 distinct of -3..3``."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction
from math import perm
from random import Random
from typing import Any

from dldrill.derivation.domain import Domain, OneOf, Range, Vectors
from dldrill.faults import Fault
from dldrill.maths.exact import exact
from dldrill.maths.linear import Vector
from dldrill.maths.program import NoValue
from dldrill.maths.reader import read_expression

LONGEST = 12  #: cells of a vector
MOST = 10**9  #: values of a domain
HINT = 'write "16..64 by 4", "1, 3, 5" or "3 distinct of -3..3"'
_VECTOR = re.compile(r"(?P<cells>\d{1,4})(?P<distinct> +distinct)? +of +(?P<cell>.+)")
_SPAN = re.compile(r"(?P<first>[^.]+(?:\.\d+)?) *\.\. *(?P<last>.+?)(?: +by +(?P<step>.+))?")
_OTHER_SPAN = re.compile(
    r"(?P<first>\d+(?:\.\d+)?) *(?:-|[\u2010-\u2015]|\u2026|\.{3,}) *"
    r"(?P<last>\d+(?:\.\d+)?)(?P<by> +by +\S+)?"
)
"""A range as it is written elsewhere: ``1-5``, ``1...5``."""


class Spread(Domain[Fraction]):
    """Fractions from the first to the last by a step."""

    def __init__(self, first: Fraction, step: Fraction, size: int) -> None:
        self.first, self.step, self.size = first, step, size

    def at(self, index: int) -> Fraction:
        """The value at an index."""
        return self.first + index * self.step


class Distinct(Domain[Vector]):
    """Vectors of a length with cells of a domain, no two of them equal."""

    def __init__(self, length: int, cell: Domain[Any]) -> None:
        self.length, self.cell = length, cell
        self.size = perm(cell.size, length)

    def at(self, index: int) -> Vector:
        """The value at an index: its digits say which of the cells left comes next."""
        left, cells = list(range(self.cell.size)), []
        for count in range(self.cell.size, self.cell.size - self.length, -1):
            index, place = divmod(index, count)
            cells.append(self.cell.at(left.pop(place)))
        return Vector(*cells)

    def draw(self, stream: Random) -> Vector:
        """All equally likely."""
        return self.at(int(stream.random() * self.size))


def domain_of(text: str) -> Domain[Any]:
    """The domain that a bank wrote.

    Raises:
        Fault: it cannot be read, or is empty.
    """
    text = text.strip()
    vector = _VECTOR.fullmatch(text)
    if not vector:
        return _cells(text)
    length, cell = int(vector["cells"]), _cells(vector["cell"])
    if not 2 <= length <= LONGEST:
        raise Fault(f"a vector has 2 to {LONGEST} components: write another number before of", code="domain")
    if not vector["distinct"]:
        return _bounded(Vectors(length, cell))
    if cell.size > 1000:
        raise Fault("distinct values are drawn from at most 1,000: write a narrower range", code="domain")
    if cell.size < length:
        says = f"there are no {length} distinct values among {cell.size}: write a wider range"
        raise Fault(says, code="domain")
    return _bounded(Distinct(length, cell))


def value_of(text: str) -> Any:
    """A number, or a vector in brackets, as a bank wrote it.

    Raises:
        Fault: it is neither.
    """
    if text.startswith("[") and text.endswith("]"):
        return Vector(*[_plain(_number(part)) for part in text[1:-1].split(",")])
    return _plain(_number(text))


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _bounded(domain: Domain[Any]) -> Domain[Any]:
    if domain.size > MOST**2:
        raise Fault("that has too many values: write a narrower range", code="domain")
    return domain


def _cells(text: str) -> Domain[Any]:
    for part in text.split(","):
        other = _OTHER_SPAN.fullmatch(part.strip())
        if other:
            span = f"{other['first']}..{other['last']}{other['by'] or ''}"
            raise Fault(f"for a range write {span}", code="domain")
    if ".." in text and "," in text:
        raise Fault("a span and a list do not mix: write one span, or list every value", code="domain")
    if ".." in text:
        return _span(text)
    values = [_number(part) for part in text.split(",")]
    if len(set(values)) < len(values):
        raise Fault("a value is listed twice: write each once", code="domain")
    whole = all(value.denominator == 1 for value in values)
    return OneOf(*[value.numerator if whole else value for value in values])


def _span(text: str) -> Domain[Any]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise Fault(HINT, code="domain")
    first, last, step = (_number(found[part] or "1") for part in ("first", "last", "step"))
    if step <= 0:
        raise Fault("it is empty: write a step above 0 after by", code="domain")
    if last < first:
        raise Fault("it is empty: write the smaller number first", code="domain")
    size = int((last - first) / step) + 1
    if size > MOST:
        raise Fault("that has too many values: write a narrower range", code="domain")
    if first.denominator == step.denominator == 1:
        return Range(int(first), int(first + (size - 1) * step), int(step))
    return Spread(first, step, size)


def _number(text: str) -> Fraction:
    if not text.strip():
        raise Fault(HINT, code="domain")
    value = None
    with suppress(Fault, NoValue):
        value = exact(read_expression(text))
    if value is None:
        raise Fault(f"{text.strip()[:20]!r} is no number: {HINT}", code="domain")
    return value
