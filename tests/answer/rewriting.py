"""Changes of a formula that keep its value wherever it has one, and changes that do not."""

from __future__ import annotations

from collections.abc import Callable

from formulas import ONE, TWO, Change, Formulas, add, div, mul, neg, relu, sub
from oracle import Tree


def rewritten(formulas: Formulas, tree: Tree, steps: int) -> Tree:
    """The same value in another form, by so many identities at random places."""
    for _ in range(steps):
        tree = formulas.at_some_place(tree, IDENTITIES) or tree
    return tree


def changed(formulas: Formulas, tree: Tree) -> Tree:
    """A formula with another value, most likely, by one small slip."""
    for _ in range(20):
        found = formulas.at_some_place(tree, SLIPS)
        if found and found != tree:
            return found
    return add(tree, ONE)


def _forms(op: str, *forms: Callable[..., Tree], positive: bool = False) -> Change:
    """One of several forms of an operation, where its arguments are surely positive if they must be."""

    def change(formulas: Formulas, tree: Tree) -> Tree | None:
        if tree[0] != op or (positive and not all(map(formulas.positive, tree[1:]))):
            return None
        return formulas.random.choice(forms)(*tree[1:])

    return change


def _of_two(op: str, inner: str, form: Callable[[Tree, Tree], Tree], *, positive: bool = False) -> Change:
    """A form of an operation on another one, such as ``ln(a·b)``."""

    def change(formulas: Formulas, tree: Tree) -> Tree | None:
        if tree[0] != op or not isinstance(tree[1], tuple) or tree[1][0] != inner:
            return None
        parts = tree[1][1:]
        return form(*parts) if not positive or all(map(formulas.positive, parts)) else None

    return change


def _any(*forms: Callable[[Tree, Tree], Tree]) -> Change:
    return lambda formulas, tree: formulas.random.choice(forms)(tree, formulas.number())


def _where_positive(*forms: Callable[[Tree], Tree]) -> Change:
    return lambda formulas, tree: formulas.random.choice(forms)(tree) if formulas.positive(tree) else None


def _distributed(formulas: Formulas, tree: Tree) -> Tree | None:
    if tree[0] != "*" or tree[2][0] not in {"+", "-"}:
        return None
    return tree[2][0], mul(tree[1], tree[2][1]), mul(tree[1], tree[2][2])


def _power(formulas: Formulas, tree: Tree) -> Tree | None:
    if tree[0] != "^":
        return None
    base, exponent = tree[1:]
    if exponent == TWO and formulas.random.random() < 0.6:
        return mul(base, base)
    if exponent == ("num", "3"):
        return mul(mul(base, base), base)
    if not formulas.positive(base):
        return None
    forms: tuple[Tree, ...] = (
        ("exp", mul(exponent, ("ln", base))),
        div(ONE, ("^", base, neg(exponent))),
        mul(("^", base, sub(exponent, ONE)), base),
        ("^", ("^", base, div(exponent, TWO)), TWO),
        ("e^", mul(("ln", base), exponent)),
    )
    return formulas.random.choice(forms)


def _both_exp(a: Tree) -> Tree:
    return div(sub(("exp", a), ("exp", neg(a))), add(("exp", a), ("exp", neg(a))))


_EXP: tuple[Callable[..., Tree], ...] = (
    lambda a: ("e^", a),
    lambda a: ("exp", a),
    lambda a: div(ONE, ("exp", neg(a))),
    lambda a: ("^", ("exp", div(a, TWO)), TWO),
    lambda a: add(("cosh", a), ("sinh", a)),
)
_SIGMA: tuple[Callable[..., Tree], ...] = (
    lambda a: div(ONE, add(ONE, ("exp", neg(a)))),
    lambda a: sub(ONE, ("sigma", neg(a))),
    lambda a: div(("exp", a), add(("e^", a), ONE)),
    lambda a: div(add(ONE, ("tanh", div(a, TWO))), TWO),
    lambda a: ("sigmoid", a),
)
_LN: tuple[Callable[..., Tree], ...] = (
    lambda a: neg(("ln", div(ONE, a))),
    lambda a: mul(TWO, ("ln", ("sqrt", a))),
    lambda a: mul(("log2", a), ("ln", TWO)),
    lambda a: mul(("log10", a), ("ln", ("num", "10"))),
    lambda a: sub(("ln", mul(a, TWO)), ("ln", TWO)),
)

