r"""The text of a question as HTML whose formulas are LaTeX in ``\( \)``, as classes' platforms show them.

MathJax runs over these pages, and some platforms give braces, brackets or ``@@`` a meaning of their
own. So each character that could begin such a thing is spelled as an entity, and backslash and
dollar stand in elements of their own, across which no formula is looked for.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Mapping

from dldrill.maths.latex_writer import latex
from dldrill.maths.layout import Layout
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

Sources = Mapping[str, str]
"""The address of every picture by its name."""

_MEANT = str.maketrans({char: f"&#{ord(char)};" for char in "{}@[]`"})
_BEGINS = re.compile(r"[\\$]")
_ANSWER = re.compile(r"\{(?=[0-9]*:|#)")
_WORDS = re.compile(r"\\(text(?:bf|it|tt)?)\{((?:[^{}\\]|\\.)*)\}")
_SIGN = re.compile(r"(\\[_%&#${}])")


def html(blocks: Iterable[Block], sources: Sources | None = None) -> str:
    """The blocks as HTML.

    Args:
        blocks: what :func:`~dldrill.sheets.prose.prose` gives.
        sources: where the pictures are, by name; a picture that is not there is named in words.
    """
    return "\n".join(_block(block, sources or {}) for block in blocks)


def html_words(parts: Iterable[Inline], sources: Sources | None = None) -> str:
    """The parts of one paragraph as HTML."""
    return "".join(_part(part, sources or {}) for part in parts)


def escaped(text: str) -> str:
    """The text between tags: only text for the browser, for MathJax and for the platform."""
    plain = entities.escape(text).translate(_MEANT)
    return _BEGINS.sub(lambda found: f"<span>{found.group()}</span>", plain)


def quoted(text: str) -> str:
    """The text as the value of an attribute."""
    plain = entities.escape(text).translate(_MEANT)
    return _BEGINS.sub(lambda found: f"&#{ord(found.group())};", plain)


def formula(layout: Layout, block: bool = False) -> str:
    r"""The formula in ``\( \)`` or ``\[ \]``."""
    # MathJax shows \_ in words as it stands: these signs go between the words
    written = _WORDS.sub(lambda found: _word(found[1], found[2]), latex(layout))
    shown = _ANSWER.sub("&#123;", entities.escape(written)).replace("@", "&#64;")
    left, right = "[]" if block else "()"
    return f"\\{left} {shown} \\{right}"


def image(source: str, alt: str) -> str:
    """A picture with its words."""
    return f'<img src="{entities.escape(source)}" alt="{quoted(alt)}">'


def _word(command: str, text: str) -> str:
    pieces = [piece for piece in _SIGN.split(text) if piece]
    written = [piece if _SIGN.fullmatch(piece) else rf"\{command}{{{piece}}}" for piece in pieces]
    return written[0] if len(written) == 1 else "{" + "".join(written) + "}"


def _block(block: Block, sources: Sources) -> str:
    match block:
        case Paragraph(inside):
            return f"<p>{html_words(inside, sources)}</p>"
        case Bullets(items, tight):
            return f"<ul>{_items(items, tight, sources)}</ul>"
        case Numbered(first, items, tight):
            start = "" if first == 1 else f' start="{first}"'
            return f"<ol{start}>{_items(items, tight, sources)}</ol>"
        case CodeBlock(text, _):
            return f"<pre><code>{escaped(text)}\n</code></pre>"
        case MathBlock(layout):
            return f"<p>{formula(layout, block=True)}</p>"
        case Quote(inside):
            return f"<blockquote>\n{html(inside, sources)}\n</blockquote>"
        case Table():
            return _table(block, sources)


def _items(items: Iterable[tuple[Block, ...]], tight: bool, sources: Sources) -> str:
    written = (
        "\n".join(
            html_words(block.inside, sources)
            if tight and isinstance(block, Paragraph)
            else _block(block, sources)
            for block in item
        )
        for item in items
    )
    return "\n" + "".join(f"<li>{item}</li>\n" for item in written)


def _table(table: Table, sources: Sources) -> str:
    def row(cells: Iterable[tuple[Inline, ...]], name: str) -> str:
        shown = (
            f"<{name}{_side(side)}>{html_words(cell, sources)}</{name}>"
            for cell, side in zip(cells, table.alignment, strict=True)
        )
        return f"<tr>{''.join(shown)}</tr>"

    body = "\n".join(row(cells, "td") for cells in table.rows)
    head = f"<thead>{row(table.header, 'th')}</thead>"
    return f'<table border="1">\n{head}\n<tbody>\n{body}\n</tbody>\n</table>'


def _side(side: Side) -> str:
    return "" if side == "left" else f' style="text-align:{side}"'


def _part(part: Inline, sources: Sources) -> str:
    match part:
        case Text(text):
            return escaped(text)
        case Strong(inside):
            return f"<strong>{html_words(inside, sources)}</strong>"
        case Emph(inside):
            return f"<em>{html_words(inside, sources)}</em>"
        case Code(text):
            return f"<code>{escaped(text)}</code>"
        case Maths(layout):
            return formula(layout)
        case Break():
            return "<br>\n"
        case Picture(name, alt):
            if name not in sources:
                return f"<em>{escaped(f'[figure: {alt}]')}</em>"
            return image(sources[name], alt)
