"""Expression trees flattened for evaluation: every distinct subexpression once, operands first.

One run of a program serves every arithmetic (exact fractions, floats, many digits). An operation
without a value does not stop the run: its outcome says why, and so does all that depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dldrill.maths.tree import Node


class NoValue(ArithmeticError):
    """Why an expression has no value at a point; the most telling reason is passed on."""

    rank = 0


class TooBig(NoValue):
    """The value is beyond what is computed; it says nothing about the expression."""

    rank = 1


class Undefined(NoValue):
    """There is no real value: a division by zero, a logarithm of nothing."""

    rank = 2


class Step(NamedTuple):
    """One operation on the results of earlier steps."""

    op: str
    text: str
    args: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """The steps of one or several trees, and which of them are the trees' results."""

    steps: tuple[Step, ...]
    results: tuple[int, ...]
    names: frozenset[str]
    fixed: tuple[bool, ...]  #: the steps that depend on no name

    @property
    def kinks(self) -> tuple[int, ...]:
        """The steps whose slope changes from one side to the other."""
        return tuple(i for i, step in enumerate(self.steps) if step.op in KINKS)


KINKS = frozenset({"abs", "relu", "sign", "positive", "max", "min"})
PIECEWISE = KINKS | {"floor", "ceil", "floordiv"}
"""What makes one formula several, each on a part of the domain."""
# fmt: off
TRANSCENDENTAL = (
    "exp", "ln", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sech", "sigmoid",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A kind of number: its literals and constants, its operations, and what counts as less."""

    literal: Callable[[str], Any]
    constant: Callable[[str], Any]
    operations: Mapping[str, Callable[..., Any]]
    less: Callable[[Any, Any], bool]
    zero: Any


def flatten(*trees: Node) -> Program:
    """The program that computes these trees."""
    places: dict[Step, int] = {}
    names: set[str] = set()
    fixed: list[bool] = []
    done: list[int] = []
    todo: list[tuple[Node, bool]] = [(tree, False) for tree in reversed(trees)]
    while todo:
        node, ready = todo.pop()
        variable = _variable(node)
        if node.args and not ready and not variable:
            todo.append((node, True))
            todo += [(arg, False) for arg in reversed(node.args)]
            continue
        if variable:
            step = Step("name", variable, ())
            names.add(variable)
        else:
            count = len(node.args)
            operands = tuple(done[len(done) - count :])
            del done[len(done) - count :]
            op = node.text if node.op == "call" else node.op
            step = Step(op, node.text if not count else "", operands)
        if step not in places:
            places[step] = len(places)
            fixed.append(not variable and all(fixed[i] for i in step.args))
        done.append(places[step])
    return Program(tuple(places), tuple(done), frozenset(names), tuple(fixed))


def _variable(node: Node) -> str:
    """The name that a node stands for: itself, or the component ``s_y`` of a vector."""
    if node.op == "name":
        return node.text
    if node.op == "index" and not any(arg.args for arg in node.args):
        return "_".join(arg.text for arg in node.args)
    return ""


def run(
    program: Program,
    arithmetic: Arithmetic,
    values: Mapping[str, Any],
    known: list[Any] | None = None,
) -> list[Any]:
    """The outcome of every step: its value, or the NoValue that says why there is none.

    Args:
        program: The steps.
        arithmetic: The kind of number.
        values: The number of every name.
        known: Outcomes of an earlier run; those of fixed steps are taken over.
    """
    operations, outcomes = arithmetic.operations, list[Any]()
    for i, (op, text, places) in enumerate(program.steps):
        if known is not None and program.fixed[i]:
            outcomes.append(known[i])
            continue
        args = [outcomes[place] for place in places]
        reasons = [arg for arg in args if isinstance(arg, NoValue)]
        if reasons:
            outcomes.append(max(reasons, key=lambda reason: reason.rank))
            continue
        try:
            if op == "name":
                outcome = values[text]
            elif op == "number":
                outcome = arithmetic.literal(text)
            elif op == "constant":
                outcome = arithmetic.constant(text)
            elif op in operations:
                outcome = operations[op](*args)
            else:
                outcome = Undefined(f"{op} is not a number")
        except NoValue as reason:
            outcome = reason.with_traceback(None)  # else it would keep this frame alive
        outcomes.append(outcome)
    return outcomes


def sides(program: Program, arithmetic: Arithmetic, outcomes: list[Any]) -> set[tuple[int, int]]:
    """Which side of every kink a run was on: 0 or 1, or the position of the largest."""
    found: set[tuple[int, int]] = set()
    for i in program.kinks:
        step = program.steps[i]
        args = [outcomes[place] for place in step.args]
        if any(isinstance(arg, NoValue) for arg in args):
            continue
        if len(args) == 1:
            found.add((i, int(arithmetic.less(arithmetic.zero, args[0]))))
            continue
        best = 0
        for j in range(1, len(args)):
            pair = (args[best], args[j]) if step.op == "max" else (args[j], args[best])
            if arithmetic.less(*pair):
                best = j
        found.add((i, best))
    return found
