"""Deal a question or a family under one seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dldrill.bank.question import Compute, FormulaQuestion, Question
from dldrill.dealing.dealt import GIVEN, ORIGINAL, Dealt
from dldrill.faults import Fault

if TYPE_CHECKING:
    from dldrill.dealing.dealer import Dealer
    from dldrill.derivation.domain import Domain
    from dldrill.derivation.family import Family

    FamilyClass = type[Family]


class Source:
    """Something to deal from: a bank question or a family, under one seed."""

    def __init__(self, what: Question | FamilyClass, seed: str) -> None:
        self.what, self.seed = what, seed
        self._dealer = _dealer(what, seed)

    def deal(self, index: int) -> Dealt:
        """The variant at an index.

        Raises:
            Fault: there is no such variant.
        """
        if self._dealer is None:
            from dldrill.dealing.statements import words_only

            return words_only(self.what, self.seed, index)  # type: ignore[arg-type]
        from dldrill.dealing.problem import with_numbers

        return with_numbers(self.what, self._dealer.variant(index), self.seed, index)

    @property
    def name(self) -> str:
        """The id of the question, or the name of the family."""
        return self.what.id if isinstance(self.what, Question) else self._dealer.identity  # type: ignore[union-attr]

    @property
    def exhausted(self) -> int | None:
        """How many variants there are, once one was asked for that is beyond the last."""
        return None if self._dealer is None else self._dealer.exhausted


def original(question: Question) -> Dealt:
    """The question with the exam's own numbers or options.

    Where it has none, with those of its first known case, or else its first variant.
    """
    known = isinstance(question, FormulaQuestion) and question.formula.tests
    if isinstance(question, Compute) and (question.original or known):
        from dldrill.dealing.problem import with_numbers
        from dldrill.derivation.values import problem_of

        problem = problem_of(question.problems(), question.original)
        return with_numbers(question, problem, ORIGINAL, 0)
    return Source(question, ORIGINAL).deal(0)


def with_givens(what: Question | FamilyClass, givens: Mapping[str, object]) -> Dealt:
    """A question or family with a reader's own numbers; the others are the exam's or the family's.

    Raises:
        Fault: the question has no numbers, or they do not fit together.
    """
    if isinstance(what, Question) and not givens:
        return original(what)
    if isinstance(what, Question) and not isinstance(what, Compute):
        raise Fault(f"{what.id} has no numbers to give", code="given")
    from dldrill.dealing.problem import with_numbers
    from dldrill.derivation.values import problem_of

    if isinstance(what, Question):
        return with_numbers(what, problem_of(what.problems(), {**what.original, **givens}), GIVEN, 0)
    return with_numbers(what, problem_of(what, givens), GIVEN, 0)


def _dealer(what: Question | FamilyClass, seed: str) -> Dealer | None:
    """What deals problems; a question of words only, as a claim is, loads nothing for that."""
    if isinstance(what, Question) and not isinstance(what, Compute):
        return None
    from dldrill.dealing.dealer import Dealer

    if isinstance(what, Compute):
        family = what.problems()
        return Dealer(family, what.id, seed, _narrowed(what, family), what.parts)
    from dldrill.dealing.problem import family_name

    return Dealer(what, family_name(what), seed)


def _narrowed(question: Compute, family: FamilyClass) -> dict[str, Domain[Any]]:
    if not question.given:
        return {}
    # reading domains needs the readers of answers, which most questions do not
    from dldrill.dealing.domains import narrowed

    return narrowed(family, question.given)
