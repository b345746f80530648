"""The text of a question as CommonMark with ``$…$`` again: what is read back is the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dldrill.maths.latex_writer import latex
from dldrill.sheets.prose import (
    FIGURE,
    Block,
    Break,
    Bullets,
    Code,
    CodeBlock,
    Emph,
    Inline,
    MathBlock,
    Maths,
    Numbered,
    Paragraph,
    Picture,
    Quote,
    Side,
    Strong,
    Table,
    Text,
)

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$&!]")
_START = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))", re.MULTILINE)
_RULES: dict[Side, str] = {"left": ":--", "center": ":-:", "right": "--:"}


def markdown(blocks: Sequence[Block]) -> str:
    """The blocks as CommonMark, a blank line between them."""
    return "\n\n".join(_written(blocks))


def markdown_words(parts: Iterable[Inline]) -> str:
    """The parts of one paragraph as CommonMark."""
    return _START.sub(_unmarked, _inline(parts))


def escaped(text: str) -> str:
    """The text with a backslash before each sign that could be markup."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _unmarked(found: re.Match[str]) -> str:
    """The start of a line that would begin a list or underline a heading."""
    start = found.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def _written(blocks: Sequence[Block]) -> list[str]:
    """Each block; a list behind one of its kind has the other mark, or they would be one."""
    found: list[str] = []
    other = False
    for place, block in enumerate(blocks):
        last = blocks[place - 1] if place else None
        other = isinstance(block, Bullets | Numbered) and type(last) is type(block) and not other
        found.append(_block(block, other))
    return found


def _block(block: Block, other: bool) -> str:
    match block:
        case Paragraph(inside):
            return markdown_words(inside)
        case Bullets(items, tight):
            return _list(["* " if other else "- "] * len(items), items, tight)
        case Numbered(first, items, tight):
            marks = [f"{number}{')' if other else '.'} " for number in range(first, first + len(items))]
            return _list(marks, items, tight)
        case CodeBlock(text, language):
            mark = "~" if "`" in language else "`"  # behind backticks no backtick may stand
            fence = mark * max(3, _longest_run(text, mark) + 1)
            return f"{fence}{escaped(language)}\n{text}\n{fence}"
        case MathBlock(layout):
            return f"$$\n{latex(layout)}\n$$"
        case Quote(inside):
            return "\n".join(f"> {line}".rstrip() for line in markdown(inside).split("\n"))
        case Table():
            return _table(block)


def _longest_run(text: str, mark: str = "`") -> int:
    return max(map(len, re.findall(f"{mark}+", text)), default=0)


def _list(marks: Iterable[str], items: Iterable[Sequence[Block]], tight: bool) -> str:
    gap = "\n" if tight else "\n\n"
    written = []
    for mark, item in zip(marks, items, strict=True):
        lines = gap.join(_written(item)).split("\n")
        margin = " " * len(mark)
        written.append("\n".join([mark + lines[0], *(margin + line if line else "" for line in lines[1:])]))
    return gap.join(written)


def _table(table: Table) -> str:
    rule = " | ".join(_RULES[side] for side in table.alignment)
    rows = [" | ".join(map(_cell, row)) for row in (table.header, *table.rows)]
    return "\n".join(f"| {row} |" for row in (rows[0], rule, *rows[1:]))


def _cell(parts: Iterable[Inline]) -> str:
    """A cell; a table is taken apart at its bars before anything else is read."""
    return _inline(parts).replace("|", "\\|").replace("\n", " ")


def _inline(parts: Iterable[Inline], in_strong: bool = False) -> str:
    return "".join(_part(part, in_strong) for part in parts)


def _part(part: Inline, in_strong: bool) -> str:
    match part:
        case Text(text):
            return escaped(text)
        case Strong(inside):
            return _marked("**", _inline(inside, in_strong=True))
        case Emph(inside):
            mark = "_" if in_strong else "*"
            return _marked(mark, _inline(inside, in_strong))
        case Code(text):
            return _code(text)
        case Maths(layout):
            return f"${latex(layout) or '{}'}$"
        case Break():
            return "\\\n"
        case Picture(name, alt):
            return f"![{escaped(alt)}](<{FIGURE}{name}>)"


def _marked(mark: str, inside: str) -> str:
    """Words between marks; the blanks at their ends stand outside, where a mark is still one."""
    core = inside.strip(" ")
    if not core:
        return inside
    before, after = inside.split(core, 1)
    return f"{before}{mark}{core}{mark}{after}"


def _code(text: str) -> str:
    """Code between more backticks than it has; a blank at each end is taken away in reading."""
    fence = "`" * (_longest_run(text) + 1)
    is_bare = not text.startswith((" ", "`")) and not text.endswith((" ", "`"))
    return f"{fence}{text}{fence}" if is_bare else f"{fence} {text} {fence}"
