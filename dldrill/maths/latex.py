"""Read the LaTeX of formulas: the subset that exams are written in, to the layout tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from dldrill.faults import Fault
from dldrill.maths import latex_symbols as tex
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

LONGEST, DEEPEST = 4_000, 40
TOKEN = re.compile(r"\s+|\\[A-Za-z]+\*?|\\.|[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
CLASSES = {
    **dict.fromkeys("+-*", "bin"),
    **dict.fromkeys("=<>:", "rel"),
    **dict.fromkeys(",;", "punct"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]", "close"),
}
GLYPHS = {"-": "−", "*": "∗"}
ENDS = frozenset({"}", "&", "\\\\", "\\right", "\\end"})
Stop = Callable[[str | None], bool]


def parse(source: str) -> Layout:
    """The layout of a formula, given without its dollar signs.

    Raises:
        Fault: a command or a place that the subset does not have, with its position.
    """
    if len(source) > LONGEST:
        raise Fault(f"the formula is longer than {LONGEST} characters: split it", code="latex")
    return _Parser(source).parse()


_BRACKETS: tuple[tuple[dict[str, str], Kind], ...] = (
    (tex.OPENING, "open"),
    (tex.CLOSING, "close"),
    (tex.BIG, "bigop"),
)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = [(m.group(), m.start()) for m in TOKEN.finditer(source) if not m.group().isspace()]
        self.place = self.depth = 0

    def parse(self) -> Layout:
        return self.row(lambda token: token is None)

    # tokens

    def peek(self) -> str | None:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else None

    def next(self) -> str:
        token = self.peek()
        if token is None:
            raise self.fault("the formula ends too early")
        self.place += 1
        return token

    def expect(self, token: str) -> None:
        if self.peek() != token:
            raise self.fault(f"{token} is missing")
        self.place += 1

    def fault(self, says: str, back: int = 0) -> Fault:
        place = self.place - back
        position = self.tokens[place][1] if place < len(self.tokens) else len(self.source)
        near = self.source[position : position + 12].split("\n")[0]
        at = f" before {near!r}" if near else " at its end"
        return Fault(f"{says}{at} (column {position + 1})", code="latex", position=position)

    def raw(self) -> str:
        """The source between braces, with its spaces."""
        if self.peek() != "{":
            raise self.fault("{ is missing")
        start, depth = self.tokens[self.place][1] + 1, 0
        while True:
            token = self.next()
            depth += (token == "{") - (token == "}")
            if depth == 0:
                return self.source[start : self.tokens[self.place - 1][1]]

    # grammar

    def row(self, stop: Stop) -> Layout:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault("the formula is nested too deeply")
        items: list[Layout] = []
        while not stop(self.peek()):
            token = self.peek()
            if token is None:
                raise self.fault("the formula ends too early")
            if token in ENDS:
                raise self.fault(f"{token} is not expected")
            item = self.scripted()
            if item is not None:
                items.append(item)
        self.depth -= 1
        return items[0] if len(items) == 1 else Row(tuple(items))

    def scripted(self) -> Layout | None:
        base = None if self.peek() in ("^", "_", "'") else self.atom()
        if base is None and self.peek() not in ("^", "_", "'"):
            return None
        sub, sup, limits, primes = None, None, None, 0
        while True:
            token = self.peek()
            if token in ("\\limits", "\\nolimits"):
                limits = self.next() == "\\limits"
            elif token == "'":
                self.next()
                primes += 1
            elif token == "_":
                sub = self.script(sub, "subscript")
            elif token == "^":
                sup = self.script(sup, "superscript")
            else:
                break
        if primes:
            prime = Symbol("′" * primes)
            sup = prime if sup is None else Row((prime, sup))
        if sub is None and sup is None:
            return base
        base = Row(()) if base is None else base
        if limits is None:
            limits = isinstance(base, Symbol) and base.kind in ("bigop", "funclim") and base.text != "∫"
        return Script(base, sub, sup, limits)

    def script(self, taken: Layout | None, name: str) -> Layout:
        if taken is not None:
            raise self.fault(f"a second {name}: write braces around the first")
        self.next()
        return self.argument()

    def argument(self) -> Layout:
        if self.peek() == "{":
            return self.group()
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault("the formula is nested too deeply")
        if self.peek() in ENDS | {"^", "_", "'"}:
            raise self.fault("an argument is missing")
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
        return self.command(token[1:]) if token[0] == "\\" else self.character(token)

    def character(self, token: str) -> Layout:
        if token == ":" and self.peek() == "=":
            self.next()
            return Symbol(":=", "rel")
        if token == "~":
            return Space(1)
        if token in CLASSES:
            return Symbol(GLYPHS.get(token, token), CLASSES[token])  # type: ignore[arg-type]
        if token == "%":
            raise self.fault("write \\% for a percent sign", 1)
        return Symbol(token, "num" if token[0].isdigit() else "ord")

    def command(self, name: str) -> Layout | None:
        symbol = self.symbol(name)
        if symbol is not None:
            return symbol
        if name in tex.SPACE:
            return Space(tex.SPACE[name])
        if name in tex.IGNORED:
            return None
        build = {
            "frac": self.fraction,
            "dfrac": self.fraction,
            "tfrac": self.fraction,
            "sqrt": self.root,
            "binom": self.binomial,
            "left": self.fence,
            "begin": self.environment,
            "operatorname": self.operator,
            "operatorname*": self.operator,
            "not": self.negated,
        }.get(name)
        if build is not None:
            return build()
        if name in tex.ACCENT:
            return Accent(tex.ACCENT[name], self.argument())
        if name in tex.TEXT:
            words = self.raw().replace("\\_", "_").replace("\\%", "%").replace("\\&", "&")
            return Symbol(words, "text", cast(Style, tex.TEXT[name]))
        if name in tex.STYLE:
            return _styled(self.argument(), cast(Style, tex.STYLE[name]))
        raise self.fault(f"the command \\{name} is not known: write it with simpler ones", 1)

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
        if name == "arg" and self.peek() in ("\\max", "\\min"):
            return Symbol("arg " + self.next()[1:], "funclim")
        if name in tex.LIMIT_FUNCTION:
            return Symbol(tex.LIMIT_FUNCTION[name], "funclim")
        return Symbol(name, "func") if name in tex.FUNCTION or name == "arg" else None

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

    def negated(self) -> Layout:
        found = self.argument()
        strokes = {"=": "≠", "∈": "∉"}
        if isinstance(found, Symbol) and found.text in strokes:
            return Symbol(strokes[found.text], "rel")
        raise self.fault("\\not stands only before = and \\in", 1)

    def operator(self) -> Layout:
        limits = self.tokens[self.place - 1][0].endswith("*")
        words = self.raw().replace("\\,", " ").strip()
        return Symbol(words, "funclim" if limits else "func")

    def fence(self) -> Layout:
        left = self.delimiter()
        body = self.row(lambda token: token == "\\right")
        self.expect("\\right")
        return Fence(left, body, self.delimiter())

    def delimiter(self) -> str:
        token = self.next()
        if token == ".":
            return ""
        if token in ("\\|", "\\Vert"):
            return "‖"
        name = token.removeprefix("\\")
        found = tex.OPENING.get(name) or tex.CLOSING.get(name) or ("|" if name in ("vert", "|") else None)
        if found is None and token in tuple("()[]/<>"):
            found = token
        if found is None:
            raise self.fault(f"{token} is no bracket", 1)
        return found

    def environment(self) -> Layout:
        name = self.raw().strip()
        base = name.rstrip("*")
        if base in tex.ALIGNED:
            return Grid(self.rows(name), kind="align")
        if base == "cases":
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
            if token == "\\end" or self.peek() == "\\end":
                self.place += token != "\\end"
                break
        if self.raw().strip() != name:
            raise self.fault(f"\\end{{{name}}} is missing", 1)
        return tuple(rows)


def _styled(layout: Layout, style: Style) -> Layout:
    """The layout with its letters in a style; upright letters in a row become one word."""
    if isinstance(layout, Symbol):
        return Symbol(layout.text, layout.kind, style) if layout.kind in ("ord", "num", "text") else layout
    if isinstance(layout, Row):
        letters = [item.text for item in layout.items if isinstance(item, Symbol) and len(item.text) == 1]
        if style in ("rm", "tt", "it") and letters and len(letters) == len(layout.items):
            return Symbol("".join(letters), "text", style)
        return Row(tuple(_styled(item, style) for item in layout.items))
    if isinstance(layout, Script):
        return Script(_styled(layout.base, style), layout.sub, layout.sup, layout.limits)
    return layout