IDENTITIES: tuple[Change, ...] = (
    _forms("+", lambda a, b: add(b, a), lambda a, b: sub(a, neg(b))),
    _forms("*", lambda a, b: mul(b, a), lambda a, b: neg(mul(neg(a), b))),
    _forms("-", lambda a, b: add(a, neg(b)), lambda a, b: neg(sub(b, a)), lambda a, b: add(neg(b), a)),
    _forms(
        "/",
        lambda a, b: mul(a, ("^", b, neg(ONE))),
        lambda a, b: mul(div(ONE, b), a),
        lambda a, b: neg(div(a, neg(b))),
    ),
    _forms("neg", lambda a: sub(("num", "0"), a), lambda a: mul(a, neg(ONE))),
    _distributed,
    _any(
        lambda a, k: sub(add(a, k), k),
        lambda a, k: div(mul(a, k), k),
        lambda a, k: neg(neg(a)),
        lambda a, k: add(mul(k, a), mul(sub(ONE, k), a)),
        lambda a, k: mul(a, add(("^", ("tanh", k), TWO), div(ONE, ("^", ("cosh", k), TWO)))),
        lambda a, k: add(a, ("num", "0")),
        lambda a, k: sub(relu(a), relu(neg(a))),
        lambda a, k: mul(("sign", a), ("abs", a)),
        lambda a, k: add(("max", a, k), sub(("min", a, k), k)),
    ),
    _power,
    _forms("exp", *_EXP),
    _forms("e^", *_EXP),
    _of_two("exp", "+", lambda a, b: mul(("exp", a), ("exp", b))),
    _of_two("exp", "-", lambda a, b: div(("exp", a), ("exp", b))),
    _of_two("exp", "neg", lambda a, *_: div(ONE, ("exp", a))),
    _forms("ln", *_LN, positive=True),
    _forms("log", lambda a: ("ln", a)),
    _forms("log2", lambda a: div(("ln", a), ("ln", TWO)), lambda a: div(("log", a), ("log", TWO))),
    _of_two("ln", "*", lambda a, b: add(("ln", a), ("ln", b)), positive=True),
    _of_two("ln", "/", lambda a, b: sub(("ln", a), ("ln", b)), positive=True),
    _of_two("ln", "^", lambda a, b: mul(b, ("ln", a)), positive=True),
    _of_two("ln", "exp", lambda a, *_: a),
    _of_two("sqrt", "*", lambda a, b: mul(("sqrt", a), ("sqrt", b)), positive=True),
    _of_two("sqrt", "/", lambda a, b: div(("sqrt", a), ("sqrt", b)), positive=True),
    _forms("sqrt", lambda a: ("^", a, div(ONE, TWO)), lambda a: ("^", a, ("num", "0.5"))),
    _forms("sqrt", lambda a: div(a, ("sqrt", a)), lambda a: ("exp", div(("ln", a), TWO)), positive=True),
    _forms("sigma", *_SIGMA),
    _forms(
        "tanh",
        _both_exp,
        lambda a: sub(mul(TWO, ("sigma", mul(TWO, a))), ONE),
        lambda a: neg(("tanh", neg(a))),
        lambda a: div(sub(("e^", mul(TWO, a)), ONE), add(("e^", mul(TWO, a)), ONE)),
        lambda a: div(("sinh", a), ("cosh", a)),
    ),
    _forms("cosh", lambda a: div(add(("exp", a), ("exp", neg(a))), TWO), lambda a: ("cosh", neg(a))),
    _forms(
        "sin",
        lambda a: neg(("sin", neg(a))),
        lambda a: mul(TWO, mul(("sin", div(a, TWO)), ("cos", div(a, TWO)))),
    ),
    _forms(
        "abs",
        lambda a: ("max", a, neg(a)),
        lambda a: ("sqrt", ("^", a, TWO)),
        lambda a: add(relu(a), relu(neg(a))),
        lambda a: ("abs", neg(a)),
        lambda a: mul(("sign", a), a),
    ),
    _forms(
        "relu",
        lambda a: ("max", a, ("num", "0")),
        lambda a: div(add(a, ("abs", a)), TWO),
        lambda a: add(a, relu(neg(a))),
        lambda a: neg(("min", neg(a), ("num", "0"))),
    ),
    _forms(
        "max",
        lambda a, b: ("max", b, a),
        lambda a, b: add(b, relu(sub(a, b))),
        lambda a, b: div(add(add(a, b), ("abs", sub(a, b))), TWO),
        lambda a, b: neg(("min", neg(a), neg(b))),
    ),
    _forms(
        "min",
        lambda a, b: ("min", b, a),
        lambda a, b: sub(a, relu(sub(a, b))),
        lambda a, b: sub(add(a, b), ("max", a, b)),
    ),
    _where_positive(
        lambda a: ("abs", a),
        lambda a: ("exp", ("ln", a)),
        lambda a: ("^", ("sqrt", a), TWO),
        lambda a: ("max", a, ("num", "0")),
        lambda a: div(ONE, div(ONE, a)),
    ),
)


