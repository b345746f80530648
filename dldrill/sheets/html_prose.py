"""The text of a question as HTML, with formulas in MathML and pictures in SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
"""The SVG of every picture by its name."""


def html(blocks: Iterable[Block], pictures: Pictures | None = None) -> str:
    """The blocks as HTML, a line each.

    Args:
        blocks: what :func:`~dldrill.sheets.prose.prose` gives.
        pictures: SVG by name, put in as it is; a picture that is not there is named in words.
    """
    drawn = pictures or {}
    return "\n".join(_block(block, drawn) for block in blocks)


def html_words(parts: Iterable[Inline], pictures: Pictures | None = None) -> str:
    """The parts of one paragraph as HTML."""
    return _inline(parts, pictures or {})


def _block(block: Block, pictures: Pictures) -> str:
    match block:
        case Paragraph(inside):
            return f"<p>{_inline(inside, pictures)}</p>"
        case Bullets(items, tight):
            return f"<ul>{_items(items, tight, pictures)}</ul>"
        case Numbered(first, items, tight):
            start = "" if first == 1 else f' start="{first}"'
            return f"<ol{start}>{_items(items, tight, pictures)}</ol>"
        case CodeBlock(text, _):
            return f"<pre><code>{escaped(text)}\n</code></pre>"
        case MathBlock(layout):
            return mathml(layout, block=True)
        case Quote(inside):
            return f"<blockquote>\n{html(inside, pictures)}\n</blockquote>"
        case Table():
            return _table(block, pictures)


def _items(items: Iterable[tuple[Block, ...]], tight: bool, pictures: Pictures) -> str:
    written = (
        "\n".join(
            _inline(block.inside, pictures)
            if tight and isinstance(block, Paragraph)
            else _block(block, pictures)
            for block in item
        )
        for item in items
    )
    return "\n" + "".join(f"<li>{item}</li>\n" for item in written)


def _table(table: Table, pictures: Pictures) -> str:
    def row(cells: Iterable[tuple[Inline, ...]], name: str) -> str:
        shown = (
            f"<{name}{_side(side)}>{_inline(cell, pictures)}</{name}>"
            for cell, side in zip(cells, table.alignment, strict=True)
        )
        return f"<tr>{''.join(shown)}</tr>"

    body = "\n".join(row(cells, "td") for cells in table.rows)
    head = row(table.header, "th")
    return f"<table>\n<thead>{head}</thead>\n" + (f"<tbody>\n{body}\n</tbody>\n" if body else "") + "</table>"


def _side(side: Side) -> str:
    return "" if side == "left" else f' style="text-align:{side}"'


def _inline(parts: Iterable[Inline], pictures: Pictures) -> str:
    return "".join(_part(part, pictures) for part in parts)


def _part(part: Inline, pictures: Pictures) -> str:
    match part:
        case Text(text):
            return escaped(text)
        case Strong(inside):
            return f"<strong>{_inline(inside, pictures)}</strong>"
        case Emph(inside):
            return f"<em>{_inline(inside, pictures)}</em>"
        case Code(text):
            return f"<code>{escaped(text)}</code>"
        case Maths(layout):
            return mathml(layout)
        case Break():
            return "<br>\n"
        case Picture(name, alt):
            if name not in pictures:
                return f"<em>[figure: {escaped(alt)}]</em>"
            return f'<span class="picture" role="img" aria-label="{escaped(alt)}">{pictures[name]}</span>'
