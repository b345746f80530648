"""The documents tell the truth: blocks run, outputs are what is printed, links lead somewhere.

A comment before a block tells how it is run:

``<!-- typed: 108x5 | ⏎ | q -->``
    on a terminal, where these lines are typed whenever it waits.
``<!-- exits: 1 -->``
    the exit code is this, not 0.
``<!-- file: my.toml -->``
    the block is kept under this name in the reader's folder first.
``<!-- continues -->``
    in the folder of the blocks under the heading before; else each heading has a folder of its own.
``<!-- shape -->``
    of JSON that is printed only keys and kinds of values are compared, not the values.
``<!-- not run: the reason -->``
    it is only read.

A ``text`` or ``json`` block right after one that runs is its output, with ``…`` for what is left out.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from documents import MARKS, ROOT, Block, blocks, headings, links, matches, same_json
from following import Outcome, Reader

from dldrill.bank.library import load
from dldrill.bank.question import Claim
from dldrill.dealing.source import Source

DOCS = ROOT / "docs"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
MADE = {"figures.md": "tests/test_gallery.py makes it again"}
"""Documents whose blocks are compared with what makes them."""
BLOCKS = [
    pytest.param(path, place, id=f"{path.relative_to(ROOT)}:{block.line}-{block.language or 'nothing'}")
    for path in DOCUMENTS
    if path.name not in MADE
    for place, block in enumerate(blocks(path))
]
COMMANDS = ("run", "test")  #: the README's set-up commands, which .ci/run runs


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Who follows the documents."""
    return Reader(tmp_path_factory.mktemp("reader"))


@pytest.mark.parametrize(("path", "place"), BLOCKS)
def test_a_block_does_what_the_document_says(path: Path, place: int, reader: Reader) -> None:
    """It runs and prints what is told, is data that can be read, or says why it is not run."""
    judge(path, place, reader)


def judge(path: Path, place: int, reader: Reader) -> None:
    """Hold one block against the program.

    Raises:
        AssertionError: it does not do what the document says.
    """
    block = blocks(path)[place]
    assert block.marks.keys() <= set(MARKS), f"no such comment: {block.marks.keys() - set(MARKS)}"
    readable(block)
    if "not run" in block.marks:
        assert block.marks["not run"], "say why it is not run"
    elif block.of is not None and block.language in ("text", "json"):
        printed(block, reader.follow(path, block.of))
    elif block.marks.keys() & set(COMMANDS):
        assert path == ROOT / "README.md", "only README has the commands that .ci/run runs"
    elif block.language in ("sh", "python"):
        outcome = reader.follow(path, place)
        assert outcome.code == int(block.marks.get("exits", 0)), outcome.output
    elif block.language == "toml":
        reader.follow(path, place)
        settled(block, reader.folder)
    else:
        assert block.language == "json", "it cannot be run: write before it <!-- not run: the reason -->"


def judge_all(path: Path, reader: Reader) -> None:
    """Hold every block of a document against the program."""
    for place in range(len(blocks(path))):
        judge(path, place, reader)


def readable(block: Block) -> None:
    """Whether a block is what its language says, run or not."""
    match block.language:
        case "python":
            ast.parse(block.text)
        case "json":
            json.loads(block.text)
        case "toml":
            tomllib.loads(block.text)
        case "sh":
            subprocess.run(["bash", "-n", "-c", block.text], check=True)


def printed(block: Block, outcome: Outcome) -> None:
    """Whether an output is the one that is told."""
    if block.language == "text":
        if not matches(block.text, outcome.output):
            raise AssertionError(f"told:\n{block.text}\nprinted:\n{outcome.output}")
        return
    told = json.loads(block.text)
    try:
        real = json.loads(outcome.output)
    except ValueError:
        real = json.loads(outcome.output.splitlines()[0])  # JSON Lines: the first of them
    assert same_json(told, real, values="shape" not in block.marks) == ""


def settled(block: Block, folder: Path) -> None:
    """Whether TOML is settings, or a bank whose questions can be dealt."""
    from dldrill.record.settings import settings

    tables = tomllib.loads(block.text)
    if not any(isinstance(value, dict) for value in tables.values()):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DLDRILL_HOME", str(folder))
            (folder / "config.toml").write_text(block.text, "utf-8")
            assert settings()._asdict().keys() >= {name.replace("-", "_") for name in tables}
        return
    bank = folder / f"{block.document.stem}-{block.line}.toml"
    bank.write_text(block.text, "utf-8")
    own = [question for question in load([bank]) if question.where.startswith(bank.name)]
    assert own, "a bank has questions"
    for question in own:
        assert Source(question, "a").deal(0).parts


