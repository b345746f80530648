"""Normalisation layers by hand, by the exams' settings, and what their statements say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families.norm_layers import NormLayers

MAP = "[[1,0,0],[0,-1,1]]"


def layer(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(NormLayers, written)


@pytest.mark.parametrize(
    ("given", "mean", "var", "output"),
    [
        ({"A": MAP, "norm": "layer"}, 1 / 3, 17 / 9, (2 - 1 / 3) / (17 / 9) ** 0.5),
        ({"A": MAP, "norm": "instance"}, 2 / 3, 8 / 9, 2**0.5),
        ({"A": MAP, "norm": "batch"}, 1 / 2, 7 / 12, 1.5 / (7 / 12) ** 0.5),
        ({"A": "[[1,3],[5,7],[0,0],[2,2]]", "norm": "group", "batch": 1}, 4, 5, -3 / 5**0.5),
        ({"A": "[[3],[5],[10]]", "norm": "layer", "batch": 1, "eps": 1}, 6, 26 / 3, -3 / (29 / 3) ** 0.5),
        ({"A": "[[1,2,6]]", "norm": "batch", "batch": 1, "weight": 2, "bias": 1}, 3, 14 / 3,
         1 - 4 / (14 / 3) ** 0.5),
    ],
)  # fmt: skip
def test_by_hand(given: dict[str, object], mean: float, var: float, output: float) -> None:
    """Mean, variance and output of the first entry (of the second example, if there are two)."""
    for answers in (layer(**given).plain(), layer(**given).check()):
        assert [float(answers[name]) for name in ("mean", "var", "output")] == pytest.approx(
            [mean, var, output]
        )


@pytest.mark.parametrize("x", ["[[5],[2]]", "[[-3],[0]]", "[[100],[7]]"])
def test_training_on_one_example_leaves_the_shift(x: str) -> None:
    """Behind a dense layer the output is β, whatever the input (uw-sp23-mid/3.3a)."""
    problem = layer(A=x, norm="batch", batch=1, eps="1/100000", weight=3, bias="1/2")
    assert float(problem.plain()["output"]) == 0.5
    assert problem.check()["output"] == 0.5
    assert problem.plain()["var"] == 0


def test_training_on_one_image_is_instance_norm() -> None:
    """Behind a convolution the statistics are those of the single image (uw-sp23-mid/3.3a)."""
    batch, instance = (layer(A=MAP, norm=norm, batch=1).plain() for norm in ("batch", "instance"))
    assert {name: batch[name] for name in instance} == instance


def test_evaluation_ignores_the_batch() -> None:
    """Stored statistics are used, alone or in company (uw-sp23-mid/3.3b)."""
    given = {"norm": "batch", "training": "false", "running_mean": 2, "running_var": 9}
    alone = layer(A="[[5],[1]]", batch=1, **given).plain()
    assert {name: float(value) for name, value in alone.items()} == {"mean": 2, "var": 9, "output": 1}
    assert layer(A="[[5],[1]]", batch=2, alpha=1, **given).plain() == alone


def test_running_mean_is_what_batches_make_it() -> None:
    """The momentum weighs the new batch: five batches, one after another."""
    running = 0.0
    for _ in range(5):
        problem = layer(A="[[4,6]]", norm="batch", batch=1, running_mean=running)
        running = float(problem.plain()["running_mean"])
    assert running == pytest.approx(5 * (1 - 0.9**5))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"norm": "batch", "batch": 1, "A": "[[1],[2]]"}, "eps above 0"),
        ({"norm": "instance", "A": "[[2,2],[1,3]]"}, "variance is 0"),
        ({"batch": 3}, "1 or 2"),
        ({"at": "3,1"}, "from 1 to 2"),
        ({"norm": "group", "groups": 2, "A": "[[1,2],[3,4],[5,6]]"}, "divide"),
        ({"eps": -1}, "negative"),
        ({"alpha": 10**9}, "lie from"),
    ],
)
def test_refused(given: dict[str, object], says: str) -> None:
    """A variance of 0, entries that are not there, and numbers out of range."""
    with pytest.raises(Exception, match=says):
        layer(**given)


def ticked(problem: NormLayers) -> set[str]:
    """The statements that are true."""
    return {statement.says for statement in problem.statements() if statement.true}


def test_statements_of_the_exam() -> None:
    """A and C of uw-au24-q2/2.1 hold, B and D do not, for a map with small entries."""
    true = ticked(layer(A=MAP))
    assert "If N is layer norm, then $B_1 = B_2$." in true
    assert "If N is instance norm, then $B_1 = B_2$." in true
    assert "If N is batch norm in training mode, then $B_1 \\ne B_2$." in true
    assert not any("smaller than that of $A_1$" in says for says in true)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"alpha": -2}, "If N is layer norm, then $B_2 = -B_1$."),
        ({"alpha": -1}, "If N is batch norm in training mode, then $B_2 = -B_1$."),
        ({"eps": 1}, "If N is layer norm, then $B_1 \\ne B_2$."),
        ({"A": "[[9,1,5],[3,3,4]]"}, "If N is layer norm, the L2 norm of the entries of $B_1$ is smaller "
         "than that of $A_1$."),
    ],
)  # fmt: skip
def test_statements_follow_the_numbers(given: dict[str, object], says: str) -> None:
    """A negative factor, an ε that counts, a map with large entries."""
    assert says in ticked(layer(**{"A": MAP, **given}))


@pytest.mark.parametrize("given", [{}, {"batch": 1}, {"A": "[[1],[2],[4]]"}, {"alpha": -1, "c": 1}])
def test_every_key_is_said_and_denied(given: dict[str, object]) -> None:
    """One true and one false statement a key, so that both are equally often dealt."""
    statements = layer(**{"A": MAP, **given}).statements()
    truths = Counter((statement.key, statement.true) for statement in statements)
    assert set(truths.values()) == {1}
    assert len(truths) == len(statements) == 2 * len({statement.key for statement in statements})


@pytest.mark.slow
def test_truth_patterns_are_equally_frequent() -> None:
    """Each of the 64 patterns of six ticks comes as often as another: χ² with 63 degrees of freedom."""
    source = Source(load().find("normalisation/norms-of-a-batch"), "patterns")
    seen = Counter(tuple(option.true for option in source.deal(index).options) for index in range(64 * 40))
    counts = np.array([seen[pattern] for pattern in seen] + [0] * (64 - len(seen)))
    assert ((counts - 40.0) ** 2 / 40).sum() < 115
