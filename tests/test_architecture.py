"""The house keeps its shape: imports point one way, files stay small, start-up stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dldrill"
LADDER = (
    *("faults", "maths", "figures", "answer", "derivation", "families", "experiments", "bank", "dealing"),
    *("proving", "grading", "record", "show", "sheets", "testing", "checking"),
    *("session", "api", "cli"),
)
"""Each folder may import only from folders before it, and from itself."""
FILES = sorted(PACKAGE.rglob("*.py"))
STARTUP = {"dldrill", "dldrill.cli", "dldrill.cli.app", "dldrill.cli.interrupting", "dldrill.faults"}
"""All of dldrill that is imported before a command is known."""
HEAVY = {"numpy", "sympy", "mpmath", "pydantic", "markdown_it", "tomllib", "rich"}
"""What start-up must not pay for."""


def imported(path: Path) -> Iterator[str]:
    """The modules that a file names in its imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def floor(module: str) -> int:
    """The place of a module on the ladder; the package itself stands above all."""
    parts = module.split(".")
    return LADDER.index(parts[1]) if len(parts) > 1 else len(LADDER)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    """No file imports from a folder that stands later on the ladder, so no cycle can form."""
    own = path.relative_to(PACKAGE).with_suffix("").parts
    if len(own) == 1 and own[0] in ("__init__", "__main__"):
        return
    here = LADDER.index(own[0])
    for module in imported(path):
        if module.startswith("dldrill."):
            assert floor(module) <= here, f"{path.name} imports {module}"


def graph() -> dict[str, set[str]]:
    """The modules that each module imports when it is imported itself."""
    found: dict[str, set[str]] = {}
    for path in FILES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text("utf-8"))
        found[name] = {
            node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.module
        } & {".".join(p.relative_to(ROOT).with_suffix("").parts) for p in FILES}
    return found


def test_no_module_imports_itself_round_a_corner() -> None:
    """Following imports from any module never comes back to it."""
    edges = graph()
    for start in edges:
        seen: set[str] = set()
        ahead = set(edges[start])
        while ahead:
            module = ahead.pop()
            assert module != start, f"{start} imports itself"
            if module not in seen:
                seen.add(module)
                ahead |= edges.get(module, set())


@pytest.mark.parametrize(
    "path",
    sorted(p for folder in ("dldrill", "tests", "benchmarks") for p in (ROOT / folder).rglob("*.py")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_files_are_small(path: Path) -> None:
    """No file has more than 400 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_every_folder_is_on_the_ladder() -> None:
    """A new folder has to be given its place."""
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= set(LADDER)


def modules_after(code: str) -> set[str]:
    """The modules loaded in a fresh interpreter after running some code."""
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_start_up_imports_little() -> None:
    """Importing the program loads a literal set of our modules, and no heavy library."""
    loaded = modules_after("import dldrill.cli.app")
    assert {name for name in loaded if name.split(".")[0] == "dldrill"} == STARTUP
    assert not loaded & HEAVY


def test_help_imports_no_heavy_library() -> None:
    """``dldrill --help`` needs neither the banks nor any library but typer."""
    loaded = modules_after("from dldrill.cli.app import run\nrun(['--help'])")
    assert not loaded & HEAVY


def test_first_question_needs_no_numerics() -> None:
    """A drill shows its first question before numpy or sympy is loaded."""
    code = (
        "import io\nfrom dldrill.bank.library import load\nfrom dldrill.dealing.source import Source\n"
        "from dldrill.show.solution import question\nfrom dldrill.show.look import Look, console_of\n"
        "for name in ('ist-feb23/P1.1', 'uw-sp24-q4/3.1', "
        "'normalisation/layer-instance-group'):\n"
        "    dealt = Source(load().find(name), 'x').deal(0)\n"
        "    console_of(io.StringIO(), Look()).print(question(dealt, Look()))"
    )
    assert not modules_after(code) & (HEAVY - {"markdown_it", "tomllib", "rich"})
