"""The screens of ``dldrill stats``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import tzset

import pytest
from histories import history, written
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from screens import LOOKS, accepted, tidy

from dldrill.bank.question import Claim, Compute, Question
from dldrill.record.activity import Activity, Studied
from dldrill.record.queue import today
from dldrill.record.settings import Settings
from dldrill.record.slipping import Slipped
from dldrill.record.statistics import Measure, Progress, Statistics, nothing, statistics
from dldrill.show.charts import bars, beside, day_bars, day_text, duration, shade, share_bar
from dldrill.show.look import Look
from dldrill.show.stats import stats_screen
from dldrill.show.stats_data import stats_data

DAY = date(2026, 11, 21)
EXAM = DAY + timedelta(days=19)
NOON = datetime.combine(DAY, time(12), UTC).timestamp()
SIZES = {"attention": 30, "convolution": 40, "language-models": 25, "losses": 30, "networks": 12}
FAMILIES = ("conv_params", "conv_shape", "receptive_field", "attention", "optimizer_steps", "norm_layers")
HOSTILE = "\x1b[31m\u202e\x07[b]x"
SCREENS = LOOKS | {"40": Look(40), "plain-40": Look(40, plain=True)}


@pytest.fixture(autouse=True, scope="module")
def in_utc() -> Iterator[None]:
    """Days begin at the same instants wherever the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        tzset()
        yield
    tzset()


def questions() -> Iterator[Question]:
    """Questions that stay the same when the banks grow."""
    for topic, size in SIZES.items():
        for number in range(size):
            name = f"{topic}/a-claim-with-a-name-{number}"
            yield Claim(id=name, topic=topic, minutes=0.5, points=1, claim="a", true=True, why="b")
    for family in FAMILIES:
        yield Compute(id=f"convolution/{family}", topic="convolution", minutes=4, points=2, family=family)


@cache
def found(exam: date | None = EXAM, topic: str = "") -> Statistics:
    """What the record of a learner tells who never began with networks."""
    every = list(questions())
    looked_at = [question for question in every if not topic or question.topic == topic]
    at = today(NOON, Settings(exam))
    with TemporaryDirectory() as folder:
        log = history([question for question in every if question.topic != "networks"], DAY)
        with written(Path(folder) / "record.db", log) as record:
            return statistics(record, looked_at, at, exam, not topic)


@pytest.mark.parametrize("look", SCREENS)
def test_golden(look: str) -> None:
    """The screen looks as it was accepted, in each look."""
    shown = SCREENS[look]
    accepted(tidy(stats_screen(found(), (), False, shown), shown), f"test_stats-all-{look}")


@pytest.mark.parametrize("look", SCREENS)
def test_golden_topic(look: str) -> None:
    """One topic without an exam, with its questions, looks as it was accepted, in each look."""
    shown, only = SCREENS[look], found(None, "convolution")
    screen = tidy(stats_screen(only, ("convolution",), True, shown), shown)
    accepted(screen, f"test_stats-topic-{look}")


@pytest.mark.parametrize("width", [20, 30, 40, 50, 60, 79, 80, 100])
@pytest.mark.parametrize("plain", [False, True])
def test_every_topic_is_named_at_every_width(width: int, plain: bool) -> None:
    """Nothing is cut off: each topic, and each question asked for, can be read whole."""
    look = Look(width, plain=plain)
    screen = tidy(stats_screen(found(), (), True, look), look)
    joined = "".join(screen.split())
    for measure in (*found().topics, *found().questions):
        assert measure.name in joined
    assert "…" not in screen
    assert "networks(12)" in joined


@pytest.mark.parametrize(
    ("topics", "told"),
    [
        ((), "Nothing recorded yet. Begin with five questions: dldrill drill -n 5"),
        (
            ("losses",),
            "Nothing recorded yet in losses. Begin with five questions: dldrill drill -n 5 --topic losses",
        ),
    ],
)
@pytest.mark.parametrize("look", SCREENS.values())
def test_nothing_recorded(topics: tuple[str, ...], told: str, look: Look) -> None:
    """A beginner is told the command to begin with."""
    none = nothing(list(questions()), today(NOON, Settings()), None)
    assert " ".join(tidy(stats_screen(none, topics, False, look), look).split()) == told


