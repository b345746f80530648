"""The text of a question as plain data, from which the template ``prose.typ`` builds Typst's content.

No text becomes Typst source: the data travel as JSON. A node is a list that begins with what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dldrill.maths.typst_glyphs import shown
from dldrill.maths.typst_tree import Data, formula
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
    Strong,
    Table,
    Text,
)

Pictures = Mapping[str, str]
"""The SVG of every picture by its name."""


def typst(blocks: Iterable[Block], pictures: Pictures | None = None) -> list[Data]:
    """The blocks as the template's ``prose`` takes them.

    Args:
        blocks: what :func:`~dldrill.sheets.prose.prose` gives.
        pictures: SVG by name; a picture that is not there is named in words.
    """
    drawn = pictures or {}
    return [_block(block, drawn) for block in blocks]


def typst_words(parts: Iterable[Inline], pictures: Pictures | None = None) -> list[Data]:
    """The parts of one paragraph as the template's ``words`` takes them."""
    return _inline(parts, pictures or {})


def _block(block: Block, pictures: Pictures) -> Data:
    match block:
        case Paragraph(inside):
            return ["paragraph", _inline(inside, pictures)]
        case Bullets(items, tight):
            return ["bullets", tight, _items(items, pictures)]
        case Numbered(first, items, tight):
            return ["numbered", first, tight, _items(items, pictures)]
        case CodeBlock(text, _):
            return ["code", shown(text)]
        case MathBlock(layout):
            return ["formula", formula(layout, block=True)]
        case Quote(inside):
            return ["quote", typst(inside, pictures)]
        case Table(header, rows, alignment):
            return ["table", list(alignment), [_row(row, pictures) for row in (header, *rows)]]


def _items(items: Iterable[tuple[Block, ...]], pictures: Pictures) -> Data:
    return [typst(item, pictures) for item in items]


def _row(cells: Iterable[tuple[Inline, ...]], pictures: Pictures) -> Data:
    return [_inline(cell, pictures) for cell in cells]


def _inline(parts: Iterable[Inline], pictures: Pictures) -> list[Data]:
    return [_part(part, pictures) for part in parts]


def _part(part: Inline, pictures: Pictures) -> Data:
    match part:
        case Text(text):
            return ["text", shown(text)]
        case Strong(inside):
            return ["strong", _inline(inside, pictures)]
        case Emph(inside):
            return ["emph", _inline(inside, pictures)]
        case Code(text):
            return ["raw", shown(text)]
        case Maths(layout):
            return ["maths", formula(layout)]
        case Break():
            return ["break"]
        case Picture(name, alt):
            if name not in pictures:
                return ["emph", [["text", shown(f"[figure: {alt}]")]]]
            return ["picture", pictures[name], alt or "figure"]
