"""Bank files: questions, and every fault at its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dldrill.bank import toml
from dldrill.bank.places import bank_files
from dldrill.bank.question import Choose, Claim, Compute
from dldrill.bank.toml import read_file
from dldrill.faults import Fault

GOOD = """\
[bank]
title = "Toys"

# a comment
[is-it-so]
type = "claim"
claim = '''
Two is even.
'''
true = true
why = 'It is twice one.'
pool = "numbers"
sources = ["ist-feb23/P1.1"]
minutes = 0.5

[count]
type = "compute"
family = "pool_shape"
points = 3
parts = ["shape"]
free = { B = "size" }
see = ["uw-au24-q2/1"]
[count.given]
height = "4..8"
[count.original]
height = 6

[tick]
type = "choose"
family = "pool_shape"
"""

TYPES = "claim, compute, choose, match, order, explain"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def bank(tmp_path: Path, text: str | bytes, name: str = "toys.toml") -> Path:
    """A bank file."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_questions_of_every_type_are_read(tmp_path: Path) -> None:
    """The tables become questions in order, with the file's name as their topic."""
    claim, compute, choose = read_file(bank(tmp_path, GOOD))
    assert isinstance(claim, Claim)
    assert (claim.id, claim.topic, claim.where) == ("toys/is-it-so", "toys", "toys.toml:5")
    assert (claim.claim, claim.true, claim.why) == ("Two is even.", True, "It is twice one.")
    assert (claim.pool, claim.sources, claim.minutes, claim.points) == (
        "numbers",
        ("ist-feb23/P1.1",),
        0.5,
        1,
    )
    assert isinstance(compute, Compute)
    assert (compute.where, compute.family, compute.points) == ("toys.toml:16", "pool_shape", 3)
    assert (compute.parts, compute.free) == (("shape",), {"B": "size"})
    assert (compute.given, compute.original) == ({"height": "4..8"}, {"height": 6})
    assert isinstance(choose, Choose)
    assert choose.type == "choose"


CLAIM = "[a]\ntype = 'claim'\nclaim = 'c'\ntrue = true\nwhy = 'w'\n"
COMPUTE = "[a]\ntype = 'compute'\nfamily = 'f'\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "\n\n[a]\nclaim = 'x'\n",
            'toys.toml:3: toys/a: type is missing: write type = "claim", or compute, choose, match',
        ),
        (
            "[a]\ntype = 'quiz'\n",
            f"toys.toml:1: toys/a: there is no type 'quiz': write one of {TYPES}",
        ),
        ("[a]\ntype = ['claim']\n", "toys.toml:1: toys/a: type must be one of claim"),
        ("\n[a]\ntype = 'claim'\ntrue = true\nwhy = 'w'\n", "toys.toml:2: toys/a: claim is missing"),
        ("[a]\ntype = 'compute'\n", "toys.toml:1: toys/a: family is missing"),
        (
            "[a-b]\ntype = 'compute'\n\n[[ab.step]]\nname = 'n'\n",
            "toys.toml:4: no question ab above: did you mean [[a-b.step]]?",
        ),
        (CLAIM + "colour = 'red'\n", "toys/a: a claim question has no key 'colour'"),
        (CLAIM + "sourcs = ['x/1']\n", "has no key 'sourcs': did you mean sources?"),
        (CLAIM + "minutes = 'two'\n", "toys/a: minutes must be a number, not 'two'"),
        (CLAIM + "points = true\n", "toys/a: points must be a number, not true"),
        (CLAIM + "sources = 'x/1'\n", "toys/a: sources must be a list, not 'x/1'"),
        (CLAIM + "sources = [1]\n", "toys/a: sources must be a list of strings"),
        (CLAIM + "note = 3\n", "toys/a: note must be a string, not 3"),
        (CLAIM + "note = 2024-01-01\n", "toys/a: note must be a string"),
        (CLAIM.replace("true = true", "true = 'yes'"), "toys/a: true must be true or false, not 'yes'"),
        (CLAIM.replace("true = true", "true = 1"), "toys/a: true must be true or false, not 1"),
        (COMPUTE + "given = 3\n", "toys/a: given must be a table, not 3"),
        (COMPUTE + "free = { B = 3 }\n", "free must name a set for each letter"),
        ("title = 'x'\n", "toys.toml:1: 'title' stands outside a question: write [name] above it"),
        ("[A_b]\ntype = 'claim'\n", "'A_b': write ids in small letters, digits and hyphens"),
        ("[a--b]\ntype = 'claim'\n", "'a--b': write ids in small letters"),
        ("[a]\ntype = 'claim'\n\nclaim = 'open\n", "toys.toml:4: "),
        ("[a]\ntype = 'claim'\n[a]\n", "toys.toml:3: "),
        ("= 3", "toys.toml:1: "),
        ("[a", "toys.toml:"),
    ],
)
def test_faults_have_file_and_line_and_what_to_write(tmp_path: Path, text: str, says: str) -> None:
    """Every fault of a bank is one line with its place, and stays a fault when read again."""
    path = bank(tmp_path, text)
    for _ in range(2):
        with pytest.raises(Fault) as caught:
            read_file(path)
        assert says in str(caught.value)
        assert str(caught.value).startswith("toys.toml:")
        assert caught.value.code == "bank"
        assert "\n" not in str(caught.value)


