"""Mutation testing: change the code that judges answers in small ways, and see whether a test notices.

    python benchmarks/mutants.py                        # all of them; a table, then what survived
    python benchmarks/mutants.py --sample 80 --seed 1   # some of them
    python benchmarks/mutants.py --only 'grading.marking.*'
    python benchmarks/mutants.py --only 'answer.number.same:3' --show

mutmut makes the mutants; ``[tool.mutmut]`` of pyproject.toml names the files and the tests. They are
run here: every test is collected once and the lines that it runs are recorded; then a process is
forked a mutant, which puts the changed function in the place of the right one and runs the tests
that reach the changed line, until one fails. What already runs while modules are loaded, and was not
noticed so, is tried again in a new interpreter that loads the changed module.
"""

from __future__ import annotations

import argparse
import fnmatch
import functools
import gc
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import tomllib
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import coverage
import hypothesis
import hypothesis.strategies
import pytest
from _pytest.runner import runtestprotocol
from mutating import ROOT, Finder, Mutant, difference, mutants_of

WANTED = 0.9
PATIENCE = 5.0  #: seconds that a test may take before its mutant counts as one that hangs
MEMORY = 4 * 2**30  #: bytes that a mutant may take
LOADED = frozenset(("dldrill", "mpmath", "numpy", "sympy"))  #: what is loaded once for all mutants
UNUSED = (  #: plugins that would do their part around every test of every mutant
    *("terminalreporter", "logging", "warnings", "unraisableexception", "threadexception"),
    *("faulthandler", "cacheprovider"),
)
SURVIVED, KILLED = 0, 1
SAID = {SURVIVED: "survived", KILLED: "killed", -signal.SIGALRM: "hung"}


class Record(NamedTuple):
    """What the tests do to the code as it is.

    Attributes:
        seconds: test → how long it takes; those that fail are left out.
        reached: file → line → the tests that run it.
        failed: the tests that fail as it is.
        loaded: the modules that they load.
    """

    seconds: dict[str, float]
    reached: dict[str, dict[int, list[str]]]
    failed: list[str]
    loaded: list[str]


