"""What a word may mean: a declared name, a constant, a function, or some of them run together."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from dldrill.faults import Fault
from dldrill.maths.program import TRANSCENDENTAL
from dldrill.maths.text import GREEK_WORDS, quoted

FUNCTIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    dict.fromkeys((*TRANSCENDENTAL, "sqrt", "abs", "relu", "floor", "ceil", "sign", "positive"), (1, 1))
    | {"log": (1, 2), "max": (2, 8), "min": (2, 8)}
)
"""The functions of answers, with the fewest and most arguments. ``log`` is read as ``ln``."""

CONSTANTS = frozenset({"e", "pi"})
_ALIASES = {
    "sigma": "sigmoid",
    "sgn": "sign",
    "ceiling": "ceil",
    "log_2": "log2",
    "log_10": "log10",
    "maximum": "max",
    "minimum": "min",
}
_SYNONYMS = {"epsilon": "eps", "eps": "epsilon", "lam": "lambda", "lambd": "lambda"}


class Piece(NamedTuple):
    """What one word, or a part of it, stands for."""

    kind: Literal["name", "constant", "function", "number"]
    text: str


def spelling(name: str) -> str:
    """What the spellings of a name have in common: ``x_1``, ``x_{1}`` and ``x1`` are one name."""
    return re.sub(r"_(?=\d)", "", name.replace("{", "").replace("}", ""))


class Vocabulary:
    """The names and functions that may be typed; nothing else is ever looked up.

    A declared name comes before a function or a constant of the same spelling.
    """

    def __init__(
        self, names: Collection[str] = (), functions: Mapping[str, tuple[int, int]] = FUNCTIONS
    ) -> None:
        self.functions = functions
        self._names = {spelling(name): name for name in names}
        joined: dict[str, str] = {}
        for key, name in self._names.items():
            joined[key.replace("_", "")] = "" if key.replace("_", "") in joined else name
        self._joined = joined

    def pieces(self, word: str, at: int | None = None) -> list[Piece]:
        """What a word stands for, as factors: ``BC`` is B·C where B and C are declared, BC not.

        Raises:
            Fault: The word is unknown.
        """
        key = spelling(word)
        whole = self._whole(key) or self._function(word)
        if whole:
            return [whole]
        parts = None if key in GREEK_WORDS else self._parts(key)
        if parts:
            return parts
        if self._joined.get(key):
            return [Piece("name", self._joined[key])]
        raise self._unknown(word, at)

    def _whole(self, key: str) -> Piece | None:
        name = self._names.get(key) or self._names.get(_SYNONYMS.get(key, ""))
        if name:
            return Piece("name", name)
        if key in CONSTANTS:
            return Piece("constant", key)
        return Piece("constant", "pi") if key in {"Pi", "PI"} else None

    def _function(self, word: str) -> Piece | None:
        low = word.replace("{", "").replace("}", "").lower()
        low = _ALIASES.get(low, low)
        return Piece("function", low) if low in self.functions and len(word) > 1 else None

    def _parts(self, key: str) -> list[Piece] | None:
        """The longest known words first, going back where the rest is unknown."""
        dead: set[int] = set()

        def rest(start: int) -> list[Piece] | None:
            if start == len(key):
                return []
            if start in dead:
                return None
            for end in range(len(key), start, -1):
                part = key[start:end]
                piece = self._whole(part) or (Piece("function", part) if part in self.functions else None)
                if piece is None:
                    continue
                tail = rest(end)
                if tail is None and piece.kind == "function" and piece.text != "log":
                    # ln2 and sqrt2, but log3 could mean a base
                    tail = [Piece("number", key[end:])] if key[end:].isdigit() else None
                if tail is not None:
                    return [piece, *tail]
            dead.add(start)
            return None

        return rest(0)

    def _unknown(self, word: str, at: int | None) -> Fault:
        near = [name for name in self._names.values() if name.lower() == word.lower()]
        known = ", ".join(sorted(self._names.values())[:12])
        if near:
            advice = f"did you mean {near[0]}?"
        elif known:
            advice = f"the names here are {known}, e and pi."
        else:
            advice = "write numbers, e, pi and functions such as sqrt, exp and ln."
        return Fault(f"I do not know {quoted(word)}; {advice}", code="name", position=at)
