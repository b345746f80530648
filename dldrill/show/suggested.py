"""Commands that are suggested: they keep the banks and the record that this run was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import join
from typing import NamedTuple

WITHOUT_BANKS = ("bank", "record")  #: commands that take no --bank
WITH_RECORD = ("drill", "exam", "stats", "record")  #: commands that take --record


class Carried(NamedTuple):
    """The options of this run that the commands which it suggests need as well.

    Attributes:
        banks: what --bank named, in order.
        record: what --record named; None: one's own.
    """

    banks: Sequence[Path] = ()
    record: Path | None = None


NOTHING = Carried()


def command_line(carried: Carried, command: str, *words: str) -> str:
    """A command of the program, as a shell reads it.

    Args:
        carried: the options of this run; those that the command takes stand at its end.
        command: its name, as ``drill``.
        words: its arguments.
    """
    return join(["dldrill", command, *words, *_options(carried, command)])


def _options(carried: Carried, command: str) -> Iterator[str]:
    if command not in WITHOUT_BANKS:
        for bank in carried.banks:
            yield from ("--bank", str(bank))
    if command in WITH_RECORD and carried.record is not None:
        yield from ("--record", str(carried.record))
