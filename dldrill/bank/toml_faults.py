"""What to write instead of what TOML cannot read: the line, and one line of advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>'''(?:.*?'{3,5}|.*)|\"{3}(?:(?:\\.|[^\\])*?\"{3,5}|.*)|'[^'\n]*'|\"(?:\\.|[^\"\\\n])*\")
    |(?P<mark>[\[\]{}\n])""",
    re.VERBOSE | re.DOTALL,
)
_KEY = re.compile(r"[\w.-]+[ \t]*=")
_HEADER = re.compile(r"[ \t]*\[\[?[A-Za-z][\w. -]*\]\]?[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_TRUTH = re.compile(r"(?:true|false|yes|no|on|off)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_CLOSES = {"[": "]", "{": "}"}


class Open(NamedTuple):
    """A bracket that was not closed, and the text in several lines before a place."""

    bracket: str
    start: int
    text_start: int


def located(error: Exception, text: str, above: int = 0) -> tuple[int, str]:
    """The line of a fault of TOML, and what to write instead.

    Args:
        error: what tomllib says.
        text: what it read.
        above: how many lines of the file stand before the text.
    """
    found = re.fullmatch(
        r"(?P<what>.*?) \(at (line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", str(error)
    )
    if not found:
        return above + 1, str(error)
    what = found["what"]
    begun = _open_text(what, text)
    if begun >= 0:
        quotes = text[begun : begun + 3] if text[begun : begun + 3] in _LONG else text[begun]
        says = _OPEN_LINE.format("single") if quotes == "'" else _WITHOUT_END.format(quotes)
        return above + _line(text, begun), says
    at = _offset(text, int(found["line"]), int(found["column"])) if found["line"] else len(text.rstrip())
    line = _line(text, at)
    return above + line, _of_place(text, at, line, above) or _of_words(what, text, at)


def _open_text(what: str, text: str) -> int:
    """Where the text begins that goes on to the end of the file; -1 where none does."""
    if (quotes := _OPEN_QUOTES.search(what)) is not None:
        return text.rfind(quotes[1])  # no such quotes follow the open ones: they are the last
    if "Unterminated" not in what:
        return -1
    *_, last = (-1, *(token.start() for token in _marks(text, len(text)) if token.end() == len(text)))
    return last if text[last : last + 3] == '"""' else -1


def _of_place(text: str, at: int, line: int, above: int) -> str:
    """What the text before and after the fault tells; empty where it tells nothing."""
    before, after = text[max(at - 400, 0) : at].rstrip(" \t"), text[at : at + 400].partition("\n")[0]
    if _TRUTH.match(after) and before.endswith("="):
        return "write true or false in small letters"
    single = before.endswith("'") and not before.endswith("'''")
    if single and _LETTER.match(after) and "'" in after:
        return "an apostrophe ends a text in '…': write '''…'''"
    begins = text.rfind("\n", 0, at) + 1
    header = _HEADER.match(text, begins)
    if header:
        at = begins  # in a list it reads as a list of its own
    opened = _left_open(text, at)
    if opened.text_start >= 0 and _LETTER.match(after):
        quotes, begun = text[opened.text_start : opened.text_start + 3], _line(text, opened.text_start)
        return f"the text that begins in line {above + begun} has no end: write {quotes}"
    goes_on = header or (_KEY.match(after) and (opened.bracket == "[" or _begins(text, at)))
    others = after[:1] in {"]", "}"} and after[0] != _CLOSES.get(opened.bracket)
    if opened.bracket and (goes_on or others or at >= len(text.rstrip())):
        return _no_end(opened, _line(text, opened.start), line, above)
    return ""


def _no_end(opened: Open, begun: int, line: int, above: int) -> str:
    place = "here" if begun == line else f"in line {above + begun}"
    called = "list" if opened.bracket == "[" else "table"
    return f"the {called} that begins {place} has no end: write {_CLOSES[opened.bracket]}"


def _of_words(what: str, text: str, at: int) -> str:
    """What tomllib's own words tell."""
    if "Invalid initial character" in what and _left_open(text, at).bracket == "{":
        return _SAYS["Unclosed inline table"]
    known = (says for sign, says in _SAYS.items() if sign in what)
    return next(known, f"{what}: write key = value")


def _left_open(text: str, at: int) -> Open:
    """The innermost bracket that is open at a place, and the text that ended there."""
    opened: list[tuple[str, int]] = []
    header, ended = False, -1
    for token in _marks(text, at):
        mark = token.group()
        if mark == "\n":
            opened, header = ([], False) if header else (opened, False)
        elif mark in _CLOSES:
            header = header or (not opened and _begins(text, token.start()))
            opened.append((mark, token.start()))
        elif mark in _CLOSES.values():
            if opened and _CLOSES[opened[-1][0]] == mark:
                opened.pop()
        elif token.end() == at and mark[:3] in _LONG and "\n" in mark:
            ended = token.start()
    bracket, start = opened[-1] if opened else ("", -1)
    return Open(bracket, start, ended)


def _marks(text: str, at: int) -> Iterator[re.Match[str]]:
    for token in _TOKEN.finditer(text, 0, at):
        if token.lastgroup != "comment":
            yield token


def _begins(text: str, at: int) -> bool:
    """Whether nothing stands before a place on its line."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _offset(text: str, line: int, column: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at + column - 1


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, max(at, 0)) + 1


_LONG = ("'''", '"""')
_WITHOUT_END = "the text that begins here has no end: write {} where it ends"
_OPEN_QUOTES = re.compile("""Expected ['"]('{3}|"{3}|')['"]""")
_QUOTES = r"a \ in double quotes is TOML's own: write LaTeX in single quotes, '…' or '''…'''"
_OPEN_LINE = "a text in {} quotes ends on its line: write '''…''' for several lines"
_SAYS = {
    "Unescaped": _QUOTES,
    "Invalid hex": _QUOTES,
    "Unicode scalar": _QUOTES,
    "Unterminated": "the text ends too early: close the quotes that are open",
    "Unclosed array": "a list goes on: put commas between its entries, and ] at its end",
    "Unclosed inline table": "a table in { } goes on: put commas between its entries, and } on the same line",
    "Expected newline": "something stands behind a value: write one key a line, and quotes around a text",
    "Invalid statement": "here stands neither a key nor a header: write key = value, or [name]",
    "Invalid initial character": "here stands neither a key nor a header: write key = value, or [name]",
    "Expected '='": "a key stands alone: write key = value",
    "Expected ']'": "a header has no end: write [name] on a line of its own",
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
