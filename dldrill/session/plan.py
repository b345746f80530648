"""Which questions a drill asks, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from itertools import chain, islice, zip_longest
from random import Random
from typing import TYPE_CHECKING

from dldrill.bank.question import Question
from dldrill.record.queue import Facts, Wanted, missed, new_left, queue, simpler, weakest
from dldrill.session.events import Planned

if TYPE_CHECKING:
    from dldrill.derivation.family import Family
    from dldrill.record.queue import Today
    from dldrill.record.schedule import Card

    What = Question | type[Family]

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  #: no letters or digits that look alike


def new_seed(stream: Random) -> str:
    """A short seed that is easy to type again."""
    return "".join(stream.choice(ALPHABET) for _ in range(4))


class Mode(Enum):
    """What a drill asks: by the schedule, or by what went wrong."""

    SCHEDULE = "schedule"
    MISSED = "missed"  #: what was not right the last time
    WEAK = "weak"  #: what is known least
    CRAM = "cram"  #: everything, the unseen and the weak before the rest; the schedule stays as it is


def identity(what: What) -> str:
    """The id of a question, or the name of a family that is asked for directly."""
    if isinstance(what, type):
        from dldrill.dealing.problem import family_name

        return family_name(what)
    return what.id


def plan(questions: Sequence[What], count: int, seed: str) -> tuple[Planned, ...]:
    """The questions of a drill by its seed alone: topics take turns, problems and claims alternate.

    When there are more places than questions, the round begins again with new numbers; claims,
    which have none, are asked once as long as there is anything else.
    """
    rounds = _rounds(questions, Random(f"plan/{seed}"))
    return tuple(Planned(what, place) for place, what in enumerate(islice(rounds, count)))


def by_record(  # noqa: PLR0917
    questions: Sequence[What], cards: Mapping[str, Card], count: int, seed: str, mode: Mode, today: Today
) -> tuple[Planned, ...]:
    """The questions of a drill by what the record knows; topics take turns.

    A question that keeps being forgotten comes behind a simpler one of its kind.

    Args:
        questions: what may be asked.
        cards: every card of the record, by question.
        count: how many are wanted.
        seed: for what the record leaves open.
        mode: what is asked for.
        today: when it is.
    """
    by_id = {identity(what): what for what in questions}
    stream = Random(f"plan/{seed}")
    unseen = [
        identity(what)
        for what in _interleaved([what for name, what in by_id.items() if name not in cards], stream)
    ]
    known = [cards[name] for name in by_id if name in cards]
    if mode is Mode.MISSED:
        wanted = missed(known, today)
    elif mode is Mode.WEAK:
        wanted = weakest(known, today)
    elif mode is Mode.CRAM:
        wanted = [Wanted(name, "new") for name in unseen] + weakest(known, today)
    else:
        wanted = queue(unseen, known, count, new_left(cards.values(), today), today)
    found = [planned for want in _in_turns(wanted[:count], by_id) for planned in _led(want, by_id, cards)]
    if mode in (Mode.SCHEDULE, Mode.CRAM) and len(found) < count:
        practice = islice(_rounds(questions, stream), count - len(found))
        found += [Planned(what, 0, "practice") for what in practice]
    return tuple(replace(planned, index=place) for place, planned in enumerate(found[:count]))


def _in_turns(wanted: Sequence[Wanted], by_id: Mapping[str, What]) -> Iterator[Wanted]:
    """The most urgent of each topic in turn."""
    topics: dict[str, list[Wanted]] = {}
    for want in wanted:
        topics.setdefault(by_id[want.question].topic, []).append(want)
    for turn in zip_longest(*topics.values()):
        yield from (want for want in turn if want is not None)


def _led(want: Wanted, by_id: Mapping[str, What], cards: Mapping[str, Card]) -> Iterator[Planned]:
    """A question, and before one that keeps being forgotten a simpler one of its kind."""
    what = by_id[want.question]
    if want.leech:
        easier = simpler(what, by_id.values(), _facts, cards)
        if easier is not None:
            yield Planned(easier, 0, "simpler")
    yield Planned(what, 0, want.why, want.recall, study=want.leech)


def _facts(what: What) -> Facts:
    family = identity(what) if isinstance(what, type) else getattr(what, "family", "")
    return Facts(identity(what), what.topic, family, what.minutes)


def _rounds(questions: Sequence[What], stream: Random) -> Iterator[What]:
    pool = list(questions)
    while pool:
        yield from _interleaved(pool, stream)
        pool = [what for what in pool if _deals_numbers(what)] or pool


def _interleaved(questions: Sequence[What], stream: Random) -> list[What]:
    topics: dict[str, list[What]] = {}
    for what in questions:
        topics.setdefault(what.topic, []).append(what)
    turns = [_alternating(group, stream) for group in topics.values()]
    stream.shuffle(turns)
    return [what for turn in zip_longest(*turns) for what in turn if what is not None]


def _alternating(group: Sequence[What], stream: Random) -> list[What]:
    problems = [what for what in group if _deals_numbers(what)]
    claims = [what for what in group if not _deals_numbers(what)]
    stream.shuffle(problems)
    stream.shuffle(claims)
    pairs = zip_longest(problems, claims)
    return [what for what in chain.from_iterable(pairs) if what is not None]


def _deals_numbers(what: What) -> bool:
    return isinstance(what, type) or what.type != "claim"
