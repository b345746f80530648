"""``dldrill new-family``: what it writes works as it is, and the page on adding a family can be followed."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from documents import blocks, matches

from dldrill.bank.toml import read_file
from dldrill.cli.scaffold import is_checkout, scaffold
from dldrill.families import bundled, class_name
from dldrill.faults import Fault

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "add-a-family.md"
NAME = "dense_params"


@pytest.fixture(autouse=True)
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as a new family needs."""
    root = tmp_path / "checkout"
    for folder in ("dldrill/families", "tests/families", "banks"):
        (root / folder).mkdir(parents=True)
    for file in ("dldrill/families/__init__.py", "banks/counting.toml"):
        (root / file).write_bytes((ROOT / file).read_bytes())
    return root


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("lstm-params", "write lstm_params"),
        ("LstmParams", "write lstm_params"),
        ("Lstm params!", "write lstm_params"),
        ("2d_conv", "write d_conv"),
        ("lstm__params", "write lstm_params"),
        ("_lstm", "write lstm"),
        ("../lstm", "write lstm"),
        ("", "write small letters, digits and _, as in lstm_params"),
        ("beam-search2", "'beam-search2': a family's name is in snake_case: write beam_search2"),
        ("BeamSearch_2_", "write beam_search_2"),
        ("é", "write small letters, digits and _, as in lstm_params"),
        ("class", "write class_layer"),
        ("none", "write none_layer"),
        ("family", "write family_layer"),
        ("range", "write range_layer"),
        ("a" * 41, "at most 40"),
        ("conv_params", "there is a family conv_params: write another name"),
    ],
)
def test_a_name_that_will_not_do(name: str, says: str, outside: Path) -> None:
    """It is refused in one line that says what to write, and nothing is written."""
    with pytest.raises(Fault) as fault:
        scaffold(name, None, "counting")
    assert says in str(fault.value)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("into", "topic", "says"),
    [
        ("numpy", "counting", "there is a package numpy"),
        ("7 layers", "counting", "'7 layers' will not do"),
        ("class", "counting", "'class' will not do"),
        ("my-families", "../x", "'../x' names a file"),
        ("my-families", "Big Topic", "'Big Topic' names a file"),
    ],
)
def test_a_place_that_will_not_do(into: str, topic: str, says: str, outside: Path) -> None:
    """A folder that can be no package, or a topic that can be no file, is refused."""
    with pytest.raises(Fault, match=re.escape(says)):
        scaffold(NAME, Path(into), topic)
    assert list(outside.iterdir()) == []


