"""Every question of the five exams is in the banks, is solved, and can be asked anew."""

from __future__ import annotations

from collections import defaultdict

import pytest

from dldrill import solve
from dldrill.bank.exam import exams
from dldrill.bank.library import load
from dldrill.bank.question import Choose, Claim, Compute, Question, Select
from dldrill.dealing.source import Source, original
from dldrill.families import names

LIBRARY = load()
ROWS = [f"{exam.name}/{item.number}" for exam in exams().values() for item in exam.items]


def test_there_are_83_rows() -> None:
    """The five exams have 83 questions, and no bank names another."""
    assert len(ROWS) == 83
    named = {source for question in LIBRARY for source in question.sources}
    assert named == set(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_solved(row: str) -> None:
    """Its question is found, has a right answer, and where it has numbers they are proven."""
    solution = solve(row, banks=LIBRARY)
    assert row in solution.question.question.sources  # type: ignore[union-attr]
    assert solution.question.parts
    assert solution.proof is None or solution.proof.ok
    assert solution.steps or solution.question.options


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_dealt_anew(row: str) -> None:
    """It can be dealt with a seed; what has numbers or options differs from seed to seed.

    A question whose givens stay letters may have nothing to vary.
    """
    question = LIBRARY.find(row)
    dealt = [Source(question, seed).deal(0) for seed in "abcdef"]
    if isinstance(question, Select) or (isinstance(question, Compute) and not question.free):
        assert len({(one.ask, one.options) for one in dealt}) > 1


def test_points_are_those_of_the_exams() -> None:
    """A question that stands for one row has the row's points, so that a drill weighs it alike."""
    for exam in exams().values():
        for item in exam.items:
            question = LIBRARY.find(f"{exam.name}/{item.number}")
            if len(question.sources) == 1 and not isinstance(question, Claim):
                assert question.points == item.points, question.id


def test_families() -> None:
    """There are at least 29, and each is asked by some question of a bank."""
    asked = {question.family for question in LIBRARY if isinstance(question, Compute)}
    assert len(names()) >= 29
    assert asked - {""} == set(names())


def pools() -> dict[str, list[Claim]]:
    """The claims of each pool by its name."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for question in LIBRARY:
        if isinstance(question, Claim) and question.pool:
            found[question.pool].append(question)
    return found


def test_claims_are_many() -> None:
    """There are at least 400, with a reason each, and no two read the same."""
    claims = [question for question in LIBRARY if isinstance(question, Claim)]
    assert len(claims) >= 400
    assert len({claim.claim for claim in claims}) == len(claims)
    assert all(claim.why for claim in claims)


@pytest.mark.parametrize("pool", pools().values(), ids=lambda pool: pool[0].pool)
def test_pools_can_fill_a_question(pool: list[Claim]) -> None:
    """A pool has at least eight claims, about as many true ones as false ones."""
    true = sum(claim.true for claim in pool)
    assert len(pool) >= 8
    assert 0.375 <= true / len(pool) <= 0.625


def select_questions() -> list[Question]:
    """The questions that draw their options from a pool."""
    return [question for question in LIBRARY if isinstance(question, Select)]


@pytest.mark.parametrize("question", select_questions(), ids=lambda question: question.id)
def test_options_can_always_be_drawn(question: Select) -> None:
    """Two hundred variants are dealt without running out of claims; keys are respected."""
    key_of = {claim.claim: claim.key for claim in question.claims}
    source = Source(question, "many")
    for index in range(200):
        dealt = source.deal(index)
        keys = [key_of[option.text] for option in dealt.options if key_of[option.text]]
        assert len(keys) == len(set(keys))
        assert 4 <= len(dealt.options) <= 6


@pytest.mark.parametrize(
    "question",
    [q for q in LIBRARY if isinstance(q, Choose) and q.options],
    ids=lambda question: question.id,
)
def test_the_exam_s_own_statements_stand_in_its_order(question: Choose) -> None:
    """The original has as many options as the exam, each true or false as the bank says."""
    dealt = original(question)
    assert [option.true for option in dealt.options] == [wanted[0] == "+" for wanted in question.options]
    assert len({option.text for option in dealt.options}) == len(question.options)
