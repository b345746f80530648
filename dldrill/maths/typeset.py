"""Arrange an expression as a formula: with the brackets it needs and no more."""

from __future__ import annotations

import re

from dldrill.maths.latex_symbols import GREEK
from dldrill.maths.layout import Fence, Fraction, Grid, Layout, Root, Row, Script, Symbol
from dldrill.maths.tree import Node

SUM, PRODUCT, SIGN, POWER, ATOM = 1, 2, 3, 4, 5
BINDING = {
    "add": SUM,
    "sub": SUM,
    "mul": PRODUCT,
    "matmul": PRODUCT,
    "div": ATOM,
    "shape": PRODUCT,
    "neg": SIGN,
    "pow": POWER,
    "transpose": POWER,
}
EQUAL_DIGITS = re.compile(r"(?P<sign>-?)(?P<digits>[\d.]+)(?:e(?P<power>[+-]?\d+)|/(?P<below>\d+))?")
COMMA = Symbol(",", "punct")
LONGEST_EXPONENT = 3  #: nodes of an exponent that stands over e; longer ones stand in exp(…)


def layout_of(node: Node) -> Layout:
    """The arrangement of an expression."""
    return _LAYOUTS.get(node.op, _leaf)(node)


def symbol(name: str) -> Layout:
    """A name as a formula shows it: ``h_1`` with a subscript, ``tau`` as τ, a word upright."""
    base, _, below = name.partition("_")
    if not below:
        return _letter(base) if len(base) == 1 or base in GREEK else Symbol(name, "text", "rm")
    if len(base) == 1 or base in GREEK:
        parts = below.split("_")
        index = _letter(parts[0]) if len(parts) == 1 else Row(tuple(_joined(parts)))
        return Script(_letter(base), index)
    word, _, last = name.rpartition("_")
    if last.isdigit() and "_" not in word:
        return Script(Symbol(word, "text", "rm"), Symbol(last, "num"))
    return Symbol(name, "text", "rm")


def _joined(parts: list[str]) -> list[Layout]:
    items: list[Layout] = []
    for part in parts:
        both_digits = bool(items) and part.isdigit() and items[-1] == Symbol(parts[0], "num")
        items += [COMMA, _letter(part)] if both_digits else [_letter(part)]
    return items


def _letter(text: str) -> Layout:
    if text in GREEK:
        return Symbol(GREEK[text])
    if text.isdigit():
        return Symbol(text, "num")
    if len(text) == 2 and text.isalpha():  # W_hx: from x to h, not a word
        return Row((Symbol(text[0]), Symbol(text[1])))
    return Symbol(text) if len(text) == 1 else Symbol(text, "text", "rm")


def _leaf(node: Node) -> Layout:
    if node.op == "number":
        return _number(node.text)
    if node.op == "name":
        return symbol(node.text)
    if node.op == "constant":
        return Symbol({"pi": "π"}.get(node.text, node.text))
    return Symbol(node.text, "text", "rm")


def _number(text: str) -> Layout:
    found = EQUAL_DIGITS.fullmatch(text)
    if found is None:
        return Symbol(text, "num")
    digits: Layout = Symbol(found["digits"], "num")
    if found["below"]:
        digits = Fraction(digits, Symbol(found["below"], "num"))
    if found["power"]:
        power = Script(Symbol("10", "num"), None, _number(str(int(found["power"]))))
        digits = Row((digits, Symbol("·", "op"), power))
    return _flat(Symbol("−", "bin"), digits) if found["sign"] else digits


def binding(node: Node) -> int:
    """How tightly an expression holds together."""
    if node.op == "number":
        if node.text.startswith("-"):
            return SIGN
        return PRODUCT if "e" in node.text else ATOM
    if node.op == "call" and node.text == "exp" and _short(node.args[0]):
        return POWER
    return BINDING.get(node.op, ATOM)


def _within(node: Node, least: int) -> Layout:
    inside = layout_of(node)
    return inside if binding(node) >= least else Fence("(", inside, ")")


def _short(node: Node) -> bool:
    return sum(1 for _ in _nodes(node)) <= LONGEST_EXPONENT


def _nodes(node: Node) -> list[Node]:
    return [node, *(inner for arg in node.args for inner in _nodes(arg))]


