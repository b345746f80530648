"""How things look here: the width, whether Unicode and colour can be had, and the few styles."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, cast

if TYPE_CHECKING:
    from rich.console import Console

MATHS = "bright_yellow"
CODE = "cyan"
GOOD = "green"
BAD = "red"
WARN = "yellow"
QUIET = "dim"
STRONG = "bold"
NARROWEST, WIDEST = 20, 100


class Look(NamedTuple):
    """What the reader's terminal can show.

    Attributes:
        width: columns to fill.
        ascii: only ASCII characters can be printed.
        plain: no boxes, no colour, maths in words.
    """

    width: int = 80
    ascii: bool = False
    plain: bool = False

    def mark(self, unicode_mark: str, ascii_mark: str) -> str:
        """A sign in the characters there are."""
        return ascii_mark if self.ascii or self.plain else unicode_mark


def look_of(stream: TextIO, plain: bool = False) -> Look:
    """The look that suits a stream: its width as rich sees it, ASCII where its encoding has no more."""
    return Look(max(NARROWEST, min(_columns(stream), WIDEST)), not _has_unicode(stream), plain)


def console_of(stream: TextIO, look: Look) -> Console:
    """A console that prints text as it is: no markup, no highlighting, no emoji."""
    from rich.console import Console

    return Console(
        file=cast(TextIO, _AsciiStream(stream)) if look.ascii else stream,
        width=look.width,
        markup=False,
        highlight=False,
        emoji=False,
        no_color=True if look.plain else None,
        color_system=None if look.plain else "auto",
        legacy_windows=False,
    )


class _AsciiStream:
    """A stream that only ever receives ASCII: the last line of defence, after layout."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text, its other characters by their stand-ins."""
        from dldrill.maths.ascii import ascii_text

        return self._stream.write(ascii_text(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _columns(stream: TextIO) -> int:
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _has_unicode(stream: TextIO) -> bool:
    try:
        "⎛∑√ᵢ✓⣿".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return os.environ.get("TERM") != "dumb" or not stream.isatty()


def stdout_look(plain: bool = False) -> Look:
    """The look of standard output."""
    return look_of(sys.stdout, plain)
