"""Values that remember how they were made.

A ``Traced`` behaves like the value it holds and keeps the operation that made it, so that the same
line of arithmetic gives the value, the formula in symbols, the formula in figures, and the closed
form. Code that computes never names ``Traced``: it is typed with what the value stands for.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from dldrill.faults import Fault
from dldrill.maths.linear import Array, Matrix, Recorded, Vector, divide
from dldrill.maths.tree import Node

GIVEN, STEP = "given", "step"
Comparison = tuple[str, Any, Any, bool]


class Tape:
    """The comparisons that a traced run decided by its values: the path it took."""

    __slots__ = ("comparisons",)

    def __init__(self) -> None:
        self.comparisons: list[Comparison] = []


def _binary(op: str, fn: Callable[[Any, Any], Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """An operator and its reflection; nothing is recorded for 0 + x and 1·x."""
    idle = {"add": 0, "mul": 1}.get(op)

    def forward(a: Traced, b: Any) -> Traced:
        b = gathered(b)
        return Traced(fn(a.value, bare(b)), op, (a, b), a.tape)

    def reflected(b: Traced, a: Any) -> Traced:
        if type(a) is int and a == idle:
            return b
        a = gathered(a)
        return Traced(fn(bare(a), b.value), op, (a, b), b.tape)

    return forward, reflected


def _compare(op: str, fn: Callable[[Any, Any], bool]) -> Callable[[Traced, Any], bool]:
    def compare(a: Traced, b: Any) -> bool:
        outcome = bool(fn(a.value, bare(b)))
        a.tape.comparisons.append((op, a, b, outcome))
        return outcome

    return compare


FUNCTIONS = "dldrill.maths.functions has exp, ln, log2, sqrt, ceil, floor, maximum, minimum and others"


def _lost(what: str, instead: str = FUNCTIONS) -> Callable[..., Any]:
    """What would leave a bare number, of which nobody could tell how it was made."""

    def refuse(self: Traced, *args: Any, **options: Any) -> Any:
        raise TypeError(f"{what} would lose how the value was made: {instead}")

    return refuse


class Traced(Recorded):
    """A value, the operation and operands that made it, and its name once it has one."""

    __slots__ = ("args", "name", "op", "tape", "value")

    def __init__(self, value: Any, op: str, args: tuple[Any, ...], tape: Tape, name: str = "") -> None:
        self.value, self.op, self.args, self.tape, self.name = value, op, args, tape, name

    __add__, __radd__ = _binary("add", operator.add)
    __sub__, __rsub__ = _binary("sub", operator.sub)
    __mul__, __rmul__ = _binary("mul", operator.mul)
    __truediv__, __rtruediv__ = _binary("div", divide)
    __floordiv__, __rfloordiv__ = _binary("floordiv", operator.floordiv)
    __pow__, __rpow__ = _binary("pow", operator.pow)
    __matmul__, __rmatmul__ = _binary("matmul", operator.matmul)

    __lt__ = _compare("<", operator.lt)
    __gt__ = _compare(">", operator.gt)
    __le__ = _compare("<=", operator.le)
    __ge__ = _compare(">=", operator.ge)
    __eq__ = _compare("==", operator.eq)
    __ne__ = _compare("!=", operator.ne)

    def __neg__(self) -> Traced:
        return Traced(-self.value, "neg", (self,), self.tape)

    def __getitem__(self, position: Any) -> Traced:
        return Traced(self.value[bare(position)], "index", (self, position), self.tape)

    def __iter__(self) -> Iterator[Traced]:
        return (self[i] for i in range(len(self.value)))

    def __len__(self) -> int:
        return len(self.value)

    @property
    def T(self) -> Traced:  # noqa: N802 - the field's name for the transpose
        """The transpose of a matrix."""
        return Traced(self.value.T, "transpose", (self,), self.tape)

    def __hash__(self) -> int:
        return hash(self.value)

    def __index__(self) -> int:
        # a word or a row is picked by this position: whether it is so belongs to the path
        position = operator.index(self.value)
        self.tape.comparisons.append(("==", self, position, True))
        return position

    def __bool__(self) -> bool:
        outcome = bool(self.value)
        self.tape.comparisons.append(("!=", self, 0, outcome))
        return outcome

    def __abs__(self) -> Traced:
        return Traced(abs(self.value), "abs", (self,), self.tape)

    def __ceil__(self) -> Traced:
        return Traced(math.ceil(self.value), "ceil", (self,), self.tape)

    def __floor__(self) -> Traced:
        return Traced(math.floor(self.value), "floor", (self,), self.tape)

    def __format__(self, form: str) -> str:
        return format(self.value, form)

    # a function of math asks for a float, and what it gives has no history
    __float__ = __complex__ = _lost("float() or a function of math")
    __int__ = __trunc__ = _lost("int()", "go on with the value as it is, or write x // 1")
    __round__ = _lost("round()", "go on with the value as it is; it is rounded where it is shown")
    __mod__ = __rmod__ = _lost("%", "write a - a // b * b")
    __array__ = __array_ufunc__ = _lost("numpy")


def gathered(x: Any) -> Any:
    """A vector or a matrix of traced cells as one traced value; anything else as it is."""
    tape = _tape_in(x) if isinstance(x, Array) else None
    if tape is None:
        return x
    op = "matrix" if isinstance(x, Matrix) else "vector"
    return Traced(x.map(bare), op, tuple(map(gathered, x.cells)), tape)


def _tape_in(x: Array) -> Tape | None:
    for cell in x.cells:
        if type(cell) is Traced:
            return cell.tape
        tape = _tape_in(cell) if isinstance(cell, Array) else None
        if tape is not None:
            return tape
    return None


def bare(x: Any) -> Any:
    """The value without its history."""
    if type(x) is Traced:
        return x.value
    return tuple(map(bare, x)) if type(x) is tuple else x


def figure(value: Any) -> Node:
    """A plain value as an expression: a number, a vector, a matrix, a shape, a word."""
    if isinstance(value, Matrix):
        return Node("matrix", tuple(map(figure, value.cells)))
    if isinstance(value, Vector):
        return Node("vector", tuple(map(figure, value.cells)))
    if isinstance(value, tuple):
        return Node("shape", tuple(map(figure, value)))
    if isinstance(value, str):
        return Node("word", (), value)
    if isinstance(value, bool):
        return Node("word", (), "yes" if value else "no")
    return Node("number", (), digits(value))


def digits(value: int | float | Fraction, significant: int = 5) -> str:
    """A number as text: whole numbers and short fractions exactly, others rounded for reading."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        short = f"{float(value):.{significant}g}"
        if "e" not in short and Fraction(short) == value:
            return short
        return str(value) if len(str(value)) <= 7 else short
    if isinstance(value, float):
        if value == 0:
            return "0"
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return f"{value:.{significant}g}"
    return str(value)


