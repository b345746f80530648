"""What a record tells of a learner: how well each question and topic is known, and what comes due.

All of it is read from the tables that are made from the log, one row a question, a day or a kind of
mistake; the log itself is never walked through.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dldrill.bank.question import Question
from dldrill.record.activity import Activity, activity
from dldrill.record.queue import Today, due_at
from dldrill.record.rating import median
from dldrill.record.schedule import Card, recall
from dldrill.record.slipping import Slipped, slipped
from dldrill.record.store import Record

AHEAD = 14  #: days of the forecast
WEEKS = 8  #: of the calendar
Z95 = 1.959963984540054  #: the quantile of the normal distribution for 95 %
MINUTE = 60_000


class Measure(NamedTuple):
    """How well a question, or all seen questions of a topic, are known.

    Attributes:
        name: the question's id, or the topic.
        topic: the topic.
        questions: how many there are; 1 for a question.
        seen: how many of them were answered.
        answers: the attempts that were judged.
        rights: how many of them were right.
        ms: milliseconds that an answer takes: a question's median, the median of those of a topic.
        pace: that time over the bank's; the median of those of a topic. Not over the learner's own
            target, which follows the median and would always give 1.
        recall: the recall predicted for now; the mean over a topic.
        then: the recall predicted for the exam; for now where there is none.
        due_today: how many questions are due today.
        due: the study day on which the first of them is due, as an ordinal.
        missed: how many were not right the last time.
    """

    name: str
    topic: str
    questions: int
    seen: int
    answers: int
    rights: int
    ms: int
    pace: float
    recall: float
    then: float
    due_today: int
    due: int
    missed: int

    @property
    def share(self) -> float:
        """The share of the answers that was right."""
        return self.rights / self.answers if self.answers else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of that share."""
        return wilson(self.rights, self.answers)

    @property
    def strength(self) -> float:
        """How well it is known: the predicted recall times the share that was right.

        The share is (r + 1)/(n + 2), the mean of a uniform prior after r right answers of n, so that
        a single answer proves little. For a question this is the order of ``drill --weak``.
        """
        return self.then * (self.rights + 1) / (self.answers + 2)


class Progress(NamedTuple):
    """How far the questions are known, of all that there are.

    Attributes:
        questions: all there are.
        seen: how many were answered.
        exam: the day of the exam, if one is set.
        days: days left to it, today included; 0 or less when it is today or over.
        recall: the mean recall of the seen questions, predicted for now.
        then: the same for the exam; for now where there is none ahead.
    """

    questions: int
    seen: int
    exam: date | None
    days: int | None
    recall: float
    then: float

    @property
    def then_of_all(self) -> float:
        """The mean recall of all questions, those that were never seen counting as unknown."""
        return self.then * self.seen / self.questions if self.questions else 0.0

    @property
    def new_a_day(self) -> int | None:
        """New questions a day that show all of them before the exam; None without one ahead."""
        if self.days is None or self.days <= 0:
            return None
        return math.ceil((self.questions - self.seen) / self.days)


class Statistics(NamedTuple):
    """What a learner would want to see at a glance.

    Attributes:
        day: the study day.
        topics: those seen, the weakest first.
        unseen: the topics of which nothing was seen, with how many questions each has.
        questions: those seen, the weakest first.
        forecast: how many questions come due on each of the coming days, from today on.
        mistakes: those made most often.
        progress: towards the exam, or towards knowing all.
        activity: all answers by day; None where only some topics are looked at, since days are
            counted over all of them.
        elsewhere: seen questions that stand in none of the banks at hand.
    """

    day: date
    topics: tuple[Measure, ...]
    unseen: tuple[tuple[str, int], ...]
    questions: tuple[Measure, ...]
    forecast: tuple[int, ...]
    mistakes: tuple[Slipped, ...]
    progress: Progress
    activity: Activity | None
    elsewhere: int


