"""Read all the formulas of a question, and find every fault that can be found without numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from dldrill.derivation.carrying_out import MAX_EXPONENT, lowered
from dldrill.derivation.domain import Domain
from dldrill.derivation.formula import Compiled, Formula, Mistaken, Requirement, Step
from dldrill.derivation.lengths import NUMBER, length_of, power_of
from dldrill.derivation.second_formula import prepared
from dldrill.derivation.working import Asked
from dldrill.derivation.written import Written, WrittenMistake, WrittenStep
from dldrill.derivation.written_domains import domain_of, value_of
from dldrill.faults import Fault
from dldrill.maths.formulas import OVER, TAKEN, names_in, read_condition, read_formula
from dldrill.maths.linear import Vector
from dldrill.maths.text import quoted
from dldrill.maths.tree import Node
from dldrill.maths.vocabulary import spelling

NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,23}(?:_[A-Za-z0-9]{1,16}){0,3}")
SLOT = re.compile(r"@\{\s*(?P<name>[^{}:]*?)\s*(?::[^{}]*)?\}")
RANGE = re.compile(rf"\b(?P<over>{'|'.join(OVER)}) *\( *(?P<name>[A-Za-z]\w*) *,")
SHOWN = 60  #: characters of a formula that a fault quotes
USUAL = 0.01  #: the relative tolerance of decimals where a question says nothing


def compiled(written: Written) -> tuple[Compiled | None, list[str]]:
    """The question with its formulas read; None, and a line for every fault, where there are some."""
    reader = _Reader(written)
    found = reader.read()
    return (None, reader.faults) if reader.faults else (found, [])


def tolerance(within: str) -> float:
    """The relative tolerance that ``0.5 %`` or ``4 figures`` stands for.

    Raises:
        Fault: it is neither.
    """
    if not within:
        return USUAL
    percent = re.fullmatch(r"(\d{0,2}(?:\.\d{1,6})?) *%", within)
    if percent and percent[1] not in {"", "."} and 0 < float(percent[1]) <= 20:
        return float(Fraction(percent[1]) / 100)
    figures = re.fullmatch(r"([2-9]) figures", within)
    if figures:
        return float(5 * Fraction(1, 10) ** int(figures[1]))
    raise Fault(f'within {within!r}: write "0.5 %" (up to 20 %) or "4 figures" (2 to 9)', code="within")


class _Reader:
    def __init__(self, written: Written) -> None:
        self.written = written
        self.faults: list[str] = []
        self.domains: dict[str, Domain[Any]] = {}
        self.lengths: dict[str, int] = {}  #: of every name that is known so far
        self.powers: dict[str, int] = {}
        self.steps: list[Step] = []

    def read(self) -> Compiled:
        self._givens()
        given = tuple(self.lengths)
        for step in self.written.steps:
            self._step(step)
        requirements = [self._requirement(text) for text in self.written.require]
        checks = {name: self._check(name, text, given) for name, text in self.written.checks}
        if not self.faults:
            self._slots()
            self._unused()
        return Compiled(
            self.written,
            self.domains,
            self._defaults(),
            tuple(self.steps),
            tuple(sorted(filter(None, requirements), key=lambda requirement: requirement.after)),
            {name: prepared(tree) for name, tree in checks.items() if tree is not None},
        )

    def _declare(self, name: str, length: int) -> None:
        """Take a name that is free, or say why it is not."""
        if not NAME.fullmatch(name):
            says = "write letters and digits, as in n, d_model or beta_1"
            self.faults.append(f"{name[:40]!r} is no name: {says}")
        elif name in TAKEN or hasattr(Formula, name):
            self.faults.append(f"the name {name!r} is taken: choose another")
        elif spelling(name) in map(spelling, self.lengths):
            self.faults.append(f"the name {name!r} stands twice: rename one of the two")
        elif any(re.fullmatch(rf"{known}_?\d+", name) for known, many in self.lengths.items() if many):
            self.faults.append(f"the name {name!r} looks like a component of a vector: choose another")
        self.lengths[name] = length

    def _givens(self) -> None:
        for name, text in self.written.given:
            length = NUMBER
            try:
                self.domains[name] = domain_of(text)
                first = self.domains[name].at(0)
                length = len(first) if isinstance(first, Vector) else NUMBER
            except Fault as fault:
                self.faults.append(f"given {name} = {quoted(text, SHOWN)}: {fault}")
            self._declare(name, length)

    def _formula(self, place: str, text: str, names: Collection[str], bounded: bool = False) -> Node | None:
        try:
            return lowered(read_formula(text, names, bounded=bounded))
        except Fault as fault:
            says = self._misplaced(text, names, bounded) or str(fault)
            self.faults.append(f"{place}: {quoted(text, SHOWN)}: {says}")
            return None

    def _misplaced(self, text: str, names: Collection[str], bounded: bool) -> str:
        """What to say of a formula that holds what is known, but not here."""
        steps = {step.name for step in self.written.steps} - set(names)
        found = [word for word in re.findall(r"\w+", text) if word in steps]
        if found and bounded:
            return f"{found[0]} is a step: write the check of the givens alone"
        if found:
            return f"{found[0]} is not known yet: use the givens and the steps before"
        ranged = None if bounded else RANGE.search(text)
        if ranged and ranged["name"] not in names:
            return f"{ranged['over']} over a range belongs in the check: write a formula without it"
        return ""

    def _length(self, place: str, text: str, tree: Node) -> int:
        try:
            return length_of(tree, self.lengths)
        except Fault as fault:
            self.faults.append(f"{place}: {quoted(text, SHOWN)}: {fault}")
            return NUMBER

    def _step(self, step: WrittenStep) -> None:
        place = f"step {step.name}"
        tree = self._formula(place, step.formula, self.lengths)
        length = NUMBER if tree is None else self._length(place, step.formula, tree)
        self._declare(step.name, length)
        asked = self._asked(step.name)
        if asked and length:
            self.faults.append(
                f"{place} is a vector: answer with a number, as sum({step.name}) or a component"
            )
        if tree is not None and not self._is_low(step.name, tree):
            self.faults.append(f"{place}: powers of powers grow too large: use one power, or exp and ln")
            self.powers[step.name] = 1
        mistakes = [self._mistake(step, mistake, tree, length) for mistake in step.mistakes]
        if tree is not None:
            found = tuple(mistake for mistake in mistakes if mistake is not None)
            self.steps.append(Step(step.name, tree, step.why, asked, found))

    def _is_low(self, name: str, tree: Node) -> bool:
        """Whether exact arithmetic can follow: a power of a power has as many digits as both multiplied."""
        self.powers[name] = power_of(tree, self.powers, MAX_EXPONENT)
        return self.powers[name] <= 10 * MAX_EXPONENT

    def _mistake(
        self, step: WrittenStep, mistake: WrittenMistake, right: Node | None, length: int
    ) -> Mistaken | None:
        place = f"step {step.name}, mistake {mistake.name}"
        tree = self._formula(place, mistake.formula, self.lengths)
        if tree is None:
            return None
        if tree in {right, Node("name", (), step.name)}:
            self.faults.append(f"{place}: it is the step's own formula: write what people get wrong")
        elif self._length(place, mistake.formula, tree) != length:
            self.faults.append(f"{place}: a vector for a number, or the other way round")
        return Mistaken(mistake.name.replace("-", "_"), tree, mistake.says)

    def _asked(self, name: str) -> Asked | None:
        for answer in self.written.answers:
            if answer.step == name:
                try:
                    rtol = tolerance(answer.within)
                except Fault as fault:
                    self.faults.append(str(fault))
                    rtol = USUAL
                return Asked(answer.label, "", answer.points, rtol, answer.unit or None)
        return None

    def _requirement(self, text: str) -> Requirement | None:
        try:
            tree = read_condition(text, self.lengths)
            left, right = map(lowered, tree.args)
            if length_of(left, self.lengths) or length_of(right, self.lengths):
                raise Fault("vectors are not compared: use a component, as in z[1]", code="length")
        except Fault as fault:
            self.faults.append(f"require: {quoted(text, SHOWN)}: {fault}")
            return None
        names = tuple(dict.fromkeys(names_in(tree)))
        order = [step.name for step in self.written.steps]
        after = max((order.index(name) + 1 for name in names if name in order), default=0)
        return Requirement(text, tree.text, left, right, names, after)

    def _check(self, name: str, text: str, given: Collection[str]) -> Node | None:
        place = "check" if len(self.written.checks) == 1 else f"check of {name}"
        tree = self._formula(place, text, given, bounded=True)
        if tree is None:
            return None
        if self._length(place, text, tree):
            self.faults.append(f"{place}: {quoted(text, SHOWN)}: it gives a vector: give a number")
        if not self.faults and tree == self._inlined(name):
            self.faults.append(f"{place}: it is the steps' own formula: find the answer in another way")
        return tree

    def _inlined(self, name: str) -> Node:
        """The tree of a step, written of the givens alone."""
        whole: dict[str, Node] = {}
        for step in self.steps:
            whole[step.name] = _replaced(step.tree, whole)
        return whole[name]

    def _slots(self) -> None:
        """The text shows every given, and nothing else."""
        known = list(self.domains)
        shown = [slot["name"] for slot in SLOT.finditer(self.written.ask)]
        for name in dict.fromkeys(shown):
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"
                self.faults.append(f"ask: @{{{name}}} names no given: {hint}")
        for name in known:
            if name not in shown:
                self.faults.append(f"ask: the given {name} is not in the text: write @{{{name}}}")

    def _unused(self) -> None:
        """Every given goes into a step or a mistake, every step into an answer."""
        used = set()
        for step in self.steps:
            used |= {*names_in(step.tree), *(n for wrong in step.mistakes for n in names_in(wrong.tree))}
        for name in self.domains:
            if name not in used:
                self.faults.append(f"the given {name} is used in no step: remove it")
        needed = {answer.step for answer in self.written.answers}
        for step in reversed(self.steps):
            if step.name in needed:
                needed |= set(names_in(step.tree))
        for step in self.steps:
            if step.name not in needed:
                self.faults.append(f"the step {step.name} leads to no answer: remove it, or add it to answer")

    def _defaults(self) -> dict[str, Any]:
        """The numbers of the first test where it names all givens, else the first of every domain."""
        defaults = {name: domain.at(0) for name, domain in self.domains.items()}
        for test in self.written.tests[:1]:
            said = dict(test)
            if said.keys() >= defaults.keys():
                try:
                    return {name: like(first, value_of(said[name])) for name, first in defaults.items()}
                except Fault as fault:
                    self.faults.append(f"tests: {fault}")
        return defaults


def like(first: Any, value: Any) -> Any:
    """A value of the kind that a domain has.

    Raises:
        Fault: it is of another kind.
    """
    if isinstance(first, Vector) or isinstance(value, Vector):
        if not (isinstance(first, Vector) and isinstance(value, Vector) and len(first) == len(value)):
            raise Fault("a vector has another length, or stands for a number", code="test")
        return value
    if isinstance(first, int):
        if value != int(value):
            raise Fault(f"{value} stands for a whole number", code="test")
        return int(value)
    return Fraction(value)


def _replaced(node: Node, whole: Mapping[str, Node]) -> Node:
    if node.op == "name":
        return whole.get(node.text, node)
    return Node(node.op, tuple(_replaced(arg, whole) for arg in node.args), node.text)


def faults_of(written: Written) -> Iterable[str]:
    """A line for every fault of a question that can be found without numbers."""
    return compiled(written)[1]
