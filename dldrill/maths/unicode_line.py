"""A formula on one line of Unicode or ASCII, and such a line broken to a width."""

from __future__ import annotations

from dldrill.maths.ascii import asciified
from dldrill.maths.glyphs import in_ascii, width
from dldrill.maths.layout import Layout
from dldrill.maths.one_line import written

_RELATIONS = frozenset("=<>≤≥≠≈≡∼∝∈∉→←⇒⟹⟺:~")
_OPERATORS = frozenset("+−-")
_JOINING = _RELATIONS | _OPERATORS | {"·", "*", "×", "", " "}
FULLEST = 0.4  #: part of a line that is filled before it may be broken for looks


def line(layout: Layout, ascii: bool = False) -> str:  # noqa: A002 - the name says it best
    """The formula on one line."""
    return in_ascii(written(asciified(layout))) if ascii else written(layout)


def wrapped(text: str, columns: int, indent: int) -> list[str]:
    """A written formula in lines of at most a width, all but the first moved in.

    Lines break outside brackets rather than inside, and before relations and operators rather
    than elsewhere; within a word only where nothing else is left.
    """
    lines: list[str] = []
    rest = text.strip()
    while width(rest) > columns - (indent if lines else 0):
        at = _break(rest, columns - (indent if lines else 0))
        lines.append(" " * (indent if lines else 0) + rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*lines, " " * (indent if lines else 0) + rest] if rest or not lines else lines


def _break(text: str, room: int) -> int:
    """The place after which a line of at most some columns ends best."""
    best: tuple[int, int, int] | None = None
    depth, column, end = 0, 0, 0
    for place, char in enumerate(text):
        column += width(char)
        if column > room + (char == " "):
            break
        if char == " " and text[place - 1 : place] not in _JOINING:
            early = column < room * FULLEST
            rank = -1 if text[place - 1] == ";" else _rank(text[place + 1 : place + 2])
            merit = (depth + 2 * early, rank, -place)
            best = merit if best is None else min(best, merit)
        elif char in "·*" and text[place + 1 : place + 2].strip() and column <= room:
            merit = (depth, 3, -place - 1)
            best = merit if best is None else min(best, merit)
        depth += (char in "([{⌊⌈⟨") - (char in ")]}⌋⌉⟩")
        end = place + 1
    if best is not None:
        return -best[2]
    return max(1, end)


def _rank(char: str) -> int:
    """How good it is to begin a line with a character: relations first, then operators."""
    return 0 if char in _RELATIONS else 1 if char in _OPERATORS else 2