def test_the_set_up_commands_are_those_that_are_run_elsewhere() -> None:
    """README has one block of each name, and what ``.ci/run`` cuts out of it is that block."""
    readme = ROOT / "README.md"
    found = {mark: block.text for block in blocks(readme) for mark in block.marks if mark in COMMANDS}
    assert tuple(found) == COMMANDS
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    cut = re.search(r"^block\(\).*$", script, re.MULTILINE)
    assert cut is not None
    assert "block test" in script
    for name, text in found.items():
        command = f"{cut[0]}\nblock {name}"
        done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout == text
        assert "&& .venv/bin/" in text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    """Every file that is linked is there, every anchor is a heading, and the web is reached by https."""
    for link in links(path):
        if "://" in link:
            assert link.startswith("https://"), link
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{path.name} links to {link}"
        assert target.is_relative_to(ROOT), f"{path.name} links outside: {link}"
        if anchor:
            assert anchor in headings(target), f"{path.name}: {link} is none of {headings(target)}"


def test_numbers_of_claims_are_told_as_they_are() -> None:
    """The page on proofs tells how many claims there are, and how many of them an experiment settles."""
    claims = [question for question in load() if isinstance(question, Claim)]
    settled = sum(bool(claim.experiment) for claim in claims)
    text = " ".join((DOCS / "proofs.md").read_text("utf-8").split())
    assert f"{settled} of the {len(claims)} claims name a small numpy run" in text
    assert f"All {len(claims)} claims were answered from the statement alone" in text


def test_the_index_names_every_document() -> None:
    """``docs/README.md`` links to all pages, and README to the index."""
    index = set(links(DOCS / "README.md"))
    assert {path.name for path in DOCS.glob("*.md")} - {"README.md"} <= {
        link.partition("#")[0] for link in index
    }
    assert "docs/README.md" in links(ROOT / "README.md")


FAULTY = {
    "a language that nothing runs": ("```c\nint main;\n```", "cannot be run"),
    "no language": ("```\ndldrill\n```", "cannot be run"),
    "indented code": ("text\n\n    dldrill list\n", "cannot be run"),
    "an output of nothing": ("```text\nhello\n```", "cannot be run"),
    "an output of what is not run": (
        "<!-- not run: slow -->\n```sh\ndldrill\n```\n```text\nhello\n```",
        "told",
    ),
    "a reason that is missing": ("<!-- not run -->\n```c\nint main;\n```", "say why"),
    "an unknown comment": ("<!-- shown: because -->\n```sh\ndldrill --version\n```", "no such comment"),
    "set-up commands elsewhere": ("<!-- run -->\n```sh\ndldrill --version\n```", "only README"),
    "a command that fails": ("```sh\ndldrill lift\n```", "lift"),
    "no command": ("```sh\nif\n```", "bash"),
    "another output": ("```sh\ndldrill --version\n```\n```text\n…\ndldrill 99.0\n```", "told"),
    "a line too many": ("```sh\ndldrill --version\n```\n```text\ndldrill …\nmore\n```", "told"),
    "a line too few": ("```sh\ndldrill --help\n```\n```text\nUsage: …\n```", "told"),
    "another exit code": ("<!-- exits: 1 -->\n```sh\ndldrill --version\n```", "dldrill"),
    "keys that are missing": ("<!-- typed: :h -->\n```sh\ndldrill drill -n 1 --seed a\n```", "still waits"),
    "no JSON": ("```json\n{1}\n```", "Expecting property name"),
    "other JSON": ('```sh\ndldrill list --json --type order\n```\n```json\n[{"id": "a"}, "…"]\n```', "keys"),
    "no bank": ('```toml\n[mine]\ntype = "claim"\n```', "claim"),
    "no setting": ("```toml\nexam-day = 2026-12-10\n```", "no setting"),
    "python that raises": ("```python\nfrom dldrill import load_bank\n```", "load_bank"),
}


@pytest.mark.parametrize(("text", "says"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_block_is_found(text: str, says: str, tmp_path: Path) -> None:
    """What a document tells wrongly, or says no reason for, does not pass."""
    path = tmp_path / "faulty.md"
    path.write_text(text, "utf-8")
    with pytest.raises(Exception, match=says):
        judge_all(path, Reader(tmp_path))


@pytest.mark.parametrize(
    ("told", "real", "same"),
    [
        ("a\nb\n", "a  \nb", True),
        ("a\nb", "a\nc", False),
        ("…\nb", "b", True),
        ("…\nb", "b\na\nb", True),
        ("…\nb", "b\na", False),
        ("a\n…", "a\nb\nc", True),
        ("a … c", "a b c", True),
        ("0:31 of 2:00", "0:00 of 2:00", True),
        ("0.31 of 2", "0.30 of 2", False),
        ("  a", "a", False),
    ],
)
def test_outputs_are_compared_line_by_line(told: str, real: str, same: bool) -> None:
    """Only what is left out, the ends of lines and readings of a clock may differ."""
    assert matches(told, real) is same
