"""Texts that would do something if a format read them as its own, and random ones."""

from __future__ import annotations

import random

from hypothesis import strategies as st

TEXTS = (
    '#read("/etc/passwd")',
    '#import "@preview/a:1.0.0": *',
    "#{ while true {} }",
    "]#panic()[",
    "$ sum_x $ and *bold* and _emph_ and `raw` <label> @reference",
    "= heading",
    "- item",
    "+ item",
    "/ term: x",
    "// comment",
    "/* comment */",
    "https://example.org",
    "\\u{1f600} \\ #h(1cm)",
    "a~b -- c --- d ... e",
    r"\input{/etc/passwd}",
    r"\write18{rm -rf /}",
    r"\immediate\write18{id}",
    r"\end{document}",
    r"\end{verbatim}\def\x{\x}\x",
    r"\csname input\endcsname",
    r"\catcode`\%=12",
    "^^5cinput x",
    "100% & 5_000 #1 {a} }{ ~ ^",
    r"\\[1cm] \\* [x] *",
    "'' `` ,, << >> ?` !` \" '",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!-- comment --> <![CDATA[ x ]]>",
    "]]>",
    "&amp; &lt; &#60; &#x202e; & &&",
    "</math></svg></style>",
    "javascript:alert(1)",
    "{{7*7}} ${7*7} #{7*7}",
    "=cmd|'/c calc'!A1",
    "| a | b |",
    "1. one",
    "> quoted",
    "![a](fig:b)",
    "[a](http://b)",
    "--- *** ___",
    "```",
    "    four blanks",
    "é ü → ≤ ² ₁ ½ 字 😀 ﬁ ℝ Ω ж",
    "\\",
    "$",
    "$$",
    "%",
)
HARMFUL = "\x00\x07\x08\x1b[31m\x7f\x85\x9b\u202e\u2066\u200b\ufeff\ufffe\udc80"
"""Controls, an escape, what turns the direction of text, and what is no character."""
PIECES = (*TEXTS, *"\\{}$#%&_^~<>[]()|\"'`*-=+/@!?:;,. \n", "a", "7", "é", "字", "input", "{", "}}")


def random_texts(count: int) -> list[str]:
    """Pieces of the hostile texts, put together at random, the same ones at every run."""
    stream = random.Random("hostile")
    return ["".join(stream.choices(PIECES, k=stream.randint(1, 8))).strip() or "x" for _ in range(count)]


def hostile() -> st.SearchStrategy[str]:
    """Any texts and the hostile ones, run together."""
    piece = st.one_of(st.sampled_from(PIECES), st.text(max_size=8))
    return st.lists(piece, min_size=1, max_size=6).map("".join)
