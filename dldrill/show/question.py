"""A question on a terminal: its text, its figure, and the lettered lines to answer by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.dealing.dealt import Dealt
from dldrill.show.look import QUIET, STRONG, Look
from dldrill.show.markdown import hanging, inline, markdown, wrapped

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

MARGIN = 6  #: columns before a statement


def question(dealt: Dealt, look: Look) -> RenderableType:
    """The text of a question, its figure, and what there is to tick, match or order."""
    shown: list[RenderableType] = [markdown(dealt.ask, look)]
    if dealt.type == "claim":
        return Group(Text("True or false?", QUIET), Text(""), *shown)
    shown += _figure(dealt, look)
    if dealt.type == "explain":  # its options are the rubric, which comes after the answer
        return Group(*shown)
    if dealt.items:
        shown += [Text(""), *(option(str(n), item, look) for n, item in enumerate(dealt.items, 1))]
    for o in dealt.options:
        if o.figure is not None:
            shown += [Text(""), Text(f"  {o.letter}", STRONG), _drawn(o.figure, look)]
    if dealt.options and dealt.options[0].figure is None:
        shown += [Text(""), *(option(o.letter, o.text, look) for o in dealt.options)]
    return Group(*shown)


def option(letter: str, text: str, look: Look, style: str = "") -> RenderableType:
    """A line behind its letter or number."""
    body = wrapped(inline(text, look, style), look.width - MARGIN)
    return hanging(f"  {letter}", body, MARGIN, STRONG)


def _figure(dealt: Dealt, look: Look) -> Iterator[RenderableType]:
    drawn = dealt.problem.figure() if dealt.problem else None
    if drawn is None:
        return
    yield Text("")
    yield _drawn(drawn, look)


def _drawn(drawn: Figure, look: Look) -> RenderableType:
    from dldrill.show.figure import figure

    return figure(drawn, look)
