"""The statistics as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from dldrill.record.activity import Activity
from dldrill.record.statistics import Measure, Progress, Statistics
from dldrill.record.times import DAY, SECOND

MINUTE = 60 * SECOND


def stats_data(found: Statistics, by_question: bool) -> dict[str, Any]:
    """What scripts get of ``dldrill stats --json``.

    ::

        {"day": "2026-11-21",
         "progress": {"questions": 514, "seen": 212, "exam": "2026-12-10" | null, "days": 19 | null,
                      "recall": 0.93, "recall_at_exam": 0.81 | null, "recall_at_exam_of_all": 0.33 | null,
                      "new_a_day": 16 | null},
         "topics": [{"name": "attention", "topic": "attention", "questions": 45, "seen": 11,
                     "answers": 113, "right": 71, "share": 0.63, "interval": [0.54, 0.71],
                     "seconds": 29.0, "of_target": 0.97, "recall": 0.89, "recall_at_exam": 0.71 | null,
                     "strength": 0.44, "due_today": 6, "next_due": "2026-11-21", "missed": 1}],
         "questions": [like topics, with --questions only],
         "unseen": {"sequences": 5},
         "mistakes": [{"name": "no-bias", "times": 7, "last_day": "2026-11-14",
                       "question": "convolution/dqn-parameters" | null, "says": "…" | null}],
         "forecast": [{"day": "2026-11-21", "due": 27}],
         "activity": {"answers": 849, "right": 664, "minutes": 812.5, "streak": 5,
                      "first": "2026-09-22" | null,
                      "days": [{"day": "2026-11-21", "answers": 20, "right": 16, "minutes": 19.3}]} | null,
         "elsewhere": 0}

    ``topics`` and ``questions`` begin with the weakest. ``interval`` is the 95 % interval of
    ``share``; ``seconds`` the median, ``of_target`` that over the bank's time; the days of
    ``forecast`` begin today, those of ``activity`` with a Monday; ``activity`` is null where only
    some topics are looked at.
    """
    has_exam = found.progress.days is not None and found.progress.days > 0
    data: dict[str, Any] = {
        "day": found.day.isoformat(),
        "progress": _progress(found.progress, has_exam),
        "topics": [_measure(topic, has_exam, found.day) for topic in found.topics],
    }
    if by_question:
        data["questions"] = [_measure(question, has_exam, found.day) for question in found.questions]
    return data | {
        "unseen": dict(found.unseen),
        "mistakes": [
            slip._asdict() | {"question": slip.question or None, "says": slip.says or None}
            for slip in found.mistakes
        ],
        "forecast": [
            {"day": (found.day + DAY * place).isoformat(), "due": count}
            for place, count in enumerate(found.forecast)
        ],
        "activity": None if found.activity is None else _activity(found.activity),
        "elsewhere": found.elsewhere,
    }


def _progress(progress: Progress, has_exam: bool) -> dict[str, Any]:
    return {
        "questions": progress.questions,
        "seen": progress.seen,
        "exam": None if progress.exam is None else progress.exam.isoformat(),
        "days": progress.days,
        "recall": _rounded(progress.recall),
        "recall_at_exam": _rounded(progress.then) if has_exam else None,
        "recall_at_exam_of_all": _rounded(progress.then_of_all) if has_exam else None,
        "new_a_day": progress.new_a_day,
    }


def _measure(measure: Measure, has_exam: bool, today: date) -> dict[str, Any]:
    return {
        "name": measure.name,
        "topic": measure.topic,
        "questions": measure.questions,
        "seen": measure.seen,
        "answers": measure.answers,
        "right": measure.rights,
        "share": _rounded(measure.share),
        "interval": [_rounded(bound) for bound in measure.interval],
        "seconds": measure.ms / SECOND,
        "of_target": _rounded(measure.pace),
        "recall": _rounded(measure.recall),
        "recall_at_exam": _rounded(measure.then) if has_exam else None,
        "strength": _rounded(measure.strength),
        "due_today": measure.due_today,
        "next_due": max(today, date.fromordinal(measure.due)).isoformat(),
        "missed": measure.missed,
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "answers": activity.answers,
        "right": activity.rights,
        "minutes": round(activity.ms / MINUTE, 1),
        "streak": activity.streak,
        "first": None if activity.first is None else activity.first.isoformat(),
        "days": [
            {
                "day": studied.day.isoformat(),
                "answers": studied.answers,
                "right": studied.rights,
                "minutes": round(studied.ms / MINUTE, 1),
            }
            for studied in activity.days
        ],
    }


def _rounded(share: float) -> float:
    return round(share, 4)
