"""Which questions a drill asks, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from random import Random
from typing import TYPE_CHECKING

from dldrill.bank.question import Question
from dldrill.session.drill import Planned

if TYPE_CHECKING:
    from dldrill.derivation.family import Family

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  #: no letters or digits that look alike


def new_seed(stream: Random) -> str:
    """A short seed that is easy to type again."""
    return "".join(stream.choice(ALPHABET) for _ in range(4))


def plan(questions: Sequence[Question | type[Family]], count: int, seed: str) -> tuple[Planned, ...]:
    """The questions of a drill: the topics take turns, problems and claims alternate.

    When there are more places than questions, the round begins again with new numbers; claims,
    which have none, are asked once as long as there is anything else.
    """
    stream = Random(f"plan/{seed}")
    rounds = _rounds(questions, stream)
    found = []
    for place, what in enumerate(rounds):
        if place >= count:
            break
        found.append(Planned(what, place))
    return tuple(found)


def _rounds(
    questions: Sequence[Question | type[Family]], stream: Random
) -> Iterator[Question | type[Family]]:
    pool = list(questions)
    while pool:
        yield from _interleaved(pool, stream)
        pool = [what for what in pool if _deals_numbers(what)] or pool


def _interleaved(
    questions: Sequence[Question | type[Family]], stream: Random
) -> list[Question | type[Family]]:
    topics: dict[str, list[Question | type[Family]]] = {}
    for what in questions:
        topics.setdefault(what.topic, []).append(what)
    turns = [_alternating(group, stream) for group in topics.values()]
    stream.shuffle(turns)
    return [what for turn in zip_longest(*turns) for what in turn if what is not None]


def _alternating(group: Sequence[Question | type[Family]], stream: Random) -> list[Question | type[Family]]:
    problems = [what for what in group if _deals_numbers(what)]
    claims = [what for what in group if not _deals_numbers(what)]
    stream.shuffle(problems)
    stream.shuffle(claims)
    pairs = zip_longest(problems, claims)
    return [what for what in chain.from_iterable(pairs) if what is not None]


def _deals_numbers(what: Question | type[Family]) -> bool:
    return isinstance(what, type) or what.type != "claim"
