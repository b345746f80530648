"""A warm process that forks writers to be killed; run as a script by the tests.

Each line on standard input is an order, carried out by a child of its own: ``write PATH`` adds
answers until it is killed, ``migrate PATH`` opens a record with a slow second format, and
``at-once PATH N`` has N processes add one answer each. The children tell what they have done on
standard output, a line at a time, after it is done; the first two then wait to be killed. ``ended``
follows when a child is gone.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import fsrs  # noqa: F401 - loaded before the forks, so that a writer starts at once
from attempts import on_day

from dldrill.record import backup, repair, schema  # noqa: F401 - likewise
from dldrill.record.log import Logged
from dldrill.record.opening import connected
from dldrill.record.store import Record, new_name

QUESTIONS, DAYS = 40, 30
SLOW = (
    *schema.MIGRATIONS,
    (
        "ALTER TABLE attempt ADD COLUMN remark TEXT NOT NULL DEFAULT ''",
        "UPDATE attempt SET remark = uuid || question",
        "CREATE INDEX attempt_remark ON attempt(remark)",
        "CREATE TABLE remark(text TEXT) STRICT",
        "INSERT INTO remark SELECT remark FROM attempt ORDER BY remark",
    ),
)
"""A second format that takes a while to come to."""


def tell(*words: object) -> None:
    """One line, written at once: it is there even if the next instruction is never reached."""
    os.write(1, f"{' '.join(map(str, words))}\n".encode())


def answer(chance: random.Random) -> Logged:
    """Any answer to one of a few questions."""
    verdict, rating = chance.choice([("right", 3), ("right", 2), ("wrong", 1), ("skipped", 0)])
    question = f"q{chance.randrange(QUESTIONS)}"
    mistake = "no_bias" if verdict == "wrong" else ""
    line = on_day(chance.randrange(DAYS), question=question, verdict=verdict, rating=rating, mistake=mistake)
    return line._replace(uuid=new_name())


def write(path: str) -> None:
    """Add answers for ever, and take some back."""
    chance = random.Random(new_name())
    with Record(Path(path)) as record:
        while True:
            line = answer(chance)
            record.add(line)
            tell("added", line.uuid)
            if chance.random() < 0.1:
                record.amend(line.uuid, "undo")
                tell("undone", line.uuid)


def migrate(path: str) -> None:
    """Bring a record to the second format."""
    connected(Path(path), SLOW).close()
    tell("migrated")


def at_once(path: str, number: str) -> None:
    """Let processes open a record at the same moment, and each add an answer."""
    hold, go = os.pipe()
    children = []
    for _ in range(int(number)):
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(hold, 1)
            in_child(add_one, [path])
        children.append(child)
    os.close(go)
    for child in children:
        os.waitpid(child, 0)


def add_one(path: str) -> None:
    """Add one answer."""
    with Record(Path(path)) as record:
        line = answer(random.Random(new_name()))
        record.add(line)
        tell("added", line.uuid)


def in_child(order: Callable[..., None], words: list[str], stay: bool = False) -> None:
    """Carry out an order and leave, whatever comes of it; never back into the parent's loop."""
    try:
        order(*words)
    except BaseException as error:  # noqa: BLE001 - it is told, and fails the test there
        tell("fault", type(error).__name__, str(error))
    finally:
        if stay:
            signal.pause()
        os._exit(0)


ORDERS: dict[str, Callable[..., None]] = {"write": write, "migrate": migrate, "at-once": at_once}


def main() -> None:
    """Carry out orders until there are no more."""
    tell("ready")
    for line in sys.stdin:
        order, *words = line.split()
        child = os.fork()
        if child == 0:
            tell("pid", os.getpid())
            in_child(ORDERS[order], words, stay=order != "at-once")
        os.waitpid(child, 0)
        tell("ended")


if __name__ == "__main__":
    main()
