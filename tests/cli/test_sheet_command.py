"""``dldrill sheet``: what is written where, and what is refused."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dldrill.cli.app import run
from dldrill.sheets.formats import FORMATS

HAS_TYPST = find_spec("typst") is not None
WRITTEN = [
    name
    for name, known in FORMATS.items()
    if find_spec(f"dldrill.sheets.{known.module}") and (name != "pdf" or HAS_TYPST)
]
QUIZ = ("--exam", "uw-sp24-q4")


class Ran(NamedTuple):
    """What became of a command line."""

    code: int
    out: bytes
    err: str


@pytest.fixture
def sheet(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Run the command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> Ran:
        code = run(["sheet", *args])
        captured = capsysbinary.readouterr()
        return Ran(code, captured.out, captured.err.decode())

    return call


def markdown(sheet: Any, *args: str) -> str:
    """A sheet as Markdown."""
    ran = sheet(*args, "--format", "markdown", "-o", "-")
    assert (ran.code, ran.err) == (0, "")
    return str(ran.out.decode())


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "say where to write it: -o sheet.pdf"),
        ((*QUIZ,), "say where to write it"),
        (("-o", "a.md"), "ask for one of --exam E, --topic T, or ids"),
        ((*QUIZ, "--topic", "convolution", "-o", "a.md"), "ask for one of"),
        ((*QUIZ, "ist-feb23/P1.1", "-o", "a.md"), "ask for one of"),
        (("ist-feb23/P1.1", "--topic", "convolution", "-o", "a.md"), "ask for one of"),
        ((*QUIZ, "-o", "a.doc"), "a.doc tells no format: add --format, one of pdf, html"),
        ((*QUIZ, "-o", "-"), "- tells no format"),
        ((*QUIZ, "-o", "a.md", "--format", "word"), "there is no format 'word': choose from pdf, html"),
        (("--exam", "nope", "-o", "a.md"), "there is no exam 'nope': choose from"),
        (("--topic", "convolution", "-n", "5000", "-o", "a.md"), "there are only"),
        (("--topic", "nope", "-o", "a.md"), ""),
        (("nope/1", "-o", "a.md"), ""),
        ((*QUIZ, "--copies", "703", "-o", "a.md"), "there are letters for 702 forms"),
        ((*QUIZ, "--copies", "0", "-o", "a.md"), ""),
        (("--topic", "convolution", "-n", "0", "-o", "a.md"), ""),
        ((*QUIZ, "--answer-space", "-1", "-o", "a.md"), ""),
        ((*QUIZ, "--answer-space", "nan", "-o", "a.md"), "--answer-space is a number from 0 to 10"),
        ((*QUIZ, "-o", "no/such/folder/a.md"), "a.md cannot be written: No such file or directory"),
        ((*QUIZ, "-o", "."), ""),
        ((*QUIZ, "--topic", "x", "--key", "--key-only", "-o", "a.md"), "ask for one of"),
    ],
)
def test_misuse_is_told_in_a_line(sheet: Any, args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    """One line on stderr, exit code 2, and no file."""
    ran = sheet(*args)
    assert (ran.code, ran.out) == (2, b"")
    assert re.match(rf"dldrill: .*{re.escape(says)}", ran.err)
    assert ran.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(sheet: Any, tmp_path: Path) -> None:
    """A file that is there stays, unless it is asked for; then it is replaced whole."""
    path = tmp_path / "quiz.md"
    path.write_text("mine")
    ran = sheet(*QUIZ, "-o", "quiz.md")
    assert (ran.code, ran.err) == (2, "dldrill: quiz.md exists: name a new file, or add --force\n")
    assert path.read_text() == "mine"
    assert sheet(*QUIZ, "-o", "quiz.md", "--force").code == 0
    assert path.read_text().startswith("# UW CSE 493G1")
    assert [child.name for child in tmp_path.iterdir()] == ["quiz.md"]


def test_a_fault_leaves_the_old_file(sheet: Any, tmp_path: Path) -> None:
    """What cannot be made does not take away what was there."""
    (tmp_path / "quiz.md").write_text("mine")
    assert sheet(*QUIZ, "--copies", "703", "-o", "quiz.md", "--force").code == 2
    assert (tmp_path / "quiz.md").read_text() == "mine"


def test_stdout(sheet: Any, tmp_path: Path) -> None:
    """To - the same bytes go that a file gets."""
    assert sheet(*QUIZ, "-o", "quiz.md").code == 0
    ran = sheet(*QUIZ, "-o", "-", "--format", "markdown")
    assert ran.out == (tmp_path / "quiz.md").read_bytes()
    assert ran.err == ""


@pytest.mark.parametrize(
    ("args", "there", "absent"),
    [
        ((), ["(1 point)", "about 4 minutes", "______"], ["**Solution**", "Key to", "[x]"]),
        (("--solutions",), ["**Solution**", "[x]"], ["______", "Key to"]),
        (("--key",), ["# True or", "# Key to"], ["**Solution**"]),
        (("--key-only",), ["# Key to", "| 1.1 |"], ["### 1.1"]),
        (("--no-points",), ["### 1.1\n"], ["point)", "points)"]),
        (("--no-minutes",), ["(1 point)"], ["minute"]),
        (("--answer-space", "0"), ["### 3.1"], ["______"]),
        (("--title", "My *quiz*"), [r"# My \*quiz\*"], ["# UW"]),
        (("--name", "CSE 493"), ["\n\nCSE 493\n\n"], []),
        (("--copies", "2"), ["(form A)", "(form B)"], ["(form C)"]),
        (("--fresh",), [" --fresh --seed "], []),
    ],
)
def test_options(sheet: Any, args: tuple[str, ...], there: list[str], absent: list[str]) -> None:
    """Each option prints what it says."""
    text = markdown(sheet, *QUIZ, *args)
    assert all(word in text for word in there)
    assert not any(word in text for word in absent)


def test_the_exams_own_numbers(sheet: Any) -> None:
    """Without --fresh, a seed or copies an exam has its own numbers, each time."""
    first = markdown(sheet, *QUIZ)
    assert first == markdown(sheet, *QUIZ)
    assert "--seed" not in first
    assert first != markdown(sheet, *QUIZ, "--seed", "a")


def test_topics_and_ids(sheet: Any) -> None:
    """So many questions of a topic, or those that are named."""
    assert len(re.findall("^### ", markdown(sheet, "--topic", "convolution", "-n", "7"), re.MULTILINE)) == 7
    text = markdown(sheet, "ist-feb23/P1.1", "uw-sp24-q4/3.1", "--title", "Two")
    assert len(re.findall("^### ", text, re.MULTILINE)) == 2
    assert text.startswith("# Two\n")


@pytest.mark.parametrize("name", ["activations/relu-centring", "uw-au24-q2/1.2"])
def test_a_claim_that_is_named_is_printed(sheet: Any, name: str) -> None:
    """Named by its id or by an exam's number, it stands on every copy, and no other of its pool does."""
    text = markdown(sheet, name, "--copies", "6", "--seed", "s1")
    assert text.count("outputs of ReLU are zero-centred") == 6
    assert len(re.findall("^### ", text, re.MULTILINE)) == 6


