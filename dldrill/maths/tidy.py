"""A formula as a person would write it: like factors and like terms gathered, fractions cancelled.

It is for showing only. What is cancelled may have been what kept a value out of the domain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import reduce
from math import gcd
from typing import NamedTuple

from dldrill.maths.tree import Node, number

INTEGER = re.compile(r"-?\d{1,9}")
FRACTION = re.compile(r"-?\d{1,9}(/[1-9]\d{0,8})?")
HIGHEST = 20  #: powers up to this are multiplied out of brackets
GATHERED = ("add", "sub", "neg", "mul", "div", "pow", "number")

FIRST = {"number": 0, "constant": 1, "name": 1, "index": 1}


class Term(NamedTuple):
    """A product: a coefficient, and powers of what is no product."""

    coefficient: Fraction
    powers: Mapping[Node, int]

    def times(self, other: Term, sign: int = 1) -> Term:
        """The product with another one; the quotient where the sign is −1."""
        powers = dict(self.powers)
        for base, exponent in other.powers.items():
            powers[base] = powers.get(base, 0) + sign * exponent
        coefficient = self.coefficient * other.coefficient**sign
        return Term(coefficient, {base: power for base, power in powers.items() if power})


def tidied(tree: Node) -> Node:
    """The same formula, in fewer signs."""
    if tree.op in GATHERED:
        return _sum(_gathered(_terms(tree)))
    return tree._replace(args=tuple(map(tidied, tree.args)))


def _terms(tree: Node, sign: int = 1) -> Iterator[Term]:
    """What is added up."""
    if tree.op in ("add", "sub"):
        yield from _terms(tree.args[0], sign)
        yield from _terms(tree.args[1], sign if tree.op == "add" else -sign)
    elif tree.op == "neg":
        yield from _terms(tree.args[0], -sign)
    else:
        found = _product(tree)
        yield from _opened(found._replace(coefficient=sign * found.coefficient))


def _opened(term: Term) -> Iterator[Term]:
    """The terms of a bracket that nothing is multiplied with."""
    base, power = next(iter(term.powers.items()), (None, 0))
    if base is not None and base.op in ("add", "sub") and len(term.powers) == power == abs(term.coefficient):
        yield from _terms(base, int(term.coefficient))
    else:
        yield term


def _product(tree: Node) -> Term:
    """What is multiplied."""
    match tree.op:
        case "number" if FRACTION.fullmatch(tree.text):
            return Term(Fraction(tree.text), {})
        case "neg":
            found = _product(tree.args[0])
            return found._replace(coefficient=-found.coefficient)
        case "mul":
            return _product(tree.args[0]).times(_product(tree.args[1]))
        case "div":
            left, right = map(_product, tree.args)
            return left.times(right, -1) if right.coefficient else _one(tree)
        case "pow":
            return _power(tree)
        case "add" | "sub":
            terms = _gathered(_terms(tree))
            return terms[0] if len(terms) == 1 else _one(_sum(terms))
        case "number":
            return _one(tree)
    return _one(tidied(tree))


def _power(tree: Node) -> Term:
    base, exponent = tree.args
    power = _product(exponent)
    if not power.powers and power.coefficient.denominator == 1 and abs(power.coefficient) <= HIGHEST:
        times, found = int(power.coefficient), _product(base)
        if found.coefficient:
            powers = {one: times * count for one, count in found.powers.items()} if times else {}
            return Term(found.coefficient**times, powers)
    return _one(Node("pow", (tidied(base), tidied(exponent))))


def _one(base: Node) -> Term:
    return Term(Fraction(1), {base: 1})


def _gathered(terms: Iterator[Term]) -> list[Term]:
    """Terms with the same powers as one; without those that are 0, unless all are."""
    found: dict[frozenset[tuple[Node, int]], Term] = {}
    for term in terms:
        key = frozenset(term.powers.items())
        same = found.get(key, term._replace(coefficient=Fraction(0)))
        found[key] = same._replace(coefficient=same.coefficient + term.coefficient)
    return [term for term in found.values() if term.coefficient] or [Term(Fraction(0), {})]


def _sum(terms: list[Term]) -> Node:
    """The sum, its common factors before it; it begins with a term without a minus, if there is one."""
    common = _common(terms)
    if common.powers:
        left = (one for term in terms for one in _opened(term.times(common, -1)))
        rest = _one(_sum(_gathered(left)))
        return _written(common.times(rest))
    terms = sorted(terms, key=lambda term: term.coefficient < 0) if terms[0].coefficient < 0 else terms
    whole = _written(terms[0])
    for term in terms[1:]:
        sign = "sub" if term.coefficient < 0 else "add"
        whole = Node(sign, (whole, _written(term._replace(coefficient=abs(term.coefficient)))))
    return whole


def _common(terms: list[Term]) -> Term:
    """The functions and brackets that all of several terms have as factors, with their common number."""
    first, *others = terms
    if not others:
        return Term(Fraction(1), {})
    powers = {
        base: min(term.powers.get(base, 0) for term in terms)
        for base in first.powers
        if base.op in ("call", "add", "sub")
    }
    numbers = [term.coefficient for term in terms]
    whole = all(one.denominator == 1 for one in numbers)
    shared = reduce(gcd, (abs(int(one)) for one in numbers)) if whole else 1
    return Term(Fraction(shared), {base: power for base, power in powers.items() if power > 0})


def _written(term: Term) -> Node:
    """A product as a fraction, if need be: the number, the variables, then the functions and brackets."""
    order = sorted(term.powers, key=lambda base: FIRST.get(base.op, len(FIRST)))
    above = [_raised(base, term.powers[base]) for base in order if term.powers[base] > 0]
    below = [_raised(base, -term.powers[base]) for base in order if term.powers[base] < 0]
    top, bottom = abs(term.coefficient.numerator), term.coefficient.denominator
    above = [number(top), *above] if top != 1 or not above else above
    below = [number(bottom), *below] if bottom != 1 else below
    if term.coefficient < 0:
        above[0] = Node("neg", (above[0],))
    upper = _multiplied(above)
    return Node("div", (upper, _multiplied(below))) if below else upper


def _raised(base: Node, power: int) -> Node:
    return base if power == 1 else Node("pow", (base, number(power)))


def _multiplied(factors: list[Node]) -> Node:
    return reduce(lambda left, right: Node("mul", (left, right)), factors)
