"""Problems of a family as dealt questions: the text, the parts, the statements about their data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from random import Random
from typing import Any

from dldrill.answer.spec import Spec
from dldrill.bank.question import Choose, Compute, FormulaQuestion, Question
from dldrill.dealing.dealt import ORIGINAL, Dealt, Option, Part
from dldrill.dealing.statements import LETTERS, to_tick
from dldrill.derivation.family import Family, Statement
from dldrill.derivation.working import AlteredWorking, Asked
from dldrill.families import name_of
from dldrill.faults import Fault
from dldrill.maths.compare import TINY
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.trace import closed_form

FORMULAS = "dldrill.derivation.formula"  #: the module of what banks' formulas are compiled to


def with_numbers(what: Question | type[Family], problem: Family, seed: str, index: int) -> Dealt:
    """A question on a family, or a family by itself, with the numbers of a problem."""
    question = what if isinstance(what, Compute) else None
    name = family_name(type(problem))
    identity = question.id if question else name
    options: tuple[Option, ...] = ()
    if isinstance(question, Choose):
        options = _choices(problem, question, seed, index)
    single = isinstance(question, Choose) and question.pictures
    parts = (to_tick(options, single),) if options else _parts(problem, question)
    fewer = "" if options or question is None else _only(problem, question, parts)
    return Dealt(
        question=question,
        id=identity,
        type=question.type if question else "compute",
        topic=question.topic if question else problem.topic,
        family=None if isinstance(question, FormulaQuestion) else name,
        minutes=question.minutes if question else problem.minutes,
        points=question.points if question else float(len(parts)),
        seed=seed,
        index=index,
        ask=_text(problem, question) + fewer,
        parts=parts,
        options=options,
        problem=problem,
    )


def family_name(family: type[Family]) -> str:
    """The name of a family; for a question of formulas, the question's id."""
    if family.__module__ == FORMULAS:
        from dldrill.derivation.formula import Formula  # most questions need nothing of it

        if issubclass(family, Formula):
            return family.compiled.written.id
    return name_of(family)


def _choices(problem: Family, question: Choose, seed: str, index: int) -> tuple[Option, ...]:
    if question.options and seed == ORIGINAL:
        return _own_options(problem, question)
    make = _pictures if question.pictures else _options
    return make(problem, f"{question.id}/{seed}/{index}")


def _own_options(problem: Family, question: Choose) -> tuple[Option, ...]:
    """The statements that stood in the exam, in its order."""
    statements = problem.statements()
    found = []
    for letter, wanted in zip(LETTERS, question.options, strict=False):
        true, key = wanted[0] == "+", wanted[1:]
        own = next((s for s in statements if s.key == key and s.true == true), None)
        if own is None:
            says = f"there is no {'true' if true else 'false'} statement {key!r} about these numbers"
            raise Fault(f"{question.where}: {question.id}: {says}", code="bank")
        found.append(Option(letter, own.says, own.true, own.why))
    return tuple(found)


def _options(problem: Family, stream: str) -> tuple[Option, ...]:
    """Four to six statements, no two of which say or deny the same thing."""
    chosen: dict[str, Statement] = {}
    statements = problem.statements()
    Random(stream).shuffle(statements)
    for statement in statements:
        chosen.setdefault(statement.key or statement.says, statement)
    return tuple(
        Option(letter, s.says, s.true, s.why) for letter, s in zip(LETTERS, chosen.values(), strict=False)
    )


def _pictures(problem: Family, stream: str) -> tuple[Option, ...]:
    """The right picture among wrong ones, in any order."""
    drawn = [(place == 0, picture) for place, picture in enumerate(problem.pictures())]
    Random(stream).shuffle(drawn)
    return tuple(
        Option(letter, f"picture {letter}", true, figure=picture)
        for letter, (true, picture) in zip(LETTERS, drawn, strict=False)
    )


def _text(problem: Family, question: Compute | None) -> str:
    if question is None or not question.ask:
        return problem.ask()
    from dldrill.dealing.template import fill

    return fill(question.ask, {f.name: getattr(problem, f.name) for f in fields(problem)})  # type: ignore[arg-type]


