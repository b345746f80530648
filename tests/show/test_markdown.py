r"""Question text on a terminal: nothing of it is lost, nothing harmful passes, no line runs over."""

from __future__ import annotations

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from rich.text import Text
from screens import HARMFUL, LOOKS, tidy

from dldrill.faults import Fault
from dldrill.show.look import Look
from dldrill.show.markdown import GLUE, grid, hanging, inline, markdown, value_text, wrapped

WIDE, NARROW = Look(80), Look(20)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("plain words", "plain words"),
        ("one\nparagraph", "one paragraph"),
        ("two\n\nparagraphs", "two\n\nparagraphs"),
        ("an entry x[0] and [x]", "an entry x[0] and [x]"),
        ("[bold]not rich[/bold]", "[bold]not rich[/bold]"),
        ("snake_case_name and w_1", "snake_case_name and w_1"),
        (r"a \ b \d", r"a \ b \d"),
        ("a :smile: b", "a :smile: b"),
        ("**bold** and *slanted*", "bold and slanted"),
        ("`a  [b] _c_`", "a  [b] _c_"),
        ("1 < 2 > 0 & 3", "1 < 2 > 0 & 3"),
        ("<b>no</b> HTML", "<b>no</b> HTML"),
        ("see [the paper](https://a.b/c)", "see the paper (https://a.b/c)"),
        ("see <https://a.b/c>", "see https://a.b/c"),
        ("**a [b](c:d) e** f", "a b (c:d) e f"),
        ("it costs $5", "it costs $5"),
        (r"the loss $L_i \le \lambda^2$.", "the loss Lᵢ ≤ λ²."),
        ("- one\n- two", "  • one\n  • two"),
        ("3. three\n4. four", "  3. three\n  4. four"),
        ("1. a\n\n   b\n2. c", "  1. a\n     b\n  2. c"),
        ("- one\n  - deep\n- two", "  • one\n      • deep\n  • two"),
        ("    code  here", "    code  here"),
        ("```\nx = 1\n\ny = 2\n```", "    x = 1\n\n    y = 2"),
        ("![a curve](x.png)", "[figure: a curve]"),
    ],
)
def test_text(source: str, shown: str) -> None:
    """Text reaches the screen as CommonMark means it, brackets, underscores and backslashes kept."""
    assert tidy(markdown(source, WIDE), WIDE) == shown + "\n"


@pytest.mark.parametrize(
    ("source", "unicode", "ascii_only", "plain"),
    [
        (r"$\lambda_1 x^2$", "λ₁x²", "lambda_1 x^2", "lambda sub 1 x squared"),
        (r"$a \ge b$", "a ≥ b", "a >= b", "a is at least b"),
        (r"$3 \times 4$", "3 × 4", "3 x 4", "3 by 4"),
    ],
)
def test_formulas(source: str, unicode: str, ascii_only: str, plain: str) -> None:
    """A formula is written in the signs there are, and in plain output in words."""
    shown = [
        inline(source, look).plain.replace("\ue000", " ") for look in (WIDE, LOOKS["ascii"], LOOKS["plain"])
    ]
    assert shown == [unicode, ascii_only, plain]


def test_short_formulas_are_not_broken() -> None:
    """A line ends before a formula rather than inside it."""
    lines = tidy(markdown("Here are some words, then $a + b + c = d$.", Look(30)), Look(30)).splitlines()
    assert lines == ["Here are some words, then", "a + b + c = d."]


def test_a_wide_matrix_is_not_cut_off() -> None:
    """A displayed formula that does not fit is broken, and no entry of it is lost."""
    entries = [str(1000 + n) for n in range(24)]
    source = r"$$W = \begin{bmatrix}" + " & ".join(entries) + r"\end{bmatrix}$$"
    screen = tidy(markdown(source, Look(50)), Look(50))
    assert all(entry in screen for entry in entries)


def test_long_code_is_not_cut_off() -> None:
    """A line of code that is too long goes on in the next."""
    words = [f"word{n}" for n in range(30)]
    screen = tidy(markdown("    " + " ".join(words), Look(50)), Look(50))
    assert screen.split() == words


TEXTS = st.text(
    st.one_of(
        st.sampled_from("[]_*`\\$#|<>-+=~!&1.) \n\t"),
        st.characters(min_codepoint=1, max_codepoint=0x2FFF),
        st.characters(),
    ),
    max_size=60,
)
"""Much markup, much that is invisible, some of everything else."""


@given(source=TEXTS, look=st.sampled_from([*LOOKS.values(), NARROW]))
def test_any_text_is_shown(source: str, look: Look) -> None:
    """Whatever stands in a bank, no control or bidi character passes and no line runs over."""
    try:
        shown = markdown(source, look)
    except Fault as fault:
        assert fault.code == "latex"  # noqa: PT017
        reject()
    tidy(shown, look)


