"""Statistics are sums over the log, in the order in which a drill takes what is weak."""

from __future__ import annotations

import math
import re
import tempfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from attempts import NOON, logs, on_day, replayed
from histories import history, written
from hypothesis import given, settings
from hypothesis import strategies as st

from dldrill import grading
from dldrill.bank.library import load
from dldrill.bank.question import Claim
from dldrill.record import queue
from dldrill.record.activity import Studied, activity, streak
from dldrill.record.log import Line
from dldrill.record.queue import Today, today
from dldrill.record.schedule import recall
from dldrill.record.settings import Settings
from dldrill.record.slipping import GENERAL, sentence, slipped
from dldrill.record.statistics import Measure, Progress, forecast, nothing, statistics, wilson
from dldrill.record.store import Record
from dldrill.record.times import DAY

FIRST = date(2026, 2, 11)  #: of the lines in attempts.py
TODAY = FIRST.toordinal()
NOW = NOON / 1000


def claim(name: str, minutes: float = 1) -> Claim:
    """A question of the topic before the slash."""
    topic = name.partition("/")[0]
    return Claim(id=name, topic=topic, minutes=minutes, points=1, claim="a", true=True, why="b")


QUESTIONS = [claim("conv/1"), claim("conv/2", 2), claim("conv/3"), claim("rest/1")]  #: loss/7 is elsewhere


def after(days: int, exam: date | None = None) -> Today:
    """What holds so many days after the first."""
    return today(NOW + days * 86_400, Settings(exam))


@pytest.mark.parametrize(
    ("rights", "answers", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_published_intervals(rights: int, answers: int, low: float, high: float) -> None:
    """Wilson's interval is the one in a published comparison of intervals."""
    assert wilson(rights, answers) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_solve_the_score_equation(counts: tuple[int, int]) -> None:
    """The bounds are the shares from which what was seen is just 1.96 standard errors away."""
    rights, answers = counts
    share = rights / answers
    for bound in wilson(rights, answers):
        assert 0 <= bound <= 1
        away = 1.959963984540054 * math.sqrt(bound * (1 - bound) / answers)
        assert abs(share - bound) == pytest.approx(away, abs=1e-9)


@pytest.mark.parametrize(
    ("ago", "days"),
    [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2], 3), ([1, 2, 4], 2), ([0, 2], 1), ([-1, 0, 1], 2)],
)
def test_streaks(ago: list[int], days: int) -> None:
    """Days in a row end with today, or with yesterday as long as today is not over."""
    assert streak({FIRST - DAY * back for back in ago}, FIRST) == days


@pytest.mark.parametrize(
    ("since", "first", "count"),
    [
        (0, "2026-02-09", 3),
        (1, "2026-02-09", 3),
        (3, "2026-02-02", 10),
        (30, "2026-01-12", 31),
        (900, "2025-12-22", 52),
        (-5, "2026-02-09", 3),
    ],
)
def test_calendars_begin_on_a_monday(since: int, first: str, count: int, tmp_path: Path) -> None:
    """The calendar has every day from the Monday of the first week, of eight at most, to today."""
    with written(tmp_path / "record.db", [on_day(-since, ms=7)]) as record:
        found = activity(record, FIRST, 8)
    assert (found.days[0].day.isoformat(), len(found.days)) == (first, count)
    assert found.days[-1].day == FIRST
    assert [one.day for one in found.days] == [found.days[0].day + DAY * place for place in range(count)]
    assert (found.answers, found.rights, found.ms, found.first) == (1, 1, 7, FIRST - DAY * since)
    inside = 0 <= since < 56
    assert sum(one.answers for one in found.days) == inside
    assert not inside or Studied(FIRST - DAY * since, 1, 1, 7) in found.days


@pytest.mark.parametrize(
    ("later", "place"), [(-400, 0), (-1, 0), (0, 0), (1, 1), (2, 2), (13, 13), (14, None), (36_500, None)]
)
def test_forecasts(later: int, place: int | None) -> None:
    """What is overdue is due today; what comes due later counts on its study day."""
    expected = tuple(int(at == place) for at in range(14))
    assert forecast([TODAY + later], TODAY) == expected


@given(st.lists(st.integers(-40, 40), max_size=30))
def test_forecasts_leave_nothing_out(days: list[int]) -> None:
    """All that comes due within the time is on one day of it."""
    found = forecast([TODAY + day for day in days], TODAY)
    assert sum(found) == sum(day < 14 for day in days)