class Runner:
    """The plugin that runs mutants where pytest would run its tests.

    Args:
        mutants: the mutants, in the order that they are tried.
        files: the files that they are of.
        jobs: how many run at a time.
        most: how many tests are run for a mutant; None: all that reach it.
        told: called with every result.
    """

    def __init__(
        self,
        mutants: Sequence[Mutant],
        files: Sequence[Path],
        jobs: int,
        most: int | None,
        told: Callable[[Mutant, int], None],
    ) -> None:
        self.mutants, self.files, self.jobs, self.most, self.told = mutants, files, jobs, most, told
        self.record = Record({}, {}, [], [])
        self.running: dict[int, Mutant] = {}
        self.loading = _watch(files)
        self.loading.start()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Record, then try every mutant."""
        if session.testsfailed:
            return False
        items = {item.nodeid: item for item in session.items}
        for path in self.files:
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        self.loading.stop()
        self.record = _apart(lambda: recorded(list(items.values()), self.files))
        for name in self.record.loaded:
            import_module(name)  # what every mutant would load for itself
        hypothesis.strategies.text().validate()  # and its table of characters
        self.try_all(items)
        return True

    def try_all(self, items: Mapping[str, pytest.Item]) -> None:
        """Run the mutants, so many at a time."""
        gc.collect()
        gc.freeze()
        for mutant in self.mutants:
            tests = [items[test] for test in reaching(mutant, self.record)[: self.most]]
            if not tests:
                self.end(mutant, SURVIVED)
                continue
            while len(self.running) >= self.jobs:
                self.wait()
            child = os.fork()
            if not child:
                _attempt(mutant, tests, self.record.seconds)
            self.running[child] = mutant
        while self.running:
            self.wait()

    def wait(self) -> None:
        """Wait until one of those that run has ended."""
        child, status = os.wait()
        if child in self.running:
            self.end(self.running.pop(child), os.waitstatus_to_exitcode(status))

    def end(self, mutant: Mutant, code: int) -> None:
        """Tell what came of a mutant; one that ran at load time has another try."""
        ran = set(self.loading.get_data().lines(str(mutant.path)) or ())
        if code == SURVIVED and ran & set(mutant.lines[1:] or mutant.lines):
            words = [sys.executable, __file__, "--afresh", "--only", mutant.name]
            code = subprocess.run(words, capture_output=True, check=False).returncode
        self.told(mutant, code)


def recorded(items: Sequence[pytest.Item], files: Sequence[Path]) -> Record:
    """Run every test once, and note what it reaches."""
    before = set(sys.modules)
    seconds: dict[str, float] = {}
    failed = []
    watch = _watch(files)
    watch.start()
    for item in items:
        watch.switch_context(item.nodeid)
        start = time.perf_counter()
        if _passes(item):
            seconds[item.nodeid] = time.perf_counter() - start
        else:
            failed.append(item.nodeid)
    watch.stop()
    data = watch.get_data()
    reached = {str(path): data.contexts_by_lineno(str(path)) for path in files}
    loaded = [name for name in sys.modules if name not in before and name.partition(".")[0] in LOADED]
    return Record(seconds, reached, failed, loaded)


def _watch(files: Sequence[Path]) -> coverage.Coverage:
    return coverage.Coverage(data_file=None, include=[str(path) for path in files], config_file=False)


def _passes(item: pytest.Item, after: pytest.Item | None = None) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def _apart(work: Any) -> Any:
    """The result of work done in a process of its own, so that nothing of it stays in this one."""
    with tempfile.TemporaryFile() as file:
        child = os.fork()
        if not child:
            _silence()
            pickle.dump(work(), file)
            file.flush()
            os._exit(0)
        os.waitpid(child, 0)
        file.seek(0)
        return pickle.load(file)  # noqa: S301 – written just above


def _silence() -> None:
    with Path(os.devnull).open("w") as nowhere:
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)


def reaching(mutant: Mutant, record: Record) -> list[str]:
    """The tests that run the changed statement: a row of every table, another of each, the quickest first."""
    lines = record.reached[str(mutant.path)]
    found = {test for line in mutant.lines for test in lines.get(line, ())} & record.seconds.keys()
    turns: Counter[str] = Counter()
    order: list[tuple[int, int, str]] = []
    for test in sorted(found, key=lambda test: (record.seconds[test], test)):
        function = test.partition("[")[0]
        order.append((turns[function], len(order), test))
        turns[function] += 1
    return [test for *_, test in sorted(order)]


def _attempt(mutant: Mutant, tests: list[pytest.Item], seconds: Mapping[str, float]) -> None:
    """Run the tests on a mutant until one fails; the process ends with what came of it."""
    _silence()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    code = KILLED
    try:
        put_in(mutant)
        for item, after in zip(tests, [*tests[1:], None], strict=True):
            signal.setitimer(signal.ITIMER_REAL, PATIENCE + 10 * seconds[item.nodeid])
            if not _passes(item, after):
                break
        else:
            code = SURVIVED
    finally:
        os._exit(code)


def put_in(mutant: Mutant) -> None:
    """Give a function the code and the defaults of its mutant, wherever it is already known."""
    module = import_module(mutant.module)
    holder = getattr(module, mutant.owner) if mutant.owner else module
    target = _function(vars(holder)[mutant.function])
    text = mutant.source
    if mutant.owner:
        text = f"class {mutant.owner}:\n{textwrap.indent(text.strip(), '    ')}"
    names = dict(vars(module))
    exec(compile(f"from __future__ import annotations\n{text}", "<mutant>", "exec"), names)  # noqa: S102
    changed = vars(names[mutant.owner])[mutant.function] if mutant.owner else names[mutant.function]
    target.__code__ = changed.__code__
    target.__defaults__, target.__kwdefaults__ = changed.__defaults__, changed.__kwdefaults__


def _function(found: Any) -> types.FunctionType:
    """The function itself, without what decorates it."""
    if isinstance(found, classmethod | staticmethod):
        return found.__func__  # type: ignore[return-value]
    if isinstance(found, property):
        return found.fget  # type: ignore[return-value]
    if isinstance(found, functools.cached_property):
        return found.func  # type: ignore[return-value]
    if hasattr(found, "cache_clear"):
        found.cache_clear()
    return found.__wrapped__ if hasattr(found, "__wrapped__") else found  # type: ignore[no-any-return]


def configured() -> tuple[list[Path], list[str]]:
    """The files to change and pytest's selection of tests, as pyproject.toml says."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]
    files = sorted(path for pattern in said["only_mutate"] for path in ROOT.glob(pattern))
    return files, said["pytest_add_cli_args_test_selection"]


