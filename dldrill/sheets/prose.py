r"""The text of a question as a small tree, which every format of a sheet is written from.

The text is read once, as CommonMark with ``$…$``. HTML in it is text like any other, and characters
that could harm a page or a terminal are spelled out: the leaves hold harmless text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from dldrill.maths.latex import parse
from dldrill.maths.layout import Layout
from dldrill.maths.text import safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Text(NamedTuple):
    """Words as they stand."""

    text: str


class Strong(NamedTuple):
    """Words in bold."""

    inside: tuple[Inline, ...]


class Emph(NamedTuple):
    """Words that are slanted."""

    inside: tuple[Inline, ...]


class Code(NamedTuple):
    """A piece of a program within a line."""

    text: str


class Maths(NamedTuple):
    """A formula within a line."""

    layout: Layout


class Break(NamedTuple):
    """The end of a line within a paragraph."""


class Picture(NamedTuple):
    """A figure, by the name that the question gives it, and what it says in words."""

    name: str
    alt: str


Inline: TypeAlias = Text | Strong | Emph | Code | Maths | Break | Picture


class Paragraph(NamedTuple):
    """A paragraph."""

    inside: tuple[Inline, ...]


class Bullets(NamedTuple):
    """A list; the items of a ``tight`` one stand close together."""

    items: tuple[tuple[Block, ...], ...]
    tight: bool = True


class Numbered(NamedTuple):
    """A list that counts from its first number."""

    first: int
    items: tuple[tuple[Block, ...], ...]
    tight: bool = True


class CodeBlock(NamedTuple):
    """Lines of a program."""

    text: str
    language: str = ""


Side: TypeAlias = Literal["left", "center", "right"]


class Table(NamedTuple):
    """A table; its columns stand to a side each."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    alignment: tuple[Side, ...]


class MathBlock(NamedTuple):
    """A formula on a line of its own."""

    layout: Layout


class Quote(NamedTuple):
    """A quotation."""

    inside: tuple[Block, ...]


Block: TypeAlias = Paragraph | Bullets | Numbered | CodeBlock | Table | MathBlock | Quote

DEEPEST = 8  #: lists and quotations within each other
FIGURE = "fig:"
_HOLDERS = frozenset({"bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open"})
_SIDES: dict[str, Side] = {
    "text-align:left": "left",
    "text-align:center": "center",
    "text-align:right": "right",
}
_NUMBER = re.compile(r"[−+-]?\d[\d,.:/]*( ?[×x] ?\d+)*( ?(s|min|%))?")
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]|[" + "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
) + "]")  # fmt: skip


def prose(source: str) -> tuple[Block, ...]:
    """The blocks of a text.

    Raises:
        Fault: a formula that the LaTeX subset does not have.
    """
    return tuple(_blocks(parser().parse(_plain(source, "\n"))))


def words(source: str) -> tuple[Inline, ...]:
    """A text of one paragraph, as options and table cells are."""
    tokens = parser().parseInline(_plain(source, "\n"))
    return _inline(tokens[0].children or [])


def _plain(text: str, keep: str = "") -> str:
    r"""Harmless characters only; also after reading, for ``&#x202e;`` is harmless until it is read."""
    return _NO_CHARACTER.sub(lambda found: f"\\u{ord(found.group()):04x}", safe(text, keep=keep))


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and ``$…$``, without HTML."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.use(dollarmath_plugin, allow_space=False, double_inline=True)


def _blocks(tokens: Sequence[Token], depth: int = 0) -> Iterator[Block]:
    """The blocks of a text; lists and quotations that are nested too deeply give up their margins."""
    for token, inside in _children(tokens):
        kind = token.type
        if depth == DEEPEST and kind in _HOLDERS:
            yield from _blocks(inside, depth)
        elif kind == "paragraph_open":
            yield from _paragraph(inside[0].children or [])
        elif kind == "heading_open":
            yield Paragraph((Strong(_inline(inside[0].children or [])),))
        elif kind == "math_block":
            yield MathBlock(parse(token.content))
        elif kind in ("fence", "code_block"):
            yield CodeBlock(_plain(token.content, "\n").rstrip("\n"), _language(token))
        elif kind == "table_open":
            yield _table(inside)
        elif kind == "bullet_list_open":
            yield Bullets(_items(inside, depth), _is_tight(inside))
        elif kind == "ordered_list_open":
            start = token.attrGet("start")
            yield Numbered(1 if start is None else int(start), _items(inside, depth), _is_tight(inside))
        elif kind == "blockquote_open":
            yield Quote(tuple(_blocks(inside, depth + 1)))


def _language(token: Token) -> str:
    """What a fence says of its code; the parser leaves escapes there as they are written."""
    from markdown_it.common.utils import unescapeAll

    return _plain(unescapeAll(token.info).strip())


