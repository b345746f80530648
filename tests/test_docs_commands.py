"""The page of all commands is what their ``--help`` prints, and that reads well in 80 columns."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from documents import ROOT

from dldrill.bank.exam import exams
from dldrill.cli.app import COMMANDS

PAGE = ROOT / "docs" / "commands.md"
MAKER = ROOT / "docs" / "make_commands.py"
COLUMNS = 80
SECTION = re.compile(r"^## (.*?)\n\n```sh\n.*?\n```\n\n```text\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
SECTIONS = SECTION.findall(PAGE.read_text("utf-8"))
GROUPS = [name for name, text in SECTIONS if "\nCommands:\n" in text]


def test_the_page_is_current(tmp_path: Path) -> None:
    """Made again by ``python docs/make_commands.py``, the page is the same."""
    subprocess.run([sys.executable, str(MAKER), str(tmp_path)], check=True)
    assert (tmp_path / "commands.md").read_text("utf-8") == PAGE.read_text("utf-8")


def test_every_command_has_a_section() -> None:
    """All commands stand on the page, each under its own name, after the program itself."""
    names = [name.split() for name, _ in SECTIONS]
    assert names[0] == ["dldrill"]
    assert tuple(dict.fromkeys(words[1] for words in names[1:])) == COMMANDS


@pytest.mark.parametrize(("name", "text"), SECTIONS[1:], ids=[name for name, _ in SECTIONS[1:]])
def test_help_fits_and_ends_with_examples_of_the_command(name: str, text: str) -> None:
    """No line is longer than 80 columns, nothing is cut off, and the examples are of this command."""
    lines = text.splitlines()
    assert max(map(len, lines)) <= COLUMNS
    assert not any(line.endswith("...") for line in lines[1:]), "a summary is too long for its list"
    at = lines.index("  Examples:")
    examples = lines[at + 1 :]
    assert name in examples[0]
    assert all(line.startswith("    ") and "dldrill " in line for line in examples)


@pytest.mark.parametrize(
    ("name", "text"),
    [pytest.param(*section, id=section[0]) for section in SECTIONS if section[0] not in GROUPS],
)
def test_examples_use_options_that_there_are(name: str, text: str) -> None:
    """What an example writes is an option of the command, or a given of a family."""
    own = set(re.findall(r"--?[a-z][a-z-]*", text.partition("Examples:")[0]))
    if "ID|FAMILY" in text:
        own |= {"--kernel-size", "--stride", "--height", "--width"}
    of_it = [line.partition(name)[2] for line in text.partition("Examples:")[2].splitlines() if name in line]
    assert set(re.findall(r"(?<= )--?[a-z][a-z-]*", "\n".join(of_it))) <= own


def test_the_help_names_every_exam() -> None:
    """``dldrill exam --help`` tells which exams there are."""
    assert all(exam in dict(SECTIONS)["dldrill exam"] for exam in exams())