def _only(problem: Family, question: Compute, parts: tuple[Part, ...]) -> str:
    """What is wanted where the family's text asks for more than the question does."""
    if question.ask or not question.parts or set(_usual(problem, problem.altered())) <= set(question.parts):
        return ""
    return f"\n\nGive only: {'; '.join(part.label for part in parts)}."


def _usual(problem: Family, work: AlteredWorking) -> Sequence[str]:
    """The parts that the family's text asks for."""
    return problem.parts or list(work.answers)[-1:]


def _parts(problem: Family, question: Compute | None) -> tuple[Part, ...]:
    free = question.free if question else {}
    work = problem.altered()
    wanted = (question.parts if question else ()) or _usual(problem, work)
    must_answer(problem, wanted, work)
    if free:
        return tuple(_expression(problem, name, work.asked[name], free) for name in wanted)
    return tuple(part_of(work, name) for name in wanted)


def must_answer(problem: Family, wanted: Iterable[str], work: AlteredWorking) -> None:
    """See that a problem has the answers that are asked for.

    Raises:
        Fault: it has no such answer.
    """
    for name in wanted:
        if name not in work.answers:
            known = ", ".join(work.answers)
            from difflib import get_close_matches  # only where something is wrong

            near = get_close_matches(name, work.answers, 1)
            hint = f": did you mean {near[0]}?" if near else ""
            raise Fault(f"{family_name(type(problem))} answers {known}, not {name!r}{hint}", code="part")


def part_of(work: AlteredWorking, name: str) -> Part:
    """A step of a solution as something asked for; any step can be."""
    value = work.values[name]
    asked = work.asked.get(name, Asked())
    kind = asked.kind or kind_of(value)
    right = as_read(kind, value)
    spec = Spec(rtol=asked.rtol, atol=TINY, unit=asked.unit or "", words=asked.words, size=_size(kind, value))
    if kind == "matching":
        spec = Spec(letters="".join(asked.words), count=len(right))
    return Part(name, asked.label or name.replace("_", " "), kind, right, spec, asked.points, asked.unit)


def _expression(problem: Family, name: str, asked: Asked, free: Mapping[str, str]) -> Part:
    symbols = symbols_of(problem, free)
    tree = closed_form(problem.traced().lines[name].formula, frozenset(symbols))
    spec = Spec(names=symbols)
    return Part(name, asked.label or name, "expression", tree, spec, asked.points, asked.unit)


def symbols_of(problem: Family, free: Mapping[str, str]) -> dict[str, str]:
    """The letters of the free givens, each with the set that it ranges over."""
    symbols: dict[str, str] = {}
    for given, domain in free.items():
        field = problem.givens().get(given)
        if field is None:
            raise Fault(f"there is no given {given!r} to leave free", code="given")
        symbol = field.metadata["symbol"]
        value = getattr(problem, given)
        if isinstance(value, Vector):
            symbols |= {f"{symbol}_{i}": domain for i in range(1, len(value) + 1)}
        else:
            symbols[symbol] = domain
    return symbols


def kind_of(value: Any) -> str:
    """The kind of answer that a value is."""
    if isinstance(value, Matrix):
        return "matrix"
    if isinstance(value, Vector):
        return "vector"
    if isinstance(value, tuple):
        return "shape"
    if isinstance(value, str):
        return "text"
    return "integer" if isinstance(value, int) else "number"


def as_read(kind: str, value: Any) -> Any:
    """A computed value as the reader of its kind gives it."""
    if kind == "matching":
        return tuple(value)
    if kind == "signs":
        return tuple("".join("0+-"[cell] for cell in row) for row in _rows(value))
    if isinstance(value, Matrix):
        return tuple(tuple(row.cells) for row in value.cells)
    return tuple(value.cells) if isinstance(value, Vector) else value


def _rows(value: Any) -> list[tuple[int, ...]]:
    rows = value.cells if isinstance(value, Matrix) else (value,)
    return [tuple(int(cell) for cell in row.cells) for row in rows]


def _size(kind: str, value: Any) -> tuple[int, int] | None:
    if kind in ("matrix", "signs"):
        rows = value.cells if isinstance(value, Matrix) else (value,)
        return len(rows), len(rows[0])
    return (1, len(value)) if kind == "vector" else None