def report(mutants: Sequence[Mutant], results: Mapping[str, int]) -> float:
    """Print the table and what survived; the share of the mutants that was noticed."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant in mutants:
        said = SAID.get(results[mutant.name], "killed")  # a crash is noticed, too
        for row in (mutant.package, "all"):
            table[row][said] += 1
    print(f"{'':12}{'mutants':>9}{'killed':>9}{'hung':>7}{'survived':>10}{'noticed':>9}")
    share = 1.0
    for row, counts in sorted(table.items(), key=lambda pair: pair[0] == "all"):
        share = 1 - counts["survived"] / counts.total()
        figures = f"{counts.total():9}{counts['killed']:9}{counts['hung']:7}{counts['survived']:10}"
        print(f"{row:12}{figures}{share:9.1%}")
    return share


def remembered(path: Path | None) -> dict[str, int]:
    """What earlier runs said of mutants, by their keys."""
    if path is None or not path.exists():
        return {}
    lines = path.read_text().splitlines()
    return {key: int(code) for key, code in (line.split(" ")[:2] for line in lines)}


def options() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="*", help="a pattern of names")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--most", type=int, help="so many tests a mutant; usually all that reach it")
    parser.add_argument(
        "--keep", type=Path, help="a file of results: what it knows as killed is not tried again"
    )
    parser.add_argument("--afresh", action="store_true", help="load the mutant, and run its package's tests")
    parser.add_argument("--show", action="store_true", help="show the mutants, run nothing")
    return parser.parse_args()


def chosen(asked: argparse.Namespace, files: Sequence[Path]) -> list[Mutant]:
    """The mutants that are asked for, in an order that is random and that other mutants do not change."""
    mutants = [m for path in files for m in mutants_of(path) if fnmatch.fnmatch(m.name, asked.only)]
    mutants.sort(key=lambda mutant: sha256(f"{asked.seed} {mutant.key}".encode()).digest())
    return mutants[: asked.sample]


def run(
    asked: argparse.Namespace, mutants: Sequence[Mutant], files: Sequence[Path], tests: list[str]
) -> dict[str, int]:
    """What came of every mutant, by its name."""
    known = remembered(asked.keep)
    results = {mutant.name: known[mutant.key] for mutant in mutants if known.get(mutant.key, SURVIVED)}

    def told(mutant: Mutant, code: int) -> None:
        results[mutant.name] = code
        if asked.keep:
            with asked.keep.open("a") as file:
                file.write(f"{mutant.key} {code} {mutant.name}\n")
        if sys.stderr.isatty():
            print(f"\r{len(results)} of {len(mutants)}", end="", file=sys.stderr)

    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants", database=None, derandomize=True, deadline=None, max_examples=25, phases=phases
    )
    hypothesis.settings.load_profile("mutants")
    left = [mutant for mutant in mutants if mutant.name not in results]
    runner = Runner(left, files, asked.jobs, asked.most, told)
    pytest.main(["-q", "-s", *(f"-pno:{name}" for name in UNUSED), *tests], plugins=[runner])
    if runner.record.failed:
        print("left out, since they fail as it is:", *runner.record.failed, sep="\n  ")
    if len(results) < len(mutants):
        sys.exit("the tests cannot be collected")
    return results


def main() -> None:
    """Run what is asked for; fails below nine in ten."""
    asked = options()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    files, tests = configured()
    mutants = chosen(asked, files)
    if asked.show:
        print("\n".join(f"{mutant.name}\n{difference(mutant)}" for mutant in mutants))
        return
    if asked.afresh:
        sys.meta_path.insert(0, Finder(mutants[0]))
        package = f"tests/{mutants[0].package}"
        sys.exit(bool(pytest.main(["-q", "-x", package, *tests[tests.index("-k") :]])))
    results = run(asked, mutants, files, tests)
    share = report(mutants, results)
    for mutant in sorted(mutants):
        if results[mutant.name] == SURVIVED:
            print(f"{mutant.name}\n{difference(mutant)}")
    sys.exit(share < WANTED)


if __name__ == "__main__":
    main()
