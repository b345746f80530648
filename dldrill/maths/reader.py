"""The one reader of formulas: what a person types and what a bank contains become a tree here.

Nothing is evaluated and no name is looked up anywhere but among those declared. Powers bind
tightest and to the right, then signs, then products, then sums; a product without a sign binds as
one with a sign, so ``1/2x`` is (1/2)·x, and such readings are noted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from dldrill.faults import Fault
from dldrill.maths.exact import exact
from dldrill.maths.program import TooBig, Undefined
from dldrill.maths.text import Clean, clean, quoted
from dldrill.maths.tokens import MAX_TOKENS, Token, tokenise
from dldrill.maths.tree import Node
from dldrill.maths.vocabulary import FUNCTIONS, Piece, Vocabulary

MAX_DEPTH = 24
MAX_NODES = 200

SUM, PRODUCT, SIGN, POWER = 10, 20, 30, 40


class Infix(NamedTuple):
    """How tightly an operator holds what stands left and right of it, and its operation."""

    left: int
    right: int
    op: str


OPERATORS: Mapping[str, Infix] = MappingProxyType(
    {
        "+": Infix(SUM, SUM + 1, "add"),
        "-": Infix(SUM, SUM + 1, "sub"),
        "*": Infix(PRODUCT, PRODUCT + 1, "mul"),
        "/": Infix(PRODUCT, PRODUCT + 1, "div"),
        "//": Infix(PRODUCT, PRODUCT + 1, "floordiv"),
        "^": Infix(POWER, POWER, "pow"),
    }
)
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉"}
_ROUNDING = {"⌊": "floor", "⌈": "ceil"}
_LABEL = re.compile(r" *(?:[A-Za-z](?:\w|\{\w+\})*(?:'?\([\w ,]*\))?'?(?: */ *[A-Za-z]\w*)?)? *:?=(?!=) *")


class Note(NamedTuple):
    """A reading that could be doubted: what kind of doubt, and where."""

    code: str
    at: int


class Reading(NamedTuple):
    """A tree, and what of it could have been meant otherwise.

    The codes of the notes: ``thousands`` (``1,234`` is 1234, not 1.234), ``scientific`` (``2e-1`` is
    0.2, not 2·e − 1), ``division`` (``1/2x`` is (1/2)·x), ``power`` (``e^2x`` is e²·x), ``factor``
    (``e(x)`` is e·x), ``function`` (``ln x^2`` is ln(x²)), ``percent``.
    """

    node: Node
    notes: tuple[Note, ...] = ()


def read_expression(
    text: str,
    names: Collection[str] = (),
    functions: Mapping[str, tuple[int, int]] = FUNCTIONS,
) -> Node:
    """The tree of a formula; see :func:`reading`."""
    return reading(text, names, functions).node


def reading(
    text: str,
    names: Collection[str] = (),
    functions: Mapping[str, tuple[int, int]] = FUNCTIONS,
) -> Reading:
    """The tree of a formula and the notes on how it was read.

    Args:
        text: As typed. A label such as ``L =`` or ``f(x) =`` before it is dropped.
        names: The variables that may occur.
        functions: The functions that may occur, with their numbers of arguments.

    Raises:
        Fault: It cannot be read, or it holds a number that is too big or undefined.
    """
    return parse(clean(text), Vocabulary(names, functions))


def parse(source: Clean, vocabulary: Vocabulary) -> Reading:
    """The same, of text that is plain already."""
    parser = Parser(tokenise(unlabelled(source)), vocabulary)
    node = parser.expression(0, 0)
    parser.finish()
    try:
        exact(node)
    except TooBig:
        raise Fault("That number is too large; write a smaller one.", code="size") from None
    except Undefined as reason:
        raise Fault(f"That has no value: {reason}.", code="undefined") from None
    return Reading(node, tuple(parser.notes))


def unlabelled(source: Clean) -> Clean:
    """Without a label such as ``L =`` or ``f(x) =`` before it."""
    label = _LABEL.match(source.text)
    return source.cut(label.end()) if label else source


class Lexeme(NamedTuple):
    """A token, or one piece of a word."""

    kind: str
    text: str
    token: Token
    first: bool = True


def _lexemes(tokens: list[Token], vocabulary: Vocabulary) -> list[Lexeme]:
    found: list[Lexeme] = []
    for token in tokens:
        if token.kind == "word":
            pieces = vocabulary.pieces(token.text, token.at)
        else:
            pieces = [Piece(token.kind, token.text)]  # type: ignore[arg-type]
        found += [Lexeme(p.kind, p.text, token, i == 0) for i, p in enumerate(pieces)]
    if len(found) > MAX_TOKENS + 1:
        raise Fault(f"That has more than {MAX_TOKENS} parts; simplify it.", code="long")
    return found


class Parser:
    """Precedence climbing over a list of lexemes."""

    operators: Mapping[str, Infix] = OPERATORS

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary) -> None:
        self.lexemes = _lexemes(tokens, vocabulary)
        self.functions = vocabulary.functions
        self.index = 0
        self.bars = 0  # the | that are open inside the innermost bracket
        self.nodes = 0
        self.notes: list[Note] = []

    @property
    def next(self) -> Lexeme:
        """The lexeme that comes next."""
        return self.lexemes[self.index]

    def take(self) -> Lexeme:
        """The next lexeme, which is then behind; the end stays."""
        lexeme = self.lexemes[self.index]
        self.index += lexeme.kind != "end"
        return lexeme

    def make(self, op: str, *args: Node, text: str = "") -> Node:
        """A node, if there are not too many of them."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Fault(f"That has more than {MAX_NODES} parts; simplify it.", code="long")
        return Node(op, args, text)

    def note(self, code: str, lexeme: Lexeme) -> None:
        """Take down a reading that could be doubted."""
        self.notes.append(Note(code, lexeme.token.at))

    def finish(self) -> None:
        """Nothing may be left."""
        if self.next.kind != "end":
            raise self.unexpected(self.next)

    def expression(self, power: int, depth: int) -> Node:
        """Everything from here that holds together more tightly than ``power``."""
        if depth > MAX_DEPTH:
            raise Fault(
                f"Brackets and powers are nested more than {MAX_DEPTH} deep; simplify it.",
                code="depth",
                position=self.next.token.at,
            )
        left, last = self.operand(depth), ""
        while True:
            here = self.next
            infix = self.operators.get(here.text) if here.kind == "sign" else None
            if infix and infix.left >= power:
                self.take()
                right = self.expression(infix.right, depth + (infix.op == "pow"))
                left, last = self.make(infix.op, left, right), here.text
            elif here.kind == "sign" and here.text == "%":
                left, last = self.percent(left), "%"
            elif power <= PRODUCT and self.starts_operand(here):
                self.doubt(last, here)
                right = self.expression(PRODUCT + 1, depth)
                left, last = self.make("mul", left, right), ""
            else:
                return left

    def percent(self, value: Node) -> Node:
        """A value with ``%`` behind it."""
        sign = self.take()
        if self.starts_operand(self.next) or self.next.kind == "number":
            raise Fault(
                "% stands for percent; write it after a number, as in 20%.",
                code="percent",
                position=sign.token.at,
            )
        self.note("percent", sign)
        return self.make("div", value, self.make("number", text="100"))

    def starts_operand(self, lexeme: Lexeme) -> bool:
        """Whether a factor without a sign before it begins here."""
        if lexeme.kind == "sign":
            return lexeme.text in _BRACKETS or (lexeme.text == "|" and not self.bars)
        return lexeme.kind in {"name", "constant", "function"}

    def doubt(self, last: str, here: Lexeme) -> None:
        """Note a product without a sign that could have been meant otherwise."""
        before = self.lexemes[self.index - 1]
        if last in {"/", "//"}:
            self.note("division", here)
        elif last == "^" and not here.token.gap and before.kind != "sign":
            self.note("power", here)
        elif before.text == "e" and before.kind == "constant" and here.text == "(":
            self.note("factor", here)

    def operand(self, depth: int) -> Node:
        """A number, a name, a function with its arguments, brackets, a sign before such."""
        lexeme = self.take()
        if lexeme.kind == "number":
            return self.number(lexeme)
        if lexeme.kind in {"name", "constant"}:
            return self.make(lexeme.kind, text=lexeme.text)
        if lexeme.kind == "function":
            return self.function(lexeme, depth)
        if lexeme.kind == "end":
            raise Fault(
                "That stops too early; something is missing at its end.",
                code="end",
                position=lexeme.token.at,
            )
        if lexeme.text in _BRACKETS:
            inside = self.bracketed(lexeme, depth)
            if len(inside) > 1:
                raise Fault("Write one value here, without commas.", code="comma", position=lexeme.token.at)
            rounding = _ROUNDING.get(lexeme.text)
            return self.make("call", *inside, text=rounding) if rounding else inside[0]
        if lexeme.text == "|":
            self.bars += 1
            inner = self.expression(0, depth + 1)
            self.close("|", lexeme)
            self.bars -= 1
            return self.make("call", inner, text="abs")
        if lexeme.text in {"+", "-"}:
            inner = self.expression(SIGN, depth + 1)
            return inner if lexeme.text == "+" else self.make("neg", inner)
        raise self.unexpected(lexeme)

    def number(self, lexeme: Lexeme) -> Node:
        """A literal; no other may follow it without a sign."""
        if lexeme.token.grouped:
            self.note("thousands", lexeme)
        if "e" in lexeme.text:
            self.note("scientific", lexeme)
        after = self.next
        if after.kind == "number" and after.first:
            raise Fault(
                "Two numbers stand side by side; write a sign between them.",
                code="numbers",
                position=after.token.at,
            )
        return self.make("number", text=lexeme.text)

    def bracketed(self, opening: Lexeme, depth: int) -> list[Node]:
        """What stands in brackets, one or several values with commas between."""
        outside, self.bars = self.bars, 0
        inside = [self.expression(0, depth + 1)]
        while self.next.kind == "sign" and self.next.text == ",":
            self.take()
            inside.append(self.expression(0, depth + 1))
        self.close(_BRACKETS[opening.text], opening)
        self.bars = outside
        return inside

    def close(self, sign: str, opening: Lexeme) -> None:
        """The bracket that closes an open one."""
        lexeme = self.next
        if lexeme.kind == "sign" and lexeme.text == sign:
            self.take()
        elif lexeme.kind == "end":
            raise Fault(
                f"A {quoted(sign)} is missing; close every bracket.",
                code="bracket",
                position=opening.token.at,
            )
        else:
            raise self.unexpected(lexeme)

    def function(self, lexeme: Lexeme, depth: int) -> Node:
        """A function and what it applies to."""
        function, power = lexeme.text, None
        if self.next.text == "^" and self.next.kind == "sign":
            power = self.function_power(lexeme)
        if self.next.kind == "sign" and self.next.text in {"(", "[", "{"}:
            inside = self.bracketed(self.take(), depth)
        else:
            inside = [self.bare_argument(lexeme, depth)]
        least, most = self.functions[function]
        if not least <= len(inside) <= most:
            many = f"{least}" if least == most else f"{least} to {most}"
            raise Fault(
                f"{function} takes {many} value{'s' if most > 1 else ''}, not {len(inside)}.",
                code="arity",
                position=lexeme.token.at,
            )
        node = self.called(function, inside)
        return node if power is None else self.make("pow", node, power)

    def called(self, function: str, args: list[Node]) -> Node:
        """The node of a function of these arguments."""
        if function != "log":
            return self.make("call", *args, text=function)
        logs = [self.make("call", arg, text="ln") for arg in args]
        return logs[0] if len(logs) == 1 else self.make("div", *logs)

    def function_power(self, lexeme: Lexeme) -> Node:
        """The 2 of ``tanh^2(x)``; ``sin^-1`` could be an inverse and is refused."""
        self.take()
        opening = self.take() if self.next.text in {"(", "{"} else None
        exponent = self.take()
        if exponent.kind != "number" or not exponent.text.isdigit():
            raise Fault(
                f"Write the power after the brackets: ({lexeme.text}(x))^n.",
                code="function",
                position=exponent.token.at,
            )
        if opening:
            self.close(_BRACKETS[opening.text], opening)
        return self.make("number", text=exponent.text)

    def bare_argument(self, lexeme: Lexeme, depth: int) -> Node:
        """What a function applies to where no bracket says so."""
        here, start = self.next, self.index
        if here.kind not in {"number", "name", "constant", "function"}:
            raise Fault(
                f"Put brackets after {lexeme.text}: {lexeme.text}(x).",
                code="function",
                position=here.token.at,
            )
        argument = self.expression(SIGN, depth + 1)
        after = self.next
        clear = lexeme.text == "sqrt" and after.text in {"(", "sqrt"}  # √2(1-c) is √2·(1-c)
        if after.kind == "number" or (self.starts_operand(after) and not clear):
            raise Fault(
                f"Put brackets around all that {lexeme.text} applies to: {lexeme.text}(…).",
                code="function",
                position=here.token.at,
            )
        if self.index > start + 1 and here.kind != "function":
            self.note("function", here)
        return argument

    def unexpected(self, lexeme: Lexeme) -> Fault:
        """What to say of a lexeme that cannot stand here."""
        at = lexeme.token.at
        if lexeme.text in {"=", "==", "<", ">", "<=", ">=", "!=", "->"}:
            text = "Write one expression alone, without = or <."
        elif lexeme.text in {")", "]", "}", "⌋", "⌉"}:
            text = f"A bracket does not match at {quoted(lexeme.text)}; open and close each once."
        elif lexeme.kind == "number":
            text = f"A sign is missing before {quoted(lexeme.text)}; write * or another one."
        else:
            text = f"I did not expect {quoted(lexeme.text)} here; write a number, a name or (."
        return Fault(text, code="syntax", position=at)
