"""Every key and entry of a bank is found at its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dldrill.bank.places import bank_files, bundled
from dldrill.checking.places import Path, Places
from dldrill.checking.starter import STARTER

BANKS = [*bank_files(bundled()), STARTER]


def paths(value: Any, above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every path into a table, with what it leads to."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*above, key), inner
        yield from paths(inner, (*above, key))


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.stem)
def test_every_path_of_the_banks_is_at_its_line(bank: Any) -> None:
    """A key stands on its line, a header too, and a text of one line on that of its entry."""
    text = bank.read_text("utf-8")
    places, lines = Places(text), text.split("\n")
    before = 0
    for path, value in paths(tomllib.loads(text)):
        assert path in places.starts
        line = places.line(path)
        words = lines[line - 1]
        if isinstance(path[-1], str):
            assert re.search(rf"\b{re.escape(path[-1])}\b", words), path
        elif isinstance(value, str) and "\n" not in value:
            assert value in words or value in lines[line], path
        if len(path) == 1:
            assert line > before
            before = line


KEYS = st.text("abcxyz-_019", min_size=1, max_size=6) | st.text("a .#[]=\"'\\é\t", min_size=1, max_size=6)
TEXTS = st.text("ab \"'\\#[]{}=,.\n$", max_size=24)


def toml_text(text: str, form: int) -> str:
    """A text in one of TOML's four forms that can hold it."""
    if form == 0 and "'" not in text and "\n" not in text:
        return f"'{text}'"
    if form == 1 and "'''" not in text and not text.endswith("'"):
        return f"'''{text}'''" if not text.startswith("\n") else f"'''\n{text}'''"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    if form == 2:
        return f'"""{escaped}"""' if not text.startswith("\n") else f'"""\n{escaped}"""'
    return '"' + escaped.replace("\n", "\\n") + '"'


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    """A value as TOML: texts, numbers, dates, lists over several lines, tables in braces."""
    kind = draw(st.sampled_from(["text"] * 3 + ["bare"] + (["list", "table"] if depth else [])))
    if kind == "text":
        return toml_text(draw(TEXTS), draw(st.integers(0, 3)))
    if kind == "bare":
        return draw(st.sampled_from(["1", "-2.5", "true", "1979-05-27 07:32:00", "nan", "0x1F"]))
    many = draw(st.integers(0, 3))
    if kind == "list":
        gap = draw(st.sampled_from([" ", "\n", "\n  # so ]\n"]))
        return "[" + "".join(f"{gap}{draw(values(depth - 1))}," for _ in range(many)) + f"{gap}]"
    keys = draw(st.lists(KEYS, min_size=many, max_size=many, unique=True))
    return "{ " + ", ".join(f"{key_text(key)} = {draw(values(depth - 1))}" for key in keys) + " }"


def key_text(key: str) -> str:
    """A key, in quotes where it needs some."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_text(key, 3)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Path, int]]:
    """A bank, and the line of every header and key in it."""
    told: dict[Path, int] = {}
    text = ""
    for name in draw(st.lists(KEYS, max_size=4, unique=True)):
        told[name,] = text.count("\n") + 1
        text += f"[{key_text(name)}]  # a [comment] = 'here\n"
        for key in draw(st.lists(KEYS, max_size=4, unique=True)):
            text += draw(st.sampled_from(["", "\n", "# so\n"]))
            told[name, key] = text.count("\n") + 1
            text += f"{key_text(key)} = {draw(values())}\n"
    return text, told


@given(documents())
@settings(max_examples=80, deadline=None)
def test_generated_banks(document: tuple[str, dict[Path, int]]) -> None:
    """Whatever stands in keys, texts and comments, every key is found at its line."""
    text, told = document
    places = Places(text)
    for path, _ in paths(tomllib.loads(text)):
        assert path in places.starts
    for path, line in told.items():
        assert places.line(path) == line


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("[a]\nx = 1\n\n[[a.b]]\ny = 1\n[[a.b]]\ny = 2\n", ("a", "b", 1, "y"), 7),
        ("[a]\nx = 1\n\n[[a.b]]\ny = 1\n[[a.b]]\ny = 2\n", ("a", "b", 1), 6),
        ("[a]\nx.y.z = 1\n", ("a", "x", "y", "z"), 2),
        ("[a]\nx = [\n 1,\n 2,\n]\n", ("a", "x", 1), 4),
        ("[a]\nx = [\n 1,\n 2,\n]\n", ("a", "x", 7), 2),
        ("[a]\nx = 1\n", ("a", "lost"), 1),
        ("[a]\nx = 1\n", ("lost",), 1),
        ('[a]\nx = """\n[b]\ny = 2\n"""\ny = 1\n', ("a", "y"), 6),
        ("[a]\nx = { y = 1, z = [\n2, 3] }\n", ("a", "x", "z", 1), 3),
        ('[a]\n"x\\u001b" = 1\n', ("a", "x\x1b"), 2),
    ],
)
def test_lines(text: str, path: Path, line: int) -> None:
    """The line of an entry, or that of the nearest thing on the way to it."""
    assert Places(text).line(path) == line


def test_a_piece_of_a_text_is_found_within_it() -> None:
    """What a fault is about is told at its own line, if it stands in the text at all."""
    places = Places("[a]\nx = '''\none\ntwo\n'''\ny = 'three'\n")
    assert places.line(("a", "x"), "two") == 4
    assert places.line(("a", "x"), "three") == 2
