"""What is done once a day, when a drill is over: the log is checked, copied, and old copies thinned."""

from __future__ import annotations

from time import time

from dldrill.record.backup import backup, thin
from dldrill.record.errors import FAILURES, as_unrecordable
from dldrill.record.store import Record
from dldrill.record.times import study_day

CHECKED = "checked"


def upkeep(record: Record, now: float | None = None) -> list[str]:
    """Check and copy a record, unless that was done today.

    Returns:
        the uuids of lines that are not as they were written; a record with such is not copied, so
        that the copies stay whole.

    Raises:
        Unrecordable: the record is damaged, or the copy cannot be made.
    """
    today = study_day(time() if now is None else now).isoformat()
    if record.note(CHECKED) == today:
        return []
    damaged = record.damaged()
    if damaged:
        return damaged
    try:
        backup(record.db, record.path, "daily")
        thin(record.path)
    except (OSError, *FAILURES) as error:
        raise as_unrecordable(error, record.path) from error
    record.keep_note(CHECKED, today)
    return []
