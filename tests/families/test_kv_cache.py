"""Keys and values of a decoder: hand-counted steps, a network that is really run, and the cells."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.derivation.values import problem_of
from dldrill.families._kv_cells import boxes, is_needed
from dldrill.families.kv_cache import KvCache
from dldrill.faults import Fault
from dldrill.proving.roads import prove

ENTRIES = ("attention/first-token-cells", "attention/second-token-cells", "attention/cached-token-cells")


def cache(**written: object) -> Any:
    """A problem with its givens as they are typed."""
    return problem_of(KvCache, written)


@pytest.mark.parametrize(
    ("given", "now", "computed"),
    [
        ({"tokens": 3, "new": 2, "cached": "false"}, 7, 7 + 9),
        ({"tokens": 3, "new": 2, "at_step": 2, "cached": "false"}, 9, 16),
        ({"tokens": 3, "new": 2, "at_step": 2, "cached": "true"}, 3, 7 + 3),
        ({"tokens": 2, "new": 2, "layers": 2, "cached": "false"}, 6 + 5, 11 + 9 + 7),
        ({"tokens": 4, "new": 3, "at_step": 3, "layers": 2, "cached": "true"}, 6, 12 + 9 + 6 + 6),
    ],
)
def test_known_counts(given: dict[str, object], now: int, computed: int) -> None:
    """The two steps of uw-au24-q4/3.1 (2T + 1 vectors each), with a cache, and with two layers."""
    problem = cache(**given)
    answers = problem.plain()
    assert (answers["now"], answers["computed"]) == (now, computed)
    assert prove(problem).ok


def test_cache_of_a_large_model() -> None:
    """32 layers of 32 heads of 128 at two bytes: 512 KiB a token, 2 GiB for 4096 tokens."""
    problem = cache(tokens=4000, new=97, layers=32, heads=32, head_dim=128, size=2)
    answers = problem.plain()
    assert answers["bytes"] == 4096 * 512 * 1024 == 2**31
    assert answers == problem.check()


def changed_outputs(tokens: int, layers: int, spoilt: tuple[str, int, int]) -> bool:
    """Whether spoiling one query, key or value changes the last output of a random causal network."""
    stream = np.random.default_rng(7)
    hidden = stream.normal(size=(tokens, 4))
    matrices = stream.normal(size=(layers, 3, 4, 4)) / 3
    outputs = []
    for spoil in (False, True):
        x = hidden
        for layer in range(layers):
            parts = {name: x @ matrix for name, matrix in zip("qkv", matrices[layer], strict=True)}
            name, token, where = spoilt
            if spoil and where == layer + 1:
                parts[name][token - 1] += 1.0 + stream.normal(size=4)
            scores = np.where(np.tri(tokens) > 0, parts["q"] @ parts["k"].T, -np.inf)
            weights = np.exp(scores - scores.max(axis=1, keepdims=True))
            x = x + weights / weights.sum(axis=1, keepdims=True) @ parts["v"]
        outputs.append(x[-1])
    return not np.allclose(*outputs)


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("tokens", [2, 3, 5])
def test_needed_cells_matter(tokens: int, layers: int) -> None:
    """Without a cache exactly the needed queries, keys and values change the prediction."""
    for layer in {1, layers}:
        for box in boxes(tokens, layer):
            if box.kind in "qkv":
                needed = is_needed(box, tokens, layers, cached=False)
                changed = changed_outputs(tokens, layers, (box.kind, box.token, layer))
                # the first token's query weighs one value only: its softmax is 1 whatever it is
                assert changed == needed or (box.kind == "q" and box.token == 1), box


@pytest.mark.parametrize("cached", [True, False])
@pytest.mark.parametrize("layers", [1, 2, 3, 6])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_cells_add_up(step: int, layers: int, cached: bool) -> None:
    """The needed queries, keys and values of all layers are as many as the step computes."""
    problem = cache(tokens=3, new=3, at_step=step, layers=layers, cached=str(cached).lower())
    tokens = 2 + step
    needed = [
        box
        for layer in range(1, layers + 1)
        for box in boxes(tokens, layer)
        if box.kind in "qkv" and is_needed(box, tokens, layers, cached=cached and step > 1)
    ]
    assert len(needed) == problem.plain()["now"]


@pytest.mark.parametrize("tokens", range(3, 9))
@pytest.mark.parametrize("cached", [True, False])
def test_statements_come_in_pairs(tokens: int, cached: bool) -> None:
    """Under every key stands one cell that is computed and one that is not, no cell twice."""
    statements = cache(tokens=tokens, at_step=2, cached=str(cached).lower()).statements()
    keys = Counter((s.key, s.true) for s in statements)
    assert set(keys.values()) == {1}
    assert len(keys) == len(statements) >= 12
    assert len({s.says for s in statements}) == len(statements)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"tokens": 0}, "at least 1"),
        ({"at_step": 3, "new": 2}, "from 1 to 2"),
        ({"tokens": 10**6, "new": 10**4}, "10^8"),
        ({"heads": 10**5, "head_dim": 10**5}, "10^15"),
    ],
)
def test_refusals(given: dict[str, object], says: str) -> None:
    """Sizes that cannot be are refused with what to change."""
    with pytest.raises(Fault, match=says.replace("^", r"\^")):
        cache(**given)


def test_figure_stars_what_is_cached() -> None:
    """At a step that finds a cache the keys and values before the newest token have a star."""
    figure = cache(tokens=3, at_step=2, cached="true").figure()
    starred = [mark.says for mark in figure.marks if getattr(mark, "says", "").endswith("*")]
    assert sorted(starred) == ["k₁*", "k₂*", "k₃*", "v₁*", "v₂*", "v₃*"]
    assert not any("*" in getattr(mark, "says", "") for mark in cache(cached="true").figure().marks)


@pytest.mark.slow
@pytest.mark.parametrize("entry", ENTRIES)
def test_truth_patterns_are_equally_frequent(entry: str) -> None:
    """Each pattern of six verdicts is dealt about once in 64 times."""
    question = load().find(entry)
    patterns = Counter(
        tuple(o.true for o in Source(question, f"s{seed}").deal(seed % 5).options) for seed in range(1280)
    )
    assert len(patterns) == 64
    assert min(patterns.values()) >= 5
    assert max(patterns.values()) <= 40
