"""Lines of a log for the tests of the record, and a plain replay of them to compare with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, NamedTuple

import fsrs
from hypothesis import strategies as st

from dldrill.record.log import DOES, KINDS, VERDICTS, Amendment, Line, Logged
from dldrill.record.schedule import Card

NOON = 1_770_811_200_000  #: 2026-02-11, 12:00 UTC
DAY = 86_400_000
_numbers = count(1)


def attempt(**changes: Any) -> Logged:
    """A right answer on the first day at noon, but for what is said; each with a name of its own."""
    line = Logged(
        uuid=f"{next(_numbers):032x}",
        clock=0,
        question="q",
        revision="r1",
        topic="convolution",
        type="compute",
        family="conv_shape",
        seed="s",
        variant=3,
        session="evening",
        kind="drill",
        shown=NOON,
        offset=60,
        day="2026-02-11",
        ms=20_000,
        idle=500,
        answers=json.dumps({"height": "20"}),
        parts=json.dumps([{"name": "height", "verdict": "right", "read": "20", "share": 1.0}]),
        verdict="right",
        points=2.0,
        of=2.0,
        mistake="",
        hints=0,
        target=60_000,
        rating=3,
    )
    return line._replace(**changes)


def on_day(number: int, **changes: Any) -> Logged:
    """An attempt so many days after the first day."""
    shown = NOON + number * DAY
    day = datetime.fromtimestamp(shown / 1000, UTC).date().isoformat()
    return attempt(**{"shown": shown, "day": day} | changes)


_texts = st.text(st.characters(codec="utf-8"), max_size=8)
questions = st.sampled_from(["conv/1", "conv/2", "loss/7"])


@st.composite
def attempts(draw: st.DrawFn, far: int = 400) -> Logged:
    """Any attempt on some questions and days; its name is a number, so that examples repeat."""
    verdict = draw(st.sampled_from(VERDICTS))
    number = draw(st.integers(0, far))
    rating = 0 if verdict == "skipped" else draw(st.integers(0, 4))
    return on_day(
        number,
        shown=NOON + number * DAY + draw(st.integers(-16, 16)) * 3_600_000,
        uuid=f"{draw(st.integers(0, 2**63)):032x}",
        question=draw(questions),
        topic=draw(st.sampled_from(["convolution", "losses"])),
        kind=draw(st.sampled_from((*KINDS, "drill"))),
        ms=draw(st.integers(0, DAY)),
        idle=draw(st.integers(0, 5_000)),
        verdict=verdict,
        points=draw(st.sampled_from([2.0, 1, 0.0, -0.0, 1 / 3, -0.5])),
        mistake=draw(st.sampled_from(["", "no_bias", "one_channel", "no_bias one_channel"])),
        hints=draw(st.integers(0, 3)),
        answers=json.dumps(draw(st.dictionaries(_texts, _texts, max_size=2))),
        session=draw(_texts),
        rating=rating,
    )


@st.composite
def logs(draw: st.DrawFn) -> list[Line]:
    """A whole log as two machines may have written it: clocks may be equal, and run backwards."""
    made = draw(st.lists(attempts(), min_size=1, max_size=12, unique_by=lambda line: line.uuid))
    clocks = st.integers(1, 20)
    found: list[Line] = [line._replace(clock=draw(clocks)) for line in made]
    for number in range(draw(st.integers(0, 4))):
        of, does = draw(st.sampled_from(made)), draw(st.sampled_from(DOES))
        rating = 0 if does == "undo" else draw(st.integers(1, 4))
        found.append(Amendment(f"a{number}-{of.uuid}", draw(clocks), of.uuid, does, rating))
    return found


class Tables(NamedTuple):
    """What is made from a log: cards by question, days, and slips by question and mistake."""

    cards: dict[str, Card]
    days: dict[str, tuple[int, int, int]]
    slips: dict[tuple[str, str], tuple[int, str]]


class _Answer(NamedTuple):
    line: Logged
    rating: int
    right: bool


def replayed(log: Iterable[Line]) -> Tables:
    """The tables by the plainest way: each attempt in turn, nothing remembered but what is counted."""
    standing = _standing(list(log))
    tables = Tables({}, {}, {})
    for question in {answer.line.question for answer in standing}:
        own = [answer for answer in standing if answer.line.question == question]
        tables.cards[question] = _card(own)
    for line, _, right in standing:
        n, rights, ms = tables.days.get(line.day, (0, 0, 0))
        tables.days[line.day] = (n + 1, rights + right, ms + line.ms)
        for mistake in [] if right else line.mistake.split():
            times, last = tables.slips.get((line.question, mistake), (0, ""))
            tables.slips[line.question, mistake] = (times + 1, max(last, line.day))
    return tables


def _standing(log: list[Line]) -> list[_Answer]:
    found = []
    in_order = sorted(log, key=lambda line: (line.clock, line.uuid))
    amendments = [line for line in in_order if isinstance(line, Amendment)]
    for line in in_order:
        if isinstance(line, Amendment) or line.verdict == "skipped":
            continue
        rating, right, undone = line.rating, line.verdict == "right", False
        for said in amendments:
            if said.attempt == line.uuid:
                undone |= said.does == "undo"
                right |= said.does == "dispute"
                rating = said.rating or rating
        if not undone:
            found.append(_Answer(line, rating, right))
    return found


def _card(answers: list[_Answer]) -> Card:
    scheduler = fsrs.Scheduler(learning_steps=[], relearning_steps=[], enable_fuzzing=False)
    card, seen, ratings = fsrs.Card(card_id=7), set(), []
    for line, rating, _ in answers:
        if line.day not in seen and rating and line.kind != "cram":
            seen.add(line.day)
            ratings.append(rating)
            at = datetime.fromisoformat(f"{line.day}T12:00:00+00:00")
            card, _ = scheduler.review_card(card, fsrs.Rating(rating), at)
    first, last = answers[0], answers[-1]
    right_times = sorted(line.ms for line, _, right in answers if right)
    times = right_times or sorted(line.ms for line, _, _ in answers)
    middle = (times[len(times) // 2] + times[(len(times) - 1) // 2]) // 2
    return Card(
        question=last.line.question,
        topic=last.line.topic,
        stability=card.stability or 0.0,
        difficulty=card.difficulty or 0.0,
        reviewed=card.last_review.date().toordinal() if card.last_review else 0,
        due=(card.due.date() if card.last_review else date.fromisoformat(last.line.day)).toordinal(),
        reviews=len(ratings),
        lapses=ratings[1:].count(1),
        attempts=len(answers),
        rights=len(right_times),
        last_right=int(last.right),
        first_day=first.line.day,
        last_day=last.line.day,
        median=middle,
        target=middle if len(right_times) >= 5 else 0,
    )
