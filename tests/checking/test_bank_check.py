"""`dldrill bank check`: all faults in one pass, in order, and nothing looked at twice."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dldrill.bank import cache
from dldrill.bank.places import bundled
from dldrill.bank.question import Question
from dldrill.checking import clean
from dldrill.checking.bank import check_banks
from dldrill.checking.clean import Clean
from dldrill.checking.kinds import kind_faults
from dldrill.cli.app import run


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, and no banks of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("DLDRILL_BANKS", raising=False)
    return tmp_path / "cache" / "dldrill"


CLAIM = """\
[NAME]
type = "claim"
claim = 'Statement NAME.'
true = TRUE
why = 'Because.'
pool = "p"
"""
POOL = "".join(CLAIM.replace("NAME", f"c{n}").replace("TRUE", str(n % 2 == 0).lower()) for n in range(8))
SELECT = '[which]\ntype = "choose"\npool = "p"\nask = "Which?"\n'
FAULTY = r"""[bank]
tittle = "Layers"

[one]
type = "claim"
claim = 'A ReLU is $\frca{1}{2}$.'
true = "yes"
wy = 'It is so.'
minutes = 0

[two]
type = "claim"
claim = "It is $\frac{1}{2}$."
true = true
why = ''
colour = "red"

[Three]
type = "claim"

[four]
type = "compute"
ask = 'Double @{x}.'
given = { x = "9..1" }
answer = "z"
check = "x + q"

[[four.step]]
name = "z"
is = "2x"
why = 'twice'

[five]
type = "match"
ask = 'Which?'
pairs = [
    ["a", "one"],
    ["b"],
    ["a", "two"],
]

[six]
type = "claim"
claim = 'It is true.
true = true
"""
TOLD = [
    (2, "[bank] has no key 'tittle': did you mean title?"),
    (4, "one: why is missing: rename wy to why"),
    (6, r"one: claim: $\frca{1}{2}$: the command \frca is not known: write \frac at '\\frca{1}{2}'"),
    (7, "one: true must be true or false, not 'yes'"),
    (9, "one: minutes must be above 0 and at most 600, not 0"),
    (13, r"two: claim: TOML reads the beginning of \frac in double quotes itself: write LaTeX in '…' or "),
    (15, "two: why is empty: write a text"),
    (16, "two: a claim question has no key 'colour': write one of "),
    (18, "'Three': write ids in small letters, digits and hyphens"),
    (24, "four: given x = '9..1': it is empty: write the smaller number first"),
    (26, "four: check: 'x + q': I do not know 'q'; the names here are x."),
    (30, "four: step z: '2x': A sign is missing before 'x'; write *, as in 2*n."),
    (38, 'five: a pair is a list of two strings, as in ["item", "answer"]'),
    (44, "a text in single quotes ends on its line: write '''…''' for several lines"),
]  # fmt: skip


def write(path: Path, text: str) -> Path:
    """A bank in its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_one_pass_finds_every_fault(tmp_path: Path) -> None:
    """Fourteen faults of syntax, form, text and formulas are told at their lines, in order."""
    path = write(tmp_path / "layers.toml", FAULTY)
    found = [str(finding) for finding in check_banks([path]).findings]
    assert len(found) == len(TOLD)
    for line, (number, says) in zip(found, TOLD, strict=True):
        name, colon, rest = says.partition(": ")
        is_named = name in {"one", "two", "four", "five"}
        assert line.startswith(f"{path}:{number}: " + (f"layers/{name}{colon}{rest}" if is_named else says))


