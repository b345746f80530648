"""The line of every key and entry of a TOML file, which tomllib does not tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from dldrill.faults import Key

Path = tuple[Key, ...]

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>'''(?:.*?'{3,5}|.*)|\"{3}(?:(?:\\.|[^\\])*?\"{3,5}|.*)|'[^'\n]*'|\"(?:\\.|[^\"\\\n])*\")
    |(?P<mark>[\[\]{},=\n])
    |(?P<bare>[^\s\#'"\[\]{},=]+)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of TOML: a text in quotes, a mark, or a bare word or number."""

    kind: str
    text: str
    start: int


class Places:
    """Where everything stands in a file that TOML can read.

    Attributes:
        starts: path → offset of the first character of what it leads to.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts: dict[Path, int] = {}
        self._quoted: set[Path] = set()
        self._ends = [found.start() for found in re.finditer("\n", source)]
        self._tokens = list(_tokens(source))
        self._at = 0
        self._walk()
        self._sorted = sorted({*self.starts.values()})

    def line(self, path: Path, needle: str = "") -> int:
        """The line that a path leads to, or the nearest one on the way to it.

        Args:
            path: the keys, from the question's name on.
            needle: a piece of the text there; its line in the text is told then.
        """
        while path and path not in self.starts:
            path = path[:-1]
        start = self.starts.get(path, 0)
        place = bisect_right(self._sorted, start)
        end = self._sorted[place] if place < len(self._sorted) else len(self.source)
        found = self.source.find(needle, start, end) if needle else -1
        return self.line_at(max(found, start))

    def is_quoted(self, path: Path) -> bool:
        """Whether a text stands in double quotes."""
        return path in self._quoted

    def line_at(self, offset: int) -> int:
        """The line of an offset, counted from 1."""
        return bisect_right(self._ends, offset - 1) + 1

    def _peek(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _skip_lines(self) -> None:
        while self._peek().text == "\n":
            self._at += 1

    def _walk(self) -> None:
        base: Path = ()
        counts: dict[Path, int] = {}
        self._skip_lines()
        while self._peek() is not _END:
            start = self._peek().start
            if self._peek().text == "[":
                base = self._header(counts)
                for length in range(1, len(base) + 1):  # also [a.b] is the first that is said of a
                    self.starts.setdefault(base[:length], start)
            else:
                path = (*base, *self._key())
                self.starts[path] = start
                self._value(path)
            self._skip_lines()

    def _header(self, counts: dict[Path, int]) -> Path:
        """``[a.b]``, or ``[[a.b]]``, which begins the next entry of a list."""
        start = self._next().start
        is_listed = self._peek().text == "[" and self._peek().start == start + 1
        if is_listed:
            self._next()
        *above, last = self._key("]")
        path: Path = ()
        for key in above:
            path = (*path, key)
            if path in counts:  # what stands below a list belongs to its last entry
                path = (*path, counts[path])
        path = (*path, last)
        if is_listed:
            self._next()
            self.starts.setdefault(path, start)
            counts[path] = counts.get(path, -1) + 1
            path = (*path, counts[path])
        return path

    def _key(self, end: str = "=") -> list[str]:
        """The parts of a key; what ends it is read, too."""
        words = []
        while (token := self._next()) is not _END and token.text != end:
            if token.kind == "text":
                words.append(_unescaped(token.text))
            else:
                words += [word for word in token.text.split(".") if word]
        return words or [""]

    def _value(self, path: Path) -> None:
        token = self._next()
        self.starts.setdefault(path, token.start)
        if token.text == "[":
            self._list(path)
        elif token.text == "{":
            self._table(path)
        elif token.text[:1] == '"':
            self._quoted.add(path)
        while self._peek().kind == "bare" or self._peek().kind == "text":
            self._at += 1  # the time of a date; what else stands here is no TOML

    def _list(self, path: Path) -> None:
        place = 0
        while (token := self._peek()) is not _END and token.text != "]":
            if token.text in {",", "\n"}:
                place += token.text == ","
                self._at += 1
            else:
                self.starts[*path, place] = token.start
                self._value((*path, place))
        self._at += 1

    def _table(self, path: Path) -> None:
        while (token := self._peek()) is not _END and token.text != "}":
            if token.text in {",", "\n"}:
                self._at += 1
                continue
            inner = (*path, *self._key())
            self.starts[inner] = token.start
            self._value(inner)
        self._at += 1


_END = Token("end", "", 0)


def _unescaped(text: str) -> str:
    """What a key in quotes says."""
    if text[0] == "'" or "\\" not in text:
        return text[1:-1]
    import tomllib

    try:
        said: str = tomllib.loads(f"key = {text}")["key"]
    except tomllib.TOMLDecodeError:
        return text[1:-1]
    return said


def _tokens(source: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(source):
        if found.lastgroup != "comment":
            yield Token(str(found.lastgroup), found.group(), found.start())
