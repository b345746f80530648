"""From an answered question to a line of the log."""

from __future__ import annotations

import json
from typing import NamedTuple

from dldrill.answer.kinds import show
from dldrill.bank.revision import revision
from dldrill.grading.attempt import Attempt
from dldrill.grading.verdict import PartVerdict
from dldrill.record import rating
from dldrill.record.log import Logged
from dldrill.record.rating import Rating
from dldrill.record.schedule import Card
from dldrill.record.store import new_name
from dldrill.record.times import moment


class Kept(NamedTuple):
    """What is told of an attempt that was recorded.

    Attributes:
        logged: the line of the log.
        rating: the final rating.
        days: study days until the question is due again.
        practice: whether it leaves the schedule as it was.
    """

    logged: Logged
    rating: Rating
    days: int
    practice: bool


class Circumstances(NamedTuple):
    """What the log keeps of an attempt beside the answer.

    Attributes:
        session: the drill or sitting.
        kind: drill, exam or cram.
        shown: when the question was shown; seconds since 1970, UTC.
        idle: seconds in which the program was stopped.
        number: the question's in an exam, where each is answered once.
    """

    session: str
    kind: str
    shown: float
    idle: float = 0
    number: str = ""

    def name(self) -> str:
        """A name for the attempt; the same one for the same question of a sitting."""
        if not self.number:
            return new_name()
        from hashlib import blake2b

        return blake2b(f"{self.session}/{self.number}".encode(), digest_size=16).hexdigest()


def logged(attempt: Attempt, circumstances: Circumstances, card: Card | None) -> Logged:
    """The line of an attempt, with its automatic rating.

    Args:
        attempt: what was answered.
        circumstances: when, where and how.
        card: what was known of the question before.
    """
    dealt, verdict = attempt.dealt, attempt.verdict
    shown, ms = moment(circumstances.shown), round(attempt.seconds * 1000)
    told = attempt.left if verdict is None else verdict.verdict
    share = verdict.points / verdict.of if verdict and verdict.of else 0.0
    target = target_of(dealt.minutes, card)
    return Logged(
        uuid=circumstances.name(),
        clock=0,
        question=dealt.id,
        revision="" if dealt.question is None else revision(dealt.question),
        topic=dealt.topic,
        type=dealt.type,
        family=dealt.family or "",
        seed=dealt.seed,
        variant=dealt.index,
        session=circumstances.session,
        kind=circumstances.kind,
        shown=shown.at,
        offset=shown.offset,
        day=shown.day,
        ms=ms,
        idle=round(circumstances.idle * 1000),
        answers=json.dumps(attempt.answers),
        parts=json.dumps([_part(part) for part in verdict.parts] if verdict else []),
        verdict=told,
        points=float(verdict.points) if verdict else 0.0,
        of=float(dealt.points),
        mistake=" ".join(sorted({part.mistake for part in verdict.parts if part.mistake})) if verdict else "",
        hints=attempt.hints,
        target=target,
        rating=rating.automatic(told, share, attempt.hints, ms, target),
    )


def target_of(minutes: float, card: Card | None) -> int:
    """The time that a question should take, in milliseconds: the bank's, later the learner's own."""
    return card.target if card and card.target else round(minutes * 60_000)


def _part(part: PartVerdict) -> dict[str, object]:
    return {
        "name": part.name,
        "verdict": part.verdict,
        "read": None if part.read is None else show(part.kind, part.read),
        "mistake": part.mistake,
        "carried": part.carried,
        "share": part.share,
    }
