"""JSON: what INTERFACE promises to scripts, and nothing else."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dldrill.answer.kinds import show
from dldrill.dealing.dealt import Dealt, Option, Part
from dldrill.dealing.problem import as_read, kind_of
from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import answers_after, mistakes_of
from dldrill.experiments.seen import Seen
from dldrill.figures.marks import Figure
from dldrill.grading.verdict import PartVerdict, Verdict
from dldrill.maths.linear import Array
from dldrill.maths.tree import Node
from dldrill.proving.roads import Proof
from dldrill.show.steps import Step, steps_of


def dumps(value: Any) -> str:
    """One line of JSON; the same value gives the same bytes everywhere."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def variant(dealt: Dealt, proof: Proof | None) -> dict[str, Any]:
    """A question with its numbers, answers, steps and mistakes."""
    question, problem = dealt.question, dealt.problem
    found = {
        "id": dealt.id,
        "family": dealt.family,
        "topic": dealt.topic,
        "type": dealt.type,
        "sources": list(question.sources) if question else [],
        "seed": dealt.seed,
        "index": dealt.index,
        "minutes": dealt.minutes,
        "points": dealt.points,
        "ask": dealt.ask,
        "givens": givens(problem) if problem else {},
        "answers": [_answer(part, dealt) for part in dealt.parts],
        "steps": [_step(step) for step in steps_of(dealt)],
        "mistakes": _mistakes(dealt),
        "verified": _verified(dealt, proof),
        "figure": _figure(problem.figure()) if problem else None,
    }
    if dealt.options:
        found["options"] = [_option(option, dealt) for option in dealt.options]
    if dealt.items:
        found["items"] = list(dealt.items)
    if question and question.note:
        found["note"] = question.note
    return found


def _option(option: Option, dealt: Dealt) -> dict[str, Any]:
    """A lettered line; only what is to be ticked is true or false."""
    shown: dict[str, Any] = {"letter": option.letter, "text": option.text}
    if option.figure is not None:
        shown["figure"] = _figure(option.figure)
    if dealt.type in ("claim", "choose"):
        return shown | {"true": option.true, "why": option.why}
    return shown | ({"points": plain(option.points)} if dealt.type == "explain" else {"why": option.why})


def _figure(drawn: Figure | None) -> dict[str, Any] | None:
    """What a figure shows, its data in rows, and its picture."""
    if drawn is None:
        return None
    from dldrill.figures.svg import svg
    from dldrill.figures.table import rows

    return {"alt": drawn.alt, "table": [list(row) for row in rows(drawn)], "svg": svg(drawn)}


def experiment(seen: Seen) -> dict[str, Any]:
    """What a small run measured for a claim."""
    return {
        "holds": seen.holds,
        "says": seen.says,
        "table": [list(row) for row in seen.table],
        "figure": _figure(seen.figure),
    }


def givens(problem: Family) -> dict[str, Any]:
    """The givens that rebuild the problem."""
    return {f.name: plain(getattr(problem, f.name)) for f in dataclasses.fields(problem)}  # type: ignore[arg-type]


def plain(value: Any) -> Any:
    """A value as JSON holds it: numbers, strings, booleans and lists."""
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, float):
        return value
    if isinstance(value, Array):
        return [plain(cell) for cell in value.cells]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list) and not isinstance(value, Node):
        return [plain(item) for item in value]
    return str(value)


def answer_value(kind: str, value: Any) -> Any:
    """An answer as JSON holds it: expressions as text, signs as lists of ``+``, ``-`` and ``0``."""
    if value is None:
        return None
    if kind == "expression":
        return show(kind, value)
    return [list(row) for row in value] if kind == "signs" else plain(value)


def _answer(part: Part, dealt: Dealt) -> dict[str, Any]:
    value = answer_value(part.kind, part.right)
    return {
        "name": part.name,
        "label": part.label,
        "kind": part.kind,
        "value": value,
        "exact": _exact(part, dealt),
        "unit": part.unit,
        "rtol": part.spec.rtol if part.kind in ("number", "vector", "matrix") else 0,
    }


def _exact(part: Part, dealt: Dealt) -> str:
    """The value as text that sympy reads, with every digit there is."""
    if part.kind in ("letters", "text", "signs") or dealt.problem is None:
        return show(part.kind, part.right)
    return _sympy_text(part.right)


def _sympy_text(value: Any) -> str:
    if isinstance(value, Node):
        return show("expression", value)
    if isinstance(value, tuple):
        return f"({', '.join(map(_sympy_text, value))}{',' if len(value) == 1 else ''})"
    return repr(value) if isinstance(value, float) else str(value)


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "why": step.why,
        "formula": step.formula_line(),
        "figures": step.figures_line(),
        "value": plain(as_read(kind_of(step.value), step.value)),
    }


def _mistakes(dealt: Dealt) -> list[dict[str, Any]]:
    if dealt.problem is None or dealt.options:
        return []
    found = []
    for mistake in mistakes_of(dealt.problem):
        led_to = answers_after(dealt.problem, mistake.slips)
        if led_to is not None and "@" not in mistake.slips[0]:
            found.append(
                {
                    "name": mistake.name,
                    "says": mistake.says,
                    "steps": list(mistake.steps),
                    "answers": {
                        part.name: answer_value(_kind(part), as_read(_kind(part), led_to[part.name]))
                        for part in dealt.parts
                        if part.name in led_to
                    },
                }
            )
    return found


def _kind(part: Part) -> str:
    """The kind of a computed value: where letters stay free, that of the number behind it."""
    return "number" if part.kind == "expression" else part.kind


def _verified(dealt: Dealt, proof: Proof | None) -> dict[str, Any]:
    if proof is None or dealt.problem is None:
        return {"ok": None, "roads": [], "how": None}
    return {"ok": proof.ok, "roads": list(proof.roads), "how": dealt.problem.how}


def verdict(found: Verdict) -> dict[str, Any]:
    """What became of an attempt."""
    return {
        "verdict": found.verdict,
        "points": plain(found.points),
        "of": plain(found.of),
        "parts": [_part(part) for part in found.parts],
    }


def _part(part: PartVerdict) -> dict[str, Any]:
    return {
        "name": part.name,
        "verdict": part.verdict,
        "given": part.given,
        "read": answer_value(part.kind, part.read),
        "right": answer_value(part.kind, part.right),
        "mistake": part.mistake,
        "carried": part.carried,
        "says": part.says,
    }