_SWAPS = dict(
    pair.split(":")
    for pair in (
        "tanh:sigma sigma:tanh relu:abs abs:relu max:min min:max exp:cosh cosh:exp e^:sigma ln:log2 "
        "log2:ln log:log10 sin:cos +:- -:+ *:/ sqrt:ln"
    ).split()
)


def _swapped_function(formulas: Formulas, tree: Tree) -> Tree | None:
    return (_SWAPS[tree[0]], *tree[1:]) if tree[0] in _SWAPS else None


def _another_number(formulas: Formulas, tree: Tree) -> Tree | None:
    if tree[0] != "num":
        return None
    small = formulas.random.choice(("1", "0.01", "1e-6", "1e-15", "1e-30"))
    return formulas.random.choice(
        (formulas.number(), add(tree, ("num", small)), sub(tree, ("num", small)), neg(tree))
    )


def _perturbed(formulas: Formulas, tree: Tree) -> Tree:
    tiny = ("num", formulas.random.choice(("1e-3", "1e-9", "1e-12", "1e-20", "1e-30", "1e-40", "1e-50")))
    forms: tuple[Tree, ...] = (
        add(tree, tiny),
        mul(tree, add(ONE, tiny)),
        sub(tree, mul(tiny, formulas.leaf())),
        ("max", tree, tiny),
        add(tree, mul(tiny, ("tanh", formulas.leaf()))),
    )
    return formulas.random.choice(forms)


def _dropped(formulas: Formulas, tree: Tree) -> Tree | None:
    return formulas.random.choice(tree[1:]) if isinstance(tree[1], tuple) else None


def _another_name(formulas: Formulas, tree: Tree) -> Tree | None:
    others = [name for name in formulas.domains if tree[0] == "var" and name != tree[1]]
    return ("var", formulas.random.choice(others)) if others else None


SLIPS: tuple[Change, ...] = (
    _swapped_function,
    _swapped_function,
    _another_number,
    _another_number,
    _perturbed,
    _dropped,
    _dropped,
    _another_name,
    _forms("-", lambda a, b: sub(b, a)),
    _forms("/", lambda a, b: div(b, a)),
    _forms("^", lambda a, b: ("^", a, add(b, ONE)), mul),
    lambda formulas, tree: ("neg", tree),
    lambda formulas, tree: mul(TWO, tree),
    lambda formulas, tree: ("relu", tree),
    lambda formulas, tree: ("abs", tree),
    lambda formulas, tree: ("max", tree, formulas.number()),
)
