"""The Huber hinge loss of one wrong class, and the join of its two pieces.

With u = s_j − s_y it is a·max(u + Δ, 0)² where u ≤ 0, and b·(u + Δ/2) beyond.
"""

from __future__ import annotations

from collections.abc import Callable

from dldrill.derivation.working import Asked, Working

LARGEST = 10**4  #: scores and constants beyond this lose the digits of finite differences
SHARP = 1e-3
LOSS = (
    "\n\n$$L_j = \\begin{cases} a\\,\\max(s_j - s_y + \\Delta,\\ 0)^2 & \\text{if } s_j \\le s_y \\\\ "
    "b\\,(s_j - s_y + \\Delta/2) & \\text{otherwise} \\end{cases}$$\n\n"
)


def join(work: Working, a: float, D: float) -> float:
    """Write down the b that makes the values meet, and the b that makes the slopes meet."""
    height = work.step(
        "height",
        a * D**2,
        "at s_j = s_y the parabola is this high",
        not_squared=(lambda: a * D, "the margin is squared there"),
    )
    by_value = work.answer(
        "b_value",
        height / (D / 2),
        "the straight piece is b·Δ/2 high there: equal values",
        Asked("b that makes the values meet", rtol=SHARP),
        whole_margin=(lambda: height / D, "the straight piece is b·Δ/2 high at the join, not b·Δ"),
        value_itself=(lambda: height, "b·Δ/2, not b, has to equal the parabola"),
    )
    steepness = work.step(
        "steepness",
        2 * a * D,
        "the parabola's slope at s_j = s_y",
        no_two=(lambda: a * D, "the derivative of a square is twice the inside"),
        no_margin=(lambda: 2 * a, "the inside of the square is Δ at the join"),
    )
    by_slope = work.answer(
        "b_slope",
        steepness,
        "the straight piece has slope b: equal slopes",
        Asked("b that makes the slopes meet", rtol=SHARP),
        upside_down=(lambda: a / (2 * D), "2·a·Δ = b, so the margin multiplies a"),
    )
    work.step(
        "disagreement",
        by_value - by_slope,
        "both conditions ask for the same b: one b joins values and slopes",
    )
    return by_slope


def loss(u: float, a: float, b: float, D: float, parabola: bool) -> float:
    """One of the two pieces."""
    return a * max(u + D, 0.0) ** 2 if parabola else b * (u + 0.5 * D)


def slope(fn: Callable[[float], float], u: float, D: float) -> float:
    """A difference over three points of one smooth piece: exact for parabolas and straight lines."""
    room = D if u > 0 or u <= -D else min(u + D, D / 2) / 2
    step = room / 8 if u > 0 else -room / 8
    near, middle, far = (fn(u + k * step) for k in (0, 1, 2))
    return (4 * middle - 3 * near - far) / (2 * step)


def solved_join(a: float, D: float) -> dict[str, float]:
    """The same two b, found by a search for the b at which nothing jumps, or bends."""
    h = D / 8

    def right(u: float, b: float) -> float:
        return loss(u, a, b, D, parabola=False)

    def jump(b: float) -> float:
        """How far the values are apart, the right one reached along a straight line."""
        return 2 * right(h, b) - right(2 * h, b) - loss(0.0, a, b, D, parabola=True)

    def bend(b: float) -> float:
        """How far the slopes are apart."""
        left = slope(lambda u: loss(u, a, b, D, parabola=True), 0.0, D)
        return (right(2 * h, b) - right(h, b)) / h - left

    return {"b_value": root(jump), "b_slope": root(bend)}


def root(fn: Callable[[float], float]) -> float:
    """Where a function is 0, by secants."""
    older, newer = 0.0, 1.0
    low, high = fn(older), fn(newer)
    for _ in range(6):
        if high == low:
            break
        older, newer = newer, newer - high * (newer - older) / (high - low)
        if abs(newer - older) <= 1e-12 * abs(newer):
            break
        low, high = high, fn(newer)
    return newer


def objection(a: float, D: float) -> str | None:
    """What is wrong with a parabola and a margin, or None."""
    if a <= 0:
        return "a must be above 0"
    if D <= 0:
        return "Delta must be above 0, or there is no parabola between the pieces"
    if max(a, D) > LARGEST or min(a, D) * LARGEST < 1:
        return f"a and Delta must be from 1/{LARGEST} to {LARGEST}"
    return None