def test_each_question_alone_shows_the_same(tmp_path: Path) -> None:
    """A broken question hides nothing of the others: each has its faults beside the others or alone."""
    whole = check_banks([write(tmp_path / "layers.toml", FAULTY)]).findings
    for name, after in (("one", "two"), ("two", "Three"), ("four", "five")):
        start = FAULTY.index(f"[{name}]")
        above, end = FAULTY[:start].count("\n"), FAULTY.index(f"[{after}]")
        alone = check_banks([write(tmp_path / "layers.toml", FAULTY[start:end])]).findings
        there = [(f.line - above, f.says) for f in whole if f.id == f"layers/{name}"]
        assert [(f.line, f.says) for f in alone] == there


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The names of the questions that were looked at since the last time it was asked."""
    seen: list[str] = []

    def watched(question: Question) -> object:
        seen.append(question.id.partition("/")[2])
        return kind_faults(question)

    def since() -> list[str]:
        found = sorted(seen)
        seen.clear()
        return found

    monkeypatch.setattr("dldrill.checking.bank.kind_faults", watched)
    return since


def test_clean_questions_are_not_looked_at_again(tmp_path: Path, looked: Callable[[], list[str]]) -> None:
    """What was clean stays so until it changes; what draws from a pool, until the pool changes."""
    path = write(tmp_path / "layers.toml", POOL + SELECT)
    every = [*(f"c{n}" for n in range(8)), "which"]
    assert check_banks([path]) == (9, [])
    assert looked() == every
    assert check_banks([path]) == (9, [])
    assert looked() == []
    write(path, POOL + SELECT.replace("Which?", "Which ones?"))
    assert check_banks([path]) == (9, [])
    assert looked() == ["which"]
    write(path, POOL.replace("Statement c3.", "Another.") + SELECT.replace("Which?", "Which ones?"))
    assert check_banks([path]) == (9, [])
    assert looked() == ["c3", "which"]
    write(path, "# so\n\n" + path.read_text("utf-8"))
    assert check_banks([path]) == (9, [])
    assert looked() == []


def test_faulty_questions_are_looked_at_again(tmp_path: Path, looked: Callable[[], list[str]]) -> None:
    """A fault is told each time, and its line follows the text."""
    text = POOL.replace("'Because.'", r"'$\frca$'", 1)
    path = write(tmp_path / "layers.toml", text)
    (first,) = check_banks([path]).findings
    assert len(looked()) == 8
    assert check_banks([path]).findings == [first]
    assert looked() == ["c0"]
    (moved,) = check_banks([write(path, "\n\n" + text)]).findings
    assert moved == first._replace(line=first.line + 2)


def test_new_code_looks_at_all_again(
    tmp_path: Path, looked: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another dldrill may find what this one did not."""
    path = write(tmp_path / "layers.toml", POOL)
    check_banks([path])
    looked()
    monkeypatch.setattr(clean, "_code", lambda: "another")
    check_banks([path])
    assert len(looked()) == 8


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"questions": 5}', '{"questions": [[1]]}', "\xff"])
def test_a_damaged_cache_is_ignored(
    damage: str, tmp_path: Path, own_cache: Path, looked: Callable[[], list[str]]
) -> None:
    """What cannot be read of the cache was never there."""
    path = write(tmp_path / "layers.toml", POOL)
    check_banks([path])
    looked()
    kept = list(own_cache.glob("clean-*.json"))
    assert kept
    for file in kept:
        file.write_bytes(damage.encode("latin-1"))
    assert check_banks([path]) == (8, [])
    assert len(looked()) == 8


def test_without_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that cannot be written changes nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(write(tmp_path / "file", "no folder")))
    assert check_banks([write(tmp_path / "layers.toml", POOL)]) == (8, [])
    assert not cache.folder().exists()


