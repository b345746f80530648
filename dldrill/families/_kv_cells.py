"""The cells of a causal self-attention layer: queries, keys, values, scores, outputs by token."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from dldrill.derivation.family import Statement
from dldrill.families._diagrams import WIDEST, diagram, numbered
from dldrill.figures.marks import Cell, Figure, Mark, Text

WIDE, HIGH = 5, 2  #: columns and rows of a cell
LABEL = 8  #: columns of the names of rows
KINDS = ("q", "k", "v", "o")
NAMES = {"q": "query", "k": "key", "v": "value", "o": "output"}
MOST_TOKENS = 8  #: of a grid of scores that can still be taken in


class Box(NamedTuple):
    """A cell: its kind, its token, for a score the token whose key it uses, and its layer."""

    kind: str
    token: int
    key: int
    layer: int

    def written(self, layers: int) -> str:
        """The cell in a sentence."""
        where = f" of layer {self.layer}" if layers > 1 else ""
        if self.kind == "s":
            both = f"{self.token}{self.key}" if self.token < 10 > self.key else f"{self.token},{self.key}"
            return f"The score $s_{{{both}}}$ (query {self.token} with key {self.key}){where}"
        return f"The {NAMES[self.kind]} $\\mathrm{{{self.kind}}}_{{{self.token}}}${where}"


def is_needed(box: Box, tokens: int, layers: int, *, cached: bool) -> bool:
    """Whether a step that predicts the token behind ``tokens`` computes a cell."""
    newest_only = cached or box.layer == layers
    if box.kind in ("k", "v"):
        return not cached or box.token == tokens
    if newest_only and box.token != tokens:
        return False
    return box.kind != "s" or box.key <= box.token


def reason(box: Box, tokens: int, layers: int, *, cached: bool) -> str:
    """Why a cell is computed or not."""
    if box.kind == "s" and box.key > box.token:
        return "The causal mask hides later tokens."
    if is_needed(box, tokens, layers, cached=cached):
        if box.token == tokens and (cached or box.layer == layers):
            return (
                f"The prediction is made at token {tokens}, from its query, scores and output."
                if box.kind in ("q", "s", "o")
                else f"Token {tokens} attends to itself, and its key and value are new."
            )
        if box.kind in ("k", "v"):
            return f"Token {tokens} attends to all tokens up to itself, and nothing is kept."
        return "The layer above needs the outputs at all tokens, for its keys and values."
    if box.kind in ("k", "v"):
        return "It is in the cache already."
    return f"Only the output at token {tokens} is used, and it takes the query of that token alone."


def boxes(tokens: int, layer: int) -> list[Box]:
    """The cells of a layer that a statement may be about, the newest token first."""
    order = range(tokens, max(0, tokens - MOST_TOKENS), -1)
    newest = [Box("s", tokens, j, layer) for j in order]
    hidden = [Box("s", i, j, layer) for j in order for i in reversed(order) if i < j]
    older = [Box("s", i, j, layer) for i in order for j in order if j <= i < tokens]
    plain = [[Box(kind, i, 0, layer) for i in order] for kind in KINDS]
    mixed = zip_longest(*plain, newest, hidden, older)
    return [box for row in mixed for box in row if box is not None]


def statements(tokens: int, layers: int, *, cached: bool) -> list[Statement]:
    """Cells that are computed, each beside one that is not: as many of either, so that a coin decides.

    The two of a pair have the same key, so that one of them is dealt.
    """
    cells = [box for layer in sorted({1, layers}) for box in boxes(tokens, layer)]
    needed = [box for box in cells if is_needed(box, tokens, layers, cached=cached)]
    idle = [box for box in cells if not is_needed(box, tokens, layers, cached=cached)]
    return [
        Statement(
            f"{box.written(layers)} has to be computed at this step.",
            true,
            reason(box, tokens, layers, cached=cached),
            f"pair {place}",
        )
        for place, couple in enumerate(zip(needed, idle, strict=False))
        for box, true in zip(couple, (True, False), strict=True)
    ]


def grid(tokens: int, layers: int, *, cached: bool) -> Figure | None:
    """The cells of one layer; those that are in the cache have a star."""
    if tokens > MOST_TOKENS:
        return None
    width = LABEL + 2 * tokens * WIDE + LABEL
    beside = width <= WIDEST
    marks: list[Mark] = []
    for row, kind in enumerate(KINDS):
        marks.append(Text(0, -2 - row * HIGH, NAMES[kind], "left"))
        for i in range(1, tokens + 1):
            stored = cached and kind in ("k", "v") and i < tokens
            at = LABEL + (i - 1) * WIDE, -1 - (row + 1) * HIGH
            marks.append(Cell(*at, WIDE, HIGH, numbered(kind, i) + "*" * stored, 2 if stored else 0))
    marks += [Text(LABEL + (i - 0.5) * WIDE, 0, str(i)) for i in range(1, tokens + 1)]
    left, top = (LABEL + tokens * WIDE + LABEL, 0) if beside else (LABEL, -len(KINDS) * HIGH - 2)
    marks.append(Text(left - LABEL + 1, top, "scores", "left"))
    marks += [Text(left + (i - 0.5) * WIDE, top, numbered("k", i)) for i in range(1, tokens + 1)]
    for i in range(1, tokens + 1):
        marks.append(Text(left - 1, top - i * HIGH, numbered("q", i), "right"))
        marks += [
            Cell(left + (j - 1) * WIDE, top - 1 - i * HIGH, WIDE, HIGH, numbered("s", 10 * i + j))
            for j in range(1, tokens + 1)
        ]
    high = max(len(KINDS), tokens) * HIGH + 1 if beside else (len(KINDS) + tokens) * HIGH + 3
    columns = left + tokens * WIDE
    kept = f" The keys and values of tokens 1 to {tokens - 1} have a star: they are in the cache."
    alt = (
        f"The cells of {'the layer' if layers == 1 else 'a layer'}: query, key, value and output of each of "
        f"{tokens} tokens, and the scores, a row for each query and a column for each key."
        f"{kept if cached and tokens > 1 else ''}"
    )
    if cached and tokens > 1:
        marks.append(Text(0, -high - 1, "*: in the cache", "left"))
        high += 1
    rows = [("cell", *(f"token {i}" for i in range(1, tokens + 1)))]
    rows += [(NAMES[k], *(_state(k, i, tokens, cached) for i in range(1, tokens + 1))) for k in KINDS]
    rows += [
        (f"scores of {numbered('q', i)}", *(numbered("s", 10 * i + j) for j in range(1, tokens + 1)))
        for i in range(1, tokens + 1)
    ]
    return diagram(marks, columns, high, alt, rows)


def _state(kind: str, token: int, tokens: int, cached: bool) -> str:
    """A cell in the table that stands for the figure."""
    stored = cached and kind in ("k", "v") and token < tokens
    return f"{numbered(kind, token)} (in the cache)" if stored else numbered(kind, token)
