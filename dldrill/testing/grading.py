"""Answers to a family's questions are graded as they should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dldrill.answer.kinds import show
from dldrill.dealing.dealt import Part
from dldrill.dealing.problem import as_read
from dldrill.derivation.mistakes import answers_after, mistakes_of
from dldrill.grading.marking import grade
from dldrill.testing.distinct import same_answers
from dldrill.testing.sample import Sample

FEW = 4  #: variants of which every mistake is graded


def right_is_right(sample: Sample) -> Iterator[str]:
    """Typing what was computed is graded right in every part."""
    for one, problem in sample.problems():
        verdict = grade(one, {part.name: show(part.kind, part.right) for part in one.parts})
        if verdict.verdict != "right" or verdict.points != one.points:
            yield f"{problem}: the right answers are graded {verdict.verdict}, {verdict.points:g} points"


def mistakes_are_named(sample: Sample) -> Iterator[str]:
    """An answer that a mistake leads to is not right, and a mistake with that answer is named."""
    for one, problem in sample.problems(FEW):
        for mistake in mistakes_of(problem):
            answers = answers_after(problem, mistake.slips)
            if answers is None or same_answers(problem.plain(), answers):  # the latter is told elsewhere
                continue
            verdict = grade(one, {part.name: typed(part, answers[part.name]) for part in one.parts})
            if verdict.verdict not in ("wrong", "partly"):
                yield f"{problem}: the answer after {mistake.name} is graded {verdict.verdict}"
            elif not any(part.mistake for part in verdict.parts):
                yield f"{problem}: the answer after {mistake.name} is wrong, but no mistake is named"


def typed(part: Part, value: Any) -> str:
    """A computed value as a learner would type it, with every digit."""
    return show(part.kind, as_read(part.kind, value))


def nonsense_is_nameless(sample: Sample) -> Iterator[str]:
    """A wrong answer that nothing explains is wrong, and no mistake is accused."""
    one, problem = sample.first
    answers = {part.name: nonsense(part, place) for place, part in enumerate(one.parts)}
    answers = {name: answer for name, answer in answers.items() if answer}
    if not answers:
        return
    verdict = grade(one, answers)
    if verdict.verdict != "wrong":
        yield f"{problem}: {answers} is graded {verdict.verdict}"
    for part in verdict.parts:
        if part.verdict == "wrong" and part.mistake is not None:
            yield f"{problem}: {answers[part.name]} is taken for the mistake {part.mistake}"


def nonsense(part: Part, place: int = 0) -> str:
    """An answer that no mistake leads to, another one at every place; none where all are possible."""
    if part.kind in ("integer", "number"):
        return str(987654321 * 7**place)
    if part.kind in ("vector", "matrix"):
        right = part.right if part.kind == "matrix" else (part.right,)
        return "; ".join(", ".join(str(98765.4321 * 7**place) for _ in row) for row in right)
    return "97x89x83" if part.kind == "shape" else ""


def unreadable_is_not_counted(sample: Sample) -> Iterator[str]:
    """What cannot be read is refused with a sentence, and nothing is judged."""
    one, problem = sample.first
    verdict = grade(one, {one.parts[-1].name: "__import__('os')"})
    if verdict.verdict != "unreadable" or not verdict.parts[-1].says:
        yield f"{problem}: what cannot be read is graded {verdict.verdict}"


def options_are_fair(sample: Sample) -> Iterator[str]:
    """Statements about the data repeat none and give reasons; one picture is the right one."""
    for _, problem in sample.problems():
        statements = problem.statements()
        said = [statement.says for statement in statements]
        if len(set(said)) < len(said):
            yield f"{problem}: a statement is made twice"
        yield from (f"{problem}: {one.says!r} has no reason" for one in statements if not one.why)
        pictures = problem.pictures()
        if pictures and pictures[0] in pictures[1:]:
            yield f"{problem}: a wrong picture is the right one"