@settings(max_examples=20)
@given(log=logs(), later=st.integers(0, 500), days_left=st.none() | st.integers(-3, 90))
def test_sums_are_those_of_the_log(log: list[Line], later: int, days_left: int | None) -> None:
    """Every number agrees with a plain walk through the log, whatever was undone or disputed."""
    exam = None if days_left is None else FIRST + timedelta(days=later + days_left)
    at = after(later, exam)
    with tempfile.TemporaryDirectory() as folder, written(Path(folder) / "record.db", log) as record:
        found = statistics(record, QUESTIONS, at, exam)
        some = statistics(record, QUESTIONS, at, exam, whole=False)
    tables = replayed(log)
    here = {name: card for name, card in tables.cards.items() if name != "loss/7"}
    assert found.activity is not None
    assert found.activity.answers == sum(card.attempts for card in tables.cards.values())
    assert found.activity.rights == sum(card.rights for card in tables.cards.values())
    assert found.activity.ms == sum(ms for _, _, ms in tables.days.values())
    assert found.elsewhere == len(tables.cards) - len(here)
    assert [topic.name for topic in found.topics] == ["conv"] * bool(here)
    assert dict(found.unseen) == ({"rest": 1} if here else {"conv": 3, "rest": 1})
    for topic in found.topics:
        assert (topic.seen, topic.questions) == (len(here), 3)
        assert topic.answers == sum(card.attempts for card in here.values())
        assert topic.rights == sum(card.rights for card in here.values())
        assert topic.recall == pytest.approx(
            sum(recall(card, TODAY + later) for card in here.values()) / len(here)
        )
        assert topic.missed == sum(not card.last_right for card in here.values())
        assert topic.due_today == found.forecast[0]
    slips: Counter[str] = Counter()
    for (_, mistake), (times, _) in tables.slips.items():
        slips[mistake] += times
    assert {slip.name: slip.times for slip in found.mistakes} == slips
    assert (some.activity, some.elsewhere, some.questions) == (None, 0, found.questions)
    assert found.progress.seen == len(here)


@settings(max_examples=12)
@given(log=logs(), days_left=st.none() | st.integers(1, 90))
def test_the_weakest_are_those_of_a_drill(log: list[Line], days_left: int | None) -> None:
    """Questions stand in the order in which ``drill --weak`` takes them."""
    exam = None if days_left is None else FIRST + timedelta(days=100 + days_left)
    at = after(100, exam)
    with tempfile.TemporaryDirectory() as folder, written(Path(folder) / "record.db", log) as record:
        found = statistics(record, QUESTIONS, at, exam)
        cards = [card for name, card in record.cards().items() if name != "loss/7"]
    assert [one.name for one in found.questions] == [want.question for want in queue.weakest(cards, at)]
    by_name = {card.question: card for card in cards}
    for one in found.questions:
        assert one.strength == pytest.approx(queue.strength(by_name[one.name], at.judged_at))
        assert one.due == queue.due_at(by_name[one.name], at)


def test_a_topic(tmp_path: Path) -> None:
    """A topic's time and pace are the medians over its questions; its pace is over the bank's time."""
    log = [
        on_day(0, question="conv/1", ms=30_000, target=1),
        on_day(0, question="conv/2", ms=60_000, target=1),
        on_day(0, question="conv/3", ms=90_000, target=1, verdict="wrong", rating=1),
        on_day(1, question="conv/2", ms=60_000, target=1),
    ]
    with written(tmp_path / "record.db", log) as record:
        (topic,) = statistics(record, QUESTIONS, after(1), None).topics
    assert (topic.answers, topic.rights, topic.seen, topic.missed) == (4, 3, 3, 1)
    assert (topic.ms, topic.pace, topic.share) == (60_000, 0.5, 0.75)


def test_nothing_recorded(tmp_path: Path) -> None:
    """An empty record tells the same as none."""
    with Record(tmp_path / "record.db") as record:
        found = statistics(record, QUESTIONS, after(0), None)
    assert found._replace(activity=None) == nothing(QUESTIONS, after(0), None)
    assert found.activity is not None
    assert (found.activity.answers, found.activity.streak, found.activity.first) == (0, 0, None)


@pytest.mark.parametrize(
    ("seen", "days", "new"), [(0, 10, 10), (1, 10, 10), (10, 10, 9), (99, 10, 1), (100, 10, 0), (0, 1, 100)]
)
def test_new_questions_a_day(seen: int, days: int, new: int) -> None:
    """As many new questions a day as show all of them before the exam."""
    assert Progress(100, seen, FIRST, days, 0.9, 0.8).new_a_day == new


@pytest.mark.parametrize("days", [None, 0, -1])
def test_no_exam_ahead(days: int | None) -> None:
    """Without an exam ahead there is no such number; of nothing, nothing is known."""
    assert Progress(100, 3, None, days, 0.9, 0.8).new_a_day is None
    assert Progress(0, 0, None, days, 0, 0).then_of_all == 0


def test_recall_for_all() -> None:
    """Questions that were never seen count as unknown on the day of the exam."""
    assert Progress(200, 50, FIRST, 3, 0.9, 0.8).then_of_all == pytest.approx(0.2)


