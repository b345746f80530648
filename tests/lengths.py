"""How many: some where tests are slow, all where they are exhaustive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def at_length(some: int, whole: int) -> list[Any]:
    """The numbers of a test that takes them: with ``-m slow``, and with ``-m exhaustive``."""
    return [
        pytest.param(some, marks=pytest.mark.slow),
        pytest.param(whole, marks=pytest.mark.exhaustive),
    ]


def in_parts(some: int, parts: Iterable[Any]) -> list[Any]:
    """The parts of a test: the first ones with ``-m slow``, the rest with ``-m exhaustive``."""
    return [
        pytest.param(part, marks=pytest.mark.slow if number < some else pytest.mark.exhaustive)
        for number, part in enumerate(parts)
    ]
