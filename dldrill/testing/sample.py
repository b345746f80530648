"""Some variants of a family, dealt once for all checks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from dldrill.dealing.dealt import Dealt
from dldrill.dealing.problem import family_name
from dldrill.dealing.source import Source
from dldrill.derivation.family import Family
from dldrill.proving.roads import Proof, prove

SEED = "tests"


class Sample:
    """Variants of a family.

    Args:
        family: its class.
        variants: how many; fewer if there are no more.

    Raises:
        Fault: no variant of it is fair.
    """

    def __init__(self, family: type[Family], variants: int) -> None:
        self.family, self.name = family, family_name(family)
        source = Source(family, SEED)
        self.dealt: tuple[Dealt, ...] = (source.deal(0), *_more(source, variants))

    def problems(self, most: int | None = None) -> Iterator[tuple[Dealt, Family]]:
        """The variants with their problems."""
        for one in self.dealt[:most]:
            if one.problem is not None:
                yield one, one.problem

    def further(self, variants: int) -> Iterator[Family]:
        """More problems than were dealt for all checks, those among them."""
        source = Source(self.family, SEED)
        yield from (one.problem for one in _more(source, variants, 0) if one.problem is not None)

    @property
    def first(self) -> tuple[Dealt, Family]:
        """A variant and its problem."""
        return next(self.problems())

    @cached_property
    def proof(self) -> Proof:
        """What the roads say of the first variant."""
        return prove(self.first[1])


def _more(source: Source, variants: int, start: int = 1) -> Iterator[Dealt]:
    from dldrill.faults import Fault

    for index in range(start, variants):
        try:
            yield source.deal(index)
        except Fault:  # the family has been dealt whole
            return
