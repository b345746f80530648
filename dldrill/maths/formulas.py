"""The formulas of banks: the reader of answers, stricter, with comparisons, components and bounded sums.

Beside what answers may hold there are

* ``a mod b``, the remainder, and ``z[1]``, a component, counted from 1;
* comparisons: ``=  !=  <  <=  >  >=``;
* in second formulas ``sum(i, first, last, term)``, ``product``, ``max`` and ``min`` of the same
  form, and ``count(i, first, last, condition)``. The new name ``i`` is known inside only.

Every product needs its sign, and a word that was not declared is never read as several. The trees
have two operations more than those of answers: ``compare`` (2 arguments; ``text`` is the sign) and
``over`` (name, first, last, term; ``text`` is the function).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from dldrill.faults import Fault
from dldrill.maths.exact import exact
from dldrill.maths.program import TooBig, Undefined
from dldrill.maths.reader import OPERATORS, PRODUCT, Infix, Lexeme, Parser
from dldrill.maths.text import clean, quoted
from dldrill.maths.tokens import Token, tokenise
from dldrill.maths.tree import Node
from dldrill.maths.vocabulary import CONSTANTS, FUNCTIONS, Piece, Vocabulary, spelling

OVER = ("sum", "product", "count", "max", "min")
"""The functions that can run over a range."""
_NEW = {"sum": (1, 1), "mean": (1, 1), "norm": (1, 1), "dot": (2, 2), "product": (4, 4), "count": (4, 4)}
_UNKNOWN = ("sinh", "cosh", "sech", "tan")  # sympy's road does not know these
WORDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {name: arity for name, arity in FUNCTIONS.items() if name not in _UNKNOWN} | _NEW
)
"""The functions of formulas, with the fewest and most arguments."""
TAKEN = frozenset(WORDS) | CONSTANTS | {"mod", "Pi", "PI"}
"""Words that cannot be names."""
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_WITH_DOTS = re.compile(
    rf"\b(?P<over>{'|'.join(OVER)}) *\( *(?P<name>[A-Za-z]\w{{0,40}}) *(?:=|in\b) *"
    r"(?P<first>[^.,]{1,60}?) *(?:\.{2,3}|…) *(?P<last>[^.,]{1,60}?) *,"
)
"""A range as it is written elsewhere: ``sum(i=1..n, term)``."""


def read_formula(text: str, names: Collection[str], *, bounded: bool = False) -> Node:
    """The tree of a formula.

    Args:
        text: as it stands in the bank.
        names: what may occur in it.
        bounded: whether sums over a range may.

    Raises:
        Fault: it cannot be read, or it holds a number that is too big or undefined.
    """
    parser = _parser(text, names, bounded)
    return _finished(parser, parser.expression(0, 0))


def read_condition(text: str, names: Collection[str]) -> Node:
    """The tree of a comparison.

    Raises:
        Fault: it cannot be read, or it is none.
    """
    parser = _parser(text, names, bounded=False)
    return _finished(parser, parser.condition(0))


class UnknownName(Fault):
    """A word that is no name, constant or function here; ``word`` is it."""

    def __init__(self, text: str, word: str, at: int | None) -> None:
        super().__init__(text, code="name", position=at)
        self.word = word


def taken_by(name: str) -> str:
    """What a name that cannot be chosen stands for."""
    if name in {*CONSTANTS, "Pi", "PI"}:
        return "a number"
    return "a function" if name in TAKEN else "dldrill itself"


def unknown_name(word: str, names: Iterable[str]) -> str:
    """What to say of a word that is none of the names here."""
    names = sorted(names)
    near = get_close_matches(word, [*names, *WORDS, "mod"], 1)
    if near:
        advice = f"did you mean {near[0]}?"
    elif names:
        advice = f"the names here are {', '.join(names)}."
    else:
        advice = "declare it under given, or as a step before."
    return f"I do not know {quoted(word)}; {advice}"


def names_in(node: Node) -> Iterator[str]:
    """The names that a tree holds, but for those of its ranges."""
    if node.op == "name":
        yield node.text
    own = node.args[0].text if node.op == "over" else ""
    for arg in node.args:
        yield from (name for name in names_in(arg) if name != own)


def _parser(text: str, names: Collection[str], bounded: bool) -> _FormulaParser:
    if not text.strip():
        raise Fault("It is empty; write a formula.", code="empty")
    if "≠" in text:
        raise Fault("Write != for ≠.", code="character", position=text.index("≠"))
    if "&&" in text or "||" in text:
        says = "Write every comparison as a string of its own in require, without && and ||."
        raise Fault(says, code="logic")
    if bounded and (ranged := _WITH_DOTS.search(text)) is not None:
        first, last = ranged["first"].strip(), ranged["last"].strip()
        says = f"Write {ranged['over']}({ranged['name']}, {first}, {last}, …)."
        raise Fault(says, code="range", position=ranged.start())
    tokens = [
        Token("sign", "mod", token.at, token.gap) if (token.kind, token.text) == ("word", "mod") else token
        for token in tokenise(clean(text))
    ]
    strict = _Strict(names, WORDS)
    new = frozenset(_new_names(tokens, strict)) if bounded else frozenset()
    return _FormulaParser(tokens, _Strict((*names, *new), WORDS), new)


def _new_names(tokens: list[Token], declared: _Strict) -> Iterator[str]:
    """The names that ranges introduce: ``i`` in ``sum(i, …)``."""
    for word, bracket, name, comma in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        runs = word.text in OVER and bracket.text == "(" and name.kind == "word" and comma.text == ","
        if runs and not declared.knows(name.text):
            yield name.text


def _finished(parser: _FormulaParser, node: Node) -> Node:
    parser.finish()
    _check_constants(node)
    return node


def _check_constants(node: Node) -> None:
    """Refuse what is too big or undefined whatever the names stand for."""
    if any(part.op in {"over", "compare"} for part in _parts(node)):
        for arg in node.args:
            _check_constants(arg)
        return
    try:
        exact(node)
    except TooBig:
        raise Fault("That number is too large; write a smaller one.", code="size") from None
    except Undefined as reason:
        if "is not a number" not in str(reason):  # operations that only formulas have
            raise Fault(f"That has no value: {reason}.", code="undefined") from None


def _parts(node: Node) -> Iterator[Node]:
    yield node
    for arg in node.args:
        yield from _parts(arg)


class _Strict(Vocabulary):
    """Words are what they are: never several names run together."""

    def knows(self, word: str) -> bool:
        """Whether a word is a name, a constant or a function."""
        return bool(self._whole(spelling(word)) or self._function(word))

    def _parts(self, key: str) -> list[Piece] | None:
        return None

    def _unknown(self, word: str, at: int | None) -> Fault:
        if word.lower() in {"and", "or", "not"}:
            says = f"{word.lower()} is no sign; write every comparison as a string of its own in require."
            return Fault(says, code="logic", position=at)
        return UnknownName(unknown_name(word, self._names.values()), word, at)


class _FormulaParser(Parser):
    """The parser of answers with what only formulas have."""

    operators: Mapping[str, Infix] = MappingProxyType(
        {**OPERATORS, "mod": Infix(PRODUCT, PRODUCT + 1, "mod")}
    )

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary, new: frozenset[str]) -> None:
        super().__init__(tokens, vocabulary)
        self.new = new
        self.open: list[str] = []  #: the ranges' names that are known here

    def make(self, op: str, *args: Node, text: str = "") -> Node:
        if op != "mod":
            return super().make(op, *args, text=text)
        a, b = args
        return self.make("sub", a, self.make("mul", b, self.make("floordiv", a, b)))

    def condition(self, depth: int) -> Node:
        """Two expressions with a comparison between them."""
        left, sign = self.expression(0, depth), self.take()
        text = {"==": "="}.get(sign.text, sign.text)
        if text not in COMPARISONS:
            raise Fault(
                f"A comparison is missing; write one of {' '.join(COMPARISONS)} between two formulas.",
                code="comparison",
                position=sign.token.at,
            )
        return self.make("compare", left, self.expression(0, depth), text=text)

    def starts_operand(self, lexeme: Lexeme) -> bool:
        return False

    def percent(self, value: Node) -> Node:
        after = self.lexemes[self.index + 1]
        if after.kind in {"number", "name", "function"} or after.text == "(":
            raise Fault(
                "% stands for percent; write a mod b for a remainder.",
                code="percent",
                position=self.next.token.at,
            )
        return super().percent(value)

    def operand(self, depth: int) -> Node:
        here = self.next
        node = super().operand(depth)
        if here.kind != "name":
            return node
        if here.text in self.new and here.text not in self.open:
            raise Fault(
                f"{here.text} is known only inside the brackets where it runs over a range.",
                code="name",
                position=here.token.at,
            )
        if self.next.text != "[":
            return node
        inside = self.bracketed(self.take(), depth)
        if len(inside) != 1:
            raise Fault("Write one position, as in z[1].", code="index", position=here.token.at)
        return self.make("index", node, inside[0])

    def function(self, lexeme: Lexeme, depth: int) -> Node:
        if lexeme.text in OVER and self._runs():
            return self.over(lexeme, depth)
        if lexeme.text == "sum" and self.next.text == "(":
            self._refuse_known(lexeme)
        return super().function(lexeme, depth)

    def _refuse_known(self, lexeme: Lexeme) -> None:
        """A range runs over a new name, not over one that is known."""
        name, comma = (*self.lexemes[self.index + 1 : self.index + 3], *[self.lexemes[-1]] * 2)[:2]
        if name.kind in {"name", "constant", "function"} and comma.text == ",":
            raise Fault(
                f"{name.token.text} is known already; let {lexeme.text} run over a new name, as i1.",
                code="name",
                position=name.token.at,
            )

    def _runs(self) -> bool:
        """Whether a range follows: a bracket, a new name, a comma."""
        bracket, name, comma = (*self.lexemes[self.index : self.index + 3], *[self.lexemes[-1]] * 3)[:3]
        return bracket.text == "(" and name.text in self.new and comma.text == ","

    def over(self, lexeme: Lexeme, depth: int) -> Node:
        """The rest of ``sum(i, first, last, term)``."""
        opening, name = self.take(), self.take().text
        outside, self.bars = self.bars, 0
        first = self.after_comma(lexeme, depth)
        last = self.after_comma(lexeme, depth)
        if name in self.open:
            raise Fault(f"{name} runs over a range already; write another name.", code="name")
        self.open.append(name)
        body = self.after_comma(lexeme, depth)
        self.open.pop()
        self.close(")", opening)
        self.bars = outside
        return self.make("over", Node("name", (), name), first, last, body, text=lexeme.text)

    def after_comma(self, lexeme: Lexeme, depth: int) -> Node:
        """The next argument; of a count the last one is a condition."""
        if self.next.text != ",":
            last = "condition" if lexeme.text == "count" else "term"
            raise Fault(
                f"Write four things: {lexeme.text}(i, first, last, {last}).",
                code="arity",
                position=lexeme.token.at,
            )
        self.take()
        node = self.expression(0, depth + 1)
        if lexeme.text == "count" and self.next.text in {*COMPARISONS, "=="}:
            sign = self.take().text
            text = "=" if sign == "==" else sign
            node = self.make("compare", node, self.expression(0, depth + 1), text=text)
        return node

    def called(self, function: str, args: list[Node]) -> Node:
        if function in {"product", "count"}:
            last = "condition" if function == "count" else "term"
            raise Fault(f"Write {function}(i, first, last, {last}) with a new name i.", code="name")
        return super().called(function, args)

    def unexpected(self, lexeme: Lexeme) -> Fault:
        if lexeme.text in {*COMPARISONS, "=="}:
            text = "Comparisons belong in require and in count, one at a time, as in k <= n."
            return Fault(text, code="comparison", position=lexeme.token.at)
        if lexeme.kind in {"name", "function", "constant"} or lexeme.text == "(":
            return Fault(
                f"A sign is missing before {quoted(lexeme.text)}; write *, as in 2*n.",
                code="syntax",
                position=lexeme.token.at,
            )
        return super().unexpected(lexeme)
