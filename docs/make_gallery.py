"""Write docs/figures.md and its pictures: one figure of every family that draws one.

python docs/make_gallery.py
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console

from dldrill.derivation.family import Family
from dldrill.families import family, names
from dldrill.figures.marks import Figure
from dldrill.figures.svg import svg
from dldrill.show.figure import figure
from dldrill.show.look import Look

HERE = Path(__file__).parent
COLUMNS = 76
HEAD = """# Figures

One of each, with the numbers that its family begins with. What a question asks about a figure is computed
from the same data. In a terminal they are drawn with Braille dots and box characters, on paper as SVG; where
a terminal is too narrow, the data come as a table. This page is made by `python docs/make_gallery.py`.
"""


def in_terminal(drawn: Figure) -> str:
    """The figure as it stands in a terminal of 76 columns, without colour."""
    stream = io.StringIO()
    console = Console(file=stream, width=COLUMNS, color_system=None, legacy_windows=False)
    console.print(figure(drawn, Look(width=COLUMNS)))
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip("\n").splitlines())


def page(kinds: dict[str, type[Family]], place: Path) -> str:
    """The text of the page; the pictures are written beside it."""
    parts = [HEAD]
    for name, kind in kinds.items():
        drawn = kind().figure()
        if drawn is None:
            continue
        (place / f"{name}.svg").write_text(svg(drawn), "utf-8")
        parts.append(
            f"## {kind.title}\n\n![{drawn.alt}](figures/{name}.svg)\n\n```text\n{in_terminal(drawn)}\n```\n"
        )
    return "\n".join(parts)


def main() -> None:
    """Write the page, or another folder's when one is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    text = page({name: family(name) for name in names()}, folder / "figures")
    (folder / "figures.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
