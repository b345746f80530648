"""From plain text to tokens: numbers, words and signs, each with the column it was typed at."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from dldrill.faults import Fault
from dldrill.maths.text import Clean, quoted

MAX_TOKENS = 200
MAX_DIGITS = 40
MAX_POWER = 308
MAX_WORD = 40

_POWER_OF_TEN = r"(?:[eE](?P<power>[+-]?\d+)(?!\d|\.\d))?"
_TOKEN = re.compile(
    r"(?P<number>(?P<whole>\d{1,3}(?:(?P<group>[,'_])\d{3})(?:(?P=group)\d{3})*(?!\d|[,'_]\d)|\d+)"
    rf"(?P<point>\.\d*)?{_POWER_OF_TEN}|\.\d+{_POWER_OF_TEN.replace('power', 'tens')})"
    r"|(?P<word>[A-Za-z][A-Za-z0-9]*(?:_(?:\{[A-Za-z0-9]+\}|[A-Za-z0-9]+))*)"
    r"|(?P<sign>\*\*|//|<=|>=|==|!=|->|[-+*/^()\[\]{},;|%=<>!⌊⌋⌈⌉])"
)
_OPEN, _CLOSE = frozenset("([{⌊⌈"), frozenset(")]}⌋⌉")


class Token(NamedTuple):
    """A piece of what was typed. A number's text has its digits only; ``at`` is its column."""

    kind: Literal["number", "word", "sign", "end"]
    text: str
    at: int
    gap: bool = False  #: white space stands before it
    grouped: bool = False  #: a number such as 1,234, whose comma could part decimals elsewhere


def tokenise(source: Clean) -> list[Token]:
    """The tokens of a text, closed by one of kind ``end``.

    A comma between thousands belongs to its number, except inside the brackets of a function,
    where ``max(1,234)`` has two arguments.

    Raises:
        Fault: A character, a number or the length is not for reading.
    """
    text, index = source.text, 0
    tokens: list[Token] = []
    calls: list[bool] = []  # for every open bracket, whether a word stands before it
    while True:
        start = index
        while text[index : index + 1] == " ":
            index += 1
        at, gap = source.column(index), index > start
        if index == len(text):
            return [*tokens, Token("end", "", at, gap)]
        if len(tokens) == MAX_TOKENS:
            raise Fault(f"That has more than {MAX_TOKENS} parts; simplify it.", code="long", position=at)
        found = _TOKEN.match(text, index)
        if not found:
            raise _stray(text[index], at)
        index = found.end()
        if found["number"]:
            token = _number(found, at, gap, any(calls))
            index = found.start() + len(token.text) if found["group"] and any(calls) else index
        elif found["word"]:
            token = _word(found["word"], at, gap)
        else:
            token = Token("sign", "^" if found["sign"] == "**" else found["sign"], at, gap)
            if token.text in _OPEN:
                calls.append(token.text == "(" and bool(tokens) and tokens[-1].kind == "word")
            elif token.text in _CLOSE and calls:
                calls.pop()
        tokens.append(token)


def _word(word: str, at: int, gap: bool) -> Token:
    if len(word) > MAX_WORD:
        raise Fault(
            f"{quoted(word)} is too long for a name; use the names of the question.",
            code="name",
            position=at,
        )
    return Token("word", word, at, gap)


def _number(found: re.Match[str], at: int, gap: bool, in_call: bool) -> Token:
    typed, group = found["number"], found["group"]
    if group and in_call:
        return Token("number", typed.partition(group)[0], at, gap)
    after = found.string[found.end() : found.end() + 2]
    comma = after[:1] == "," and after[1:].isdigit() and not in_call
    if comma or (group == "," and typed[0] == "0"):
        raise Fault(
            "Write decimals with a point (0.5); a comma only parts thousands (8,224).",
            code="comma",
            position=at,
        )
    if after[:1] == "." and "." in typed:
        raise Fault(
            "A number has one decimal point; write 1.5, or 8,224 for thousands.",
            code="number",
            position=at,
        )
    digits = typed.replace(group, "") if group else typed
    mantissa = re.split("[eE]", digits)[0]
    check_size(mantissa, found["power"] or found["tens"] or "0", at)
    doubtful = group == "," and typed.count(group) == 1 and "." not in typed
    return Token("number", digits, at, gap, doubtful)


def check_size(mantissa: str, power: str, at: int | None = None) -> None:
    """Refuse a number with too many digits or too far from 1, without computing it."""
    if sum(char.isdigit() for char in mantissa) > MAX_DIGITS:
        raise Fault(
            f"A number may have {MAX_DIGITS} digits; write it shorter, as 1.5e60.",
            code="digits",
            position=at,
        )
    whole, _, fraction = mantissa.partition(".")
    lead = len(whole.lstrip("0")) or len(fraction.lstrip("0")) - len(fraction)
    if len(power) > 8 or abs(lead - 1 + int(power)) > MAX_POWER:
        raise Fault(
            f"That is beyond 10^{MAX_POWER} or 10^-{MAX_POWER}; write a number within.",
            code="power",
            position=at,
        )


def _stray(char: str, at: int) -> Fault:
    if char in "\\$":
        text = "Write it without LaTeX: sqrt(2), 1/3, x^2."
    else:
        text = f"I cannot read {quoted(char)} here; use numbers, names and + - * / ^ ( )."
    return Fault(text, code="character", position=at)
