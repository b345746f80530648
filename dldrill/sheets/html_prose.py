"""The text of a question as HTML.

One walk serves every page: a page of ours has formulas in MathML and pictures in SVG; where others
show the text (``mathjax_prose``), a :class:`Dialect` of its own writes what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from dldrill.maths.layout import Layout
from dldrill.maths.mathml import escaped, mathml
from dldrill.sheets.prose import (
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

Pictures = Mapping[str, str]
"""What stands for every picture, by its name: its SVG, or its address."""


class Dialect(NamedTuple):
    """What pages write differently.

    Attributes:
        escaped: a text between tags; only text.
        formula: a formula within a line.
        block: a formula on a line of its own.
        picture: a picture, of what stands for it and its words.
        table: how a table opens.
    """

    escaped: Callable[[str], str]
    formula: Callable[[Layout], str]
    block: Callable[[Layout], str]
    picture: Callable[[str, str], str]
    table: str = "<table>"


def _drawn(svg: str, alt: str) -> str:
    return f'<span class="picture" role="img" aria-label="{escaped(alt)}">{svg}</span>'


OURS = Dialect(escaped, mathml, lambda layout: mathml(layout, block=True), _drawn)


def html(blocks: Iterable[Block], pictures: Pictures | None = None, dialect: Dialect = OURS) -> str:
    """The blocks as HTML, a line each.

    Args:
        blocks: what :func:`~dldrill.sheets.prose.prose` gives.
        pictures: what stands for them by name; a picture that is not there is named in words.
        dialect: how the page writes.
    """
    walk = _Walk(pictures or {}, dialect)
    return "\n".join(map(walk.block, blocks))


def html_words(parts: Iterable[Inline], pictures: Pictures | None = None, dialect: Dialect = OURS) -> str:
    """The parts of one paragraph as HTML."""
    return _Walk(pictures or {}, dialect).inline(parts)


class _Walk:
    """Writes a tree for one page."""

    def __init__(self, pictures: Pictures, dialect: Dialect) -> None:
        self.pictures, self.dialect = pictures, dialect

    def block(self, block: Block) -> str:
        """A block with all that it holds."""
        match block:
            case Paragraph(inside):
                return f"<p>{self.inline(inside)}</p>"
            case Bullets(items, tight):
                return f"<ul>{self._items(items, tight)}</ul>"
            case Numbered(first, items, tight):
                start = "" if first == 1 else f' start="{first}"'
                return f"<ol{start}>{self._items(items, tight)}</ol>"
            case CodeBlock(text, _):
                return f"<pre><code>{self.dialect.escaped(text)}\n</code></pre>"
            case MathBlock(layout):
                return self.dialect.block(layout)
            case Quote(inside):
                return "<blockquote>\n" + "\n".join(map(self.block, inside)) + "\n</blockquote>"
            case Table():
                return self._table(block)

    def inline(self, parts: Iterable[Inline]) -> str:
        """The parts of a paragraph."""
        return "".join(map(self._part, parts))

    def _items(self, items: Iterable[tuple[Block, ...]], tight: bool) -> str:
        written = (
            "\n".join(
                self.inline(block.inside) if tight and isinstance(block, Paragraph) else self.block(block)
                for block in item
            )
            for item in items
        )
        return "\n" + "".join(f"<li>{item}</li>\n" for item in written)

    def _table(self, table: Table) -> str:
        def row(cells: Iterable[tuple[Inline, ...]], name: str) -> str:
            shown = (
                f"<{name}{_side(side)}>{self.inline(cell)}</{name}>"
                for cell, side in zip(cells, table.alignment, strict=True)
            )
            return f"<tr>{''.join(shown)}</tr>"

        body = "\n".join(row(cells, "td") for cells in table.rows)
        rows = f"<tbody>\n{body}\n</tbody>\n" if body else ""
        return f"{self.dialect.table}\n<thead>{row(table.header, 'th')}</thead>\n{rows}</table>"

    def _part(self, part: Inline) -> str:
        match part:
            case Text(text):
                return self.dialect.escaped(text)
            case Strong(inside):
                return f"<strong>{self.inline(inside)}</strong>"
            case Emph(inside):
                return f"<em>{self.inline(inside)}</em>"
            case Code(text):
                return f"<code>{self.dialect.escaped(text)}</code>"
            case Maths(layout):
                return self.dialect.formula(layout)
            case Break():
                return "<br>\n"
            case Picture(name, alt):
                if name not in self.pictures:
                    return f"<em>{self.dialect.escaped(f'[figure: {alt}]')}</em>"
                return self.dialect.picture(self.pictures[name], alt)


def _side(side: Side) -> str:
    return "" if side == "left" else f' style="text-align:{side}"'
