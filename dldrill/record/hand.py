"""The learner's record as the commands open it, with what to tell where it cannot be used."""

from __future__ import annotations

from pathlib import Path

from dldrill.record.errors import Unrecordable
from dldrill.record.folder import home
from dldrill.record.store import Record

NEWEST = 50  #: lines that are compared with their hashes at every start; all of them once a day


def record_file(named: Path | None = None) -> Path:
    """The record that was named, else the one in the learner's folder."""
    return home() / "record.db" if named is None else named


def open_record(named: Path | None = None) -> Record:
    """Open the record, made where there is none.

    Raises:
        Unrecordable: it cannot be used; of a damaged one, the whole lines were saved beside it.
    """
    path = record_file(named)
    try:
        record = Record(path)
        try:
            if not record.damaged(NEWEST):
                return record
        except BaseException:
            record.close()
            raise
    except Unrecordable as fault:
        if fault.code != "damaged":
            raise
        raise _damaged(path) from fault
    record.close()
    raise _damaged(path)


def _damaged(path: Path) -> Unrecordable:
    from dldrill.record.repair import save_beside

    try:
        saved, count = save_beside(path)
    except OSError:
        return Unrecordable(
            f"the record {path} is damaged, and nothing can be saved beside it", code="damaged"
        )
    return Unrecordable(
        f"the record {path} is damaged: {count} whole lines of it were saved in {saved.name} beside it; "
        "dldrill record repair begins a new one from them and keeps the old file",
        code="damaged",
    )
