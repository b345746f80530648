r"""The tree of a text: what CommonMark and $…$ mean, with harmless leaves."""

from __future__ import annotations

import pytest
from hostile_texts import HARMFUL, PIECES, hostile
from hypothesis import given, reject
from hypothesis import strategies as st

from dldrill.faults import Fault
from dldrill.maths.latex import parse
from dldrill.maths.text import safe
from dldrill.sheets.prose import (
    DEEPEST,
    Block,
    Break,
    Bullets,
    Code,
    CodeBlock,
    Emph,
    Inline,
    MathBlock,
    Maths,
    Numbered,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    Text,
    prose,
    words,
)


def line(text: str) -> tuple[Block, ...]:
    """A paragraph of words."""
    return (Paragraph((Text(text),)),)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("plain words", (Text("plain words"),)),
        ("one\nparagraph", (Text("one paragraph"),)),
        ("snake_case_name and w_1", (Text("snake_case_name and w_1"),)),
        ("a [b] *c* **d**", (Text("a [b] "), Emph((Text("c"),)), Text(" "), Strong((Text("d"),)))),
        ("**a *b* $x$**", (Strong((Text("a "), Emph((Text("b"),)), Text(" "), Maths(parse("x")))),)),
        ("`a  [b] _c_`", (Code("a  [b] _c_"),)),
        ("a\\\nb", (Text("a"), Break(), Text("b"))),
        (r"\*a\* &lt; &amp;", (Text("*a* < &"),)),
        ("<b>no</b> HTML <!-- at all -->", (Text("<b>no</b> HTML <!-- at all -->"),)),
        ("[the paper](https://a.b/c)", (Text("the paper (https://a.b/c)"),)),
        ("<https://a.b/c>", (Text("https://a.b/c"),)),
        ("it costs $5", (Text("it costs $5"),)),
        (r"the loss $L_i$.", (Text("the loss "), Maths(parse("L_i")), Text("."))),
        ("![a *curve*](fig:loss)", (Picture("loss", "a curve"),)),
        ("a&#x202e;b&#10;c", (Text("a\\u202eb\\x0ac"),)),
        ("`a\x1b[0m`", (Code("a\\x1b[0m"),)),
    ],
)
def test_inline(source: str, parts: tuple[Inline, ...]) -> None:
    """The parts of a paragraph are what CommonMark means."""
    assert repr(words(source)) == repr(parts)
    assert repr(prose(source)) == repr((Paragraph(parts),))


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("", ()),
        ("one\n\ntwo", line("one") + line("two")),
        ("# head", (Paragraph((Strong((Text("head"),)),)),)),
        ("$$a$$", (MathBlock(parse("a")),)),
        ("see $$a$$ here", (*line("see"), MathBlock(parse("a")), *line("here"))),
        ("- one\n- two", (Bullets((line("one"), line("two"))),)),
        ("- one\n\n- two", (Bullets((line("one"), line("two")), tight=False),)),
        ("- a\n  - b\n\n    c", (Bullets(((*line("a"), Bullets((line("b") + line("c"),), tight=False)),)),)),
        ("3. three\n4. four", (Numbered(3, (line("three"), line("four"))),)),
        ("0. zero", (Numbered(0, (line("zero"),)),)),
        ("-", (Bullets(((),)),)),
        ("    code  here", (CodeBlock("code  here"),)),
        ("```py\nx = 1\n\ny = 2\n```", (CodeBlock("x = 1\n\ny = 2", "py"),)),
        ("> a\n>\n> b", (Quote(line("a") + line("b")),)),
        ("<div>\n*a*", (Paragraph((Text("<div> "), Emph((Text("a"),)))),)),
        ("a\n\n---\n\nb", line("a") + line("b")),
    ],
)
def test_blocks(source: str, blocks: tuple[Block, ...]) -> None:
    """The blocks of a text are what CommonMark means."""
    assert repr(prose(source)) == repr(blocks)


@pytest.mark.parametrize(
    ("rule", "cells", "sides"),
    [
        ("--|--", "a|b", ("left", "left")),
        (":-:|--:", "a|b", ("center", "right")),
        ("--|--", "1|2", ("left", "right")),
        ("--|--", "1|$-2.5$", ("left", "right")),
        ("--|--", "1|3 × 4", ("left", "right")),
        ("--|:--", "1|2", ("left", "left")),
        ("--|--", "1|**2**", ("left", "left")),
        ("--|--", "1|", ("left", "left")),
    ],
)
def test_table(rule: str, cells: str, sides: tuple[str, ...]) -> None:
    """The columns of a table stand where they say, else numbers stand to the right."""
    (table,) = prose(f"p|q\n{rule}\n{cells}")
    assert isinstance(table, Table)
    assert table.header == ((Text("p"),), (Text("q"),))
    assert len(table.rows) == 1
    assert table.alignment == sides


def test_faults() -> None:
    """A formula that the subset does not have is a fault, as when the bank is read."""
    with pytest.raises(Fault, match="nope"):
        prose(r"a $\nope$")


def leaves(tree: object) -> list[str]:
    """All strings of a tree."""
    if isinstance(tree, str):
        return [tree]
    return [leaf for part in tree for leaf in leaves(part)] if isinstance(tree, tuple) else []


@given(
    st.one_of(
        hostile(), st.text(), st.lists(st.sampled_from([*PIECES, *HARMFUL, "&#8238;", "&shy;"])).map("".join)
    )
)
def test_leaves_are_harmless(source: str) -> None:
    """Whatever the source is, no leaf has a control, a turn of direction or what is no character."""
    try:
        tree = prose(source)
    except Fault:
        reject()
    for leaf in leaves(tree):
        assert safe(leaf, keep="\n") == leaf
        assert not any(ord(char) & 0xFFFE == 0xFFFE for char in leaf)


def test_deep_nesting_ends() -> None:
    """Lists and quotations nested too deeply keep their words and give up their margins."""
    source = "> " * 12 + "deep"
    tree: object = prose(source)
    assert repr(tree).count("Quote") == DEEPEST
    assert leaves(tree) == ["deep"]
    assert prose("*a **b " * 500)
