r"""What is wrong with the texts of a question, wherever they stand in its table.

A text is checked as it is written, before numbers are put in: its characters, its formulas, which
every format writes once they are read, LaTeX that stands outside ``$…$``, and its length on a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dldrill.checking.places import Path
from dldrill.faults import Fault
from dldrill.maths.text import quoted, safe

if TYPE_CHECKING:
    from markdown_it.token import Token

LIMITS = {
    **dict.fromkeys(("ask", "why", "note", "model"), 4000),  # a page
    **dict.fromkeys(("claim", "says", "how", "pairs", "extra", "rubric"), 600),
    **dict.fromkeys(("label", "title"), 80),
    "unit": 20,
}
"""The keys that hold texts, and how many characters have room on a sheet."""
SEARCHED = 100_000  #: characters of a text, of which control characters are looked for
WIDEST_CODE = 80
WIDEST_FORMULA = 160  #: signs on one line
WIDEST_WORD = 60

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_ESCAPES = {"\b": "b", "\f": "f", "\r": "r", "\t": "t", "\n": "n"}  #: and the letter that TOML reads so
_SPECIAL = re.compile(r"[$\\`]|!\[|@\{|\S{60}")
_COMMAND = re.compile(r"\\[A-Za-z]{2,}")
_BRACKETS = re.compile(r"\\[(\[]")
_PAIRED = re.compile(r"\$\$.+?\$\$|(?<!\\)\$(?! )[^$]+?(?<! )\$", re.DOTALL)
_LONE = re.compile(r"(?<!\\)\$(?!\d)")  # $5 is a price
_SLOT = re.compile(r"@\{")
FILLED = re.compile(r"@\{[^{}\n]*\}")  #: a slot, whatever stands in it
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(")
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_LONG = re.compile(rf"\S{{{WIDEST_WORD},}}")


class Wrong(NamedTuple):
    """What is wrong with a question.

    Attributes:
        path: the keys that lead to it from the question's table.
        says: what it is, and what to write instead.
        needle: the piece of the text that it is about.
        if_quoted: whether it is wrong only where the text stands in double quotes.
    """

    path: Path
    says: str
    needle: str = ""
    if_quoted: bool = False


def text_faults(raw: Mapping[str, Any]) -> Iterator[Wrong]:
    """Every fault of the texts of a question's table."""
    kind = raw.get("type")
    for path, text in _strings(raw, ()):
        role = quoted(next((key for key in reversed(path) if isinstance(key, str)), ""))[1:-1]
        beginning = text[:SEARCHED]
        eaten = _eaten_command(beginning)
        if eaten:
            yield Wrong(path, f"{role}: {eaten}", if_quoted=True)
        yield from (Wrong(path, f"{role}: {says}") for says in _characters(beginning, eaten))
        if role not in LIMITS:
            continue
        if not text.strip() and role not in {"unit", "label"}:
            yield Wrong(path, f"{role} is empty: write a text")
        if len(text) > LIMITS[role]:
            limit = f"{len(text):,} characters are too long for a sheet: write at most {LIMITS[role]:,}"
            yield Wrong(path, f"{role}: {limit}")
            continue  # reading it takes long
        # the values of a problem's text are checked where they are put in
        plain = FILLED.sub("1", text) if role == "ask" and kind in ("compute", "choose") else text
        if _SPECIAL.search(plain):
            yield from (Wrong(path, f"{role}: {says}", needle) for says, needle in marked(plain))


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _strings(inner, (*path, place))


def _characters(text: str, eaten: str) -> Iterator[str]:
    """Characters that no text needs, each kind once; what is left of a command is told as such."""
    for char in dict.fromkeys(_CONTROL.findall(text)):
        if not (char in _ESCAPES and eaten):
            yield f"the control character {safe(char)}: remove it"


def _eaten_command(text: str) -> str:
    r"""What to write where TOML read the first letter of a LaTeX command, as in ``"\frac"``, itself."""
    if not any(char in text for char in _ESCAPES):
        return ""
    found = _after_escape().search(text)
    if not found:
        return ""
    command = f"\\{_ESCAPES[found[1]]}{found[2]}"
    return f"TOML reads the beginning of {command} in double quotes itself: write LaTeX in '…' or '''…'''"


@lru_cache(maxsize=1)
def _after_escape() -> re.Pattern[str]:
    """A control character, and what it leaves of a LaTeX command."""
    from dldrill.maths.latex import commands

    left = sorted({name[1:] for name in commands() if name[:1] in _ESCAPES.values()}, key=len, reverse=True)
    return re.compile(f"([{''.join(_ESCAPES)}])({'|'.join(map(re.escape, left))})(?![A-Za-z])")


def marked(text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a text that holds formulas, code, pictures or slots."""
    from dldrill.sheets.prose import parser

    if FILLED.search(text):
        yield "@{ } puts numbers only into the ask of a problem: write the number itself", "@{"
    elif _SLOT.search(text):
        yield "a @{ has no end: write a name and }, as in @{n}", "@{"
        text = _SLOT.sub("1", text)
    for token in parser().parse(text):
        yield from _of_block(token)
        for inner in token.children or ():
            yield from _of_inline(inner)
    plain = _without_code(text)
    if (command := _BRACKETS.search(plain)) is not None:
        yield rf"{command.group()} begins no formula: write it between dollars, $…$", command.group()
    if _LONE.search(_PAIRED.sub("", plain)):
        yield r"a $ stands alone: write \$ for a dollar, or $…$ without blanks inside", "$"


_NO_PICTURES = "a picture in a text is not shown: say it in words, or use a family that draws it"


def _of_block(token: Token) -> Iterator[tuple[str, str]]:
    if token.type in {"fence", "code_block"}:
        for line in token.content.splitlines():
            if len(line) > WIDEST_CODE:
                yield f"a line of code has {len(line)} characters: write at most {WIDEST_CODE}", line
    elif token.type.startswith("math_block"):
        yield from _of_formula(token.content)


def _of_inline(token: Token) -> Iterator[tuple[str, str]]:
    if token.type.startswith("math_inline"):
        yield from _of_formula(token.content)
    elif token.type == "image":
        yield _NO_PICTURES, "!["
    elif token.type == "text":
        if _PICTURE.search(token.content):  # one from where no page may take it
            yield _NO_PICTURES, "!["
        command = _COMMAND.search(token.content)
        if command:
            yield (
                f"{command.group()} stands outside a formula: write it between dollars, $…$",
                command.group(),
            )
        long = _LONG.search(token.content)
        if long:
            yield f"the word {quoted(long.group())} is too long for a line: break it", long.group()


def _of_formula(source: str) -> Iterator[tuple[str, str]]:
    says = formula_fault(source)
    if says:
        yield f"${safe(source.strip())[:40]}$: {says}", source


@lru_cache(maxsize=4096)
def formula_fault(source: str) -> str:
    """Why a formula cannot be read, or is too long; empty if it can be written.

    Every format writes whatever can be read, so that none of them is tried here.
    """
    from dldrill.maths.latex import parse
    from dldrill.maths.unicode_line import line

    try:
        if len(line(parse(source))) > WIDEST_FORMULA:
            return f"it is longer than {WIDEST_FORMULA} signs: break it into several"
    except Fault as fault:
        return str(fault)
    return ""


def _without_code(text: str) -> str:
    return _CODE.sub("", text)
