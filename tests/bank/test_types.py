"""Types of questions: what a table holds, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dldrill.bank.question import DerivationLine, Explain, Match, Order, RubricPoint, Select
from dldrill.bank.toml import read_file
from dldrill.faults import Fault

CLAIMS = "".join(
    f"[c{i}]\ntype = 'claim'\nclaim = 'c{i}'\ntrue = {str(i % 2 == 0).lower()}\nwhy = 'w'\npool = 'p'\n"
    for i in range(8)
)


def only(tmp_path: Path, text: str) -> object:
    """The last question of a bank."""
    path = tmp_path / "toys.toml"
    path.write_text(text, "utf-8")
    return read_file(path)[-1]


def test_options_come_from_a_pool(tmp_path: Path) -> None:
    """A choose question without a family holds the claims of its pool and the exam's own options."""
    text = (
        CLAIMS + "[q]\ntype = 'choose'\npool = 'p'\nask = 'Which?'\noriginal = ['c3', 'c0']\nsingle = true\n"
    )
    found = only(tmp_path, text)
    assert isinstance(found, Select)
    assert [claim.claim for claim in found.claims] == [f"c{i}" for i in range(8)]
    assert [claim.claim for claim in found.own] == ["c3", "c0"]
    assert found.single


def test_a_pool_may_stand_below_its_question(tmp_path: Path) -> None:
    """The order within the file does not matter, and is kept."""
    path = tmp_path / "toys.toml"
    path.write_text("[q]\ntype = 'choose'\npool = 'p'\nask = 'Which?'\n" + CLAIMS, "utf-8")
    questions = read_file(path)
    assert isinstance(questions[0], Select)
    assert len(questions[0].claims) == 8


def test_matching_ordering_and_free_text(tmp_path: Path) -> None:
    """Each type is read as it is written."""
    match = only(
        tmp_path, "[q]\ntype = 'match'\nask = 'a'\npairs = [['x', '1'], ['y', '2']]\nextra = ['3']\n"
    )
    assert isinstance(match, Match)
    assert (match.pairs, match.extra) == ((("x", "1"), ("y", "2")), ("3",))
    lines = "[{ says = 'a', why = 'w', equals = '2x' }, { says = 'b', why = 'v' }, { says = 'c', why = 'u' }]"
    order = only(tmp_path, f"[q]\ntype = 'order'\nask = 'a'\nlines = {lines}\nnames = {{ x = 'real' }}\n")
    assert isinstance(order, Order)
    assert order.lines[0] == DerivationLine("a", "w", "2x", "")
    text = "[q]\ntype = 'explain'\nask = 'a'\nmodel = 'm'\nrubric = ['one', { says = 'two', points = 2 }]\n"
    explain = only(tmp_path, text)
    assert isinstance(explain, Explain)
    assert explain.rubric == (RubricPoint("one"), RubricPoint("two", 2.0))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "type = 'choose'\npool = 'p'\nask = 'a'\noriginal = ['c9']\n",
            "'c9', which is no claim of this bank",
        ),
        ("type = 'choose'\nask = 'a'\n", "pool is missing"),
        ("type = 'choose'\nfamily = 'attention'\noptions = ['rows']\n", "options must be keys of statements"),
        ("type = 'match'\nask = 'a'\npairs = [['x']]\n", "a pair is a list of two strings"),
        ("type = 'match'\nask = 'a'\npairs = []\n", "pairs must be a list like"),
        ("type = 'match'\nask = 'a'\npairs = [['x', 3]]\n", "a pair is a list of two strings"),
        ("type = 'order'\nask = 'a'\nlines = [{ says = 'a', why = 'b' }]\n", "at least three"),
        ("type = 'order'\nask = 'a'\nlines = [{ says = 'a' }]\n", "a line needs says and why"),
        ("type = 'order'\nask = 'a'\nlines = ['a']\n", "a line must be a table of strings"),
        (
            "type = 'order'\nask = 'a'\nlines = [{ says = 'a', way = 'b' }]\n",
            "a line has no key 'way': did you mean why?",
        ),
        ("type = 'explain'\nask = 'a'\nmodel = 'm'\nrubric = []\n", "at least one point"),
        ("type = 'explain'\nask = 'a'\nmodel = 'm'\nrubric = [3]\n", "a point of a rubric is a string"),
        (
            "type = 'explain'\nask = 'a'\nmodel = 'm'\nrubric = [{ says = 'a', points = 0 }]\n",
            "a point of a rubric is a string",
        ),
    ],
)
def test_faults_say_what_to_write(tmp_path: Path, text: str, says: str) -> None:
    """A wrong value is a fault with file, line and id."""
    with pytest.raises(Fault, match=r"toys\.toml:1: toys/q: ") as caught:
        only(tmp_path, "[q]\n" + text)
    assert says in str(caught.value)
