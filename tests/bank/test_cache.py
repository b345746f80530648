"""The cache of parsed banks: never stale, never trusted when damaged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dldrill.bank import cache
from dldrill.bank.cache import folder, parsed
from dldrill.bank.toml import read_file
from dldrill.faults import Fault


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


class Parser:
    """A parser that counts its calls."""

    def __init__(self, tables: Any = None) -> None:
        self.calls: list[str] = []
        self.tables = tables

    def __call__(self, text: str) -> dict[str, Any]:
        """One table that tells the text."""
        self.calls.append(text)
        return {"said": text} if self.tables is None else self.tables


def kept() -> list[Path]:
    """The files in the cache."""
    return sorted(folder().iterdir()) if folder().exists() else []


def test_a_text_is_parsed_once() -> None:
    """The second time the tables come from the cache."""
    parse = Parser()
    assert parsed("a", parse) == parsed("a", parse) == {"said": "a"}
    assert parse.calls == ["a"]
    assert len(kept()) == 1


def test_a_changed_text_is_parsed_anew() -> None:
    """The cache goes by the text: a changed bank is never stale, and going back is not either."""
    parse = Parser()
    assert [parsed(text, parse)["said"] for text in ("a", "b", "a")] == ["a", "b", "a"]
    assert parse.calls == ["a", "b"]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b'{"said": ', b"\xff\xff", b"[1, 2]", b"null", b'"text"', b"[" * 100_000]
)
def test_a_damaged_cache_is_ignored(damage: bytes) -> None:
    """What cannot be what was kept is parsed again, and mended."""
    parse = Parser()
    parsed("a", parse)
    (place,) = kept()
    place.write_bytes(damage)
    assert parsed("a", parse) == {"said": "a"}
    assert parse.calls == ["a", "a"]
    assert json.loads(place.read_bytes()) == {"said": "a"}


def test_a_folder_in_the_place_of_a_file_is_ignored() -> None:
    """A cache that cannot be written is done without."""
    parse = Parser()
    parsed("a", parse)
    (place,) = kept()
    place.unlink()
    place.mkdir()
    assert parsed("a", parse) == parsed("a", parse) == {"said": "a"}
    assert len(parse.calls) == 3
    assert [path for path in kept() if path.suffix == ".tmp"] == []


def test_a_home_that_is_a_file_is_ignored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder can be made, everything is parsed every time."""
    blocked = home / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    parse = Parser()
    assert parsed("a", parse) == parsed("a", parse) == {"said": "a"}
    assert len(parse.calls) == 2


def deep(levels: int) -> dict[str, Any]:
    """Tables in tables."""
    tables: dict[str, Any] = {}
    for _ in range(levels):
        tables = {"a": tables}
    return tables


@pytest.mark.parametrize("tables", [{"day": object()}, deep(50_000)], ids=["not json", "deep"])
def test_what_json_cannot_hold_is_not_kept(tables: dict[str, Any]) -> None:
    """A date, or tables nested without end: the parser's word is taken every time."""
    parse = Parser(tables)
    assert parsed("a", parse) is tables
    assert parsed("a", parse) is tables
    assert kept() == []


def test_faults_go_through_and_are_not_kept() -> None:
    """A faulty text is faulty every time."""

    def fail(text: str) -> dict[str, Any]:
        raise Fault("toys.toml:3: no")

    for _ in range(2):
        with pytest.raises(Fault, match=r"toys\.toml:3"):
            parsed("a", fail)
    assert kept() == []


def test_another_format_is_another_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Raising the format leaves what older versions kept alone."""
    parse = Parser()
    parsed("a", parse)
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT + 1)
    parsed("a", parse)
    assert parse.calls == ["a", "a"]


def test_the_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``$XDG_CACHE_HOME`` or ``~/.cache``."""
    assert folder() == tmp_path / "dldrill"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert folder() == tmp_path / "me" / ".cache" / "dldrill"


def test_cached_questions_are_those_of_the_text(tmp_path: Path) -> None:
    """Reading a bank from the cache gives the same questions; a change at the same length is seen."""
    path = tmp_path / "toys.toml"
    text = "[a]\ntype = 'claim'\nclaim = 'é'\ntrue = true\nwhy = 'w'\nminutes = 2\n"
    path.write_text(text, "utf-8")
    first, again = read_file(path), read_file(path)
    assert first == again
    path.write_text(text.replace("true = true", "true = false").replace("'w'", "w"[:0] + "'v'"), "utf-8")
    (changed,) = read_file(path)
    assert changed.true is False  # type: ignore[attr-defined]
