"""A formula as LaTeX again."""

from __future__ import annotations

from dldrill.maths import latex_symbols as tex
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol

_COMMANDS = {
    glyph: f"\\{name}"
    for table in (tex.BIG, tex.CLOSING, tex.OPENING, tex.RELATION, tex.BINARY, tex.ORDINARY)
    for name, glyph in table.items()
    if glyph not in "()[]|"
}
_COMMANDS |= {"ϕ": "\\phi", "ϵ": "\\epsilon", "⊤": "\\top", "−": "-", "∗": "*", ":=": ":=", "→": "\\to"}
_COMMANDS |= {"‖": "\\|", "≤": "\\leq", "≥": "\\geq", "≠": "\\neq", "′": "\\prime"}
_STYLES = {"bold": "mathbf", "cal": "mathcal", "bb": "mathbb", "rm": "mathrm", "it": "mathit", "tt": "mathtt"}
_WORDS = {"rm": "text", "bold": "textbf", "it": "textit", "tt": "texttt"}
_ENVIRONMENTS = {brackets: name for name, brackets in reversed(tex.MATRIX.items())}
_ENVIRONMENTS |= {("", ""): "matrix"}


def latex(layout: Layout) -> str:
    """LaTeX that reads back as the same layout."""
    match layout:
        case Symbol():
            return _symbol(layout)
        case Space(columns):
            return {0: r"\!", 1: r"\,", 2: r"\quad", 4: r"\qquad"}.get(columns, r"\," * columns)
        case Row(items):
            return " ".join(map(latex, items))
        case Fraction(above, below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}"
        case Root(body, degree):
            shown = f"[{latex(degree)}]" if degree is not None else ""
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
    text = symbol.text
    if symbol.kind == "text":
        escaped = text.replace("_", r"\_").replace("%", r"\%").replace("&", r"\&")
        return rf"\{_WORDS.get(symbol.style, 'text')}{{{escaped}}}"
    if symbol.kind in ("func", "funclim"):
        return _function(text, symbol.kind)
    if symbol.kind == "rel" and text == "|":
        return r"\mid"
    written = _COMMANDS.get(text, text)
    if text and set(text) == {"′"}:
        written = r"\prime" * len(text)
    if symbol.style and symbol.style in _STYLES:
        return rf"\{_STYLES[symbol.style]}{{{written}}}"
    natural = {**dict.fromkeys("+−∗", "bin"), **dict.fromkeys("=<>:", "rel"), **dict.fromkeys(",;", "punct")}
    if symbol.kind == "ord" and (
        text in natural or text in tex.BINARY.values() or text in tex.RELATION.values()
    ):
        return f"{{{written}}}"
    return written


def _function(text: str, kind: str) -> str:
    if kind == "func" and (text in tex.FUNCTION or text == "arg"):
        return f"\\{text}"
    for name, words in tex.LIMIT_FUNCTION.items():
        if kind == "funclim" and words == text and " " not in words:
            return f"\\{name}"
    if kind == "funclim" and text in ("arg max", "arg min"):
        return rf"\arg\{text[4:]}"
    star = "*" if kind == "funclim" else ""
    return rf"\operatorname{star}{{{text}}}"


def _script(script: Script) -> str:
    base = latex(script.base)
    if isinstance(script.base, Row | Script | Fraction) or not base:
        base = f"{{{base}}}"
    usual = isinstance(script.base, Symbol) and script.base.kind in ("bigop", "funclim")
    usual = usual and isinstance(script.base, Symbol) and script.base.text != "∫"
    if script.limits != usual:
        base += r"\limits" if script.limits else r"\nolimits"
    if script.sub is not None:
        base += f"_{{{latex(script.sub)}}}"
    return base if script.sup is None else base + f"^{{{latex(script.sup)}}}"


def _bracket(mark: str) -> str:
    if not mark:
        return "."
    return mark if mark in "()[]|/<>" else _COMMANDS.get(mark, f"\\{mark}")


def _grid(grid: Grid) -> str:
    rows = r" \\ ".join(" & ".join(map(latex, row)) for row in grid.rows)
    name = {"cases": "cases", "align": "aligned"}.get(grid.kind)
    name = name or _ENVIRONMENTS.get((grid.left, grid.right), "matrix")
    return rf"\begin{{{name}}} {rows} \end{{{name}}}"
