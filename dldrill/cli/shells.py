"""What shells are answered when they ask for completions.

typer has the scripts of the shells and finds out what is being completed. Here is what it lacks: help
that is written without loading rich at every Tab, and ``--option=value`` in every shell.
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from typing import Any

from typer import completion
from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    split_arg_string,
)
from typer._completion_classes import BashComplete, FishComplete, PowerShellComplete, ZshComplete
from typer._completion_shared import Shells

ASKED = "_DLDRILL_COMPLETE"
"""The environment variable in which a shell says what it wants, like ``complete_bash``."""


def reply(command: Any, asked: str) -> int:
    """Print what a shell asks for: candidates, or the script that asks for them."""
    for name, shell in {
        Shells.bash: Bash,
        Shells.zsh: Zsh,
        Shells.fish: Fish,
        Shells.powershell: PowerShell,
        Shells.pwsh: PowerShell,
    }.items():
        add_completion_class(shell, name.value)
    if asked.startswith("complete_"):
        # whatever goes wrong on the way: a message in the middle of what is being typed helps nobody
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    return completion.shell_complete(command, {}, "dldrill", ASKED, asked)


class Joined(ShellComplete):
    """A shell, whether it splits ``--option=value`` at the sign or not."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The candidates, each as the whole of the word that the shell sees."""
        words = [word for before, word in pairwise(("", *args)) if word != "=" or before[:2] != "--"]
        found = super().get_completions(words, incomplete)
        name, equals, _ = incomplete.partition("=")
        if not equals or name[:2] != "--":
            return found
        return [CompletionItem(f"{name}={item.value}", help=item.help) for item in found]


class Bash(Joined, BashComplete):
    """Words one a line, as its script joins them: an empty one is a word as well."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor's, and that."""
        words = os.environ["COMP_WORDS"].split("\n")
        at = int(os.environ["COMP_CWORD"])
        return [_unquoted(word) for word in words[1:at]], _unquoted("".join(words[at : at + 1]))


class Zsh(Joined, ZshComplete):
    """Its words stand in quotes in what it evaluates."""

    def format_completion(self, item: CompletionItem) -> str:
        """A word, and its help behind a colon."""
        return ":".join(f'"{_quoted(text)}"' for text in (item.value, _one_line(item.help)) if text)


class Fish(Joined, FishComplete):
    """A word, a tab, and its help."""

    def format_completion(self, item: CompletionItem) -> str:
        """Without the tab where there is no help."""
        return "\t".join(text for text in (item.value, _one_line(item.help)) if text)


class PowerShell(Joined, PowerShellComplete):
    """A word, three colons, and its help, which must not be empty."""

    def format_completion(self, item: CompletionItem) -> str:
        """A space for no help."""
        return f"{item.value}:::{_one_line(item.help) or ' '}"


def _unquoted(word: str) -> str:
    """A word as the program would get it; it can end within its quotes."""
    return "".join(split_arg_string(word))


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _quoted(text: str) -> str:
    """For double quotes within what zsh evaluates in single ones."""
    text = text.replace('"', '""').replace("'", "''")
    return text.replace("$", "\\$").replace("`", "\\`").replace(":", r"\\:")
