"""What is released agrees with itself: version, changelog, licences, interpreters, locked packages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from dldrill.cli.app import run

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements-dev.lock").read_text("utf-8")
PIN = re.compile(
    r"^([a-z0-9-]+)==([^ ]+)(?: ; ([^\\\n]+))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)
"""A package, its version, for which interpreters and systems, and what its files hash to."""


def text(name: str) -> str:
    """A file at the root."""
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("words", [["--version"], ["--version", "drill"]])
def test_the_program_tells_its_version(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """It is the one of pyproject.toml, where alone it is written, in three numbers."""
    assert run(words) == 0
    version = PROJECT["version"]
    assert capsys.readouterr().out == f"dldrill {version}\n", "install it again: the version is a new one"
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version)
    sources = [path for path in (ROOT / "dldrill").rglob("*.py") if "__version__" in path.read_text("utf-8")]
    assert sources == []


def test_the_changelog_has_the_version() -> None:
    """Versions go down from the one that is declared, each with its day; only what comes has none."""
    headings = re.findall(r"^## (.*)$", text("CHANGELOG.md"), re.MULTILINE)
    released = [re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)", line) for line in headings]
    assert [line for line, one in zip(headings, released, strict=True) if not one] in ([], ["[Unreleased]"])
    versions = [Version(one[1]) for one in released if one]
    assert versions == sorted(versions, reverse=True)
    assert not versions or versions[0] == Version(PROJECT["version"])
    assert [one[2] for one in released if one] == sorted((one[2] for one in released if one), reverse=True)
    kinds = set(re.findall(r"^### (.*)$", text("CHANGELOG.md"), re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_notice_names_what_is_installed() -> None:
    """Every dependency stands in NOTICE.md with its licence, and both files are in the wheel."""
    notice = text("NOTICE.md")
    optional = PROJECT["optional-dependencies"]["pdf"]
    for line in (*PROJECT["dependencies"], *optional):
        assert re.search(rf"\b{Requirement(line).name}\b", notice), line
    assert set(PROJECT["license-files"]) == {"LICENSE", "NOTICE.md"}


def test_nothing_of_others_is_bundled() -> None:
    """The package has no font, library or picture: only sources that were written for it."""
    kinds = {
        path.suffix for path in (ROOT / "dldrill").rglob("*") if path.is_file() and path.suffix != ".pyc"
    }
    assert kinds <= {".py", ".typed", ".css", ".js", ".typ", ".txt", ".toml", ".json"}


def test_the_interpreters_are_those_that_are_tried() -> None:
    """The classifiers name those on which ``.ci/run`` installs the wheel, from the oldest allowed on."""
    named = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if ":: Python :: 3." in line]
    tried = re.search(r"for version in ([\d. ]+);", text(".ci/run"))
    assert tried
    assert tried[1].split()[: len(named)] == named
    assert PROJECT["requires-python"] == f">={named[0]}"


def test_the_lock_has_all_that_is_declared() -> None:
    """Each dependency, of dldrill and of its development, is locked at a version that is allowed."""
    pins = {name: version for name, version, _, _ in PIN.findall(LOCK)}
    for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]):
        wanted = Requirement(line)
        assert wanted.name in pins, f"{wanted.name} is not locked: CONTRIBUTING.md tells the command"
        assert wanted.specifier.contains(pins[wanted.name]), f"{wanted} is locked at {pins[wanted.name]}"


def test_the_lock_is_nothing_but_pins() -> None:
    """Every line belongs to a package with hashes: no index, no address, no file of a machine."""
    rest = PIN.sub("", LOCK)
    assert all(line.startswith("#") for line in rest.splitlines()), rest
    assert "/" not in rest
