"""Families of installed packages: found by name, loaded only when asked for, and as good as bundled ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dldrill import families
from dldrill.cli.scaffold import scaffold
from dldrill.dealing.locate import locate
from dldrill.dealing.problem import family_name
from dldrill.families import _packages
from dldrill.faults import Fault

Install = Callable[..., Path]
BUNDLED = "conv_params"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What is installed is looked up anew in every test."""
    _packages.declared.cache_clear()
    yield
    _packages.declared.cache_clear()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package as pip leaves it: its files and what it declares, on the import path."""
    monkeypatch.syspath_prepend(tmp_path)
    loaded = set(sys.modules)

    def call(package: str, entry: str, source: str = "") -> Path:
        module = package.replace("-", "_")
        home = tmp_path / f"{module}-1.0.dist-info"
        home.mkdir()
        (home / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", "utf-8")
        (home / "entry_points.txt").write_text(f"[dldrill.families]\n{entry}\n", "utf-8")
        (tmp_path / f"{module}.py").write_text(source, "utf-8")
        return tmp_path

    yield call
    for name in set(sys.modules) - loaded:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.fixture
def starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The starter under a name of its own, installed."""
    monkeypatch.chdir(tmp_path)
    scaffold("dense_params", Path("more-layers"), "counting")
    home = tmp_path / "more-layers"
    info = home / "more_layers-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: more-layers\nVersion: 0.1.0\n", "utf-8")
    entry = "dense_params = more_layers.dense_params"
    (info / "entry_points.txt").write_text(f"[dldrill.families]\n{entry}\n", "utf-8")
    return str(home)


