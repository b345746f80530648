"""The record as the commands that ask questions use it."""

from __future__ import annotations

import sys
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dldrill.record.settings import Settings
    from dldrill.session.recorder import Recorder
    from dldrill.show.suggested import Carried


def recorder_of(named: Path | None, settings: Settings, kind: str, session: str = "") -> Recorder | None:
    """What keeps the answers; None where they cannot be kept and the learner goes on without.

    Raises:
        Unrecordable: they cannot be kept, and the learner does not go on.
    """
    from dldrill.record.errors import Unrecordable
    from dldrill.record.hand import open_record
    from dldrill.session.recorder import Recorder

    try:
        return Recorder(open_record(named), settings, time, kind, session)
    except Unrecordable as fault:
        from dldrill.session.prompt import go_on_without, prompt_here

        if go_on_without(fault, prompt_here(False)):
            return None
        raise


def keep_up(recorder: Recorder | None, carried: Carried) -> None:
    """Check and copy the record, once a day, and close it."""
    if recorder is None:
        return
    from dldrill.maths.text import safe
    from dldrill.record.errors import Unrecordable
    from dldrill.record.upkeep import upkeep
    from dldrill.show.suggested import command_line

    try:
        damaged = upkeep(recorder.record)
        if damaged:
            repair = safe(command_line(carried, "record", "repair"))
            sys.stderr.write(f"dldrill: {len(damaged)} lines of the record are damaged: {repair}\n")
    except Unrecordable as fault:
        sys.stderr.write(f"dldrill: {safe(str(fault))}\n")
    finally:
        recorder.record.close()
