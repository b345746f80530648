"""The gallery of the documents shows what is drawn now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def test_the_gallery_is_current(tmp_path: Path) -> None:
    """Made again by ``python docs/make_gallery.py``, the page and its pictures are the same."""
    subprocess.run([sys.executable, str(DOCS / "make_gallery.py"), str(tmp_path)], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    kept = {path: (DOCS / path).read_bytes() for path in made if (DOCS / path).exists()}
    assert kept == made
    assert {path.name for path in (DOCS / "figures").iterdir()} == {
        p.name for p in made if p.suffix == ".svg"
    }
