"""A formula as presentation MathML Core: for web pages and whatever reads them out."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence

from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.spacing import Classed, classed, kind_of
from dldrill.maths.speech import speak

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
THIN, MEDIUM, THICK = "0.1667em", "0.2222em", "0.2778em"
_MARKS = {"hat": "^", "tilde": "~", "bar": "¯", "vec": "→", "dot": "˙", "ddot": "¨"}
_BAR = "border-top:0.06em solid;padding-top:0.15em"
_STYLES = {"bold": "BOLD", "cal": "SCRIPT", "bb": "DOUBLE-STRUCK", "tt": "MONOSPACE"}
_WORDS = {"bold": "font-weight:bold", "it": "font-style:italic", "tt": "font-family:monospace"}
_APPLIED = '<mo lspace="0" rspace="{}">\u2061</mo>'  # the invisible sign between a function and its argument
_SPACED = {"bin": MEDIUM, "rel": THICK}
_NO_SPACE_BEFORE = frozenset({None, "bin", "rel", "open", "space", "bigop"})  # what a function may follow
_NO_ARGUMENT = frozenset({"bin", "rel", "close", "punct", "space"})
_UPRIGHT = frozenset("∇⊤ΓΔΘΛΞΠΣΥΦΨΩ")
_SPACES = {1: MEDIUM, 2: "1em", 4: "2em"}
_FORMS = {"open": "prefix", "close": "postfix"}


def mathml(layout: Layout, block: bool = False) -> str:
    """The formula as a ``math`` element, its words in ``alttext``.

    Args:
        layout: the formula.
        block: on a line of its own, with limits under and over its sums.
    """
    display = "block" if block else "inline"
    head = f'<math xmlns="{NAMESPACE}" display="{display}" alttext="{escaped(speak(layout))}">'
    return head + "".join(_elements(layout, tight=False)) + "</math>"


def escaped(text: str) -> str:
    """The text as XML and HTML hold it, between tags and in attributes."""
    return html.escape(text, quote=True)


def _elements(layout: Layout, tight: bool, before: str | None = None) -> list[str]:
    """The elements of a row. ``tight`` leaves the blanks around operators out, as TeX does in scripts."""
    row = classed(layout.items if isinstance(layout, Row) else (layout,), before)
    found: list[str] = []
    for place, (item, left, right) in enumerate(row):
        if left in ("func", "funclim") and before not in _NO_SPACE_BEFORE | {"punct"}:
            found.append(f'<mspace width="{THIN}"/>')
        is_edge = place in (0, len(row) - 1)
        found.append(_operator(item, left, tight, is_edge) or _item(item, tight, before))
        before = right
        if right in ("func", "funclim") and place + 1 < len(row) and row[place + 1][1] not in _NO_ARGUMENT:
            found.append(_APPLIED.format(_after_function(row[place + 1])))
    return found


def _after_function(argument: Classed) -> str:
    return "0" if argument[1] in ("open", "func", "funclim") else THIN


def _operator(item: Layout, left: str, tight: bool, is_edge: bool) -> str:
    """A sign between operands, with TeX's blanks around it; "" for all else."""
    if not isinstance(item, Symbol) or left not in ("bin", "rel", "sign", "op", "open", "close", "punct"):
        return ""
    if item.kind in ("ord", "num", "text") and item.text != "/":
        return ""
    text, space = item.text, _SPACED.get(left, "0")
    if left in ("open", "close"):
        return _mo(text, form=_FORMS[left], stretchy="false")
    if left == "punct":
        return _mo(text, lspace="0", rspace="0") if tight else _mo(text)
    form = "prefix" if left == "sign" else "infix" if is_edge else ""
    if space == "0" or tight:
        return _mo(text, form=form, stretchy=_unless_bar(text), lspace="0", rspace="0")
    if text in "+−=<>≤≥≠≈∈×·":  # these have TeX's blanks in MathML's own table
        return _mo(text, form=form)
    return _mo(text, form=form, stretchy=_unless_bar(text), lspace=space, rspace=space)


def _unless_bar(text: str) -> str:
    return "false" if text in "|‖" else ""


