"""A formula as plain data, from which the template ``sheets/maths.typ`` builds Typst's mathematics.

No text becomes Typst source: the data travel as JSON, and the template puts their strings into
functions. A group is a list of nodes; a node is a list that begins with what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from dldrill.maths.latex import takes_limits
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.spacing import classed, kind_of
from dldrill.maths.speech import speak
from dldrill.maths.typst_glyphs import shown

Data: TypeAlias = "str | int | float | list[Data] | dict[str, Data] | None"
"""What JSON can hold."""
_CLASSES = {
    "bin": "binary",
    "rel": "relation",
    "punct": "punctuation",
    "open": "opening",
    "close": "closing",
    "bigop": "large",
}
_EMS = {0: -1 / 6, 1: 4 / 18, 2: 1.0, 4: 2.0}
_MARKS = {
    "hat": "\u0302",
    "tilde": "\u0303",
    "bar": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
}
_GLYPHS = {":=": "≔"}
_LEADS = {"rel": 5 / 18, "bin": 4 / 18}  #: ems before an operator that goes on from the cell before it


def formula(layout: Layout, block: bool = False) -> dict[str, Data]:
    """The formula and what it is called in words, as the template's ``formula`` takes them.

    Args:
        layout: the formula.
        block: on a line of its own.
    """
    is_lines = block and isinstance(layout, Grid) and layout.kind == "align"
    body = [_lines(layout)] if is_lines and isinstance(layout, Grid) else group(layout)
    return {"alt": speak(layout) or "formula", "block": block, "body": body}


def group(layout: Layout, before: str | None = None) -> list[Data]:
    """The nodes of a row, operators and signs told apart by what stands left of them."""
    items = layout.items if isinstance(layout, Row) else (layout,)
    return [_node(item, left) for item, left, _ in classed(items, before)]


def _node(item: Layout, kind: str) -> Data:
    match item:
        case Symbol():
            return _symbol(item, kind)
        case Row():
            return ["row", group(item)]
        case Space(columns):
            return ["space", _EMS.get(columns, columns / 2)]
        case Fraction(above, below):
            return ["fraction", group(above), group(below)]
        case Root(body, degree):
            return ["root", group(body), None if degree is None else group(degree)]
        case Script():
            return _script(item, kind)
        case Fence(left, body, right):
            return ["fence", left, _with_tall_bars(body), right]
        case Accent(mark, body):
            is_line = mark == "bar" and not isinstance(body, Symbol)
            return ["overline", group(body)] if is_line else ["accent", group(body), _MARKS[mark]]
        case Grid():
            return _grid(item)


def _symbol(symbol: Symbol, kind: str) -> Data:
    text = shown(_GLYPHS.get(symbol.text, symbol.text))
    if symbol.kind in ("func", "funclim"):
        return ["name", list(text.split(" ")), symbol.kind == "funclim"]
    style = "upright" if symbol.style == "bold" and text.isascii() else ""
    styles: list[Data] = [style] if style else []
    styles += [_STYLES[symbol.style]] if symbol.style in _STYLES and symbol.kind != "text" else []
    if symbol.kind == "text":
        return ["words", text, symbol.style]
    if symbol.kind == "num" or len(text) > 1:
        return ["text", text, _CLASSES.get(kind, ""), styles]
    return ["glyph", text, "" if text.isalnum() or kind == "bigop" else _CLASSES.get(kind, "normal"), styles]


_STYLES = {"bold": "bold", "cal": "cal", "bb": "bb", "tt": "mono", "rm": "upright", "it": "italic"}


def _script(script: Script, kind: str) -> Data:
    base, sub, sup, limits = script
    place = "scripts"  # said always: Typst sets those of relations under and over
    if limits:
        place = "" if takes_limits(base) else "limits"
    head = [_node(base, kind)] if isinstance(base, Symbol) else group(base)
    above: Data = None if sup is None else _primes(sup) or group(sup)
    node: list[Data] = ["script", head, None if sub is None else group(sub), above, place]
    return ["class", _CLASSES[kind], [node]] if kind in ("bin", "rel") else node


def _primes(sup: Layout) -> list[Data]:
    """Primes, which are drawn as one sign, and what stands behind them."""
    items = sup.items if isinstance(sup, Row) else (sup,)
    count = next((place for place, item in enumerate(items) if item != Symbol("′")), len(items))
    return [["primes", count], *group(Row(items[count:]))] if count else []


def _with_tall_bars(body: Layout) -> list[Data]:
    r"""What stands between brackets; a bar of its own there (\middle|) grows with them."""
    bar = Symbol("|", "rel")
    items = body.items if isinstance(body, Row) else (body,)
    nodes = group(body)
    return [["middle", "|"] if item == bar else node for item, node in zip(items, nodes, strict=True)]


def _grid(grid: Grid) -> Data:
    count = max(map(len, grid.rows))
    if grid.kind == "align":
        return ["aligned", [_aligned_row(row, count) for row in grid.rows]]
    rows: list[Data] = [_padded([group(cell) for cell in row], count) for row in grid.rows]
    return ["cases", rows] if grid.kind == "cases" else ["matrix", rows, grid.left, grid.right]


def _lines(grid: Grid) -> Data:
    """Aligned lines that are the whole of a formula: they may be broken over pages."""
    rows: list[Data] = []
    for row in grid.rows:
        cells: list[Data] = [group(cell, _before(place)) for place, cell in enumerate(row)]
        rows.append(cells)
    return ["lines", rows]


def _before(place: int) -> str | None:
    return "ord" if place % 2 else None


def _aligned_row(row: Sequence[Layout], count: int) -> Data:
    cells: list[Data] = []
    for place, cell in enumerate(row):
        nodes = group(cell, _before(place))
        first = cell.items[:1] if isinstance(cell, Row) else (cell,)
        lead = _LEADS.get(kind_of(first[0])) if first and place % 2 else None
        cells.append(nodes if lead is None else [["space", lead], *nodes])
    return _padded(cells, count)


def _padded(cells: list[Data], count: int) -> Data:
    """A row with as many cells as the longest one."""
    nothing: list[Data] = []
    return [*cells, *[nothing] * (count - len(cells))]
