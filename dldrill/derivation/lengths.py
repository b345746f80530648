"""What is known of a formula unrun: how long its vectors are, and how high its powers."""

from __future__ import annotations

from collections.abc import Mapping

from dldrill.faults import Fault
from dldrill.maths.tree import Node

NUMBER = 0  #: the length of what is no vector
_EACH = frozenset({"neg", "exp", "ln", "log2", "relu", "tanh", "sigmoid", "sign", "positive", "abs"})
_WHOLE = frozenset({"sum", "mean", "norm"})


def length_of(node: Node, lengths: Mapping[str, int]) -> int:
    """The length of the vector that a tree of :func:`~dldrill.derivation.carrying_out.lowered` gives, or 0.

    Raises:
        Fault: it uses a vector where only a number can stand, or the other way round.
    """
    if node.op in {"name", "number", "constant"}:
        return lengths.get(node.text, NUMBER) if node.op == "name" else NUMBER
    if node.op == "over":
        return _over(node, lengths)
    found = [length_of(arg, lengths) for arg in node.args]
    op = node.text if node.op == "call" else node.op
    if op == "index":
        return _index(node, found)
    if op in _WHOLE or op == "matmul":
        if NUMBER in found:
            raise Fault(f"{_called(op)} takes vectors: write one, or leave {_called(op)} out", code="length")
        _alike(found)
        return NUMBER
    if op in _EACH:
        return found[0]
    if op in {"add", "sub", "mul", "div"}:
        if op == "div" and found[1] and not found[0]:
            raise Fault("a number over a vector has no value: divide its components", code="length")
        _alike([length for length in found if length])
        return max(found)
    if op == "pow" and found[0]:
        base = node.args[0].text if node.args[0].op == "name" else "v"
        says = f"write {base}*{base} for the squares, or dot({base}, {base}) for their sum"
        raise Fault(f"^ takes numbers, not vectors: {says}", code="length")
    if any(found):
        raise Fault(f"{_called(op)} takes numbers, not vectors: use a component, as in z[1]", code="length")
    return NUMBER


def _over(node: Node, lengths: Mapping[str, int]) -> int:
    name, first, last, body = node.args
    inner = {**lengths, name.text: NUMBER}
    if (node.text == "count") != (body.op == "compare"):
        wanted = "a comparison" if node.text == "count" else "a formula"
        raise Fault(f"{node.text} over a range needs {wanted} as its last part", code="length")
    parts = [length_of(first, lengths), length_of(last, lengths), length_of(body, inner)]
    if any(parts):
        raise Fault(f"{node.text} over a range takes numbers, not vectors", code="length")
    return NUMBER


def _index(node: Node, found: list[int]) -> int:
    base, position = node.args
    if base.op != "name" or not found[0]:
        shown = base.text or "that"
        raise Fault(f"{shown} is no vector: it has no component in [ ]", code="length")
    if found[1]:
        raise Fault("a position is a number, not a vector", code="length")
    if position.op == "number" and not (position.text.isdigit() and 1 <= int(position.text) <= found[0]):
        raise Fault(f"{base.text} has the components 1 to {found[0]}, not {position.text}", code="length")
    return NUMBER


def _alike(lengths: list[int]) -> None:
    if len(set(lengths)) > 1:
        said = " and ".join(str(length) for length in lengths)
        raise Fault(f"vectors of {said} components do not go together", code="length")


def power_of(node: Node, powers: Mapping[str, int], unknown: int) -> int:
    """The highest power that a tree can raise anything to, where exact arithmetic has to follow.

    Args:
        node: the tree.
        powers: that of every step before.
        unknown: what an exponent counts as that is no whole number in figures.
    """
    if node.op == "name":
        return powers.get(node.text, 1)
    parts = [power_of(arg, powers, unknown) for arg in node.args]
    inner = max(parts, default=1)
    if node.op in {"mul", "div", "floordiv"}:
        return sum(part for part in parts if part > 1) or inner
    if node.op != "pow":
        return inner
    exponent = node.args[1]
    return inner * (int(exponent.text) if exponent.op == "number" and exponent.text.isdigit() else unknown)


def size_of(node: Node, sizes: Mapping[str, int]) -> int:
    """How many parts a tree has once every step in it is written out in givens.

    Args:
        node: the tree.
        sizes: that of every step before.
    """
    if node.op == "name":
        return sizes.get(node.text, 1)
    return 1 + sum(size_of(arg, sizes) for arg in node.args)


_SIGNS = {"pow": "^", "floordiv": "//", "matmul": "dot", "compare": "a comparison"}


def _called(op: str) -> str:
    return _SIGNS.get(op, op)
