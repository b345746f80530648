"""Verified variants a second, a family, beside reasoning-gym's items a second, in one run.

A variant here is dealt (fair: no known mistake gives the right answer), written as text, and proven
by the two fast roads (steps and numpy). reasoning-gym's item is its question and answer. Compared
are its families that compute with formulas or with matrices of numbers: all of its algebra, its
geometry, and its matrix tasks.

    python benchmarks/variants.py [seconds a family]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

from dldrill.dealing.dealer import Dealer
from dldrill.families import family, names
from dldrill.proving.roads import prove_fast

COMPARABLE = (
    *("complex_arithmetic", "intermediate_integration", "polynomial_equations"),
    *("polynomial_multiplication", "simple_equations", "simple_integration"),
    *("advanced_geometry", "simple_geometry"),
    *("manipulate_matrix", "pool_matrix", "rotate_matrix"),
)


def rate(make: Callable[[int], object], seconds: float, most: int) -> float:
    """Things made a second, after a first one that loads what is needed."""
    make(0)
    started, made = perf_counter(), 0
    while made < most and perf_counter() - started < seconds:
        made += 1
        make(made)
    return made / (perf_counter() - started)


def variants(name: str) -> Callable[[int], object]:
    """Deal, write and prove the variants of one of our families."""
    dealer = Dealer(family(name), name, "benchmark")
    count = dealer.count() or sys.maxsize

    def make(index: int) -> object:
        problem = dealer.variant(index % count)
        text = problem.ask()
        if not prove_fast(problem).ok:
            raise SystemExit(f"{name} {index} is not proven")
        return text

    return make


def items(name: str) -> Callable[[int], object]:
    """Make the items of one of reasoning-gym's families."""
    import reasoning_gym

    dataset = reasoning_gym.create_dataset(name, size=100_000, seed=1)
    return lambda index: dataset[index]


def main() -> None:
    """Print both tables and the ratio of the medians."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    ours = {name: rate(variants(name), seconds, 2_000) for name in names()}
    theirs = {name: rate(items(name), seconds, 2_000) for name in COMPARABLE}
    for title, rates in (("dldrill", ours), ("reasoning-gym", theirs)):
        print(f"\n{title}: a second")
        for name, value in sorted(rates.items(), key=lambda row: -row[1]):
            print(f"  {value:9,.0f}  {name}")
        print(f"  {median(rates.values()):9,.0f}  median")
    print(f"\nratio of the medians: {median(ours.values()) / median(theirs.values()):.1f}")


if __name__ == "__main__":
    main()
