"""`dldrill bank check` on 2,000 questions, as multiples of the time that TOML alone takes, in one run.

The questions are those of the bundled banks, several times over: each copy of a bank is a file of its own,
and its formulas differ from those of the others, so that nothing is found twice.

python benchmarks/banks.py [questions]
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from dldrill.bank.places import bank_files, bundled

CHECK = (sys.executable, "-m", "dldrill", "bank", "check")
TABLE = re.compile(r"^(?=\[[^\[\].\n]+\]$)", re.MULTILINE)
FORMULA = re.compile(r"(?<![\\$@])\$([^$\n\"]+)\$(?!\$)")


def copied(text: str, copy: int, with_formulas: bool) -> str:
    """A bank with other formulas in its texts; without the questions that are written in formulas."""
    tables = [table for table in TABLE.split(text) if with_formulas or "\n[[" not in table]
    lines = "".join(tables).split("\n")
    thin = r"\," * copy
    return "\n".join(
        line
        if '"' in line or "@{" in line
        else FORMULA.sub(rf"$\1{thin.replace(chr(92), chr(92) * 2)}$", line)
        for line in lines
    )


def write_banks(folder: Path, count: int, with_formulas: bool) -> int:
    """Write copies of the bundled banks until they hold so many questions."""
    written, copy = 0, 0
    while written < count:
        copy += 1
        for path in bank_files(bundled()):
            text = copied(path.read_text("utf-8"), copy, with_formulas)
            (folder / f"{path.stem}-{copy}.toml").write_text(text, "utf-8")
            written += len(tomllib.loads(text)) - ("\n[bank]" in f"\n{text}")
            if written >= count:
                break
    return written


def seconds_of_toml(folder: Path) -> float:
    """What reading the tables takes."""
    started = perf_counter()
    for path in bank_files(folder):
        tomllib.loads(path.read_text("utf-8"))
    return perf_counter() - started


def seconds_of_check(folder: Path, cache: Path) -> float:
    """The whole process, from its start to its end."""
    started = perf_counter()
    done = subprocess.run(
        [*CHECK, str(folder)],
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "DLDRILL_BANKS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = perf_counter() - started
    if done.returncode:
        sys.exit(done.stdout[:2000] + done.stderr[:2000])
    return seconds


def main() -> None:
    """Print the first check and the second, of all questions and of those without formulas of their own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for with_formulas in (False, True):
        with TemporaryDirectory() as name:
            folder, cache = Path(name) / "banks", Path(name) / "cache"
            folder.mkdir()
            written = write_banks(folder, count, with_formulas)
            toml = seconds_of_toml(folder)
            print(f"{written:,} questions, {'some' if with_formulas else 'none'} written in formulas")
            print(f"{toml:8.2f} s         tomllib alone")
            for check in ("first check", "second check"):
                seconds = seconds_of_check(folder, cache)
                print(f"{seconds:8.2f} s {seconds / toml:6.1f}×  {check}")


if __name__ == "__main__":
    main()
