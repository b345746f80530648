"""How many variants a question has."""

from __future__ import annotations

from dldrill.bank.question import Claim, Compute, Question
from dldrill.dealing.dealer import Dealer
from dldrill.dealing.domains import narrowed


def variants(question: Question) -> int | None:
    """The number of valid variants where they can be listed, else None; a claim has one."""
    if isinstance(question, Claim):
        return 1
    if not isinstance(question, Compute):
        return None
    family = question.problems()
    dealer = Dealer(family, question.id, "count", narrowed(family, question.given), question.parts)
    return dealer.count()