@pytest.mark.parametrize(
    "args",
    [
        (*QUIZ, "--copies", "3"),
        ("--topic", "convolution", "-n", "6", "--copies", "3", "--title", 'It\'s; `rm` "x"'),
        ("ist-feb23/P1.1", "convolution/output-shape", "--copies", "3", "--name", "CSE 493"),
    ],
)
def test_a_form_is_made_again_by_its_command(sheet: Any, args: tuple[str, ...]) -> None:
    """The command in a form's footer makes that form and nothing else."""
    text = markdown(sheet, *args, "--seed", "k3f9")
    forms = re.findall(r"# .*?\(form [A-C]\)\n.*?`+ ?dldrill sheet[^\n]*", text, re.DOTALL)
    assert len(forms) == 3
    for form in forms:
        fence, command = re.findall(r"(`+) ?(dldrill sheet.*)$", form)[0]
        words = shlex.split(command.removesuffix(fence).strip())
        assert words[:2] == ["dldrill", "sheet"]
        assert markdown(sheet, *words[2:]).strip() == form
    assert len({re.sub(r"form [A-C]|k3f9-[A-C]", "", form) for form in forms}) == 3


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in ("pdf", "html") else pytest.mark.slow) for name in WRITTEN],
)
def test_the_same_seed_gives_the_same_bytes(name: str) -> None:
    """Two processes with other hashes, clocks and folders write the same in every format."""
    command = [sys.executable, "-m", "dldrill", "sheet", "--topic", "losses", "-n", "6", "--copies", "2"]
    command += ["--key", "--seed", "k3f9", "--format", name, "-o", "-"]
    first, second = (
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": hashed, "TZ": zone},
            capture_output=True,
            check=False,
        )
        for hashed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    )
    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout
    assert first.stdout == second.stdout


