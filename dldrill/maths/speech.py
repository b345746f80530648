"""A formula in words: for screen readers, plain terminals and alternative texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.one_line import is_atom, joined
from dldrill.maths.spacing import APPLIED, Classed, classed, fenced, kind_of
from dldrill.maths.speech_words import FENCES, HALVES, POWERS, WORDS

SHORTEST_WORD = 4  #: letters in a row that are a word rather than factors
_UNSPOKEN = re.compile(r"[^A-Za-z0-9 .,;:'()-]")
_TIDY = (
    (re.compile(r"(?:\. ?){3}"), "and so on "),
    (re.compile(r" +"), " "),
    (re.compile(r" (?=[,;:)]|\.(?!\d))|(?<=\() "), ""),
    (re.compile(r"[,;](?=[,;)])"), ""),
    (re.compile(r"[ ,;]+$"), ""),
)
_BETWEEN = frozenset({"bin", "rel", "op", "punct", "close", "space", "text"})


def speak(layout: Layout) -> str:
    """The formula in plain English words: letters, digits and the simplest punctuation."""
    said = unicodedata.normalize("NFKD", _say(layout)).replace("_", " ").replace("−", "-")
    said = _UNSPOKEN.sub("", said)
    for pattern, plain in _TIDY:
        said = pattern.sub(plain, said)
    return said.strip()


def _say(layout: Layout) -> str:
    match layout:
        case Symbol():
            return _symbol(layout)
        case Space():
            return ""
        case Row(items):
            return _row(items)
        case Fraction():
            return _fraction(layout, joins=False)
        case Root(body, degree):
            number = "" if degree is None else _say(degree)
            kind = {"": "square", "2": "square", "3": "cube"}.get(number, f"{number}-th")
            return f"the {kind} root of {_grouped(body)}"
        case Script():
            return _limits(layout) if layout.limits else _scripts(layout)
        case Fence():
            return _fence(layout)
        case Accent(mark, body):
            return f"{_grouped(body)} {mark}"
        case Grid():
            return _grid(layout)


def _symbol(symbol: Symbol) -> str:
    if symbol.kind in ("num", "text"):
        return symbol.text
    return WORDS.get(symbol.text, symbol.text)


def _row(items: Sequence[Layout]) -> str:
    row = classed(_with_words(fenced(items)))
    is_size = all(left != "rel" and not (left == "bin" and item != _CROSS) for item, left, _ in row)
    said: list[str] = []
    for place, (item, left, _) in enumerate(row):
        after = row[place + 1][1] if place + 1 < len(row) else None
        if (item == _CROSS and is_size) or item == Symbol("×"):
            said.append("by")
        elif isinstance(item, Fraction):
            said.append(_fraction(item, joins=after is not None and after not in _BETWEEN))
        elif left in APPLIED and not _has_own_of(item) and _is_applied(row, place):
            said.append(f"{_say(item)} of")
        else:
            said.append(_say(item))
    return " ".join(said)


_CROSS = Symbol("×", "bin")


def _has_own_of(item: Layout) -> bool:
    return isinstance(item, Script) and item.limits


def _is_applied(row: list[Classed], place: int) -> bool:
    return place + 1 < len(row) and row[place + 1][1] not in _BETWEEN


def _with_words(items: list[Layout]) -> list[Layout]:
    """Items with every long run of small letters put together: t a r g e t is a word."""
    found: list[Layout] = []
    run: list[Symbol] = []
    for item in [*items, Space(0)]:
        last = item.base if isinstance(item, Script) else item
        is_letter = isinstance(last, Symbol) and last.kind == "ord" and last.text.isascii()
        if isinstance(last, Symbol) and is_letter and last.text.islower():
            run.append(last)
            if last is item:
                continue
        whole = Symbol("".join(letter.text for letter in run))
        if len(run) < SHORTEST_WORD:
            found += [*run[:-1], item] if run and last is run[-1] else [*run, item]
        elif isinstance(item, Script) and last is run[-1]:
            found.append(item._replace(base=whole))
        else:
            found += [whole, item]
        run = []
    return found[:-1]


def _grouped(layout: Layout) -> str:
    """A part, closed off where its end could be missed."""
    said = _say(layout)
    return said if is_atom(layout) or isinstance(layout, Fraction | Grid) else f"({said})"


def _fraction(fraction: Fraction, joins: bool) -> str:
    """In few words where both ends are plain to hear, else with its end said."""
    above, below = fraction
    if isinstance(above, Symbol) and isinstance(below, Symbol) and _is_half(fraction):
        return HALVES[above.text, below.text]
    over = ", all over, " if _holds_fraction(above) or _holds_fraction(below) else " over "
    said = f"{_say(above)}{over}{_say(below)}"
    if not joins and _is_short(above) and _is_short(below):
        return said
    return f"the fraction {said}, end of fraction,"


def _holds_fraction(layout: object) -> bool:
    if isinstance(layout, Fraction):
        return not _is_half(layout)
    return isinstance(layout, tuple) and any(map(_holds_fraction, layout))


def _is_half(fraction: Fraction) -> bool:
    return tuple(part.text if isinstance(part, Symbol) else "" for part in fraction) in HALVES


def _is_short(layout: Layout) -> bool:
    if isinstance(layout, Script):
        return layout.sup is None and isinstance(layout.base, Symbol) and isinstance(layout.sub, Symbol)
    if isinstance(layout, Row):
        first = layout.items[0] if layout.items else None
        is_differential = isinstance(first, Symbol) and first.text in ("∂", "d")
        return is_differential and len(layout.items) == 2 and _is_short(layout.items[1])
    return isinstance(layout, Symbol)


def _limits(script: Script) -> str:
    said = _say(script.base)
    if kind_of(script.base) not in APPLIED:
        above = "" if script.sup is None else f" with {_say(script.sup)} above"
        return said + above + ("" if script.sub is None else f" with {_say(script.sub)} below")
    if script.sub is not None:
        below = _index(script.sub)
        over = "as" if script.base == Symbol("lim", "funclim") else "over"
        said += f" {'from' if script.sup is not None else over} {below}"
    if script.sup is not None:
        said += f" to {_say(script.sup)}" if script.sub is not None else f" up to {_say(script.sup)}"
    return f"{said} of"


def _scripts(script: Script) -> str:
    base, sub = script.base, script.sub
    if isinstance(base, Fence) and base.left == "‖" and sub is not None:
        said = f"the {_say(sub)}-norm of {_grouped(base.body)}"
    else:
        said = _grouped(base)
        if sub is not None:
            said += f" {'base' if base == Symbol('log', 'func') else 'sub'} {_index(sub)}"
    if script.sup is None:
        return said
    if isinstance(base, Symbol) and base.style == "bb":
        return f"{said} to the {_grouped(script.sup)}"
    return f"{said} {_power(script.sup)}"


def _index(sub: Layout) -> str:
    letters = sub.items if isinstance(sub, Row) else ()
    if len(letters) >= SHORTEST_WORD - 1 and all(
        isinstance(item, Symbol) and item.kind == "ord" and item.text.isascii() for item in letters
    ):
        return "".join(item.text for item in letters if isinstance(item, Symbol))
    return f" {_say(sub)}".replace(" is ", " ").strip()


def _power(sup: Layout) -> str:
    if isinstance(sup, Symbol) and sup.text in POWERS:
        return POWERS[sup.text]
    items = fenced(sup.items) if isinstance(sup, Row) else [sup]
    if items and all(isinstance(item, Symbol) and item.text in POWERS for item in items):
        return " ".join(_power(item) for item in items)
    if len(items) == 1 and isinstance(items[0], Fence) and items[0].left == "(":
        return f"superscript {_say(items[0].body)}"
    return f"to the power {_grouped(sup)}"


def _fence(fence: Fence) -> str:
    if fence.body == Symbol("·", "bin"):
        fence = fence._replace(body=Symbol("dot"))
    name = FENCES.get((fence.left, fence.right))
    if name is not None:
        return f"{name} {_grouped(fence.body)}"
    items = fenced(fence.body.items) if isinstance(fence.body, Row) else [fence.body]
    commas = [place for place, item in enumerate(items) if item == Symbol(",", "punct")]
    if (fence.left, fence.right) == ("[", "]") and commas:
        return f"the vector ({_say(fence.body)})"
    if {fence.left, fence.right} in ({"[", ")"}, {"(", "]"}) and len(commas) == 1:
        low, high = items[: commas[0]], items[commas[0] + 1 :]
        return f"the interval from {_row(low)} to {_row(high)}"
    return f"({_say(fence.body)})"


def _grid(grid: Grid) -> str:
    if grid.kind == "align":
        return "; ".join(_say(joined(row)) for row in grid.rows)
    rows = "; ".join(", ".join(filter(None, (_say(cell).strip(" ,;") for cell in row))) for row in grid.rows)
    if grid.kind == "cases":
        return f"cases: {rows}; end of cases"
    if len(grid.rows) == 1:
        return f"the row ({rows})"
    if all(len(row) == 1 for row in grid.rows):
        return f"the column ({rows.replace(';', ',')})"
    return f"the matrix with rows {rows}; end of matrix"
