"""An expression tree as one line of plain text that the reader reads back as the same tree."""

from __future__ import annotations

from dldrill.maths.tree import Node

_SIGNS = {
    "add": (" + ", 1, 1, 2),
    "sub": (" - ", 1, 1, 2),
    "mul": ("*", 2, 2, 3),
    "div": ("/", 2, 2, 3),
    "floordiv": ("//", 2, 2, 3),
    "matmul": (" @ ", 2, 2, 3),
    "pow": ("^", 4, 5, 3),
}
"""The sign, how tightly it holds, and how tightly its left and right operands must."""

_ATOM = 5


def infix(tree: Node) -> str:
    """``2*a*Delta``, ``ln(1 + (B - 1)*e^(-2))``."""
    return _write(tree)[0]


def _write(node: Node) -> tuple[str, int]:
    """The text, and how tightly it holds together."""
    if node.op in _SIGNS:
        sign, here, left, right = _SIGNS[node.op]
        return _bracket(node.args[0], left) + sign + _bracket(node.args[1], right), here
    if node.op == "neg":
        return "-" + _bracket(node.args[0], 3), 3
    if node.op == "call":
        return f"{node.text}({', '.join(map(infix, node.args))})", _ATOM
    if node.op == "index":
        return "_".join(map(infix, node.args)), _ATOM
    if node.args:
        return f"({', '.join(map(infix, node.args))})", _ATOM
    signed = node.op == "number" and not node.text.replace(".", "").isalnum()
    return node.text, 0 if signed else _ATOM


def _bracket(node: Node, least: int) -> str:
    text, tightness = _write(node)
    return text if tightness >= least else f"({text})"
