"""What takes long to make, kept by the hash of what it was made of: parsed banks, counts of variants.

What is kept is plain JSON in the XDG cache folder (``dldrill`` in ``$XDG_CACHE_HOME``, or in
``~/.cache``). A changed file has another hash and is never stale; a cache that is damaged, or cannot
be written, is ignored.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from importlib.util import source_hash  # what Python keeps compiled files by; hashlib loads OpenSSL
from pathlib import Path
from typing import Any

FORMAT = 2  #: goes into the hash: raise it when what is kept changes its form


def parsed(text: str, parse: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """The tables of a bank's text: from the cache, or parsed now and kept for the next time.

    Whatever ``parse`` raises for a faulty text goes through; faults are not kept.
    """
    return recalled("bank", text, lambda: parse(text))


def recalled(kind: str, of: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What was made of a text once: from the cache, or made now and kept for the next time."""
    found = kept(kind, of)
    if found is None:
        found = make()
        keep(kind, of, found)
    return found


def kept(kind: str, of: str) -> dict[str, Any] | None:
    """What is kept of a text, if anything is."""
    try:
        found = json.loads(_place(kind, of).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def keep(kind: str, of: str, made: dict[str, Any]) -> None:
    """Write to the cache in one move, so that nobody ever reads half of it."""
    place = _place(kind, of)
    draft = place.with_suffix(f".{os.getpid()}.tmp")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(made), "utf-8")
        draft.replace(place)
    except (OSError, TypeError, ValueError, RecursionError):
        # a date, a read-only home, a full disk: the next start parses again
        with suppress(OSError):
            draft.unlink()


def _place(kind: str, of: str) -> Path:
    # a path can hold bytes that are no text
    name = source_hash(f"{FORMAT}\n{of}".encode("utf-8", "surrogatepass")).hex()
    return folder() / f"{kind}-{name}.json"


def folder() -> Path:
    """Where it is kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(base) / "dldrill"
