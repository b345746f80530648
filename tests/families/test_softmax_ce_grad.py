"""The cross-entropy with constants: the gradient by hand, and statements tried out on the loss."""

from collections.abc import Callable
from random import Random

import mpmath
import pytest

from dldrill.families._plain import exact
from dldrill.families.softmax_ce_grad import SoftmaxCeGrad
from dldrill.maths.linear import Vector

DEALT = [
    problem
    for stream in [Random(5)]
    for problem in (SoftmaxCeGrad(**SoftmaxCeGrad.space().draw(stream)) for _ in range(60))
    if problem.fits() is None and problem.suits()
]


def loss(W: list[list[mpmath.mpf]], x: Vector, y: int, *, a: float, b: float, c: float) -> mpmath.mpf:
    """The loss of explicit weights, from its definition."""
    s = [mpmath.fsum(w * float(v) for w, v in zip(row, x, strict=True)) for row in W]
    ratio = float(a) * mpmath.exp(float(b) * s[y - 1]) / mpmath.fsum(map(mpmath.exp, s))
    return -mpmath.log(ratio) + float(c)


def gradient(problem: SoftmaxCeGrad, **changed: float) -> list[list[float]]:
    """All entries by central differences with forty digits, one constant changed."""
    x, constants = problem.x, {"a": problem.a, "b": problem.b, "c": problem.c} | changed
    with mpmath.workdps(40):
        square = float(x @ x)
        W = [[mpmath.mpf(float(s)) * float(v) / square for v in x] for s in problem.s]
        h = mpmath.mpf("1e-12")

        def moved(row: int, column: int, by: mpmath.mpf) -> mpmath.mpf:
            other = [list(cells) for cells in W]
            other[row][column] += by
            return loss(other, x, problem.y, **constants)

        return [
            [float((moved(i, k, h) - moved(i, k, -h)) / (2 * h)) for k in range(len(x))]
            for i in range(len(W))
        ]


def test_gradient_of_every_row() -> None:
    """The gradient by w_y is (p_y − b)·x, on numbers checked with forty digits."""
    problem = SoftmaxCeGrad(a=exact(5), b=exact("1/2"), s=Vector(2, -1, 0), y=2, x=Vector(1, -3))
    assert list(problem.plain()["grad_y"]) == pytest.approx(gradient(problem)[1], rel=1e-9)
    assert list(problem.check()["grad_y"]) == pytest.approx(gradient(problem)[1], rel=1e-9)


def test_by_hand() -> None:
    """Equal scores, b = 1: p_y = 1/3, so the gradient is −2/3·x; the loss is ln 3 − ln 2 + 1/2."""
    problem = SoftmaxCeGrad(b=exact(1), s=Vector(0, 0, 0), x=Vector(3, -6))
    assert list(problem.plain()["grad_y"]) == pytest.approx([-2, 4])
    assert problem.plain()["loss"] == pytest.approx(0.9054651081081644)


def entries(problem: SoftmaxCeGrad, **changed: float) -> list[float]:
    """The entries of the gradient in one list."""
    return [entry for row in gradient(problem, **changed) for entry in row]


def wrong_rows(problem: SoftmaxCeGrad, **changed: float) -> list[float]:
    """The entries of the gradient by the weights of the wrong classes."""
    rows = gradient(problem, **changed)
    return [entry for j, row in enumerate(rows, 1) if j != problem.y for entry in row]


def size(problem: SoftmaxCeGrad, **changed: float) -> float:
    """The squared length of the gradient by w_y."""
    return sum(entry**2 for entry in gradient(problem, **changed)[problem.y - 1])


Trial = Callable[[SoftmaxCeGrad, dict[str, float]], bool]


def is_larger(problem: SoftmaxCeGrad, changed: dict[str, float]) -> bool:
    """Whether an entry of the gradient grew."""
    pairs = zip(entries(problem, **changed), entries(problem), strict=True)
    return any(after > before + 1e-9 for after, before in pairs)


TRIALS: dict[str, Trial] = {
    "makes an entry of the gradient larger": is_larger,
    "makes at least one entry of the gradient larger": is_larger,
    "leaves the whole gradient as it is": lambda p, to: entries(p, **to) == pytest.approx(entries(p)),
    "changes the loss, but not its gradient": lambda p, to: entries(p, **to) == pytest.approx(entries(p)),
    "scales the whole gradient by a factor": lambda p, to: entries(p, **to) != pytest.approx(entries(p)),
    "makes the first entry of the gradient by": lambda p, to: (
        gradient(p, **to)[p.y - 1][0] > gradient(p)[p.y - 1][0]
    ),
    "a longer vector": lambda p, to: size(p, **to) > size(p),
    "weights of the wrong classes": lambda p, to: wrong_rows(p, **to) != pytest.approx(wrong_rows(p)),
}


@pytest.mark.parametrize("problem", DEALT[:12])
def test_statements_are_tried_out(problem: SoftmaxCeGrad) -> None:
    """Changing the constant a little does to the gradient what each statement's verdict says."""
    for statement in problem.statements():
        way, name = statement.key[:-1], statement.key[-1]
        changed = {name: float(getattr(problem, name)) + (0.01 if way == "raise" else -0.01)}
        [tried] = [trial for words, trial in TRIALS.items() if words in statement.says]
        assert tried(problem, changed) == statement.true, statement.says


def test_exam_key() -> None:
    """uw-sp23-mid/2.5: with an x of both signs b can raise an entry either way, a and c cannot."""
    statements = SoftmaxCeGrad().statements()
    grows = {s.key: s.true for s in statements if "entry of the gradient larger" in s.says}
    assert grows == {key + name: name == "b" for key in ("raise", "lower") for name in "abc"}


def test_six_questions_always() -> None:
    """Every select-all question has one statement on raising and one on lowering each constant."""
    assert {statement.key for statement in SoftmaxCeGrad().statements()} == {
        way + name for way in ("raise", "lower") for name in "abc"
    }


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (SoftmaxCeGrad(a=exact(0)), "a must"),
        (SoftmaxCeGrad(y=4), "from 1 to 3"),
        (SoftmaxCeGrad(s=Vector(1)), "two scores"),
        (SoftmaxCeGrad(x=Vector(0, 0)), "not 0"),
        (SoftmaxCeGrad(s=Vector(0, 99, 1)), "scores"),
    ],
)
def test_refusals(problem: SoftmaxCeGrad, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
