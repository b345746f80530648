"""The lines of the log: attempts, and what was said about them afterwards. Nothing is ever changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from dldrill.record.rating import Rating


class Logged(NamedTuple):
    """An attempt as the log keeps it.

    Attributes:
        uuid: its name on every machine.
        clock: its place in the log: milliseconds since 1970, pushed on where the clock stood still
            or was set back, so that the order of answers survives.
        question: the question's id.
        revision: a hash of the question as it was worded then.
        topic: the question's topic.
        type: the question's type.
        family: the family that dealt the numbers, or nothing.
        seed: what the numbers came from.
        variant: the index under the seed.
        session: the drill or sitting it belongs to.
        kind: ``drill``, ``exam``, or ``cram``, which the schedule leaves out.
        shown: when the question was shown; milliseconds since 1970, UTC.
        offset: minutes that the learner's clock was ahead of UTC.
        day: the learner's study day.
        ms: milliseconds from the question to the last answer, without the idle ones.
        idle: milliseconds in which the program was stopped.
        answers: what was typed, as JSON: part → text.
        parts: what became of each part, as JSON: name, verdict, reading, mistake, carried, share.
        verdict: right, partly, wrong, shown, blank or skipped.
        points: what was earned.
        of: what could have been earned.
        mistake: the names of the mistakes found, separated by blanks.
        hints: how many were taken.
        target: the target time then, in milliseconds.
        rating: the automatic rating.
    """

    uuid: str
    clock: int
    question: str
    revision: str
    topic: str
    type: str
    family: str
    seed: str
    variant: int
    session: str
    kind: str
    shown: int
    offset: int
    day: str
    ms: int
    idle: int
    answers: str
    parts: str
    verdict: str
    points: float
    of: float
    mistake: str
    hints: int
    target: int
    rating: int


class Amendment(NamedTuple):
    """Something said about an attempt later on.

    Attributes:
        uuid: its own name.
        clock: its place in the log, as that of an attempt.
        attempt: the uuid of the attempt.
        does: ``undo`` takes the attempt back; ``regrade`` sets another rating; ``dispute`` says
            that the answer was right.
        rating: the new rating, 0 for an undo.
    """

    uuid: str
    clock: int
    attempt: str
    does: str
    rating: int


Line = Logged | Amendment
DOES = ("undo", "regrade", "dispute")
KINDS = ("drill", "exam", "cram")
VERDICTS = ("right", "partly", "wrong", "shown", "blank", "skipped")


class Standing(NamedTuple):
    """An attempt with all that was said about it.

    Attributes:
        logged: the attempt.
        rating: the final rating.
        right: whether it counts as right, by the verdict or by the learner's word.
    """

    logged: Logged
    rating: Rating
    right: bool


def standing(logged: Logged, amendments: Iterable[Amendment]) -> Standing | None:
    """An attempt as it stands after its amendments, the last rating being final; None: taken back."""
    rating, right = logged.rating, logged.verdict == "right"
    for amendment in sorted(amendments, key=lambda line: (line.clock, line.uuid)):
        if amendment.does == "undo":
            return None
        rating = amendment.rating or rating
        right = right or amendment.does == "dispute"
    return Standing(logged, Rating(rating), right)


def line_hash(line: Line) -> bytes:
    """Eight bytes that tell whether a line is as it was written; 10 and 10.0 are the same."""
    from hashlib import blake2b  # it loads OpenSSL: start-up need not pay for that

    # SQLite forgets the sign of 0.0; a damaged row can hold what no line does
    values = [float(value) + 0.0 if isinstance(value, (int, float)) else value for value in line]
    return blake2b(json.dumps(values, default=repr).encode(), digest_size=8).digest()