def dldrill(path: str, *args: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A run of the program with a folder on its import path."""
    return subprocess.run(
        [sys.executable, "-m", "dldrill", *args],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "80"},
    )


TOY = """
from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, given

class ToyParams(Family):
    title = "Toy"
    topic = "toys"
    n: int = given("n", Range(1, 3), "a number", default=1)

class Other(ToyParams):
    title = "Other"
"""


@pytest.mark.parametrize(
    ("entry", "name", "title"),
    [
        ("toy_params = toys_of_mine", "toy_params", "Toy"),
        ("toy_params = toys_of_mine:ToyParams", "toy-params", "Toy"),
        ("toy-params = toys_of_mine", "toy_params", "Toy"),
        ("any_name = toys_of_mine:Other", "any_name", "Other"),
    ],
)
def test_a_package_adds_a_family(install: Install, entry: str, name: str, title: str) -> None:
    """Its name is the one the package gives it, whatever its file and class are called."""
    install("toys-of-mine", entry, TOY)
    own = name.replace("-", "_")
    assert families.names() == tuple(sorted([*families.bundled(), own]))
    assert "toys_of_mine" not in sys.modules
    found = families.family(name)
    assert found.title == title
    assert family_name(found) == own
    assert locate(name, []) is found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entry", "source", "says"),
    [
        ("toy_params = toys_of_mine", "import not_there", "ModuleNotFoundError: No module named 'not_there'"),
        ("toy_params = toys_of_mine", "1 / 0", "ZeroDivisionError: division by zero"),
        ("toy_params = toys_of_mine", "def (:", "SyntaxError: "),
        ("toy_params = toys_of_mine", "raise OSError('two\\nlines')", "OSError: two lines"),
        ("toy_params = elsewhere", TOY, "ModuleNotFoundError: No module named 'elsewhere'"),
        ("toy_params = toys_of_mine:Missing", TOY, "toys_of_mine has no family class Missing"),
        ("toy_params = toys_of_mine", "ToyParams = 3", "toys_of_mine has no family class ToyParams"),
        ("toy_params = toys_of_mine", "class ToyParams: pass", "no family class ToyParams"),
        (
            "toy_params = toys_of_mine:Pool",
            "from dldrill.families.pool_shape import PoolShape as Pool",
            'declare toy_params = "dldrill.families.pool_shape:PoolShape"',
        ),
    ],
)
def test_a_broken_package_is_one_line(install: Install, entry: str, source: str, says: str) -> None:
    """The line names the family, the package and what went wrong; the bundled families still work."""
    install("toys-of-mine", entry, source)
    with pytest.raises(Fault) as fault:
        families.family("toy_params")
    assert says in str(fault.value)
    assert "toy_params of the package toys-of-mine" in str(fault.value)
    assert "\n" not in str(fault.value)
    assert families.family(BUNDLED).title


def test_a_name_of_ours_is_refused(install: Install) -> None:
    """A package cannot replace a bundled family: ours is dealt, and the package is named."""
    install("toys-of-mine", f"{BUNDLED} = toys_of_mine:ToyParams", TOY)
    assert families.family(BUNDLED).__module__ == f"dldrill.families.{BUNDLED}"
    for ask in (families.names, lambda: families.family("toy_params")):
        with pytest.raises(Fault, match=f"the package toys-of-mine has a family {BUNDLED}, as dldrill has"):
            ask()


def test_a_name_of_another_package_is_refused(install: Install) -> None:
    """Two packages with a family of one name are both named."""
    install("toys-of-mine", "toy_params = toys_of_mine", TOY)
    install("toys-of-yours", "toy-params = toys_of_yours", TOY)
    with pytest.raises(
        Fault, match=r"the package toys-of-\w+ has a family toy_params, as the package toys-of"
    ):
        families.family("toy_params")


def test_a_package_near_a_slip_is_suggested(install: Install) -> None:
    """A name that is not quite right brings the package's family to mind."""
    install("toys-of-mine", "toy_params = toys_of_mine", TOY)
    with pytest.raises(Fault, match="did you mean toy_params"):
        families.family("toy_parms")


def test_bundled_names_need_no_look_at_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed is looked through only where a name is not bundled: that takes time."""

    def scan() -> Any:
        raise AssertionError("installed packages were looked through")

    monkeypatch.setattr(_packages, "declared", scan)
    found = families.family(BUNDLED)
    assert family_name(found) == BUNDLED
    assert families.is_family("conv-params")


def test_a_start_does_not_look_at_packages(tmp_path: Path) -> None:
    """Neither a drill's first question nor a list of a family's givens loads ``importlib.metadata``."""
    script = (
        "import sys\nfrom dldrill.cli.app import run\nrun(sys.argv[1:])\n"
        "print('importlib.metadata' in sys.modules, file=sys.stderr)"
    )
    for args in (["list"], ["drill", "--seed", "a", "-n", "1"], ["list", "--family", BUNDLED]):
        done = subprocess.run(
            [sys.executable, "-c", script, *args],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        # the first run finds the banks of packages, and keeps where they are
        assert args == ["list"] or done.stderr.splitlines()[-1] == "False"


def test_every_command_takes_it(starter: str) -> None:
    """It is listed, dealt, solved, checked and drilled like a bundled one."""
    listed = dldrill(starter, "list", "--family", "dense_params")
    assert "Parameters of a linear layer" in listed.stdout
    solved = dldrill(starter, "solve", "dense-params", "--inputs", "10", "--outputs", "4", "--json")
    assert json.loads(solved.stdout)["answers"][0]["value"] == 44
    dealt = json.loads(dldrill(starter, "draw", "dense_params", "--seed", "a", "--json").stdout)
    givens = [f"--{name}={value}" for name, value in dealt["givens"].items()]
    right = str(dealt["answers"][0]["value"])
    assert dldrill(starter, "check", "dense_params", *givens, right).returncode == 0
    assert dldrill(starter, "check", "dense_params", *givens, "7").returncode == 1
    drilled = dldrill(starter, "drill", "--family", "dense_params", "-n", "1", "--seed", "a", typed="7\n")
    assert "dense_params" in drilled.stdout
    assert drilled.returncode == 0, drilled.stderr


def test_it_is_verified_on_several_processes(starter: str) -> None:
    """Other processes find it by its name; all of its variants are proven."""
    done = dldrill(starter, "verify", "dense_params", "--jobs", "2", "--json")
    (row,) = json.loads(done.stdout)
    assert row["proven"] == row["variants"] == 225
    assert row["disagreements"] == 0


COMMANDS = (
    ["solve", "dense_params"],
    ["drill", "--family", "dense_params", "--bank", "BANK", "-n", "1", "--seed", "a"],
    ["check", "dense_params", "7"],
    ["draw", "dense_params", "--json"],
    ["verify", "dense_params", "--jobs", "1"],
    ["verify", "dense_params", "--jobs", "2"],
    ["sheet", "counting/dense-params", "--bank", "BANK", "--format", "gift", "-o", "-"],
    ["bank", "check", "BANK"],
)


@pytest.mark.parametrize(
    ("right", "wrong", "says", "spared"),
    [
        ("weights + K,", "wieghts + K,", "NameError: name 'wieghts' is not defined", ()),
        ("weights.size +", "None +", "TypeError: unsupported operand", ("check", "drill", "sheet", "bank")),
        ("to ${self.outputs}$", "to {self.outs}", "AttributeError: 'DenseParams' object has no", ("verify",)),
    ],
)
def test_an_error_in_its_code_is_one_line(
    starter: str, right: str, wrong: str, says: str, spared: tuple[str, ...]
) -> None:
    """Every command that comes to it names the family, the file, the line and the error: no traceback."""
    file = Path(starter) / "more_layers" / "dense_params.py"
    source = file.read_text("utf-8")
    assert right in source
    file.write_text(source.replace(right, wrong), "utf-8")
    at = next(n for n, line in enumerate(source.splitlines(), 1) if right in line)
    bank = str(Path(starter) / "more_layers" / "banks" / "counting.toml")
    for command in (command for command in COMMANDS if command[0] not in spared):
        done = dldrill(starter, *(bank if word == "BANK" else word for word in command))
        assert done.returncode in (1, 2), (command, done.stdout)
        assert "Traceback" not in done.stderr + done.stdout
        (line,) = [line for line in (done.stderr + done.stdout).splitlines() if "Error" in line]
        assert "the family dense_params of the package more-layers fails at " in line, (command, line)
        assert f"dense_params.py:{at}: {says}" in line, (command, line)


def test_its_bank_is_counted_and_printed(starter: str) -> None:
    """Its question in a bank knows how many variants it has, and makes sheets of many forms."""
    bank = str(Path(starter) / "more_layers" / "banks" / "counting.toml")
    rows = json.loads(dldrill(starter, "list", "--bank", bank, "--family", "dense_params", "--json").stdout)
    assert [(row["id"], row["variants"]) for row in rows] == [("counting/dense-params", 225)]
    sheet = ["sheet", "counting/dense-params", "--bank", bank, "--copies", "9", "--solutions", "--seed", "a"]
    done = dldrill(starter, *sheet, "--format", "html", "-o", "-")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("How many parameters does it have?") >= 9


def test_a_second_family_needs_another_install(starter: str) -> None:
    """Its question is found in the bank at once; its entry point is not: what to do is told."""
    scaffold("other_params", Path(starter), "counting")
    bank = str(Path(starter) / "more_layers" / "banks" / "counting.toml")
    told = "it lies in the package more-layers, but was not installed with it: install it again"
    for command in (["solve", "other_params"], ["solve", "counting/other-params", "--bank", bank]):
        done = dldrill(starter, *command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "other_params'" in done.stderr
        assert told in done.stderr
    assert told not in dldrill(starter, "solve", "no_params").stderr


def test_its_index_lies_beside_it(starter: str) -> None:
    """The proven variants of a package's family are kept in the package, and used from there."""
    done = subprocess.run(
        [sys.executable, "-m", "dldrill.proving.index", "dense_params"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": starter},
    )
    assert done.stdout.split() == ["225", "dense_params"]
    kept = Path(starter) / "more_layers" / "proven" / "dense_params.txt"
    assert kept.read_text("ascii").split()[1] == "225"
    script = (
        "from dldrill.dealing.dealer import Dealer\nfrom dldrill.families import family\n"
        "kind = family('dense_params')\n"
        "known, judged = (list(Dealer(kind, 'x', 'a', judging=j).every()) for j in (False, True))\n"
        "assert Dealer(kind, 'x', 'a')._known is not None and known == judged"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "PYTHONPATH": starter})
