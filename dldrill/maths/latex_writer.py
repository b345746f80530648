"""A formula as LaTeX again: what is read back is the same layout."""

from __future__ import annotations

from dldrill.maths import latex_symbols as tex
from dldrill.maths.latex import takes_limits
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol

_COMMANDS = {
    glyph: f"\\{name}"
    for table in (tex.BIG, tex.CLOSING, tex.OPENING, tex.RELATION, tex.BINARY, tex.ORDINARY)
    for name, glyph in reversed(table.items())
    if glyph not in "()[]|<>:"
}
_COMMANDS |= {"−": "-", "∗": "*", ":=": ":=", "→": "\\to", "‖": "\\|", "⊤": "\\top"}
_STYLES = {"bold": "mathbf", "cal": "mathcal", "bb": "mathbb", "rm": "mathrm", "it": "mathit", "tt": "mathtt"}
_WORDS = {"rm": "text", "bold": "textbf", "it": "textit", "tt": "texttt"}
_ENVIRONMENTS = {brackets: name for name, brackets in reversed(tex.MATRIX.items())}
_SPACES = {0: r"\!", 1: r"\,", 2: r"\quad", 4: r"\qquad"}
_BARS = {("|", "open"): r"\lvert", ("|", "close"): r"\rvert", ("|", "rel"): r"\mid"}
_BARS |= {("‖", "open"): r"\lVert", ("‖", "close"): r"\rVert"}
_SPACED = frozenset((*tex.RELATION.values(), *tex.BINARY.values(), *"+−∗=<>:,;")) - {"|"}
_ESCAPED = str.maketrans({char: f"\\{char}" for char in "_%&#${}"})


def latex(layout: Layout) -> str:
    """LaTeX that reads back as the same layout."""
    match layout:
        case Symbol():
            return _symbol(layout)
        case Space(columns):
            return _SPACES.get(columns, r"\," * columns)
        case Row(items):
            return " ".join(f"{{{latex(item)}}}" if isinstance(item, Row) else latex(item) for item in items)
        case Fraction(above, below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}"
        case Root(body, degree):
            shown = "" if degree is None else f"[{latex(degree)}]"
            return rf"\sqrt{shown}{{{latex(body)}}}"
        case Script():
            return _script(layout)
        case Fence(left, body, right):
            return rf"\left{_bracket(left)} {latex(body)} \right{_bracket(right)}"
        case Accent(mark, body):
            return rf"\{mark}{{{latex(body)}}}"
        case Grid():
            return _grid(layout)


def _symbol(symbol: Symbol) -> str:
    text, kind, style = symbol
    if kind == "text":
        return rf"\{_WORDS.get(style, 'text')}{{{text.translate(_ESCAPED)}}}"
    if kind in ("func", "funclim"):
        return _function(text, kind)
    if (text, kind) in _BARS:
        return _BARS[text, kind]
    written = _COMMANDS.get(text, text)
    if kind == "ord" and text in _SPACED:
        written = f"{{{written}}}"
    return rf"\{_STYLES[style]}{{{written}}}" if style else written


def _function(text: str, kind: str) -> str:
    if kind == "func" and (text in tex.FUNCTION or text == "arg"):
        return f"\\{text}"
    if kind == "funclim" and text in ("arg max", "arg min"):
        return rf"\arg\{text[4:]}"
    for name, words in tex.LIMIT_FUNCTION.items():
        if kind == "funclim" and words == text:
            return f"\\{name}"
    star = "*" if kind == "funclim" else ""
    return rf"\operatorname{star}{{{text.translate(_ESCAPED)}}}"


def _script(script: Script) -> str:
    base, sub, sup, limits = script
    written = latex(base)
    if isinstance(base, Row | Script) or not written:
        written = f"{{{written}}}"
    if limits and not takes_limits(base) and (sub is None or sup is None):
        if sub is None and sup is not None:
            return rf"\overset{{{latex(sup)}}}{{{written}}}"
        return rf"\underset{{{latex(sub or sup or Row(()))}}}{{{written}}}"
    if limits != takes_limits(base):
        written = rf"\mathop{{{written}}}\limits" if limits else written + r"\nolimits"
    if sub is not None:
        written += f"_{{{latex(sub)}}}"
    return written if sup is None else written + f"^{{{latex(sup)}}}"


def _bracket(mark: str) -> str:
    if not mark:
        return "."
    return mark if mark in "()[]|/<>" else _COMMANDS[mark]


def _grid(grid: Grid) -> str:
    rows = r" \\ ".join(" & ".join(map(latex, row)) for row in grid.rows).replace(r"\\ [", r"\\ \relax [")
    name = {"cases": "cases", "align": "aligned"}.get(grid.kind)
    if name is None and (grid.left, grid.right) not in _ENVIRONMENTS:
        inside = rf"\begin{{matrix}} {rows} \end{{matrix}}"
        return rf"\left{_bracket(grid.left)} {inside} \right{_bracket(grid.right)}"
    name = name or _ENVIRONMENTS[grid.left, grid.right]
    return rf"\begin{{{name}}} {rows} \end{{{name}}}"
