"""Generated pairs of formulas, equal and unequal, judged by mpmath on trees of our own."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import pytest
from formulas import Formulas, size
from lengths import in_parts
from oracle import Tree, opinion, write
from rewriting import changed, rewritten

from dldrill.faults import Fault
from dldrill.maths.equality import equal
from dldrill.maths.reader import read_expression

LARGEST = 60
COMPARING = 0.100
FEWEST = 4  # points at which the oracle must have found a value to call two formulas equal


class Pair(NamedTuple):
    """Two typed formulas, and whether the oracle calls them equal."""

    right: str
    given: str
    domains: dict[str, str]
    equal: bool


def pairs(seed: str, count: int, *, alike: bool) -> Iterator[Pair]:
    """So many equal or unequal pairs; those that are too long or that the oracle cannot judge left out."""
    found = tried = 0
    while found < count:
        tried += 1
        assert tried < 3 * count + 50, "the generator makes too few pairs"
        random = Random(f"{seed} {alike} {tried}")
        formulas = Formulas(random)
        right = formulas.tree(random.choice((1, 2, 2, 3, 3)))
        if alike:
            given = rewritten(formulas, right, random.randint(1, 5))
        else:
            given = rewritten(formulas, changed(formulas, right), random.choice((0, 0, 1, 2)))
        if right == given or max(size(right), size(given)) > LARGEST:
            continue
        if _judged(right, given, formulas, random, alike=alike):
            found += 1
            yield Pair(write(right, random), write(given, random), formulas.domains, alike)


def _judged(right: Tree, given: Tree, formulas: Formulas, random: Random, *, alike: bool) -> bool:
    """Whether the oracle agrees that they are equal or not; a slip may leave a value as it was."""
    found = opinion(right, given, formulas.domains, random, 12 if alike else 40)
    if alike:
        assert not found.different, (write(right, random), write(given, random), formulas.domains)
        return found.compared >= FEWEST
    return found.different


def judge(pair: Pair) -> str:
    """``right``, ``wrong``, ``undecided``, ``undefined`` or ``unread``; and that it was quick."""
    try:
        right, given = (read_expression(text, pair.domains) for text in (pair.right, pair.given))
    except Fault as fault:
        return "undefined" if fault.code == "undefined" and not pair.equal else "unread"
    best, verdict = float("inf"), None
    for _ in range(4):
        start = time.process_time()
        verdict = equal(right, given, pair.domains).equal
        best = min(best, time.process_time() - start)
        if best < COMPARING / 2:
            break
    assert best < COMPARING, pair
    if verdict is None:
        return "undecided"
    return "right" if verdict is pair.equal else "wrong"


def check(seed: str, count: int, *, alike: bool) -> None:
    """No pair is judged wrongly, and next to none not at all."""
    verdicts: dict[str, list[Pair]] = {}
    for pair in pairs(seed, count, alike=alike):
        verdicts.setdefault(judge(pair), []).append(pair)
    counts = Counter({verdict: len(found) for verdict, found in verdicts.items()})
    assert not counts["wrong"], verdicts["wrong"][:5]
    assert not counts["unread"], verdicts["unread"][:5]
    assert counts["undecided"] < max(2, count / 100), verdicts["undecided"][:5]
    assert counts["undefined"] < max(2, count / 100), verdicts["undefined"][:5]


@pytest.mark.parametrize("alike", [True, False])
def test_a_hundred_pairs(alike: bool) -> None:
    """A hundred equal pairs are accepted, a hundred unequal ones refused."""
    check("few", 100, alike=alike)


@pytest.mark.parametrize("part", in_parts(1, range(10)))
@pytest.mark.parametrize("alike", [True, False])
def test_ten_thousand_pairs(alike: bool, part: int) -> None:
    """Of ten thousand equal and ten thousand unequal pairs none is judged wrongly."""
    check(f"many {part}", 1001, alike=alike)


def test_the_oracle_can_tell() -> None:
    """It sees the smallest difference and no difference where there is none."""
    x, domains = ("var", "x"), {"x": "real"}
    tiny = ("+", x, ("num", "1e-60"))
    assert opinion(x, tiny, domains, Random(1), 5).different
    assert opinion(x, ("abs", x), domains, Random(1), 20).different
    assert opinion(("ln", x), ("ln", ("abs", x)), domains, Random(1), 20).different
    square = ("+", ("^", ("sin", x), ("num", "2")), ("^", ("cos", x), ("num", "2")))
    assert opinion(square, ("num", "1"), domains, Random(1), 5) == (5, False)
