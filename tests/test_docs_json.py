"""The tables of ``docs/json.md`` have every key that is printed, and none beside."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from documents import ROOT, table_under
from following import in_process
from histories import history, written

from dldrill.answer.kinds import KINDS
from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.record.store import Record
from dldrill.show.data import variant

PAGE = ROOT / "docs" / "json.md"
LEFT_OUT = ", or left out"
OPEN = ("givens", "mistakes[].answers", "answers", "unseen")  #: objects with keys of their own
MATCHING = """
[pairs]
type = "match"
ask = "Which loss belongs to which task?"
pairs = [["two classes", "binary cross-entropy"], ["a real number", "squared error"]]
"""
Kinds = dict[str, set[str]]


def kind_of(value: object) -> str:
    """What the tables call a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int():
            return "whole number"
        case float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case _:
            return "object"


def walked(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every key below a value with its path, and the kind of what it holds."""
    if isinstance(value, dict):
        for key, below in value.items():
            own = f"{path}.{key}" if path else key
            yield own, kind_of(below)
            if own not in OPEN or isinstance(below, list):
                yield from walked(below, own)
    elif isinstance(value, list):
        for below in value:
            if isinstance(below, dict):
                yield from walked(below, f"{path}[]")


def seen(samples: Iterable[object]) -> Kinds:
    """The paths in some samples, with the kinds found there."""
    found: Kinds = defaultdict(set)
    for sample in samples:
        for path, kind in walked(sample):
            found[path].add(kind)
    return dict(found)


def told(anchor: str) -> dict[str, str]:
    """The keys of a table, with what it says of their values."""
    return {row[0]: row[1] for row in table_under(PAGE, anchor)}


def allowed(kind: str) -> set[str]:
    """The kinds of values that a table's word stands for."""
    word = kind.removesuffix(LEFT_OUT)
    if word == "anything":
        return {"null", "true or false", "whole number", "number", "text", "list", "object"}
    found = {part for part in ("null", "true or false", "text", "list", "object") if part in word}
    if "whole number" in word:
        return found | {"whole number"}
    return found | ({"whole number", "number"} if "number" in word else set())


def printed(*args: str, typed: str = "") -> str:
    """The output of dldrill."""
    return in_process([*args], typed)[1]


def variants(folder: Path) -> Iterator[Any]:
    """One of every question, one that was proven, one whose claim was measured."""
    bank = folder / "pairs.toml"
    bank.write_text(MATCHING, "utf-8")
    for question in load([bank]):
        yield variant(Source(question, "a").deal(0), None)
    for name in ("ist-feb23/P1.1", "receptive_field", "activations/relu-centring", "pairs/pairs"):
        yield json.loads(printed("solve", name, "--json", "--bank", str(bank)))
    yield from map(json.loads, printed("draw", "conv_shape", "-n", "2", "--seed", "a", "--json").splitlines())


def verdicts(folder: Path) -> Iterator[Any]:
    """Right, wrong with a name and without, carried, unreadable, and words."""
    for args in (
        ("ist-feb23/P1.1", "1693362"),
        ("ist-feb23/P1.1", "1693344"),
        ("ist-feb23/P1.1", "conv1=8192", "params=1693330"),
        ("ist-feb23/P1.1", "5"),
        ("ist-feb23/P1.1", "many"),
        ("activations/relu-centring", "t"),
    ):
        yield json.loads(printed("check", *args, "--json"))


def listed(folder: Path) -> Iterator[Any]:
    """Questions of words, of families that can be listed, and of some that cannot."""
    for words in (("--exam", "uw-au24-q4"), ("--exam", "uw-sp24-q4")):
        yield from json.loads(printed("list", "--json", *words))


def proofs(folder: Path) -> Iterator[Any]:
    """A family that is proven whole, one of which a sample is taken."""
    yield from json.loads(
        printed("verify", "losses/kl-of-two-coins", "conv_params", "-n", "2", "--jobs", "1", "--json")
    )


def faults(folder: Path) -> Iterator[Any]:
    """A claim without a reason, and a file that is no TOML."""
    for name, text in (("words", '[a]\ntype = "claim"\nclaim = "b"\ntrue = true\n'), ("broken", "[a\n")):
        bank = folder / f"{name}.toml"
        bank.write_text(text, "utf-8")
        yield from json.loads(printed("bank", "check", str(bank), "--json"))


def statistics(folder: Path) -> Iterator[Any]:
    """Of a learner with and without an exam ahead, of a topic, and of nobody."""
    place = folder / "stats.db"
    written(place, history(list(load()), date.today(), days=20)).close()
    ahead = (date.today() + timedelta(days=9)).isoformat()
    for more in ((), ("--exam-date", ahead, "--questions"), ("--topic", "convolution")):
        yield json.loads(printed("stats", "--record", str(place), "--json", *more))
    yield json.loads(printed("stats", "--json"))


def attempts(folder: Path) -> Iterator[Any]:
    """The lines of attempts."""
    return (line for line in log(folder) if "amends" not in line)


def amendments(folder: Path) -> Iterator[Any]:
    """The lines that say something about attempts."""
    return (line for line in log(folder) if "amends" in line)


def log(folder: Path) -> list[dict[str, Any]]:
    """A record in which one attempt is disputed and one taken back."""
    place = folder / "log.db"
    for typed in ("63x5\n", "99x5\n", "what\n", ":n\n", ":s\n"):
        printed(
            "drill",
            "-n",
            "1",
            "--family",
            "conv_shape",
            "--seed",
            "k3f9",
            "--record",
            str(place),
            typed=typed,
        )
    with Record(place) as record:
        first, second, *_ = [line.uuid for line in record.lines()]
        record.amend(first, "dispute", 3)
        record.amend(second, "undo")
    return [json.loads(line) for line in printed("record", "export", "--record", str(place)).splitlines()]


SHAPES: dict[str, Callable[[Path], Iterator[Any]]] = {
    "a-variant": variants,
    "a-verdict": verdicts,
    "the-list-of-questions": listed,
    "a-proof": proofs,
    "faults-of-a-bank": faults,
    "statistics": statistics,
    "an-attempt": attempts,
    "what-was-said-later": amendments,
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a record."""
    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("anchor", SHAPES)
def test_a_table_has_the_keys_that_are_printed(anchor: str, home: Path) -> None:
    """No key is missing from a table or extra, what is always there is, and every kind of value is told."""
    samples = list(SHAPES[anchor](home))
    found, table = seen(samples), told(anchor)
    if anchor == "statistics":  # its questions have the keys of its topics
        assert {path.replace("questions[]", "topics[]") for path in found} >= set(table)
        found = {path: kinds for path, kinds in found.items() if not path.startswith("questions[]")}
    if anchor == "a-variant":  # a picture of an experiment has the keys of a figure
        found = {path: kinds for path, kinds in found.items() if not path.startswith("experiment.figure.")}
    assert set(found) == set(table)
    for path, kind in table.items():
        assert found[path] <= allowed(kind), f"{path} is {found[path]}, not {kind}"
        parent = path.rpartition(".")[0]
        if "." not in path and LEFT_OUT not in kind:
            assert all(path in sample for sample in samples), f"{path} is not always there"
        elif parent and LEFT_OUT not in kind:
            assert all(path.rpartition(".")[2] in one for one in below(samples, parent)), path


def below(samples: Iterable[Any], path: str) -> Iterator[dict[str, Any]]:
    """The objects that stand at a path."""
    for sample in samples:
        there: list[Any] = [sample]
        for word in path.split("."):
            there = [one.get(word.removesuffix("[]")) for one in there if isinstance(one, dict)]
            if word.endswith("[]"):
                there = [item for one in there for item in one or ()]
        yield from (one for one in there if isinstance(one, dict))


def test_a_line_of_a_sheet_is_its_place_and_a_variant(home: Path) -> None:
    """The keys of both tables make the line, and extra credit, forms and numbers are of the told kinds."""
    lines = [
        json.loads(line)
        for words in (("--exam", "uw-au24-q2", "--copies", "2"), ("--topic", "counting", "-n", "2"))
        for line in printed("sheet", *words, "--seed", "a", "--format", "jsonl", "-o", "-").splitlines()
    ]
    table = told("a-line-of-a-sheet")
    always = {key for key, kind in told("a-variant").items() if "." not in key and LEFT_OUT not in kind}
    for line in lines:
        assert set(table) | always <= line.keys() <= set(table) | set(told("a-variant"))
        assert all(kind_of(line[key]) in allowed(kind) for key, kind in table.items())


def test_the_kinds_of_answers_are_all_told() -> None:
    """The table has the kinds that there are."""
    assert tuple(told("kinds-of-answers")) == KINDS
