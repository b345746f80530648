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
