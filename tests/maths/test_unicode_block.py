"""Formulas in two dimensions, as pictures to be looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dldrill.maths.latex import parse
from dldrill.maths.unicode_block import block

GOLDEN = Path(__file__).parent / "golden"
FORMULAS = {
    "clip": r"\mathcal{L}_{\text{image}}(x_i) := -\log \frac{\exp(\cos(f_\theta(x_i), g_\psi(y_i)))}{\sum_{k=1}^B \exp(\cos(f_\theta(x_i), g_\psi(y_k)))}",  # noqa: E501
    "huber": r"L_j(x_i) = \begin{cases} a \cdot \max(s_j - s_{y_i} + \Delta, 0)^2, & \text{if } s_j \leq s_{y_i} \\ b \cdot (s_j - s_{y_i} + 0.5\Delta), & \text{otherwise} \end{cases}",  # noqa: E501
    "softmax": r"p_i = \frac{e^{s_i}}{\sum_{j=1}^{K} e^{s_j}}",
    "attention": r"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d}}\right)V",
    "matrices": r"W_{hx} = \begin{bmatrix} 1 & 0 & -1 \\ 0 & 1 & 2.9 \end{bmatrix}, \quad h = \begin{bmatrix} 3 \\ 0 \end{bmatrix}",  # noqa: E501
    "floor": r"\left\lfloor \frac{H + 2p - k}{s} \right\rfloor + 1 = 20",
    "nested": r"x = \frac{1 + \frac{a}{b}}{c} - \frac{1}{2}",
    "product": r"\prod_{t=1}^{T} p(w_t \mid w_{<t})",
    "argmax": r"\hat{c}(x) = \arg \max_c \cos(f_\theta(x), g_\psi(\tilde{c}))",
    "root": r"\sqrt{\frac{1}{n}\sum_{i=1}^{n}(x_i - y_i)^2}",
    "gradient": r"\frac{\partial L}{\partial w} = (p_y - b)x + \lambda w",
    "aligned": r"\begin{aligned} a &= b + c \\ &= \frac{d}{e} \end{aligned}",
    "binomial": r"\binom{n}{k} = \frac{n!}{k!(n-k)!}",
    "sum": r"\left(\sum_{k=1}^{B} e^{s_k}\right)^{1/p} = \sum_{j \neq y_i} L_j(x_i)",
    "gauss": r"p(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{(x - \mu)^2}{2\sigma^2}}",
    "norm": r"\cos(u, v) = \frac{u^\top v}{\|u\|\|v\|} \leq \left|\frac{a}{b}\right|",
    "equations": r"i_1 = [4, 0]^\top, \qquad i_2 = [0, 4]^\top, \qquad i_3 = [0, 0]^\top, \qquad i_4 = [1, 1]^\top.",  # noqa: E501
    "states": r"\boldsymbol{h}_t = \tanh(W_{hh}h_{t-1} + W_{hx}x_t), \quad \hat{y}_t = \arg\max_{w \in \mathcal{V}} (W_{yh}h_t)_w",  # noqa: E501
    "captions": r"W_{yh} = \begin{bmatrix} -5 & -5 \\ 0 & 3 \\ 2.9 & 0 \end{bmatrix} \begin{array}{c} \# \langle \text{START} \rangle \\ \# \langle \text{STOP} \rangle \\ \# \text{ fishing} \end{array}",  # noqa: E501
    "continued": r"\frac{1}{1 + \frac{1}{1 + \frac{1}{x}}} - \sqrt[n]{\frac{a}{b}}",
    "three": r"f(x) = \begin{cases} -1 & x < 0 \\ 0 & x = 0 \\ \frac{1}{x} & \text{otherwise} \end{cases}",
    "limit": r"\max(x, y) = \lim_{k \to \infty} \frac{1}{k} \ln(e^{kx} + e^{ky})",
}


@pytest.mark.parametrize("name", FORMULAS)
def test_golden(name: str) -> None:
    """Each formula looks as it was accepted: in Unicode and ASCII, at 76 columns and at 40."""
    layout = parse(FORMULAS[name])
    pictures = [
        f"-- {'ascii' if plain else 'unicode'} {columns}\n" + "\n".join(block(layout, columns, plain)) + "\n"
        for plain in (False, True)
        for columns in (76, 40)
    ]
    picture, path = "\n".join(pictures), GOLDEN / f"test_unicode_block-{name}.txt"
    if os.environ.get("DLDRILL_ACCEPT"):
        path.write_text(picture, "utf-8")
    assert path.is_file(), f"no golden file yet:\n{picture}"
    assert picture == path.read_text("utf-8")


def test_breaks_before_relations() -> None:
    """A formula too wide for the screen is broken before a relation or operator, and moved in."""
    wide = parse(" = ".join(["aaaa" + "+b" * 4] * 5))
    rows = block(wide, 40)
    assert len(rows) > 1
    assert all(row.lstrip()[0] in "=+" for row in rows[1:])
    assert all(len(row) <= 40 for row in rows)


def test_breaks_between_equations_first() -> None:
    """A list of equations is taken apart after its commas, not before an equals sign."""
    rows = block(parse(r"aaa = [1, 2], \quad bbb = [3, 4], \quad ccc = [5, 6]"), 30)
    assert rows == ["aaa = [1, 2],   bbb = [3, 4],", "ccc = [5, 6]"]


def test_conditions_move_below_their_values() -> None:
    """Cases too wide for the screen keep their brace: the conditions take lines of their own."""
    rows = block(parse(FORMULAS["huber"]), 40)
    assert rows[1].strip() == "⎪     if sⱼ ≤ s_yᵢ"
    assert rows[2].strip() == "Lⱼ(xᵢ) = ⎨"


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        (r"-\frac{a}{b}", ["   a", "− ───", "   b"]),
        (r"\frac{ab}{cd}-\frac{a}{b}", ["ab    a", "── − ───", "cd    b"]),
        (r"\left(\frac{ab}{c}\right)^2", ["    2", "⎛ab⎞", "⎜──⎟", "⎝c ⎠"]),
        (r"\left\{\frac{ab}{cd}\right\}", ["⎧ab⎫", "⎨──⎬", "⎩cd⎭"]),
        (r"(\frac{ab}{cd})", ["⎛ab⎞", "⎜──⎟", "⎝cd⎠"]),
        (r"|\frac{ab}{cd}|", ["│ab│", "│──│", "│cd│"]),
        (r"\frac{ab}{cd}^2", ["    2", "⎛ab⎞", "⎜──⎟", "⎝cd⎠"]),
        (r"e^{x_2}", [" x₂", "e"]),
        (r"e^{-\frac{1}{63}-1}", [" −1/63−1", "e"]),
        (r"\sum_{k=1}^{n} k", [" n", " ∑  k", "k=1"]),
        (r"p(w_t \mid w_{<t})", ["p(wₜ | w_{<t})"]),
        (r"\widehat{ab}", ["^", "ab"]),
        (r"\begin{matrix} 1 & a \\ -10 & b \end{matrix}", ["  1  a", "−10  b"]),
        (r"\begin{aligned} a &= b & c &= d \end{aligned}", ["a = b   c = d"]),
        (r"\begin{aligned} x &= a \\ &- b \end{aligned}", ["x = a", "  − b"]),
        ("", [""]),
    ],
)
def test_small_shapes(source: str, rows: list[str]) -> None:
    """Bars, brackets, scripts and columns stand where they belong."""
    assert block(parse(source)) == rows
