"""Questions on a terminal: golden screens of each type, and hostile banks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import LOOKS, accepted, dealt, tidy

from dldrill.bank.toml import read_file
from dldrill.dealing.source import Source
from dldrill.show.look import Look
from dldrill.show.question import question
from dldrill.show.solution import worked

SHOWN = {
    "layers": "ist-feb23/P1.1",
    "matrices": "uw-sp23-mid/3.5.3.5",
    "expression": "uw-sp24-q4/3.1",
    "claim": "uw-sp24-q4/1.4",
    "select-all": "uw-sp24-q4/2.1",
    "order": "losses/triplet-line-by-line",
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", SHOWN)
def test_golden(name: str, look: str) -> None:
    """Each type of question looks as it was accepted, in each look."""
    accepted(tidy(question(dealt(SHOWN[name]), LOOKS[look]), LOOKS[look]), f"test_question-{name}-{look}")


BANK = """
[one]
type = "claim"
pool = "p"
claim = {text}
true = true
why = {text}
note = {text}

[two]
type = "claim"
pool = "p"
claim = {text}
true = false
why = {text}

[paired]
type = "match"
ask = {text}
pairs = [["x", {text}], ["y", "b"], ["z", "c"]]
why = {text}

[free]
type = "explain"
ask = {text}
model = {text}
rubric = [{text}, "b"]
sources = [{text}]
"""
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).map(
    lambda text: f"a{text.replace('$', '')}b"
)


@given(text=TEXTS, look=st.sampled_from([*LOOKS.values(), Look(20)]))
def test_hostile_banks(text: str, look: Look, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No text of a bank, wherever it stands, sends a control character or runs over the width."""
    path = Path(tmp_path_factory.getbasetemp()) / "hostile.toml"
    path.write_text(BANK.replace("{text}", _toml(text)), "utf-8")
    for found in read_file(path):
        posed = Source(found, "s\x1b[31m\u202e").deal(0)
        assert "a" in tidy(question(posed, look), look)
        tidy(worked(posed, None, look), look)


def _toml(text: str) -> str:
    """A string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def test_model_answers_are_not_given_away() -> None:
    """A question of free text does not show its rubric before it is answered."""
    posed = dealt(_first("explain"))
    screen = " ".join(tidy(question(posed, LOOKS["80"]), LOOKS["80"]).split())
    assert screen.startswith(" ".join(posed.ask.split())[:20])
    assert not any(" ".join(option.text.split()) in screen for option in posed.options)


def _first(kind: str) -> str:
    from dldrill.bank.library import load

    return next(found.id for found in load() if found.type == kind)
