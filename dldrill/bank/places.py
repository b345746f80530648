"""Where banks are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def bundled() -> Path:
    """The folder of the banks that come with dldrill: in the wheel, or beside the package."""
    package = Path(__file__).parents[1]
    inside = package / "banks"
    return inside if inside.is_dir() else package.parent / "banks"


def bank_files(folder: Path) -> Iterator[Path]:
    """The bank files of a folder, in alphabetical order."""
    return iter(sorted(folder.glob("*.toml")))
