"""TeX's spacing: the class of every item of a row, and the blanks between two classes."""

from __future__ import annotations

from collections.abc import Sequence

from dldrill.maths.layout import Fence, Fraction, Grid, Layout, Row, Script, Space, Symbol

SIGNED_AFTER = frozenset({None, "bin", "rel", "open", "punct", "func", "bigop", "funclim"})
Classed = tuple[Layout, str, str]


def kind_of(item: Layout, right: bool = False) -> str:
    """The class of an item towards its left or right neighbour."""
    while isinstance(item, Script):
        item = item.base
    if isinstance(item, Fence):
        if item.left in ("|", "‖"):
            return "ord"
        return "close" if right else "open"
    if isinstance(item, Symbol):
        return item.kind
    return "inner" if isinstance(item, Fraction | Grid) else "ord"


def classed(items: Sequence[Layout]) -> list[Classed]:
    """Items with their classes; a binary operator that has no left operand is a sign."""
    found: list[Classed] = []
    before: str | None = None
    for item in items:
        if isinstance(item, Space):
            found.append((item, "space", "space"))
            continue
        left, right = kind_of(item), kind_of(item, right=True)
        if left == "bin" and before in SIGNED_AFTER:
            left = right = "sign"
        found.append((item, left, right))
        before = right
    return found


def gap(left: str | None, right: str) -> int:
    """Blank columns between the class on the left and the one on the right."""
    if left is None or "space" in (left, right) or left in ("sign", "open") or right in ("close", "punct"):
        return 0
    if "rel" in (left, right):
        return int(left != right)
    if "bin" in (left, right) or left == "punct":
        return 1
    if left in ("func", "funclim"):
        return int(right != "open")
    loose = {"func", "funclim", "bigop", "inner"}
    return int(left in ("bigop", "inner") or right in loose)


def fenced(items: Sequence[Layout]) -> list[Layout]:
    """Bare brackets with what is between them become fences, so that they grow with it."""
    stack: list[list[Layout]] = [[]]
    open_marks: list[str] = []
    for item in items:
        if isinstance(item, Symbol) and item.kind == "open":
            open_marks.append(item.text)
            stack.append([])
            continue
        head = item.base if isinstance(item, Script) else item
        if isinstance(head, Symbol) and head.kind == "close" and open_marks:
            inside = stack.pop()
            fence = Fence(open_marks.pop(), inside[0] if len(inside) == 1 else Row(tuple(inside)), head.text)
            closed = Script(fence, item.sub, item.sup) if isinstance(item, Script) else fence
            stack[-1].append(closed)
        else:
            stack[-1].append(item)
    while open_marks:
        inside = stack.pop()
        stack[-1] += [Symbol(open_marks.pop(), "open"), *inside]
    return stack[0]
