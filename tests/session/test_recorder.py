"""What a drill writes into the record, and what it tells of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.grading.attempt import Attempt
from dldrill.grading.marking import grade
from dldrill.record.rating import Rating
from dldrill.record.settings import Settings
from dldrill.record.store import Record
from dldrill.session.recorder import Recorder

NOON = 1_795_262_400.0  # 2026-11-21, 12:00 UTC
DAY = 86_400
CLAIM = Source(load().find("activations/relu-centring"), "s").deal(0)
SHAPE = Source(load().find("convolution/output-shape"), "s").deal(0)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Noon."""
    return Clock()


@pytest.fixture
def recorder(tmp_path: Path, clock: Clock) -> Iterator[Recorder]:
    """A new record."""
    with Record(tmp_path / "record.db", clock) as record:
        yield Recorder(record, Settings(), clock)


def answered(typed: str, seconds: float = 10, hints: int = 0) -> Attempt:
    """The claim, which is false, answered."""
    return Attempt(CLAIM, {"verdict": typed}, grade(CLAIM, {"verdict": typed}), seconds, hints)


@pytest.mark.parametrize(
    ("attempt", "rating"),
    [
        (answered("f"), Rating.GOOD),
        (answered("t"), Rating.AGAIN),
        (answered("f", hints=1), Rating.HARD),
        (answered("f", seconds=10_000), Rating.HARD),
        (Attempt(CLAIM, {}, None, 5, left="shown"), Rating.AGAIN),
        (Attempt(CLAIM, {}, None, 5, left="blank"), Rating.AGAIN),
    ],
)
def test_a_rating_follows_from_what_happened(recorder: Recorder, attempt: Attempt, rating: Rating) -> None:
    """Wrong, shown and blank: Again; with a hint or slowly: Hard; else Good."""
    kept = recorder.keep(attempt, NOON)
    assert kept.rating is rating
    assert not kept.practice
    assert kept.days >= 1


def test_only_the_first_answer_of_a_day_counts(recorder: Recorder, clock: Clock) -> None:
    """The second is practice and leaves the schedule as it is; tomorrow one counts again."""
    first = recorder.keep(answered("t"), NOON)
    second = recorder.keep(answered("f"), NOON + 60)
    assert (first.practice, second.practice) == (False, True)
    assert second.days == first.days
    clock.now += DAY
    assert not recorder.keep(answered("f"), NOON + DAY).practice


def test_passing_over_says_nothing(recorder: Recorder) -> None:
    """A question that was skipped stays new, though the log knows of it."""
    recorder.keep(Attempt(CLAIM, {}, None, 5, left="skipped"), NOON)
    assert recorder.record.cards() == {}
    assert len(list(recorder.record.lines())) == 1


def test_an_answer_is_taken_back(recorder: Recorder) -> None:
    """Nothing of it is left but the log."""
    recorder.keep(answered("t"), NOON)
    recorder.undo()
    assert recorder.kept == []
    assert recorder.record.cards() == {}
    assert not recorder.keep(answered("f"), NOON + 5).practice


def test_a_rating_is_changed(recorder: Recorder) -> None:
    """Easy puts it off further than Good did; a dispute makes a wrong answer right."""
    good = recorder.keep(Attempt(SHAPE, {}, None, 5, left="shown"), NOON)
    easy = recorder.regrade(4, right=False)
    assert (easy.rating, easy.days > good.days) == (Rating.EASY, True)
    recorder.keep(answered("t"), NOON + 5)
    disputed = recorder.regrade(0, right=True)
    assert disputed.rating is Rating.GOOD
    card = recorder.record.card(CLAIM.id)
    assert card is not None
    assert (card.rights, card.last_right) == (1, 1)


def test_cramming_leaves_the_schedule(tmp_path: Path, clock: Clock) -> None:
    """The log has it, the schedule has not."""
    with Record(tmp_path / "record.db", clock) as record:
        kept = Recorder(record, Settings(), clock, "cram").keep(answered("f"), NOON)
        card = record.card(CLAIM.id)
    assert kept.practice
    assert card is not None
    assert (card.reviews, card.attempts) == (0, 1)


def test_an_exam_caps_what_is_told(tmp_path: Path, clock: Clock) -> None:
    """The question comes again before the exam."""
    settings = Settings(exam_date=date(2026, 11, 23))
    with Record(tmp_path / "record.db", clock) as record:
        kept = Recorder(record, settings, clock).keep(answered("f"), NOON)
    assert kept.days == 1


