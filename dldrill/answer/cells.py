"""How rows and cells are told apart: ``1 2; 3 4``, ``[[1, 2], [3, 4]]``, ``(1, 0)``, ``[1 0]^T``."""

from __future__ import annotations

import re
from itertools import pairwise

from dldrill.faults import Fault
from dldrill.maths.reader import MAX_DEPTH, unlabelled
from dldrill.maths.text import Clean
from dldrill.maths.vocabulary import FUNCTIONS

LARGEST = 64

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_MAKER = re.compile(
    r" *(?:[A-Za-z]+\.)?(?:tensor|array|asarray|matrix|vector|constant|size) *(?=[(\[])", re.I
)
_TRANSPOSED = re.compile(r"(?<=[)\]}]) *(?:\^ *\(?[Tt]\)?|\.T|')$")
_LAST_WORD = re.compile(r"[A-Za-z0-9]+$")


def rows(source: Clean) -> list[Clean]:
    """The rows of a matrix; a vector has one, or one for each number.

    Raises:
        Fault: The brackets do not match.
    """
    source = unlabelled(source)
    source = source.cut(found.end()) if (found := _MAKER.match(source.text)) else source
    source = source.cut(0, found.start()) if (found := _TRANSPOSED.search(source.text)) else source
    source = _unwrapped(source)
    parts = _split(source, ";")
    if len(parts) == 1:
        parts = _groups(_unwrapped(parts[0]))
    return [_unwrapped(part) for part in _few(parts)]


def cells(row: Clean) -> list[Clean]:
    """The cells of a row, parted by commas or else by spaces."""
    parts = _split(row, ",")
    return _few(parts if len(parts) > 1 else _split(parts[0], " "))


def _few(parts: list[Clean]) -> list[Clean]:
    if len(parts) > LARGEST:
        raise Fault(f"That has more than {LARGEST} numbers in a row; write fewer.", code="long")
    return parts


def bare(row: Clean) -> Clean:
    """A row without brackets and commas: where no cell can hold one."""
    plain = "".join(" " if char in "()[]{}," else char for char in row.text)
    return Clean(plain, row.columns).strip()


def _unwrapped(source: Clean) -> Clean:
    """Without the brackets around all of it; those around one lone value may stay."""
    while True:
        source = source.strip()
        text = source.text
        if text[:1] not in _PAIRS or _closing(source) != len(text) - 1:
            return source
        source = source.cut(1, len(text) - 1)


def _depths(source: Clean) -> list[int]:
    """How many brackets are open before each character, and after the last."""
    stack: list[str] = []
    depths: list[int] = []
    for index, char in enumerate(source.text):
        depths.append(len(stack))
        if char in _PAIRS:
            stack.append(_PAIRS[char])
            if len(stack) > MAX_DEPTH:
                raise Fault(
                    f"Brackets are nested more than {MAX_DEPTH} deep; leave some out.",
                    code="depth",
                    position=source.column(index),
                )
        elif char in _PAIRS.values() and (not stack or stack.pop() != char):
            raise _unmatched(source, index)
    if stack:
        raise _unmatched(source, len(source.text) - 1)
    return [*depths, 0]


def _unmatched(source: Clean, index: int) -> Fault:
    return Fault(
        "The brackets do not match; write rows as 1 2; 3 4 or [[1, 2], [3, 4]].",
        code="bracket",
        position=source.column(index),
    )


def _closing(source: Clean) -> int:
    """Where the bracket that opens the text is closed."""
    return _depths(source).index(0, 1) - 1


def _split(source: Clean, sign: str) -> list[Clean]:
    """The parts between signs that stand in no bracket; a sign at the end parts nothing off."""
    depths = _depths(source)
    cuts = [
        index
        for index, char in enumerate(source.text)
        if char == sign and not depths[index] and (sign != " " or _parts(source, index))
    ]
    edges = [-1, *cuts, len(source.text)]
    parts = [source.cut(a + 1, b).strip() for a, b in pairwise(edges)]
    if len(parts) > 1 and not parts[-1].text:
        parts.pop()
    return parts


def _parts(source: Clean, index: int) -> bool:
    """Whether a space stands between two cells and not inside ``1 - 2`` or ``√2``."""
    before, after = source.text[:index].rstrip(), source.text[index + 1 :].lstrip()
    if source.text[index + 1 : index + 2] == " " or not before or not after:
        return False
    if source.column(index) in {source.column(index - 1), source.column(index + 1)}:
        return False  # it was never typed
    word = _LAST_WORD.search(before)
    if before[-1] in "+-*/^" or after[0] in "*/^%" or (word and word.group() in FUNCTIONS):
        return False
    return not (after[0] in "+-" and after[1:2] == " ")


def _groups(source: Clean) -> list[Clean]:
    """``[1, 2], [3, 4]`` as its groups; anything else is one row."""
    depths, groups, start = _depths(source), list[Clean](), 0
    while start < len(source.text):
        char = source.text[start]
        if char in ", ":
            start += 1
            continue
        if char not in _PAIRS:
            return [source]
        end = depths.index(0, start + 1)
        groups.append(source.cut(start, end))
        start = end
    return groups or [source]