def test_a_file_is_no_place(outside: Path) -> None:
    """A file for a folder is told as such, and stays as it is."""
    (outside / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(Fault, match=r"notes\.txt is a file: give a folder with --into"):
        scaffold(NAME, Path("notes.txt"), "counting")
    assert [path.read_text("utf-8") for path in outside.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("topic", "title"),
    [("sequences", "Attention and recurrent networks"), ("graph-networks", "Graph networks")],
)
def test_a_new_bank_has_the_title_of_its_topic(topic: str, title: str, outside: Path) -> None:
    """That of the bundled bank of the topic, or else its name."""
    scaffold(NAME, Path("mine"), topic)
    written = tomllib.loads((outside / "mine" / "mine" / "banks" / f"{topic}.toml").read_text("utf-8"))
    assert written["bank"] == {"title": title}


def test_a_checkout_names_the_install_that_its_tests_need(checkout: Path) -> None:
    """The settings of pytest there name plug-ins; the first command to go on with installs them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "--dist" in settings["tool"]["pytest"]["ini_options"]["addopts"]
    assert any(one.startswith("pytest-xdist") for one in settings["project"]["optional-dependencies"]["dev"])
    assert scaffold(NAME, checkout, "counting").next[0] == "pip install -e '.[dev]'"


def test_the_starter_names_no_bundled_family() -> None:
    """Every name of a family here could have been made by the command."""
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) for name in bundled())
    assert class_name(NAME) == "DenseParams"


def test_a_package(outside: Path) -> None:
    """Outside a checkout it is a package that declares its family and its bank."""
    done = scaffold(NAME, None, "counting")
    home = outside / "dldrill-dense-params"
    assert sorted(path.resolve() for path in done.files) == sorted(p for p in home.rglob("*") if p.is_file())
    project = tomllib.loads((home / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "dldrill-dense-params"
    assert project["entry-points"] == {
        "dldrill.families": {NAME: f"dldrill_dense_params.{NAME}"},
        "dldrill.banks": {"dldrill_dense_params": "dldrill_dense_params.banks"},
    }
    (question,) = read_file(home / "dldrill_dense_params" / "banks" / "counting.toml")
    assert question.id == "counting/dense-params"
    assert not [path for path in done.files if "starter" in path.read_text("utf-8").lower()]
    assert done.next[0] == "pip install -e ./dldrill-dense-params"


def test_nothing_is_overwritten(outside: Path) -> None:
    """A second time, or in a folder that is something else, nothing is written at all."""
    scaffold(NAME, Path("mine"), "counting")
    (outside / "theirs").mkdir()
    (outside / "theirs" / "pyproject.toml").write_text("[project]\n", "utf-8")
    (outside / "half" / "half").mkdir(parents=True)
    (outside / "half" / "half" / "__init__.py").touch()
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    for into, says in (
        ("mine", r"mine/dense_params\.py exists: write another name, or another folder with --into"),
        ("theirs", r"theirs/pyproject\.toml is of another package: give another folder"),
        ("half", r"half/__init__\.py exists"),
    ):
        with pytest.raises(Fault, match=says):
            scaffold(NAME, Path(into), "counting")
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


def test_a_second_family_of_a_package(outside: Path) -> None:
    """It joins the first: the package declares both, and the bank holds both questions."""
    scaffold(NAME, Path("mine"), "counting")
    done = scaffold("other_params", Path("mine"), "counting")
    assert {path.name for path in done.files} == {
        *("other_params.py", "test_other_params.py", "counting.toml", "pyproject.toml")
    }
    project = tomllib.loads((outside / "mine" / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["dldrill.families"] == {
        NAME: f"mine.{NAME}",
        "other_params": "mine.other_params",
    }
    questions = read_file(outside / "mine" / "mine" / "banks" / "counting.toml")
    assert [question.id for question in questions] == ["counting/dense-params", "counting/other-params"]


def test_a_checkout(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout, or anywhere below it, the files go to its own, and the bank gets an entry."""
    assert is_checkout(ROOT)
    before = (checkout / "banks" / "counting.toml").read_text("utf-8")
    monkeypatch.chdir(checkout / "tests" / "families")
    done = scaffold(NAME, None, "counting")
    assert [str(path.relative_to(checkout)) for path in done.files] == [
        "dldrill/families/dense_params.py",
        "tests/families/test_dense_params.py",
        "banks/counting.toml",
    ]
    after = (checkout / "banks" / "counting.toml").read_text("utf-8")
    assert after.startswith(before.rstrip())
    assert [question.id for question in read_file(checkout / "banks" / "counting.toml")][-1] == (
        "counting/dense-params"
    )
    with pytest.raises(Fault, match="exists"):
        scaffold(NAME, checkout, "counting")
    assert (checkout / "banks" / "counting.toml").read_text("utf-8") == after


def test_a_checkout_with_a_new_topic(checkout: Path) -> None:
    """A topic without a bank gets one; an id that is taken there is refused before anything is written."""
    scaffold(NAME, checkout, "memory")
    (question,) = read_file(checkout / "banks" / "memory.toml")
    assert question.topic == "memory"
    (checkout / "banks" / "other.toml").write_text('[other-params]\ntype = "claim"\n', "utf-8")
    with pytest.raises(Fault, match="has a question other-params"):
        scaffold("other_params", checkout, "other")
    assert not (checkout / "dldrill" / "families" / "other_params.py").exists()


LINTED = ("a", "x1_y2", "softmax_temperature_of_large_vocabulary")


@pytest.mark.slow
@pytest.mark.parametrize("name", LINTED)
def test_what_is_written_is_typed_and_linted(name: str, checkout: Path, outside: Path) -> None:
    """In a checkout and as a package it is clean for mypy --strict, for our lint and for our format."""
    (checkout / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for folder, ignored, typed in (
        (checkout, "D104", [f"dldrill/families/{name}.py"]),
        (outside / "mine", "S101", ["mine", "tests"]),
    ):
        files = [str(path) for path in scaffold(name, folder, "counting").files if path.suffix == ".py"]
        settings = ["--no-cache", "--config", str(ROOT / "pyproject.toml")]
        kept = ["--cache-dir", str(ROOT / ".mypy_cache" / "new-family"), "--explicit-package-bases"]
        for command in (
            ["ruff", "check", *settings, "--ignore", ignored, *files],
            ["ruff", "format", "--check", *settings, *files],
            ["mypy", "--strict", *kept, *typed],
        ):
            done = subprocess.run(
                [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_written_in_a_checkout_is_sound(checkout: Path) -> None:
    """The family has no fault, as it stands in the checkout's folder, and its own test passes."""
    scaffold(NAME, checkout, "counting")
    script = (
        "import sys\nfrom dldrill import families\nfamilies.__path__.append(sys.argv[1])\n"
        "from dldrill.families.dense_params import DenseParams\nfrom dldrill.testing import family_faults\n"
        "assert family_faults(DenseParams) == [], family_faults(DenseParams)\n"
        "import pytest\nsys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', sys.argv[2]]))"
    )
    places = [str(checkout / "dldrill" / "families"), str(checkout / "tests" / "families")]
    done = subprocess.run(
        [sys.executable, "-c", script, *places], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


PIP = """#!{python}
'''What ``pip install -e FOLDER`` leaves behind, without a network: the package's data on the import path.'''
import pathlib, sys, tomllib

assert sys.argv[1:3] == ["install", "-e"], sys.argv
folder = pathlib.Path(sys.argv[3]).resolve()
project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
info = folder / (project["name"].replace("-", "_") + "-" + project["version"] + ".dist-info")
info.mkdir()
(info / "METADATA").write_text(
    "Metadata-Version: 2.1\\nName: " + project["name"] + "\\nVersion: " + project["version"] + "\\n"
)
groups = project["entry-points"].items()
(info / "entry_points.txt").write_text(
    "\\n".join(
        "[" + group + "]\\n" + "\\n".join(name + " = " + value for name, value in entries.items())
        for group, entries in groups
    )
)
"""


@pytest.fixture
def env(outside: Path) -> dict[str, str]:
    """A shell in which ``dldrill``, ``python`` and ``pip`` are those of the page."""
    tools = outside / "bin"
    tools.mkdir()
    python = shlex.quote(sys.executable)
    scripts = {
        "dldrill": f'#!/bin/sh\nexec {python} -m dldrill "$@"\n',
        "python": f'#!/bin/sh\nexec {python} "$@"\n',
        "pip": PIP.format(python=sys.executable),
    }
    for name, text in scripts.items():
        (tools / name).write_text(text, "utf-8")
        (tools / name).chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(outside / "work" / "my-families"),
        "DLDRILL_HOME": str(outside / "home"),
        "COLUMNS": "80",
        "PYTHONUTF8": "1",
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
        "NO_COLOR": "1",
    }


def shell(text: str, env: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """What becomes of a block of shell."""
    return subprocess.run(
        ["bash", "-e", "-c", text],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_page_can_be_followed(env: dict[str, str], outside: Path) -> None:
    """Every block of the page in its order, in one folder: each works, and prints what the page tells."""
    work = outside / "work"
    work.mkdir()
    output = ""
    for block in blocks(PAGE):
        if block.language == "sh":
            ran = shell(block.text, env, work)
            output = ran.stdout
            expected = 1 if "exits with 1" in block.marks.get("not run", "") else 0
            assert ran.returncode == expected, f"{block.text}\n{output}"
        elif block.language == "text" and "makes this mistake" not in block.marks.get("not run", ""):
            assert matches(block.text, output), f"told:\n{block.text}\nprinted:\n{output}"
        elif block.language == "toml":
            declared = tomllib.loads((work / "my-families" / "pyproject.toml").read_text("utf-8"))
            told = tomllib.loads(block.text)["project"]["entry-points"]
            assert declared["project"]["entry-points"] == told
    assert (work / "week5.html").stat().st_size > 10_000


def test_the_page_tells_what_a_test_says(outside: Path) -> None:
    """A check that forgets the biases is found, with the very words of the page."""
    (family,) = [block.text for block in blocks(PAGE) if "my_families/lstm_params.py <<" in block.text]
    (told,) = [b.text for b in blocks(PAGE) if "makes this mistake" in b.marks.get("not run", "")]
    source = family.split("\n", 1)[1].rpartition("EOF")[0]
    wrong = source.replace(", (GATES * self.hidden,)\n", "\n")
    assert wrong != source
    (outside / "lstm_params.py").write_text(wrong, "utf-8")
    script = (
        "from dldrill.testing import family_faults\nfrom lstm_params import LstmParams\n"
        "print(family_faults(LstmParams)[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=outside, capture_output=True, text=True, check=True
    )
    assert done.stdout == told
