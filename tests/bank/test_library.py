"""All questions at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dldrill.bank import places
from dldrill.bank.exam import exams
from dldrill.bank.library import Library, load
from dldrill.bank.places import bundled
from dldrill.bank.question import Claim, Compute, Question
from dldrill.faults import Fault


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of the test's own, and no banks of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("DLDRILL_BANKS", raising=False)


def claim(name: str, *sources: str) -> Claim:
    """A claim of some topic."""
    topic = name.partition("/")[0]
    return Claim(
        id=name, topic=topic, sources=sources, minutes=1, points=1, claim="c", true=True, why="w", where="x:1"
    )


def compute(name: str, family: str, *sources: str) -> Compute:
    """A computation of some topic."""
    return Compute(id=name, topic=name.partition("/")[0], sources=sources, minutes=1, points=1, family=family)


TOYS: tuple[Question, ...] = (
    claim("a/one", "ist-feb23/P1.1"),
    compute("a/two", "pool_shape", "uw-au24-q2/1.1", "ist-feb23/1.2"),
    compute("b/three", "conv_shape", "ist-feb23/1.2"),
    claim("b/four"),
)
LIBRARY = Library(TOYS)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a/one", "a/one"),
        ("ist-feb23/P1.1", "a/one"),
        ("ist-feb23/1.2", "b/three"),
        ("uw-au24-q2/1.1", "a/two"),
    ],
)
def test_questions_are_found(name: str, found: str) -> None:
    """By id, or by the exam's question: the one that names it first is it."""
    assert LIBRARY.find(name).id == found


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a/on", "did you mean a/one?"),
        ("ist-feb23/P9.1", "did you mean ist-feb23/P1.1?"),
        ("zzz", "see `dldrill list`; banks of your own are added by --bank PATH or DLDRILL_BANKS"),
    ],
)
def test_what_is_not_there_is_a_fault(name: str, says: str) -> None:
    """With the nearest name, or where to look."""
    with pytest.raises(Fault) as caught:
        LIBRARY.find(name)
    assert str(caught.value).startswith(f"there is no question {name!r}")
    assert says in str(caught.value)
    assert caught.value.code == "question"


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        ({}, ["a/one", "a/two", "b/three", "b/four"]),
        ({"topics": ["b"]}, ["b/three", "b/four"]),
        ({"exam": "ist-feb23"}, ["a/two", "b/three", "a/one"]),
        ({"kinds": ["claim"]}, ["a/one", "b/four"]),
        ({"family": "conv_shape"}, ["b/three"]),
        ({"topics": ["a"], "kinds": ["compute"], "exam": "uw-au24-q2"}, ["a/two"]),
    ],
)
def test_questions_are_chosen(choice: dict[str, object], ids: list[str]) -> None:
    """By topics, exam, types and family, all at once; an exam has its own order."""
    assert [question.id for question in LIBRARY.chosen(**choice)] == ids  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (
            {"topics": ["c"]},
            "there is no topic 'c': choose from a, b; banks of your own are added by --bank PATH",
        ),
        ({"topics": ["aa"]}, "there is no topic 'aa': choose from a, b$"),
        ({"exam": "ist"}, "there is no exam 'ist': choose from "),
    ],
)
def test_unknown_topics_and_exams_are_faults(choice: dict[str, object], says: str) -> None:
    """With the names to choose from."""
    with pytest.raises(Fault, match=says):
        LIBRARY.chosen(**choice)  # type: ignore[arg-type]


def test_the_library_keeps_the_order() -> None:
    """Questions and topics come as in the files."""
    assert tuple(LIBRARY) == TOYS
    assert LIBRARY.topics() == ("a", "b")


def test_the_bundled_banks_load() -> None:
    """All bundled questions are read; their ids begin with their topic and name their line."""
    found = load()
    assert len(found.questions) > 50
    for question in found:
        assert question.id.startswith(f"{question.topic}/")
        assert (bundled() / question.where.partition(":")[0]).is_file()
        line = int(question.where.partition(":")[2])
        text = (bundled() / f"{question.topic}.toml").read_text("utf-8").splitlines()[line - 1]
        assert text == f"[{question.id.partition('/')[2]}]"


def test_every_source_is_a_known_exam() -> None:
    """No question names an exam that is not there."""
    assert all(source.partition("/")[0] in exams() for question in load() for source in question.sources)


CLAIM = "[{}]\ntype = 'claim'\nclaim = 'c'\ntrue = true\nwhy = 'w'\n"


def test_more_banks_come_from_files_folders_and_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file, a folder, and what ``DLDRILL_BANKS`` lists are read behind the bundled ones."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "toys.toml").write_text(CLAIM.format("first"))
    single = tmp_path / "single.toml"
    single.write_text(CLAIM.format("second"))
    named = tmp_path / "named.toml"
    named.write_text(CLAIM.format("third"))
    monkeypatch.setenv("DLDRILL_BANKS", os.pathsep.join(["", str(named)]))
    ids = [question.id for question in load([folder, single])]
    assert ids[-3:] == ["named/third", "toys/first", "single/second"]
    assert len(ids) == len(load().questions) + 2


def test_an_id_is_given_once(tmp_path: Path) -> None:
    """The same id in two files is a fault that names both places."""
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "toys.toml").write_text("\n" * len(place) + CLAIM.format("first"))
    with pytest.raises(Fault, match=r"toys\.toml:4: toys/first: the id is taken \(toys\.toml:4\): rename it"):
        load([tmp_path / "one", tmp_path / "two"])


def test_a_bank_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """A file named by the user that cannot be read is said so."""
    with pytest.raises(Fault, match="there is no such file or folder"):
        load([tmp_path / "none.toml"])


def test_banks_stand_in_the_wheel_or_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a wheel the banks are inside the package."""
    assert (bundled() / "exams").is_dir()
    inside = tmp_path / "dldrill" / "banks"
    inside.mkdir(parents=True)
    monkeypatch.setattr(places, "__file__", str(tmp_path / "dldrill" / "bank" / "places.py"))
    assert bundled() == inside
