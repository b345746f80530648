"""Worked answers on a terminal: golden screens, verified and not."""

from __future__ import annotations

import pytest
from screens import LOOKS, accepted, dealt, tidy

from dldrill.dealing.source import Source, with_givens
from dldrill.families import family
from dldrill.grading.marking import grade
from dldrill.proving.roads import Proof, prove
from dldrill.show.drill import verdict_of
from dldrill.show.look import Look
from dldrill.show.solution import heading, on_demand, result, worked

SHOWN = {
    "layers": "ist-feb23/P1.1",
    "matrices": "uw-sp23-mid/3.5.3.5",
    "expression": "uw-sp24-q4/3.1",
    "claim": "uw-sp24-q4/1.4",
    "select-all": "uw-sp24-q4/2.1",
    "order": "losses/triplet-line-by-line",
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", SHOWN)
def test_golden(name: str, look: str) -> None:
    """Each worked answer looks as it was accepted, in each look."""
    solved = dealt(SHOWN[name])
    proof = prove(solved.problem) if solved.problem else None
    accepted(tidy(worked(solved, proof, LOOKS[look]), LOOKS[look]), f"test_solution-{name}-{look}")


def test_a_disagreement_is_told() -> None:
    """An answer that the roads disagree about is never called verified."""
    solved = dealt("ist-feb23/P1.1")
    failed = Proof(("steps", "sympy"), ("params: steps 1, sympy 2",))
    screen = tidy(worked(solved, failed, Look()), Look())
    assert "NOT verified:\n  params: steps 1, sympy 2\n" in screen
    assert "✓" not in screen


@pytest.mark.parametrize(
    ("name", "seed", "shown"),
    [
        ("ist-feb23/P1.1", None, "convolution/dqn-parameters · ist-feb23/P1.1 · original numbers"),
        ("ist-feb23/P1.1", "k3f9", "convolution/dqn-parameters · ist-feb23/P1.1 · --seed k3f9"),
        ("uw-sp24-q4/1.4", None, "convolution/transposed-shrinks · uw-sp24-q4/1.4"),
        ("ist-feb23/P1.1", "\x1b[2J", "convolution/dqn-parameters · ist-feb23/P1.1 · --seed \\x1b[2J"),
    ],
)
def test_heading(name: str, seed: str | None, shown: str) -> None:
    """The head tells where the question comes from and what makes its numbers again."""
    assert heading(dealt(name, seed), Look()).plain == shown


def test_a_later_variant_has_its_index() -> None:
    """What makes the numbers again names the index, except the first."""
    source = Source(family("conv_shape"), "98tk")
    assert heading(source.deal(0), Look()).plain == "conv_shape · --seed 98tk"
    assert heading(source.deal(1), Look()).plain == "conv_shape · --seed 98tk --index 1"


@pytest.mark.parametrize(
    ("label", "several", "shown"),
    [
        ("way of params", False, "way of params: 1,693,362"),
        ("way of params", True, "way of params: 1,693,362   (params)"),
        ("params", True, "params: 1,693,362"),
        ("parameters", False, "parameters: 1,693,362   (params)"),
    ],
)
def test_the_name_to_answer_by(label: str, several: bool, shown: str) -> None:
    """Where there are several answers each has its name behind it, unless its label is just that."""
    part = dealt("ist-feb23/P1.1").parts[0]._replace(label=label)
    assert result(part, Look(), several).plain == shown  # type: ignore[union-attr]


def test_own_numbers_have_no_seed() -> None:
    """A reader's own numbers are not called the exam's, and no seed is told."""
    solved = with_givens(family("conv_shape"), {})
    assert heading(solved, Look()).plain == "conv_shape"


def test_steps_on_demand_do_not_repeat_the_question() -> None:
    """What a drill shows on demand is the steps and the answers, not the question again."""
    solved = dealt("ist-feb23/P1.1")
    screen = tidy(on_demand(solved, Look()), Look())
    assert "How many parameters" not in screen
    assert screen.startswith("\n 1  ")
    assert "parameters of the network: 1,693,362" in screen


def test_result_has_its_unit() -> None:
    """The unit stands behind the number, on the same line."""
    part = dealt("ist-feb23/P1.1").parts[0]._replace(unit="MB", label="memory of all the parameters")
    assert result(part, Look(30)).plain.splitlines() == [  # type: ignore[union-attr]
        "memory of all the parameters:",
        "1,693,362 MB   (params)",
    ]


def test_seeded_numbers_are_the_same_screen() -> None:
    """The same seed makes the same screen byte for byte, another seed another."""
    what = family("conv_shape")
    first, again, other = (
        tidy(worked(Source(what, seed).deal(0), None, Look()), Look()) for seed in ("a", "a", "b")
    )
    assert first == again
    assert first != other


def test_a_formula_is_shown_as_a_person_would_write_it() -> None:
    """In the steps, in the answer and in a verdict what is right has like factors gathered."""
    solved = dealt("networks/two-paths", "week1")
    screen = tidy(on_demand(solved, Look()), Look())
    assert "derivative of y by x: -1/x^2   (dy)" in screen
    assert "── = −6.25\n" in screen
    verdict = tidy(verdict_of(grade(solved, {"dy": "2*x"}), Look()), Look())
    assert verdict.startswith("✗ wrong   you 2*x   right -1/x^2   0/4\n")
