"""Where the record is kept."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """The folder of ``DLDRILL_HOME``, else the one where this system keeps a user's data."""
    named = os.environ.get("DLDRILL_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("dldrill", appauthor=False)
