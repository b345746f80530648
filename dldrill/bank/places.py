"""Where banks are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from dldrill.bank.cache import recalled
from dldrill.faults import Fault

GROUP = "dldrill.banks"
SETTINGS = frozenset(("pyproject.toml", "ruff.toml", "uv.toml"))
"""What lies beside banks in the folder of a project."""


def bundled() -> Path:
    """The folder of the banks that come with dldrill: in the wheel, or beside the package."""
    package = Path(__file__).parents[1]
    inside = package / "banks"
    return inside if inside.is_dir() else package.parent / "banks"


def bank_files(folder: Path) -> Iterator[Path]:
    """The bank files of a folder, in alphabetical order; settings of tools are none."""
    found = folder.glob("*.toml")
    return iter(sorted(path for path in found if path.name not in SETTINGS and path.name[0] != "."))


def packaged() -> list[Path]:
    """The folders of banks that installed packages name in the entry-point group ``dldrill.banks``.

    The value of an entry is the folder as dotted names, as in ``my_course.banks``. Nothing of the
    package is run. Looking through all that is installed takes as long as a whole start, so what was
    found is kept until a package is installed or removed.

    Raises:
        Fault: a package names a folder that it does not have.
    """
    found = recalled("packages", _installed(), lambda: {"folders": _declared()})["folders"]
    for package, folder, written in found:
        if not folder or not Path(folder).is_dir():
            says = f"the package {package} names the banks {written!r}, a folder that it does not have"
            raise Fault(f"{says}: mend or remove the package", code="package")
    return [Path(folder) for _, folder, _ in found]


def _installed() -> str:
    """A text that changes whenever something is installed: the folders of modules and their times."""
    told = []
    for place in sys.path:
        try:
            told.append(f"{place} {os.stat(place or '.').st_mtime_ns}")  # noqa: PTH116
        except OSError:
            continue
    return "\n".join(told)


def _declared() -> list[tuple[str, str, str]]:
    """Package, folder, and how it is written, of every entry."""
    from importlib.metadata import entry_points

    return [
        (entry.dist.name if entry.dist else entry.name, _folder(entry.value), entry.value)
        for entry in entry_points(group=GROUP)
    ]


def _folder(dotted: str) -> str:
    """The folder that dotted names lead to; empty if there is no such package."""
    from importlib.util import find_spec

    top, *below = dotted.replace(":", ".").split(".")
    spec = find_spec(top) if top.isidentifier() else None
    places = spec.submodule_search_locations if spec else None
    return str(Path(next(iter(places)), *below)) if places else ""
