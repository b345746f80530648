"""Experiments settle claims: each agrees with its key, quickly and always alike."""

from __future__ import annotations

from time import thread_time

import pytest

from dldrill.bank.library import load
from dldrill.bank.question import Claim
from dldrill.experiments import experiment
from dldrill.faults import Fault
from dldrill.figures.table import rows

SETTLED = [question for question in load() if isinstance(question, Claim) and question.experiment]
SECONDS = 0.2
TRIES = 5


def test_there_are_many() -> None:
    """At least 80 claims are settled by an experiment, and each has one of its own."""
    assert len(SETTLED) >= 80
    assert len({claim.experiment for claim in SETTLED}) == len(SETTLED)


@pytest.mark.parametrize("claim", SETTLED, ids=lambda claim: claim.id)
def test_the_experiment_agrees_with_the_key(claim: Claim) -> None:
    """What was measured bears out a true claim and refutes a false one, and is told in figures."""
    seen = experiment(claim.experiment)()
    assert seen.holds is claim.true, seen.says
    assert any(character.isdigit() for character in seen.says), "what was measured has figures"
    assert seen.table or seen.figure
    shown = seen.table or rows(seen.figure)  # type: ignore[arg-type]
    assert len({len(row) for row in shown}) == 1, "every row has as many cells as the head"


@pytest.mark.slow
@pytest.mark.parametrize("claim", SETTLED, ids=lambda claim: claim.id)
def test_the_experiment_repeats(claim: Claim) -> None:
    """Run again, it sees the same; the best of a few runs takes under a fifth of a second."""
    run = experiment(claim.experiment)
    first = run()
    best = float("inf")
    for _ in range(TRIES):
        started = thread_time()
        again = run()
        best = min(best, thread_time() - started)
        assert again == first
        if best < SECONDS:
            break
    assert best < SECONDS


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("activations", "is no experiment: write file.function"),
        ("normalisation.Seen", "has no experiment"),
        ("nothing.at_all", "no file of experiments 'nothing'"),
        ("normalisation.np", "has no experiment 'np'"),
        ("_nets.train", "is no experiment"),
        ("os.system", "no file of experiments 'os'"),
        ("../os.system", "is no experiment"),
    ],
)
def test_only_experiments_are_run(name: str, says: str) -> None:
    """A bank can name experiments and nothing else."""
    with pytest.raises(Fault, match=says):
        experiment(name)
