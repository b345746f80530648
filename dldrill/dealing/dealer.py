"""Fair variants by seed and index: the same three always give the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from dldrill.dealing.index import Narrowed, index_of
from dldrill.dealing.permutation import Permutation
from dldrill.derivation.domain import Domain
from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import Mistake, blocking_mistake
from dldrill.faults import Fault

ENUMERABLE = 100_000  #: spaces up to this size are walked in a seeded order, larger ones sampled
TRIES = 20_000  #: draws that may be rejected before the family is said to be too narrow


class Dealer:
    """Deals the variants of a family, or of a bank question on a family.

    Variant *i* of a space that can be enumerated is the *i*-th valid entry of a seeded permutation,
    so nothing repeats before everything was seen. In a larger space it is the first valid draw of
    the stream ``Random("id/seed/i")``.

    Args:
        family: the family.
        identity: the id of the question or family, which seeds the stream.
        seed: any text without spaces.
        narrowed: domains that replace the family's own.
        parts: the answers asked for; none: the family's.
        judging: judge every variant anew, though it is known which are valid.
    """

    def __init__(  # noqa: PLR0917
        self,
        family: type[Family],
        identity: str,
        seed: str,
        narrowed: Mapping[str, Domain[Any]] | None = None,
        parts: tuple[str, ...] = (),
        judging: bool = False,
    ) -> None:
        self.family, self.identity, self.seed, self.parts = family, identity, seed, parts
        self.space = family.space(narrowed)
        self.rejected: dict[str, int] = {}
        usual = parts in ((), family.parts) and not judging and self.enumerable
        index = index_of(family.__module__) if usual else None
        self._known = None if index is None else Narrowed(index, family.space(), self.space)
        self._walk: Iterator[Family] | None = None
        self._seen: list[Family] = []
        self._done = False

    @property
    def enumerable(self) -> bool:
        """Whether every variant can be listed."""
        return self.space.size <= ENUMERABLE

    def variant(self, index: int) -> Family:
        """The problem at an index.

        Raises:
            Fault: there is no such variant: the index is beyond the last one, or nothing is fair.
        """
        if not self.enumerable:
            return self._sampled(index)
        if self._walk is None:
            self._walk = self.every()
        while len(self._seen) <= index:
            problem = next(self._walk, None)
            if problem is None:
                self._done = True
                raise self._exhausted(index)
            self._seen.append(problem)
        return self._seen[index]

    @property
    def exhausted(self) -> int | None:
        """How many variants there are, once one was asked for that is beyond the last."""
        return len(self._seen) if self._done else None

    def every(self) -> Iterator[Family]:
        """Every valid variant, in the seeded order."""
        order = Permutation(self.space.size, Random(f"{self.identity}/{self.seed}"))
        for position in range(self.space.size):
            candidate = order[position]
            known = None if self._known is None else self._known.is_valid(candidate)
            if known is False:
                continue
            problem = self.family(**self.space.at(candidate))
            if known or self.is_valid(problem):
                yield problem

    def count(self) -> int | None:
        """The number of valid variants, where they can be listed."""
        if not self.enumerable:
            return None
        if self._known is not None and self._known.complete:
            return sum(1 for candidate in range(self.space.size) if self._known.is_valid(candidate))
        return sum(1 for _ in self.every())

    def is_valid(self, problem: Family) -> bool:
        """Whether a problem fits, suits and is fair; a rejection is counted by its reason.

        Raises:
            Fault: one of the parts is no answer of the family.
        """
        if problem.fits() is not None or not problem.suits():
            return False
        blocking = self._blocking(problem)
        if blocking is None:
            return True
        self.rejected[blocking.name] = self.rejected.get(blocking.name, 0) + 1
        return False

    def _blocking(self, problem: Family) -> Mistake | None:
        try:
            return blocking_mistake(problem, self.parts)
        except KeyError:
            from dldrill.dealing.problem import must_answer

            must_answer(problem, self.parts, problem.altered())
            raise

    def _sampled(self, index: int) -> Family:
        stream = Random(f"{self.identity}/{self.seed}/{index}")
        for _ in range(TRIES):
            problem = self.family(**self.space.draw(stream))
            if self.is_valid(problem):
                return problem
        raise self._exhausted(index)

    def _exhausted(self, index: int) -> Fault:
        if self._seen:
            return Fault(
                f"{self.identity} has {len(self._seen)} variants: give an index below that, not {index}",
                code="index",
            )
        why = max(self.rejected, key=lambda name: self.rejected[name]) if self.rejected else None
        reason = f"the mistake {why!r} leads to the right answer" if why else "none of the givens fit"
        return Fault(f"{self.identity} has no fair variant: {reason}; widen its givens", code="unfair")
