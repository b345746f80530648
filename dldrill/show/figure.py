"""A figure on a terminal, or what it shows as a table where it cannot be drawn."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.figures.canvas import Level, Span
from dldrill.figures.marks import Figure
from dldrill.figures.table import rows
from dldrill.figures.terminal import draw
from dldrill.maths.ascii import ascii_text
from dldrill.maths.text import safe
from dldrill.show.look import QUIET, Look
from dldrill.show.markdown import grid, wrapped

COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
"""Of the series in turn; each has a label and a dash or shape of its own as well."""


def figure(figure: Figure, look: Look, width: int | None = None) -> RenderableType:
    """The figure in so many columns (the look's own unless told), its series in colours.

    Where there is no room for it, its table; in plain mode, what it shows in words and its table.
    A figure can ask for its table beside the picture, too.
    """
    width = look.width if width is None else min(width, look.width)
    if look.plain:
        return Group(wrapped(Text(f"Figure: {_said(figure.alt, look)}"), width), *_table(figure, look))
    drawn = draw(figure, width, Level.ASCII if look.ascii else Level.BRAILLE)
    if drawn is not None:
        below = [Text(""), *_table(figure, look)] if figure.with_table else []
        return Group(*map(_line, drawn), *below)
    note = wrapped(Text(f"Figure, too wide to draw here: {_said(figure.alt, look)}", QUIET), width)
    return Group(note, *_table(figure, look))


def _line(spans: list[Span]) -> Text:
    line = Text(no_wrap=True, overflow="crop", end="\n")
    for span in spans:
        line.append(span.text, COLOURS[(span.series - 1) % len(COLOURS)] if span.series else "")
    return line


def _table(figure: Figure, look: Look) -> list[RenderableType]:
    head, *body = [[_said(cell, look) for cell in row] for row in rows(figure)] or [[]]
    return [grid(head, body, look)] if body else []


def _said(text: str, look: Look) -> str:
    plain = safe(text)
    return ascii_text(plain) if look.ascii else plain
