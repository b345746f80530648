"""Grade what was typed: read it, judge each part, carry errors forward, name the mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from dldrill.answer.kinds import read, same
from dldrill.bank.question import Claim, Explain, Match
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.problem import as_read, part_of
from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import mistakes_of
from dldrill.derivation.working import IMPOSSIBLE, AlteredWorking
from dldrill.faults import Fault
from dldrill.grading.diagnosis import Diagnosis, Matches, Search, explain, values_after
from dldrill.grading.explaining import explain_answer
from dldrill.grading.expressions import diagnose_expression
from dldrill.grading.verdict import PartVerdict, Verdict, summed
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.tree import Node

NAMED = re.compile(r"\s*([A-Za-z]\w*(?:\.\w+)*)\s*=(?!=)")  #: how an answer by name begins
MANY = 16  #: steps that are named
RESULT = ("total", "result")  #: other names for the last part
JOINED = ("matching", "letters", "order", "vector", "signs")
"""Kinds whose answers are words in a row, which a shell takes apart."""


def grade(dealt: Dealt, answers: Mapping[str, str]) -> Verdict:
    """Judge the answers to a question.

    Args:
        dealt: the question with its numbers.
        answers: part or step → what was typed for it. Parts that are left out are not judged.

    Returns:
        The verdict; an earlier step that was given by name is judged like a part.

    Raises:
        Fault: an answer names neither a part nor a step, or the last part is answered twice.
    """
    answers = _named(dealt, answers.items())
    parts = _parts(dealt, answers)
    readings = {part.name: _read(part, answers[name]) for name, part in parts.items()}
    typed = {part.name: answers[name] for name, part in parts.items()}
    judge = _Judge(dealt, readings, typed)
    judged = [
        _unread(part, typed[part.name], reading) if isinstance(reading, Fault) else judge.judge(part)
        for part, reading in ((part, readings[part.name]) for part in parts.values())
    ]
    return summed(tuple(judged), dealt.points)


def by_position(dealt: Dealt, typed: Sequence[str]) -> dict[str, str]:
    """Answers to names: ``name=value`` as named, one bare answer to the last part, else in order.

    Several words are one answer where it is the only one and has words: ``1A 2C``.

    Raises:
        Fault: more answers than parts, or a part answered twice.
    """
    pairs: list[tuple[str, str]] = []
    bare: list[str] = []
    for text in typed:
        name, equals, value = text.partition("=")
        if equals and name.strip() in answerable(dealt):
            pairs.append((name.strip(), value.strip()))
        else:
            bare.append(text)
    named = _named(dealt, pairs)
    free = [part.name for part in dealt.parts if part.name not in named]
    if len(dealt.parts) == len(free) == 1 and dealt.parts[0].kind in JOINED and bare:
        bare = [" ".join(bare)]
    places = free[-1:] if len(bare) == 1 else free
    for text in bare:
        _must_be_no_name(dealt, text, len(bare) > len(places))
    if len(bare) > len(places):
        asked = ", ".join(part.name for part in dealt.parts)
        each = "each of " if len(dealt.parts) > 1 else ""
        told = f"{_counted(len(bare), 'answer')} for {_counted(len(free), 'part')}"
        raise Fault(f"{told}: give one for {each}{asked}", code="usage")
    return named | dict(zip(places, bare, strict=False))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _must_be_no_name(dealt: Dealt, text: str, too_many: bool) -> None:
    """Refuse what reads as ``step=value`` with a step that is not there; ``x = 3`` may be just a number."""
    found = NAMED.match(text)
    if found is None or dealt.problem is None or dealt.free or dealt.options:
        return
    name, steps = found[1], [*dealt.problem.altered().values]
    near = get_close_matches(name, steps, 1, 0.7)
    is_step = too_many or near or re.search(r"[\d_.]", name)
    if not is_step and not all(isinstance(_read(part, text), Fault) for part in dealt.parts):
        return
    shown = [*steps[:MANY], "…"] if len(steps) > MANY else steps
    hint = f"did you mean {near[0]}?" if near else f"its steps are {', '.join(shown)}"
    raise Fault(f"there is no step {name!r}: {hint}", code="part")


def _named(dealt: Dealt, answers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Answers by the names of their parts; the last one has others beside its own."""
    own = {part.name for part in dealt.parts}
    named: dict[str, str] = {}
    for name, typed in answers:
        meant = dealt.parts[-1].name if name in RESULT and name not in own else name
        if meant in named:
            raise Fault(f"{meant} is answered twice: give it once", code="usage")
        named[meant] = typed
    return named