def test_the_exam_is_looked_ahead_to(tmp_path: Path) -> None:
    """With an exam ahead the recall on that day decides what is weak, and nothing is due after it."""
    exam = FIRST + timedelta(days=8)
    lines = [on_day(day, question="conv/1", ms=0) for day in (0, 2, 5)]
    with written(tmp_path / "record.db", lines) as record:
        without = statistics(record, QUESTIONS, after(5), None)
        ahead = statistics(record, QUESTIONS, after(5, exam), exam)
    assert ahead.questions[0].then < ahead.questions[0].recall == without.questions[0].then
    assert sum(without.forecast[:3]) == 0
    assert ahead.forecast[:3] == (0, 0, 1)
    assert (ahead.progress.days, without.progress.days) == (3, None)


SLIPS = [
    on_day(0, question="conv/1", verdict="wrong", rating=1, mistake="sign"),
    on_day(1, question="conv/2", verdict="wrong", rating=1, mistake="sign+no-bias"),
    on_day(2, question="conv/1", verdict="partly", rating=1, mistake="factor-2 no-bias"),
    on_day(3, question="loss/7", verdict="wrong", rating=1, mistake="sign"),
    on_day(4, question="loss/7", verdict="right", mistake="sign"),
]


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (
            True,
            [
                ("sign", 3, "2026-02-14", "conv/2", GENERAL["sign"]),
                ("no-bias", 2, "2026-02-13", "conv/1", ""),
                ("factor-2", 1, "2026-02-13", "conv/1", GENERAL["factor-2"]),
            ],
        ),
        (
            False,
            [
                ("no-bias", 2, "2026-02-13", "conv/1", ""),
                ("sign", 2, "2026-02-12", "conv/2", GENERAL["sign"]),
                ("factor-2", 1, "2026-02-13", "conv/1", GENERAL["factor-2"]),
            ],
        ),
    ],
)
def test_mistakes(whole: bool, expected: list[tuple[str, int, str, str, str]], tmp_path: Path) -> None:
    """Mistakes count by name over all questions, two at once as each; the example is one at hand."""
    with written(tmp_path / "record.db", SLIPS) as record:
        found = slipped(record, {question.id: question for question in QUESTIONS}, whole)
        fewest = slipped(record, {}, True, most=1)
    assert [tuple(slip) for slip in found] == expected
    assert [tuple(slip) for slip in fewest] == [("sign", 3, "2026-02-14", "", GENERAL["sign"])]


@pytest.mark.parametrize(
    ("name", "question", "part"),
    [
        ("no-bias", "convolution/dqn-parameters", "has a bias"),
        ("no-bias", "activations/relu-centring", ""),
        ("no-such-thing", "convolution/dqn-parameters", ""),
        ("factor-2", "convolution/dqn-parameters", GENERAL["factor-2"]),
        ("sign", "activations/relu-centring", GENERAL["sign"]),
    ],
)
def test_sentences(name: str, question: str, part: str) -> None:
    """A mistake is explained as its family declares it, or for any calculation, where it is known."""
    says = sentence(name, load().find(question))
    assert part in says
    assert bool(part) == bool(says)


def test_a_family_has_its_own_words() -> None:
    """Where a family declares what any calculation can get wrong, its own sentence is told."""
    says = sentence("transposed", load().find("networks/hinge-gradient-signs"))
    assert says not in ("", GENERAL["transposed"])


def test_slips_of_any_calculation() -> None:
    """Each slip that grading can find has its words here, and there are no words for others."""
    folder = Path(grading.__path__[0])
    source = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    named = set(re.findall(r'(?:Slip|Diagnosis)\("([a-z0-9-]+)"', source))
    assert named <= GENERAL.keys()
    assert all(f'"{name}"' in source for name in GENERAL)


def test_a_learner_of_many_days(tmp_path: Path) -> None:
    """Over sixty days on the bundled questions everything adds up, and the weakest stand first."""
    questions, day = list(load()), date(2026, 11, 21)
    now = datetime.combine(day, time(12)).astimezone().timestamp()
    log = history(questions, day)
    exam = day + timedelta(days=19)
    with written(tmp_path / "record.db", log) as record:
        found = statistics(record, questions, today(now, Settings(exam)), exam)
    assert found.activity is not None
    assert found.activity.answers == sum(topic.answers for topic in found.topics) > 500
    assert sum(topic.seen for topic in found.topics) == len(found.questions) == found.progress.seen
    assert sum(topic.questions for topic in found.topics) + sum(dict(found.unseen).values()) == len(questions)
    for rows in (found.topics, found.questions):
        assert _strengths(rows) == sorted(_strengths(rows))
    assert sum(found.forecast) == len(found.questions) - _after_the_forecast(found.questions, day)
    assert found.mistakes[0].says
    assert found.progress.then < found.progress.recall


def _strengths(rows: tuple[Measure, ...]) -> list[float]:
    return [row.strength for row in rows]


def _after_the_forecast(rows: tuple[Measure, ...], day: date) -> int:
    return sum(row.due >= (day + timedelta(days=14)).toordinal() for row in rows)
