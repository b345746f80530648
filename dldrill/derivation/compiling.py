"""Read all the formulas of a question, and find every fault that can be found without numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, NamedTuple

from dldrill.derivation.carrying_out import MAX_EXPONENT, lowered
from dldrill.derivation.domain import Domain
from dldrill.derivation.formula import Compiled, Formula, Mistaken, Requirement, Step
from dldrill.derivation.lengths import NUMBER, length_of, power_of, size_of
from dldrill.derivation.second_formula import prepared
from dldrill.derivation.working import Asked
from dldrill.derivation.written import Written, WrittenStep
from dldrill.derivation.written_domains import domain_of, value_of
from dldrill.faults import Fault, Key
from dldrill.maths.formulas import (
    OVER,
    TAKEN,
    UnknownName,
    names_in,
    read_condition,
    read_formula,
    taken_by,
    unknown_name,
)
from dldrill.maths.linear import Vector
from dldrill.maths.text import quoted
from dldrill.maths.tree import Node
from dldrill.maths.vocabulary import spelling

NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,23}(?:_[A-Za-z0-9]{1,16}){0,3}")
SLOT = re.compile(r"@\{\s*(?P<name>[^{}:]*?)\s*(?::[^{}]*)?\}")
RANGE = re.compile(rf"\b(?P<over>{'|'.join(OVER)}) *\( *(?P<name>[A-Za-z]\w*) *(?:,|=|in\b)")
LARGEST = 1000  #: parts of a step that is written out in the givens, as it is proven
SHOWN = 60  #: characters of a formula that a fault quotes
USUAL = 0.01  #: the relative tolerance of decimals where a question says nothing


class Complaint(NamedTuple):
    """What is wrong with a question, and the keys that lead to it."""

    says: str
    place: tuple[Key, ...] = ()


def compiled(written: Written, *, whole: bool = True) -> tuple[Compiled | None, list[Complaint]]:
    """The question with its formulas read; None, and every fault, where there are some.

    Args:
        written: what the bank says.
        whole: whether nothing of it was left out, so that what is not used can be told.
    """
    reader = _Reader(written, whole)
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
    def __init__(self, written: Written, whole: bool) -> None:
        self.written, self.whole = written, whole
        self.faults: list[Complaint] = []
        self.domains: dict[str, Domain[Any]] = {}
        self.lengths: dict[str, int] = {}  #: of every name that is known so far
        self.powers: dict[str, int] = {}
        self.sizes: dict[str, int] = {}
        self.steps: list[Step] = []
        self.unsure: set[str] = set()  #: names whose declarations are at fault: vectors or numbers
        self.shadowing: set[str] = set()  #: names that stand for something else in formulas
        self.unknown: dict[str, int] = {}  #: names that nobody declared, each with the place of its fault

    def read(self) -> Compiled:
        self._givens()
        given = tuple(self.lengths)
        for at, step in enumerate(self.written.steps):
            self._step(step, at)
        requirements = [self._requirement(text, at) for at, text in enumerate(self.written.require)]
        checks = {name: self._check(name, text, given) for name, text in self.written.checks}
        self._count_unknown()
        if self.whole:
            self._slots()
            if not self.faults:
                self._unused()
        return Compiled(
            self.written,
            self.domains,
            self._defaults(),
            tuple(self.steps),
            tuple(sorted(filter(None, requirements), key=lambda requirement: requirement.after)),
            {name: prepared(tree) for name, tree in checks.items() if tree is not None},
        )

    def _say(self, says: str, *place: Key) -> None:
        self.faults.append(Complaint(says, place))

    def _declare(self, name: str, length: int, *place: Key) -> None:
        """Take a name that is free, or say why it is not."""
        if not NAME.fullmatch(name):
            says = "write letters and digits, as in n, d_model or beta_1"
            self._say(f"{name[:40]!r} is no name: {says}", *place)
        elif name in TAKEN or hasattr(Formula, name):
            self._say(f"the name {name!r} is taken by {taken_by(name)}: choose another", *place)
            self.shadowing.add(name)
        elif spelling(name) in map(spelling, self.lengths):
            self._say(f"the name {name!r} stands twice: rename one of the two", *place)
            self.unsure.add(name)
        elif any(re.fullmatch(rf"{re.escape(known)}_?\d+", name) for known, n in self.lengths.items() if n):
            self._say(f"the name {name!r} looks like a component of a vector: choose another", *place)
        self.lengths[name] = length

    def _givens(self) -> None:
        for name, text in self.written.given:
            length = NUMBER
            try:
                self.domains[name] = domain_of(text)
                first = self.domains[name].at(0)
                length = len(first) if isinstance(first, Vector) else NUMBER
            except Fault as fault:
                self._say(f"given {quoted(name)[1:-1]} = {quoted(text, SHOWN)}: {fault}", "given", name)
                self.unsure.add(name)
            self._declare(name, length, "given", name)

    def _formula(
        self, called: str, text: str, names: Collection[str], place: tuple[Key, ...], bounded: bool = False
    ) -> Node | None:
        tree = self._read(
            lambda known: read_formula(text, known, bounded=bounded),
            (called, text, place),
            names,
            lambda: self._misplaced(text, names, bounded),
        )
        return None if tree is None else lowered(tree)

    def _read(
        self,
        read: Callable[[Collection[str]], Node],
        what: tuple[str, str, tuple[Key, ...]],
        names: Collection[str],
        misplaced: Callable[[], str] = str,
    ) -> Node | None:
        """Read with every name that is known; each that is not is told once, and taken as known then."""
        called, text, place = what
        known = [*names]
        while True:
            try:
                return read(known)
            except Fault as fault:
                says = misplaced()
                if isinstance(fault, UnknownName) and not says and fault.word not in known:
                    self._say_unknown(f"{called}: {quoted(text, SHOWN)}", fault.word, names, place)
                    known.append(fault.word)
                    continue
                if len(known) == len(names) and not _words(text) & self.shadowing:
                    self._say(f"{called}: {quoted(text, SHOWN)}: {says or fault}", *place)
                return None

    def _say_unknown(self, where: str, word: str, names: Collection[str], place: tuple[Key, ...]) -> None:
        """Tell a name that nobody knows, once: where it stands first."""
        if word not in self.unknown:
            self.unknown[word] = len(self.faults)
            self.unsure.add(word)
            vector, _, position = word.partition("_")
            advice = f"write {vector}[{position}] for a component of {vector}."
            is_component = bool(position and self.lengths.get(vector))
            says = f"I do not know {quoted(word)}; {advice}" if is_component else unknown_name(word, names)
            self._say(f"{where}: {says}", *place)

    def _count_unknown(self) -> None:
        """How many formulas each unknown name stands in is told once they are read."""
        steps = self.written.steps
        texts = [text for step in steps for text in (step.formula, *(m.formula for m in step.mistakes))]
        texts += [*self.written.require, *(text for _, text in self.written.checks)]
        for word, at in self.unknown.items():
            more = sum(word in _words(text) for text in texts) - 1
            if more > 0:
                says = f"{self.faults[at].says} It stands in {more} more formula{'s' if more > 1 else ''}."
                self.faults[at] = self.faults[at]._replace(says=says)

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

    def _length(self, called: str, text: str, tree: Node, place: tuple[Key, ...]) -> int:
        try:
            return length_of(tree, self.lengths)
        except Fault as fault:
            if self._is_unsure(tree):
                return NUMBER  # once the names are mended it may fit
            self._say(f"{called}: {quoted(text, SHOWN)}: {fault}", *place)
            return NUMBER

    def _is_unsure(self, tree: Node) -> bool:
        return bool(self.unsure) and not self.unsure.isdisjoint(names_in(tree))

    def _step(self, step: WrittenStep, at: int) -> None:
        called, place = f"step {step.name}", ("step", at, "is")
        tree = self._formula(called, step.formula, self.lengths, place)
        length = NUMBER if tree is None else self._length(called, step.formula, tree, place)
        if tree is None or self._is_unsure(tree):
            self.unsure.add(step.name)
        self._declare(step.name, length, "step", at, "name")
        asked = self._asked(step.name)
        if asked and length:
            says = f"{called} is a vector: answer with a number, as sum({step.name}) or a component"
            self._say(says, *place)
        if tree is not None:
            self._measure(step.name, tree, (called, place))
        mistakes = [self._mistake(step, at, nth, tree, length) for nth in range(len(step.mistakes))]
        if tree is not None:
            found = tuple(mistake for mistake in mistakes if mistake is not None)
            self.steps.append(Step(step.name, tree, step.why, asked, found))

    def _measure(self, name: str, tree: Node, what: tuple[str, tuple[Key, ...]]) -> None:
        """Refuse what exact arithmetic cannot follow; a step at fault counts as a given from then on."""
        called, place = what
        power, size = power_of(tree, self.powers, MAX_EXPONENT), size_of(tree, self.sizes)
        if power > 10 * MAX_EXPONENT:  # a power of a power has as many digits as both multiplied
            self._say(f"{called}: powers of powers grow too large: use one power, or exp and ln", *place)
            power = 1
        if size > LARGEST:
            says = f"written out in the givens it has {size:,} parts: use the steps before less often"
            self._say(f"{called}: {says}", *place)
            size = 1
        self.powers[name], self.sizes[name] = power, size

    def _mistake(
        self, step: WrittenStep, at: int, nth: int, right: Node | None, length: int
    ) -> Mistaken | None:
        mistake = step.mistakes[nth]
        called, place = f"step {step.name}, mistake {mistake.name}", ("step", at, "mistakes", nth)
        tree = self._formula(called, mistake.formula, self.lengths, place)
        if tree is None:
            return None
        if tree in {right, Node("name", (), step.name)}:
            self._say(f"{called}: it is the step's own formula: write what people get wrong", *place)
        elif self._length(called, mistake.formula, tree, place) != length and not (
            step.name in self.unsure or self._is_unsure(tree)
        ):
            self._say(f"{called}: a vector for a number, or the other way round", *place)
        return Mistaken(mistake.name.replace("-", "_"), tree, mistake.says)

    def _asked(self, name: str) -> Asked | None:
        for answer in self.written.answers:
            if answer.step == name:
                try:
                    rtol = tolerance(answer.within)
                except Fault as fault:
                    self._say(str(fault), "within")
                    rtol = USUAL
                return Asked(answer.label, "", answer.points, rtol, answer.unit or None)
        return None

    def _requirement(self, text: str, at: int) -> Requirement | None:
        place: tuple[Key, ...] = ("require", at)
        tree = self._read(lambda known: read_condition(text, known), ("require", text, place), self.lengths)
        if tree is None:
            return None
        left, right = map(lowered, tree.args)
        if self._length("require", text, left, place) or self._length("require", text, right, place):
            says = "vectors are not compared: use a component, as in z[1]"
            self._say(f"require: {quoted(text, SHOWN)}: {says}", *place)
        names = tuple(dict.fromkeys(names_in(tree)))
        order = [step.name for step in self.written.steps]
        after = max((order.index(name) + 1 for name in names if name in order), default=0)
        return Requirement(text, tree.text, left, right, names, after)

    def _check(self, name: str, text: str, given: Collection[str]) -> Node | None:
        called = "check" if len(self.written.checks) == 1 else f"check of {name}"
        place = ("check", name)
        tree = self._formula(called, text, given, place, bounded=True)
        if tree is None:
            return None
        if self._length(called, text, tree, place):
            self._say(f"{called}: {quoted(text, SHOWN)}: it gives a vector: give a number", *place)
        if not self.faults and tree == self._inlined(name):
            self._say(f"{called}: it is the steps' own formula: find the answer in another way", *place)
        return tree

    def _inlined(self, name: str) -> Node:
        """The tree of a step, written of the givens alone."""
        whole: dict[str, Node] = {}
        for step in self.steps:
            whole[step.name] = _replaced(step.tree, whole)
        return whole[name]

    def _slots(self) -> None:
        """The text shows every given, and nothing else."""
        known = [name for name, _ in self.written.given]
        shown = [*dict.fromkeys(slot["name"] for slot in SLOT.finditer(self.written.ask))]
        faulty = {fault.place for fault in self.faults}
        missing = [name for name in known if name not in shown and ("given", name) not in faulty]
        del missing[: self.written.ask.count("@{") - len(SLOT.findall(self.written.ask))]  # without an end
        for name in shown:
            if name in known:
                continue
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"
            self._say(f"ask: @{{{quoted(name)[1:-1]}}} names no given: {hint}", "ask")
            for meant in get_close_matches(name, missing, 1, 0):
                missing.remove(meant)  # this slot was to show it
        for name in missing:
            called = quoted(name)[1:-1]
            self._say(f"ask: the given {called} is not in the text: write @{{{called}}}", "ask")

    def _unused(self) -> None:
        """Every given goes into a step or a mistake, every step into an answer."""
        used = set()
        for step in self.steps:
            used |= {*names_in(step.tree), *(n for wrong in step.mistakes for n in names_in(wrong.tree))}
        for name in self.domains:
            if name not in used:
                self._say(f"the given {name} is used in no step: remove it", "given", name)
        needed = {answer.step for answer in self.written.answers}
        for step in reversed(self.steps):
            if step.name in needed:
                needed |= set(names_in(step.tree))
        for at, step in enumerate(self.steps):
            if step.name not in needed:
                says = f"the step {step.name} leads to no answer: remove it, or add it to answer"
                self._say(says, "step", at)

    def _defaults(self) -> dict[str, Any]:
        """The numbers of the first test where it names all givens, else the first of every domain."""
        defaults = {name: domain.at(0) for name, domain in self.domains.items()}
        for test in self.written.tests[:1]:
            said = dict(test)
            if said.keys() >= defaults.keys():
                try:
                    return {name: like(first, value_of(said[name])) for name, first in defaults.items()}
                except Fault as fault:
                    self._say(f"tests: {fault}", "tests", 0)
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


def faults_of(written: Written, *, whole: bool = True) -> list[Complaint]:
    """Every fault of a question that can be found without numbers.

    Args:
        written: what the bank says.
        whole: whether nothing of it was left out, so that what is not used can be told.
    """
    return compiled(written, whole=whole)[1]


def _words(text: str) -> set[str]:
    return {*re.findall(r"\w+", text)}