def answerable(dealt: Dealt) -> set[str]:
    """Every name that an answer can be given to."""
    names = {part.name for part in dealt.parts} | set(RESULT)
    if dealt.problem is not None and not dealt.free and not dealt.options:
        names |= dealt.problem.altered().values.keys()
    return names


def _parts(dealt: Dealt, answers: Mapping[str, str]) -> dict[str, Part]:
    """The parts that were answered, in the order of the solution; earlier steps among them."""
    asked = {part.name: part for part in dealt.parts}
    found = {name: asked[name] for name in answers if name in asked}
    extra = [name for name in answers if name not in asked]
    if not extra:
        return {name: found[name] for name in asked if name in found}
    known = answerable(dealt)
    for name in extra:
        if name not in known:
            raise Fault(f"there is no part {name!r}: the parts are {', '.join(sorted(known))}", code="part")
    if dealt.problem is None:
        raise TypeError("only problems have steps")
    work = dealt.problem.altered()
    found |= {name: part_of(work, name) for name in extra}
    order = list(work.values)
    return dict(sorted(found.items(), key=lambda item: order.index(item[1].name)))


def _read(part: Part, typed: str) -> Any:
    try:
        return read(part.kind, typed, part.spec)
    except Fault as fault:
        return fault


def _unread(part: Part, typed: str, fault: Fault) -> PartVerdict:
    return PartVerdict(
        part.name, part.kind, "unreadable", typed, None, part.right, says=str(fault), weight=part.points
    )


