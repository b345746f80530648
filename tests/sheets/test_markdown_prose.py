"""CommonMark of a text: what is read back is the same tree."""

from __future__ import annotations

import pytest
from hostile_texts import TEXTS, hostile, random_texts
from hypothesis import given, reject
from lengths import at_length

from dldrill.bank.library import load
from dldrill.faults import Fault
from dldrill.sheets.markdown_prose import markdown, markdown_words
from dldrill.sheets.prose import (
    Bullets,
    Code,
    CodeBlock,
    Emph,
    Inline,
    Numbered,
    Paragraph,
    Strong,
    Table,
    Text,
    prose,
    words,
)


@pytest.mark.parametrize(
    "source",
    [
        "a *b* **c *d*** `e` $x_i$",
        "a\\\nb",
        "- a\n- b\n  1. c\n\n     d",
        "3. a\n4. b",
        "> a\n> - b",
        "```py\na\n\n  b\n```",
        "$$\n\\frac{a}{b}\n$$",
        "a|b\n:-:|-\n`c|d`|$\\|x\\|$",
        "![a [b]](fig:c)",
        "- a\n\n  b",
        "* a\n\n- b",
        "1. a\n\n1) b",
        r"1\. a",
        r"\- a",
        r"\# a",
        "a\\\n\\- b",
    ],
)
def test_reads_back(source: str) -> None:
    """Each construct is written so that it reads back as itself."""
    assert repr(prose(markdown(prose(source)))) == repr(prose(source))


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("a_b *c*", r"a\_b *c*"),
        ("* a\n* b", "- a\n- b"),
        ("3) a", "3. a"),
        ("$$x^2$$", "$$\nx^{2}\n$$"),
        ("a|b\n-|-\nc|1", "| a | b |\n| :-- | --: |\n| c | 1 |"),
    ],
)
def test_writes(source: str, written: str) -> None:
    """The signs are the usual ones."""
    assert markdown(prose(source)) == written


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (Strong((Text("A: true. "),)), "**A: true.** z"),
        (Strong((Text(" a "), Emph((Text(" b "),)))), " **a  _b_** z"),
        (Emph((Text(" "),)), " z"),
        (Strong(()), "z"),
    ],
)
def test_blanks_stand_outside_of_marks(part: Inline, written: str) -> None:
    """A mark next to a blank would be none; two that have nothing between them would be others."""
    shown = markdown_words((part, Text("z")))
    assert shown == written
    assert shown.count("**") == 2 * any(isinstance(one, Strong) for one in words(shown))


@pytest.mark.parametrize("text", [*TEXTS, *random_texts(100)])
def test_hostile_texts(text: str) -> None:
    """A text reads back as only that text, at the start of a paragraph and inside of one."""
    leaf = " ".join(text.split())
    assert repr(words(markdown_words((Text(leaf),)))) == repr((Text(leaf),))
    blocks = (
        Paragraph((Text(leaf),)),
        Paragraph((Text("a " + leaf + " "), Strong((Text("b" + leaf + "b"),)), Text(" c"))),
        Paragraph((Code(leaf),)),
        CodeBlock(text),
        Bullets(((Paragraph((Text(leaf),)),),)),
        Numbered(7, ((Paragraph((Text(leaf),)),),)),
        Table(((Text("h"),), (Text(leaf),)), (((Code(leaf),), (Text(leaf),)),), ("center", "left")),
    )
    assert repr(prose(markdown(blocks))) == repr(blocks)


@pytest.mark.parametrize(
    "source", ["```#a\nb", "~~~ `x`\n~~ y\n~~~", "``` &amp;\\`\nx", "~~~ x`\n~~~~~\n~~~"]
)
def test_fences_read_back(source: str) -> None:
    """What a fence says of its code comes back as it was, with signs that mean something there."""
    assert repr(prose(markdown(prose(source)))) == repr(prose(source))


@given(hostile())
def test_any_source_reads_back(source: str) -> None:
    """Whatever a text means, writing and reading it again keeps its words."""
    try:
        tree = prose(source)
    except Fault:
        reject()
    once = prose(markdown(tree))
    assert "".join(_letters(once)) == "".join(_letters(tree))


def _letters(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [char for char in tree if not char.isspace()]
    return [char for part in tree for char in _letters(part)] if isinstance(tree, tuple) else []


def _texts(value: object) -> list[str]:
    """The texts of a question that have no numbers to be put in."""
    if isinstance(value, str):
        return [] if "@{" in value else [value]
    if isinstance(value, tuple | list):
        return [text for part in value for text in _texts(part)]
    return (
        [text for part in vars(value).values() for text in _texts(part)] if hasattr(value, "__dict__") else []
    )


def test_banks() -> None:
    """The texts of the banks read back as themselves."""
    texts = [text for question in load() for text in _texts(question)]
    assert sum("$" in text for text in texts) > 100
    for text in texts:
        tree = prose(text)
        assert repr(prose(markdown(tree))) == repr(tree)


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_many_hostile_texts(count: int) -> None:
    """Of many texts each reads back as only that text, many in a document."""
    leaves = [" ".join(text.split()) for text in random_texts(count)]
    for start in range(0, len(leaves), 1000):
        blocks = tuple(Paragraph((Text(leaf), Code(leaf))) for leaf in leaves[start : start + 1000])
        assert repr(prose(markdown(blocks))) == repr(blocks)
