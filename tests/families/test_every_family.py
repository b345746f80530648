"""What holds for every family, with no line written for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import pytest

from dldrill.answer.kinds import show
from dldrill.dealing.dealer import Dealer
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.index import index_of
from dldrill.dealing.problem import as_read, with_numbers
from dldrill.dealing.source import Source
from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import Mistake, answers_after, blocking_mistake, mistakes_of
from dldrill.families import family, names
from dldrill.grading.marking import grade
from dldrill.maths.compare import close
from dldrill.maths.linear import Array
from dldrill.maths.trace import formula
from dldrill.maths.typeset import layout_of
from dldrill.maths.unicode_line import line
from dldrill.proving.roads import NUMERIC, prove
from dldrill.proving.whole import Findings, pieces, prove_pieces
from dldrill.show.data import dumps, variant
from dldrill.show.look import Look
from dldrill.show.markdown import shown_in
from dldrill.show.solution import worked

SAMPLE = 12
FAMILIES = names()


@cache
def dealt(name: str) -> tuple[Dealt, ...]:
    """Some variants of a family."""
    source = Source(family(name), "tests")
    return tuple(source.deal(index) for index in range(SAMPLE))


def problems(name: str) -> Iterator[tuple[Dealt, Family]]:
    """The variants with their problems."""
    for one in dealt(name):
        assert one.problem is not None
        yield one, one.problem


@pytest.mark.parametrize("name", FAMILIES)
def test_declares_itself(name: str) -> None:
    """A family has a title, a topic and a sentence on its check, and help for every given."""
    kind = family(name)
    assert kind.title
    assert kind.topic
    assert kind.how
    assert all(field.metadata["help"] for field in kind.givens().values())


@pytest.mark.parametrize("name", FAMILIES)
def test_default_is_well_posed_and_proven(name: str) -> None:
    """The problem with the default givens fits, and all roads meet on it."""
    problem = family(name)()
    assert problem.fits() is None
    assert prove(problem).disagreements == ()


@pytest.mark.parametrize("name", FAMILIES)
def test_variants_are_proven(name: str) -> None:
    """Steps, sympy and numpy meet on dealt variants."""
    for _, problem in problems(name):
        assert prove(problem).disagreements == (), problem


@pytest.mark.parametrize("name", FAMILIES)
def test_variants_are_fair(name: str) -> None:
    """No mistake that arises in a dealt variant leads to the right answers."""
    for _, problem in problems(name):
        assert blocking_mistake(problem) is None, problem


@pytest.mark.parametrize("name", FAMILIES)
def test_check_catches_every_mistake(name: str) -> None:
    """The check is a real one: a solution with any mistake in it disagrees with it."""
    seen: set[str] = set()
    for _, problem in problems(name):
        right = problem.check()
        for mistake in mistakes_of(problem):
            answers = answers_after(problem, mistake.slips)
            if answers is not None:
                seen.add(mistake.name)
                differs = any(not close(right[key], answers[key], NUMERIC) for key in answers)
                assert differs, (problem, mistake)
    assert seen, "no mistake ever arises"


def typed(part: Any, value: Any) -> str:
    """A computed value as a learner would type it, with every digit."""
    return show(part.kind, as_read(part.kind, value))


@pytest.mark.parametrize("name", FAMILIES)
def test_right_answers_are_right(name: str) -> None:
    """Typing what was computed is graded right in every part."""
    for one, _ in problems(name):
        verdict = grade(one, {part.name: show(part.kind, part.right) for part in one.parts})
        assert verdict.verdict == "right", (one.ask, verdict)
        assert verdict.points == one.points


def led_astray(one: Dealt, mistake: Mistake) -> dict[str, Any] | None:
    """The answers to the parts asked after a mistake."""
    assert one.problem is not None
    answers = answers_after(one.problem, mistake.slips)
    return None if answers is None else {part.name: answers[part.name] for part in one.parts}


@pytest.mark.parametrize("name", FAMILIES)
def test_every_mistake_is_named(name: str) -> None:
    """An answer that a mistake leads to is not right, and a mistake with that answer is named."""
    for one, problem in list(problems(name))[:4]:
        for mistake in mistakes_of(problem):
            answers = led_astray(one, mistake)
            if answers is None:
                continue
            verdict = grade(one, {part.name: typed(part, answers[part.name]) for part in one.parts})
            assert verdict.verdict in ("wrong", "partly"), (mistake, verdict)
            assert any(part.mistake for part in verdict.parts), (mistake, verdict)


WRONG = {
    "shape": "97x89x83",
    "text": "",
}


def nonsense(part: Any, place: int = 0) -> str:
    """An answer that no mistake leads to, another one at every place."""
    if part.kind in ("integer", "number"):
        return str(987654321 * 7**place)
    if part.kind in ("vector", "matrix"):
        right = part.right if part.kind == "matrix" else (part.right,)
        return "; ".join(", ".join(str(98765.4321 * 7**place) for _ in row) for row in right)
    return WRONG.get(part.kind, "")


@pytest.mark.parametrize("name", FAMILIES)
def test_nameless_mistakes_stay_nameless(name: str) -> None:
    """A wrong answer that nothing explains is wrong, and no mistake is accused."""
    one = dealt(name)[0]
    answers = {part.name: nonsense(part, i) for i, part in enumerate(one.parts) if nonsense(part)}
    if not answers:
        pytest.skip("the answers of this family are words or signs")
    verdict = grade(one, answers)
    assert verdict.verdict == "wrong"
    assert all(part.mistake is None for part in verdict.parts if part.verdict == "wrong"), verdict


@pytest.mark.parametrize("name", FAMILIES)
def test_unreadable_answers_are_not_counted(name: str) -> None:
    """What cannot be read is refused with a sentence, and nothing is judged."""
    one = dealt(name)[0]
    verdict = grade(one, {one.parts[-1].name: "__import__('os')"})
    assert verdict.verdict == "unreadable"
    assert verdict.parts[-1].says


@pytest.mark.parametrize("name", FAMILIES)
def test_steps_are_shown_as_computed(name: str) -> None:
    """Every step's formula can be written, in symbols and in figures."""
    for _, problem in problems(name):
        for written in problem.traced().lines.values():
            for figures in (False, True):
                assert line(layout_of(formula(written.formula, figures)))


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("look", [Look(80), Look(50), Look(40, ascii=True), Look(80, plain=True)], ids=str)
def test_solution_fits_the_screen(name: str, look: Look) -> None:
    """The worked solution keeps to the width; ASCII and plain screens get what they can show."""
    one, problem = next(problems(name))
    screen = shown_in(worked(one, prove(problem), look), look)
    assert max(map(len, screen.splitlines())) <= look.width
    if look.ascii:
        assert screen.isascii(), [c for c in screen if not c.isascii()]


