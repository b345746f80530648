"""Check banks: every fault of every question in one pass, each at its line.

A question that was found clean is not looked at again until it, its bank's claims, or dldrill changes:
what was clean is kept in the cache.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from dldrill.bank.library import named_files
from dldrill.bank.question import Claim, Question
from dldrill.bank.table import meant
from dldrill.bank.toml import ABOUT, HEADER, NAME, header_lines, read_tables, tables_of, text_of, topic_of
from dldrill.checking.clean import Clean
from dldrill.checking.kinds import claims_that_repeat, form_faults, kind_faults, pools_apart
from dldrill.checking.places import Places
from dldrill.checking.texts import Wrong, text_faults
from dldrill.faults import BankFault, Fault
from dldrill.maths.text import quoted

Keys = tuple[str | int, ...]
MOST_PIECES = 8  #: of a question whose texts hold lines that look like headers


class Finding(NamedTuple):
    """A fault of a bank.

    Attributes:
        file: as it was named.
        line: counted from 1.
        id: the question; empty where the file itself is at fault.
        says: what is wrong, and what to write instead.
    """

    file: str
    line: int
    id: str
    says: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (f"{self.file}:{self.line}", self.id, self.says)))


class Checked(NamedTuple):
    """What became of a check."""

    questions: int
    findings: list[Finding]


def check_banks(paths: Sequence[Path]) -> Checked:
    """Every fault of some bank files, in the order of their lines."""
    paths = list({os.path.realpath(path): path for path in reversed(paths)}.values())[::-1]  # each once
    taken = _ids_of_others(paths)
    count, found = 0, []
    for path in paths:
        bank = _Bank(path)
        findings = {*bank.findings(taken)}
        count += len(bank.tables)
        found += sorted(findings, key=lambda finding: (finding.line, finding.id, finding.says))
    return Checked(count, found)


def _ids_of_others(paths: Sequence[Path]) -> dict[str, str]:
    """The ids of the banks that would be loaded beside those that are checked, with their places."""
    from dldrill.bank.toml import read_file

    own = {os.path.realpath(path) for path in paths}
    found: dict[str, str] = {}
    for path in named_files():
        if os.path.realpath(path) in own:
            continue
        try:
            found |= {question.id: question.where for question in read_file(path)}
        except Fault:
            continue  # a bank that is not the one to be checked
    return found


class _Bank:
    """A bank file on its way through the check."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text, self.topic = "", path.stem
        self.tables: dict[str, Any] = {}
        self._places: Places | None = None

    def findings(self, taken: dict[str, str]) -> Iterator[Finding]:
        """Every fault; the ids of its questions are added to those that are taken."""
        try:
            self.text = text_of(self.path)
        except BankFault as fault:
            yield self._told(fault)
            return
        except Fault as fault:
            yield Finding(str(self.path), 1, "", str(fault).removeprefix(f"{self.path}: "))
            return
        try:
            self.topic = topic_of(self.path)
        except BankFault as fault:
            yield self._told(fault)
        yield from self._read()
        yield from self._about()
        yield from self._taken(taken)
        yield from self._questions()

    # its form

    def _read(self) -> Iterator[Finding]:
        """Read the tables; where TOML fails, question by question, so that the others are still checked."""
        try:
            self.tables = tables_of(self.text, self.path.name)
        except BankFault as fault:
            whole = self._told(fault)
            yield from list(self._pieces()) or [whole]
        else:
            if not self.tables.keys() - {ABOUT}:
                yield Finding(
                    str(self.path), 1, "", "it holds no question: write one, as [name] and its keys"
                )

    def _pieces(self) -> Iterator[Finding]:
        kept, above = [], 0
        for piece in _pieces_of(self.text):
            lines = piece.count("\n")
            try:
                tables = tables_of(piece, self.path.name, above)
            except BankFault as fault:
                yield self._told(fault)
                tables, piece = {}, "\n" * lines  # noqa: PLW2901 - what cannot be read has no places
            for name in tables:
                if name in self.tables:
                    yield Finding(str(self.path), above + 1, "", f"{_header(name)} stands twice: rename one")
                else:
                    self.tables[name] = tables[name]
            kept.append(piece)
            above += lines
        self.text = "".join(kept)

    def _about(self) -> Iterator[Finding]:
        """The table that is about the bank holds its title."""
        about = self.tables.pop(ABOUT, {})
        if not isinstance(about, dict):
            yield self._at((ABOUT,), "", "bank is the table about the bank: write [bank] and title = …")
            return
        for key, value in about.items():
            if key != "title":
                yield self._at((ABOUT, key), "", f"[bank] has no key {quoted(key)}: {meant(key, ['title'])}")
            elif not isinstance(value, str):
                yield self._at((ABOUT, key), "", "title must be a string")

    # its questions

    def _taken(self, taken: dict[str, str]) -> Iterator[Finding]:
        lines = header_lines(self.text)
        for name in filter(NAME.fullmatch, self.tables):
            identity, where = f"{self.topic}/{name}", f"{self.path.name}:{lines.get(name, 1)}"
            if identity in taken:
                yield self._at((name,), identity, f"the id is taken ({taken[identity]}): rename it")
            taken.setdefault(identity, where)

    def _questions(self) -> Iterator[Finding]:
        gathered: list[BankFault] = []
        read = read_tables(self.tables, self.topic, lambda name: f"{self.path.name}:1", gathered)
        yield from map(self._told, gathered)
        for claim, says in claims_that_repeat(q for q in read if isinstance(q, Claim)):
            yield self._at((_name(claim.id), "claim"), claim.id, says)
        for question, says in pools_apart(read):
            yield self._at((_name(question.id), "pool"), question.id, says)
        questions, clean = {question.id: question for question in read}, Clean(self.path, self.tables)
        told_of: dict[str, list[Keys]] = {}
        for fault in gathered:
            # of a list's entry, whatever of it is at fault
            told_of.setdefault(fault.id, []).append(fault.place[:2])
        for name, raw in self.tables.items():
            identity = f"{self.topic}/{name}"
            if not isinstance(raw, dict) or not NAME.fullmatch(name) or name in clean:
                continue
            told = told_of.get(identity, [])
            wrong = list(self._wrong(name, questions.get(identity), told))
            yield from (self._at((name, *one.path), identity, one.says, one.needle) for one in wrong)
            if not wrong and not told and identity in questions:
                clean.add(name)
        clean.keep()

    def _wrong(self, name: str, question: Question | None, told: Sequence[Keys]) -> Iterator[Wrong]:
        """What is wrong with a question, but for the keys whose form has shown it already."""
        found = list(text_faults(self.tables[name]))
        eaten = {
            wrong.path for wrong in found if wrong.if_quoted and self.places.is_quoted((name, *wrong.path))
        }
        if question is not None and ("given",) not in told:
            hindered = any(place[:1] in _HINDERING for place in told)
            found += form_faults(question) if hindered else kind_faults(question)
        for wrong in found:
            known = any(wrong.path[: len(place)] == place for place in told)
            # of a text that TOML has changed, nothing else is worth telling
            if not known and (wrong.path in eaten if wrong.if_quoted else wrong.path not in eaten):
                yield wrong

    # places

    @property
    def places(self) -> Places:
        """Where everything stands, looked up when something is wrong."""
        if self._places is None:
            self._places = Places(self.text)
        return self._places

    def _at(self, path: Keys, identity: str, says: str, needle: str = "") -> Finding:
        return Finding(str(self.path), self.places.line(path, needle), identity, says)

    def _told(self, fault: BankFault) -> Finding:
        """A fault of the reader, at the line that its place leads to."""
        if fault.id:
            return self._at((_name(fault.id), *fault.place), fault.id, fault.says)
        if fault.place:
            return self._at(fault.place, "", fault.says)
        return Finding(str(self.path), _line(fault), "", fault.says)


