"""Commands that are suggested."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from dldrill.cli.app import COMMANDS, Commands
from dldrill.show.suggested import NOTHING, WITH_RECORD, WITHOUT_BANKS, Carried, command_line

CARRIED = Carried((Path("my bank.toml"), Path("more")), Path("it's.db"))


@pytest.mark.parametrize(
    ("carried", "words", "line"),
    [
        (NOTHING, ("drill", "--missed"), "dldrill drill --missed"),
        (Carried((Path("a.toml"),)), ("solve", "a/b"), "dldrill solve a/b --bank a.toml"),
        (Carried((), Path("r.db")), ("solve", "a/b"), "dldrill solve a/b"),
        (Carried((), Path("r.db")), ("record", "repair"), "dldrill record repair --record r.db"),
        (Carried((Path("a.toml"),)), ("record", "repair"), "dldrill record repair"),
        (
            CARRIED,
            ("stats", "--topic", "x y"),
            "dldrill stats --topic 'x y' --bank 'my bank.toml' --bank more --record 'it'\"'\"'s.db'",
        ),
    ],
)
def test_command_line(carried: Carried, words: tuple[str, ...], line: str) -> None:
    """Each command keeps what it takes of this run's options, quoted for a shell."""
    assert command_line(carried, *words) == line


@pytest.mark.parametrize(
    "command", [name for name in COMMANDS if name not in ("record", "bank", "new-family")]
)
def test_what_commands_take(command: str) -> None:
    """What is carried to a command is an option of it, and what it could take is carried."""
    taken = {option for one in Commands().get_command(None, command).params for option in one.opts}
    carried = set(shlex.split(command_line(CARRIED, command)))
    assert carried & {"--bank", "--record"} == taken & {"--bank", "--record"}
    assert (command in WITH_RECORD, command in WITHOUT_BANKS) == ("--record" in taken, "--bank" not in taken)
