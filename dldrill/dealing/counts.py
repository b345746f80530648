"""How many variants a question has."""

from __future__ import annotations

import json
from functools import cache

from dldrill.bank.cache import recalled
from dldrill.bank.question import Claim, Compute, FormulaQuestion, Question
from dldrill.dealing.dealer import Dealer
from dldrill.dealing.domains import narrowed
from dldrill.dealing.index import FORMULAS, PACKAGE, fingerprint, hashed

PROVEN = PACKAGE / "families" / "proven" / "questions.json"
"""The counts of the bundled questions, by what decides them; ``python -m dldrill.proving.index`` makes it."""


def variants(question: Question) -> int | None:
    """The number of valid variants where they can be listed, else None; a claim has one.

    Where a bank narrows a family, asks for other parts, or has formulas of its own, variants are judged
    one by one, once: of bundled questions when they were proven, of others when first asked; that number
    is kept in the cache.
    """
    if isinstance(question, Claim):
        return 1
    if not isinstance(question, Compute):
        return None
    dealer = dealer_of(question)
    if not dealer.enumerable:
        return None
    of = decided_by(question)
    known = _proven().get(digest(of))
    if known is not None:
        return known
    count = recalled("count", of, lambda: {"variants": dealer.count()}).get("variants")
    return count if isinstance(count, int) else dealer.count()


def dealer_of(question: Compute) -> Dealer:
    """What deals a question's variants, to be counted."""
    family = question.problems()
    return Dealer(family, question.id, "count", narrowed(family, question.given), question.parts)


def decided_by(question: Compute) -> str:
    """All that decides which variants of a question are valid: what the bank says, and the code."""
    if isinstance(question, FormulaQuestion):
        return f"{fingerprint('', FORMULAS)}\n{question.formula._replace(where='')!r}"
    asked = json.dumps([question.parts, question.given], sort_keys=True, default=str)
    return f"{fingerprint(question.problems().__module__)}\n{question.family}\n{asked}"


def digest(text: str) -> str:
    """Sixteen hexadecimal digits that stand for a text."""
    return hashed(text.encode("utf-8", "surrogatepass"))


@cache
def _proven() -> dict[str, int]:
    try:
        found: dict[str, int] = json.loads(PROVEN.read_bytes())
    except (OSError, ValueError):
        return {}
    return found
