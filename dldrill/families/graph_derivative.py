"""The chain rule on a small graph: y = h(a, b) with a = f(x) and b = g(x)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import exact, exacts, tex
from dldrill.maths.functions import cos, exp, ln, sigmoid, sin, tanh

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

WIDEST = 6  #: beyond this tanh and the sigmoid are flat to the last digit
LARGEST = 10  #: a sigmoid of more than this loses the digits of its slope
TINY = 1e-30  #: the imaginary step, which needs no subtraction and so loses no digits

Fn = Callable[[float], float]
Fn2 = Callable[[float, float], float]
Wrongs = dict[str, tuple[Callable[[float, float], float], str]]


class Inner(NamedTuple):
    """A function of x: in LaTeX, its value, its derivative from x and its value, and what goes wrong."""

    tex: str
    value: Fn
    slope: Fn2
    wrong: Wrongs


class Outer(NamedTuple):
    """A function of a and b: in LaTeX, its value, and its derivatives from a, b and its value."""

    tex: str
    value: Fn2
    by_a: Callable[[float, float, float], float]
    by_b: Callable[[float, float, float], float]


INNER = {
    "x^2": Inner(
        "x^2", lambda x: x**2, lambda x, v: 2 * x,
        {"factor_lost": (lambda x, v: x, "the exponent comes down as a factor: x² has the slope 2x")},
    ),
    "x^3": Inner(
        "x^3", lambda x: x**3, lambda x, v: 3 * x**2,
        {"factor_lost": (lambda x, v: x**2, "the exponent comes down as a factor: x³ has the slope 3x²")},
    ),
    "sin(x)": Inner(
        r"\sin x", sin, lambda x, v: cos(x),
        {"wrong_sign": (lambda x, v: -cos(x), "the sine has the derivative +cos; the cosine has −sin")},
    ),
    "tanh(x)": Inner(
        r"\tanh x", tanh, lambda x, v: 1 - v**2,
        {"other_rule": (lambda x, v: v * (1 - v), "v·(1 − v) is the sigmoid's rule; tanh has 1 − tanh²")},
    ),
    "ln(1+x^2)": Inner(
        r"\ln(1 + x^2)", lambda x: ln(1 + x**2), lambda x, v: 2 * x / (1 + x**2),
        {
            "inside_lost": (
                lambda x, v: 1 / (1 + x**2),
                "the chain rule multiplies by the derivative 2x of what stands inside the logarithm",
            )
        },
    ),
    "sigmoid(x)": Inner(
        r"\sigma(x)", sigmoid, lambda x, v: v * (1 - v),
        {"other_rule": (lambda x, v: 1 - v**2, "1 − v² is the rule of tanh; the sigmoid has v·(1 − v)")},
    ),
}  # fmt: skip
OUTER = {
    "exp(a+b)": Outer("e^{a+b}", lambda a, b: exp(a + b), lambda a, b, y: y, lambda a, b, y: y),
    "a*b": Outer(r"a\,b", lambda a, b: a * b, lambda a, b, y: b, lambda a, b, y: a),
    "a/b": Outer("a/b", lambda a, b: a / b, lambda a, b, y: 1 / b, lambda a, b, y: -a / b**2),
    "sigmoid(a+b)": Outer(
        r"\sigma(a + b)", lambda a, b: sigmoid(a + b),
        lambda a, b, y: y * (1 - y), lambda a, b, y: y * (1 - y),
    ),
    "(a+b)^2": Outer(
        "(a + b)^2", lambda a, b: (a + b) ** 2, lambda a, b, y: 2 * (a + b), lambda a, b, y: 2 * (a + b)
    ),
}  # fmt: skip
TENTHS = [f"{sign}{k}/10" for sign in ("-", "") for k in range(2, 21)]


class GraphDerivative(Family):
    """Local derivatives, a product along each path, and their sum."""

    title = "Derivative through two paths"
    topic = "networks"
    how = "evaluated the graph at x with a tiny imaginary step, in complex arithmetic"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("dy",)

    f: str = given("f", OneOf(*INNER), "the function a = f(x)", default="x^2")
    g: str = given("g", OneOf(*INNER), "the function b = g(x)", default="tanh(x)")
    h: str = given("h", OneOf(*OUTER), "the function y = h(a, b)", default="exp(a+b)")
    x: float = given("x", exacts(*TENTHS), "where the derivative is taken", default=exact("2/5"))

    def solve(self, work: Working) -> float:
        """Forward through the graph, the local derivatives, the two paths, their sum."""
        x, f, g, h = self.x, INNER[self.f], INNER[self.g], OUTER[self.h]
        a = work.step("a", f.value(x), "forward: the first inner node")
        b = work.step("b", g.value(x), "forward: the second inner node")
        y = work.answer("y", h.value(a, b), "forward: the output", Asked("value of y", rtol=0.002))
        a_x = work.step("a_x", f.slope(x, a), "the derivative of a by x", **_inner(f, x, a))
        b_x = work.step("b_x", g.slope(x, b), "the derivative of b by x", **_inner(g, x, b))
        one = (lambda: 1, "the chain rule multiplies by the derivative of the outer function as well")
        y_a = work.step("y_a", h.by_a(a, b, y), "the derivative of y by a, with b held fixed", outer_lost=one)
        y_b = work.step(
            "y_b",
            h.by_b(a, b, y),
            "the derivative of y by b, with a held fixed",
            outer_lost=one,
            **self._quotient(a, b),
        )
        path_a = work.step("path_a", y_a * a_x, "along a path the derivatives multiply")
        path_b = work.step("path_b", y_b * b_x, "likewise along the other path")
        return work.answer(
            "dy",
            path_a + path_b,
            "x acts on y along both paths, so their contributions add",
            Asked("derivative of y by x", rtol=0.005),
            path_through_a_only=(lambda: path_a, "x acts on y through b as well: add that path"),
            path_through_b_only=(lambda: path_b, "x acts on y through a as well: add that path"),
            paths_multiplied=(lambda: path_a * path_b, "the contributions of different paths are added"),
        )

    def _quotient(self, a: float, b: float) -> dict[str, Any]:
        if self.h != "a/b":
            return {}
        return {
            "sign_lost": (lambda: a / b**2, "the quotient falls as its denominator grows: −a/b²"),
            "not_squared": (lambda: -a / b, "1/b has the derivative −1/b²"),
        }

    def check(self) -> dict[str, Any]:
        """Evaluate the graph with an imaginary step on x."""
        import numpy as np

        x = np.complex128(complex(float(self.x), TINY))
        inner: dict[str, Callable[[Any], Any]] = {
            "x^2": np.square,
            "x^3": lambda t: t * t * t,
            "sin(x)": np.sin,
            "tanh(x)": np.tanh,
            "ln(1+x^2)": lambda t: np.log1p(t * t),
            "sigmoid(x)": lambda t: (1 + np.tanh(t / 2)) / 2,
        }
        outer: dict[str, Callable[[Any, Any], Any]] = {
            "exp(a+b)": lambda a, b: np.exp(a) * np.exp(b),
            "a*b": np.multiply,
            "a/b": np.divide,
            "sigmoid(a+b)": lambda a, b: 1 / (1 + np.exp(-a - b)),
            "(a+b)^2": lambda a, b: a * a + 2 * a * b + b * b,
        }
        y = outer[self.h](inner[self.f](x), inner[self.g](x))
        return {"y": float(y.real), "dy": float(y.imag / TINY)}

    def ask(self) -> str:
        """The graph and the point."""
        f, g, h = INNER[self.f].tex, INNER[self.g].tex, OUTER[self.h].tex
        sigma = r" ($\sigma$ is the logistic sigmoid)" if "sigma" in f + g + h else ""
        radians = " (angles are in radians)" if "sin(x)" in (self.f, self.g) else ""
        return (
            f"In a computation graph $x$ feeds two nodes, $a = {f}$ and $b = {g}$, and both feed the output "
            f"$y = {h}${sigma}. What is $\\mathrm{{d}}y/\\mathrm{{d}}x$ at $x = {tex(self.x)}${radians}? "
            "Give four significant digits or an expression."
        )

    def figure(self) -> Figure | None:
        """The four nodes."""
        from dldrill.families._diagrams import fork, written

        f, g, h = map(_written, (self.f, self.g, self.h))
        return fork(f"x = {written(self.x)}", f"a = {f}", f"b = {g}", f"y = {h}")

    def fits(self) -> str | None:
        """The derivative exists at x, and floating point can hold it."""
        if abs(self.x) > WIDEST:
            return f"x must be from -{WIDEST} to {WIDEST}"
        a, b = INNER[self.f].value(self.x), INNER[self.g].value(self.x)
        if self.h == "a/b" and abs(b) < 1e-6:
            return "b = g(x) is 0, and y = a/b divides by it: change x or g"
        if self.h == "sigmoid(a+b)" and abs(a + b) > LARGEST:
            return (
                f"a + b must be at most {LARGEST} in size, where the sigmoid is not flat: take x nearer to 0"
            )
        return None

    def suits(self) -> bool:
        """Two different functions, and neither path nor their sum is all but 0."""
        if self.f == self.g:
            return False
        dy = self.plain()["dy"]
        return bool(0.01 <= abs(dy) <= 1000)


def _inner(fn: Inner, x: float, value: float) -> dict[str, Any]:
    """The mistakes that are made with the derivative of a function."""
    return {name: ((lambda wrong=wrong: wrong(x, value)), says) for name, (wrong, says) in fn.wrong.items()}


def _written(formula: str) -> str:
    """A formula as it stands in a box of the graph."""
    for typed, shown in (("^2", "²"), ("^3", "³"), ("*", "·"), ("sigmoid", "σ")):
        formula = formula.replace(typed, shown)
    return formula
