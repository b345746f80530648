"""Values of givens as a person writes them: ``84x84x4``, ``3,5``, ``[[1,2],[3,4]]``, ``1/3``, ``true``."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from dldrill.answer.kinds import read
from dldrill.answer.spec import Spec
from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family
from dldrill.faults import Fault
from dldrill.maths.linear import Matrix, Vector

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def problem_of(family: type[Family], written: Mapping[str, object]) -> Family:
    """The problem with these givens; the others have their defaults.

    Raises:
        Fault: a given that the family does not have, a value that cannot be read, or givens that
            do not fit together.
    """
    givens = family.givens()
    values = {}
    for name, text in written.items():
        own = name.replace("-", "_")
        if own not in givens:
            raise Fault(unknown_given(name, family), code="given")
        values[own] = value_of(family, own, text)
    problem = family(**values)
    objection = problem.fits()
    if objection is not None:
        raise Fault(objection, code="ill-posed")
    return problem


def unknown_given(name: str, family: type[Family]) -> str:
    """What to write instead of a name that is no given."""
    known = [option(given) for given in family.givens()]
    near = get_close_matches(option(name), known, 1)
    hint = f"did you mean {near[0]}?" if near else f"its givens are {' '.join(known)}"
    return f"there is no given {option(name)}: {hint}"


def option(name: str) -> str:
    """The command-line option of a given."""
    return f"--{name.replace('_', '-').lstrip('-')}"


def value_of(family: type[Family], name: str, written: object, called: str = "") -> Any:
    """The value of one given, from a bank's TOML or from what was typed.

    Args:
        family: whose given it is.
        name: the given.
        written: its value.
        called: what a fault calls it; its option where nothing is said.

    Raises:
        Fault: it cannot be read.
    """
    field = family.givens()[name]
    text = as_text(written)
    domain = field.metadata["domain"]
    try:
        try:
            return domain.read(text)
        except NotImplementedError:
            return _like(field.default, text, domain)
    except Fault as fault:
        raise Fault(f"{called or option(name)} {text!r}: {fault}", code=fault.code) from None


def as_text(written: object) -> str:
    """A TOML value as it would be typed."""
    if isinstance(written, bool):
        return "true" if written else "false"
    if isinstance(written, list):
        return f"[{', '.join(map(as_text, written))}]"
    return str(written).strip()


def _like(default: Any, text: str, domain: Any) -> Any:
    """Read a value of the same type as the default."""
    if isinstance(default, bool):
        return _flag(text)
    if isinstance(default, str):
        return _word(text, domain)
    if isinstance(default, int):
        return _whole(text)
    if isinstance(default, float | Fraction):
        return _number(text, type(default))
    if isinstance(default, Vector):
        return Vector(*map(_plain, read("vector", text, Spec())))
    if isinstance(default, Matrix):
        return Matrix(*(map(_plain, row) for row in read("matrix", text, Spec())))
    return _tuple(default, text)


def _flag(text: str) -> bool:
    if text.lower() not in YES + NO:
        raise Fault("write true or false", code="given")
    return text.lower() in YES


def _word(text: str, domain: Any) -> str:
    known = domain.values if isinstance(domain, OneOf) else ()
    if known and text not in known:
        raise Fault(f"write one of {', '.join(map(str, known))}", code="given")
    return text


def _whole(text: str) -> int:
    value = read("number", text, Spec())
    if value != int(value):
        raise Fault("write a whole number", code="given")
    return int(value)


def _number(text: str, kind: type[float] | type[Fraction]) -> float | Fraction:
    value = read("number", text, Spec())
    return kind(value)


def _plain(value: Any) -> int | float | Fraction:
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    number: int | float | Fraction = value
    return number


def _tuple(default: tuple[Any, ...], text: str) -> tuple[Any, ...]:
    """A shape or a pair; one number means both sides."""
    if default and isinstance(default[0], str):
        return tuple(word.strip() for word in text.strip("[]() ").split(","))
    if not default or isinstance(default[0], int):
        sides: tuple[Any, ...] = read("shape", text, Spec())
    else:
        sides = tuple(map(_plain, read("vector", text, Spec())))
    if len(sides) == 1 and len(default) == 2:
        return sides * 2
    if len(sides) != len(default):
        raise Fault(f"write {len(default)} numbers, like {'x'.join(map(str, default))}", code="given")
    return sides