def _children(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """The tokens that stand in no other, each with what it holds."""
    position = 0
    while position < len(tokens):
        end = _closing(tokens, position)
        yield tokens[position], tokens[position + 1 : end]
        position = end + 1


def _closing(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for position in range(start, len(tokens)):
        depth += tokens[position].nesting
        if depth <= 0:
            return position
    return len(tokens)


def _items(tokens: Sequence[Token], depth: int) -> tuple[tuple[Block, ...], ...]:
    return tuple(tuple(_blocks(inside, depth + 1)) for _, inside in _children(tokens))


def _is_tight(tokens: Sequence[Token]) -> bool:
    level = min((token.level for token in tokens if token.type == "paragraph_open"), default=-1)
    return all(token.hidden for token in tokens if token.type == "paragraph_open" and token.level == level)


def _paragraph(tokens: Sequence[Token]) -> Iterator[Block]:
    """A paragraph; a displayed formula inside it stands on lines of its own."""
    run: list[Token] = []
    for token in tokens:
        if token.type == "math_inline_double":
            yield from _words(run)
            yield MathBlock(parse(token.content))
            run = []
        else:
            run.append(token)
    yield from _words(run)


def _words(tokens: Sequence[Token]) -> Iterator[Block]:
    """A paragraph without blanks at its ends, if anything is left of it."""
    parts = list(_inline(tokens))
    if parts and isinstance(parts[0], Text):
        parts[0] = Text(parts[0].text.lstrip(" "))
    if parts and isinstance(parts[-1], Text):
        parts[-1] = Text(parts[-1].text.rstrip(" "))
    kept = tuple(part for part in parts if part != Text(""))
    if kept:
        yield Paragraph(kept)


def _table(tokens: Sequence[Token]) -> Table:
    cells = [token for token in tokens if token.type in ("th_open", "td_open")]
    count = sum(cell.type == "th_open" for cell in cells)
    contents = [_inline(token.children or []) for token in tokens if token.type == "inline"]
    header, *rows = (tuple(contents[start : start + count]) for start in range(0, len(contents), count))
    said = [_SIDES.get(str(cell.attrGet("style"))) for cell in cells[:count]]
    sides = (side or _side([row[at] for row in rows], at) for at, side in enumerate(said))
    return Table(header, tuple(rows), tuple(sides))


def _side(cells: Iterable[tuple[Inline, ...]], place: int) -> Side:
    """Where a column stands that does not say so: numbers to the right, but for what names the rows."""
    texts = ["".join(_number_of(part) for part in cell) for cell in cells]
    are_numbers = any(texts) and all(not text or _NUMBER.fullmatch(text) for text in texts)
    return "right" if place and are_numbers else "left"


def _number_of(part: Inline) -> str:
    if isinstance(part, Text):
        return part.text
    if isinstance(part, Maths):
        from dldrill.maths.unicode_line import line

        return line(part.layout)
    return "?"


def _inline(tokens: Sequence[Token]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for token, inside in _children(tokens):
        if token.type == "strong_open":
            found.append(Strong(_inline(inside)))
        elif token.type == "em_open":
            found.append(Emph(_inline(inside)))
        elif token.type == "link_open":
            found += _link(token, inside)
        else:
            found += _leaf(token)
    return _joined(found)


def _link(token: Token, inside: Sequence[Token]) -> list[Inline]:
    """A link is printed: its words, and its address where they are not the same."""
    shown = list(_inline(inside))
    address = _plain(str(token.attrGet("href")))
    is_bare = len(shown) == 1 and isinstance(shown[0], Text) and address.endswith(shown[0].text)
    return shown if is_bare else [*shown, Text(f" ({address})")]


def _leaf(token: Token) -> list[Inline]:
    match token.type:
        case "softbreak":
            return [Text(" ")]
        case "hardbreak":
            return [Break()]
        case "code_inline":
            return [Code(_plain(token.content))]
        case "math_inline" | "math_inline_double":
            return [Maths(parse(token.content))]
        case "image":
            name = _plain(str(token.attrGet("src"))).removeprefix(FIGURE)
            return [Picture(name, _said(_inline(token.children or [])))]
        case _:
            return [Text(_plain(token.content))] if token.content else []


def _said(parts: Iterable[Inline]) -> str:
    """Parts as plain words."""
    from dldrill.maths.speech import speak

    said = []
    for part in parts:
        match part:
            case Text(text) | Code(text) | Picture(_, text):
                said.append(text)
            case Strong(inside) | Emph(inside):
                said.append(_said(inside))
            case Maths(layout):
                said.append(speak(layout))
            case Break():
                said.append(" ")
    return "".join(said)


def _joined(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """Texts that touch are one."""
    found: list[Inline] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + part.text)
        else:
            found.append(part)
    return tuple(found)
