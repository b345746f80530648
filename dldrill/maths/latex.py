"""Read the LaTeX of formulas: the subset that exams are written in, to the layout tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from dldrill.faults import Fault
from dldrill.maths import latex_symbols as tex
from dldrill.maths.latex_styles import styled
from dldrill.maths.latex_tokens import CLASSES, LONGEST, split, tokens, words
from dldrill.maths.layout import (
    Accent,
    Fence,
    Fraction,
    Grid,
    Kind,
    Layout,
    Root,
    Row,
    Script,
    Space,
    Style,
    Symbol,
)

__all__ = ["DEEPEST", "LONGEST", "parse"]
DEEPEST = 40
ENDS = frozenset({"}", "&", "\\\\", "\\right", "\\end"})
SCRIPTS = frozenset({"^", "_", "'"})
_MISPLACED = {
    "}": "a } without its {: leave it out, or write \\} for the bracket",
    "&": "& stands only inside matrices, cases and align: write \\& for the sign",
    "\\\\": "\\\\ stands only inside matrices, cases and align",
    "\\right": "a \\right without its \\left",
    "\\end": "an \\end without its \\begin",
}
_ROW_GAP = re.compile(r"\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\]")
_BRACKETS: tuple[tuple[dict[str, str], Kind], ...] = (
    (tex.OPENING, "open"),
    (tex.CLOSING, "close"),
    (tex.BIG, "bigop"),
)
Stop = Callable[[str | None], bool]


def parse(source: str) -> Layout:
    """The layout of a formula, given without its dollar signs.

    Raises:
        Fault: a command or a place that the subset does not have, with its position.
    """
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.place = self.depth = self.brackets = 0

    def parse(self) -> Layout:
        return self.row(lambda token: token is None)

    # tokens

    def peek(self) -> str | None:
        return self.tokens[self.place].text if self.place < len(self.tokens) else None

    def next(self, wanted: str = "more") -> str:
        token = self.peek()
        if token is None:
            raise self.fault(f"the formula ends too early: {wanted} is missing")
        self.place += 1
        return token

    def expect(self, token: str) -> None:
        if self.peek() != token:
            raise self.fault(f"{token} is missing")
        self.place += 1

    def fault(self, says: str, back: int = 0) -> Fault:
        place = self.place - back
        position = self.tokens[place].place if place < len(self.tokens) else len(self.source)
        near = self.source[position : position + 12].split("\n")[0]
        at = f" at {near!r}" if near.isprintable() and near else " at its end" if not near else ""
        return Fault(f"{says}{at} (column {position + 1})", code="latex", position=position)

    def raw(self) -> str:
        """The source between braces, with its blanks."""
        if self.peek() != "{":
            raise self.fault("{ is missing")
        start, depth = self.tokens[self.place].place + 1, 0
        while True:
            token = self.next("}")
            depth += (token == "{") - (token == "}")
            if depth == 0:
                return self.source[start : self.tokens[self.place - 1].place]

    def text(self) -> str:
        place = self.tokens[self.place].place + 1 if self.place < len(self.tokens) else 0
        return words(self.raw(), place)

    # grammar

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault("the formula is nested too deeply: split it")

    def row(self, stop: Stop) -> Layout:
        self.deeper()
        brackets, self.brackets = self.brackets, 0
        items: list[Layout] = []
        while not stop(self.peek()):
            token = self.peek()
            if token is None:
                raise self.fault("the formula ends too early: a bracket or \\end is missing")
            if token in ENDS:
                raise self.fault(_MISPLACED[token])
            item = self.scripted()
            if item is not None:
                items.append(item)
        self.depth -= 1 + self.brackets
        self.brackets = brackets
        return items[0] if len(items) == 1 else Row(tuple(items))

    def scripted(self) -> Layout | None:
        base = None if self.peek() in SCRIPTS else self.atom()
        if base is None and self.peek() not in SCRIPTS:
            return None
        sub, sup, limits = None, None, None
        primes: list[Layout] = []
        while True:
            token = self.peek()
            if token in ("\\limits", "\\nolimits"):
                limits = self.next() == "\\limits"
            elif token == "'":
                self.next()
                primes.append(Symbol("′"))
            elif token == "_":
                sub = self.script(sub, "subscript")
            elif token == "^":
                sup = self.script(sup, "superscript")
            else:
                break
        if primes:
            primes += [] if sup is None else sup.items if isinstance(sup, Row) else [sup]
            sup = primes[0] if len(primes) == 1 else Row(tuple(primes))
        base = Row(()) if base is None else base
        if sub is None and sup is None:
            return base
        return Script(base, sub, sup, takes_limits(base) if limits is None else limits)

    def script(self, taken: Layout | None, name: str) -> Layout:
        if taken is not None:
            raise self.fault(f"a second {name}: write braces around the first")
        self.next()
        token = self.peek() or ""
        if len(token) > 1 and token[0] in "0123456789":
            raise self.fault(f"a {name} of several digits: write {{{token}}}")
        return self.argument()

    def argument(self) -> Layout:
        token = self.peek()
        if token == "{":
            return self.group()
        if token is None or token in ENDS | SCRIPTS:
            raise self.fault("an argument is missing: write {…}")
        if token[0] in "0123456789":
            self.tokens[self.place : self.place + 1] = split(self.tokens[self.place])
        self.deeper()
        atom = self.atom()
        self.depth -= 1
        return Row(()) if atom is None else atom

    def group(self) -> Layout:
        self.expect("{")
        inside = self.row(lambda token: token == "}")
        self.expect("}")
        return inside

    def atom(self) -> Layout | None:
        token = self.next()
        if token == "{":
            self.place -= 1
            inside = self.group()
            if isinstance(inside, Symbol) and inside.kind in ("punct", "rel", "bin"):
                return Symbol(inside.text, "ord", inside.style)
            return inside
        found = self.command(token[1:]) if token[:1] == "\\" and token[1:] else self.character(token)
        if isinstance(found, Symbol) and found.kind in ("open", "close"):
            self.bracket(found.kind)
        return found

    def bracket(self, kind: Kind) -> None:
        """Bare brackets nest as groups do: they will be drawn as deep."""
        if kind == "open":
            self.deeper()
            self.brackets += 1
        elif self.brackets:
            self.depth -= 1
            self.brackets -= 1

    def character(self, token: str) -> Layout:
        if token == ":" and self.source.startswith("=", self.tokens[self.place - 1].place + 1):
            self.next()
            return Symbol(":=", "rel")
        if token == "~":
            return Space(1)
        if token in CLASSES:
            return Symbol(*CLASSES[token])
        if token == "%":
            raise self.fault("write \\% for a percent sign", 1)
        if token == "\\":
            raise self.fault("a \\ without its command", 1)
        return Symbol(token, "num" if token[-1] in "0123456789" else "ord")

    def command(self, name: str) -> Layout | None:
        symbol = self.symbol(name)
        if symbol is not None:
            return symbol
        if name in tex.SPACE:
            return Space(tex.SPACE[name])
        if name in tex.IGNORED:
            return None
        build = _BUILDERS.get(name)
        if build is not None:
            return build(self)
        if name in tex.ACCENT:
            return Accent(tex.ACCENT[name], self.argument())
        if name in tex.TEXT:
            return Symbol(self.text(), "text", cast(Style, tex.TEXT[name]))
        if name in tex.STYLE:
            return styled(self.argument(), cast(Style, tex.STYLE[name]))
        raise self.fault(f"the command \\{name} is not known: {_advice(name)}", 1)

    def symbol(self, name: str) -> Layout | None:
        if name in tex.ORDINARY:
            return Symbol(tex.ORDINARY[name])
        if name in tex.BINARY:
            return Symbol(tex.BINARY[name], "bin")
        if name in tex.RELATION:
            return Symbol(tex.RELATION[name], "rel")
        if name in ("|", "Vert", "vert"):
            return Symbol("|" if name == "vert" else "‖")
        for table, kind in _BRACKETS:
            if name in table:
                return Symbol(table[name], kind)
        if name in tex.LIMIT_FUNCTION:
            return Symbol(tex.LIMIT_FUNCTION[name], "funclim")
        return self.function(name) if name in tex.FUNCTION or name == "arg" else None

    def function(self, name: str) -> Layout:
        if name == "arg" and self.peek() in ("\\max", "\\min"):
            return Symbol("arg " + self.next()[1:], "funclim")
        return Symbol(name, "func")

    def fraction(self) -> Layout:
        above = self.argument()
        return Fraction(above, self.argument())

    def binomial(self) -> Layout:
        above = self.argument()
        return Grid(((above,), (self.argument(),)), "(", ")")

    def root(self) -> Layout:
        degree = None
        if self.peek() == "[":
            self.next()
            degree = self.row(lambda token: token == "]")
            self.expect("]")
        return Root(self.argument(), degree)

    def over(self) -> Layout:
        above = self.argument()
        return Script(self.argument(), None, above, True)

    def under(self) -> Layout:
        below = self.argument()
        return Script(self.argument(), below, None, True)

    def negated(self) -> Layout:
        found = self.argument()
        if isinstance(found, Symbol) and found.text in tex.NEGATED:
            return Symbol(tex.NEGATED[found.text], "rel")
        raise self.fault("\\not stands only before =, \\in and \\mid", 1)

    def operator(self) -> Layout:
        is_limit = self.tokens[self.place - 1].text.endswith("*")
        name = self.text().strip()
        return Symbol(name, "funclim") if is_limit else self.function(name)

    def fence(self) -> Layout:
        left = self.delimiter()
        body = self.row(lambda token: token == "\\right")
        self.expect("\\right")
        right = self.delimiter()
        is_matrix = isinstance(body, Grid) and body.kind == "matrix" and not body.left + body.right
        if isinstance(body, Grid) and is_matrix and left and right:
            return Grid(body.rows, left, right)
        return Fence(left, body, right)

    def middle(self) -> Layout:
        mark = self.delimiter()
        return Symbol(mark, "rel") if mark == "|" else Symbol(mark)

    def delimiter(self) -> str:
        token = self.next("a bracket")
        if token == ".":
            return ""
        if token in ("\\|", "\\Vert"):
            return "‖"
        name = token.removeprefix("\\")
        found = tex.OPENING.get(name) or tex.CLOSING.get(name) or ("|" if name in ("vert", "|") else None)
        if found is None and token in tuple("()[]/<>⟨⟩⌊⌋⌈⌉‖"):
            found = token
        if found is None or token in ("{", "}"):
            raise self.fault(f"{token} is no bracket: write one, or . for none", 1)
        return found

    def environment(self) -> Layout:
        name = self.raw().strip()
        base = name.rstrip("*")
        if base in tex.ALIGNED:
            return Grid(self.rows(name), kind="align")
        if base in ("cases", "dcases"):
            return Grid(self.rows(name), "{", "", "cases")
        if base in tex.MATRIX:
            if base == "array":
                self.raw()
            return Grid(self.rows(name), *tex.MATRIX[base])
        raise self.fault(f"the environment {name!r} is not known: write a matrix, cases or align", 1)

    def rows(self, name: str) -> tuple[tuple[Layout, ...], ...]:
        rows: list[tuple[Layout, ...]] = []
        cells: list[Layout] = []
        while True:
            cells.append(self.row(lambda token: token in ("&", "\\\\", "\\end")))
            token = self.next()
            if token == "&":
                continue
            rows.append(tuple(cells))
            cells = []
            if token == "\\\\":
                self.row_gap()
            if token == "\\end" or self.peek() == "\\end":
                self.place += token != "\\end"
                break
        end = self.place
        if self.raw().strip() != name:
            self.place = end
            raise self.fault(f"\\end{{{name}}} is missing")
        return tuple(rows)

    def row_gap(self) -> None:
        r"""Skip the distance to the next row: ``\\[2pt]``."""
        if self.peek() == "[" and _ROW_GAP.match(self.source, self.tokens[self.place].place):
            while self.next() != "]":
                pass


_BUILDERS: dict[str, Callable[[_Parser], Layout]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _Parser.fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _Parser.binomial),
    **dict.fromkeys(("operatorname", "operatorname*"), _Parser.operator),
    **dict.fromkeys(("overset", "stackrel"), _Parser.over),
    "underset": _Parser.under,
    "mathop": _Parser.argument,
    "sqrt": _Parser.root,
    "not": _Parser.negated,
    "left": _Parser.fence,
    "middle": _Parser.middle,
    "begin": _Parser.environment,
}


def takes_limits(base: Layout) -> bool:
    """Whether scripts stand under and over a base unless it is told otherwise."""
    return isinstance(base, Symbol) and base.kind in ("bigop", "funclim") and base.text != "∫"


def commands() -> list[str]:
    """The names of all commands that the subset has."""
    signs = (tex.ORDINARY, tex.BINARY, tex.RELATION, tex.BIG, tex.OPENING, tex.CLOSING)
    tables = (*signs, tex.ACCENT, tex.STYLE, tex.TEXT, tex.FUNCTION, tex.LIMIT_FUNCTION, _BUILDERS)
    return [name for table in tables for name in table]


def _advice(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, commands(), 1)
    return f"write \\{close[0]}" if close else "write it with simpler ones"
