"""What is wrong with a question of formulas that only numbers tell, one line a fault.

Its text, names and formulas are read first; then variants are tried: that some fit, that the known
cases come out, that the three roads meet, that every mistake can be told from the right answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import combinations, islice
from random import Random
from typing import TYPE_CHECKING, Any

from dldrill.dealing.dealer import ENUMERABLE
from dldrill.dealing.permutation import Permutation
from dldrill.derivation.compiling import Complaint, faults_of, like
from dldrill.derivation.formula import Formula, family_of, fault, told
from dldrill.derivation.mistakes import answers_after, mistakes_of
from dldrill.derivation.working import IMPOSSIBLE
from dldrill.derivation.written_domains import value_of
from dldrill.faults import BankFault, Fault, Key
from dldrill.maths.compare import close
from dldrill.maths.linear import Vector
from dldrill.proving.roads import prove, prove_fast

if TYPE_CHECKING:
    from dldrill.bank.question import FormulaQuestion

SAMPLE = 200  #: variants that are tried
EXACTLY = 20  #: of these, those that sympy follows, too
CANDIDATES = 20_000  #: numbers that are looked through for variants that fit
OFTEN = 2 / 3  #: the share of variants in which a mistake may lead from a wrong step to the right answer
ALMOST_ALWAYS = 0.95  #: and of all variants, those in which the step comes out right, too


def formula_faults(question: FormulaQuestion, sample: int = SAMPLE) -> list[BankFault]:
    """Every fault of a question; none where it can be asked.

    Args:
        question: the question.
        sample: how many variants are tried.
    """
    written = question.formula
    read = faults_of(written)
    if not read:
        family = family_of(written)
        read = [*_tests(family), *_variants(family, sample)]
    return [fault(written, says, place) for says, place in read]


def _tests(family: type[Formula]) -> Iterator[Complaint]:
    """The known cases that do not come out."""
    compiled = family.compiled
    for at, test in enumerate(compiled.written.tests):
        said, place = dict(test), ("tests", at)
        try:
            given = {name: like(first, value_of(said[name])) for name, first in compiled.defaults.items()}
            problem = family(**given)
            objection = problem.fits()
            if objection is not None:
                yield Complaint(f"test {told(given)}: {objection}", place)
                continue
            values = problem.altered().values
            for name in said.keys() - given.keys():
                if not _is_as_said(values[name], said[name]):
                    steps = f"the steps give {told({name: values[name]})}"
                    says = f"test {told(given)}: {steps}, the test says {said[name]}"
                    yield Complaint(says, place)
        except Fault as reason:
            yield Complaint(f"test: {reason}", place)


def _is_as_said(value: Any, text: str) -> bool:
    """Whether a value is the one of a test: whole numbers exactly, decimals to the places written."""
    said = value_of(text)
    if isinstance(value, Vector) or isinstance(said, Vector):
        return close(value, said, 1e-3)
    places = re.fullmatch(r"-?\d*\.(\d+)", text)
    within = 0.5 * 10.0 ** -len(places[1]) * 1.001 if places else 1e-9 * abs(said)
    return bool(abs(value - said) <= within) if not isinstance(value, int) or places else value == said


def _variants(family: type[Formula], sample: int) -> Iterator[Complaint]:
    tries = _Tries(family)
    for problem in islice(tries.fitting(), sample):
        tries.take_down(problem)
        says = tries.road(problem)
        if says:
            yield Complaint(says, ("check",))
            return
    yield from tries.summary()


class _Tries:
    """Variants that fit, and what became of their mistakes."""

    def __init__(self, family: type[Formula]) -> None:
        self.family = family
        self.looked = self.fitted = 0
        self.objections: Counter[str] = Counter()
        self.arose: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.example: dict[str, str] = {}  #: givens with which a mistake leads to the right answer
        self.failed: set[str] = set()
        steps = family.compiled.steps
        self.names = [mistake.kind.replace("_", "-") for step in steps for mistake in step.mistakes]
        self.same: dict[tuple[str, str], int] = {}  #: pairs of mistakes → problems where they differ

    def fitting(self) -> Iterator[Formula]:
        """Problems that fit, in a fixed random order."""
        space, identity = self.family.space(), self.family.compiled.written.id
        stream = Random(f"{identity}/check")
        order = Permutation(space.size, stream) if space.size <= ENUMERABLE else None
        for place in range(CANDIDATES if order is None else min(space.size, CANDIDATES)):
            given = space.draw(stream) if order is None else space.at(order[place])
            problem = self.family(**given)
            self.looked += 1
            objection = self.objection(problem)
            if objection:
                self.objections[objection] += 1
                continue
            self.fitted += 1
            yield problem

    def objection(self, problem: Formula) -> str:
        """The requirement that does not hold, or why there is no value."""
        says = problem.fits() or ""
        required = [r.text for r in self.family.compiled.requirements if says.startswith(f"{r.text} must")]
        return f"{required[0]!r} must hold" if required else says

    def road(self, problem: Formula) -> str:
        """What the roads say where they do not meet."""
        try:
            proof = prove(problem) if self.fitted <= EXACTLY else prove_fast(problem)
        except Fault as reason:
            return str(reason).partition(f"{self.family.compiled.written.id}: ")[2] or str(reason)
        if proof.ok:
            return ""
        return f"the check disagrees for {told(vars(problem))}: {_plain(proof.disagreements[0])}"

    def take_down(self, problem: Formula) -> None:
        """Take down what every mistake leads to."""
        right = problem.altered()
        asked = self.family.parts
        led: dict[str, list[Any]] = {}
        silent = dict.fromkeys(self.names)  # mistakes that change nothing in this problem
        for mistake in mistakes_of(problem, right, asked):
            if "@" in mistake.slips[0]:
                continue
            silent.pop(mistake.name, None)
            try:
                answers = answers_after(problem, mistake.slips)
            except IMPOSSIBLE:
                answers = None
            self.arose[mistake.name] += 1
            if answers is None:
                self.failed.add(mistake.name)
                continue
            led[mistake.name] = [answers[part] for part in asked]
            if all(close(right.answers[part], answers[part], right.asked[part].rtol) for part in asked):
                self.right[mistake.name] += 1
                silent[mistake.name] = None
        for name in silent:
            self.example.setdefault(name, told(vars(problem)))
        for (a, first), (b, second) in combinations(sorted(led.items()), 2):
            differ = not all(close(x, y, 1e-9) for x, y in zip(first, second, strict=True))
            self.same[a, b] = self.same.get((a, b), 0) + differ

    def summary(self) -> Iterator[Complaint]:
        """What all the variants together show."""
        if not self.fitted:
            often = self.objections.most_common(1)[0][0]
            says = f"none of {self.looked:,} variants fits; most often {often}"
            yield Complaint(f"{says}: widen given, or loosen require", ("require",))
            return
        places: dict[str, tuple[Key, ...]] = {}
        for at, step in enumerate(self.family.compiled.steps):
            for nth, mistake in enumerate(step.mistakes):
                name = mistake.kind.replace("_", "-")
                places[name] = ("step", at, "mistakes", nth)
                says = self._of_mistake(name)
                if says:
                    yield Complaint(f"step {step.name}, mistake {name}: {says}", places[name])
        for (a, b), differing in self.same.items():
            if not differing:
                says = f"the mistakes {a} and {b} always lead to the same answer: remove one of them"
                yield Complaint(says, places.get(b, ("step",)))

    def _of_mistake(self, name: str) -> str:
        if not self.arose[name]:
            return "it never makes a difference: remove it, or mend its formula"
        lost = self.right[name] / self.arose[name]  # of the variants in which the step itself is another
        unseen = 1 - (self.arose[name] - self.right[name]) / self.fitted
        if lost > OFTEN or unseen > ALMOST_ALWAYS:
            share = round(100 * (lost if lost > OFTEN else unseen))
            often = f"it leads to the right answer in {share} % of the variants"
            return f"{often}, as for {self.example[name]}: narrow given"
        return ""


def _plain(disagreement: str) -> str:
    """Without Python's names of numbers, with no more figures than tell them apart, and not too long."""
    plain = re.sub(r"Fraction\((-?\d+), (\d+)\)", r"\1/\2", disagreement)
    every = [_FLOAT.sub(partial(_figures, figures), plain) for figures in (6, 9, 12)]
    told_apart = (short for short in every if len({*_SAID.findall(short)}) > 1)
    return next(told_apart, plain)[:200]


def _figures(figures: int, found: re.Match[str]) -> str:
    return f"{float(found[0]):.{figures}g}"


_SAID = re.compile(r"says? (\S+?),?(?= |$)")
_FLOAT = re.compile(r"-?\b\d+\.\d+(?:e[-+]?\d+)?\b")
