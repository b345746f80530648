"""A sitting of an exam on disk: a line of JSON for everything that happened, safe before it is shown."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dldrill.faults import Fault
from dldrill.record.folder import home

FORMAT = 1
Entry = dict[str, Any]


class SittingFile:
    """The file of one sitting; its first line says what is sat, and since when."""

    def __init__(self, path: Path, header: Mapping[str, Any], entries: list[Entry]) -> None:
        self.path, self.header, self.entries = path, dict(header), entries

    @property
    def closed(self) -> bool:
        """Whether it was handed in, marked and recorded."""
        return any("recorded" in entry for entry in self.entries)

    def append(self, entry: Entry) -> None:
        """Keep what happened; when this returns it is on the disk.

        Raises:
            OSError: it cannot be written.
        """
        with self.path.open("ab") as stream:
            # a line break before it, too: the line before may have been cut off by a crash
            stream.write(b"\n" + json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        self.entries.append(entry)


def begin(exam: str, seed: str | None, started: float) -> SittingFile:
    """A new file for a sitting.

    Args:
        exam: the exam's short name.
        seed: of the fresh numbers; None for the exam's own.
        started: seconds since 1970, UTC.

    Raises:
        OSError: the folder cannot be written.
    """
    folder = home() / "sittings"
    folder.mkdir(parents=True, exist_ok=True)
    header = {"dldrill": FORMAT, "exam": exam, "seed": seed, "started": started}
    number = 0
    while True:
        path = folder / f"{exam}-{int(started)}{f'-{number}' if number else ''}.jsonl"
        try:
            with path.open("xb") as stream:
                stream.write(json.dumps(header).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            return SittingFile(path, header, [])
        except FileExistsError:
            number += 1


def unfinished(exam: str) -> SittingFile | None:
    """The latest sitting of an exam that was not handed in, or not marked to the end."""
    found = [sitting for sitting in _all(exam) if not sitting.closed]
    return max(found, key=lambda sitting: sitting.header["started"], default=None)


def _all(exam: str) -> Iterator[SittingFile]:
    for path in sorted((home() / "sittings").glob(f"{exam}-*.jsonl")):
        sitting = _read(path)
        if sitting is not None and sitting.header["exam"] == exam:
            yield sitting


def _read(path: Path) -> SittingFile | None:
    """A sitting as it stands on disk; a last line that was cut off by a crash is left out."""
    lines = []
    for raw in path.read_bytes().split(b"\n"):
        try:
            line = json.loads(raw)
        except ValueError:
            continue
        if isinstance(line, dict):
            lines.append(line)
    if not lines or not {"dldrill", "exam", "seed", "started"} <= lines[0].keys():
        return None
    if lines[0]["dldrill"] > FORMAT:
        raise Fault(f"{path.name} was written by a newer dldrill: update this one", code="newer")
    return SittingFile(path, lines[0], lines[1:])
