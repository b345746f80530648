"""The question tells every given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from dldrill.derivation.family import Family
from dldrill.testing.sample import Sample

FEW = 6  #: variants in which a given is changed
TRIES = 12  #: values that it is changed to


def givens_are_shown(sample: Sample) -> Iterator[str]:
    """Another value of a given makes another text or another figure."""
    for name in sample.family.givens():
        pairs = [*_pairs(sample, name)]
        if pairs and all(_told(one) == _told(other) for one, other in pairs):
            yield f"the question is the same whatever {name} is: show it in ask() or in figure()"


def _pairs(sample: Sample, name: str) -> Iterator[tuple[Family, Family]]:
    """Variants, and the same with another value of a given."""
    domain = sample.family.givens()[name].metadata["domain"]
    stream = Random(name)
    for _, problem in sample.problems(FEW):
        for _ in range(TRIES):
            value = domain.draw(stream)
            if value == getattr(problem, name):
                continue
            other = replace(problem, **{name: value})  # type: ignore[type-var]
            if other.fits() is None and other.suits():
                yield problem, other
                break


def _told(problem: Family) -> tuple[object, ...]:
    return problem.ask(), problem.figure(), problem.pictures()
