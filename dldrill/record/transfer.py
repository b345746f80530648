"""The log as JSON Lines: to look at, to move, and to join the records of two machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_type_hints

from dldrill.faults import Fault
from dldrill.record.log import DOES, KINDS, VERDICTS, Amendment, Line, Logged

_NESTED = {"answers": dict, "parts": list}  #: JSON in the record, and JSON in the lines
_TYPES: dict[type, tuple[type, ...]] = {str: (str,), int: (int,), float: (int, float)}
_KINDS: dict[type, dict[str, type]] = {line: get_type_hints(line) for line in (Logged, Amendment)}
_LATEST = 4_102_444_800_000  #: the year 2100; later instants are slips of a clock or of a pen
_LAST_YEAR = 2100
_LONGEST = 2**53
_DAY_MINUTES = 1440
_AMENDS = "amends"


def exported(lines: Iterable[Line]) -> Iterator[str]:
    """A line of JSON for each line of the log."""
    for line in lines:
        fields = line._asdict()
        if isinstance(line, Logged):
            fields |= {name: json.loads(fields[name]) for name in _NESTED}
        else:
            fields = {"uuid": line.uuid, _AMENDS: line.attempt, **fields}
            del fields["attempt"]
        # in ASCII: it may be shown in a terminal, and what was typed need not be whole characters
        yield json.dumps(fields)


def imported(texts: Iterable[str]) -> Iterator[Line]:
    """The lines of the log that some text holds; empty lines are passed over.

    Raises:
        Fault: a line is none, with its number.
    """
    for number, text in enumerate(texts, 1):
        if text.strip():
            try:
                line = _line(text)
            except ValueError as error:
                raise Fault(f"line {number}: {error}", code="import") from error
            yield line


def _line(text: str) -> Line:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("this is no JSON: give what `dldrill record export` wrote") from None
    if not isinstance(fields, dict):
        raise ValueError("this is no attempt: give what `dldrill record export` wrote")
    if _AMENDS in fields:
        fields["attempt"] = fields.pop(_AMENDS)
        amendment = Amendment(**_checked(fields, Amendment))
        _must_be_known("does", amendment.does, DOES)
        if amendment.does == "regrade" and not amendment.rating:
            raise ValueError("rating is from 1 to 4")
        return amendment
    for name, kind in _NESTED.items():
        if not isinstance(fields.get(name), kind):
            raise ValueError(f"{name} is {'wrong' if name in fields else 'missing'}")
        fields[name] = json.dumps(fields[name])
    logged = Logged(**_checked(fields, Logged))
    _must_be_known("kind", logged.kind, KINDS)
    _must_be_known("verdict", logged.verdict, VERDICTS)
    return logged


def _checked(fields: Mapping[str, Any], line: type[Line]) -> dict[str, Any]:
    """The fields of a line, each there and of its type, and none beside them."""
    kinds = _KINDS[line]
    for name, kind in kinds.items():
        value: Any = fields.get(name)
        if not isinstance(value, _TYPES[kind]) or isinstance(value, bool):
            raise ValueError(f"{name} is {'wrong' if name in fields else 'missing'}")
        if isinstance(value, (int, float)) and not -_LONGEST < value < _LONGEST:
            raise ValueError(f"{name} is too large")
    unknown = fields.keys() - kinds.keys()
    if unknown:
        raise ValueError(f"{min(unknown)!r:.40} is not known: a newer dldrill may have written it")
    _must_fit(fields)
    return dict(fields)


def _must_fit(fields: Mapping[str, Any]) -> None:
    if not 0 <= fields["rating"] <= 4:
        raise ValueError("rating is from 0 to 4")
    for name in ("clock", "shown", "ms", "idle"):
        if not 0 <= fields.get(name, 0) < _LATEST:
            raise ValueError(f"{name} is no time between 1970 and 2100")
    for name in ("hints", "target"):
        if fields.get(name, 0) < 0:
            raise ValueError(f"{name} is negative")
    if abs(fields.get("offset", 0)) > _DAY_MINUTES:
        raise ValueError("offset is more than a day")
    if not _is_day(fields.get("day", "2026-11-21")):
        raise ValueError("day is none up to 2100: write it as 2026-11-21")
    for value in fields.values():
        if isinstance(value, str):
            value.encode()  # half a character is a ValueError


def _is_day(text: str) -> bool:
    """Whether this is a day in the one form that sorts as days do, with room for intervals after it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and day.year <= _LAST_YEAR


def _must_be_known(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{name} is one of {', '.join(known)}")