@pytest.mark.parametrize(
    ("days", "told", "untold"),
    [
        (None, "--exam-date", "on that day"),
        (-2, "the exam was on 19 Nov", "on that day"),
        (0, "exam today, 21 Nov: good luck!", "on that day"),
        (1, "exam on 22 Nov, tomorrow", "--exam-date"),
        (60, "exam on 20 Jan 2027, in 60 days", "--exam-date"),
    ],
)
def test_exams(days: int | None, told: str, untold: str) -> None:
    """An exam is told as what it is: none set, over, today or ahead."""
    exam = None if days is None else DAY + timedelta(days=days)
    screen = tidy(stats_screen(found(exam), (), False, Look(80)), Look(80))
    assert told in screen
    assert untold not in screen


def test_all_seen() -> None:
    """Where nothing new is left, no number of new questions is asked for."""
    whole = found()._replace(progress=Progress(50, 50, EXAM, 19, 0.9, 0.8))
    screen = tidy(stats_screen(whole, (), False, Look(80)), Look(80))
    assert "You have seen all of them." in screen
    assert "0 new questions" not in screen


def test_hostile_names() -> None:
    """A record joined from elsewhere, and a bank, may hold any text; none of it acts on the terminal."""
    row = Measure(HOSTILE, HOSTILE, 1, 1, 3, 1, 9_000, 1.5, 0.5, 0.4, 1, 0, 1)
    hostile = found()._replace(
        topics=(row,),
        questions=(row,),
        unseen=((HOSTILE, 3),),
        mistakes=(Slipped(HOSTILE, 2, "2026-11-20", HOSTILE, HOSTILE),),
        elsewhere=2,
    )
    for look in (*SCREENS.values(), Look(20)):
        screen = tidy(stats_screen(hostile, (HOSTILE,), True, look), look)
        assert "\\x1b[31m\\u202e\\x07[b]x" in "".join(screen.split())
        assert "2 answered questions" in " ".join(screen.split())


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    """A topic with numbers of any size."""
    seen, rights, ms = draw(st.integers(1, 10**6)), draw(st.integers(0, 10**7)), draw(st.integers(0, 10**9))
    answers = rights + draw(st.integers(1, 10**7))
    now, then, due = draw(st.floats(0, 1)), draw(st.floats(0, 1)), draw(st.integers(0, seen))
    pace, on = ms / 60_000, DAY.toordinal() + draw(st.integers(-9_999, 0) if due else st.integers(1, 36_500))
    return Measure("topic", "topic", seen + 3, seen, answers, rights, ms, pace, now, then, due, on, seen)


@given(
    topics=st.lists(measures(), min_size=1, max_size=3),
    counts=st.lists(st.integers(0, 9_999), min_size=14, max_size=14),
    look=st.sampled_from([*SCREENS.values(), Look(20), Look(100)]),
)
def test_any_numbers(topics: list[Measure], counts: list[int], look: Look) -> None:
    """However large or small the numbers are, the screen keeps to its width."""
    monday = DAY - timedelta(days=DAY.weekday() + 7)
    days = tuple(Studied(monday + timedelta(days=at), n, 0, n * 9_000) for at, n in enumerate(counts[:13]))
    activity = Activity(sum(counts), 0, sum(counts) * 9_000, counts[0], monday, days)
    whole = found()._replace(topics=tuple(topics), questions=tuple(topics), forecast=tuple(counts))
    shown = whole._replace(activity=activity if any(counts[:13]) else None)
    tidy(stats_screen(shown, (), True, look), look)


