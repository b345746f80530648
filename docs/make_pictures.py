"""Write the pictures of the README: a drill, a diagnosis, the statistics, each from a real run.

python docs/make_pictures.py

dldrill runs in a terminal of 80 columns with a record of its own; what is typed stands below. The record
behind the statistics is that of a simulated learner.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pexpect
import pyte

HERE = Path(__file__).parent
COLUMNS, ROWS = 80, 70
WIDTH, HEIGHT, SIZE, MARGIN = 8.4, 18.0, 14, 12
COLOURS = {"default": "#1f2328", "dim": "#6b7280", "red": "#b42318", "green": "#1a7f37", "brown": "#8a6100"}
COLOURS |= {"cyan": "#0b7285", "blue": "#0a58ca", "magenta": "#8250df", "yellow": "#8a6100"}
PAPER = "#ffffff"


class Scene(NamedTuple):
    """A picture to take.

    Attributes:
        name: of its file.
        words: the command line behind ``dldrill``.
        typed: what is waited for, and what is then typed, in turn.
    """

    name: str
    words: tuple[str, ...]
    typed: tuple[tuple[str, str], ...] = ()


SCENES = (
    Scene(
        "drill",
        ("drill", "-n", "1", "--topic", "convolution", "--family", "conv_shape", "--seed", "k3f9"),
        (("keys)", "108x5"), ("quit", "w"), ("quit", "q")),
    ),
    Scene("diagnosis", ("check", "ist-feb23/P1.1", "conv1=8192", "params=1693330")),
    Scene("stats", ("stats", "--exam-date", (date.today() + timedelta(days=19)).isoformat())),
)


class Screen(pyte.Screen):  # type: ignore[misc]
    """A screen that knows dim text, too."""

    def select_graphic_rendition(self, *attributes: int, **kwargs: Any) -> None:
        """Set how the next characters look."""
        super().select_graphic_rendition(*attributes, **kwargs)
        if 2 in attributes:
            self.cursor.attrs = self.cursor.attrs._replace(fg="dim")


def run(scene: Scene, home: str) -> Screen:
    """The screen after a scene."""
    screen = Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    stream.feed(f"\x1b[2m$\x1b[0m dldrill {' '.join(scene.words)}\r\n".encode())
    named = {"DLDRILL_HOME": home, "TERM": "xterm", "PYTHONUTF8": "1", "COLUMNS": str(COLUMNS)}
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "dldrill", *scene.words],
        dimensions=(ROWS, COLUMNS),
        env=kept | named,
        timeout=60,
    )
    for awaited, typed in scene.typed:
        child.expect_exact(awaited)
        stream.feed(child.before + child.after)
        child.expect_exact("> ")
        stream.feed(child.before + child.after)
        child.send(f"{typed}\r")
    child.expect(pexpect.EOF)
    stream.feed(child.before)
    return screen


def svg(screen: Screen, title: str) -> str:
    """A screen as SVG: a line of text a row, its runs of one look as spans."""
    used = max(y for y in range(screen.lines) if screen.display[y].strip()) + 1
    width, height = COLUMNS * WIDTH + 2 * MARGIN, used * HEIGHT + 2 * MARGIN
    rows = [
        f'<text y="{MARGIN + (y + 0.75) * HEIGHT:.1f}">{"".join(_spans(_runs(screen, y)))}</text>'
        for y in range(used)
        if screen.display[y].strip()
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img"'
        f' font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{SIZE}"'
        f' xml:space="preserve"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" rx="8" fill="{PAPER}" stroke="#d0d7de"/>\n'
        + "\n".join(rows)
        + "\n</svg>\n"
    )


def _runs(screen: Screen, y: int) -> Iterator[tuple[int, str, str, bool]]:
    """Column, text, colour and weight of each run of a row."""
    cells: Sequence[Any] = [screen.buffer[y][x] for x in range(COLUMNS)]
    start = 0
    for x in range(1, COLUMNS + 1):
        if x == COLUMNS or (cells[x].fg, cells[x].bold) != (cells[start].fg, cells[start].bold):
            text = "".join(cell.data for cell in cells[start:x]).rstrip()
            if text:
                yield start, text, cells[start].fg, cells[start].bold
            start = x


def _spans(runs: Iterator[tuple[int, str, str, bool]]) -> Iterator[str]:
    for column, text, colour, bold in runs:
        lead = len(text) - len(text.lstrip())
        shown = text.strip()
        weight = ' font-weight="bold"' if bold else ""
        fill = COLOURS.get(colour, COLOURS["default"])
        # every run keeps to its columns, whatever the font
        yield (
            f'<tspan x="{MARGIN + (column + lead) * WIDTH:.1f}" fill="{fill}"{weight}'
            f' textLength="{len(shown) * WIDTH:.1f}" lengthAdjust="spacingAndGlyphs">{escape(shown)}</tspan>'
        )


def main() -> None:
    """Take every picture."""
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as learner:
        simulated = [sys.executable, str(HERE.parent / "tests" / "histories.py"), f"{learner}/record.db"]
        subprocess.run(simulated, check=True)
        for scene in SCENES:
            screen = run(scene, learner if scene.name == "stats" else home)
            (folder / f"{scene.name}.svg").write_text(
                svg(screen, f"dldrill {' '.join(scene.words)}"), "utf-8"
            )


if __name__ == "__main__":
    main()
