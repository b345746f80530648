"""Judging a typed expression, against sympy's ``simplify`` of the difference, in one run.

python benchmarks/expressions.py
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import sympy

from dldrill.answer.kinds import read, same
from dldrill.answer.spec import Spec

B, c, a, Delta, x = sympy.symbols("B c a Delta x", positive=True)
CASES = (
    (
        "ln(1+(B-1)e^-2)",
        "-log(e/(e+(B-1)/e))",
        {"B": "size"},
        sympy.log(1 + (B - 1) * sympy.exp(-2)) + sympy.log(sympy.E / (sympy.E + (B - 1) / sympy.E)),
    ),
    (
        "sqrt(2-2c)",
        "sqrt(2)*sqrt(1-c)",
        {"c": "unit"},
        sympy.sqrt(2 - 2 * c) - sympy.sqrt(2) * sympy.sqrt(1 - c),
    ),
    (
        "2a·Delta",
        "a*Delta+Delta*a",
        {"a": "positive", "Delta": "positive"},
        2 * a * Delta - (a * Delta + Delta * a),
    ),
    (
        "(2x+1-tanh(x)^2)exp(x^2+tanh(x))",
        "exp(x^2)*exp(tanh(x))*(2x+1-tanh(x)^2)",
        {"x": "real"},
        (2 * x + 1 - sympy.tanh(x) ** 2) * sympy.exp(x**2 + sympy.tanh(x))
        - sympy.exp(x**2) * sympy.exp(sympy.tanh(x)) * (2 * x + 1 - sympy.tanh(x) ** 2),
    ),
)


def judged(right: str, typed: str, names: dict[str, str]) -> None:
    """Read what was typed and compare it, as a drill does."""
    spec = Spec(names=names)
    if not same("expression", read("expression", right, spec), read("expression", typed, spec), spec):
        raise SystemExit(f"{typed} is not judged equal to {right}")


def main() -> None:
    """Print both times and their ratio for each pair."""
    ratios = []
    for right, typed, names, difference in CASES:
        judged(right, typed, names)
        own = []
        for _ in range(20):
            started = perf_counter()
            judged(right, typed, names)
            own.append(perf_counter() - started)
        theirs = []
        for _ in range(5):
            sympy.core.cache.clear_cache()  # a drill sees each answer for the first time
            started = perf_counter()
            sympy.simplify(difference)
            theirs.append(perf_counter() - started)
        ratios.append(median(own) / median(theirs))
        print(f"{median(own) * 1e3:7.2f} ms  {median(theirs) * 1e3:8.1f} ms  1/{1 / ratios[-1]:.0f}  {typed}")
    print(f"median: 1/{1 / median(ratios):.0f} of simplify's time")


if __name__ == "__main__":
    main()
