"""Which questions of a bank were found clean, by what they say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dldrill.bank.cache import keep, kept
from dldrill.dealing.counts import digest
from dldrill.families import bundled

PACKAGE = Path(__file__).parents[1]


class Clean:
    """The clean questions of a bank file: what was known, and what is found now.

    A question is known by its own table, by the claims of its bank where it draws from them, and by
    the code of dldrill. One of a package's family is never kept: that code can change by itself.
    """

    def __init__(self, path: Path, tables: Mapping[str, Any]) -> None:
        self._of = f"{path.absolute()}\n{_code()}"
        self._known = frozenset(_digests(kept("clean", self._of)))
        self._tables = tables
        self._claims = ""
        self._found: set[str] = set()

    def __contains__(self, name: str) -> bool:
        """Whether a question was found clean before; it is then kept as such."""
        digest = self._digest(name)
        if digest in self._known:
            self._found.add(digest)
        return digest in self._known

    def add(self, name: str) -> None:
        """Take down a question that is clean."""
        if self._tables[name].get("family", "") in ("", *bundled()):
            self._found.add(self._digest(name))

    def keep(self) -> None:
        """Keep what is clean now for the next time."""
        if self._found != self._known:
            keep("clean", self._of, {"questions": sorted(self._found)})

    def _digest(self, name: str) -> str:
        raw = self._tables[name]
        drawn = isinstance(raw, dict) and "pool" in raw and raw.get("type") != "claim"
        told = f"{name}\n{_told(raw)}\n{self._all_claims() if drawn else ''}"
        return digest(told)

    def _all_claims(self) -> str:
        if not self._claims:
            tables = self._tables.values()
            claims = [raw for raw in tables if isinstance(raw, dict) and raw.get("type") == "claim"]
            self._claims = digest(_told(claims))
        return self._claims


def _digests(found: Mapping[str, Any] | None) -> list[str]:
    """What was kept, if it is what was written."""
    kept_ones = found.get("questions") if found else None
    return [one for one in kept_ones if isinstance(one, str)] if isinstance(kept_ones, list) else []


def _told(raw: Any) -> str:
    return json.dumps(raw, default=str)


@cache
def _code() -> str:
    """A text that changes with the code of dldrill: its newest file, and how many there are."""
    times = [path.stat().st_mtime_ns for path in PACKAGE.rglob("*.py")]
    return f"{max(times)} {len(times)}"
