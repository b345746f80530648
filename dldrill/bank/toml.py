"""Bank files: TOML tables to questions, with every fault at its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dldrill.bank.cache import parsed
from dldrill.bank.question import Claim, Question
from dldrill.bank.table import Table, meant
from dldrill.bank.types import READERS
from dldrill.faults import BankFault, Fault
from dldrill.maths.text import quoted

LARGEST_FILE = 1 << 20
DEEPEST = 20  #: tables and lists within each other
LONGEST_ID = 80
MOST_MISNAMED = 20  #: headers that are compared with every name
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ABOUT = "bank"  #: the table that is no question: it may hold the bank's title
HEADER = re.compile(r"^\[(?P<name>[^\]\[.]+)\]", re.MULTILINE)
_ANY_HEADER = re.compile(rf"{HEADER.pattern}|^\[\[?(?P<part>[\w-]+)\.", re.MULTILINE)
"""That of a question, or of a part of one."""
_DOTS = re.compile(r"""[\n{,\[][ \t]*+(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}""")
"""The beginning of a key of very many parts, for which tomllib takes time that grows with their square."""


def read_file(path: Path) -> list[Question]:
    """The questions of a bank file; its name is their topic.

    Raises:
        Fault: the first fault, with file and line.
    """

    def parse(text: str) -> dict[str, Any]:
        return {"tables": tables_of(text, path.name), "lines": header_lines(text)}

    bank = parsed(text_of(path), parse)
    lines = bank["lines"]
    return read_tables(bank["tables"], topic_of(path), lambda name: f"{path.name}:{lines.get(name, 1)}")


def topic_of(path: Path) -> str:
    """The topic of a bank: its file's name.

    Raises:
        BankFault: it cannot stand before a question's name.
    """
    if NAME.fullmatch(path.stem):
        return path.stem
    says = (
        "the file's name is the topic: rename it to small letters, digits and hyphens, as in my-course.toml"
    )
    raise BankFault(f"{path.name}:1", "", says)


def read_tables(
    tables: Mapping[str, Any],
    topic: str,
    where: Callable[[str], str],
    gathered: list[BankFault] | None = None,
) -> list[Question]:
    """The questions of a bank's tables, in their order.

    Args:
        tables: what TOML says.
        topic: the bank's name.
        where: file:line of a question's header, by its name.
        gathered: takes every fault; without it, the first one is raised.

    Raises:
        BankFault: the first fault, where they are not gathered.
    """
    claims: dict[str, Claim] = {}
    questions: dict[str, Question] = {}
    misnamed = _misnamed(tables)
    for name, (key, meant_one) in misnamed.items():
        fault = BankFault(where(name), "", _no_such_question(name, key, tables[name], meant_one), (name,))
        if gathered is None:
            raise fault
        gathered.append(fault)
    passed = {ABOUT, *misnamed, *(meant_one for _, meant_one in misnamed.values())}
    # claims first: what draws options from their pools is made of them
    for name, raw in sorted(tables.items(), key=_is_no_claim):
        if name in passed:
            continue
        try:
            question = _question(raw, name, topic, where(name), claims, gathered)
        except BankFault as fault:
            if gathered is None:
                raise
            gathered.append(fault)
            continue
        questions[name] = question
        if isinstance(question, Claim):
            claims[name] = question
    return [questions[name] for name in tables if name in questions]


def _misnamed(tables: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Headers as ``[[name.step]]`` whose name is no question's: the key behind it, and which one was meant.

    A question that was meant, too, cannot be read without what stands below such a header.
    """
    from difflib import get_close_matches

    known = [name for name, raw in tables.items() if isinstance(raw, dict) and "type" in raw]
    found: dict[str, tuple[str, str]] = {}
    last = ""
    for name, raw in tables.items():
        if not isinstance(raw, dict) or not raw or name == ABOUT:
            continue
        parts = all(isinstance(value, dict) or _is_tables(value) for value in raw.values())
        if parts and "type" not in raw:
            near = get_close_matches(name, known if len(found) < MOST_MISNAMED else (), 1)
            if near or _is_tables(raw.get("step")):
                found[name] = next(iter(raw)), near[0] if near else last
        elif "type" in raw:
            last = name
    return found


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _no_such_question(name: str, key: str, raw: Mapping[str, Any], other: str) -> str:
    opened, closed = ("[[", "]]") if isinstance(raw[key], list) else ("[", "]")
    says = f"no question {quoted(name)[1:-1]} above"
    if not other:
        return f"{says}: write [{quoted(name)[1:-1]}] and its keys first"
    return f"{says}: did you mean {opened}{quoted(other)[1:-1]}.{quoted(key)[1:-1]}{closed}?"


def header_lines(text: str) -> dict[str, int]:
    """The line of each question's header."""
    found: dict[str, int] = {}
    parts: dict[str, int] = {}
    line, before = 1, 0
    for header in _ANY_HEADER.finditer(text):
        line += text.count("\n", before, header.start())
        before = header.start()
        if header["name"] is not None:
            found[header["name"].strip()] = line
        else:
            parts.setdefault(header["part"], line)
    return parts | found


def _is_no_claim(item: tuple[str, Any]) -> bool:
    return not (isinstance(item[1], dict) and item[1].get("type") == "claim")


def tables_of(text: str, name: str, above: int = 0) -> dict[str, Any]:
    """What TOML says.

    Args:
        text: of the bank, or a piece of it.
        name: the file's.
        above: how many lines of the file stand before the piece.

    Raises:
        BankFault: it is not TOML, or nested too deeply.
    """
    import tomllib  # a cached bank needs no parser

    if (dots := _DOTS.search(f"\n{text}")) is not None:
        raise BankFault(f"{name}:{above + text.count(chr(10), 0, dots.start()) + 1}", "", _DEEP)
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise BankFault(f"{name}:{above + 1}", "", _DEEP) from None
    except tomllib.TOMLDecodeError as error:
        from dldrill.bank.toml_faults import located

        line, says = located(error, text, above)
        raise BankFault(f"{name}:{line}", "", says) from None
    except ValueError:  # Python reads no number of more than 4300 digits
        raise BankFault(f"{name}:{above + _line_of_digits(text)}", "", _GIANT) from None
    try:
        _measure(tables, DEEPEST)
    except Fault as fault:
        line = _line_of_digits(text) if fault.code == "size" else 1
        raise BankFault(f"{name}:{above + line}", "", str(fault)) from None
    return tables


_DEEP = f"tables or lists are nested more than {DEEPEST} deep: write them flat"
_GIANT = "a whole number has at most 18 digits: write a smaller one"


def _measure(value: Any, levels: int) -> None:
    """Refuse what is nested too deeply, and whole numbers beyond those of TOML."""
    if levels < 0:
        raise Fault(_DEEP, code="depth")
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            _measure(item, levels - 1)
    elif isinstance(value, int) and value.bit_length() > 63:
        raise Fault(_GIANT, code="size")


def _line_of_digits(text: str) -> int:
    """The first line that ends with, or lists, a giant number."""
    found = re.search(r"(?<![\w'\"])[+-]?(?:\d[\d_]{18,}|0[xob][\da-fA-F_]{16,})", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def text_of(path: Path) -> str:
    """A bank file's text.

    Raises:
        Fault: it cannot be read, is too large, or is not UTF-8.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise Fault(f"{path}: no ordinary file: write where the bank is", code="bank")
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise BankFault(f"{path.name}:1", "", "larger than 1 MiB: split it into several files")
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BankFault(f"{path.name}:{line}", "", "not UTF-8 text: save it as UTF-8") from None
    except OSError as error:
        raise Fault(f"{path}: {error.strerror}", code="bank") from None


def _question(  # noqa: PLR0917
    raw: Any,
    name: str,
    topic: str,
    where: str,
    claims: Mapping[str, Claim],
    gathered: list[BankFault] | None,
) -> Question:
    says = _no_question(raw, name)
    if says:
        raise BankFault(where, "", says, (name,))
    table = Table(raw, f"{topic}/{name}", topic, where, claims, gathered)
    kind = raw.get("type")
    if kind is None:
        raise table.missing("type")
    if not isinstance(kind, str):
        raise table.fault(f"type must be one of {', '.join(READERS)}", "type")
    if kind not in READERS:
        raise table.fault(f"there is no type {quoted(kind)}: {meant(kind, READERS)}", "type")
    question = READERS[kind](table)
    table.close()
    return question


def _no_question(raw: Any, name: str) -> str:
    """What to write instead of what cannot be a question by its header; empty if it can."""
    if isinstance(raw, list) and raw and all(isinstance(item, dict) for item in raw):
        return f"[[{quoted(name)[1:-1]}]] begins a list: write [name] in single brackets"
    if not isinstance(raw, dict):
        return f"{quoted(name)} stands outside a question: write [name] above it"
    if raw and all(isinstance(item, dict) for item in raw.values()):
        return f"[{quoted(name)[1:-1]}.…] is a header of two parts: write one name, as in [name]"
    if not NAME.fullmatch(name):
        return f"{quoted(name)}: write ids in small letters, digits and hyphens"
    if len(name) > LONGEST_ID:
        return f"{quoted(name)}: the id has {len(name):,} characters: write at most {LONGEST_ID}"
    return ""