def test_the_line_is_that_of_the_faulty_question(tmp_path: Path) -> None:
    """In a long bank the fault stands at the header of its own question."""
    text = GOOD + "\n[last]\ntype = 'claim'\nclaim = 'c'\n"
    with pytest.raises(
        Fault, match=rf"toys\.toml:{text[: text.index('[last]')].count(chr(10)) + 1}: toys/last"
    ):
        read_file(bank(tmp_path, text))


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    """A file in another encoding, one too large, or none at all is a fault."""
    with pytest.raises(Fault, match=r"toys\.toml:1: not UTF-8 text: save it as UTF-8"):
        read_file(bank(tmp_path, b"\xff\xfe[a]"))
    with pytest.raises(Fault, match="larger than 1 MiB: split it"):
        read_file(bank(tmp_path, b"#" * (toml.LARGEST_FILE + 1)))
    with pytest.raises(Fault, match="No such file"):
        read_file(tmp_path / "none.toml")
    with pytest.raises(Fault):
        read_file(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        f"x = {'[' * 5000}{']' * 5000}\n",
        f"[{'.'.join(['a'] * 5000)}]\n",
        f"{CLAIM}note{'.a' * 5000} = 1\n",
    ],
    ids=["arrays", "tables", "keys"],
)
def test_deep_nesting_is_a_fault(tmp_path: Path, text: str) -> None:
    """A file that nests without end is refused like any other faulty one."""
    with pytest.raises(Fault):
        read_file(bank(tmp_path, text))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_do_not_matter(tmp_path: Path, end: str) -> None:
    """A bank saved on another system has the same questions at the same lines."""
    found = read_file(bank(tmp_path, GOOD.replace("\n", end)))
    assert [question.where for question in found] == ["toys.toml:5", "toys.toml:16", "toys.toml:28"]


def test_a_bank_may_be_empty(tmp_path: Path) -> None:
    """No questions are no fault."""
    assert read_file(bank(tmp_path, "")) == []
    assert read_file(bank(tmp_path, "[bank]\ntitle = 'Empty'\n")) == []


def test_bank_files_are_sorted(tmp_path: Path) -> None:
    """The banks of a folder come in alphabetical order, other files and settings of tools are left out."""
    for name in ("b.toml", "a.toml", "notes.md", "pyproject.toml", "ruff.toml", ".ruff.toml"):
        bank(tmp_path, "", name)
    assert [path.name for path in bank_files(tmp_path)] == ["a.toml", "b.toml"]