class _Judge:
    """Judges the parts of one attempt, the earlier ones first."""

    def __init__(self, dealt: Dealt, readings: Mapping[str, Any], typed: Mapping[str, str]) -> None:
        self.dealt, self.readings, self.typed = dealt, readings, typed
        self.right = dealt.problem.altered() if dealt.problem else None
        self.wrong: list[str] = []

    def judge(self, part: Part) -> PartVerdict:
        """What became of a part that could be read."""
        given = self.readings[part.name]
        if isinstance(self.dealt.question, Explain):
            return self._own(part)
        if same(part.kind, part.right, given, part.spec):
            return self._said(part, "right")
        due = self._due(part)
        if due is not None and same(part.kind, due, given, part.spec):
            says = f"Right given your {' and '.join(self.wrong)}."
            return self._said(part, "right", says=says, carried=True)
        found = self._diagnosis(part)
        self.wrong.append(part.name)
        if found is None:
            return self._said(part, "wrong", says=self._ticks(part))
        return self._said(part, "wrong", says=found.says, mistake=found.name)

    def _own(self, part: Part) -> PartVerdict:
        """Free text stands as it is; its author has ticked the points of the rubric that it makes."""
        if part.kind == "text":
            return self._said(part, "right")
        ticked = self.readings[part.name]
        whole = sum(option.points for option in self.dealt.options)
        share = sum(option.points for option in self.dealt.options if option.letter in ticked) / whole
        verdict = "partly" if 0 < share < 1 else "right" if share else "wrong"
        return self._said(part, verdict)._replace(share=share)

    def _said(
        self, part: Part, verdict: Any, says: str = "", mistake: str | None = None, carried: bool = False
    ) -> PartVerdict:
        return PartVerdict(
            part.name,
            part.kind,
            verdict,
            self.typed[part.name],
            self.readings[part.name],
            part.right,
            mistake,
            carried,
            says,
            part.points,
            float(verdict == "right"),
        )

    def _due(self, part: Part) -> Any:
        """What the part should be, given the learner's earlier slips; None without any."""
        if self.right is None or not self.wrong or part.kind == "expression":
            return None
        work = AlteredWorking((), self._own_values(self.right))
        try:
            self.dealt.problem.solve(work)  # type: ignore[union-attr]
        except IMPOSSIBLE:
            return None
        return as_read(part.kind, work.due[part.name]) if part.name in work.due else None

    def _own_values(self, right: AlteredWorking) -> dict[str, Any]:
        """The learner's wrong values, as the solution computes with them."""
        return {name: _as_computed(right.values[name], self.readings[name]) for name in self.wrong}

    def _diagnosis(self, part: Part) -> Diagnosis | None:
        problem, right = self.dealt.problem, self.right
        if problem is None or right is None or part.kind == "letters":
            return None
        given = self.readings[part.name]
        if part.kind == "expression":
            return diagnose_expression(self.dealt, part, given)

        def matches(answers: Mapping[str, Any]) -> bool:
            return part.name in answers and same(
                part.kind, as_read(part.kind, answers[part.name]), given, part.spec
            )

        found = explain_answer(problem, part, given, self.typed[part.name], right, matches)
        return found or self._after_slips(problem, right, matches)

    def _after_slips(self, problem: Family, right: AlteredWorking, matches: Matches) -> Diagnosis | None:
        """The mistake that was made with the learner's own earlier values."""
        if not self.wrong:
            return None
        put = self._own_values(right)
        found = explain(
            mistakes_of(problem, right),
            lambda slips: values_after(problem, slips, put),
            matches,
            Search(most=0),
        )
        return found and found._replace(says=f"{found.says} (given your {' and '.join(self.wrong)})")

    def _ticks(self, part: Part) -> str:
        """Which options were ticked, left out, matched or placed wrongly, with the reasons there are."""
        question = self.dealt.question
        if isinstance(question, Claim):
            return question.why
        if part.kind == "matching":
            why = question.why if isinstance(question, Match) else ""
            return f"{_mismatched(part, self.readings[part.name])} {why}".rstrip()
        if part.kind == "order":
            return _misplaced(part, self.readings[part.name])
        if part.kind != "letters":
            return ""
        given = self.readings[part.name]
        return "\n".join(
            f"{option.letter} is {'true' if option.true else 'false'}: {option.why}"
            for option in self.dealt.options
            if option.true != (option.letter in given)
        )


def _mismatched(part: Part, given: Sequence[str]) -> str:
    """Which numbers have another letter."""
    pairs = enumerate(zip(part.right, given, strict=True), 1)
    return "; ".join(f"{number} is {a}, not {b}" for number, (a, b) in pairs if a != b) + "."


def _misplaced(part: Part, given: Sequence[str]) -> str:
    """Where the first letter out of place stands."""
    place = next(i for i, (a, b) in enumerate(zip(part.right, given, strict=True), 1) if a != b)
    return f"The first difference is at place {place}: {part.right[place - 1]}, not {given[place - 1]}."


def _as_computed(like: Any, reading: Any) -> Any:
    """A reading as the solution computes with it."""
    if isinstance(like, Matrix):
        return Matrix(*reading) if not isinstance(reading[0][0], str) else _from_signs(reading)
    if isinstance(like, Vector):
        return Vector(*reading)
    if isinstance(reading, Node):
        raise TypeError("expressions are not put in")
    return reading


def _from_signs(rows: Sequence[Sequence[str]]) -> Matrix:
    return Matrix(*(["0+-".index(cell) - 3 * (cell == "-") for cell in row] for row in rows))
