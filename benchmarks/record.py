"""A learner's record after years: the next due question, the statistics, an answer, a start.

Our record and a collection of Anki (its Python package, the extra ``bench``) are filled with as many
questions and attempts, and asked for the same in one run, in turn. Both write through to the disk at
every answer.

    python benchmarks/record.py [questions] [attempts] [runs]
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, time
from typing import Any

from dldrill.bank.question import Claim
from dldrill.record.log import Logged, line_hash
from dldrill.record.store import Record, new_name
from dldrill.record.times import study_day

YEARS_MS = 3 * 365 * 86_400_000
MISTAKES = ("", "", "no_bias", "one_channel", "rounded_early")
ANSWERS = json.dumps({"height": "20", "width": "31"})
PARTS = json.dumps(
    [
        {"name": n, "verdict": "right", "read": "20", "mistake": "", "carried": False, "share": 1.0}
        for n in "hw"
    ]
)


def history(questions: int, attempts: int, now: int) -> Iterator[Logged]:
    """Answers to all questions in turn over three years, until now."""
    chance = random.Random(1)
    for number in range(attempts):
        shown = now - YEARS_MS + number * (YEARS_MS // attempts)
        question = number % questions
        rating = chance.choice((1, 2, 3, 3, 3))
        yield Logged(
            uuid=f"{number:032x}",
            clock=shown,
            question=f"bank/{question}",
            revision="0123456789abcdef",
            topic=f"topic{question % 40}",
            type="compute",
            family="conv_shape",
            seed="seed",
            variant=number // questions,
            session=f"{number // 30:032x}",
            kind="drill",
            shown=shown,
            offset=0,
            day=datetime.fromtimestamp(shown / 1000, UTC).date().isoformat(),
            ms=chance.randrange(5_000, 120_000),
            idle=0,
            answers=ANSWERS,
            parts=PARTS,
            verdict="wrong" if rating == 1 else "right",
            points=0.0 if rating == 1 else 2.0,
            of=2.0,
            mistake=chance.choice(MISTAKES) if rating == 1 else "",
            hints=0,
            target=60_000,
            rating=rating,
        )


def fill(path: Path, questions: int, attempts: int, now: int) -> float:
    """Write the log straight into the tables; the seconds that making all cards from it took."""
    with Record(path) as record:
        db = record.db
        marks = ", ".join("?" * (len(Logged._fields) + 1))
        db.execute("BEGIN")
        db.executemany(
            f"INSERT INTO attempt({', '.join(Logged._fields)}, hash) VALUES({marks})",
            ((*line, line_hash(line)) for line in history(questions, attempts, now)),
        )
        db.execute("COMMIT")
        started = perf_counter()
        record.rebuild()
        seconds = perf_counter() - started
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return seconds


def fill_anki(path: Path, questions: int, attempts: int, now: int) -> None:
    """As many notes, cards in review and lines of the review log, straight into Anki's tables."""
    from anki.collection import Collection

    collection = Collection(str(path))
    collection.set_config("fsrs", True)
    note_type, today = collection.models.current()["id"], collection.sched.today
    collection.close()
    first, seconds = now - YEARS_MS, now // 1000
    data = json.dumps({"s": 30.0, "d": 5.0, "dr": 0.9, "lrt": seconds - 30 * 86_400})
    chance = random.Random(1)
    with closing(sqlite3.connect(path)) as db:
        db.executemany(
            "INSERT INTO notes VALUES(?, ?, ?, ?, -1, '', ?, ?, ?, 0, '')",
            (
                (first + n, f"g{n}", note_type, seconds, f"bank/{n}\x1fback", f"bank/{n}", n)
                for n in range(questions)
            ),
        )
        db.executemany(
            "INSERT INTO cards VALUES(?, ?, 1, 0, ?, -1, 2, 2, ?, 30, 2500, 20, 2, 0, 0, 0, 0, ?)",
            (
                (first + n, first + n, seconds, today + chance.randrange(-30, 60), data)
                for n in range(questions)
            ),
        )
        db.executemany(
            "INSERT INTO revlog VALUES(?, ?, -1, ?, 30, 20, 2500, ?, 1)",
            (
                (
                    first + n * (YEARS_MS // attempts),
                    first + n % questions,
                    chance.choice((1, 2, 3, 3, 3)),
                    chance.randrange(5_000, 120_000),
                )
                for n in range(attempts)
            ),
        )
        db.commit()
        for table in ("notes", "cards", "revlog"):
            db.execute(f"ANALYZE {table}")
        db.commit()


class Ours:
    """What is measured of our record."""

    def __init__(self, path: Path, questions: int) -> None:
        self.path, self.asked = path, 0
        self.record = Record(path)
        self.questions = [
            Claim(id=f"bank/{n}", topic=f"topic{n % 40}", minutes=1, points=1, claim="", true=True, why="")
            for n in range(questions)
        ]

    def start(self) -> None:
        """Open the record, read every card, and make the queue of a drill."""
        from dldrill.record.queue import queue, today
        from dldrill.record.settings import Settings

        self.record.close()
        self.record = Record(self.path)
        self.record.damaged(50)
        cards = self.record.cards()
        queue([], cards.values(), 20, 0, today(time(), Settings()))

    def next_due(self) -> None:
        """The question that is the longest overdue."""
        self.record.due(study_day(time()).toordinal(), 1)

    def answer(self) -> None:
        """Record one answer."""
        self.asked += 1
        line = next(history(1, 1, int(time() * 1000) + YEARS_MS))
        question = f"bank/{self.asked * 7919 % len(self.questions)}"
        self.record.add(line._replace(uuid=new_name(), question=question))

    def stats(self) -> None:
        """All statistics."""
        from dldrill.record.queue import today
        from dldrill.record.settings import Settings
        from dldrill.record.statistics import statistics

        statistics(self.record, self.questions, today(time(), Settings()), None)


class Theirs:
    """The like of Anki's collection."""

    def __init__(self, path: Path) -> None:
        from anki.collection import Collection

        self.path, self._open = path, Collection
        self.collection = Collection(str(path))

    def start(self) -> None:
        """Open the collection and make the day's queue."""
        self.collection.close()
        self.collection = self._open(str(self.path))
        self.collection.sched.get_queued_cards(fetch_limit=20)

    def next_due(self) -> Any:
        """The first card of the queue, which Anki keeps in memory."""
        return self.collection.sched.get_queued_cards(fetch_limit=1)

    def answer(self) -> None:
        """Record one answer, once the card has been fetched."""
        scheduler = self.collection.sched
        queued = scheduler.get_queued_cards(fetch_limit=1).cards[0]
        card = self.collection.get_card(queued.card.id)
        card.start_timer()
        answer = scheduler.build_answer(card=card, states=queued.states, rating=2)  # Good
        scheduler.answer_card(answer)

    def stats(self) -> None:
        """The figures behind its window of statistics."""
        self.collection._backend.graphs(search="", days=365)


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    started = perf_counter()
    work()
    return perf_counter() - started


def measured(ours: Ours, theirs: Theirs | None, runs: int) -> None:
    """Print the medians of each, and their ratio."""
    print(f"{'':10} {'dldrill':>12} {'anki':>12} {'ratio':>8}")
    for name, times in (("start", runs), ("next_due", 20 * runs), ("answer", 20 * runs), ("stats", runs)):
        mine: list[float] = []
        its: list[float] = []
        for _ in range(times):  # in turn, so that a slow moment strikes both alike
            mine.append(timed(getattr(ours, name)))
            if theirs:
                its.append(timed(getattr(theirs, name)))
        other = median(its) if its else float("nan")
        print(
            f"{name:10} {median(mine) * 1e3:9.2f} ms {other * 1e3:9.2f} ms {median(mine) / other:7.2f}×"
            f"   worst {max(mine) * 1e3:.1f} and {max(its, default=float('nan')) * 1e3:.1f} ms"
        )


def main() -> None:
    """Fill both and measure them."""
    questions, attempts, runs = (
        int(given) for given in (*sys.argv[1:4], *("50000", "1000000", "5")[len(sys.argv) - 1 :])
    )
    now = int(time() * 1000)
    with TemporaryDirectory() as folder:
        path, anki_path = Path(folder) / "record.db", Path(folder) / "collection.anki2"
        began = perf_counter()
        rebuilt = fill(path, questions, attempts, now)
        print(f"{questions:,} questions, {attempts:,} attempts; filled in {perf_counter() - began:.0f} s")
        print(f"all cards made from the log in {rebuilt:.1f} s; {path.stat().st_size / 1e6:,.0f} MB")
        try:
            fill_anki(anki_path, questions, attempts, now)
            theirs = Theirs(anki_path)
        except ImportError:
            print("anki is not installed: pip install dldrill[bench]")
            theirs = None
        measured(Ours(path, questions), theirs, runs)


if __name__ == "__main__":
    main()
