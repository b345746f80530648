"""Experiments: small numpy runs that settle a claim, one function a claim, a file a topic."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from dldrill.faults import Fault

if TYPE_CHECKING:
    from dldrill.experiments.seen import Seen


def experiment(name: str) -> Callable[[], Seen]:
    """The experiment called ``file.function``; only its own file is imported.

    Raises:
        Fault: there is none of that name.
    """
    file, _, function = name.partition(".")
    if not (file.isidentifier() and function.isidentifier()) or "_" in (file[0], function[0]):
        raise Fault(f"{name!r} is no experiment: write file.function", code="experiment")
    try:
        module = import_module(f"dldrill.experiments.{file}")
    except ModuleNotFoundError:
        raise Fault(f"there is no file of experiments {file!r}", code="experiment") from None
    found: Callable[[], Seen] | None = getattr(module, function, None)
    if getattr(found, "__module__", None) != module.__name__ or found is None:
        raise Fault(f"{file!r} has no experiment {function!r}", code="experiment")
    return found
