"""TeX's spacing: the class of every item of a row, the blanks between two classes, and bare brackets."""

from __future__ import annotations

from collections.abc import Sequence

from dldrill.maths.layout import Fence, Fraction, Grid, Layout, Row, Script, Space, Symbol

SIGNED_AFTER = frozenset({None, "bin", "rel", "op", "open", "punct", "func", "bigop", "funclim"})
APPLIED = frozenset({"func", "funclim", "bigop"})
BARS = frozenset("|‖")
_TIGHT = frozenset({"close", "punct", "op", "script", "space"})
Classed = tuple[Layout, str, str]


def kind_of(item: Layout, right: bool = False) -> str:
    """The class of an item towards its left or right neighbour."""
    while isinstance(item, Script):
        item = item.base
    if isinstance(item, Fence):
        if item.left in ("|", "‖", "||"):
            return "ord"
        return "close" if right else "open"
    if isinstance(item, Symbol):
        if item.text == "/":
            return "op"
        return "close" if item.text == "." and not right else item.kind
    return "inner" if isinstance(item, Fraction | Grid) else "ord"


def classed(items: Sequence[Layout], before: str | None = None) -> list[Classed]:
    """Items with their classes; a binary operator that has no left operand is a sign.

    Args:
        items: what stands side by side.
        before: the class of what stands left of them.
    """
    found: list[Classed] = []
    for item in items:
        if isinstance(item, Space):
            found.append((item, "space", "space"))
            continue
        left, right = kind_of(item), kind_of(item, right=True)
        is_noun = before in APPLIED and item == Symbol("+", "bin")  # 2 cos + 1: "cos" is a number there
        if left == "bin" and before in SIGNED_AFTER and not is_noun:
            left = right = "sign"
        found.append((item, left, right))
        before = right
    return found


def gap(left: str | None, right: str) -> int:
    """Blank columns between the class on the left and the one on the right."""
    if left in (None, "sign", "open", "op", "space") or right in _TIGHT:
        return 0
    if "rel" in (left, right):
        return int(left != right)
    if "bin" in (left, right) or left == "punct":
        return 1
    if left in ("func", "funclim"):
        return int(right != "open")
    return int(left in ("bigop", "inner") or right in APPLIED or right == "inner")


def fenced(items: Sequence[Layout]) -> list[Layout]:
    """Bare brackets and pairs of bars with what is between them become fences, to grow with it."""
    levels = _Levels()
    for place, item in enumerate(items):
        head = item.base if isinstance(item, Script) else item
        if not isinstance(head, Symbol):
            levels.add(item)
        elif head.kind == "open" and head is item:
            levels.open(head)
        elif head.kind == "close":
            levels.close(item, head)
        elif head.text in BARS and head.kind == "ord":
            levels.bar(item, head, items[place + 1 :])
        else:
            levels.add(item)
    return levels.flat()


class _Levels:
    """The brackets that are open, each with what stands after it."""

    def __init__(self) -> None:
        self.stack: list[list[Layout]] = [[]]
        self.marks: list[Symbol] = []

    def add(self, item: Layout) -> None:
        self.stack[-1].append(item)

    def open(self, mark: Symbol) -> None:
        self.marks.append(mark)
        self.stack.append([])

    def close(self, item: Layout, mark: Symbol) -> None:
        """A closing bracket, maybe with scripts; bars left open inside were no brackets."""
        while self.marks and self.marks[-1].text in BARS and mark.text not in BARS:
            self.give_up()
        if not self.marks:
            self.add(item)
            return
        inside = self.stack.pop()
        body = inside[0] if len(inside) == 1 else Row(tuple(inside))
        fence = Fence(self.marks.pop().text, body, mark.text)
        self.add(Script(fence, item.sub, item.sup) if isinstance(item, Script) else fence)

    def bar(self, item: Layout, mark: Symbol, ahead: Sequence[Layout]) -> None:
        """A bar closes the one before it, opens a pair, or stands alone as in p(a|b)."""
        before = self.stack[-1]
        has_operand = len(before) == 1 or bool(before and kind_of(before[-1], right=True) not in SIGNED_AFTER)
        is_open = bool(self.marks) and self.marks[-1].text == mark.text and self.marks[-1].kind == "ord"
        if is_open and has_operand:
            self.close(item, mark)
        elif item is mark and _comes_again(mark, ahead, has_operand):
            self.open(mark)
        else:
            self.add(item)

    def give_up(self) -> None:
        inside = self.stack.pop()
        self.stack[-1] += [self.marks.pop(), *inside]

    def flat(self) -> list[Layout]:
        while self.marks:
            self.give_up()
        return self.stack[0]


def _comes_again(mark: Symbol, ahead: Sequence[Layout], has_operand: bool) -> bool:
    """Whether the bar has a partner before the bracket around it closes.

    Right behind an operand, a bar followed by another bar says "given".
    """
    depth = 0
    for place, item in enumerate(ahead):
        head = item.base if isinstance(item, Script) else item
        if not isinstance(head, Symbol):
            continue
        if depth == 0 and head.text == mark.text and head.kind == "ord":
            return place > 0 or not has_operand
        depth += (head.kind == "open") - (head.kind == "close")
        if depth < 0:
            return False
    return False