def _pieces_of(text: str) -> Iterator[str]:
    """A bank cut before every header; one that stands within a text of several lines is none."""
    starts = [0, *(header.start() for header in HEADER.finditer(text)), len(text)]
    pieces = [text[start:end] for start, end in pairwise(starts)]
    at = 0
    while at < len(pieces):
        count = _goes_on(pieces[at : at + MOST_PIECES])
        yield "".join(pieces[at : at + count])
        at += count


def _goes_on(pieces: Sequence[str]) -> int:
    """How many pieces are one question: those up to where quotes that the first one opens are closed."""
    is_open = [any(piece.count(quotes) % 2 for quotes in ("'''", '"""')) for piece in pieces]
    if not is_open[0] or True not in is_open[1:]:
        return 1
    count = is_open.index(True, 1) + 1
    try:
        tables_of("".join(pieces[:count]), "")
    except BankFault:
        return 1
    return count


def _line(fault: BankFault) -> int:
    return int(fault.where.rpartition(":")[2])


def _header(name: str) -> str:
    return f"[{quoted(name)[1:-1]}]"


_HINDERING = {
    (key,)
    for key in (
        "type claim true pool original family parts free given options pairs extra lines names rubric step "
        "answer check tests require within"
    ).split()
}
"""The keys that a question cannot be asked without: where one is at fault, no numbers are tried."""


def _name(identity: str) -> str:
    return identity.partition("/")[2]
