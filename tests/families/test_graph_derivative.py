"""The chain rule over two paths: the exam's graph, all graphs against mpmath, answers in letters."""

from itertools import product

import mpmath
import pytest

from dldrill.answer.kinds import read, same
from dldrill.answer.spec import Spec
from dldrill.families._plain import exact
from dldrill.families.graph_derivative import INNER, OUTER, GraphDerivative
from dldrill.maths.trace import closed_form

FUNCTIONS = {
    "x^2": lambda x: x**2,
    "x^3": lambda x: x**3,
    "sin(x)": mpmath.sin,
    "tanh(x)": mpmath.tanh,
    "ln(1+x^2)": lambda x: mpmath.log(1 + x**2),
    "sigmoid(x)": lambda x: 1 / (1 + mpmath.exp(-x)),
    "exp(a+b)": lambda a, b: mpmath.exp(a + b),
    "a*b": lambda a, b: a * b,
    "a/b": lambda a, b: a / b,
    "sigmoid(a+b)": lambda a, b: 1 / (1 + mpmath.exp(-a - b)),
    "(a+b)^2": lambda a, b: (a + b) ** 2,
}


def test_exam() -> None:
    """ist-feb23/1.4 at x = 0.4: 2.841, where the option marked in the key would give 1.656."""
    answers = GraphDerivative().plain()
    assert answers["dy"] == pytest.approx(2.8409, rel=1e-4)
    assert answers["dy"] / answers["y"] == pytest.approx(1.6556, rel=1e-4)


@pytest.mark.parametrize(("f", "g", "h"), list(product(INNER, INNER, OUTER)))
@pytest.mark.parametrize("x", ["-13/10", "7/10"])
def test_every_graph(f: str, g: str, h: str, x: str) -> None:
    """Steps and check meet mpmath's numeric derivative at fifty digits, for all 180 graphs."""
    problem = GraphDerivative(f=f, g=g, h=h, x=exact(x))
    with mpmath.workdps(50):
        at = mpmath.mpf(problem.x.numerator) / problem.x.denominator  # type: ignore[attr-defined]
        slope = mpmath.diff(lambda t: FUNCTIONS[h](FUNCTIONS[f](t), FUNCTIONS[g](t)), at)
    for answers in (problem.plain(), problem.check()):
        assert answers["dy"] == pytest.approx(float(slope), rel=1e-10, abs=1e-12)


SPEC = Spec(names={"x": "real"})


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("(2x + 1 - tanh(x)^2) * exp(x^2 + tanh(x))", True),
        ("(2x + 1/cosh(x)^2) e^(x^2 + tanh x)", True),
        ("2x + 1 - tanh(x)^2", False),
        ("2x * exp(x^2 + tanh(x))", False),
        ("(2x + tanh(x)(1 - tanh(x))) exp(x^2 + tanh(x))", False),
        ("(x + 1 - tanh(x)^2) exp(x^2 + tanh(x))", False),
        ("2x (1 - tanh(x)^2) exp(x^2 + tanh(x))", False),
    ],
)
def test_in_letters(typed: str, right: bool) -> None:
    """With x left free the exam's expression is right in its forms; the option without y is not."""
    work = GraphDerivative().traced()
    tree = closed_form(work.lines["dy"].formula, frozenset("x"))
    assert same("expression", tree, read("expression", typed, SPEC), SPEC) == right


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (GraphDerivative(x=exact(7)), "from -6 to 6"),
        (GraphDerivative(h="a/b", x=exact(0)), "divides"),
        (GraphDerivative(h="sigmoid(a+b)", x=exact(5)), "flat"),
    ],
)
def test_refusals(problem: GraphDerivative, word: str) -> None:
    """Points where the derivative is missing, or lost in rounding, are refused."""
    assert word in (problem.fits() or "")