def test_ids_that_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a bank that is checked before, by one of DLDRILL_BANKS, by a bundled one; not by the file itself."""
    first, second = (write(tmp_path / name / "layers.toml", POOL) for name in ("a", "b"))
    found = check_banks([first, second]).findings
    assert [(f.file, f.line, f.id) for f in found] == [
        (str(second), 1 + 6 * n, f"layers/c{n}") for n in range(8)
    ]
    assert found[2].says == "the id is taken (layers.toml:13): rename it"
    assert not check_banks([first, first, first.parent / ".." / "a" / "layers.toml"]).findings
    monkeypatch.setenv("DLDRILL_BANKS", str(first.parent))
    assert len(check_banks([second]).findings) == 8
    assert not check_banks([first]).findings
    counting = (bundled() / "counting.toml").read_text("utf-8")
    copied = check_banks([write(tmp_path / "c" / "counting.toml", counting)])
    assert {f.says.partition(" (")[0] for f in copied.findings} == {"the id is taken"}
    assert len(copied.findings) == copied.questions


def test_folders_order_and_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The files of a folder in the order of their names, findings in that of their lines, then a summary."""
    write(tmp_path / "b.toml", POOL.replace("true = false", "true = 0", 2))
    write(tmp_path / "a.toml", "[one]\n")
    write(tmp_path / "notes.md", "# no bank")
    assert run(["bank", "check", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    told = [line.removeprefix(f"{tmp_path}{os.sep}").split(": ")[0] for line in out.splitlines()]
    assert told == ["a.toml:1", "b.toml:10", "b.toml:22"]
    assert err == "9 questions in 2 files: 3 faults\n"


def test_a_clean_bank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No faults: nothing but the summary, exit code 0, and an empty list as JSON."""
    path = write(tmp_path / "layers.toml", POOL)
    assert run(["bank", "check", str(path)]) == 0
    assert capsys.readouterr() == ("", "8 questions in 1 file: no faults\n")
    assert run(["bank", "check", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fault with its file, line, question and words."""
    path = write(tmp_path / "layers.toml", FAULTY)
    assert run(["bank", "check", str(path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["line"] for one in found] == [line for line, _ in TOLD]
    assert {one["file"] for one in found} == {str(path)}
    assert found[1]["id"] == "layers/one"
    assert found[0]["id"] == ""


@pytest.mark.parametrize("words", [["lost.toml"], ["empty"]])
def test_nothing_to_check(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A path that is not there, or a folder without banks, is a fault of the command: exit code 2."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["bank", "check", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


def _a_folder(path: Path) -> None:
    path.mkdir()


def _a_pipe(path: Path) -> None:
    os.mkfifo(path)


def _a_loop(path: Path) -> None:
    path.symlink_to(path.name)


def _a_dead_link(path: Path) -> None:
    path.symlink_to("nowhere.toml")


def _without_end(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes of POSIX")
@pytest.mark.parametrize("make", [_a_folder, _a_pipe, _a_loop, _a_dead_link, _without_end])
def test_what_is_no_file(make: Callable[[Path], None], tmp_path: Path) -> None:
    """A folder named as a bank, a pipe that nobody writes to, links that lead nowhere: one line each."""
    make(tmp_path / "x.toml")
    write(tmp_path / "y.toml", POOL)
    checked = check_banks([tmp_path / "x.toml", tmp_path / "y.toml"])
    assert [(f.file, f.line) for f in checked.findings] == [(str(tmp_path / "x.toml"), 1)]
    assert checked.questions == 8


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be read")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """The system's own words say why."""
    path = write(tmp_path / "x.toml", POOL)
    path.chmod(0)
    (found,) = check_banks([path]).findings
    assert (found.line, found.says) == (1, "Permission denied")


NAMES = ["My Course.toml", "a\nb.toml", "a\x1b[31m.toml", "a\u202eb.toml", "__class__.toml"]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no topic is told in one harmless line, and the questions are checked all the same."""
    path = write(tmp_path / name, POOL.replace("true = false", "true = 0", 1))
    assert run(["bank", "check", str(path)]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert ":1: the file's name is the topic: rename it to small letters, digits and hyphens" in first
    assert "true must be true or false, not 0" in second
    assert (first + second).isprintable()


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 in a file's name."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.toml"))
    path.write_text(POOL, "utf-8")
    (found,) = check_banks([path]).findings
    assert found.says.startswith("the file's name is the topic")


@pytest.mark.parametrize(("family", "kept"), [("pool_shape", True), ("", True), ("of_a_package", False)])
def test_a_question_of_a_packages_family_is_never_passed_over(
    family: str, kept: bool, tmp_path: Path
) -> None:
    """The package's code can change without dldrill's."""
    tables = {"q": {"type": "compute"} | ({"family": family} if family else {})}
    clean = Clean(tmp_path / "toys.toml", tables)
    clean.add("q")
    clean.keep()
    assert ("q" in Clean(tmp_path / "toys.toml", tables)) is kept
