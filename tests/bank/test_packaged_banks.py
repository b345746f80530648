"""Banks of installed packages are found by the entry points that the packages declare."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dldrill.bank.library import load
from dldrill.bank.places import packaged
from dldrill.faults import Fault

BANK = """
[one]
type = "claim"
claim = 'One is a number.'
true = true
why = 'It counts.'
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages, and a cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("DLDRILL_BANKS", raising=False)
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    return site


def installed(site: Path, name: str, folder: str, topic: str) -> Path:
    """A package with a bank, as an installer leaves it; running any of it is an error."""
    bank = site / name / "banks" / f"{topic}.toml"
    bank.parent.mkdir(parents=True)
    bank.write_text(BANK, "utf-8")
    (site / name / "__init__.py").write_text("raise RuntimeError('a bank is data')\n", "utf-8")
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[dldrill.banks]\n{name} = {folder}\n", "utf-8")
    return bank


def test_a_package_brings_its_banks_without_being_run(site: Path) -> None:
    """Its questions are there, and none of its code was imported."""
    installed(site, "toy_course", "toy_course.banks", "toys")
    assert load().find("toys/one").where == "toys.toml:2"
    assert "toy_course" not in sys.modules


def test_what_is_installed_later_is_found(site: Path) -> None:
    """What was found is kept, but never longer than until something is installed or removed."""
    installed(site, "first_course", "first_course.banks", "firsts")
    assert [folder.parent.name for folder in packaged()] == ["first_course"]
    assert [folder.parent.name for folder in packaged()] == ["first_course"]
    installed(site, "second_course", "second_course:banks", "seconds")
    assert {folder.parent.name for folder in packaged()} == {"first_course", "second_course"}
    (site / "first_course-1.0.dist-info" / "entry_points.txt").unlink()
    (site / "first_course-1.0.dist-info" / "METADATA").unlink()
    (site / "first_course-1.0.dist-info").rmdir()
    assert [folder.parent.name for folder in packaged()] == ["second_course"]


@pytest.mark.parametrize(
    "folder", ["lost_course.sheets", "no_such_package.banks", "no-name", ".", "lost_course"]
)
def test_a_folder_that_is_not_there_is_a_fault(site: Path, folder: str) -> None:
    """One line names the package and what it says; a package without banks in its folder just has none."""
    installed(site, "lost_course", folder, "losses-of-mine")
    if folder == "lost_course":
        assert not [question for question in load() if question.topic == "losses-of-mine"]
        return
    with pytest.raises(Fault, match=r"the package lost_course names the banks '.*', a folder") as caught:
        load()
    assert "\n" not in str(caught.value)
