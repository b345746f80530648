"""A simulated learner over many days on real questions, for tests and for looking at screens.

``python tests/histories.py FILE`` writes such a record, as of today.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from dldrill.bank.library import load
from dldrill.bank.question import Compute, Question
from dldrill.dealing.source import original
from dldrill.derivation.mistakes import mistakes_of
from dldrill.record import rating
from dldrill.record.log import Amendment, Line, Logged
from dldrill.record.store import Record

INTERVALS = (1, 3, 8, 20, 40)  #: days to the next time, by how often in a row it was right
EVENING = time(18)
DAY_OFF = 0.2  #: how many days bring nothing


class Learner:
    """Studies in the evenings: what is due first, then new questions; some topics are hard.

    Args:
        questions: what is studied, in this order.
        seed: what chance comes from.
    """

    def __init__(self, questions: Sequence[Question], seed: str) -> None:
        self.chance = Random(f"learner/{seed}")
        self.questions = {question.id: question for question in questions}
        self.new = list(self.questions)
        self.chance.shuffle(self.new)
        self.due: dict[str, date] = {}
        self.level: dict[str, int] = {}
        topics = sorted({question.topic for question in questions})
        self.skill = {topic: self.chance.uniform(0.35, 0.9) for topic in topics}
        self.habit: dict[str, str] = {}
        self.slips: dict[str, list[str]] = {}
        self.count = 0

    def studied(self, day: date) -> Iterator[Line]:
        """The lines of a day's log."""
        if self.chance.random() < DAY_OFF:
            return
        due = [question for question, when in self.due.items() if when <= day]
        number = self.chance.randint(6, 36)
        fresh = [self.new.pop() for _ in range(min(len(self.new), max(4, number - len(due))))]
        at = datetime.combine(day, EVENING).astimezone()
        for question in (due + fresh)[:number]:
            line = self._answer(self.questions[question], day, at)
            yield line
            at += timedelta(milliseconds=line.ms + 4_000)
            if line.verdict == "wrong" and self.chance.random() < 0.03:
                yield Amendment(f"amend-{self.count}", line.clock + 1, line.uuid, "dispute", 3)

    def _answer(self, question: Question, day: date, at: datetime) -> Logged:
        self.count += 1
        level = self.level.get(question.id, 0)
        skill = self.skill[question.topic]
        right = self.chance.random() < skill + (1 - skill) * min(0.9, 0.3 * level)
        self.level[question.id] = level = min(level + 1, len(INTERVALS)) if right else 0
        self.due[question.id] = day + timedelta(days=INTERVALS[max(0, level - 1)])
        mistake = "" if right else self._mistake(question)
        target = round(question.minutes * 60_000)
        ms = round(target * self.chance.lognormvariate(-0.1 if right else 0.3, 0.5))
        shown = round(at.timestamp() * 1000)
        verdict = "right" if right else "wrong"
        return Logged(
            uuid=f"{self.count:032x}",
            clock=shown + ms,
            question=question.id,
            revision="",
            topic=question.topic,
            type=question.type,
            family=getattr(question, "family", ""),
            seed=f"s{self.count}",
            variant=0,
            session=day.isoformat(),
            kind="drill",
            shown=shown,
            offset=0,
            day=day.isoformat(),
            ms=ms,
            idle=0,
            answers="{}",
            parts="[]",
            verdict=verdict,
            points=question.points if right else 0.0,
            of=question.points,
            mistake=mistake,
            hints=0,
            target=target,
            rating=rating.automatic(verdict, float(right), 0, ms, target),
        )

    def _mistake(self, question: Question) -> str:
        """The same one each time for most questions, as people make them."""
        if question.id not in self.slips:
            self.slips[question.id] = declared(question)
        names = self.slips[question.id]
        if not names or self.chance.random() < 0.3:
            return ""
        usual = self.habit.setdefault(question.id, self.chance.choice(names))
        return usual if self.chance.random() < 0.7 else self.chance.choice(names)


def declared(question: Question) -> list[str]:
    """The names of the mistakes that can be made in a question."""
    problem = original(question).problem if isinstance(question, Compute) else None
    return [] if problem is None else sorted({mistake.name for mistake in mistakes_of(problem)})


def history(questions: Sequence[Question], last: date, days: int = 60, seed: str = "ada") -> list[Line]:
    """The log of a learner who began so many days before a day, that day left out."""
    learner = Learner(questions, seed)
    return [line for back in range(days, 0, -1) for line in learner.studied(last - timedelta(days=back))]


def written(path: Path, lines: Sequence[Line]) -> Record:
    """A record with this log, open."""
    record = Record(path)
    record.merge(lines)
    return record


if __name__ == "__main__":
    written(Path(sys.argv[1]), history(list(load()), date.today())).close()
