"""A question on a terminal: its text, and the statements to tick."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.dealing.dealt import Dealt
from dldrill.show.look import QUIET, STRONG, Look
from dldrill.show.markdown import hanging, inline, markdown, wrapped

MARGIN = 6  #: columns before a statement


def question(dealt: Dealt, look: Look) -> RenderableType:
    """The text of a question and the statements to tick."""
    shown: list[RenderableType] = [markdown(dealt.ask, look)]
    if dealt.type == "claim":
        shown = [Text("True or false?", QUIET), Text(""), *shown]
    elif dealt.options:
        shown += [Text(""), *(option(o.letter, o.text, look) for o in dealt.options)]
    return Group(*shown)


def option(letter: str, text: str, look: Look, style: str = "") -> RenderableType:
    """A statement behind its letter."""
    body = wrapped(inline(text, look, style), look.width - MARGIN)
    return hanging(f"  {letter}", body, MARGIN, STRONG)
