"""Two optimisers on one elliptic bowl: which path is which, and which heads for the minimum."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._descent import (
    ADAGRAD,
    ADAM,
    COMPARED,
    MOMENTUM,
    NAMES,
    RMSPROP,
    SGD,
    Rule,
    descend,
    mean_angle,
    on_paths,
)
from dldrill.families._plain import exact, exacts, tex
from dldrill.figures.marks import Axis, Dash, Dots, Figure, Line, Point, Row, Shape
from dldrill.maths.functions import sign, sqrt, vector
from dldrill.maths.linear import Vector

RIVALS = (ADAGRAD, RMSPROP, ADAM, MOMENTUM)
DRAWN = LATER = 20
CLEAR_ANGLE, CLEAR_RATIO = 15, 1.5
LARGEST = 10**4
LEVELS = (0.1, 0.3, 0.6, 1.0)


class OptimizerPaths(Family):
    """Gradient descent and a rival on (x² + k·y²)/2, from the same start."""

    title = "Paths of two optimisers"
    topic = "optimisation"
    how = "walked the drawn paths in numpy and recognised gradient descent by its steps along the gradient"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("gd", "aim", "loss")

    k: float = given("k", exacts(8, 10, 16, 20, 25, 40), "curvature across the valley", default=exact(16))
    start: Vector = given(
        "s",
        OneOf(*(Vector(x, y) for x in (-5, -3, 4, 6) for y in (1, 2)), Vector(5, -1), Vector(-4, -2)),
        "where both start",
        default=Vector(-5, 1),
    )
    lr: float = given(
        "eta",
        exacts("1/25", "1/20", "7/100", "2/25", "1/10", "3/20", "1/5"),
        "learning rate of gradient descent",
        default=exact("1/10"),
    )
    rival: str = given("rival", OneOf(*RIVALS), "the other optimiser", default=ADAGRAD)
    rival_lr: float = given(
        "eta_r", exacts("1/100", "1/5", "2/5", "4/5"), "its learning rate", default=exact("4/5")
    )
    first: bool = given("first", OneOf(True, False), "whether O1 is gradient descent", default=True)
    steps: int = given("n", Range(2, 5), "steps after which the loss is asked", default=3)

    def solve(self, work: Working) -> float:
        """The first steps tell the paths apart; each coordinate of gradient descent has its factor."""
        x, y = self.start[0], self.start[1]
        factors = work.step(
            "factors",
            vector(1 - self.lr, 1 - self.lr * self.k),
            "every step multiplies each coordinate by 1 minus rate times curvature",
            rate_only=(
                lambda: vector(1 - self.lr, 1 - self.lr + 0 * self.k),
                "across the valley the curvature is k: the factor is 1 − η·k",
            ),
            plus=(
                lambda: vector(1 + self.lr, 1 + self.lr * self.k),
                "descent subtracts the gradient: the factors are 1 − η and 1 − η·k",
            ),
        )
        work.answer(
            "gd",
            NAMES[0] if self.first else NAMES[1],
            "gradient descent is the path whose coordinates shrink by these factors",
            Asked("which path is gradient descent", words=NAMES),
            exchanged=(
                lambda: NAMES[1] if self.first else NAMES[0],
                "compare the second point of each path with the start times the factors",
            ),
        )
        self._aim(work, x, y)
        a, b = factors[0], factors[1]
        n = self.steps
        return work.answer(
            "loss",
            (a ** (2 * n) * x**2 + self.k * b ** (2 * n) * y**2) / 2,
            "the loss at the start times the factors, in each coordinate",
            Asked("loss of gradient descent after n steps", kind="number", rtol=0.005),
            factor_once=(
                lambda: (a**n * x**2 + self.k * b**n * y**2) / 2,
                "the coordinates are squared in the loss, and their factors with them",
            ),
            no_half=(lambda: a ** (2 * n) * x**2 + self.k * b ** (2 * n) * y**2, "the loss has a factor 1/2"),
            no_curvature=(
                lambda: (a ** (2 * n) * x**2 + b ** (2 * n) * y**2 + 0 * self.k) / 2,
                "the loss weighs y² with the curvature k",
            ),
        )

    def _aim(self, work: Working, x: float, y: float) -> None:
        """Cosines between the first steps and the direction to the minimum."""
        plain = work.step("gradient", vector(x, self.k * y), "the gradient at the start")
        scaled = plain
        if self.rival != MOMENTUM:
            scaled = work.step(
                "scaled",
                vector(sign(plain[0]), sign(plain[1])),
                "from empty memories, the first step of an adaptive rule is equally long in each coordinate",
                not_scaled=(
                    lambda: vector(plain[0], plain[1]),
                    "an adaptive rule divides each coordinate by its own size",
                ),
            )
        far = work.step("far", sqrt(x**2 + y**2), "the distance to the minimum")
        work.answer(
            "aim",
            vector(*(_cosine(step, x, y, far) for step in (plain, scaled))),
            "the cosine of the angle between minus the step's direction and the way to the minimum",
            Asked("cosines of gradient descent's first step and of the rival's", rtol=0.005),
            not_normalised=(
                lambda: vector(*((step[0] * x + step[1] * y) / far for step in (plain, scaled))),
                "divide by the length of the step's direction too",
            ),
        )

    def _rules(self) -> tuple[Rule, Rule]:
        return Rule(SGD, float(self.lr)), Rule(self.rival, float(self.rival_lr))

    def _walked(self, steps: int) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
        """The paths of gradient descent and of the rival."""
        begin = float(self.start[0]), float(self.start[1])
        one, other = self._rules()
        bowl = (1.0, float(self.k))
        return descend(one, bowl, begin, steps), descend(other, bowl, begin, steps)

    def paths(self, steps: int = DRAWN) -> dict[str, tuple[Point, ...]]:
        """The paths by the names that they are drawn with."""
        plain, rival = self._walked(steps)
        return dict(zip(NAMES, (plain, rival) if self.first else (rival, plain), strict=True))

    def check(self) -> dict[str, Any]:
        """Read the drawn paths: the steps that lie along the gradient are those of gradient descent."""
        import numpy as np

        bowl, shown = np.array([1, float(self.k)]), self.paths(max(self.steps, COMPARED))
        paths = {name: np.array(path) for name, path in shown.items()}
        # gradient descent: every step is the same multiple of the gradient where it starts
        off = {
            name: float(np.abs(np.diff(path, axis=0) + float(self.lr) * path[:-1] * bowl).max())
            for name, path in paths.items()
        }
        gd = min(off, key=off.__getitem__)
        rival = next(name for name in NAMES if name != gd)
        aims = []
        for name in (gd, rival):
            home, step = -paths[name][0], paths[name][1] - paths[name][0]
            turn = np.angle(complex(*step) / complex(*home))
            aims.append(float(np.cos(turn)))
        at = paths[gd][self.steps]
        return {"gd": gd, "aim": Vector(*aims), "loss": float(at @ np.diag(bowl) @ at / 2)}

    def figure(self) -> Figure:
        """Level lines of the bowl and both paths."""
        paths = self.paths()
        width = 1.15 * max(abs(x) for path in paths.values() for x, _ in path)
        height = 1.15 * max(abs(y) for path in paths.values() for _, y in path)
        top = (width**2 + float(self.k) * height**2) / 2
        contours = [
            Line(_ellipse(share * top, float(self.k)), dash=Dash.DOTTED, weight=0.35) for share in LEVELS
        ]
        begin = paths["O1"][0]
        return Figure(
            marks=(
                *(
                    Line(_inside(line.points, width, height), dash=line.dash, weight=line.weight)
                    for line in contours
                ),
                Line(paths["O1"], "O1"),
                Line(paths["O2"], "O2", Dash.DASHED),
                Dots((begin,), Shape.CIRCLE),
                Dots(((0.0, 0.0),), Shape.CROSS),
            ),
            x=Axis(-width, width, "x"),
            y=Axis(-height, height, "y"),
            alt=(
                f"Level lines of an elongated bowl and the first {DRAWN} steps of two paths, O1 and O2, from "
                f"the start ({begin[0]:g}, {begin[1]:g}) towards the minimum at (0, 0). The table has points."
            ),
            table=_table(paths),
            with_table=True,
        )

    def ask(self) -> str:
        """The bowl, the two rules, and what is asked of their paths."""
        return (
            f"Two optimisers minimise $f(x, y) = (x^2 + {tex(self.k)}\\,y^2)/2$ from the start "
            f"${tex(self.start)}$ with its exact gradient: gradient descent (without momentum) with learning "
            f"rate ${tex(self.lr)}$, and {self.described()}. The figure shows their paths, O1 and O2; the "
            "table has their first points. Which path is that of gradient descent, O1 or O2? How well does "
            "the first step of each aim: what is the cosine of the angle between that step and the direction "
            "from the start to the minimum (gradient descent's, then the other's)? And what is $f$ for "
            f"gradient descent after ${self.steps}$ steps? Three significant digits are enough."
        )

    def described(self) -> str:
        """The rival with its constants."""
        rate = f"learning rate ${tex(self.rival_lr)}$"
        tiny = "$\\varepsilon = 0$"
        return {
            ADAGRAD: f"AdaGrad with {rate} (each coordinate's gradient is divided by the root of the sum of "
            f"its squares so far, {tiny})",
            RMSPROP: f"RMSprop with {rate} (each coordinate's gradient is divided by the root of a running "
            f"average of its squares, $\\alpha = 0.9$, from 0, {tiny})",
            ADAM: f"Adam with {rate}, $\\beta_1 = 0.9$, $\\beta_2 = 0.99$ and bias corrections ({tiny})",
            MOMENTUM: f"gradient descent with momentum, {rate} and $\\mu = 0.9$ ($v \\leftarrow \\mu v + g$ "
            "from $v = 0$; the step is minus learning rate times $v$)",
        }[self.rival]

    def fits(self) -> str | None:
        """A bowl, a start off both axes, and a descent that can be told from its rival."""
        numbers = (self.k, *self.start, self.lr, self.rival_lr)
        if len(self.start) != 2 or 0 in self.start:
            return "start needs two coordinates, neither of them 0"
        if max(map(abs, numbers)) > LARGEST or min(self.k, self.lr, self.rival_lr) <= 0:
            return f"k and both learning rates must be above 0, and all numbers at most {LARGEST}"
        if self.k < 1:
            return "k must be at least 1: the bowl is to be steeper along y"
        if not 1 <= self.steps <= DRAWN:
            return f"steps must lie from 1 to {DRAWN}"
        if self.rival not in RIVALS:
            return f"rival must be one of {', '.join(RIVALS)}"
        if self.lr * self.k > 2 or self.lr > 2:
            return "lr must be at most 2/k and at most 2, or gradient descent diverges: make it smaller"
        if self.rival == MOMENTUM and self.rival_lr * self.k > 3.8:
            return "rival_lr must be at most 3.8/k, or momentum diverges: make it smaller"
        plain, rival = self._walked(COMPARED)
        if max(math.dist(a, b) for a, b in zip(plain, rival, strict=True)) < 0.01 * math.hypot(*plain[0]):
            return "the two paths are nearly the same: choose other learning rates"
        return None

    def suits(self) -> bool:
        """Gradient descent zigzags, and the rival aims clearly better or worse."""
        if not 1.2 <= self.lr * self.k <= 1.8 or (self.rival == MOMENTUM) != (self.rival_lr < 0.1):
            return False
        plain, rival = self._walked(LATER)
        if abs(mean_angle(plain) - mean_angle(rival)) < CLEAR_ANGLE:
            return False
        low, high = sorted((self._f(plain[-1]), self._f(rival[-1])))
        return high > CLEAR_RATIO * low and max(map(abs, rival[-1])) < max(map(abs, rival[0]))

    def _f(self, point: Point) -> float:
        return (point[0] ** 2 + float(self.k) * point[1] ** 2) / 2

    def statements(self) -> list[Statement]:
        """On the drawn paths; every key with a true and a false statement."""
        gd = NAMES[0] if self.first else NAMES[1]
        return on_paths(self.paths(LATER), gd, self.rival, float(self.lr), float(self.k))


def _cosine(step: Any, x: float, y: float, far: float) -> float:
    cosine: float = (step[0] * x + step[1] * y) / (sqrt(step[0] ** 2 + step[1] ** 2) * far)
    return cosine


def _ellipse(level: float, k: float) -> tuple[Point, ...]:
    turns = [2 * math.pi * i / 72 for i in range(73)]
    return tuple(
        (math.sqrt(2 * level) * math.cos(turn), math.sqrt(2 * level / k) * math.sin(turn)) for turn in turns
    )


def _inside(points: tuple[Point, ...], width: float, height: float) -> tuple[Point, ...]:
    """The points, broken where the line leaves the picture."""
    gap = (math.nan, math.nan)
    return tuple(point if abs(point[0]) <= width and abs(point[1]) <= height else gap for point in points)


def _table(paths: dict[str, tuple[Point, ...]]) -> tuple[Row, ...]:
    """The first points of both paths, and every fourth after that."""
    rows = [t for t in range(DRAWN + 1) if t <= COMPARED or t % 4 == 0]
    points = [
        (str(t), *(f"({paths[name][t][0]:.3f}, {paths[name][t][1]:.3f})" for name in NAMES)) for t in rows
    ]
    return (("step", *NAMES), *points)
