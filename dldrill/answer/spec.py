"""What a question says about the answer it wants, beyond the kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spec:
    """What the kinds of answer need to know; each kind uses its own part.

    Attributes:
        rtol: The relative tolerance of numbers, vectors and matrices.
        atol: An absolute tolerance; without one, only a right answer of 0 has any (1e-9).
        unit: What may be written after a number, such as ``MB`` or ``%``.
        names: The variables of an expression and their domains.
        letters: The letters to choose from, ``TF`` for true or false.
        words: The vocabulary, where the answer is a word or several.
        count: How many words, pairs or places the answer has.
        size: The rows and columns of a matrix or of signs; a vector has their product.
    """

    rtol: float = 0.01
    atol: float = 0.0
    unit: str = ""
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    letters: str = ""
    words: tuple[str, ...] = ()
    count: int | None = None
    size: tuple[int, int] | None = None


PLAIN = Spec()
