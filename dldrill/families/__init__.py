"""The problem families, one a file: the file name is its name and its sub-command."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dldrill.faults import Fault

if TYPE_CHECKING:
    from dldrill.derivation.family import Family


@cache
def names() -> tuple[str, ...]:
    """The families, by the names of their files."""
    here = Path(__file__).parent
    return tuple(sorted(path.stem for path in here.glob("[a-z]*.py")))


def family(name: str) -> type[Family]:
    """The family of a name; only its own file is imported.

    Raises:
        Fault: there is no such family.
    """
    name = name.replace("-", "_")
    if name not in names():
        from difflib import get_close_matches

        near = get_close_matches(name, names(), 1)
        hint = f"did you mean {near[0]}?" if near else "see `dldrill list`"
        raise Fault(f"there is no family {name!r}: {hint}", code="family")
    module = import_module(f"dldrill.families.{name}")
    found: type[Family] = getattr(module, name.title().replace("_", ""))
    return found
