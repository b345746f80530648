"""How many variants a question has."""

from __future__ import annotations

import json

from dldrill.bank.cache import recalled
from dldrill.bank.question import Claim, Compute, FormulaQuestion, Question
from dldrill.dealing.dealer import Dealer
from dldrill.dealing.domains import narrowed
from dldrill.dealing.index import FORMULAS, fingerprint


def variants(question: Question) -> int | None:
    """The number of valid variants where they can be listed, else None; a claim has one.

    Where a bank narrows a family or asks for other parts, its variants are judged one by one, once;
    the number is kept in the cache.
    """
    if isinstance(question, Claim):
        return 1
    if not isinstance(question, Compute):
        return None
    family = question.problems()
    dealer = Dealer(family, question.id, "count", narrowed(family, question.given), question.parts)
    if not dealer.enumerable:
        return None
    if isinstance(question, FormulaQuestion):
        of = f"{fingerprint('', FORMULAS)}\n{question.formula._replace(where='')!r}"
        return _counted(of, dealer)
    asked = json.dumps([question.parts, question.given], sort_keys=True, default=str)
    of = f"{fingerprint(question.family)}\n{question.family}\n{asked}"
    return _counted(of, dealer)


def _counted(of: str, dealer: Dealer) -> int | None:
    count = recalled("count", of, lambda: {"variants": dealer.count()}).get("variants")
    return count if isinstance(count, int) else dealer.count()