@pytest.mark.parametrize("name", FAMILIES)
def test_json_rebuilds_the_variant(name: str) -> None:
    """A variant's JSON is plain data, and its givens make the same problem again."""
    for one, problem in list(problems(name))[:3]:
        data = json.loads(dumps(variant(one, prove(problem))))
        assert data["verified"]["ok"] is True
        assert data["ask"]
        assert {answer["name"] for answer in data["answers"]} == {part.name for part in one.parts}
        again = with_numbers(type(problem), problem, one.seed, one.index)
        assert again.ask == one.ask


@pytest.mark.parametrize("name", FAMILIES)
def test_equal_seeds_deal_equal_variants(name: str) -> None:
    """Dealing is a function of identity, seed and index, in any order."""
    backwards = Source(family(name), "tests")
    again = [backwards.deal(index) for index in reversed(range(3))][::-1]
    assert [one.problem for one in again] == [one.problem for one in dealt(name)[:3]]
    other = [Source(family(name), "other").deal(index).problem for index in range(3)]
    assert other != [one.problem for one in dealt(name)[:3]]


@pytest.mark.parametrize("name", FAMILIES)
def test_index_is_current(name: str) -> None:
    """A family that can be listed has an index of its valid variants, made by the code as it is."""
    dealer = Dealer(family(name), name, "tests", judging=True)
    if not dealer.enumerable:
        pytest.skip("too many variants to be listed")
    index = index_of(name)
    assert index is not None, f"run: python -m dldrill.proving.index {name}"
    stream = Random(name)
    for candidate in (stream.randrange(dealer.space.size) for _ in range(40)):
        judged = dealer.is_valid(family(name)(**dealer.space.at(candidate)))
        assert judged == (candidate in index), candidate


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_everything_that_can_be_listed_is_proven(name: str) -> None:
    """All roads meet on every valid variant, and the index tells exactly which are valid."""
    found = Findings()
    for _, findings in prove_pieces(pieces(name, "proof", 300, every=True), 1):
        found.add(findings)
    assert found.disagreements == []
    index = index_of(name)
    if index is not None:
        assert sorted(found.valid) == [c for c in range(len(index.bits) * 8) if c in index]


@pytest.mark.parametrize("name", FAMILIES)
def test_givens_are_typed_back(name: str) -> None:
    """Every given that is shown as an option can be typed as it is shown."""
    from dldrill.derivation.values import value_of
    from dldrill.show.listing import written

    _, problem = next(problems(name))
    for given in problem.givens():
        value = getattr(problem, given)
        back = value_of(type(problem), given, written(value))
        if isinstance(value, Array | int | float):
            assert close(value, back, 1e-6), given
        else:
            assert back == value, given
