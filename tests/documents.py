"""The documents as a reader follows them: their fenced blocks, what stands around them, and what runs them.

A comment before a block tells how it is run; ``tests/test_docs.py`` tells which comments there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
MARK = re.compile(r"<!--\s*(?P<key>[a-z ]+?)(?::\s*(?P<value>.*?))?\s*-->", re.DOTALL)
MARKS = ("run", "test", "typed", "exits", "not run", "file", "continues", "shape")
CLOCK = re.compile(r"\b\d+:\d\d\b")
ANY = "…"


class Block(NamedTuple):
    """A fenced block.

    Attributes:
        document: the file it stands in.
        line: where it begins, counted from 1.
        language: the first word behind its fence.
        text: what it holds.
        marks: the comments before it, by their first words.
        of: the place of the commands just before it, whose output it is; None: it is none.
        story: the place of the first block that it shares a folder with.
    """

    document: Path
    line: int
    language: str
    text: str
    marks: dict[str, str]
    of: int | None
    story: int


def parsed(path: Path) -> list[Token]:
    """A document in its parts."""
    return MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8"))


def blocks(path: Path) -> list[Block]:
    """The blocks of a document; those under one heading of the second level share a folder."""
    found: list[Block] = []
    marks: dict[str, str] = {}
    before: Token | None = None
    story = 0
    for token in parsed(path):
        if token.type == "html_block":
            marks |= {mark["key"]: mark["value"] or "" for mark in MARK.finditer(token.content)}
            continue
        if token.type == "heading_open" and token.tag == "h2":
            story = len(found)
        if token.type in ("fence", "code_block"):
            language = token.info.split(" ")[0] if token.type == "fence" else "indented"
            line = (token.map or [0])[0] + 1
            at_once = before is not None and before.type == "fence" and found[-1].language in ("sh", "python")
            of = len(found) - 1 if at_once and language in ("text", "json") else None
            if "continues" in marks and found:
                story = found[-1].story
            found.append(Block(path, line, language, token.content, marks, of, story))
        marks, before = {}, token
    return found


def headings(path: Path) -> list[str]:
    """The anchors of a document, as code hosts make them of its headings."""
    tokens = parsed(path)
    texts = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    found: list[str] = []
    for text in texts:
        anchor = "".join(char for char in text.lower() if char.isalnum() or char in " -_").replace(" ", "-")
        again = found.count(anchor)
        found.append(f"{anchor}-{again}" if again else anchor)
    return found


def links(path: Path) -> Iterator[str]:
    """Where the links and pictures of a document lead."""
    for token in parsed(path):
        for child in token.children or ():
            target = child.attrs.get("href") if child.type == "link_open" else child.attrs.get("src")
            if target is not None:
                yield str(target)


def table_under(path: Path, anchor: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head; code without its marks."""
    tokens = parsed(path)
    anchors = iter(headings(path))
    inside = False
    rows: list[list[str]] = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            if rows:
                break
            inside = next(anchors) == anchor
        elif inside and token.type == "tr_open":
            rows.append([])
        elif inside and token.type in ("th_open", "td_open"):
            rows[-1].append(tokens[at + 1].content.replace("`", ""))
        elif token.type == "table_close" and rows:
            break
    return rows[1:]


def matches(told: str, real: str) -> bool:
    """Whether an output is what a document tells.

    A line of ``…`` stands for any lines, ``…`` in a line for anything there, and any reading of a clock
    for any other.
    """
    wanted = [_loose(line) for line in told.strip("\n").splitlines()]
    lines = [CLOCK.sub("0:00", line.rstrip()) for line in real.strip("\n").splitlines()]
    places = {0}  # after so many lines of the output all told so far was found
    for line in wanted:
        if line is None:
            places = set(range(min(places), len(lines) + 1))
        else:
            places = {at + 1 for at in places if at < len(lines) and line.fullmatch(lines[at])}
        if not places:
            return False
    return len(lines) in places


def _loose(line: str) -> re.Pattern[str] | None:
    """What a line that is told may be; None: any lines."""
    if line.strip() == ANY:
        return None
    parts = CLOCK.sub("0:00", line.rstrip()).split(ANY)
    return re.compile(".*".join(map(re.escape, parts)))


def same_json(told: object, real: object, *, values: bool) -> str:
    """How a value differs from what a document tells; nothing where it does not.

    ``"…"`` at the end of a list stands for more of its kind, in a text for anything.

    Args:
        told: in the document.
        real: what is printed.
        values: whether values are compared, beside keys and kinds.
    """
    if told == ANY:
        return ""
    if isinstance(told, dict) and isinstance(real, dict):
        if told.keys() != real.keys():
            return f"keys: {sorted(told.keys() ^ real.keys())}"
        return next(
            (f"{key}: {says}" for key in told if (says := same_json(told[key], real[key], values=values))), ""
        )
    if isinstance(told, list) and isinstance(real, list):
        more = told[-1:] == [ANY]
        own = told[: len(told) - more]
        if len(own) > len(real) or (len(own) < len(real) and not more):
            return f"{len(real)} values, not {len(own)}"
        return next(
            (
                f"[{at}] {says}"
                for at, (a, b) in enumerate(zip(own, real, strict=False))
                if (says := same_json(a, b, values=values))
            ),
            "",
        )
    if isinstance(told, str) and isinstance(real, str):
        fits = not values or re.fullmatch(".*".join(map(re.escape, told.split(ANY))), real, re.DOTALL)
        return "" if fits else f"{real!r}, not {told!r}"
    if type(told) is not type(real) and not (isinstance(told, int | float) and isinstance(real, int | float)):
        return f"{real!r}, not {told!r}"
    return "" if not values or told == real else f"{real!r}, not {told!r}"
