r"""Question text on a terminal: CommonMark with LaTeX, walked token by token into rich's Text.

rich's own Markdown is not used: it reads ``_`` and ``\\`` of formulas as its own. Text wraps between
words, but never inside a short formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from dldrill.answer.kinds import show
from dldrill.maths.text import safe
from dldrill.show.look import CODE, MATHS, STRONG, Look
from dldrill.show.paragraphs import paragraph, paragraphs

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from dldrill.dealing.dealt import Part
    from dldrill.grading.verdict import PartVerdict
    from dldrill.maths.layout import Layout

GLUE = "\ue000"  #: a space inside a formula that must not be broken at
LONGEST_UNBROKEN = 40  #: columns of a formula that is kept on one line
INDENT = 4
Inline = Any  #: a token of the parser, or a piece that needed none
STYLES = {"strong_open": "bold", "em_open": "italic"}


def markdown(source: str, look: Look) -> Text:
    """A text as blocks that rich prints, with a blank line between them."""
    text, walk = safe(source, keep="\n"), _Walk(look)
    simple = paragraphs(text)
    if simple is None:
        blocks = list(walk.blocks(reader().parse(text)))
    else:
        blocks = [block for pieces in simple for block in walk.paragraph(pieces, look.width)]
    return Text("\n\n", no_wrap=True).join(blocks)


def inline(source: str, look: Look, style: str = "") -> Text:
    """A text of one paragraph, not yet wrapped."""
    plain = safe(source, keep="\n")
    pieces = paragraph(plain)
    text = _Walk(look).inline(reader().parseInline(plain)[0].children or [] if pieces is None else pieces)
    text.style = style
    return text


def said(text: str, look: Look) -> str:
    """A text from outside as it stands, harmless and in the characters there are."""
    return _prose(safe(text), look)


def _prose(text: str, look: Look) -> str:
    if not look.ascii:
        return text
    from dldrill.maths.ascii import ascii_text

    return ascii_text(text)


SIGNED = ("integer", "number", "shape", "vector", "matrix", "signs")


def right_text(part: Part | PartVerdict, look: Look) -> str:
    """The right answer to a part, a formula as a person would write it."""
    return value_text(part.kind, as_written(part.kind, part.right), look)


def as_written(kind: str, value: Any) -> Any:
    """The value to show for a right answer: a formula in fewer signs, anything else as it is."""
    if kind != "expression":
        return value
    from dldrill.maths.tidy import tidied

    return tidied(value)


def value_text(kind: str, value: Any, look: Look) -> str:
    """An answer, to be broken at no blank, or, if it is long, only between its entries."""
    text = show(kind, value)
    if kind == "text":
        return text
    if kind in SIGNED:
        text = text.replace("-", look.mark("−", "-"))
    return text.replace(" ", GLUE) if len(text) <= LONGEST_UNBROKEN else re.sub("(?<![,;]) ", GLUE, text)


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
    lines = [margin + row for margin, row in zip(margins, rows, strict=True)]
    for line in lines:
        line.rstrip()
    return Text("\n", no_wrap=True).join(lines)


def indented(text: Text, columns: int) -> Text:
    """The lines of a text moved to the right, without blanks at their ends."""
    text.no_wrap = True
    lines = [Text(" " * columns) + row if row.plain else row for row in text.split("\n", allow_blank=True)]
    return Text("\n", no_wrap=True).join(lines)


@cache
def reader() -> MarkdownIt:
    """The parser of all that is not plain paragraphs."""
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

    def blocks(self, tokens: Sequence[Token], width: int | None = None) -> Iterator[Text]:
        width = width or self.look.width
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = _closing(tokens, position)
            inside = tokens[position + 1 : end]
            if token.type == "inline":
                yield from self.paragraph(token.children or [], width)
            elif token.type == "math_block":
                yield self._formula(token.content, width)
            elif token.type in ("fence", "code_block"):
                code = Text(_prose(token.content.rstrip(), self.look), CODE)
                yield indented(wrapped(code, width - INDENT), INDENT)
            elif token.type == "table_open":
                yield self._table(inside, width)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield self._list(inside, _first_number(token), width)
            elif token.type.endswith("_open"):
                yield from self.blocks(inside, width)
            position = end + 1

    def inline(self, tokens: Iterable[Inline]) -> Text:
        text, styles, links = Text(), list[str](), list[str]()
        for token in tokens:
            if token.type in STYLES:
                styles.append(STYLES[token.type])
            elif token.type.replace("_close", "_open") in STYLES:
                styles.pop()
            elif token.type == "link_open":
                links.append(said(str(token.attrGet("href")), self.look))
            elif token.type == "link_close":
                text.append("" if text.plain.endswith(links[-1]) else f" ({links[-1]})")
                links.pop()
            elif token.type in ("softbreak", "hardbreak"):
                text.append(" " if token.type == "softbreak" else "\n")
            elif token.type == "code_inline":
                text.append(_prose(token.content, self.look).replace(" ", GLUE), CODE)
            elif token.type.startswith("math_inline"):
                text.append(self._inline_formula(token.content), MATHS)
            elif token.type == "image":
                text.append(f"[figure: {said(token.content, self.look)}]", "italic")
            else:
                # an entity (&#x202e;) is harmless until it is read
                text.append(said(token.content, self.look), " ".join(styles))
        return text

    def paragraph(self, tokens: Sequence[Inline], width: int) -> Iterator[Text]:
        """A paragraph; a displayed formula inside it stands on lines of its own."""
        run: list[Inline] = []
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

    def _formula(self, source: str, width: int) -> Text:
        from dldrill.maths.latex import parse

        layout = parse(source)
        if self.look.plain:
            return wrapped(Text(_spoken(layout)), width)
        from dldrill.maths.unicode_block import block

        return indented(Text("\n".join(block(layout, width - INDENT, self.look.ascii)), MATHS), INDENT)

    def _list(self, tokens: Sequence[Token], first: int | None, width: int) -> Text:
        """The items behind their numbers, from the first on, or behind bullets."""
        items: list[Text] = []
        position = 0
        while position < len(tokens):
            end = _closing(tokens, position)
            mark = self.look.mark("• ", "- ") if first is None else f"{first + len(items)}. "
            margin = len(mark) + 2
            inner = list(self.blocks(tokens[position + 1 : end], max(1, width - margin)))
            items.append(hanging("  " + mark, Text("\n").join(inner), margin))
            position = end + 1
        return Text("\n", no_wrap=True).join(items)

    def _table(self, tokens: Sequence[Token], width: int) -> Text:
        rows: list[list[Text]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self.inline(token.children or []))
        return grid(rows[0], rows[1:], self.look._replace(width=width))


def _spoken(layout: Layout) -> str:
    from dldrill.maths.speech import speak

    return speak(layout)


MARGIN = 1  #: columns before a table
GAPS = (3, 2)  #: columns between those of a table: the widest that fits
NUMBER = re.compile(rf"[−-]?\d[\d,.:/]*([ {GLUE}]?[×x][ {GLUE}]?\d+)*( ?(s|min|%))?")


def grid(head: Sequence[Text | str], rows: Iterable[Sequence[Text | str]], look: Look) -> Text:
    """A table with a line under its head, its numbers to the right.

    In plain mode, or where words would have to be broken, a line a row: ``head: cell; head: cell``.
    """
    names, *body = [[_cell(cell, look) for cell in row] for row in (head, *rows)]
    for gap in GAPS:
        widths = _widths([names, *body], look.width - MARGIN - gap * (len(names) - 1))
        if widths and not look.plain:
            break
    else:
        return Text("\n", no_wrap=True).join(_in_a_line(names, row, look) for row in body)
    right = [_are_numbers(column) for column in zip(*body, strict=True)] or [False] * len(names)
    right[0] = False  # what names a row
    for name in names:
        name.stylize(STRONG)
    rule = Text(" " * MARGIN + look.mark("─", "-") * (sum(widths) + gap * (len(widths) - 1)))
    lines = [_row(row, widths, right, gap) for row in (names, *body)]
    return Text("\n", no_wrap=True).join([lines[0], rule, *lines[1:]])


def _cell(text: Text | str, look: Look) -> Text:
    """A string as it stands: rich would read square brackets in it as markup."""
    return Text(said(text, look)) if isinstance(text, str) else text.copy()


def _widths(rows: Sequence[Sequence[Text]], room: int) -> list[int]:
    """The columns' widths: as wide as they need to be, the widest narrowed first; [] if words would break."""
    columns = list(zip(*rows, strict=True))
    widths = [max(cell.cell_len for cell in column) for column in columns]
    least = [max(_longest_word(cell) for cell in column) for column in columns]
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda at: (widths[at] > least[at], widths[at]))
        if widths[widest] <= least[widest]:
            return []
        widths[widest] -= 1
    return widths


