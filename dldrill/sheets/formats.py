"""The formats that a sheet can be written in, by name and by the ending of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from dldrill.faults import Fault
from dldrill.sheets.form import Sheet
from dldrill.sheets.making import IN_ONE_PROCESS


class Format(NamedTuple):
    """A format.

    Attributes:
        endings: of the files that are written in it.
        module: where its ``write`` is.
    """

    endings: tuple[str, ...]
    module: str


FORMATS = {
    "pdf": Format((".pdf",), "pdf"),
    "html": Format((".html", ".htm"), "html"),
    "latex": Format((".tex",), "latex"),
    "markdown": Format((".md",), "markdown"),
    "moodle": Format((".xml",), "moodle"),
    "qti": Format((".zip",), "qti"),
    "anki": Format((".apkg",), "anki"),
    "gift": Format((".gift", ".txt"), "gift"),
    "jsonl": Format((".jsonl",), "jsonl"),
}


def format_of(path: Path, named: str | None) -> str:
    """The format that was named, or an ending of its files; else the one of the file's ending.

    Raises:
        Fault: there is no such format, or the ending tells none.
    """
    if named is not None:
        found = named if named in FORMATS else _of_ending(f".{named.removeprefix('.')}")
        if found is None:
            raise Fault(f"there is no format {named!r}: choose from {', '.join(FORMATS)}", code="format")
        return found
    found = _of_ending(path.suffix)
    if found is not None:
        return found
    raise Fault(f"{path.name} tells no format: add --format, one of {', '.join(FORMATS)}", code="format")


def _of_ending(ending: str) -> str | None:
    return next((name for name, known in FORMATS.items() if ending.lower() in known.endings), None)


def written(sheet: Sheet, name: str, done: Callable[[], None] = lambda: None) -> bytes:
    """A sheet in a format; the same sheet always gives the same bytes.

    Args:
        sheet: with all its forms.
        name: of the format.
        done: called for each form that is written, where the format writes them one by one.

    Raises:
        Fault: the format needs what is not installed.
    """
    module: Any = import_module(f"dldrill.sheets.{FORMATS[name].module}")
    if hasattr(module, "check"):
        module.check()
    if not hasattr(module, "part"):
        return bytes(module.write(sheet))
    parts = []
    for part in _parts(sheet, module):
        parts.append(part)
        done()
    return bytes(module.whole(sheet, parts))


def _parts(sheet: Sheet, module: Any) -> Iterator[Any]:
    """Each form as the format writes it, in order; many are written on all cores."""
    singles = [sheet._replace(forms=(form,)) for form in sheet.forms]
    if len(singles) <= IN_ONE_PROCESS:
        yield from (_part(module.__name__, single) for single in singles)
        return
    with ProcessPoolExecutor() as pool:
        yield from pool.map(partial(_part, module.__name__), singles, chunksize=2)


def _part(module: str, single: Sheet) -> Any:
    return import_module(module).part(single, single.forms[0])
