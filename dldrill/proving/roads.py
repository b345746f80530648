"""The three roads to an answer, and whether they meet.

* **steps**: the family's own arithmetic, on plain numbers and again on traced ones;
* **sympy**: the traced formulas as closed forms on symbols, evaluated exactly; every decision that
  the numbers took (the side of a ReLU, an arg max, a branch) is decided again without rounding;
* **numpy**: the family's ``check``, a different algorithm; of a question that is written in formulas
  it is a second formula, evaluated by another evaluator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dldrill.derivation.family import Family
from dldrill.maths.compare import close
from dldrill.maths.linear import Array
from dldrill.proving.recording import Recording, givens_of, record

if TYPE_CHECKING:
    from dldrill.proving.evaluate import Program

EXACT = 1e-9  #: how near two float roads must come
NUMERIC = 1e-6  #: and a numeric method, such as finite differences, to the formula


@dataclass(frozen=True, slots=True)
class Proof:
    """What the roads said.

    Attributes:
        roads: those that were taken.
        disagreements: one line each, empty when the answer is proven.
    """

    roads: tuple[str, ...]
    disagreements: tuple[str, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether all roads met."""
        return not self.disagreements


def prove_fast(problem: Family, answers: Mapping[str, Any] | None = None) -> Proof:
    """Steps against numpy, without sympy: fit for every variant that is dealt."""
    steps = problem.plain() if answers is None else answers
    road = _checking(problem)
    return Proof(("steps", road), tuple(_differences(road, steps, problem.check(), NUMERIC)))


def prove(problem: Family) -> Proof:
    """All three roads."""
    steps = problem.plain()
    work = problem.traced()
    road = _checking(problem)
    found = [*_differences(road, steps, problem.check(), NUMERIC)]
    found += _differences("traced steps", steps, work.answers, EXACT)
    recording, givens = record(work)
    found += _by_sympy(recording, givens, work.answers)
    return Proof(("steps", "sympy", road), tuple(found))


def _checking(problem: Family) -> str:
    """What the road of the check is called."""
    road: str = getattr(problem, "road", "numpy")  # formulas have one of their own
    return road


def _differences(
    road: str, steps: Mapping[str, Any], other: Mapping[str, Any], tolerance: float
) -> list[str]:
    if not isinstance(other, Mapping):
        return [f"{road}: check() returns {other!r}, not the answers by their names"]
    if steps.keys() != other.keys():
        lacking = [f"check() has no {name!r}" for name in steps if name not in other]
        more = [f"solve() has no answer {name!r}" for name in other if name not in steps]
        return [f"{road} does not answer the same questions as the steps: {', '.join(lacking + more)}"]
    return [
        f"{name}: steps say {steps[name]!r}, {road} says {other[name]!r}"
        for name in steps
        if not close(steps[name], other[name], tolerance)
    ]


def _by_sympy(recording: Recording, givens: Mapping[str, Any], steps: Mapping[str, Any]) -> list[str]:
    from dldrill.proving.evaluate import Undecided, side

    forms = _forms(recording)
    try:
        values = forms.program.run(givens_of(givens))
        for condition, value in zip(forms.sides, values[forms.first_condition :], strict=True):
            if not condition & (1 << (side(value) + 1)):
                return ["sympy decides a comparison differently: the numbers are too close to a tie"]
    except Undecided as undecided:
        return [f"sympy: {undecided}"]
    found = []
    for name, places in forms.places.items():
        answer = [values[place] for place in places]
        if not close(_flat(steps[name]), answer, EXACT):
            found.append(f"{name}: steps say {steps[name]!r}, sympy says {[float(v) for v in answer]}")
    return found


@dataclass(frozen=True, slots=True)
class _Forms:
    program: Program
    places: dict[str, range]
    first_condition: int
    sides: list[int]


@lru_cache(maxsize=2048)
def _forms(recording: Recording) -> _Forms:
    """The closed forms of a recording, compiled: made once for all variants that share it."""
    from dldrill.proving.algebra import closed_form
    from dldrill.proving.evaluate import Program

    form = closed_form(recording)
    flat: list[Any] = []
    places: dict[str, range] = {}
    for name, cells in form.answers.items():
        start = len(flat)
        flat += _flat(cells)
        places[name] = range(start, len(flat))
    conditions = list(dict.fromkeys(form.conditions))
    program = Program([*flat, *(condition.difference for condition in conditions)])
    return _Forms(program, places, len(flat), [condition.side for condition in conditions])


def _flat(value: Any) -> list[Any]:
    if isinstance(value, list | tuple | Array):
        return [cell for part in value for cell in _flat(part)]
    return [value]
