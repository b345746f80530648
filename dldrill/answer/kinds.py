"""Every kind of answer by its name: reading what was typed, comparing it, showing it as read."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from dldrill.answer.spec import PLAIN, Spec
from dldrill.faults import Fault

if TYPE_CHECKING:
    from dldrill.maths.reader import Note


class Kind(Protocol):
    """What the module of a kind offers."""

    @property
    def read(self) -> Any:
        """``read(text, spec)`` is the value that was typed; it raises only Fault."""

    @property
    def same(self) -> Any:
        """``same(right, given, spec)`` tells whether a value is right."""

    @property
    def show(self) -> Any:
        """``show(value)`` is one line of plain text that reads back as the value."""


KINDS = (
    *("integer", "number", "shape", "vector", "matrix", "signs", "expression", "letters", "matching"),
    *("order", "text"),
)
"""The kinds, by the names of INTERFACE and of their modules."""


def read(kind: str, typed: str, spec: Spec = PLAIN) -> Any:
    """The value of what was typed.

    Integers and numbers are int, Fraction or float; shapes and vectors tuples; matrices tuples of
    tuples; signs tuples of strings; expressions trees; letters frozensets; matching and order
    tuples of letters; text a string, or a tuple of words.

    Raises:
        Fault: It cannot be read; the text says what to write instead.
    """
    return _find(kind).read(typed, spec)


def same(kind: str, right: Any, given: Any, spec: Spec = PLAIN) -> bool:
    """Whether a value, as read, is the right one."""
    return bool(_find(kind).same(right, given, spec))


def show(kind: str, value: Any) -> str:
    """A value as one line of plain text."""
    return str(_find(kind).show(value))


def notes(kind: str, typed: str, spec: Spec = PLAIN) -> tuple[Note, ...]:
    """What of the reading could be doubted, so that it is echoed.

    Raises:
        Fault: It cannot be read.
    """
    if kind in {"integer", "number"}:
        from dldrill.answer import number

        return number.read_number(typed, spec)[1]
    if kind == "expression":
        from dldrill.answer import expression

        return expression.read_expression(typed, spec).notes
    return ()


def _find(kind: str) -> Kind:
    """The module of a kind; only those that are used are loaded."""
    if kind not in KINDS:
        raise Fault(f"There is no kind {kind!r} of answer; use one of {', '.join(KINDS)}.", code="kind")
    return cast(Kind, import_module(f"dldrill.answer.{kind}"))