def _are_numbers(cells: Sequence[Text]) -> bool:
    return all(not cell.plain or NUMBER.fullmatch(cell.plain) for cell in cells)


def _longest_word(cell: Text) -> int:
    return max((word.cell_len for word in cell.split(" ")), default=0)


def _row(row: Sequence[Text], widths: Sequence[int], right: Sequence[bool], gap: int) -> Text:
    cells = [wrapped(cell, width).split("\n") for cell, width in zip(row, widths, strict=True)]
    lines = []
    for at in range(max(map(len, cells))):
        line = Text(" " * MARGIN)
        for cell, width, flush in zip(cells, widths, right, strict=True):
            part = cell[at] if at < len(cell) else Text("")
            blank = " " * (width - part.cell_len)
            line += (Text(blank) + part if flush else part + Text(blank)) + Text(" " * gap)
        line.rstrip()
        lines.append(line)
    return Text("\n").join(lines)


def _in_a_line(names: Sequence[Text], row: Sequence[Text], look: Look) -> Text:
    pairs = [Text.assemble(name, ": ", cell) for name, cell in zip(names, row, strict=True) if cell.plain]
    lines = wrapped(Text("; ").join(pairs), look.width - 2).split("\n")
    return Text("\n  ", no_wrap=True).join(lines)


def _first_number(token: Token) -> int | None:
    """The number that a numbered list begins with."""
    return int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None


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
