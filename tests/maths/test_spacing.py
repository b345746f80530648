"""TeX's spacing and bare brackets: what is a sign, and which bars belong together."""

from __future__ import annotations

import pytest

from dldrill.maths.latex import parse
from dldrill.maths.layout import Fence, Layout, Row, Script, Symbol
from dldrill.maths.spacing import classed, fenced


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("a-b", ["ord", "bin", "ord"]),
        ("-b", ["sign", "ord"]),
        ("a=-b", ["ord", "rel", "sign", "ord"]),
        ("a--b", ["ord", "bin", "sign", "ord"]),
        (r"\log -b", ["func", "sign", "ord"]),
        (r"a\,-b", ["ord", "space", "bin", "ord"]),
    ],
)
def test_minus_without_left_operand_is_a_sign(source: str, kinds: list[str]) -> None:
    """A binary operator with nothing on its left is a sign."""
    row = parse(source)
    assert isinstance(row, Row)
    assert [left for _, left, _ in classed(row.items)] == kinds


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("(a)", "(.)"),
        ("(a", "(."),
        ("a)", ".)"),
        ("[a)", "[.)"),
        ("((a)b)", "((.).)"),
        ("|a|", "|.|"),
        ("a|b", "..."),
        ("p(a|b)q(c|d)", ".(...).(...)"),
        ("|a||b|", "|.||.|"),
        ("|-a|", "|..|"),
        ("2|a|", ".|.|"),
        (r"\{a | |b| < 1\}", "{..|.|..}"),
        ("||a|-b|", "||.|..|"),
        (r"\|a\|_2", "‖.‖"),
        (r"(|a)", "(..)"),
        (r"\|\cdot\|", "‖.‖"),
    ],
)
def test_bare_brackets_become_fences(source: str, shape: str) -> None:
    """Brackets and bars pair up where they do for a reader; what is left alone stays a sign."""
    layout = parse(source)
    assert "".join(map(_shape, fenced(layout.items if isinstance(layout, Row) else (layout,)))) == shape


def _shape(layout: Layout) -> str:
    """A dot for what is no fence; the brackets of fences."""
    if isinstance(layout, Script):
        return _shape(layout.base)
    if isinstance(layout, Fence):
        body = layout.body.items if isinstance(layout.body, Row) else (layout.body,)
        return layout.left + "".join(map(_shape, fenced(body))) + layout.right
    return layout.text if isinstance(layout, Symbol) and layout.text in ("(", ")") else "."
