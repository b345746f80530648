"""A question of formulas, and ways to break it, for the tests of both halves of its reading."""

from __future__ import annotations

WIDTH = """\
[width]
type = "compute"
ask = '''A $@{k}\\times @{k}$ window with stride $@{s}$ and padding $@{p}$ on $@{n}\\times @{n}$: how wide?'''
given = { n = "8..20 by 4", k = "1, 3, 5", s = "1..3", p = "0..2" }
require = ["k <= n", "2*p < k", "width >= 2"]
answer = "width"
check = "count(i, 0, n + 2*p - k, i mod s = 0)"
tests = [{ n = 8, k = 3, s = 1, p = 1, width = 8 }]

[[width.step]]
name = "room"
is = "n + 2*p - k"
why = "room left for the window to move"
mistakes = [{ name = "pad-once", is = "n + p - k", says = "padding is added on both sides" }]

[[width.step]]
name = "width"
is = "floor(room/s) + 1"
why = "one place, and one more for every stride that fits"
mistakes = [{ name = "no-plus-one", is = "width - 1", says = "the first place counts, too" }]
"""


def broken(old: str, new: str) -> str:
    """The question with one thing replaced."""
    if old not in WIDTH:
        raise ValueError(old)
    return WIDTH.replace(old, new)
