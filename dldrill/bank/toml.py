"""Bank files: TOML tables to questions, with every fault at its file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dldrill.bank.cache import parsed
from dldrill.bank.question import Claim, Question
from dldrill.bank.table import Table
from dldrill.bank.types import READERS
from dldrill.faults import Fault

LARGEST_FILE = 1 << 20
DEEPEST = 20  #: tables and lists within each other
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEADER = re.compile(r"^\[(?P<name>[^\]\[.]+)\]", re.MULTILINE)


def read_file(path: Path) -> list[Question]:
    """The questions of a bank file; its name is their topic.

    Raises:
        Fault: the first fault, with file and line.
    """
    bank = parsed(_text(path), lambda text: {"tables": _tables(text, path.name), "lines": _lines(text)})
    data, lines = bank["tables"], bank["lines"]
    topic, file = path.stem, path.name
    claims: dict[str, Claim] = {}
    questions: list[Question] = []
    # claims first: what draws options from their pools is made of them
    for name, raw in sorted(data.items(), key=_is_no_claim):
        if name == "bank":
            continue
        question = _question(raw, name, topic, f"{file}:{lines.get(name, 1)}", claims)
        questions.append(question)
        if isinstance(question, Claim):
            claims[name] = question
    order = {name: place for place, name in enumerate(data)}
    return sorted(questions, key=lambda question: order[question.id.partition("/")[2]])


def _lines(text: str) -> dict[str, int]:
    """The line of each question's header."""
    found, line, before = {}, 1, 0
    for header in HEADER.finditer(text):
        line += text.count("\n", before, header.start())
        before = header.start()
        found[header["name"].strip()] = line
    return found


def _is_no_claim(item: tuple[str, Any]) -> bool:
    return not (isinstance(item[1], dict) and item[1].get("type") == "claim")


def _tables(text: str, name: str) -> dict[str, Any]:
    import tomllib  # a cached bank needs no parser

    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(f"{name}:{_located(error, text)}", code="bank") from None
    if _is_deeper(tables, DEEPEST):
        raise Fault(f"{name}:1: tables or lists nested more than {DEEPEST} deep", code="bank")
    return tables


def _is_deeper(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_is_deeper(item, levels - 1) for item in inner)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > LARGEST_FILE:
            raise Fault(f"{path.name}: larger than 1 MiB: split it into several files", code="bank")
        return data.decode()
    except UnicodeDecodeError:
        raise Fault(f"{path.name}: not UTF-8 text: save it as UTF-8", code="bank") from None
    except OSError as error:
        raise Fault(f"{path}: {error.strerror}", code="bank") from None


def _located(error: Exception, text: str) -> str:
    """Tomllib's own words, with the line in front."""
    what, end, _ = str(error).partition(" (at end of document)")
    if end:
        return f"{len(text.splitlines()) or 1}: {what}: the text ends too early"
    found = re.fullmatch(r"(?P<what>.*) \(at line (?P<line>\d+), column \d+\)", str(error))
    return f"{found['line']}: {found['what']}" if found else f"1: {error}"


def _question(raw: Any, name: str, topic: str, where: str, claims: Mapping[str, Claim]) -> Question:
    if not isinstance(raw, dict):
        raise Fault(f"{where}: {name} stands outside a question: write [name] above it", code="bank")
    if not NAME.fullmatch(name):
        raise Fault(f"{where}: {name!r}: write ids in small letters, digits and hyphens", code="bank")
    table = Table(raw, f"{topic}/{name}", topic, where, claims)
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in READERS:
        known = ", ".join(READERS)
        raise table.fault(f"type must be one of {known}, not {kind!r}")
    question = READERS[kind](table)
    table.close()
    return question