def test_five_right_answers_set_the_target(recorder: Recorder, clock: Clock) -> None:
    """First the bank's minutes, then the learner's own median."""
    for seconds in (10, 20, 30, 40):
        recorder.keep(answered("f", seconds), clock.now)
        assert recorder.target(CLAIM.id, 1.0) == 60
    recorder.keep(answered("f", 50), clock.now)
    assert recorder.target(CLAIM.id, 1.0) == 30


def test_a_question_of_a_sitting_is_recorded_once(recorder: Recorder) -> None:
    """A sitting that is taken up after a crash does not double what was recorded."""
    for _ in range(2):
        recorder.keep(answered("f"), NOON, number="1.1")
    recorder.keep(answered("f"), NOON, number="1.2")
    assert len(list(recorder.record.lines())) == 2


def test_what_is_still_due_is_counted(recorder: Recorder, clock: Clock) -> None:
    """Nothing after the first answer; the question itself when its day has come."""
    kept = recorder.keep(answered("f"), NOON)
    assert recorder.due_today() == 0
    clock.now += kept.days * DAY
    assert recorder.due_today() == 1


@pytest.fixture
def travel(clock: Clock) -> Iterator[Callable[[str, str], float]]:
    """Sets the time zone of this process and its clock on the wall; the zone is set back after the test."""
    with pytest.MonkeyPatch.context() as patch:

        def to(zone: str, wall: str) -> float:
            patch.setenv("TZ", zone)
            time.tzset()
            clock.now = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).timestamp()
            return clock.now

        yield to
    time.tzset()


def test_monday_at_ten_and_tuesday_at_nine(
    recorder: Recorder, travel: Callable[[str, str], float], tmp_path: Path
) -> None:
    """Twenty-three hours later it is another day: the answer counts, and after a whole day, not at once."""
    recorder.keep(answered("t"), travel("Europe/Lisbon", "2026-11-23T10:00"))
    monday = recorder.record.card(CLAIM.id)
    kept = recorder.keep(answered("f"), travel("Europe/Lisbon", "2026-11-24T09:00"))
    tuesday = recorder.record.card(CLAIM.id)
    assert monday is not None
    assert tuesday is not None
    assert not kept.practice
    assert (tuesday.reviews, tuesday.reviewed - monday.reviewed) == (2, 1)
    with Record(tmp_path / "evening.db") as record:
        evening = Recorder(record, Settings(), recorder.clock)
        evening.keep(answered("t"), travel("Europe/Lisbon", "2026-11-23T10:00"))
        evening.keep(answered("f"), travel("Europe/Lisbon", "2026-11-24T22:00"))
        assert record.card(CLAIM.id) == tuesday


@pytest.mark.parametrize(
    ("first", "then", "days"),
    [
        # 27 hours, but Monday lasts as long for who flies from Tokyo to Los Angeles
        (("Asia/Tokyo", "2026-11-23T10:00"), ("America/Los_Angeles", "2026-11-23T20:00"), 0),
        # 17 hours, and Tuesday is left out on the way back
        (("America/Los_Angeles", "2026-11-23T20:00"), ("Asia/Tokyo", "2026-11-25T06:00"), 2),
        # Sunday comes a second time
        (("Asia/Tokyo", "2026-11-23T10:00"), ("America/Los_Angeles", "2026-11-22T20:00"), -1),
        # an hour that the clocks were set back is no day
        (("Europe/Lisbon", "2026-10-24T23:00"), ("Europe/Lisbon", "2026-10-25T03:30"), 0),
    ],
)
def test_another_time_zone(
    recorder: Recorder,
    travel: Callable[[str, str], float],
    first: tuple[str, str],
    then: tuple[str, str],
    days: int,
) -> None:
    """Between two drills the days on the learner's calendar count, wherever that hangs."""
    recorder.keep(answered("f"), travel(*first))
    before = recorder.record.card(CLAIM.id)
    at = travel(*then)
    assert recorder.due_today() == (days == 2)
    kept = recorder.keep(answered("f"), at)
    after = recorder.record.card(CLAIM.id)
    assert before is not None
    assert after is not None
    assert kept.practice == (days == 0)
    assert after.reviewed - before.reviewed == days
    assert recorder.due_today() == 0


def test_a_clock_that_is_set_back(recorder: Recorder, clock: Clock) -> None:
    """What was answered while it ran ahead is due now, and an answer brings the schedule back to today."""
    clock.now = NOON + 900 * DAY
    recorder.keep(answered("f"), clock.now)
    clock.now = NOON
    assert recorder.due_today() == 1
    kept = recorder.keep(answered("f"), clock.now)
    card = recorder.record.card(CLAIM.id)
    assert card is not None
    assert (kept.practice, card.reviews, card.reviewed) == (False, 2, recorder.today().day)
    assert kept.days == card.due - card.reviewed >= 1
    assert recorder.due_today() == 0
