"""Families of installed packages: the entry points of the group ``dldrill.families``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, NamedTuple

from dldrill.faults import Fault

if TYPE_CHECKING:
    from types import FrameType

    from dldrill.derivation.family import Family

GROUP = "dldrill.families"


class Packaged(NamedTuple):
    """A family as the package that has it declares it.

    Attributes:
        name: of the family.
        package: the installed package.
        module: where its class is written.
        attribute: its class.
    """

    name: str
    package: str
    module: str
    attribute: str


@cache
def declared() -> tuple[Packaged, ...]:
    """What installed packages declare; none of it is imported."""
    from importlib.metadata import entry_points

    from dldrill.families import class_name

    found = []
    for entry in entry_points(group=GROUP):
        name = entry.name.replace("-", "_")
        package = entry.dist.name if entry.dist else entry.module
        found.append(Packaged(name, package, entry.module, entry.attr or class_name(name)))
    return tuple(found)


def packaged() -> Mapping[str, Packaged]:
    """The families of installed packages by name.

    Raises:
        Fault: one has the name of a bundled family, or of another package's.
    """
    from dldrill.families import bundled

    found: dict[str, Packaged] = {}
    for one in declared():
        taken = "dldrill" if one.name in bundled() else ""
        if one.name in found:
            taken = f"the package {found[one.name].package}"
        if taken:
            says = f"the package {one.package} has a family {one.name}, as {taken} has: rename it"
            raise Fault(says, code="family")
        found[one.name] = one
    return found


def load(name: str) -> type[Family]:
    """The family of a package.

    Raises:
        Fault: the package cannot be imported, or has no such family where it says.
    """
    from dldrill.derivation.family import Family

    entry = packaged()[name]
    told = f"the family {name} of the package {entry.package}"
    try:
        module = import_module(entry.module)
    except Exception as error:  # other people's code can fail in any way
        says = f"{told} cannot be loaded, mend or uninstall it: {in_words(error)}"
        raise Fault(says, code="family") from error
    found = getattr(module, entry.attribute, None)
    if not isinstance(found, type) or not issubclass(found, Family):
        says = f"{told} is no Family: {entry.module} has no family class {entry.attribute}"
        raise Fault(says, code="family")
    if found.__module__ != entry.module:  # its name could not be told from the class
        right = f'{name} = "{found.__module__}:{found.__qualname__}"'
        raise Fault(f"{told} is written in another module: declare {right}", code="family")
    return found


def undeclared(name: str) -> str | None:
    """What to do about a family whose file lies in an installed package that did not declare it yet."""
    for entry in declared():
        top, *below = entry.module.split(".")[:-1] or [""]
        spec = find_spec(top) if top else None
        places = (spec.submodule_search_locations if spec else None) or ()
        if any(Path(place, *below, f"{name}.py").is_file() for place in places):
            return f"it lies in the package {entry.package}, but was not installed with it: install it again"
    return None


def blamed(error: Exception) -> str | None:
    """What to tell of an error that went through the code of a package's family; None for any other."""
    own = {one.module: one for one in declared()}
    frames = [*walk_tb(error.__traceback__)]
    home = next((own[name] for frame, _ in reversed(frames) if (name := _module(frame)) in own), None)
    if home is None:
        return None
    told = f"the family {home.name} of the package {home.package}"
    return f"{told} fails at {place_of(error, home.module)}: {in_words(error)}"


def place_of(error: Exception, module: str) -> str:
    """The file and line where an error left a family's module or the package that it is in."""
    package = module.rpartition(".")[0] or module
    frames = [*walk_tb(error.__traceback__)]
    inside = [at for at in frames if f"{_module(at[0])}.".startswith(f"{package}.")]
    frame, line = (inside or frames)[-1]
    file = Path(frame.f_code.co_filename)
    here = Path.cwd()
    return f"{file.relative_to(here) if file.is_relative_to(here) else file}:{line}"


def in_words(error: Exception) -> str:
    """An error as Python names it, on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")[:200]


def _module(frame: FrameType) -> str:
    name: str = frame.f_globals.get("__name__", "")
    return name


def called(family: type[Family]) -> str | None:
    """What the package of a family calls it; None for a family of no package."""
    home = (family.__module__, family.__qualname__)
    return next((one.name for one in declared() if (one.module, one.attribute) == home), None)
