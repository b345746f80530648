"""What is said below a solution, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source, original
from dldrill.sheets.markdown_prose import markdown
from dldrill.sheets.solution import solution
from dldrill.show.look import Look
from dldrill.show.solution import worked

OFFICIAL, OWN = "About the official answer", "Note"
BANK = """
[mine]
type = "compute"
family = "pool_shape"
sources = ["my-exam/1"]
note = 'See the third lecture.'
"""


def told(name: str, seed: str | None, bank: Path | None = None) -> tuple[set[str], set[str]]:
    """The titles of notes on the screen and on a sheet."""
    from rich.console import Console

    question = load([bank] if bank else []).find(name)
    dealt = original(question) if seed is None else Source(question, seed).deal(0)
    console = Console(width=80, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    console.print(worked(dealt, None, Look(80)))
    screen, paper = console.export_text(), markdown(solution(dealt))
    return {t for t in (OFFICIAL, OWN) if t in screen}, {t for t in (OFFICIAL, OWN) if t in paper}


@pytest.mark.parametrize(
    ("name", "seed", "screen", "paper"),
    [
        ("ist-feb23/P1.1", None, {OFFICIAL}, {OFFICIAL}),
        ("ist-feb23/P1.1", "a", set(), set()),
        ("mine/mine", None, {OWN}, {OWN}),
        ("mine/mine", "a", {OWN}, {OWN}),
    ],
)
def test_what_is_said_of_an_official_key_stands_with_its_numbers(
    name: str, seed: str | None, screen: set[str], paper: set[str], tmp_path: Path
) -> None:
    """What a bank's author adds always stands; what is said of an exam's key, with its numbers only."""
    bank = tmp_path / "mine.toml"
    bank.write_text(BANK, "utf-8")
    assert told(name, seed, bank if name.startswith("mine") else None) == (screen, paper)
