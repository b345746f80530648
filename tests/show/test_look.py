"""What the terminal is taken to show, and that text reaches it as it is."""

from __future__ import annotations

import io

import pytest
from rich.text import Text

from dldrill.show.look import NARROWEST, WIDEST, Look, console_of, look_of


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8", is_terminal: bool = True) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        """Whether somebody looks."""
        return self.is_terminal

    def said(self) -> str:
        """What was written."""
        self.seek(0)
        return self.read()


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ("50", 50),
        ("3", NARROWEST),
        ("400", WIDEST),
        ("0", 80),
        ("wide", 80),
        ("-5", 80),
        ("", 80),
    ],
)
def test_width(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS is kept to within bounds, and ignored where it is no width."""
    monkeypatch.setenv("COLUMNS", columns)
    assert look_of(Terminal()).width == width


@pytest.mark.parametrize(
    ("encoding", "term", "is_terminal", "ascii_only"),
    [
        ("utf-8", "xterm", True, False),
        ("utf-8", "dumb", True, True),
        ("utf-8", "dumb", False, False),
        ("ascii", "xterm", True, True),
        ("latin-1", "xterm", False, True),
        ("cp1252", "xterm", False, True),
        ("utf-16", "xterm", False, False),
    ],
)
def test_characters(
    encoding: str, term: str, is_terminal: bool, ascii_only: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what the encoding holds, and a terminal that is not dumb, gets mathematical signs."""
    monkeypatch.setenv("TERM", term)
    assert look_of(Terminal(encoding, is_terminal)).ascii is ascii_only


@pytest.mark.parametrize(
    "text", ["[bold]x[/bold]", "a[0] [red]", ":smile:", "x_1 = 3.5", "https://a.b", r"\[x]", "'s' None"]
)
@pytest.mark.parametrize("look", [Look(), Look(ascii=True), Look(plain=True)])
def test_text_is_printed_as_it_is(text: str, look: Look) -> None:
    """No markup, emoji or highlighting is read into what is printed."""
    stream = Terminal(is_terminal=False)
    console = console_of(stream, look)
    console.print(text)
    console.print(Text(text))
    assert stream.said() == f"{text}\n{text}\n"


@pytest.mark.parametrize(
    ("no_color", "plain", "coloured"), [("", False, True), ("1", False, False), ("", True, False)]
)
def test_colour(no_color: str, plain: bool, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets colours unless NO_COLOR or --plain asks for none."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", no_color)
    stream = Terminal()
    console_of(stream, Look(plain=plain)).print(Text("wrong", "red"))
    assert ("\x1b[31m" in stream.said()) is coloured


def test_nothing_but_ascii_passes() -> None:
    """A terminal without Unicode never gets a character it cannot show."""
    stream = Terminal("ascii")
    console_of(stream, Look(ascii=True)).print(Text("λ ≤ 3 × ½ ☃ 字 …"))
    assert stream.said().isascii()
    assert "lambda <= 3 x" in stream.said()


@pytest.mark.parametrize(
    ("look", "mark"), [(Look(), "✓"), (Look(ascii=True), "ok"), (Look(plain=True), "ok")]
)
def test_marks(look: Look, mark: str) -> None:
    """A sign is in the characters there are; plain output spells it out."""
    assert look.mark("✓", "ok") == mark