@pytest.mark.parametrize(
    ("counts", "rows"),
    [
        ([0, 0], ["", "", ""]),
        ([24, 12, 8, 1, 0], ["█", "█ ▄", "█ █ █ ▁"]),
        ([1, 1], ["█ █", "█ █", "█ █"]),
        ([100_000, 1], ["█", "█", "█ ▁"]),
    ],
)
def test_bars(counts: list[int], rows: list[str]) -> None:
    """The highest bar is the largest count; the least count still shows, and none shows nothing."""
    assert bars(counts, Look(80)) == rows


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=14))
def test_bars_grow_with_the_counts(counts: list[int]) -> None:
    """A larger count has no lower bar, in Unicode as in ASCII."""
    for look, signs in ((Look(80), " ▁▂▃▄▅▆▇█"), (Look(80, ascii=True), " .#")):
        rows = [row.ljust(2 * len(counts)) for row in bars(counts, look)]
        heights = [sum(signs.index(row[2 * at]) for row in rows) for at in range(len(counts))]
        for one, height in zip(counts, heights, strict=True):
            assert (height > 0) == (one > 0)
            assert all(height <= other for n, other in zip(counts, heights, strict=True) if one <= n)


def test_bars_in_words() -> None:
    """In plain mode a chart is its counts."""
    told = day_bars("due", [3, 0, 12], DAY, Text("3 today"), Look(80, plain=True))
    assert told.plain == "due: 3, 0, 12. 3 today"


@pytest.mark.parametrize(
    ("answers", "sign", "ascii_sign"),
    [
        (0, "·", "."),
        (1, "░", "-"),
        (9, "░", "-"),
        (10, "▒", "+"),
        (20, "▓", "*"),
        (39, "▓", "*"),
        (40, "█", "#"),
    ],
)
def test_shades(answers: int, sign: str, ascii_sign: str) -> None:
    """Days differ by their signs, not by colour alone."""
    assert (shade(answers, Look()), shade(answers, Look(ascii=True))) == (sign, ascii_sign)


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "░░░░"), (0.01, "█░░░"), (0.5, "██░░"), (0.74, "██░░"), (0.99, "███░"), (1, "████")],
)
def test_shares(share: float, shown: str) -> None:
    """Only all fills the bar, and only nothing leaves it empty."""
    assert share_bar(share, 4, Look()).plain == shown


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0 min"),
        (9_000, "under a minute"),
        (59 * 60_000, "59 min"),
        (60 * 60_000, "1 h"),
        (11_520_000, "3 h 12 min"),
    ],
)
def test_durations(ms: int, shown: str) -> None:
    """Times are told in hours and minutes."""
    assert duration(ms).replace("\ue000", " ") == shown


@pytest.mark.parametrize(("day", "shown"), [(DAY, "21 Nov"), (date(2025, 3, 1), "1 Mar 2025")])
def test_days(day: date, shown: str) -> None:
    """A day has its year where that is another one."""
    assert day_text(day, DAY).replace("\ue000", " ") == shown


@pytest.mark.parametrize(
    ("width", "lines"), [(9, ["ab    xyz", "c     w"]), (8, ["ab", "c", "", "xyz", "w"])]
)
def test_side_by_side(width: int, lines: list[str]) -> None:
    """Two figures stand side by side where there is room, else one under the other."""
    assert beside(Text("ab\nc"), Text("xyz\nw"), 4, width).plain.split("\n") == lines


def test_data() -> None:
    """JSON holds what the screen shows, ready to be written; questions only where they are asked for."""
    data = json.loads(json.dumps(stats_data(found(), by_question=True), allow_nan=False))
    assert [topic["name"] for topic in data["topics"]] == [topic.name for topic in found().topics]
    assert len(data["questions"]) == len(found().questions) == data["progress"]["seen"]
    assert data["unseen"] == {"networks": 12}
    assert data["forecast"][0] == {"day": "2026-11-21", "due": found().forecast[0]}
    assert data["activity"]["days"][-1]["day"] == "2026-11-21"
    assert data["progress"]["exam"] == "2026-12-10"
    assert all(topic["next_due"] >= "2026-11-21" for topic in data["topics"])
    assert "questions" not in stats_data(found(), by_question=False)


def test_data_without_an_exam() -> None:
    """Without an exam nothing is said about its day; one topic has no days of its own."""
    data = stats_data(found(None, "convolution"), by_question=False)
    assert data["activity"] is None
    assert data["progress"]["recall_at_exam"] is data["progress"]["new_a_day"] is None
    assert [topic["recall_at_exam"] for topic in data["topics"]] == [None]
