r"""Question text on a terminal: CommonMark with LaTeX, walked token by token into rich's Text.

rich's own Markdown is not used: it reads ``_`` and ``\\`` of formulas as its own. Text wraps between
words, but never inside a short formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.text import Text

from dldrill.maths.text import safe
from dldrill.show.look import CODE, MATHS, Look

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from dldrill.maths.layout import Layout

GLUE = "\ue000"  #: a space inside a formula that must not be broken at
LONGEST_UNBROKEN = 40  #: columns of a formula that is kept on one line
INDENT = 4
MARKUP = re.compile(r"[\\`*_\[\]<>#|~$&!]|^\s*([-+=]|\d+[.)])|^(\s{4}|\t)|  $", re.MULTILINE)
"""What a text must have for CommonMark to read anything but paragraphs in it."""
STYLES = {"strong_open": "bold", "em_open": "italic"}


def markdown(source: str, look: Look) -> RenderableType:
    """A text as blocks that rich prints, with a blank line between them."""
    text = safe(source, keep="\n")
    if MARKUP.search(text):
        blocks = list(_Walk(look).blocks(_parser().parse(text)))
    else:  # many a claim is plain words, and the parser takes long to load
        blocks = [wrapped(_words(part, look), look.width) for part in re.split(r"\n\s*\n", text.strip())]
    spaced: list[RenderableType] = []
    for shown in blocks:
        spaced += [Text(""), shown] if spaced else [shown]
    return Group(*spaced)


def inline(source: str, look: Look, style: str = "") -> Text:
    """A text of one paragraph, not yet wrapped."""
    plain = safe(source, keep="\n")
    if MARKUP.search(plain):
        text = _Walk(look).inline(_parser().parseInline(plain)[0].children or [])
    else:
        text = _words(plain, look)
    text.style = style
    return text


def _words(text: str, look: Look) -> Text:
    return Text(_prose(re.sub(r"[ \t]*\n[ \t]*", " ", text), look))


def _prose(text: str, look: Look) -> str:
    if not look.ascii:
        return text
    from dldrill.maths.ascii import ascii_text

    return ascii_text(text)


def wrapped(text: Text, width: int) -> Text:
    """The text broken into lines, formulas kept whole."""
    lines = text.wrap(_measure(), width)
    for broken in lines:
        broken.rstrip()
        broken.plain = broken.plain.replace(GLUE, " ")
    return Text("\n").join(lines)


def hanging(mark: str, body: Text, columns: int, style: str = "") -> Text:
    """A mark in the margin of the lines of a text."""
    rows = body.split("\n")
    margins = [Text(f"{mark:<{columns}}", style), *[Text(" " * columns)] * (len(rows) - 1)]
    return Text("\n").join(margin + row for margin, row in zip(margins, rows, strict=True))


def indented(text: Text, columns: int) -> Text:
    """The lines of a text moved to the right, without blanks at their ends."""
    text.no_wrap = True
    lines = [Text(" " * columns) + row if row.plain else row for row in text.split("\n", allow_blank=True)]
    return Text("\n", no_wrap=True).join(lines)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.use(dollarmath_plugin, allow_space=False, double_inline=True)


@cache
def _measure() -> Console:
    return Console(width=200, color_system=None, legacy_windows=False)


class _Walk:
    """Turns markdown-it's tokens into blocks."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def blocks(self, tokens: Sequence[Token], width: int | None = None) -> Iterator[RenderableType]:
        width = width or self.look.width
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = _closing(tokens, position)
            inside = tokens[position + 1 : end]
            if token.type == "inline":
                yield from self._paragraph(token.children or [], width)
            elif token.type == "math_block":
                yield self._formula(token.content, width)
            elif token.type in ("fence", "code_block"):
                yield indented(Text(token.content.rstrip(), CODE), INDENT)
            elif token.type == "table_open":
                yield self._table(inside)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield self._list(inside, token.type.startswith("ordered"), width)
            elif token.type.endswith("_open"):
                yield from self.blocks(inside, width)
            position = end + 1

    def inline(self, tokens: Iterable[Token]) -> Text:
        text, styles = Text(), list[str]()
        for token in tokens:
            if token.type in STYLES:
                styles.append(STYLES[token.type])
            elif token.type.endswith("_close") and styles:
                styles.pop()
            elif token.type in ("softbreak", "hardbreak"):
                text.append(" " if token.type == "softbreak" else "\n")
            elif token.type == "code_inline":
                text.append(token.content.replace(" ", GLUE), CODE)
            elif token.type.startswith("math_inline"):
                text.append(self._inline_formula(token.content), MATHS)
            elif token.type == "image":
                text.append(f"[figure: {token.content}]", "italic")
            else:
                text.append(_prose(token.content, self.look), " ".join(styles))
        return text

    def _paragraph(self, tokens: Sequence[Token], width: int) -> Iterator[RenderableType]:
        """A paragraph; a displayed formula inside it stands on lines of its own."""
        run: list[Token] = []
        for token in tokens:
            if token.type == "math_inline_double":
                if run:
                    yield wrapped(self.inline(run), width)
                yield self._formula(token.content, width)
                run = []
            elif run or token.type != "softbreak":
                run.append(token)
        if run:
            yield wrapped(self.inline(run), width)

    def _inline_formula(self, source: str) -> str:
        # the writers of formulas are loaded with the first formula: many a text has none
        from dldrill.maths.latex import parse

        layout = parse(source)
        if self.look.plain:
            return _spoken(layout)
        from dldrill.maths.unicode_line import line

        shown = line(layout, self.look.ascii)
        return shown.replace(" ", GLUE) if len(shown) <= LONGEST_UNBROKEN else shown

    def _formula(self, source: str, width: int) -> RenderableType:
        from dldrill.maths.latex import parse

        layout = parse(source)
        if self.look.plain:
            return wrapped(Text(_spoken(layout)), width)
        from dldrill.maths.unicode_block import block

        return indented(Text("\n".join(block(layout, width - INDENT, self.look.ascii)), MATHS), INDENT)

    def _list(self, tokens: Sequence[Token], ordered: bool, width: int) -> RenderableType:
        items: list[RenderableType] = []
        position, number = 0, 1
        while position < len(tokens):
            end = _closing(tokens, position)
            mark = f"{number}. " if ordered else self.look.mark("• ", "- ")
            margin = len(mark) + 2
            inner = list(self.blocks(tokens[position + 1 : end], width - margin))
            first = inner[0] if inner and isinstance(inner[0], Text) else Text("")
            items.append(hanging("  " + mark, first, margin))
            items += [indented(part, margin) if isinstance(part, Text) else part for part in inner[1:]]
            position, number = end + 1, number + 1
        return Group(*items)

    def _table(self, tokens: Sequence[Token]) -> RenderableType:
        rows: list[list[Text]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                cell = self.inline(token.children or [])
                cell.plain = cell.plain.replace(GLUE, " ")
                rows[-1].append(cell)
        return grid(rows[0], rows[1:], self.look)


def _spoken(layout: Layout) -> str:
    from dldrill.maths.speech import speak

    return speak(layout)


def grid(head: Sequence[Text | str], rows: Iterable[Sequence[Text | str]], look: Look) -> RenderableType:
    """A table with a line under its head; in plain mode a line a row, ``head: cell``."""
    if look.plain:
        return Group(
            *(
                Text("; ").join(
                    Text.assemble(name, ": ", cell) for name, cell in zip(head, row, strict=False)
                )
                for row in rows
            )
        )
    from rich import box
    from rich.table import Table

    table = Table(box=box.ASCII2 if look.ascii else box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        table.add_column(_cell(name), overflow="fold")
    for row in rows:
        table.add_row(*map(_cell, row))
    return table


def _cell(text: Text | str) -> Text:
    """A string as it stands: rich would read square brackets in it as markup."""
    return Text(safe(text)) if isinstance(text, str) else text


def _closing(tokens: Sequence[Token], start: int) -> int:
    """The position of the token that closes the one at the start, or the start itself."""
    depth = 0
    for position in range(start, len(tokens)):
        depth += tokens[position].nesting
        if depth <= 0:
            return position
    return len(tokens)


def shown_in(renderable: Any, look: Look) -> str:
    """What a renderable looks like, as text without colour."""
    import io

    from dldrill.show.look import console_of

    stream = io.StringIO()
    console_of(stream, look).print(renderable)
    return stream.getvalue()
