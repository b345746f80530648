"""dldrill: a terminal gym for deep-learning exams.

``load_banks``, ``draw``, ``solve``, ``grade`` and ``verify`` do what the commands do, typed and
without printing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dldrill.api import draw, grade, load_banks, solve, verify

__all__ = ["draw", "grade", "load_banks", "solve", "verify"]


def __getattr__(name: str) -> Any:
    # the command line starts here too, and must not pay for what it does not use
    if name in __all__:
        from dldrill import api

        return getattr(api, name)
    raise AttributeError(f"module 'dldrill' has no attribute {name!r}")