def formula(x: Any, figures: bool = False) -> Node:
    """How a value was made: in symbols, or with the figures of its operands.

    Named values stand by their names, or (``figures``) by their values; a matrix keeps its name
    either way, since it is too wide to stand inside a formula.
    """
    if type(x) is tuple:
        return Node("shape", tuple(formula(part, figures) for part in x))
    if type(x) is not Traced:
        return figure(x)
    if x.name:
        if figures and not isinstance(x.value, Matrix):
            return figure(x.value)
        return Node("name", (), x.name)
    if x.op == "index":
        return _component(x, figures)
    args = tuple(formula(arg, figures) for arg in x.args)
    return Node(x.op, args) if x.op in _PLAIN else Node("call", args, x.op)


_ARITHMETIC = frozenset({"add", "sub", "mul", "div", "pow", "neg", "floordiv"})
_PLAIN = _ARITHMETIC | {"matmul", "transpose", "index", "vector", "matrix"}


def _component(x: Traced, figures: bool) -> Node:
    base, position = x.args
    if figures:
        return figure(x.value)
    at = formula(position) if type(position) is Traced else figure(position + 1)
    return Node("index", (formula(base), at))


def closed_form(x: Any, free: frozenset[str]) -> Node:
    """The expression of a scalar in the free givens, every other given by its exact value.

    Raises:
        Fault: the value was made by an operation that has no scalar formula (an arg max, say).
    """
    if type(x) is not Traced:
        return _exactly(x)
    if x.op == GIVEN:
        return Node("name", (), x.name) if x.name in free else _exactly(x.value)
    if x.op == STEP:
        return closed_form(x.args[0], free)
    if x.op == "index" and type(x.args[0]) is Traced and x.args[0].op == GIVEN:
        own = f"{x.args[0].name}_{x.args[1] + 1}"
        return Node("name", (), own) if own in free else _exactly(x.value)
    if x.op in _ARITHMETIC:
        args = tuple(closed_form(arg, free) for arg in x.args)
        return _exactly(x.value) if _is_known(args) and _is_exact(x.value) else Node(x.op, args)
    if x.op in _SCALAR and not isinstance(x.value, Array):
        return Node("call", tuple(closed_form(arg, free) for arg in x.args), x.op)
    raise Fault(f"{x.op} has no closed form", code="closed-form")


_SCALAR = frozenset(
    ("exp", "ln", "log2", "sqrt", "tanh", "sigmoid", "relu", "max", "min", "abs", "sin", "cos")
)


def _is_known(args: tuple[Node, ...]) -> bool:
    """Whether nothing is left free: arithmetic on numbers is carried out."""
    return all(arg.op in ("number", "neg", "div") and _numbers_only(arg) for arg in args)


def _numbers_only(node: Node) -> bool:
    return node.op == "number" or (node.op in ("neg", "div") and all(map(_numbers_only, node.args)))


def _is_exact(value: Any) -> bool:
    return isinstance(value, int | Fraction) and len(str(value)) <= 12


def _exactly(value: Any) -> Node:
    if isinstance(value, float):
        value = Fraction(repr(value))
    if isinstance(value, Fraction) and value.denominator != 1:
        whole = Node("number", (), str(abs(value.numerator)))
        ratio = Node("div", (whole, Node("number", (), str(value.denominator))))
        return ratio if value >= 0 else Node("neg", (ratio,))
    if isinstance(value, int | Fraction):
        whole = Node("number", (), str(abs(int(value))))
        return whole if value >= 0 else Node("neg", (whole,))
    raise Fault(f"{value!r} is not a number", code="closed-form")
