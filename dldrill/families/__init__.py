"""The problem families, one a file: the file name is its name and its sub-command.

Installed packages add theirs through the entry-point group ``dldrill.families``. Looking through
what is installed costs as much as the rest of a start, so it is done only for a name that is not
bundled, and where all names are asked for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dldrill.faults import Fault

if TYPE_CHECKING:
    from dldrill.derivation.family import Family


@cache
def bundled() -> tuple[str, ...]:
    """The families that come with dldrill, by the names of their files."""
    here = Path(__file__).parent
    return tuple(sorted(path.stem for path in here.glob("[a-z]*.py")))


def names() -> tuple[str, ...]:
    """All families, bundled and of installed packages.

    Raises:
        Fault: a package names a family as one that is there already.
    """
    from dldrill.families._packages import packaged

    return tuple(sorted({*bundled(), *packaged()}))


def is_family(name: str) -> bool:
    """Whether there is a family of a name; installed packages are asked only if it is not bundled."""
    own = name.replace("-", "_")
    return own in bundled() or own in names()


def family(name: str) -> type[Family]:
    """The family of a name; only its own file is imported.

    Raises:
        Fault: there is no such family, or the package that has it cannot be loaded.
    """
    name = name.replace("-", "_")
    if name in bundled():
        module = import_module(f"dldrill.families.{name}")
        found: type[Family] = getattr(module, class_name(name))
        return found
    from dldrill.families._packages import load, packaged, undeclared

    if name in packaged():
        return load(name)
    from difflib import get_close_matches

    near = get_close_matches(name, names(), 1)
    hint = undeclared(name) or (f"did you mean {near[0]}?" if near else "see `dldrill list`")
    raise Fault(f"there is no family {name!r}: {hint}", code="family")


def class_name(name: str) -> str:
    """The class in the file of a family: ``conv_shape`` has ``ConvShape``."""
    return name.title().replace("_", "")


def name_of(family: type[Family]) -> str:
    """The name of a family: that of its file, or what the package that it comes from calls it."""
    home, _, file = family.__module__.rpartition(".")
    if home == __name__:
        return file
    from dldrill.families._packages import called

    return called(family) or file
