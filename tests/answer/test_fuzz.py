"""A million answers of every kind: nothing but a Fault comes of them, and it comes at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from fuzzing import TARGETS, Target, answers
from lengths import in_parts

from dldrill.answer import kinds
from dldrill.faults import Fault
from dldrill.maths.text import safe

READING, COMPARING = 0.010, 0.100
EXACT = {"shape", "signs", "letters", "matching", "order", "text"}


def processor_time(work: Callable[[], Any]) -> float:
    """What a piece of work costs the processor: a slow run is repeated, as anything may disturb one."""
    best = float("inf")
    for _ in range(4):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        if best < READING / 2:
            break
    return best


class Reader:
    """Reads and compares answers one after the other, and keeps the worst times."""

    def __init__(self) -> None:
        self.read = Counter[str]()
        self.earlier: dict[Target, Any] = {}
        self.slowest = {"reading": (0.0, ""), "comparing": (0.0, "")}

    def timed(self, what: str, typed: str, work: Callable[[], Any]) -> Any:
        """Do a piece of work, and remember what it cost."""
        start = time.process_time()
        outcome = work()
        took = time.process_time() - start
        if took > READING / 2:
            took = min(took, processor_time(work))
        if took > self.slowest[what][0]:
            self.slowest[what] = (took, ascii(typed))
        return outcome

    def take(self, target: Target, typed: str) -> None:
        """Read an answer as its kind; compare it with itself and with the one before it."""
        kind, spec = target.kind, target.spec

        def reading() -> tuple[Any, bool]:
            try:
                return kinds.read(kind, typed, spec), True
            except Fault as fault:
                line = str(fault)
                if line != safe(line) or not 10 < len(line) < 300:
                    raise AssertionError(f"{typed!a} is refused with {line!a}") from fault
                return None, False

        value, readable = self.timed("reading", typed, reading)
        if not readable:
            return
        self.read[kind] += 1
        kinds.notes(kind, typed, spec)
        shown = kinds.show(kind, value)
        assert shown == safe(shown), ascii(typed)
        before = self.earlier.get(target, value)
        self.earlier[target] = value
        assert kinds.same(kind, value, value, spec), ascii(typed)
        if kind != "expression" or self.read[kind] % 4 == 0:
            there = self.timed("comparing", typed, lambda: kinds.same(kind, before, value, spec))
            if kind in EXACT:
                assert there == kinds.same(kind, value, before, spec), ascii(typed)

    def within(self) -> None:
        """The slowest answers kept to the times allowed."""
        assert self.slowest["reading"][0] < READING, self.slowest
        assert self.slowest["comparing"][0] < COMPARING, self.slowest


def fuzz(seed: str, count: int) -> Reader:
    """So many answers read and compared, and none of them slow."""
    reader = Reader()
    for target, typed in answers(seed, count):
        try:
            reader.take(target, typed)
        except Exception as error:
            raise AssertionError(f"{target.kind}: {typed!a}: {error!r}") from error
    reader.within()
    return reader


def test_twenty_thousand_answers() -> None:
    """Whatever is typed is read or refused with a Fault of one line, within the times."""
    reader = fuzz("few", 20_000)
    assert set(reader.read) == set(kinds.KINDS) == {target.kind for target in TARGETS}
    assert min(reader.read.values()) > 100


@pytest.mark.parametrize("part", in_parts(1, range(10)))
def test_a_million_answers(part: int) -> None:
    """A million of them: a hundred thousand at a time."""
    reader = fuzz(f"many {part}", 100_000)
    assert min(reader.read.values()) > 500


def test_answers_repeat() -> None:
    """The same seed gives the same answers, another seed others."""
    one, again, other = (list(answers(seed, 200)) for seed in ("a", "a", "b"))
    assert one == again
    assert one != other
