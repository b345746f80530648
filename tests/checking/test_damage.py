"""Banks that were damaged at random: the check never raises, and every finding is at a line of the file."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dldrill.bank.places import bank_files, bundled
from dldrill.bank.toml import HEADER
from dldrill.checking.bank import check_banks
from dldrill.checking.starter import STARTER

SOURCES = [STARTER.read_text("utf-8"), *(path.read_text("utf-8") for path in bank_files(bundled()))]
SIGNS = "'\"[]{}=.,#\\$@\n `{}0n\x00\u202eé"


def questions(text: str) -> list[str]:
    """The tables of a bank, each as it stands."""
    starts = [*(found.start() for found in HEADER.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


PIECES = [question for text in SOURCES for question in questions(text)]


def damaged(text: str, random: Random) -> str:
    """One change: a character, a line, a quote or a longer piece is lost, doubled, swapped or put in."""
    place, other = sorted((random.randrange(len(text) + 1), random.randrange(len(text) + 1)))
    lines = text.split("\n")
    at = random.randrange(len(lines))
    kind = random.randrange(8)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + random.choice(SIGNS) + text[place:]
    if kind == 2:
        return text[:place] + text[place : place + 1] * 2 + text[place + 1 :]
    if kind == 3:
        return "\n".join(lines[:at] + lines[at + 1 :])
    if kind == 4:
        return "\n".join(lines[:at] + [lines[at]] * 2 + lines[at + 1 :])
    if kind == 5:
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
        return "\n".join(lines)
    if kind == 6:
        return text[:place] + text[min(other, place + 40) :]
    return text.replace(random.choice("'\""), random.choice(["", "'", '"', "'''"]), random.randrange(1, 4))


def check_survives(folder: Path, seed: int, many: int) -> None:
    """Check a bank of some questions with some damage."""
    random = Random(seed)
    text = "".join(random.sample(PIECES, many))
    for _ in range(random.randrange(1, 5)):
        text = damaged(text, random)
    path = folder / "damaged.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    last = text.count("\n") + 1
    for finding in check_banks([path]).findings:
        assert 1 <= finding.line <= last
        assert "\n" not in finding.says


@given(st.integers(0, 10**9))
@settings(max_examples=25, deadline=None)
def test_damaged_banks(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Two questions with up to four changes."""
    check_survives(tmp_path_factory.getbasetemp(), seed, 2)


@pytest.mark.slow
@given(st.integers(0, 10**9))
@settings(max_examples=3000, deadline=None)
def test_many_damaged_banks(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """The same for longer."""
    check_survives(tmp_path_factory.getbasetemp(), seed, 4)
