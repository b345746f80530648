"""What the tests of the screens share."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from dldrill.bank.library import load
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.source import Source, original
from dldrill.show.look import Look
from dldrill.show.markdown import shown_in

GOLDEN = Path(__file__).parent / "golden"
HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Controls, escapes and what turns the direction of text: all but the ends of lines."""
LOOKS = {
    "80": Look(80),
    "50": Look(50),
    "ascii": Look(80, ascii=True),
    "ascii-50": Look(50, ascii=True),
    "plain": Look(80, plain=True),
    "plain-50": Look(50, plain=True),
}


def dealt(name: str, seed: str | None = None) -> Dealt:
    """A bank question with the exam's own numbers, or with those of a seed."""
    question = load().find(name)
    return original(question) if seed is None else Source(question, seed).deal(0)


def tidy(renderable: Any, look: Look) -> str:
    """What is printed, which keeps to the width, ends no line in blanks, and holds nothing harmful."""
    screen = shown_in(renderable, look)
    for line in screen.split("\n"):
        assert cell_len(line) <= look.width, line
        assert line == line.rstrip(), repr(line)
    assert not HARMFUL.search(screen), repr(screen)
    assert not look.ascii or screen.isascii(), screen
    return screen


def accepted(screen: str, name: str) -> None:
    """The screen is the one in the golden file; DLDRILL_ACCEPT=1 rewrites that."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("DLDRILL_ACCEPT"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(screen, "utf-8")
    assert path.is_file(), f"no golden file yet:\n{screen}"
    assert screen == path.read_text("utf-8")