def _sum(node: Node) -> Layout:
    """A chain of sums, walked down its left side: a loop may have made it long."""
    terms: list[Layout] = []
    while node.op in ("add", "sub"):
        sign = Symbol("+" if node.op == "add" else "−", "bin")
        terms += [_term(node.args[1]), sign]
        node = node.args[0]
    return _flat(_within(node, SUM), *reversed(terms))


def _term(node: Node) -> Layout:
    """The right side of a sum: a sum or a minus sign there stands in brackets."""
    return _within(node, PRODUCT) if binding(node) != SIGN else Fence("(", layout_of(node), ")")


def _product(node: Node) -> Layout:
    factors: list[Layout] = []
    while node.op in ("mul", "matmul"):
        factors += [_within(node.args[1], POWER), Symbol("·", "op")]
        node = node.args[0]
    return _flat(_within(node, PRODUCT), *reversed(factors))


def _flat(*layouts: Layout) -> Row:
    """Layouts in a row, the items of rows laid directly into it."""
    return Row(tuple(item for part in layouts for item in (part.items if isinstance(part, Row) else (part,))))


def _quotient(node: Node) -> Layout:
    return Fraction(layout_of(node.args[0]), layout_of(node.args[1]))


def _floor(node: Node) -> Layout:
    return Fence("⌊", _quotient(node), "⌋")


def _negative(node: Node) -> Layout:
    return _flat(Symbol("−", "bin"), _within(node.args[0], PRODUCT))


def _power(node: Node) -> Layout:
    base, exponent = node.args
    inside = layout_of(base)
    holds = binding(base) >= ATOM and not isinstance(inside, Fraction | Row)
    return _raised(inside if holds else Fence("(", inside, ")"), layout_of(exponent))


def _raised(base: Layout, sup: Layout) -> Layout:
    has_sub = isinstance(base, Script) and base.sup is None
    return base._replace(sup=sup) if isinstance(base, Script) and has_sub else Script(base, None, sup)


def _transposed(node: Node) -> Layout:
    inside = _within(node.args[0], ATOM)
    return _raised(Fence("(", inside, ")") if isinstance(inside, Fraction | Row) else inside, Symbol("⊤"))


def _index(node: Node) -> Layout:
    base, position = node.args
    inside = layout_of(base)
    if isinstance(inside, Script) and inside.sub is not None and inside.sup is None:
        return Script(inside.base, Row((inside.sub, COMMA, layout_of(position))))
    return Script(_within(base, ATOM), layout_of(position))


def _listed(items: tuple[Node, ...], mark: Symbol, least: int = SUM) -> Layout:
    row: list[Layout] = []
    for item in items:
        row += [mark] if row else []
        row.append(_within(item, least))
    return row[0] if len(row) == 1 else _flat(*row)


def _shape(node: Node) -> Layout:
    return _listed(node.args, Symbol("×"), POWER)


def _vector(node: Node) -> Layout:
    return Fence("[", _listed(node.args, COMMA), "]")


def _matrix(node: Node) -> Layout:
    rows = tuple(tuple(map(layout_of, row.args or (row,))) for row in node.args)
    return Grid(rows, "[", "]")


def _call(node: Node) -> Layout:
    name, args = node.text, node.args
    if name == "exp" and _short(args[0]):
        return Script(Symbol("e"), None, layout_of(args[0]))
    if name == "sqrt":
        return Root(layout_of(args[0]))
    if name in ("abs", "norm"):
        bar = "|" if name == "abs" else "‖"
        return Fence(bar, layout_of(args[0]), bar)
    if name in ("floor", "ceil"):
        left, right = ("⌊", "⌋") if name == "floor" else ("⌈", "⌉")
        return Fence(left, layout_of(args[0]), right)
    head: Layout = Symbol(_FUNCTIONS.get(name, name), "func")
    if name in ("log2", "log10"):
        head = Script(Symbol("log", "func"), Symbol(name[3:], "num"))
    return Row((head, Fence("(", _listed(args, COMMA), ")")))


_FUNCTIONS = {"argmax": "arg max", "argmin": "arg min", "relu": "ReLU", "sigmoid": "σ", "onehot": "one-hot"}
_LAYOUTS = {
    **dict.fromkeys(("add", "sub"), _sum),
    **dict.fromkeys(("mul", "matmul"), _product),
    "div": _quotient,
    "floordiv": _floor,
    "neg": _negative,
    "pow": _power,
    "transpose": _transposed,
    "index": _index,
    "shape": _shape,
    "vector": _vector,
    "matrix": _matrix,
    "call": _call,
}
