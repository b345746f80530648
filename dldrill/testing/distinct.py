"""Every mistake can be made, makes a difference, and another one than the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import answers_after, mistakes_of
from dldrill.derivation.working import IMPOSSIBLE, AlteredWorking
from dldrill.families._packages import in_words
from dldrill.maths.compare import close
from dldrill.testing.sample import Sample

MANY = 150  #: variants that are dealt before a mistake is said to be idle
EXACTLY = 1e-9


def mistakes_are_distinct(sample: Sample) -> Iterator[str]:
    """Every mistake arises somewhere and changes an answer, and no two always lead to the same ones."""
    seen = _Seen(problem for _, problem in sample.problems())
    if [*seen.faults()]:  # rare ones need more variants to be seen
        seen = _Seen(sample.further(MANY))
    yield from seen.faults()


class _Seen:
    """What became of the mistakes in some problems."""

    def __init__(self, problems: Iterable[Family]) -> None:
        self.written: dict[str, str] = {}  #: mistakes → a step they stand at
        self.shared: set[str] = set()  #: of functions for several families: idle in one, not in another
        self.arose: Counter[str] = Counter()
        self.made: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.raised: dict[str, str] = {}
        self.alike: Counter[tuple[str, str]] = Counter()
        for problem in problems:
            self._take_down(problem)

    def _take_down(self, problem: Family) -> None:
        right = problem.altered()
        for step, wrong in right.sites.items():
            self.written |= {kind: step for kind in wrong if kind not in self.written}
            self.shared |= {kind for kind in wrong if wrong[kind][0].__module__ != type(problem).__module__}
        arising = {mistake.slips[0] for mistake in mistakes_of(problem, right)}
        led: dict[str, dict[str, Any]] = {}
        for kind in self.written:
            if kind in arising:
                self.arose[kind] += 1
                answers = answers_after(problem, (kind,))
                if answers is not None:
                    led[kind] = answers
            elif kind not in self.raised:
                self._try(problem, kind, right)
        for kind, answers in led.items():
            self.made[kind] += 1
            self.changed[kind] += not same_answers(right.answers, answers)
        for a, b in combinations(sorted(led), 2):
            self.alike[a, b] += same_answers(led[a], led[b])

    def _try(self, problem: Family, kind: str, right: AlteredWorking) -> None:
        if any(kind in wrong for wrong in right.sites.values()):
            try:
                problem.altered((kind,))
            except IMPOSSIBLE as error:
                self.raised[kind] = in_words(error)

    def faults(self) -> Iterator[str]:
        """The mistakes that are always idle, and the pairs that are always alike."""
        for kind, step in self.written.items():
            name = f"the mistake {kind} at {step}"
            if not self.arose[kind] and kind in self.raised:
                yield f"{name} can never be made, its lambda raises {self.raised[kind]}"
            elif not self.arose[kind] and kind not in self.shared:
                yield f"{name} is never another value than the right one: remove it, or mend its lambda"
            elif self.made[kind] and not self.changed[kind]:
                yield f"{name} never changes an answer: no answer is made from this step"
        for (a, b), alike in self.alike.items():
            if alike == self.arose[a] == self.arose[b] and self.changed[a]:
                yield f"the mistakes {a} and {b} always lead to the same answers: remove one of them"


def same_answers(left: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether all answers are the same numbers."""
    return all(close(left[name], right.get(name), EXACTLY) for name in left)
