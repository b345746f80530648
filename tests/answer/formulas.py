"""Random formulas of the field, in a few names with their domains."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from oracle import DOMAINS, Tree

ONE, TWO = ("num", "1"), ("num", "2")
NAMES = ("x", "y", "a", "B", "Delta", "lambda", "x_1", "p", "n", "c")
_POSITIVE = {"positive", "count", "size", "probability"}
_NUMBERS = ("2", "3", "4", "0.5", "1/3", "5", "0.1", "2/7", "1.5", "10", "1e-3", "7")
_ONE_ARGUMENT = ("exp", "tanh", "sigma", "relu", "abs", "neg", "tanh", "sigma", "relu", "cosh", "sin", "e^")

Change = Callable[["Formulas", Tree], Tree | None]


def add(a: Tree, b: Tree) -> Tree:
    """Their sum."""
    return "+", a, b


def sub(a: Tree, b: Tree) -> Tree:
    """Their difference."""
    return "-", a, b


def mul(a: Tree, b: Tree) -> Tree:
    """Their product."""
    return "*", a, b


def div(a: Tree, b: Tree) -> Tree:
    """Their quotient."""
    return "/", a, b


def neg(a: Tree) -> Tree:
    """The negative."""
    return "neg", a


def size(tree: Tree) -> int:
    """How many operations, numbers and names it has."""
    return 1 + sum(size(arg) for arg in tree[1:] if isinstance(arg, tuple))


def relu(a: Tree) -> Tree:
    """The positive part."""
    return "relu", a


class Formulas:
    """Formulas in a few names, each from a domain of its own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        names = random.sample(NAMES, random.choice((1, 1, 2, 2, 3)))
        self.domains = {name: random.choice(list(DOMAINS)) for name in names}

    def leaf(self) -> Tree:
        """A name, or a number."""
        if self.random.random() < 0.7:
            return "var", self.random.choice(list(self.domains))
        return "num", self.random.choice(_NUMBERS)

    def tree(self, deep: int) -> Tree:
        """A formula that has a value over most of the domain."""
        random = self.random
        if deep == 0 or random.random() < 0.1:
            return self.leaf()
        op = random.choice(
            ("+", "-", "*", "+", "*", "/", "f", "f", "f", "max", "min", "^", "root", "ln", "softmax")
        )
        a = self.tree(deep - 1)
        if op == "f":
            return random.choice(_ONE_ARGUMENT), a
        if op in {"root", "ln"}:
            return {"root": "sqrt", "ln": random.choice(("ln", "log", "ln", "log2"))}[op], self.made_positive(
                a
            )
        b = self.tree(deep - 1)
        if op == "^":
            exponent = random.choice(("2", "3", "-1", "0.5", "-2", "1/3", "1.5"))
            base = a if exponent in {"2", "3"} else self.made_positive(a)
            return "^", base, neg(("num", exponent[1:])) if exponent[0] == "-" else ("num", exponent)
        if op == "/":
            return div(a, self.made_positive(b))
        if op == "softmax":
            return div(("exp", a), add(("exp", a), ("exp", b)))
        return op, a, b

    def made_positive(self, tree: Tree) -> Tree:
        """The formula itself or something of it that is positive."""
        if self.positive(tree):
            return tree
        forms = (("exp", tree), add(ONE, ("^", tree, TWO)), add(("abs", tree), ONE), ("sigma", tree))
        return self.random.choice(forms)

    def positive(self, tree: Tree) -> bool:
        """Whether it surely is, all over the domain."""
        op, *args = tree
        if op == "var":
            return self.domains[args[0]] in _POSITIVE
        if op in {"num", "exp", "e^", "sigma", "cosh"}:
            return op != "num" or float(args[0].partition("/")[0]) > 0
        if op in {"+", "*", "/", "sqrt", "min"}:
            return all(map(self.positive, args)) or (op == "+" and self._one_and_no_less(args))
        if op == "max":
            return any(map(self.positive, args))
        return op in {"^", "abs", "relu"} and self.positive(args[0])

    def _one_and_no_less(self, terms: list[Tree]) -> bool:
        sure = [self.positive(term) for term in terms]
        square = [term[0] in {"abs", "relu"} or (term[0] == "^" and term[2] == TWO) for term in terms]
        return (sure[0] and square[1]) or (sure[1] and square[0])

    def at_some_place(self, tree: Tree, changes: tuple[Change, ...]) -> Tree | None:
        """The tree with one of the changes at one of the places where it applies."""
        for _ in range(30):
            done = self._within(tree, self.random.randrange(size(tree)), self.random.choice(changes))
            if done:
                return done
        return None

    def _within(self, tree: Tree, place: int, change: Change) -> Tree | None:
        if place == 0:
            return change(self, tree)
        place -= 1
        for index, arg in enumerate(tree):
            if not isinstance(arg, tuple):
                continue
            if place < size(arg):
                if tree[0] == "^" and index == 2:
                    return None  # with another form of the 2, x² would be noise where x is negative
                done = self._within(arg, place, change)
                return (*tree[:index], done, *tree[index + 1 :]) if done else None
            place -= size(arg)
        return None

    def number(self) -> Tree:
        """Any literal."""
        return "num", self.random.choice(_NUMBERS)
