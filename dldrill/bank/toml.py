"""Bank files: TOML tables to questions, with every fault at its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dldrill.bank.cache import parsed
from dldrill.bank.question import Choose, Claim, Compute, Question
from dldrill.faults import Fault

LARGEST_FILE = 1 << 20
DEEPEST = 20  #: tables and lists within each other
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEADER = re.compile(r"^\[(?P<name>[^\]\[.]+)\]", re.MULTILINE)
Reader = Callable[["Table"], Question]


class Table:
    """One question's table, read key by key; what was not read is a fault."""

    def __init__(self, raw: Mapping[str, Any], question_id: str, topic: str, where: str) -> None:
        self.raw, self.id, self.topic, self.where = raw, question_id, topic, where
        self.read: set[str] = {"type", "see"}

    def fault(self, text: str) -> Fault:
        """A fault of this question."""
        return Fault(f"{self.where}: {self.id}: {text}", code="bank")

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        """The value of a key; without a default the key is needed."""
        self.read.add(key)
        value = self.raw.get(key, default)
        if value is None:
            raise self.fault(f"{key} is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            wanted = kind.__name__ if isinstance(kind, type) else "a number"
            raise self.fault(f"{key} must be {_WORDS.get(wanted, wanted)}, not {value!r}")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self.get(key, list, [])
        if not all(isinstance(item, str) for item in value):
            raise self.fault(f"{key} must be a list of strings")
        return tuple(value)

    def common(self) -> dict[str, Any]:
        """What questions of every type have."""
        return {
            "id": self.id,
            "topic": self.topic,
            "where": self.where,
            "sources": self.words("sources"),
            "minutes": float(self.get("minutes", (int, float), 1)),
            "points": float(self.get("points", (int, float), 1)),
            "note": self.get("note", str, "").strip(),
        }

    def close(self) -> None:
        """Every key has been read, or is a fault."""
        for key in self.raw.keys() - self.read:
            from difflib import get_close_matches

            near = get_close_matches(key, self.read, 1)
            hint = f": did you mean {near[0]}?" if near else ""
            raise self.fault(f"a {self.raw['type']} question has no key {key!r}{hint}")


_WORDS = {"str": "a string", "dict": "a table", "list": "a list", "bool": "true or false"}


def _claim(table: Table) -> Claim:
    return Claim(
        **table.common(),
        claim=table.get("claim", str).strip(),
        true=table.get("true", bool),
        why=table.get("why", str).strip(),
        pool=table.get("pool", str, ""),
        key=table.get("key", str, ""),
        experiment=table.get("experiment", str, ""),
    )


def _family_question(kind: type[Compute]) -> Reader:
    def read(table: Table) -> Compute:
        free = table.get("free", dict, {})
        if not all(isinstance(domain, str) for domain in free.values()):
            raise table.fault('free must name a set for each letter, as in { B = "size" }')
        return kind(
            **table.common(),
            family=table.get("family", str),
            parts=table.words("parts"),
            free=free,
            ask=table.get("ask", str, "").strip(),
            given=table.get("given", dict, {}),
            original=table.get("original", dict, {}),
        )

    return read


READERS: dict[str, Reader] = {
    "claim": _claim,
    "compute": _family_question(Compute),
    "choose": _family_question(Choose),
}


def read_file(path: Path) -> list[Question]:
    """The questions of a bank file; its name is their topic.

    Raises:
        Fault: the first fault, with file and line.
    """
    text = _text(path)
    data = parsed(text, lambda text: _tables(text, path.name))
    lines = {m["name"].strip(): text.count("\n", 0, m.start()) + 1 for m in HEADER.finditer(text)}
    return [_question(raw, name, path, lines.get(name, 1)) for name, raw in data.items() if name != "bank"]


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


def _question(raw: Any, name: str, path: Path, line: int) -> Question:
    topic, where = path.stem, f"{path.name}:{line}"
    if not isinstance(raw, dict):
        raise Fault(f"{where}: {name} stands outside a question: write [name] above it", code="bank")
    if not NAME.fullmatch(name):
        raise Fault(f"{where}: {name!r}: write ids in small letters, digits and hyphens", code="bank")
    table = Table(raw, f"{topic}/{name}", topic, where)
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in READERS:
        known = ", ".join(READERS)
        raise table.fault(f"type must be one of {known}, not {kind!r}")
    question = READERS[kind](table)
    table.close()
    return question


def bank_files(folder: Path) -> Iterator[Path]:
    """The bank files of a folder, in alphabetical order."""
    return iter(sorted(folder.glob("*.toml")))
