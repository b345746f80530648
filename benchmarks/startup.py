"""Whole-process times as multiples of ``python -c pass``, with compiled bytecode, in one run.

python benchmarks/startup.py [runs]
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from compileall import compile_dir
from pathlib import Path
from statistics import median
from time import perf_counter

PROGRAM = (sys.executable, "-m", "dldrill")


def whole(command: Sequence[str]) -> float:
    """Seconds until the process has ended."""
    started = perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return perf_counter() - started


def first_question(command: Sequence[str]) -> float:
    """Seconds until the first question is on the screen: its text ends with an empty line."""
    started = perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        shown = b""
        while shown.count(b"\n\n") < 2:
            shown += os.read(process.stdout.fileno(), 65536)
        seconds = perf_counter() - started
        process.kill()
    return seconds


CASES: dict[str, tuple[Callable[[Sequence[str]], float], tuple[str, ...]]] = {
    "python -c pass": (whole, (sys.executable, "-c", "pass")),
    "dldrill --help": (whole, (*PROGRAM, "--help")),
    "first question of a drill": (first_question, (*PROGRAM, "drill", "-n", "1", "--seed", "SEED")),
    "dldrill list": (whole, (*PROGRAM, "list")),
    "dldrill solve ist-feb23/P1.1": (whole, (*PROGRAM, "solve", "ist-feb23/P1.1")),
}


def main() -> None:
    """Print the median of each, and how many times ``python -c pass`` it is."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    # as installers leave it; under this variable every start would compile all of dldrill again
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compile_dir(Path(__file__).parents[1] / "dldrill", quiet=1)
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for measure, command in CASES.values():
        measure(command)
    for run in range(runs):  # in turn, so that a slow moment strikes all alike
        for name, (measure, command) in CASES.items():
            # another seed begins with another question: some are light, some draw or derive much
            times[name].append(measure([word.replace("SEED", f"s{run}") for word in command]))
    base = median(times["python -c pass"])
    for name, values in times.items():
        print(f"{median(values) * 1e3:8.1f} ms {median(values) / base:6.1f}×  {name}")


if __name__ == "__main__":
    main()