def statistics(
    record: Record, questions: Sequence[Question], today: Today, exam: date | None, whole: bool = True
) -> Statistics:
    """What the record tells of some questions.

    Args:
        record: the record, open.
        questions: those looked at.
        today: when it is.
        exam: the day of the exam that is set, even where it is over.
        whole: whether these are all questions at hand.
    """
    by_id = {question.id: question for question in questions}
    cards = record.cards()
    measures = [_measured(card, by_id[name], today) for name, card in cards.items() if name in by_id]
    weakest = sorted(measures, key=lambda measure: (measure.strength, measure.name))
    topics = _by_topic(measures, questions)
    day = date.fromordinal(today.day)
    return Statistics(
        day,
        tuple(
            sorted((topic for topic in topics if topic.seen), key=lambda topic: (topic.strength, topic.name))
        ),
        tuple((topic.name, topic.questions) for topic in topics if not topic.seen),
        tuple(weakest),
        forecast([measure.due for measure in measures], today.day),
        slipped(record, by_id, whole),
        Progress(
            len(questions),
            len(measures),
            exam,
            None if exam is None else (exam - day).days,
            _mean(measure.recall for measure in measures),
            _mean(measure.then for measure in measures),
        ),
        activity(record, day, WEEKS) if whole else None,
        len(cards) - len(measures) if whole else 0,
    )


def nothing(questions: Sequence[Question], today: Today, exam: date | None) -> Statistics:
    """What is told where nothing was recorded."""
    day = date.fromordinal(today.day)
    unseen = tuple((topic.name, topic.questions) for topic in _by_topic((), questions))
    progress = Progress(len(questions), 0, exam, None if exam is None else (exam - day).days, 0.0, 0.0)
    return Statistics(day, (), unseen, (), (0,) * AHEAD, (), progress, None, 0)


def wilson(rights: int, answers: int) -> tuple[float, float]:
    """The 95 % score interval of a share, which also holds for few answers and for none wrong.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (1927) 209-212, https://doi.org/10.2307/2276774
    """
    if not answers:
        return 0.0, 1.0
    share, spread = rights / answers, Z95**2 / answers
    centre = (share + spread / 2) / (1 + spread)
    half = Z95 * math.sqrt(share * (1 - share) / answers + spread / (4 * answers)) / (1 + spread)
    # with none or all right a bound is exactly 0 or 1, which rounding misses
    return centre - half if rights else 0.0, centre + half if rights < answers else 1.0


def forecast(due: Iterable[int], day: int, days: int = AHEAD) -> tuple[int, ...]:
    """How many questions come due on each day from this one on, as the schedule stands now.

    What is overdue is due today; a question that is answered meanwhile will come again.
    """
    counts = [0] * (days + 1)
    for on in due:
        counts[min(max(0, on - day), days)] += 1
    return tuple(counts[:days])


def _measured(card: Card, question: Question, today: Today) -> Measure:
    due, now = due_at(card, today), recall(card, today.day)
    return Measure(
        card.question,
        question.topic,
        1,
        1,
        card.attempts,
        card.rights,
        card.median,
        card.median / max(1.0, question.minutes * MINUTE),
        now,
        recall(card, today.judged_at),
        int(due <= today.day),
        due,
        int(not card.last_right),
    )


def _by_topic(measures: Sequence[Measure], questions: Sequence[Question]) -> list[Measure]:
    """The topics in the order of their banks."""
    groups: dict[str, list[Measure]] = {question.topic: [] for question in questions}
    sizes = dict.fromkeys(groups, 0)
    for question in questions:
        sizes[question.topic] += 1
    for measure in measures:
        groups[measure.topic].append(measure)
    return [_together(topic, sizes[topic], group) for topic, group in groups.items()]


def _together(topic: str, size: int, group: Sequence[Measure]) -> Measure:
    if not group:
        return Measure(topic, topic, size, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0, 0, 0)
    return Measure(
        topic,
        topic,
        size,
        len(group),
        sum(measure.answers for measure in group),
        sum(measure.rights for measure in group),
        median([measure.ms for measure in group]),
        _middle([measure.pace for measure in group]),
        _mean(measure.recall for measure in group),
        _mean(measure.then for measure in group),
        sum(measure.due_today for measure in group),
        min(measure.due for measure in group),
        sum(measure.missed for measure in group),
    )


def _middle(values: Sequence[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return math.fsum(found) / len(found) if found else 0.0
