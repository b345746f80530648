"""A variant can be had again: from its seed, from its JSON, from what a reader types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

from dldrill.dealing.dealer import Dealer
from dldrill.dealing.index import index_of, place_of
from dldrill.dealing.problem import with_numbers
from dldrill.dealing.source import Source
from dldrill.derivation.family import Family
from dldrill.derivation.values import value_of
from dldrill.faults import Fault
from dldrill.maths.compare import close
from dldrill.maths.linear import Array
from dldrill.proving.roads import prove
from dldrill.show.data import dumps, variant
from dldrill.show.listing import written
from dldrill.testing.sample import SEED, Sample

FEW = 3  #: variants that are dealt again and written as JSON
JUDGED = 40  #: candidates that are compared with the index


def seeds_repeat(sample: Sample) -> Iterator[str]:
    """Dealing is a function of identity, seed and index, in any order."""
    dealt = [problem for _, problem in sample.problems(FEW)]
    backwards = Source(sample.family, SEED)
    again = [backwards.deal(index).problem for index in reversed(range(len(dealt)))][::-1]
    if again != dealt:
        yield "the same seed deals other variants the second time: draw from nothing but the givens"
    other = Source(sample.family, "other")
    if len(dealt) == FEW and [other.deal(index).problem for index in range(FEW)] == dealt:
        yield "another seed deals the same variants: widen the domains"


def json_rebuilds(sample: Sample) -> Iterator[str]:
    """A variant's JSON is plain data, and its givens make the same problem again."""
    for one, problem in sample.problems(FEW):
        data = json.loads(dumps(variant(one, prove(problem))))
        if not data["ask"] or data["verified"]["ok"] is not True:
            yield f"{problem}: its JSON has no text or no proof"
        if {answer["name"] for answer in data["answers"]} != {part.name for part in one.parts}:
            yield f"{problem}: its JSON has other answers than the question"
        if with_numbers(type(problem), problem, one.seed, one.index).ask != one.ask:
            yield f"{problem}: its givens make another text: ask() has to depend on nothing else"


def givens_are_typed_back(sample: Sample) -> Iterator[str]:
    """Every given can be typed as it is shown, and all of them make a problem that fits."""
    for _, problem in sample.problems():
        for name in problem.givens():
            yield from _typed_back(problem, name)
        objection = problem.fits()
        if objection is not None:
            yield f"{problem}: a dealt variant does not fit: {objection}"


def _typed_back(problem: Family, name: str) -> Iterator[str]:
    value = getattr(problem, name)
    shown = written(value)
    try:
        back = value_of(type(problem), name, shown)
    except Fault as fault:
        yield f"the given {name}, shown as {shown}, cannot be typed: {fault}"
        return
    if not (close(value, back, 1e-6) if isinstance(value, Array | int | float) else back == value):
        yield f"the given {name}, shown as {shown}, is read as {back!r}"


def index_is_current(sample: Sample) -> Iterator[str]:
    """An index of the valid variants, where one is kept, was made by the code as it is."""
    dealer = Dealer(sample.family, sample.name, SEED, judging=True)
    module = sample.family.__module__
    if not dealer.enumerable or not _is_kept(module):
        return
    index = index_of(module)
    if index is None:
        yield f"its index is of other code: run python -m dldrill.proving.index {sample.name}"
        return
    stream = Random(sample.name)
    for candidate in (stream.randrange(dealer.space.size) for _ in range(JUDGED)):
        problem = sample.family(**dealer.space.at(candidate))
        if dealer.is_valid(problem) != (candidate in index):
            yield f"{problem}: the index is wrong: run python -m dldrill.proving.index {sample.name}"


def _is_kept(module: str) -> bool:
    try:
        return place_of(module).is_file()
    except FileNotFoundError:
        return False
