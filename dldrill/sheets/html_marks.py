"""What a page needs to mark a question by itself: the right answers, and those of known mistakes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from string import ascii_uppercase
from typing import Any, NamedTuple

from dldrill.answer.kinds import same
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.paper import Placed
from dldrill.dealing.problem import as_read, symbols_of
from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import Mistake, mistakes_of
from dldrill.derivation.working import IMPOSSIBLE, AlteredWorking, DerivationError
from dldrill.faults import Fault
from dldrill.maths.domains import sample, sample_edges
from dldrill.maths.numeric import evaluate
from dldrill.maths.program import NoValue
from dldrill.maths.trace import closed_form
from dldrill.maths.tree import Node

POINTS = 24  #: at which an expression is compared with the right one
SAFE_INTEGER = 2**53  #: beyond it a script's numbers leave whole numbers out
Point = Mapping[str, float]


class Slip(NamedTuple):
    """A mistake as the page knows it.

    Attributes:
        says: what it tells the learner.
        values: for each part the answer that it leads to; None where that is the right one.
        carried: the places of the parts that are right, given what the mistake made of earlier ones.
    """

    says: str
    values: tuple[Any, ...]
    carried: tuple[int, ...]


class Marks(NamedTuple):
    """How a question is marked.

    Attributes:
        data: for the script, as JSON holds it.
        says: the sentence of each mistake.
    """

    data: dict[str, Any]
    says: tuple[str, ...]


def marks(placed: Placed) -> Marks:
    """The right answers of a question, the marking of its section, and its mistakes."""
    dealt = placed.dealt
    points = {part.name: _points(part) for part in dealt.parts}
    slips = tuple(_slips(dealt, points))
    says = tuple(dict.fromkeys(slip.says for slip in slips))
    marking = placed.section.marking
    return Marks(
        {
            "type": dealt.type,
            "points": placed.item.points,
            "extra": placed.item.extra,
            "wrong": marking.wrong,
            "error": marking.error,
            "parts": [_part(part, points[part.name]) for part in dealt.parts]
            if dealt.type != "explain"
            else [],
            "rubric": [option.points for option in dealt.options] if dealt.type == "explain" else [],
            "slips": [
                {"says": says.index(slip.says), "values": slip.values, "carried": slip.carried}
                for slip in slips
            ],
        },
        says,
    )


def _part(part: Part, points: Sequence[Point]) -> dict[str, Any]:
    spec = part.spec
    found = {
        "kind": part.kind,
        "points": part.points,
        "right": plain(part.kind, part.right, points),
        "rtol": spec.rtol,
        "atol": spec.atol,
        "unit": spec.unit,
        "size": spec.size,
    }
    if part.kind == "expression":
        names = sorted(spec.names)
        found["names"] = names
        found["at"] = [[_json_number(point[name]) for name in names] for point in points]
    elif part.kind == "text":
        found |= {"words": spec.words, "count": spec.count}
    elif part.kind in ("matching", "order"):
        found["letters"] = list(spec.letters or ascii_uppercase[: len(part.right)])
    return found


def plain(kind: str, value: Any, points: Sequence[Point] = ()) -> Any:
    """A value as JSON holds it; an expression is its values at points."""
    if kind == "letters":
        return sorted(value)
    if kind == "expression":
        return [_at(value, point) for point in points]
    if kind == "text":
        return [value] if isinstance(value, str) else list(value)
    return _json(value)


def _json(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list):
        return [_json(one) for one in value]
    return _json_number(value)


def _json_number(value: float | Fraction) -> float | int | str | None:
    if isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    if isinstance(value, int):
        return value if abs(value) < SAFE_INTEGER else str(value)
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _points(part: Part) -> tuple[Point, ...]:
    """Where an expression is compared: places within the domains of its names, many near their edges."""
    if part.kind != "expression":
        return ()
    domains = part.spec.names
    stream = Random("page")
    found: dict[tuple[float, ...], Point] = {}
    for attempt in range(8 * POINTS):
        at = sample_edges(domains, stream) if attempt % 2 else sample(domains, stream, attempt % 4 == 0)
        if _at(part.right, at) is not None:
            found.setdefault(tuple(at.values()), at)
        if len(found) == POINTS:
            break
    return tuple(found.values())


def _at(tree: Node, point: Point) -> float | None:
    try:
        return float(f"{evaluate(tree, point):.12g}")  # the last digits differ between machines
    except NoValue:
        return None


def _slips(dealt: Dealt, points: Mapping[str, Sequence[Point]]) -> Iterator[Slip]:
    """Every mistake that changes an answer, each set of answers once, in the order they are tried."""
    problem = dealt.problem
    if problem is None or dealt.options:
        return
    seen: set[str] = set()
    for mistake in mistakes_of(problem, asked=[part.name for part in dealt.parts]):
        made = _expressions(dealt, problem, mistake) if dealt.free else _values(problem, mistake.slips)
        if made is None:
            continue
        values = tuple(_mistaken(part, made, points[part.name]) for part in dealt.parts)
        if repr(values) not in seen and any(value is not None for value in values):
            seen.add(repr(values))
            carried = () if dealt.free else tuple(_carried(dealt, problem, made, values))
            yield Slip(mistake.says, values, carried)


def _expressions(dealt: Dealt, problem: Family, mistake: Mistake) -> dict[str, Any] | None:
    """The closed forms that a mistake leads to."""
    letters = frozenset(symbols_of(problem, dealt.free))
    try:
        lines = problem.traced(mistake.slips).lines
        return {part.name: closed_form(lines[part.name].formula, letters) for part in dealt.parts}
    except (*IMPOSSIBLE, Fault, DerivationError):
        return None


def _values(problem: Family, slips: Sequence[str]) -> dict[str, Any] | None:
    """The steps after a mistake."""
    work = AlteredWorking(slips)
    try:
        problem.solve(work)
    except IMPOSSIBLE:
        return None
    return work.values


def _mistaken(part: Part, made: Mapping[str, Any], points: Sequence[Point]) -> Any:
    """The wrong answer to a part; None where it is right, or not there."""
    if part.name not in made:
        return None
    read = as_read(part.kind, made[part.name])
    return None if same(part.kind, part.right, read, part.spec) else plain(part.kind, read, points)


def _carried(dealt: Dealt, problem: Family, made: Mapping[str, Any], values: Sequence[Any]) -> Iterator[int]:
    """The parts where the mistake's answer follows rightly from its wrong answers to earlier ones."""
    wrong = [place for place, value in enumerate(values) if value is not None]
    for place in wrong[1:]:
        part = dealt.parts[place]
        put = {dealt.parts[other].name: made[dealt.parts[other].name] for other in wrong if other < place}
        work = AlteredWorking((), put)
        try:
            problem.solve(work)
        except IMPOSSIBLE:
            continue
        due, own = (as_read(part.kind, values[part.name]) for values in (work.due, made))
        if same(part.kind, due, own, part.spec):
            yield place
