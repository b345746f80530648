"""Free text, or words of a vocabulary: ``seagull, flying, STOP``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.text import LIMIT, quoted, safe

LONGEST = 4000
LONGEST_WORD = 40

_BETWEEN = re.compile(r"\s*(?:,|;|->|→|\||/)\s*")
_AROUND = " \t\r\n.\"'“”‘’<>[](){}"


def read(text: str, spec: Spec) -> str | tuple[str, ...]:
    """What was typed, made harmless; or its words as the vocabulary spells them.

    One word is a string, several are a tuple.

    Raises:
        Fault: Nothing or too much was typed, or a word is not in the vocabulary.
    """
    limit = LIMIT if spec.words else LONGEST
    if len(text) > limit:
        raise Fault(f"That is longer than {limit} characters; write less.", code="long")
    harmless = safe(text, keep="\n\t").strip()
    if not harmless:
        raise Fault("Nothing was typed; write an answer.", code="empty")
    return _words(harmless, spec) if spec.words else harmless


def _words(text: str, spec: Spec) -> str | tuple[str, ...]:
    spaced = any(" " in word for word in spec.words)
    parts = _BETWEEN.split(text.strip(_AROUND))
    if not spaced:
        parts = [word for part in parts for word in part.split()]
    found = tuple(_known(part, spec.words) for part in parts if part.strip(_AROUND))
    if spec.count is not None and len(found) != spec.count:
        many = "one word" if spec.count == 1 else f"{spec.count} words with commas between"
        raise Fault(f"Write {many}.", code="count")
    if not found:
        raise Fault("Nothing was typed; write a word of the vocabulary.", code="empty")
    return found[0] if len(found) == 1 else found


def _known(word: str, vocabulary: Sequence[str]) -> str:
    folded = {_fold(known): known for known in vocabulary}
    if _fold(word) in folded:
        return folded[_fold(word)]
    from difflib import get_close_matches

    near = get_close_matches(_fold(word)[:LONGEST_WORD], list(folded)[:200], 1)
    if near:
        advice = f"did you mean {folded[near[0]]}?"
    else:
        advice = f"write one of {', '.join(vocabulary[:8])}{' …' if len(vocabulary) > 8 else '.'}"
    raise Fault(f"{quoted(word)} is not a word here; {advice}", code="word")


def _fold(word: str) -> str:
    return " ".join(word.strip(_AROUND).casefold().replace("-", " ").replace("_", " ").split())


def same(right: str | Sequence[str], given: str | Sequence[str], spec: Spec) -> bool:
    """Whether they are the same words, whatever their case and spacing."""
    a, b = ((x,) if isinstance(x, str) else tuple(x) for x in (right, given))
    return tuple(map(_fold, a)) == tuple(map(_fold, b))


def show(value: str | Sequence[str]) -> str:
    """``seagull, flying, STOP``; free text on one line."""
    line = value if isinstance(value, str) else ", ".join(value)
    return " ".join(safe(line, keep="\n\t").split())