@given(source=TEXTS)
def test_a_paragraph_is_harmless(source: str) -> None:
    """A reason or an option has no control or bidi character either."""
    assert not HARMFUL.search(inline(source.replace("$", ""), WIDE).plain)


@given(
    words=st.lists(
        st.from_regex(r"\[?[a-z]{1,6}(_[a-z]{1,3}|\[\d\]|\\[a-z])?\]?", fullmatch=True), min_size=1
    )
)
def test_words_are_kept(words: list[str]) -> None:
    """Words with brackets, underscores and backslashes in them all arrive, in order."""
    assert tidy(markdown(" ".join(words), NARROW), NARROW).split() == words


@given(
    st.lists(st.lists(st.text("ab 1½", max_size=30), min_size=2, max_size=2), max_size=4),
    st.integers(20, 100),
    st.sampled_from(list(LOOKS.values())),
)
def test_tables_keep_their_words(rows: list[list[str]], width: int, look: Look) -> None:
    """A table of any width and content loses no character of a cell."""
    look = Look(width, look.ascii, look.plain)
    screen = tidy(grid(("name", "value"), rows, look), look)
    for letter in "ab":
        wanted = sum(cell.count(letter) for row in rows for cell in row)
        shown = screen.replace("name", "").replace("value", "") if rows or not look.plain else ""
        assert shown.count(letter) == wanted


def test_numbers_stand_under_each_other() -> None:
    """Columns of numbers are set to the right, words and the first column to the left."""
    rows = [("conv1", "8", "1:05", "wide"), ("conv12", "1,024", "12:00", "7")]
    assert tidy(grid(("layer", "filters", "time", "what"), rows, WIDE), WIDE).splitlines() == [
        " layer    filters    time   what",
        " ───────────────────────────────",
        " conv1          8    1:05   wide",
        " conv12     1,024   12:00   7",
    ]


def test_a_table_in_words() -> None:
    """Plain output has a line a row, empty cells left out."""
    look = LOOKS["plain"]
    rows = [("conv1", "8", ""), ("flatten", "", "")]
    assert tidy(grid(("layer", "filters", "stride"), rows, look), look).splitlines() == [
        "layer: conv1; filters: 8",
        "layer: flatten",
    ]


def test_a_table_without_room_becomes_lines() -> None:
    """Where words would have to be broken, a table turns into lines of their own."""
    rows = [("convolution", "transposed", "receptive")]
    assert tidy(grid(("topic", "second", "third"), rows, NARROW), NARROW).splitlines() == [
        "topic:",
        "  convolution;",
        "  second:",
        "  transposed; third:",
        "  receptive",
    ]


def test_tables_are_read() -> None:
    """A table of a question has its formulas, brackets and alignment."""
    source = "| layer | size |\n| --- | --- |\n| a[0] | $3 \\times 3$ |\n| b_c | 12 |"
    assert tidy(markdown(source, WIDE), WIDE).splitlines() == [
        " layer    size",
        " ─────────────",
        " a[0]    3 × 3",
        " b_c        12",
    ]


@pytest.mark.parametrize(
    ("kind", "value", "broken"),
    [
        ("signs", (("+", "+"), ("0", "-")), ["signs of it:", "+ +; 0 −"]),
        ("vector", (1, -1, 0), ["signs of it:", "[1, −1, 0]"]),
    ],
)
def test_values_are_not_broken(kind: str, value: object, broken: list[str]) -> None:
    """A short answer stands on one line, whatever stands before it."""
    shown = wrapped(Text("signs of it: " + value_text(kind, value, Look())), 18)
    assert shown.plain.splitlines() == broken


def test_hanging() -> None:
    """The lines of a text stand beside its mark, an empty one without blanks."""
    assert hanging("A", Text("one\n\ntwo"), 3).plain == "A  one\n\n   two"


def test_entities_are_harmless() -> None:
    """A character that is only named in the text is made visible like any other."""
    shown = markdown("a &#x202e; *b* &#x200b; [q](<http://a/&#x202e;>)", Look()).plain
    assert shown.startswith("a \\u202e b \\u200b q (http://a/")
    assert not {"\u202e", "\u200b"} & set(shown)


@pytest.mark.parametrize(
    ("kind", "value", "look", "shown"),
    [
        ("number", -0.5, Look(), "−0.5"),
        ("vector", (-1, 2), Look(), f"[−1,{GLUE}2]"),
        ("signs", ("-+0",), Look(), f"−{GLUE}+{GLUE}0"),
        ("text", "left-right", Look(), "left-right"),
        ("number", -0.5, Look(ascii=True), "-0.5"),
        ("number", -0.5, Look(plain=True), "-0.5"),
    ],
)
def test_a_minus_is_the_one_of_the_steps(kind: str, value: object, look: Look, shown: str) -> None:
    """An answer has the minus sign that formulas have; words keep their hyphens."""
    assert value_text(kind, value, look) == shown
