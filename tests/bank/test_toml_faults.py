"""Faults of TOML: the line in the whole file, and what to write instead."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dldrill.bank.toml_faults import located

LIST = "a list goes on: put commas between its entries, and ] at its end"
TABLE = "a table in { } goes on: put commas between its entries, and } on the same line"
NO_VALUE = "this is no value: put quotes around a text, and 0 before a point"
TRUTH = "write true or false in small letters"
APOSTROPHE = "an apostrophe ends a text in '…': write '''…'''"
BEHIND = "something stands behind a value: write one key a line, and quotes around a text"


def fault_of(text: str, above: int = 0) -> tuple[int, str]:
    """What is told of a text that TOML refuses."""
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    return located(caught.value, text, above)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a = True\n", 1, TRUTH),
        ("b = 1\na = no # not so\n", 2, TRUTH),
        ("a = { b = FALSE }\n", 1, TRUTH),
        ("a = yesterday\n", 1, NO_VALUE),
        ("a = [true, True]\n", 1, NO_VALUE),
        ("a = 'the net's loss'\n", 1, APOSTROPHE),
        ("a = { b = 'the net's loss' }\n", 1, APOSTROPHE),
        ("a = ['one', 'the net's loss']\n", 1, APOSTROPHE),
        ("a = 'one' two\n", 1, BEHIND),
        ("a = ['one' 'two']\n", 1, LIST),
        ("a = [\n  [1, 2]\n  [3, 4],\n]\n", 3, LIST),
        ("a = [\n1\n2\n]\n", 3, LIST),
        ("a = [\n[1]\n[2]\n]\n", 3, LIST),
        ("a = [\n  1,\nb = 2\n", 3, "the list that begins in line 1 has no end: write ]"),
        ("a = [\n  [1],\n  [2,\nb = 2\n", 4, "the list that begins in line 3 has no end: write ]"),
        ("b = '['\na = [ # [\n  1,\n[c]\n", 4, "the list that begins in line 2 has no end: write ]"),
        ("[c]\na = [", 2, "the list that begins here has no end: write ]"),
        ("a = { b = [1, 2 }\n", 1, "the list that begins here has no end: write ]"),
        ("a = [\n  { b = 1 ]\n", 2, "the table that begins here has no end: write }"),
        ("a = { b = 1\nc = 2\n", 1, TABLE),
        ("a = { b = 1,\n  c = 2 }\n", 1, TABLE),
        ("a = '''b\nc = 2\n", 1, "the text that begins here has no end: write ''' where it ends"),
        ('c = """"""\na = """b\nc = 2\n', 2, 'the text that begins here has no end: write """ where it ends'),
        (
            "b = 1\na = '''b\nc = 2\nd = '''e'''\n",
            4,
            "the text that begins in line 2 has no end: write '''",
        ),
        ("a = 'b\nc = 2\n", 1, "a text in single quotes ends on its line: write '''…''' for several lines"),
    ],
)
def test_what_to_write(text: str, line: int, says: str) -> None:
    """The advice fits what was begun, and its lines are those of the whole file."""
    assert fault_of(text) == (line, says)
    above = 10
    told_line, told = fault_of(text, above)
    assert told_line == line + above
    if "begins in line" in says:
        assert told != says
    else:
        assert told == says


@settings(max_examples=300)
@given(st.text("ab=[]{},'\"#\n .1", max_size=60), st.integers(0, 1000))
def test_any_text_is_told_at_a_line_of_its_own(text: str, above: int) -> None:
    """Whatever TOML refuses is told in one line, at a line of the text."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, says = located(error, text, above)
        assert above < line <= above + text.count("\n") + 1
        assert says
        assert "\n" not in says
