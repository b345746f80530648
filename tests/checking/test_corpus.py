"""Broken and hostile banks: each gives the lines that it says itself, quickly, and does no harm.

A bank of the folder ``corpus`` begins with a line ``#! LINE: what is said`` for every fault that it has, or
with ``#! nothing``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bombs import BOMBS

from dldrill.bank.toml import read_file
from dldrill.checking.bank import Finding, check_banks
from dldrill.cli.app import run
from dldrill.faults import Fault

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.toml"))
SECONDS = 2.0  #: of the processor, for one bank


def expected(path: Path) -> list[tuple[int, str]]:
    """The lines and words that a bank of the corpus says it gives."""
    lines = path.read_text("utf-8").split("\n")
    told = [line.removeprefix("#! ").partition(": ") for line in lines if line.startswith("#! ")]
    return [(int(line), says) for line, _, says in told if says]


def checked(path: Path) -> list[Finding]:
    """The findings in a bank, found in time."""
    started = time.process_time()
    found = check_banks([path]).findings
    assert time.process_time() - started < SECONDS
    return found


def refusal(path: Path) -> str:
    """Why a bank cannot be read to be drilled; empty if it can."""
    try:
        read_file(path)
    except Fault as fault:
        return str(fault)
    return ""


def is_harmless(line: str) -> bool:
    """One line without control, bidi or other invisible characters, of a length that can be read."""
    return line.isprintable() and len(line) < 600


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is imported once is no part of any bank's time."""
    path = tmp_path_factory.mktemp("warm") / "starter.toml"
    assert run(["bank", "new", str(path)]) == 0
    assert not check_banks([path]).findings


def test_the_corpus_is_large() -> None:
    """There are more than two hundred banks in it, nearly all of them broken."""
    assert len(CORPUS) > 200
    assert sum(bool(expected(path)) for path in CORPUS) > 200


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_bank_gives_its_lines(path: Path) -> None:
    """A broken bank gives the faults that it announces at their lines, and no others; a good one none."""
    found = checked(path)
    assert [(finding.line, finding.says) for finding in found] == expected(path)
    last = path.read_text("utf-8").count("\n") + 1
    for finding in found:
        assert str(finding).startswith(f"{path}:{finding.line}: ")
        assert is_harmless(str(finding))
        assert 1 <= finding.line <= last
        assert finding.id in {"", *(f"{path.stem}/{name}" for name in _names(path))}


def _names(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("["):
            yield line.strip("[]").partition(".")[0]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_bank_is_loaded_or_refused(path: Path) -> None:
    """To be drilled a bank is read, or refused in one harmless line with its place."""
    says = refusal(path)
    if says:
        assert says.startswith(f"{path.name}:")
        assert is_harmless(says)


@pytest.mark.slow
@pytest.mark.parametrize(("make", "line", "says"), BOMBS.values(), ids=BOMBS)
def test_bombs_are_one_line(make: Callable[[], str | bytes], line: int, says: str, tmp_path: Path) -> None:
    """What is made to take long, or much room, takes neither; its first fault is told at its line."""
    path = tmp_path / "bomb.toml"
    path.write_bytes(raw(make()))
    found = checked(path)
    if not says:
        assert not found
        return
    assert (found[0].line, says in found[0].says) == (line, True), found[0]
    assert all(is_harmless(str(finding).removeprefix(str(tmp_path))) for finding in found[:100])
    started = time.process_time()
    assert is_harmless(refusal(path))
    assert time.process_time() - started < SECONDS


def raw(made: str | bytes) -> bytes:
    """A bank as it stands in its file."""
    return made if isinstance(made, bytes) else made.encode()


def everything(folder: Path) -> set[str]:
    """All files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def program(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The program in an empty folder, with a home and a cache of its own."""
    work, home = folder / "work", folder / "home"
    work.mkdir(exist_ok=True)
    home.mkdir(exist_ok=True)
    own = {"HOME": str(home), "XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(home / "data")}
    env = {name: value for name, value in os.environ.items() if name != "DLDRILL_BANKS"} | own
    root = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-m", "dldrill", *words],
        cwd=work, env=env | {"PYTHONPATH": root}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_program_exits_with_1_and_writes_nothing(tmp_path: Path) -> None:
    """All banks in one run: their lines in order, exit code 1, and only the cache is written."""
    folder = CORPUS[0].parent
    before = everything(folder)
    done = program(tmp_path, "bank", "check", str(folder))
    assert done.returncode == 1
    lines = done.stdout.rstrip("\n").split("\n")
    assert len(lines) == sum(len(expected(path)) for path in CORPUS)
    assert all(line.startswith(f"{folder}{os.sep}") and is_harmless(line) for line in lines)
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith(f"{len(lines)} faults\n")
    assert everything(tmp_path / "work") == everything(tmp_path / "home") == set()
    assert {Path(name).parts[0] for name in everything(tmp_path / "cache")} == {"dldrill"}
    assert everything(folder) == before


@pytest.mark.parametrize(
    "name", ["claims-repeat", "toml-no-value", "id-of-controls", "depth-of-dots", "formula-given-dunder"]
)
def test_a_broken_bank_is_listed_or_refused_in_one_line(name: str, tmp_path: Path) -> None:
    """`list --bank` works, or exits with 2 and one line on the error stream."""
    path = tmp_path / f"{name}.toml"
    if name in BOMBS:
        path.write_bytes(raw(BOMBS[name][0]()))
    else:
        path.write_bytes((CORPUS[0].parent / path.name).read_bytes())
    done = program(tmp_path, "list", "--bank", str(path))
    if done.returncode:
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert is_harmless(done.stderr.rstrip("\n"))
    assert everything(tmp_path / "work") == everything(tmp_path / "home") == set()


@pytest.mark.parametrize("name", ["ok-html", "ok-typst", "ok-links", "ok-templates"])
def test_what_looks_like_code_is_text(name: str, tmp_path: Path) -> None:
    """On a sheet, HTML, Typst, links and templates in a text are shown as they were written."""
    bank = CORPUS[0].parent / f"{name}.toml"
    page, paper = tmp_path / "sheet.html", tmp_path / "sheet.tex"
    for sheet in (page, paper):
        assert run(["sheet", f"{name}/one", "--bank", str(bank), "-o", str(sheet), "--solutions"]) == 0
    for code in ("<script>alert", "<img src=x", 'href="javascript:', 'href="http://example'):
        assert code not in page.read_text("utf-8")
    assert r"\href{" not in paper.read_text("utf-8").partition(r"\begin{document}")[2]


def test_json_of_the_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, every fault is an object of its parts."""
    path = CORPUS[0].parent / "claims-repeat.toml"
    assert run(["bank", "check", str(path), "--json"]) == 1
    ((line, says),) = expected(path)
    assert json.loads(capsys.readouterr().out) == [
        {"file": str(path), "line": line, "id": "claims-repeat/two", "says": says}
    ]
