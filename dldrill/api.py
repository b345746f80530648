"""The functions of ``from dldrill import …``: what the commands do, without the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dldrill.bank.library import Library, load