def test_many_copies_are_written_by_several_processes(sheet: Any) -> None:
    """Copies beyond what one process makes are the same, one by one, as those that one makes."""
    many = markdown(sheet, *QUIZ, "--copies", "12", "--key", "--seed", "a")
    few = markdown(sheet, *QUIZ, "--copies", "8", "--key", "--seed", "a")
    titles = re.findall(r"^# .*$", many, re.MULTILINE)
    assert len(titles) == 24
    assert many.startswith(few[: few.index("# Key to")].rstrip())
    forms = re.split(r"^# ", many[: many.index("# Key to")], flags=re.MULTILINE)[1:]
    assert len({re.sub(r"form [A-L]|a-[A-L]", "", form) for form in forms}) == 12


@pytest.mark.slow
@pytest.mark.skipif(not HAS_TYPST, reason="typst is not installed")
def test_thirty_copies_with_keys(sheet: Any, tmp_path: Path) -> None:
    """One command makes thirty versions of a quiz with keys, no two with the same numbers."""
    args = (*QUIZ, "--copies", "30", "--key", "--seed", "k3f9")
    assert sheet(*args, "-o", "a.pdf").code == 0
    file = (tmp_path / "a.pdf").read_bytes()
    if shutil.which("pdftotext") is None:
        return
    shown = subprocess.run(["pdftotext", "-layout", "-", "-"], input=file, capture_output=True, check=True)
    pages = shown.stdout.decode().split("\f")[:-1]
    assert sum("Key to" in page for page in pages) == 30
    letters = {found[1] for page in pages if (found := re.search(r"form ([A-Z]{1,2}) · page 1 of", page))}
    assert len(letters) == 30
    keys = [re.sub(r"form [A-Z]+", "", page) for page in pages if "Key to" in page]
    assert len({re.sub(r"k3f9-\w+", "", key) for key in keys}) == 30


def test_progress_is_for_terminals(sheet: Any) -> None:
    """Where nobody watches, many copies say nothing on stderr."""
    assert sheet(*QUIZ, "--copies", "9", "--format", "markdown", "-o", "-").err == ""


def test_without_typst(sheet: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PDF says how to get it, and what does without."""
    monkeypatch.setattr("dldrill.sheets.pdf.find_spec", lambda _: None)
    ran = sheet(*QUIZ, "-o", "a.pdf")
    assert ran.code == 2
    assert ran.err == (
        "dldrill: PDF needs Typst: pip install 'dldrill[pdf]', or write HTML, which prints as well: "
        "-o sheet.html\n"
    )
    assert list(tmp_path.iterdir()) == []