def _mo(text: str, **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
    return f"<mo{said}>{escaped(text)}</mo>"


def _group(layout: Layout, tight: bool) -> str:
    """The layout as one element."""
    elements = _elements(layout, tight)
    return elements[0] if len(elements) == 1 else f"<mrow>{''.join(elements)}</mrow>"


def _item(item: Layout, tight: bool, before: str | None = None) -> str:
    match item:
        case Symbol():
            return _symbol(item, before)
        case Space(columns):
            return (
                f'<mspace width="{_SPACES.get(columns, f"{columns / 2}em")}"/>'
                if columns
                else "<mrow></mrow>"
            )
        case Row():
            return _group(item, tight)
        case Fraction(above, below):
            return f"<mfrac>{_group(above, tight)}{_group(below, tight)}</mfrac>"
        case Root(body, None):
            return f"<msqrt>{_group(body, tight)}</msqrt>"
        case Root(body, degree):
            return f"<mroot>{_group(body, tight)}{_group(degree or Row(()), tight=True)}</mroot>"
        case Script():
            return _script(item, tight, before)
        case Fence(left, body, right):
            return _fenced(left, _with_tall_bars(body, tight), right)
        case Accent():
            return _accent(item, tight)
        case Grid():
            return _grid(item)


def _accent(accent: Accent, tight: bool) -> str:
    """A mark over a letter; without ``accent="true"``, at which Chromium strikes through low letters."""
    mark, body = accent
    if mark == "bar" and not isinstance(body, Symbol):  # few fonts have a bar that grows
        return f'<mrow style="{_BAR}">{"".join(_elements(body, tight))}</mrow>'
    stretchy = "false" if isinstance(body, Symbol) else "true"
    return f"<mover>{_group(body, tight)}{_mo(_MARKS[mark], stretchy=stretchy)}</mover>"


def _symbol(symbol: Symbol, before: str | None) -> str:
    text, kind, style = symbol
    if kind == "text":
        said = f' style="{_WORDS[style]}"' if style in _WORDS else ""
        return f"<mtext{said}>{escaped(_with_ends(text))}</mtext>"
    if kind == "bigop":
        return _mo(text, lspace="0" if before in _NO_SPACE_BEFORE else THIN, rspace=THIN)
    if kind in ("func", "funclim"):
        return f"<mi>{escaped(text)}</mi>"
    if text in ("′", "|", "‖", "/") or kind not in ("ord", "num", "script"):
        return _mo(text, stretchy=_unless_bar(text), lspace="0", rspace="0")
    if kind == "num" or text.isdigit():
        return f"<mn>{escaped(_styled(text, style))}</mn>"
    is_upright = len(text) == 1 and (style == "rm" or (text in _UPRIGHT and not style))
    variant = ' mathvariant="normal"' if is_upright else ""
    return f"<mi{variant}>{escaped(_styled(text, style))}</mi>"


def _with_ends(text: str) -> str:
    """A text whose blanks at its ends are kept."""
    inner = text.strip(" ")
    start = len(text) - len(text.lstrip(" "))
    return "\xa0" * start + inner + "\xa0" * (len(text) - start - len(inner))


def _styled(text: str, style: str) -> str:
    return "".join(_letter(char, _STYLES[style]) for char in text) if style in _STYLES else text


def _letter(char: str, style: str) -> str:
    """The mathematical letter of a style; bold Greek letters are slanted, as TeX has them."""
    name = unicodedata.name(char, "").replace("LATIN ", "").replace(" LETTER", "")
    if name.startswith("GREEK SMALL ") and style == "BOLD":
        style = "BOLD ITALIC"
    if char in _VARIANTS:
        name = _VARIANTS[char]
    name = name.replace("GREEK ", "")
    for whole in (f"MATHEMATICAL {style} {name}", f"{style} {name}"):
        try:
            return unicodedata.lookup(whole)
        except KeyError:
            continue
    return char


_VARIANTS = {"ϵ": "ITALIC EPSILON SYMBOL", "ϑ": "ITALIC THETA SYMBOL", "ϕ": "ITALIC PHI SYMBOL"}


def _script(script: Script, tight: bool, before: str | None) -> str:
    base, sub, sup, limits = script
    parts = [_base(base, limits, tight, before)]
    parts += [_group(part, tight=True) for part in (sub, sup) if part is not None]
    names = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
    name = names[2] if len(parts) == 3 else names[0] if sub is not None else names[1]
    return f"<{name}>{''.join(parts)}</{name}>"


def _base(base: Layout, limits: bool, tight: bool, before: str | None) -> str:
    """What carries scripts; under a word such as max they stand beside it where a line has no room."""
    if limits and isinstance(base, Symbol) and base.kind == "funclim":
        return _mo(base.text, form="prefix", lspace="0", rspace="0", movablelimits="true")
    if isinstance(base, Symbol):
        left = kind_of(base)
        return _operator(base, left, tight, is_edge=False) or _symbol(base, before)
    return _group(base, tight)


def _fenced(left: str, body: Sequence[str], right: str) -> str:
    start = _mo(left, form="prefix", stretchy="true") if left else ""
    end = _mo(right, form="postfix", stretchy="true") if right else ""
    return f"<mrow>{start}{''.join(body)}{end}</mrow>"


def _with_tall_bars(body: Layout, tight: bool) -> list[str]:
    r"""What stands between brackets; a bar of its own there (\middle|) grows with them."""
    low = _mo("|", stretchy="false", lspace=THICK, rspace=THICK)
    tall = _mo("|", stretchy="true", lspace=THICK, rspace=THICK)
    return [tall if element == low else element for element in _elements(body, tight)]


def _grid(grid: Grid) -> str:
    rows = "".join(f"<mtr>{_grid_row(grid, row)}</mtr>" for row in grid.rows)
    display = ' displaystyle="true"' if grid.kind == "align" else ""
    table = f"<mtable{display}>{rows}</mtable>"
    return _fenced(grid.left, [table], grid.right) if grid.left or grid.right else table


def _grid_row(grid: Grid, row: Sequence[Layout]) -> str:
    count = max(map(len, grid.rows))
    cells = []
    for place in range(count):
        before = "ord" if grid.kind == "align" and place % 2 else None
        inside = "".join(_elements(row[place], tight=False, before=before)) if place < len(row) else ""
        cells.append(f"<mtd{_cell_style(grid.kind, place, count)}>{inside}</mtd>")
    return "".join(cells)


def _cell_style(kind: str, place: int, count: int) -> str:
    """How a cell stands in its column: aligned lines meet at their relations, brackets hold tight."""
    rules = []
    is_right = kind == "align" and count > 1 and not place % 2
    if is_right:
        rules.append("text-align:right;text-align:-webkit-right")  # Chromium has only its own
    elif kind == "cases" or (place % 2 and kind == "align"):
        rules.append("text-align:left")
    if place == 0 or (kind == "align" and place % 2):
        rules.append("padding-left:0")
    if place == count - 1 or is_right:
        rules.append("padding-right:0")
    return f' style="{";".join(rules)}"' if rules else ""
