r"""Paragraphs read without a parser: they are what the parser reads, or are left to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.show.markdown import reader
from dldrill.show.paragraphs import paragraph, paragraphs


def parsed(text: str) -> Iterator[list[tuple[str, str]]]:
    """The paragraphs as the parser reads them, the words between formulas joined."""
    for token in reader().parse(text):
        if token.type == "math_block":
            yield [("math_inline_double", token.content)]
        elif token.type == "inline":
            yield merged((t.type, t.content) for t in token.children or [])
        else:
            assert token.type in ("paragraph_open", "paragraph_close")


def merged(tokens: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same with every end of a line as a blank of the words around it."""
    found: list[tuple[str, str]] = []
    for kind, content in tokens:
        words = {"text": content, "softbreak": " "}.get(kind)
        if words is not None and found and found[-1][0] == "text":
            found[-1] = ("text", found[-1][1] + words)
        elif words != "":
            found.append((kind, content) if words is None else ("text", words))
    return found


MEAN = st.text(st.sampled_from("ab1$$`\\_*-+=|:>#().![]~&<; \n\n  é−"), max_size=24)
"""Short texts, most of which a parser has to tell."""
PARTS = st.sampled_from(
    ["word", "two words", "$x_1$", "$\\hat{y}$", "$$L = 1$$", "`code x`", " ", "\n", "\n\n", ", ", "-", "1. "]
)
KIND = st.lists(PARTS, max_size=10).map("".join)
"""Texts as banks have them."""


@settings(max_examples=400)
@given(text=MEAN | KIND)
def test_the_parser_reads_the_same(text: str) -> None:
    """Whatever is read without the parser, the parser reads so as well."""
    found = paragraphs(text)
    if found is not None:
        assert found == list(parsed(text))


@settings(max_examples=400)
@given(text=(MEAN | KIND).map(lambda text: re.sub("\n\n+", "\n", text)))
def test_a_line_is_the_same(text: str) -> None:
    """So is an option or a reason, which is one paragraph."""
    found = paragraph(text)
    if found is not None:
        (token,) = reader().parseInline(text)
        assert found == merged((t.type, t.content) for t in token.children or [])


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a\nb", [[("text", "a b")]]),
        ("a\n\n \n\nb", [[("text", "a")], [("text", "b")]]),
        ("`a` of $b$", [[("code_inline", "a"), ("text", " of "), ("math_inline", "b")]]),
        ("so:\n\n$$\nL\n$$", [[("text", "so:")], [("math_inline_double", "\nL\n")]]),
        ("requires_grad > 0", [[("text", "requires_grad > 0")]]),
    ],
)
def test_pieces(text: str, pieces: list[list[tuple[str, str]]]) -> None:
    """Words, formulas and code in a row, paragraph by paragraph."""
    assert paragraphs(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "1) a",
        "# a",
        "| a |\n| - |",
        "    a",
        "a\n===",
        "*a*",
        "[a](b)",
        "$5",
        "``a``",
        "$$x$$ (1)",
    ],
)
def test_what_is_left_to_the_parser(text: str) -> None:
    """Lists, tables, code, links and single dollars are not guessed at."""
    assert paragraphs(text) is None


def test_most_texts_need_no_parser() -> None:
    """Nine in ten of the banks' questions are read without it."""
    asks = [Source(question, "x").deal(0).ask for question in load() if question.type != "compute"]
    assert sum(paragraphs(text) is not None for text in asks) > 0.9 * len(asks)
