"""Grade what was typed: read it, judge each part, carry errors forward, name the mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

RESULT = ("total", "result")  #: other names for the last part


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
    if any(isinstance(reading, Fault) for reading in readings.values()):
        judged = [_unjudged(part, typed[part.name], readings[part.name]) for part in parts.values()]
    else:
        judged = _Judge(dealt, readings, typed).judge(list(parts.values()))
    return summed(tuple(judged), dealt.points)


def by_position(dealt: Dealt, typed: Sequence[str]) -> dict[str, str]:
    """Answers to names: ``name=value`` as named, one bare answer to the last part, else in order.

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
    places = free[-1:] if len(bare) == 1 else free
    if len(bare) > len(places):
        asked = ", ".join(part.name for part in dealt.parts)
        raise Fault(f"{len(bare)} answers for {len(free)} parts: give one for each of {asked}", code="usage")
    return named | dict(zip(places, bare, strict=False))


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


def _unjudged(part: Part, typed: str, reading: Any) -> PartVerdict:
    if isinstance(reading, Fault):
        return PartVerdict(
            part.name, part.kind, "unreadable", typed, None, part.right, says=str(reading), weight=part.points
        )
    return PartVerdict(part.name, part.kind, "wrong", typed, reading, part.right, weight=part.points)


class _Judge:
    """Judges the parts of one attempt."""

    def __init__(self, dealt: Dealt, readings: Mapping[str, Any], typed: Mapping[str, str]) -> None:
        self.dealt, self.readings, self.typed = dealt, readings, typed
        self.right = dealt.problem.altered() if dealt.problem else None
        self.wrong: list[str] = []

    def judge(self, parts: list[Part]) -> list[PartVerdict]:
        """A verdict a part, the earlier ones first."""
        return [self._judge(part) for part in parts]

    def _judge(self, part: Part) -> PartVerdict:
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
        """Which options were ticked or left out wrongly, with the reasons; why a claim is so."""
        if isinstance(self.dealt.question, Claim | Match):
            return self.dealt.question.why
        if part.kind in ("matching", "order"):
            return _misplaced(part, self.readings[part.name])
        if part.kind != "letters":
            return ""
        given = self.readings[part.name]
        return "\n".join(
            f"{option.letter} is {'true' if option.true else 'false'}: {option.why}"
            for option in self.dealt.options
            if option.true != (option.letter in given)
        )


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
