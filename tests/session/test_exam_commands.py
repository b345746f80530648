"""What a line means in an exam."""

from __future__ import annotations

import pytest

from dldrill.answer.spec import Spec
from dldrill.dealing.dealt import Part
from dldrill.session.commands import Command, Does, command


def part(kind: str) -> Part:
    """A part of a kind."""
    return Part("p", "p", kind, None, Spec())


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("n", "letters", Command(Does.NEXT)),
        (" P ", "integer", Command(Does.PREVIOUS)),
        ("g 2.1", "letters", Command(Does.GO, "2.1")),
        ("g3", "letters", Command(Does.GO, "3")),
        ("go p1.2", None, Command(Does.GO, "p1.2")),
        ("m", "matrix", Command(Does.MARK)),
        ("s", None, Command(Does.SUBMIT)),
        ("?", "text", Command(Does.HELP)),
        (":n", "text", Command(Does.NEXT)),
        (":s", "expression", Command(Does.SUBMIT)),
        (":g 4", "text", Command(Does.GO, "4")),
        ("n", "text", None),
        ("s", "expression", None),
        ("g 2", "expression", None),
        ("AC", "letters", None),
        ("t", "letters", None),
        ("-", "letters", None),
        ("", "letters", None),
        ("3", "integer", None),
        ("none", "letters", None),
    ],
)
def test_answer_or_command(text: str, kind: str | None, meant: Command | None) -> None:
    """A colon makes a command of anything; without one, free text and expressions are answers."""
    assert command(text, part(kind) if kind else None) == meant
