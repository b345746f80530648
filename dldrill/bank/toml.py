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
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ABOUT = "bank"  #: the table that is no question: it may hold the bank's title
HEADER = re.compile(r"^\[(?P<name>[^\]\[.]+)\]", re.MULTILINE)
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
    # claims first: what draws options from their pools is made of them
    for name, raw in sorted(tables.items(), key=_is_no_claim):
        if name == ABOUT:
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


def header_lines(text: str) -> dict[str, int]:
    """The line of each question's header."""
    found, line, before = {}, 1, 0
    for header in HEADER.finditer(text):
        line += text.count("\n", before, header.start())
        before = header.start()
        found[header["name"].strip()] = line
    return found


def _is_no_claim(item: tuple[str, Any]) -> bool:
    return not (isinstance(item[1], dict) and item[1].get("type") == "claim")


def tables_of(text: str, name: str) -> dict[str, Any]:
    """What TOML says.

    Raises:
        BankFault: it is not TOML, or nested too deeply; ``name`` is the file's.
    """
    import tomllib  # a cached bank needs no parser

    if (dots := _DOTS.search(f"\n{text}")) is not None:
        raise BankFault(f"{name}:{text.count(chr(10), 0, dots.start()) + 1}", "", _DEEP)
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line, says = located(error, text)
        raise BankFault(f"{name}:{line}", "", says) from None
    except ValueError:  # Python reads no number of more than 4300 digits
        raise BankFault(f"{name}:{_line_of_digits(text)}", "", _GIANT) from None
    try:
        _measure(tables, DEEPEST)
    except Fault as fault:
        line = _line_of_digits(text) if fault.code == "size" else 1
        raise BankFault(f"{name}:{line}", "", str(fault)) from None
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


def located(error: Exception, text: str) -> tuple[int, str]:
    """The line of a fault of TOML, and what to write instead."""
    found = re.fullmatch(r"(?P<what>.*?) \(at (line (?P<line>\d+), column \d+|end of document)\)", str(error))
    if not found:
        return 1, _DEEP if isinstance(error, RecursionError) else str(error)
    line = int(found["line"]) if found["line"] else text.rstrip().count("\n") + 1
    if (quotes := _OPEN_QUOTES.search(found["what"])) is not None:
        # no such quotes follow the open ones: they are the last
        line = text.count("\n", 0, text.rfind(quotes[1])) + 1
    for sign, says in _SAYS.items():
        if sign in found["what"]:
            return line, says
    return line, f"{found['what']}: write key = value"  # tomllib's own words


_OPEN_QUOTES = re.compile("""Expected ['"]('{3}|"{3}|')['"]""")
_QUOTES = r"a \ in double quotes is TOML's own: write LaTeX in single quotes, '…' or '''…'''"
_OPEN_LINE = "a text in {} quotes ends on its line: write '''…''' for several lines"
_SAYS = {
    "Unescaped": _QUOTES,
    "Invalid hex": _QUOTES,
    "Unicode scalar": _QUOTES,
    "Unterminated": "the text ends too early: close the quotes that are open",
    'Expected "\'"': _OPEN_LINE.format("single"),
    "Expected \"'": "the text ends too early: close the quotes that are open",
    "Expected '\"": "the text ends too early: close the quotes that are open",
    "Unclosed array": "a list goes on: put commas between its entries, and ] at its end",
    "Unclosed inline table": "a table in { } goes on: put commas between its entries, and } on the same line",
    "Expected newline": "something stands behind a value: write one key a line, and quotes around a text",
    "Invalid statement": "here stands neither a key nor a header: write key = value, or [name]",
    "Invalid initial character": "here stands neither a key nor a header: write key = value, or [name]",
    "Expected '='": "a key stands alone: write key = value",
    "Expected ']": "a header has no end: write [name] on a line of its own",
    "Invalid value": "this is no value: put quotes around a text, and 0 before a point",
    "Cannot overwrite": "a key stands twice: keep one",
    "Cannot declare": "this header stands twice: rename one",
    "Cannot mutate": "this header stands twice: rename one",
    "Illegal character '\\n'": _OPEN_LINE.format("double"),
    "Illegal character": "a control character: write the text in plain characters",
    "invalid character '\\n'": _OPEN_LINE.format("single"),
    "Duplicate inline table key": "a key stands twice in a table: keep one",
    "Found invalid character": "a control character: write the text in plain characters",
}


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
    if not isinstance(kind, str) or kind not in READERS:
        if isinstance(kind, str):
            raise table.fault(f"there is no type {quoted(kind)}: {meant(kind, READERS)}", "type")
        raise table.fault(f"type must be one of {', '.join(READERS)}", "type")
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
